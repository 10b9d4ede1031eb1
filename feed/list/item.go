package list

import (
	"regexp"
	"strings"
	"time"

	plain "attache/internal/text"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/when"
)

// item is an entry with where its parts were found.
type item struct {
	Entry
	node    *html.Node // the first element of it
	written string     // its date as written, where that is numbers alone
	clear   bool       // its date stands apart: not only in its address or its text
}

// itemOf reads one entry from its elements, and from those that hold its date
// where it stands outside.
func (r *reader) itemOf(nodes, dated []*html.Node) (item, bool) {
	it := item{node: core(nodes[0])}
	main := r.mainLink(nodes)
	if main == nil {
		return it, false
	}
	it.URL = r.link(main)
	it.Title = titleOf(nodes, main)
	r.date(&it, append(append([]*html.Node{}, dated...), nodes...))
	it.Title = r.withoutDate(it.Title)
	if letterCount(it.Title) < 6 || says(more, it.Title) {
		return it, false
	}
	it.Text = r.rest(nodes, it.Title)
	return it, true
}

// core is the element within wrappers that hold nothing else: the last row of
// cards may hold one card alone.
func core(n *html.Node) *html.Node {
	for {
		var only *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "", c.Type == html.CommentNode:
			case c.Type == html.ElementNode && only == nil && c.DataAtom != atom.A:
				only = c
			default:
				return n
			}
		}
		if only == nil {
			return n
		}
		n = only
	}
}

// mainLink is the anchor that leads to the report: the one of the heading, else
// the one with the most words.
func (r *reader) mainLink(nodes []*html.Node) *html.Node {
	var best *html.Node
	top := -1
	for _, n := range nodes {
		visit(n, func(a *html.Node) {
			if a.DataAtom != atom.A || r.link(a) == "" {
				return
			}
			words := text(a)
			score := min(letterCount(words), 150)
			if says(more, words) || says(chrome, words) {
				score = 1
			}
			if inHeading(a, n) || holdsHeading(a) {
				score += 200
			} else if titled(a) {
				score += 100
			}
			if score > top {
				best, top = a, score
			}
		})
	}
	return best
}

