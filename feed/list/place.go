package list

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/when"
)

// place is where an entry may stand: its elements, with those of its date.
type place struct {
	nodes, dated []*html.Node
}

// cells are the largest elements that hold one address each, with the date
// beside them where they hold none.
func (r *reader) cells(doc *html.Node) []place {
	var cells []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		s := r.links[n]
		switch {
		case n.Type == html.ElementNode && (s == nil || s.href == ""):
			return
		case s != nil && !s.many && n.DataAtom != atom.Html && n.DataAtom != atom.Body:
			cells = append(cells, n)
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	isCell := make(map[*html.Node]bool, len(cells))
	for _, c := range cells {
		isCell[c] = true
	}
	out := make([]place, 0, len(cells))
	for _, c := range cells {
		p := place{nodes: []*html.Node{c}}
		if !r.hasDate(c) {
			p = r.beside(c, isCell)
		}
		out = append(out, p)
	}
	return out
}

// hasDate tells whether an element has a date of its own.
func (r *reader) hasDate(n *html.Node) bool {
	it := item{}
	r.date(&it, []*html.Node{n})
	return it.clear
}

// beside finds the date of an entry outside of its element: before it, up to the
// entry before, or behind it, up to the next; where its siblings begin with a
// date, dates come first. Else the heading of its day, further up.
func (r *reader) beside(c *html.Node, isCell map[*html.Node]bool) place {
	p := place{nodes: []*html.Node{c}}
	before, behind := between(c, isCell, prev), between(c, isCell, next)
	dateBefore, dateBehind := r.anyDate(before), r.anyDate(behind)
	switch {
	case dateBefore && dateBehind && r.datesFirst(c, isCell), dateBefore && !dateBehind:
		p.dated = before
		p.nodes = append(p.nodes, r.undatedOf(behind)...)
	case dateBehind:
		p.dated = behind
		p.nodes = append(p.nodes, r.undatedOf(nil)...)
	default:
		p.dated = r.dayAbove(c)
		p.nodes = append(p.nodes, r.undatedOf(behind)...)
	}
	return p
}

func prev(n *html.Node) *html.Node { return n.PrevSibling }

func next(n *html.Node) *html.Node { return n.NextSibling }

const maxBeside = 4 // elements between two entries that are looked at

// between are the siblings from an entry to the next one in a direction.
func between(c *html.Node, isCell map[*html.Node]bool, step func(*html.Node) *html.Node) []*html.Node {
	var out []*html.Node
	for s := step(c); s != nil && len(out) < maxBeside; s = step(s) {
		if isCell[s] || holdsCell(s, isCell) {
			break
		}
		if s.Type == html.ElementNode && s.DataAtom != atom.Br && s.DataAtom != atom.Hr || s.Type == html.TextNode &&
			strings.TrimSpace(s.Data) != "" {
			out = append(out, s)
		}
	}
	return out
}

func holdsCell(n *html.Node, isCell map[*html.Node]bool) bool {
	for d := range n.Descendants() {
		if isCell[d] {
			return true
		}
	}
	return false
}

func (r *reader) anyDate(nodes []*html.Node) bool {
	return slices.ContainsFunc(nodes, func(n *html.Node) bool { return r.dateOf(n) })
}

// dateOf tells whether a short element, or a text, is a date or holds one.
func (r *reader) dateOf(n *html.Node) bool {
	if n.Type == html.TextNode {
		f, ok := when.Find(n.Data, r.Lang, r.Now)
		return ok && f.Start < 60
	}
	return runes(text(n)) <= 2*shortBlock && r.hasDate(n)
}

func (r *reader) undatedOf(nodes []*html.Node) []*html.Node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n *html.Node) bool { return n.Type != html.ElementNode || r.dateOf(n) })
}

// datesFirst tells whether the first entry among the siblings of one has its
// date before it.
func (r *reader) datesFirst(c *html.Node, isCell map[*html.Node]bool) bool {
	if c.Parent == nil {
		return true
	}
	for s := c.Parent.FirstChild; s != nil; s = s.NextSibling {
		if isCell[s] {
			return r.anyDate(between(s, isCell, prev))
		}
	}
	return true
}

// dayAbove finds the heading of the day that an entry stands under.
func (r *reader) dayAbove(c *html.Node) []*html.Node {
	up := c
	for range 4 {
		for s := up.PrevSibling; s != nil; s = s.PrevSibling {
			if s.Type != html.ElementNode {
				continue
			}
			if span := r.links[s]; (span == nil || span.href == "") && runes(text(s)) <= shortBlock && onlyDateIn(text(s), r.Lang, r.Now) {
				return []*html.Node{s}
			}
			if isHeading(s) {
				break
			}
		}
		if up = up.Parent; up == nil || up.DataAtom == atom.Body {
			return nil
		}
	}
	return nil
}

func onlyDateIn(s, lang string, now time.Time) bool {
	f, ok := when.Find(s, lang, now)
	return ok && letterCount(f.Text[:f.Start])+letterCount(f.Text[f.End:]) < 12
}

// siblings are the children of elements that come three times or more, each with
// a link and a date: entries that hold several links.
func (r *reader) siblings(doc *html.Node) []place {
	var out []place
	for n := range doc.Descendants() {
		s := r.links[n]
		if n.Type != html.ElementNode || s == nil || !s.many {
			continue
		}
		byTag := map[atom.Atom][]*html.Node{}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if below := r.links[c]; c.Type == html.ElementNode && below != nil && below.href != "" && below.named && c.DataAtom != atom.A {
				byTag[c.DataAtom] = append(byTag[c.DataAtom], c)
			}
		}
		for _, members := range byTag {
			several := slices.ContainsFunc(members, func(m *html.Node) bool { return r.links[m].many })
			if len(members) < leastItems || !several {
				continue
			}
			for _, m := range members {
				if r.dates(m) == 1 {
					out = append(out, place{nodes: []*html.Node{m}})
				}
			}
		}
	}
	return out
}

// dates counts the blocks of an element that are dates, up to three.
func (r *reader) dates(n *html.Node) int {
	count := 0
	visit(n, func(t *html.Node) {
		if t.DataAtom == atom.Time && attr(t, "datetime") != "" {
			count++
		}
	})
	if count > 0 {
		return min(count, 3)
	}
	for _, b := range blocksOf(n) {
		if runes(b) <= shortBlock {
			if _, ok := when.Find(b, r.Lang, time.Time{}); ok {
				if count++; count == 3 {
					break
				}
			}
		}
	}
	if count == 0 && r.hasDate(n) {
		return 1
	}
	return count
}
