package feed

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/clean"
	"attache/feed/when"
)

// tidyText makes the text of what an extractor found: each paragraph once,
// without the page's own title and date before it and what was appended to it;
// with the paragraphs of the page's own description of itself where the
// extractor only found that, glued together.
func tidyText(text, shown string, head told, p PageText) string {
	if body := head.body; body != "" && len(letterForm(text)) <= len(letterForm(body))*11/10 && strings.Count(text, "\n\n") < 2 &&
		strings.Count(body, "\n\n") > 1 &&
		strings.Contains(letterForm(body), firstLetters(letterForm(text), 60)) {
		text = body
	}
	if strings.Count(text, "&quot;")+strings.Count(text, "&amp;")+strings.Count(text, "&#") > 0 {
		text = html.UnescapeString(text) // escaped twice
	}
	text = dropHeads(once(text, shown, letterForm(p.Title)), p)
	return clean.WithoutNotices(dropCounters(clean.Tails(text)))
}

func firstLetters(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}

// once keeps, in a short text, each paragraph as often as the page shows it, and
// none of those that are made of others: extractors that find a text by several
// ways give it several times.
func once(text, shown, title string) string {
	paragraphs := strings.Split(text, "\n\n")
	if len(paragraphs) > maxTwice {
		return text
	}
	folded := make([]string, len(paragraphs))
	seen := make(map[string]int, len(paragraphs))
	for i, p := range paragraphs {
		folded[i] = letterForm(p)
	}
	var out []string
	for i, p := range paragraphs {
		f := folded[i]
		if len(f) >= leastTwice && (seen[f] > 0 && seen[f] >= strings.Count(shown, f) || madeOf(f, folded, i, title)) {
			continue
		}
		seen[f]++
		out = append(out, p)
	}
	return strings.Join(out, "\n\n")
}

const (
	leastTwice = 30 // bytes of letters: shorter paragraphs may well come twice
	maxTwice   = 16 // paragraphs: extractors are unsure of short texts alone, and long ones repeat themselves rightly
)

// madeOf tells whether a paragraph is nothing but other paragraphs of the text
// in a row, a heading perhaps before them.
func madeOf(f string, all []string, at int, title string) bool {
	parts, rest, largest := 0, f, 0
	for i, other := range all {
		if i == at || len(other) < 6 || len(other) >= len(f) {
			continue
		}
		if j := strings.Index(rest, other); j >= 0 {
			rest = rest[:j] + rest[j+len(other):]
			largest = max(largest, len(other))
			parts++
		}
	}
	rest = strings.Replace(rest, title, "", 1)
	return parts > 0 && len(rest)*20 <= len(f) && (parts > 1 || largest*10 >= (len(f)-len(title))*6)
}

// dropCounters drops the paragraphs that only count readers.
func dropCounters(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	out := paragraphs[:0]
	for _, p := range paragraphs {
		if !clean.Counter(p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n\n")
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

// byline is what names a writer or a time: a name behind a word, or a date.
var (
	byline  = regexp.MustCompile(`(?i)^(by|von|par|por|автор:?|текст:?)\s+(.{1,100})$`)
	updated = regexp.MustCompile(`(?i)^(updated|published|posted|last modified|last ` +
		`updated|обновлено|опубликовано|publié|publicado|veröffentlicht|stand)\b.{0,100}$`)
)

// names tells whether what stands behind "by" is a list of names: words that
// begin with capitals, in scripts that have them, none of them a number.
func names(who string) bool {
	words := strings.FieldsFunc(who, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '|' || r == '/' })
	capitals, small := 0, 0
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case i == 0 && unicode.IsDigit(r):
			return false
		case unicode.IsLower(r):
			small++
		case unicode.IsLetter(r):
			capitals++
		}
	}
	return len(words) <= 10 && capitals > 0 && capitals >= 2*small
}

func isHead(head string, p PageText) bool {
	if utf8.RuneCountInString(head) > 300 {
		return false
	}
	folded := letterForm(head)
	if folded == "" {
		return true
	}
	title := letterForm(p.Title)
	if title != "" && (folded == title || len(folded) > 20 && (strings.HasPrefix(title, folded) || strings.HasPrefix(folded, title) &&
		len(folded) < len(title)+25)) {
		return true
	}
	if author := letterForm(p.Author); author != "" && strings.HasSuffix(folded, author) && len(folded) <= len(author)+12 {
		return true
	}
	if _, isDate := when.Parse(head); isDate {
		return true
	}
	if strings.ContainsAny(strings.TrimSpace(head), ".!?…\"“«") {
		return false
	}
	if m := byline.FindStringSubmatch(head); m != nil {
		return names(m[2])
	}
	return updated.MatchString(head) && strings.ContainsFunc(head, unicode.IsDigit)
}

// maxRefresh is the longest wait, in seconds, of a page that sends its readers on.
const maxRefresh = 5

var refreshTo = regexp.MustCompile(`(?i)^\s*(\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)`)

// following tells where a page's article goes on, and where the page sends its
// readers at once.
func following(doc *html.Node, at *url.URL) (next, refresh string) {
	base := at
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		href := strings.TrimSpace(nodeAttr(n, "href"))
		switch {
		case n.DataAtom == atom.Meta && strings.EqualFold(nodeAttr(n, "http-equiv"), "refresh"):
			if m := refreshTo.FindStringSubmatch(nodeAttr(n, "content")); m != nil && refresh == "" && len(m[1]) == 1 && m[1][0]-'0' <= maxRefresh {
				refresh = resolved(base, m[2])
			}
		case next != "" || href == "":
		case n.DataAtom == atom.Base:
			if b := baseURL(resolved(at, href)); b != nil {
				base = b
			}
		case n.DataAtom == atom.A || n.DataAtom == atom.Link:
			if to := resolved(base, href); to != "" && at != nil && isSecondPart(at, to) {
				next = to
			}
		}
	}
	if at != nil && refresh == at.String() {
		refresh = ""
	}
	return next, refresh
}

var (
	pageNames = map[string]bool{
		"page": true, "p": true, "pg": true, "pagenum": true, "page_no": true, "pageno": true, "seite": true, "pagina": true, "strona": true,
		"stranitsa": true, "pagen_1": true, "paged": true, "part": true,
	}
	secondPath = regexp.MustCompile(`^(.*?)(?:/|/page/?|[-_]|,)2(\.[a-z]{2,5})?/?$`)
)

// isSecondPart tells whether an address is that of a page's second part: the
// same address with the number of a page in it.
func isSecondPart(at *url.URL, link string) bool {
	to, err := url.Parse(link)
	if err != nil || !strings.EqualFold(to.Host, at.Host) {
		return false
	}
	if strings.TrimSuffix(to.Path, "/") == strings.TrimSuffix(at.Path, "/") {
		a, b := at.Query(), to.Query()
		number := ""
		for k, v := range b {
			switch {
			case pageNames[strings.ToLower(k)] && !a.Has(k):
				number = v[0]
			case a.Get(k) != v[0]:
				return false
			}
		}
		return number == "2" && len(b) == len(a)+1
	}
	m := secondPath.FindStringSubmatch(to.Path)
	if m == nil || to.RawQuery != at.RawQuery {
		return false
	}
	own := strings.TrimSuffix(at.Path, "/")
	return len(own) > 1 && (m[1] == own || m[2] != "" && m[1]+m[2] == own)
}