// visit calls see for an element and all below it that are shown.
func visit(n *html.Node, see func(*html.Node)) {
	if n.Type == html.ElementNode {
		if silent(n) {
			return
		}
		see(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		visit(c, see)
	}
}

func inHeading(a, within *html.Node) bool {
	for p := a.Parent; p != nil; p = p.Parent {
		if isHeading(p) {
			return true
		}
		if p == within {
			return false
		}
	}
	return false
}

func holdsHeading(a *html.Node) bool {
	found := false
	visit(a, func(n *html.Node) { found = found || isHeading(n) })
	return found
}

var titleClass = regexp.MustCompile(`(?i)title|headline|heading|subject|titulo|titre|titel|zagolov`)

func titled(n *html.Node) bool {
	for p := n; p != nil && p.Type == html.ElementNode; p = p.Parent {
		if titleClass.MatchString(attr(p, "class")) {
			return true
		}
		if p.DataAtom == atom.Li || p.DataAtom == atom.Tr || p.DataAtom == atom.Article {
			return false
		}
	}
	return false
}

// titleOf gives the title of an entry: the heading in or around its link, the
// link's own words, else the heading or the first words beside it.
func titleOf(nodes []*html.Node, a *html.Node) string {
	if t := firstHeading(a); t != "" {
		return t
	}
	words := text(a)
	if t := firstTitled(a); letterCount(t) >= leastTitle {
		return t
	}
	if letterCount(words) >= leastTitle/2 && !says(more, words) {
		if blocks := blocksOf(a); len(blocks) > 1 {
			return longest(blocks)
		}
		return words
	}
	for _, n := range nodes {
		if t := firstHeading(n); t != "" {
			return t
		}
	}
	for _, n := range nodes {
		if t := firstTitled(n); letterCount(t) >= leastTitle {
			return t
		}
	}
	if t := plain.OneLine(attr(a, "title")); letterCount(t) >= leastTitle && !says(more, t) {
		return t
	}
	var blocks []string
	for _, n := range nodes {
		for _, b := range blocksOf(n) {
			if letterCount(b) >= leastTitle && !says(more, b) && !onlyDate(b) {
				blocks = append(blocks, b)
			}
		}
	}
	if len(blocks) > 0 {
		return blocks[0]
	}
	visit(a, func(n *html.Node) {
		if n.DataAtom == atom.Img && words == "" {
			words = plain.OneLine(attr(n, "alt"))
		}
	})
	return words
}

func firstHeading(n *html.Node) string {
	t := ""
	visit(n, func(h *html.Node) {
		if t == "" && isHeading(h) {
			if words := text(h); letterCount(words) >= 6 && !onlyDate(words) {
				t = words
			}
		}
	})
	return t
}

func firstTitled(n *html.Node) string {
	t := ""
	visit(n, func(h *html.Node) {
		if t == "" && h != n && (titleClass.MatchString(attr(h, "class")) || h.DataAtom == atom.Strong || h.DataAtom == atom.B) {
			if words := text(h); letterCount(words) >= 6 && !onlyDate(words) {
				t = words
			}
		}
	})
	return t
}

func longest(blocks []string) string {
	best := ""
	for _, b := range blocks {
		if !onlyDate(b) && letterCount(b) > letterCount(best) && letterCount(best) < 30 {
			best = b
		}
	}
	return best
}

func onlyDate(s string) bool {
	if runes(s) > 60 {
		return false
	}
	f, ok := when.Find(s, "", time.Time{})
	return ok && letterCount(f.Text[:f.Start])+letterCount(f.Text[f.End:]) < 6
}

const shortBlock = 70 // code points of a block that may be little but a date

// date finds when an entry was published: what its page tells machines, a short
// text beside the title, the beginning of a longer one, its address.
func (r *reader) date(it *item, nodes []*html.Node) {
	if r.machineDate(it, nodes) || r.shownDate(it, nodes) {
		return
	}
	if at, ok := when.InAddress(it.URL); ok {
		it.At, it.Zoneless = at, true
	}
}

var dateKeys = []string{"datetime", "data-date", "data-time", "data-timestamp", "data-published"}

func (r *reader) machineDate(it *item, nodes []*html.Node) bool {
	for _, n := range nodes {
		visit(n, func(t *html.Node) {
			for _, key := range dateKeys {
				if v := attr(t, key); v != "" && it.At.IsZero() {
					if at, zoneless, ok := when.ParseIn(v, r.Lang); ok {
						it.At, it.Zoneless, it.clear = at, zoneless, true
					}
				}
			}
		})
	}
	return it.clear
}

func (r *reader) shownDate(it *item, nodes []*html.Node) bool {
	var short, long []string
	for _, n := range nodes {
		for _, b := range blocksOf(n) {
			switch {
			case b == it.Title:
			case runes(b) <= shortBlock:
				short = append(short, b)
			default:
				long = append(long, b)
			}
		}
	}
	for _, b := range short {
		if r.take(it, b, r.Now) {
			return true
		}
	}
	if len(short) > 1 && r.take(it, strings.Join(short, " "), r.Now) {
		return true
	}
	if f, ok := when.Find(it.Title, r.Lang, time.Time{}); ok && (letterCount(f.Text[:f.Start]) == 0 || letterCount(f.Text[f.End:]) == 0) {
		return r.take(it, it.Title, time.Time{})
	}
	for _, b := range long {
		if f, ok := when.Find(b, r.Lang, time.Time{}); ok && f.Start < 40 {
			return r.take(it, b, time.Time{})
		}
	}
	return false
}

var numbersAlone = regexp.MustCompile(`^\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}`)

func (r *reader) take(it *item, s string, now time.Time) bool {
	f, ok := when.Find(s, r.Lang, now)
	if !ok {
		return false
	}
	it.At, it.Zoneless, it.clear = f.At, f.Zoneless, true
	if written := f.Text[f.Start:f.End]; numbersAlone.MatchString(written) {
		it.written = written
	}
	return true
}

// withoutDate takes a date off the beginning or the end of a title.
func (r *reader) withoutDate(title string) string {
	f, ok := when.Find(title, r.Lang, time.Time{})
	if !ok || len(title) > len(f.Text)+64 {
		return title
	}
	before, after := strings.TrimSpace(f.Text[:f.Start]), strings.TrimSpace(f.Text[f.End:])
	marks := " ,;:|–—-()[]•·/."
	switch {
	case letterCount(before) == 0 && letterCount(after) >= leastTitle:
		return strings.TrimSpace(strings.TrimLeft(after, marks))
	case letterCount(after) == 0 && letterCount(before) >= leastTitle && strings.ContainsAny(f.Text[max(f.Start-3, 0):f.Start], "|–—-(["):
		return strings.TrimSpace(strings.TrimRight(before, marks))
	}
	return title
}

// rest is what stands beside title and date: a summary.
func (r *reader) rest(nodes []*html.Node, title string) string {
	var out []string
	for _, n := range nodes {
		for _, b := range blocksOf(n) {
			if b != title && letterCount(b) >= 30 && !onlyDate(b) && !says(more, b) && !strings.Contains(title, b) && !strings.Contains(b, title) {
				out = append(out, b)
			}
		}
	}
	return strings.Join(out, "\n\n")
}
