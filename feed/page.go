package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/charset"
	"attache/feed/clean"
	"attache/feed/when"
	"attache/internal/fold"
)

// ErrNoText is returned for a page in which no readable text was found.
var ErrNoText = errors.New("no readable text in the page")

// PageText is what a web page says, without what stands around it.
type PageText struct {
	Title     string
	Text      string // paragraphs separated by a blank line
	Author    string
	Published time.Time // zero where unknown
	Lang      string
	Canonical string // the address the page gives itself
}

// Page reads the readable full text of a web page. address is where it came
// from, "" where unknown; contentType is the header's value, "" where unknown.
func Page(data []byte, address, contentType string) (p PageText, err error) {
	defer caught(&err, ErrNoText)
	return readPage(data, address, contentType)
}

// caught makes an error of a panic in a foreign parser: a document is never
// worth more than itself.
func caught(err *error, kind error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w (its parser gave up: %v)", kind, r)
	}
}

func readPage(data []byte, address, contentType string) (PageText, error) {
	text, _ := charset.ToUTF8(data, contentType)
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	head := tells(doc)
	if err := prepare(doc); err != nil {
		return PageText{}, err
	}
	opts := trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Fast}
	if u := baseURL(address); u != nil {
		opts.OriginalURL = u
	}
	got, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	m := got.Metadata
	p := PageText{
		Title: oneLine(m.Title), Author: oneLine(m.Author), Published: m.Date, Lang: first(head.lang, language(m.Language)), Canonical: m.URL,
	}
	if letterForm(head.author) == letterForm(p.Author) {
		p.Author = first(oneLine(head.author), p.Author)
	}
	if d := head.published.Sub(p.Published).Abs(); !head.published.IsZero() && (p.Published.IsZero() || d <= 36*time.Hour) {
		p.Published = head.published // with its time of day
	}
	var b bytes.Buffer
	if err := html.Render(&b, got.ContentNode); err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	p.Text = clean.Tails(dropHeads(clean.Text(b.String()), p))
	if len(letterForm(p.Text)) < leastText {
		return PageText{}, ErrNoText
	}
	return p, nil
}

// blocks are the elements that hold one paragraph.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Li: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
}

// The bounds of a page: what exceeds them is no news, and would be read for
// minutes.
const (
	maxElements = 20_000
	maxPageText = 1 << 20 // bytes outside of scripts and styles
	leastText   = 20      // letters, in bytes
)

// ErrPageTooLarge is returned for a page beyond those bounds.
var ErrPageTooLarge = errors.New("a page of more than 20,000 elements or 1 MiB of text")

// prepare takes out what is not shown, and the paragraphs that are nothing but
// links to something else, which lead away from the text; and it lets
// quotations that stand in a network's embedding be seen as quotations.
func prepare(root *html.Node) error {
	var drop []*html.Node
	count, size := 0, 0
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !unseen(n.Parent) {
			size += len(n.Data)
		}
		if n.Type == html.ElementNode {
			count++
		}
		if count > maxElements || size > maxPageText {
			return ErrPageTooLarge
		}
		switch {
		case n.Type != html.ElementNode:
		case unseen(n):
			if !strings.Contains(nodeAttr(n, "type"), "ld+json") || n.FirstChild != nil && len(n.FirstChild.Data) > maxPageText/8 {
				drop = append(drop, n)
			}
		case n.DataAtom == atom.Blockquote:
			n.Attr = nil
		case blocks[n.DataAtom] && !hasBlock(n):
			if all, linked := letters(n, false); all > 0 && all < 200 && linked*10 >= all*9 {
				drop = append(drop, n)
			}
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return nil
}

func unseen(n *html.Node) bool {
	return n != nil && (n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Svg || n.DataAtom == atom.Template)
}

func hasBlock(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (blocks[d.DataAtom] || d.DataAtom == atom.Ul || d.DataAtom == atom.Ol || d.DataAtom == atom.Table) {
			return true
		}
	}
	return false
}

// letters counts a node's letters, and those inside links.
func letters(n *html.Node, inLink bool) (all, linked int) {
	if n.Type == html.TextNode {
		for _, r := range n.Data {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				all++
			}
		}
		if inLink {
			linked = all
		}
		return all, linked
	}
	inLink = inLink || n.DataAtom == atom.A
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		a, l := letters(c, inLink)
		all, linked = all+a, linked+l
	}
	return all, linked
}

// dropHeads takes the page's own title, its author's name and its date from
// the beginning of its text.
func dropHeads(text string, p PageText) string {
	rest := text
	for range 6 {
		head, tail, more := strings.Cut(rest, "\n\n")
		if !more || !isHead(head, p) {
			break
		}
		rest = tail
	}
	return rest
}

var byline = regexp.MustCompile(`(?i)^(by|von|par|por|автор:?|текст:?|updated|published|posted|last modified|обновлено|publié|publicado)\b.{0,100}$`)

func isHead(head string, p PageText) bool {
	if utf8.RuneCountInString(head) > 300 {
		return false
	}
	folded := letterForm(head)
	if folded == "" {
		return true
	}
	title := letterForm(p.Title)
	if title != "" && (folded == title || len(folded) > 20 && (strings.HasPrefix(title, folded) || strings.HasPrefix(folded, title) && len(folded) < len(title)+25)) {
		return true
	}
	if author := letterForm(p.Author); author != "" && strings.HasSuffix(folded, author) && len(folded) <= len(author)+12 {
		return true
	}
	if _, isDate := when.Parse(head); isDate {
		return true
	}
	return byline.MatchString(head) && !strings.ContainsAny(strings.TrimSpace(head), ".!?…\"“«")
}

// letterForm keeps a text's letters and digits, folded: what of a title or a
// name does not depend on how a page sets it.
func letterForm(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, fold.String(s))
}

// MarshalJSON writes the machine-readable form of `attache inspect page`.
func (p PageText) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Title     string `json:"title"`
		Text      string `json:"text"`
		Author    string `json:"author"`
		Published string `json:"published"`
		Lang      string `json:"lang"`
	}{p.Title, p.Text, p.Author, stamp(p.Published), p.Lang})
}
