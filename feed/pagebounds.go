package feed

import (
	"bytes"
	"errors"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The bounds of a page: what exceeds them is no news, and would be read for
// minutes.
const (
	maxElements = 20_000
	maxPageText = 1 << 20 // bytes outside of scripts and styles
	maxTagAttrs = 1_000
	maxNodes    = 150_000 // of its tree, with the elements that a parser opens again
	maxDepth    = 256     // elements in each other
	maxScript   = 4 << 20 // bytes of one script, or of anything else without a tag
	leastText   = 20      // letters, in bytes
)

// ErrPageTooLarge is returned for a page beyond those bounds.
var ErrPageTooLarge = errors.New("a page of more than 20,000 elements, 1 MiB of text or 256 levels")

// formatting are the elements that a parser opens again in every block that
// they are not closed in: a hundred of them make a hundred of each.
var formatting = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// within reads a page's tags, and nothing more, and returns ErrPageTooLarge as
// soon as the page exceeds the bounds: before there is a tree of it.
func within(text []byte) error {
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(maxScript)
	var g gauge
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if errors.Is(z.Err(), html.ErrBufferExceeded) {
				return ErrPageTooLarge
			}
			return nil
		}
		if !g.take(z, kind) {
			return ErrPageTooLarge
		}
	}
}

// gauge measures a page.
type gauge struct {
	elements, size, nodes int
	open                  []atom.Atom // elements that were not closed
	styled                int         // of them, those of formatting
	raw                   bool        // in a script or a style
}

func (g *gauge) take(z *html.Tokenizer, kind html.TokenType) bool {
	switch kind {
	case html.TextToken:
		if !g.raw {
			g.size += len(z.Raw())
		}
		g.nodes++
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		for n := 0; more; n++ {
			if n > maxTagAttrs {
				return false
			}
			_, _, more = z.TagAttr()
		}
		g.start(atom.Lookup(name), kind == html.StartTagToken)
	case html.EndTagToken:
		name, _ := z.TagName()
		g.end(atom.Lookup(name))
	}
	return g.elements <= maxElements && g.size <= maxPageText && g.nodes <= maxNodes && len(g.open) <= maxDepth
}

// closedByNext are the elements whose end tags are often left out.
var closedByNext = map[atom.Atom]bool{
	atom.P: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Option: true,
	atom.Optgroup: true,
	atom.Tbody:    true, atom.Thead: true, atom.Tfoot: true, atom.Colgroup: true, atom.Rt: true, atom.Rp: true, 0: true,
}

var voidElements = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

func (g *gauge) start(a atom.Atom, opens bool) {
	g.elements++
	g.nodes += 1 + min(g.styled, maxDepth)
	g.raw = a == atom.Script || a == atom.Style
	if !opens || voidElements[a] || closedByNext[a] {
		return
	}
	g.open = append(g.open, a)
	if formatting[a] {
		g.styled++
	}
}

// end closes the innermost open element of that name, and what is open in it;
// formatting in it stays open, as a parser has it.
func (g *gauge) end(a atom.Atom) {
	g.raw = false
	for i := len(g.open) - 1; i >= 0; i-- {
		if g.open[i] != a {
			continue
		}
		if formatting[a] {
			g.styled--
		}
		g.open = append(g.open[:i], g.open[i+1:]...)
		for ; i < len(g.open); i++ {
			if !formatting[g.open[i]] {
				g.open = append(g.open[:i], g.open[i+1:]...)
				i--
			}
		}
		return
	}
}
