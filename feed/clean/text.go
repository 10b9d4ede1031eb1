package clean

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// paragraphs are the elements that begin and end a paragraph.
var paragraphs = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Blockquote: true, atom.Pre: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true,
	atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Tr: true, atom.Figure: true,
	atom.Figcaption: true, atom.Header: true, atom.Footer: true, atom.Main: true, atom.Aside: true, atom.Nav: true,
	atom.Hr: true, atom.Address: true, atom.Form: true, atom.Center: true, atom.Details: true, atom.Summary: true,
}

// silent are the elements whose text is not read.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true,
	atom.Svg: true, atom.Math: true, atom.Head: true, atom.Select: true, atom.Button: true, atom.Textarea: true,
	atom.Figcaption: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Form: true,
}

// Text gives the words of an HTML fragment: paragraphs separated by a blank
// line, white space inside them folded. A single line break stays inside its
// paragraph as a space, two make a new one. A fragment without any element is
// read as Paragraphs.
func Text(fragment string) string {
	if !strings.Contains(fragment, "<") {
		return Paragraphs(html.UnescapeString(fragment))
	}
	var w words
	z := html.NewTokenizer(strings.NewReader(fragment))
	z.SetMaxBuf(1 << 20)
	hidden := 0
	var inside atom.Atom
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.String()
		case html.TextToken:
			if hidden == 0 {
				w.write(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case hidden > 0 && a == inside:
				hidden++
			case hidden > 0:
			case silent[a] && !voidToken(z):
				inside, hidden = a, 1
				w.breakParagraph()
			case a == atom.Br:
				w.lineBreak()
			case a == atom.Td || a == atom.Th:
				w.write(" ")
			case paragraphs[a]:
				w.breakParagraph()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case hidden > 0 && a == inside:
				hidden--
			case hidden == 0 && paragraphs[a]:
				w.breakParagraph()
			}
		}
	}
}

// Paragraphs gives the words of a plain text: blank lines between paragraphs,
// white space inside them folded.
func Paragraphs(text string) string {
	var w words
	blank := false
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			blank = true
			continue
		}
		if blank {
			w.breakParagraph()
		}
		blank = false
		w.write(line)
	}
	return w.String()
}

func voidToken(z *html.Tokenizer) bool {
	raw := z.Raw()
	return len(raw) >= 2 && raw[len(raw)-2] == '/'
}

// Line gives the words of an HTML fragment in one line, as titles need them.
func Line(fragment string) string {
	return strings.Join(strings.Fields(Text(fragment)), " ")
}

// words collects text, folding white space.
type words struct {
	b     strings.Builder
	par   bool // a paragraph break is due
	space bool // a space is due
	lines int  // consecutive <br>
}

func (w *words) breakParagraph() { w.par, w.lines = true, 0 }

func (w *words) lineBreak() {
	w.space = true
	if w.lines++; w.lines >= 2 {
		w.breakParagraph()
	}
}

func (w *words) write(s string) {
	for _, r := range s {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u2060':
			continue // soft hyphens and zero-width marks are layout, not words
		case unicode.IsSpace(r):
			w.space = true
			continue
		case unicode.IsControl(r) || r == unicode.ReplacementChar && w.b.Len() == 0:
			continue
		}
		if w.b.Len() > 0 {
			if w.par {
				w.b.WriteString("\n\n")
			} else if w.space {
				w.b.WriteByte(' ')
			}
		}
		w.par, w.space, w.lines = false, false, 0
		w.b.WriteRune(r)
	}
}

func (w *words) String() string { return w.b.String() }
