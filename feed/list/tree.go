package list

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	words "attache/internal/text"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Select, atom.Textarea, atom.Iframe, atom.Button:
		return true
	}
	return false
}

// text gives an element's words, elements apart from each other.
func text(n *html.Node) string {
	var b strings.Builder
	write(&b, n, 8<<10)
	return words.OneLine(b.String())
}

func write(b *strings.Builder, n *html.Node, most int) {
	if b.Len() > most {
		return
	}
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && silent(n):
		return
	}
	apart := n.Type == html.ElementNode && !joins(n)
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, c, most)
	}
	if apart {
		b.WriteByte(' ')
	}
}

// joins tells whether an element stands inside of words.
func joins(n *html.Node) bool {
	switch n.DataAtom {
	case atom.B, atom.I, atom.Em, atom.Strong, atom.A, atom.Sup, atom.Sub, atom.Font, atom.Mark, atom.Abbr, atom.Q, atom.Wbr:
		return amongWords(n)
	}
	return false
}

// amongWords tells whether an element has words beside it: a day, a month and a
// year in three elements are three words.
func amongWords(n *html.Node) bool {
	if n.Parent == nil {
		return false
	}
	for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
		if s.Type == html.TextNode && strings.TrimSpace(s.Data) != "" {
			return true
		}
	}
	return false
}

// letterCount counts letters and digits; one of a script that writes words in
// one or two characters counts as three.
func letterCount(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			n += 3
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			n++
		}
	}
	return n
}

// link gives the address that an anchor leads to; "" for none of the web, or one
// within the page.
func (r *reader) link(a *html.Node) string {
	ref := strings.TrimSpace(attr(a, "href"))
	if ref == "" || strings.HasPrefix(ref, "#") {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if r.Base != nil {
		u = r.Base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if r.Base != nil {
		same := *u
		same.Fragment = ""
		own := *r.Base
		own.Fragment = ""
		if same.String() == own.String() {
			return ""
		}
		if u.Host == r.Base.Host && (u.Path == "" || u.Path == "/") && u.RawQuery == "" {
			return "" // the front page
		}
	}
	if !strings.HasPrefix(u.Fragment, "!") && !strings.HasPrefix(u.Fragment, "/") {
		u.Fragment = ""
	}
	return u.String()
}

// span is what stands below an element: the links that may be entries.
type span struct {
	href  string // the only address, or the first
	many  bool   // there are several addresses
	named bool   // one of its links has a title's words
}

// leastTitle is how many letters (see letterCount) a title has at least.
const leastTitle = 12

// measure notes for each element what links stand below it.
func (r *reader) measure(n *html.Node) span {
	var s span
	if n.Type == html.ElementNode && silent(n) {
		return s
	}
	if n.DataAtom == atom.A {
		if href := r.link(n); href != "" {
			words := text(n)
			switch {
			case letterCount(words) >= leastTitle && !says(more, words) && !says(chrome, words):
				s = span{href: href, named: true}
			case letterCount(words) < 3 && attr(n, "rel") != "tag" || says(more, words):
				s = span{href: href}
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		below := r.measure(c)
		switch {
		case below.href == "":
		case s.href == "":
			s = below
		case below.href != s.href || below.many:
			s.many = true
			s.named = s.named || below.named
		default:
			s.named = s.named || below.named
		}
	}
	if n.Type == html.ElementNode {
		r.links[n] = &s
	}
	return s
}

// blocksOf gives the texts of an element, block by block, what is not joined
// with its neighbours apart from them.
func blocksOf(n *html.Node) []string {
	return blocks(n, isBlock, func(n *html.Node) bool { return !joins(n) })
}

// blocks gives the texts of an element, cut at the borders of blocks; what stands
// apart has a blank around it.
func blocks(n *html.Node, block, apart func(*html.Node) bool) []string {
	var out []string
	var b strings.Builder
	border := func(n *html.Node) {
		switch {
		case block(n):
			if s := words.OneLine(b.String()); s != "" {
				out = append(out, s)
			}
			b.Reset()
		case apart(n):
			b.WriteByte(' ')
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.Type != html.ElementNode || silent(n):
			return
		}
		border(n)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		border(n)
	}
	walk(n)
	if s := words.OneLine(b.String()); s != "" {
		out = append(out, s)
	}
	return out
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.P, atom.Li, atom.Ul, atom.Ol, atom.Td, atom.Th, atom.Tr, atom.Table, atom.Dt, atom.Dd, atom.Dl, atom.Section,
		atom.Article,
		atom.Header, atom.Footer, atom.Figure, atom.Figcaption, atom.Blockquote, atom.Br, atom.Hr, atom.Time,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.A:
		return true
	}
	return false
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func runes(s string) int { return utf8.RuneCountInString(s) }
