package feed

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// layOut makes a table that only lays out a page the blocks that it stands for.
// A table of data has heads, or short cells alone.
func layOut(table *html.Node) {
	long, data := false, false
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Th, atom.Caption, atom.Thead:
			data = true
		case atom.Td:
			long = long || len(letterForm(contentUpTo(n, 4000))) > 500 || hasBlock(n) && len(letterForm(contentUpTo(n, 2000))) > 200
		}
	}
	if data || !long {
		return
	}
	for _, n := range append(elementsOf(table), table) {
		switch n.DataAtom {
		case atom.Table, atom.Tbody, atom.Tr, atom.Td, atom.Tfoot:
			n.Data, n.DataAtom = "div", atom.Div
		}
	}
}

// splitBreaks makes paragraphs of a text whose lines are only broken: where
// breaks come in pairs, of what stands between pairs; else, in a block of text
// and breaks alone, of every line that ends as a sentence does.
func splitBreaks(n *html.Node) {
	switch n.DataAtom {
	case atom.Div, atom.Article, atom.Section, atom.Main, atom.Td, atom.Body, atom.P:
	default:
		return
	}
	runs, pairs := lines(n)
	if len(runs) < 2 || !pairs && n.DataAtom == atom.P {
		return
	}
	ended := 0
	for _, run := range runs {
		if r, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(joined(run))); strings.ContainsRune(".!?…。！？”»\"“:;）)", r) {
			ended++
		}
	}
	if !pairs && ended*3 < len(runs)*2 {
		return // verses, an address: lines of one paragraph
	}
	wrap(n, runs)
}

// lines cuts an element's own inline content at its breaks and blocks; pairs
// tells whether breaks come in pairs, which then are the only cuts.
func lines(n *html.Node) (runs [][]*html.Node, pairs bool) {
	var run []*html.Node
	breaks := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Br {
			if breaks++; breaks >= 2 {
				pairs = true
			}
		} else if c.Type != html.TextNode || strings.TrimSpace(c.Data) != "" {
			breaks = 0
		}
	}
	flush := func() {
		if len(run) > 0 && strings.TrimSpace(joined(run)) != "" {
			runs = append(runs, run)
		}
		run = nil
	}
	breaks = 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Br:
			if breaks++; breaks >= 2 || !pairs {
				flush()
			} else {
				run = append(run, c)
			}
			continue
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
			if len(run) > 0 {
				run = append(run, c)
			}
			continue
		case c.Type == html.ElementNode && isBlock(c), c.Type == html.CommentNode:
			flush()
		default:
			run = append(run, c)
		}
		breaks = 0
	}
	flush()
	return runs, pairs
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.P, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Section, atom.Article, atom.Aside, atom.Figure, atom.Header,
		atom.Footer, atom.Nav, atom.Main, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Form, atom.Pre, atom.Hr, atom.Dl,
		atom.Iframe:
		return true
	}
	return false
}

// wrap puts each run into a paragraph and takes the breaks between them out.
func wrap(n *html.Node, runs [][]*html.Node) {
	for _, run := range runs {
		p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
		n.InsertBefore(p, run[0])
		for _, c := range run {
			n.RemoveChild(c)
			p.AppendChild(c)
		}
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.DataAtom == atom.Br {
			n.RemoveChild(c)
		}
		c = next
	}
	if n.DataAtom == atom.P {
		n.Data, n.DataAtom = "div", atom.Div
	}
}

func joined(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else {
			b.WriteString(content(n))
		}
	}
	return b.String()
}
