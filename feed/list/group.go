package list

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/when"
)

// group is what repeats in one place of the page's structure.
type group struct {
	key     string
	heading string // what introduces it
	items   []item
	score   float64
}

// leastScore is what a list has at least. Chosen so that three short titles with
// their dates in the middle of a page are one; in-sample.
const leastScore = 0.9

// groups finds everything in a page that repeats with a link, a title and a date.
func (r *reader) groups(doc *html.Node) []*group {
	r.links = make(map[*html.Node]*span)
	r.measure(doc)
	var all []*group
	all = append(all, r.collect(r.cells(doc))...)
	all = append(all, r.collect(r.siblings(doc))...)
	for _, g := range all {
		g.settleNumbers()
		g.score = r.rate(g)
	}
	return all
}

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

// collect reads the places and groups them by where they stand.
func (r *reader) collect(places []place) []*group {
	byKey := map[string]*group{}
	var order []*group
	inside := make(map[*html.Node]bool, len(places))
	for _, p := range places {
		for _, n := range p.nodes {
			inside[n] = true
		}
	}
	for _, p := range places {
		it, ok := r.itemOf(p.nodes, p.dated)
		if !ok || it.At.IsZero() {
			continue
		}
		heading := introduced(it.node, inside, r)
		key := pathOf(it.node) + "|" + strings.ToLower(heading)
		g := byKey[key]
		if g == nil {
			g = &group{key: key, heading: heading}
			byKey[key] = g
			order = append(order, g)
		}
		if !slices.ContainsFunc(g.items, func(o item) bool { return o.URL == it.URL }) {
			g.items = append(g.items, it)
		}
	}
	return order
}

var (
	changing = regexp.MustCompile(`(?i)^(odd|even|first|last|active|current|left|right|alt|row\d*|col.*|item-?\d+|node-?\d+|post-?\d+|views-row.*|clearfix|even-row|odd-row|hentry|status-.*|category-.*|tag-.*|wow|animated|mb-.*|mt-.*)$`)
	numbers  = regexp.MustCompile(`\d+`)
)

// firstClass is an element's first class that entries share, as a selector has it.
func firstClass(n *html.Node) string {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if !changing.MatchString(class) {
			return "." + numbers.ReplaceAllString(class, "#")
		}
	}
	return ""
}

// steadyID is the id of an element around an entry, as a selector has it.
func steadyID(n, entry *html.Node) string {
	if id := attr(n, "id"); id != "" && n != entry && !numbers.MatchString(id) {
		return "#" + id
	}
	return ""
}

// pathOf names where an element stands: the elements around it with their
// classes, without what changes from one entry to the next.
func pathOf(n *html.Node) string {
	var parts []string
	for p := n; p != nil && p.Type == html.ElementNode && p.DataAtom != atom.Body && len(parts) < 12; p = p.Parent {
		parts = append(parts, p.Data+firstClass(p)+steadyID(p, n))
	}
	slices.Reverse(parts)
	return strings.Join(parts, ">")
}

const maxHeading = 70 // code points

// introduced gives the heading that an entry stands under: the nearest before it
// that is no part of an entry and no date.
func introduced(n *html.Node, inside map[*html.Node]bool, r *reader) string {
	for up := n; up != nil && up.DataAtom != atom.Body && up.Type == html.ElementNode; up = up.Parent {
		for s := up.PrevSibling; s != nil; s = s.PrevSibling {
			if s.Type != html.ElementNode || inside[s] || silent(s) {
				continue
			}
			if h := headingIn(s, inside, r); h != "" {
				return h
			}
		}
		if up.DataAtom == atom.Table || up.DataAtom == atom.Fieldset {
			for c := up.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.Caption || c.DataAtom == atom.Legend {
					return oneLine(text(c))
				}
			}
		}
	}
	return ""
}

// headingIn gives the last heading in an element that holds no entry.
func headingIn(s *html.Node, inside map[*html.Node]bool, r *reader) string {
	holds := func(n *html.Node) bool { return r.links[n] != nil && r.links[n].named }
	if isHeading(s) || s.DataAtom == atom.Legend || s.DataAtom == atom.Caption {
		if t := text(s); !holds(s) && runes(t) <= maxHeading && letterCount(t) > 2 && !onlyDateIn(t, r.Lang, r.Now) {
			return t
		}
		return ""
	}
	found := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if inside[n] {
			return
		}
		if isHeading(n) {
			if t := text(n); !holds(n) && runes(t) <= maxHeading && letterCount(t) > 2 && !onlyDateIn(t, r.Lang, r.Now) {
				found = t
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				walk(c)
			}
		}
	}
	walk(s)
	if found != "" {
		return found
	}
	if t := text(s); !holds(s) && runes(t) <= 40 && letterCount(t) > 3 && !onlyDateIn(t, r.Lang, r.Now) &&
		(titleClass.MatchString(attr(s, "class")) ||
			s.DataAtom == atom.Strong || s.DataAtom == atom.B || s.DataAtom == atom.P || s.DataAtom == atom.Div || s.DataAtom == atom.Span) {
		return t
	}
	return ""
}

