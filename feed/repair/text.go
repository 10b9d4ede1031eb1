package repair

import (
	"encoding/base64"
	"html"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"attache/feed/clean"
	"attache/feed/markup"

	words "attache/internal/text"
)

// The kinds of text an element may hold.
const (
	plain = "text/plain"
	hyper = "text/html"
	xhtml = "application/xhtml+xml"
)

// text reads an element that holds prose: harmless HTML, or a plain text where
// isPlain is true. kind is what it holds where it does not say so itself.
func (s scope) text(n *markup.Node, kind string) (value string, isPlain bool) {
	s = s.enter(n)
	declared := kindOf(n.Attr("type"), kind)
	if n.HasElements() && (declared == xhtml || !onlyDivs(n)) {
		inner := words.Head(markupOf(n), maxText)
		if s.v10 && declared == xhtml {
			inner = unwrap(n, inner)
		}
		return mend(clean.HTML(inner, s.base)), false
	}
	words := words.Head(n.Words(), maxText)
	if encoded(n, declared) {
		if raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(words), "")); err == nil && utf8.Valid(raw) {
			words, declared = string(raw), hyper
		}
	}
	switch {
	case declared == xhtml:
		return mend(clean.HTML(html.EscapeString(words), s.base)), false
	case declared == hyper, s.native != "atom" && clean.Looks(words):
		return mend(clean.HTML(words, s.base)), false
	}
	return mend(strings.TrimSpace(words)), true
}

// kindOf reads a type attribute.
func kindOf(declared, kind string) string {
	switch t := strings.ToLower(strings.TrimSpace(declared)); {
	case t == "":
		return kind
	case t == "text" || t == plain:
		return plain
	case t == "xhtml" || strings.HasSuffix(t, "xml"):
		return xhtml
	case t == "html" || strings.HasPrefix(t, "text/"):
		return hyper
	default:
		return t
	}
}

// encoded tells whether a text is base64: it says so, or its type is none of text.
func encoded(n *markup.Node, declared string) bool {
	if mode := n.Attr("mode"); mode != "" {
		return strings.EqualFold(mode, "base64")
	}
	return strings.Contains(declared, "/") && declared != plain && declared != hyper && declared != xhtml &&
		!strings.HasSuffix(declared, "json")
}

// onlyDivs tells whether the only elements in a text are <div>, which some
// programs put around escaped markup.
func onlyDivs(n *markup.Node) bool {
	for _, c := range n.Children {
		if c.Name != "" && (!strings.EqualFold(c.Name, "div") || !onlyDivs(c)) {
			return false
		}
	}
	return true
}

// unwrap drops the <div> that Atom 1.0 puts around XHTML.
func unwrap(n *markup.Node, inner string) string {
	var div *markup.Node
	for _, c := range n.Children {
		switch {
		case c.Name == "" && strings.TrimSpace(c.Text) == "":
		case div == nil && strings.EqualFold(c.Name, "div"):
			div = c
		default:
			return inner
		}
	}
	if div == nil {
		return inner
	}
	return markupOf(div)
}

// markupOf writes what is in an element as HTML.
func markupOf(n *markup.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		writeHTML(&b, c)
	}
	return b.String()
}

func writeHTML(b *strings.Builder, n *markup.Node) {
	if n.Name == "" {
		if n.CDATA {
			b.WriteString(n.Text) // markup in a CDATA section inside markup was meant as markup
		} else {
			b.WriteString(escapeText.Replace(n.Text))
		}
		return
	}
	name := strings.ToLower(n.Name)
	b.WriteString("<" + name)
	for _, a := range n.Attrs {
		if k := strings.ToLower(a.Name); !strings.HasPrefix(k, "xmlns") && !strings.ContainsAny(k, `"'<>`) {
			b.WriteString(" " + k + `="` + html.EscapeString(a.Value) + `"`)
		}
	}
	b.WriteString(">")
	for _, c := range n.Children {
		writeHTML(b, c)
	}
	if !voidElement[name] {
		b.WriteString("</" + name + ">")
	}
}

var escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

var voidElement = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

// mend undoes two usual mistakes: UTF-8 that was read as Windows-1252 and
// written as UTF-8 again, and Windows' characters at the control characters'
// places.
func mend(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 {
		return s
	}
	if once := undouble(s); once != "" {
		return once
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r <= 0x9F {
			return charmap.Windows1252.DecodeByte(byte(r))
		}
		return r
	}, s)
}

// undouble decodes a text whose characters are all bytes of UTF-8, or returns "".
func undouble(s string) string {
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		switch b, ok := charmap.Windows1252.EncodeRune(r); {
		case r < 0x100:
			raw = append(raw, byte(r))
		case ok:
			raw = append(raw, b)
		default:
			return ""
		}
	}
	if !utf8.Valid(raw) {
		return ""
	}
	return string(raw)
}
