package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/clean"
	"attache/feed/when"
)

// blocks are the elements that hold one paragraph.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Li: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
}

// prepare makes a page's tree say what a reader sees, for an extractor that
// goes by elements: it takes out what is not shown and what leads away from the
// text, and writes down what only a browser would show.
func prepare(root *html.Node, lang string) {
	var drop []*html.Node
	whole := len(letterForm(content(root)))
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case unseen(n):
			if !strings.Contains(nodeAttr(n, "type"), "ld+json") || n.FirstChild != nil && len(n.FirstChild.Data) > maxPageText/8 {
				drop = append(drop, n)
			}
		case n.DataAtom == atom.Blockquote:
			n.Attr = nil // a network's embedding is seen as the quotation it is
		case leadsAway(n), announces(n, whole), stampOrCounter(n):
			drop = append(drop, n)
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	for _, n := range elementsOf(root) {
		switch n.DataAtom {
		case atom.Noscript:
			unwrapNoscript(n)
		case atom.Q:
			writeMarks(n, lang)
		case atom.A:
			if quotes(contentUpTo(n, 4000)) { // somebody's words that are a link are words
				n.Data, n.DataAtom, n.Attr = "span", atom.Span, nil
			}
		case atom.Table:
			layOut(n)
		}
		if nodeAttr(n, "aria-hidden") == "true" && blocks[n.DataAtom] && !inHidden(n.Parent) {
			removeAttr(n, "aria-hidden") // text behind a veil, not an overlay
			removeAttr(n, "class")
		}
	}
	for _, n := range elementsOf(root) {
		splitBreaks(n)
	}
}

// elementsOf lists the elements first, so that they can be moved.
func elementsOf(root *html.Node) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func unseen(n *html.Node) bool {
	return n != nil && (n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Svg || n.DataAtom == atom.Template)
}

// leadsAway tells whether a paragraph is nothing but links to something else. A
// quotation that is a link is none of those.
func leadsAway(n *html.Node) bool {
	if !blocks[n.DataAtom] || hasBlock(n) {
		return false
	}
	all, linked := letters(n, false)
	return all > 0 && all < 200 && linked*10 >= all*9 && !quotes(content(n))
}

// quotes tells whether a text is somebody's words: most of it between marks, or
// a whole sentence that begins with them. A headline that does is neither.
func quotes(s string) bool {
	s = strings.TrimSpace(s)
	first, _ := utf8.DecodeRuneInString(s)
	words := len(strings.Fields(s))
	if !strings.ContainsRune(`"“”„«»‘「『`, first) || words < 4 && len([]rune(s)) < 12 {
		return false
	}
	return strings.LastIndexAny(s, `"”“»’」』`) > len(s)/2 || words >= 10 && strings.HasSuffix(s, ".")
}

// announces tells whether an element holds other news than the page's own: its
// heading says so, and it is the smaller part of the page.
func announces(n *html.Node, whole int) bool {
	switch n.DataAtom {
	case atom.Div, atom.Aside, atom.Section, atom.Nav, atom.Ul, atom.Footer:
	default:
		return false
	}
	head := firstBlock(n)
	if head == nil {
		return false
	}
	title := strings.TrimSpace(content(head))
	return utf8.RuneCountInString(title) < 60 && clean.Announces(title) && len(letterForm(content(n)))*10 < whole*4
}

// firstBlock gives the heading that an element begins with, or nil.
func firstBlock(n *html.Node) *html.Node {
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" && !inHead(c, n):
			return nil
		case c.Type == html.ElementNode && heads[c.DataAtom]:
			return c
		}
	}
	return nil
}

var heads = map[atom.Atom]bool{
	atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Strong: true, atom.B: true, atom.Legend: true,
}

// inHead tells whether a text stands in a heading below n.
func inHead(c, n *html.Node) bool {
	for p := c.Parent; p != nil && p != n; p = p.Parent {
		if heads[p.DataAtom] {
			return true
		}
	}
	return false
}

