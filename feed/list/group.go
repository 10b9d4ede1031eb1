package list

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	words "attache/internal/text"
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
					return words.OneLine(text(c))
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