// settleNumbers decides, for dates in numbers alone, whether the month or the day
// comes first: the whole list tells.
func (g *group) settleNumbers() {
	dayFirst, monthFirst, open := 0, 0, 0
	for _, it := range g.items {
		a, b := firstNumbers(it.written)
		switch {
		case it.written == "" || strings.Contains(it.written[:min(3, len(it.written))], "."):
		case a > 12:
			dayFirst++
		case b > 12:
			monthFirst++
		case a != b:
			open++
		}
	}
	if open == 0 || dayFirst > 0 || monthFirst == 0 && !g.straighter() {
		return
	}
	for i := range g.items {
		g.items[i].At = swapped(g.items[i])
	}
}

// straighter tells whether the dates run more evenly with the month first.
func (g *group) straighter() bool {
	bends := func(at func(item) time.Time) int {
		n := 0
		for i := 1; i < len(g.items); i++ {
			if at(g.items[i]).After(at(g.items[i-1])) {
				n++
			}
		}
		return min(n, len(g.items)-1-n)
	}
	return bends(swapped) < bends(func(it item) time.Time { return it.At })
}

func swapped(it item) time.Time {
	a, b := firstNumbers(it.written)
	t := it.At
	if it.written == "" || strings.Contains(it.written, ".") || a > 12 || b > 12 || t.Day() > 12 {
		return t
	}
	return time.Date(t.Year(), time.Month(t.Day()), int(t.Month()), t.Hour(), t.Minute(), t.Second(), 0, t.Location())
}

func firstNumbers(s string) (a, b int) {
	parts := numbers.FindAllString(s, 2)
	if len(parts) < 2 {
		return 0, 0
	}
	return number(parts[0]), number(parts[1])
}

func number(s string) int {
	n := 0
	for _, r := range s[:min(len(s), 4)] {
		n = n*10 + int(r-'0')
	}
	return n
}

// rate tells how much a group looks like the list that a page is there for. The
// weights are chosen so that the tables of the tests hold; in-sample.
func (r *reader) rate(g *group) float64 {
	if len(g.items) == 0 {
		return 0
	}
	score := math.Sqrt(float64(min(len(g.items), 40)))
	letters, apart, later, down := 0, 0, 0, 0
	titles, daysSeen := map[string]bool{}, map[string]bool{}
	var newest time.Time
	for i, it := range g.items {
		letters += letterCount(it.Title)
		titles[it.Title] = true
		daysSeen[it.At.Format(time.DateOnly)] = true
		if it.clear {
			apart++
		}
		if !r.Now.IsZero() && it.At.After(r.Now.Add(36*time.Hour)) {
			later++
		}
		if i > 0 && !it.At.After(g.items[i-1].At) {
			down++
		}
		if it.At.After(newest) {
			newest = it.At
		}
	}
	n := float64(len(g.items))
	score *= min(max(float64(letters)/n/35, 0.3), 1.2)
	score *= 0.5 + 0.5*float64(len(titles))/n
	if float64(apart) < n/2 {
		score *= 0.6
	}
	if float64(later) > n*0.3 {
		score *= 0.1 // what is to come
	}
	if len(g.items) > 2 && float64(down) >= 0.8*(n-1) {
		score *= 1.3
	}
	if !r.Now.IsZero() && r.Now.Sub(newest) > 2*365*24*time.Hour {
		score *= 0.3
	}
	if ofOther(g.heading) {
		score *= 0.1
	}
	return score * region(g.items[0].node)
}

// region weighs where in a page something stands.
func region(n *html.Node) float64 {
	weight := 1.0
	for p := n.Parent; p != nil && p.Type == html.ElementNode && p.DataAtom != atom.Body; p = p.Parent {
		switch p.DataAtom {
		case atom.Nav, atom.Footer:
			weight *= 0.1
		case atom.Aside:
			weight *= 0.2
		case atom.Main:
			weight *= 1.3
		}
		switch role := attr(p, "role"); role {
		case "navigation", "contentinfo", "complementary":
			weight *= 0.2
		case "main":
			weight *= 1.3
		}
		names := strings.ToLower(attr(p, "class") + " " + attr(p, "id"))
		for _, m := range marks {
			if at := strings.Index(names, m); at >= 0 && startsWord(names, at) {
				weight *= 0.3
				break
			}
		}
	}
	return max(weight, 0.01)
}