// stampOrCounter tells whether an element holds only the date of the page, or
// how often it was read, before or behind the text.
func stampOrCounter(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Span, atom.Div, atom.Time, atom.Small, atom.I, atom.Em, atom.P, atom.Font, atom.B, atom.Strong:
	default:
		return false
	}
	text := strings.TrimSpace(contentUpTo(n, 400))
	if text == "" || utf8.RuneCountInString(text) > 60 {
		return false
	}
	if clean.Counter(text) {
		return true
	}
	if n.DataAtom == atom.P || n.DataAtom == atom.Div || !startsBlock(n) {
		return false // a paragraph of its own is seen as a head of the text
	}
	_, isDate := when.Parse(text)
	return isDate
}

// startsBlock tells whether nothing stands before an inline element in its block.
func startsBlock(n *html.Node) bool {
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.TextNode && strings.TrimSpace(s.Data) != "" || s.DataAtom == atom.A {
			return false
		}
		if s.Type == html.ElementNode && (heads[s.DataAtom] || blocks[s.DataAtom] || s.DataAtom == atom.H1 || s.DataAtom == atom.Div ||
			s.DataAtom == atom.Br) {
			return true
		}
	}
	return n.Parent == nil || n.Parent.DataAtom == atom.Div || n.Parent.DataAtom == atom.P || n.Parent.DataAtom == atom.Td ||
		n.Parent.DataAtom == atom.Article || n.Parent.DataAtom == atom.Section || n.Parent.DataAtom == atom.Main
}

// unwrapNoscript lets the text be seen that a page shows to those who run no
// scripts; a pixel, a picture again, or the wish for scripts is none.
func unwrapNoscript(n *html.Node) {
	parent := n.Parent
	if parent == nil {
		return
	}
	text := strings.TrimSpace(content(n))
	if parent.DataAtom != atom.Head && utf8.RuneCountInString(text) >= 80 && !clean.Notice(text) {
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
			parent.InsertBefore(c, n)
		}
	}
	parent.RemoveChild(n)
}

// marks are the quotation marks that a browser puts around <q>, by language,
// outside and inside of another.
var marks = map[string][4]string{
	"de": {"„", "“", "‚", "‘"}, "fr": {"« ", " »", "“", "”"}, "ru": {"«", "»", "„", "“"}, "uk": {"«", "»", "„", "“"},
	"es": {"«", "»", "“", "”"},
	"it": {"«", "»", "“", "”"}, "pl": {"„", "”", "«", "»"}, "cs": {"„", "“", "‚", "‘"}, "zh": {"“", "”", "‘", "’"}, "ja": {"「", "」", "『", "』"},
	"ar": {"«", "»", "“", "”"},
}

func writeMarks(n *html.Node, lang string) {
	m, ok := marks[lang]
	if !ok {
		m = [4]string{"“", "”", "‘", "’"}
	}
	open, end := m[0], m[1]
	for p := n.Parent; p != nil; p = p.Parent {
		if nodeAttr(p, "data-read") == "q" {
			open, end = m[2], m[3]
			break
		}
	}
	if quotes(content(n)) {
		open, end = "", "" // it brings its own
	}
	n.InsertBefore(&html.Node{Type: html.TextNode, Data: open}, n.FirstChild)
	n.AppendChild(&html.Node{Type: html.TextNode, Data: end})
	n.Data, n.DataAtom, n.Attr = "span", atom.Span, []html.Attribute{{Key: "data-read", Val: "q"}}
}

// content gives the text of an element, without that of scripts.
func content(n *html.Node) string { return contentUpTo(n, maxPageText) }

// contentUpTo stops when it has so many bytes or more.
func contentUpTo(n *html.Node, most int) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && !unseen(c.Parent) {
			b.WriteString(c.Data)
			if b.Len() >= most {
				break
			}
		}
	}
	return b.String()
}

func inHidden(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if nodeAttr(n, "aria-hidden") == "true" || nodeAttr(n, "role") == "dialog" {
			return true
		}
	}
	return false
}

func removeAttr(n *html.Node, key string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr = append(n.Attr[:i:i], n.Attr[i+1:]...)
			return
		}
	}
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
