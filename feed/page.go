package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"attache/feed/clean"
	"attache/internal/fold"

	plain "attache/internal/text"
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
	Next      string // its second part, where the article goes on there; "" where it is whole
	Refresh   string // where the page sends its readers at once; "" where it does not
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
	kind, text, err := sniff(data, contentType)
	switch {
	case err != nil:
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	case kind == docPDF:
		return PageText{}, ErrIsPDF
	case kind == docText:
		return plainPage(text)
	}
	return readHTML(text, address)
}

// ErrIsPDF is returned by Page for a PDF, which package pdf reads.
var ErrIsPDF = fmt.Errorf("%w: %w", ErrNoText, &NoPageError{"a PDF"})

// plainPage reads a document of plain text.
func plainPage(text []byte) (PageText, error) {
	if len(text) > maxPageText {
		return PageText{}, ErrPageTooLarge
	}
	p := PageText{Text: clean.Tails(clean.Paragraphs(string(text)))}
	if len(letterForm(p.Text)) < leastText {
		return PageText{}, ErrNoText
	}
	return p, nil
}

func readHTML(text []byte, address string) (PageText, error) {
	if err := within(text); err != nil {
		return PageText{}, err
	}
	doc, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	head := tells(doc)
	at := baseURL(address)
	next, refresh := following(doc, at)
	prepare(doc, head.lang)
	shown := letterForm(content(doc))
	opts := trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Fast, OriginalURL: at}
	got, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil {
		if refresh != "" {
			return PageText{Refresh: refresh}, nil
		}
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	m := got.Metadata
	p := PageText{
		Title: plain.OneLine(m.Title), Author: plain.OneLine(m.Author), Published: m.Date, Lang: first(head.lang, language(m.Language)),
		Canonical: m.URL,
		Next:      next, Refresh: refresh,
	}
	if letterForm(head.author) == letterForm(p.Author) {
		p.Author = first(plain.OneLine(head.author), p.Author)
	}
	if d := head.published.Sub(p.Published).Abs(); !head.published.IsZero() && (p.Published.IsZero() || d <= 36*time.Hour) {
		p.Published = head.published // with its time of day
	}
	var b bytes.Buffer
	if err := html.Render(&b, got.ContentNode); err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	p.Text = tidyText(clean.Text(b.String()), shown, head, p)
	if len(letterForm(p.Text)) < leastText && refresh == "" {
		return PageText{}, ErrNoText
	}
	return p, nil
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
