package cluster

import (
	"maps"

	"attache"
)

// Example is a candidate as a trainer sees it.
type Example struct {
	StoryID  string
	Features Features
}

// Candidates shows what Add would decide between, without adding.
func (c *Clusterer) Candidates(a attache.Article) []Example {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []Example
	for _, o := range c.rank(c.analyst.document(&a, false)) {
		list = append(list, Example{o.story.id, o.x})
	}
	return list
}

// Terms are the stems and names of a text, each once: what document
// frequencies count.
func Terms(lang, text string) []uint64 {
	n := analyst{r: reader{lang: lang}, df: newFrequencies(), acc: map[term]float32{}}
	n.r.read(text, 1<<20)
	n.sum(&document{}, n.r.out)
	n.df.count(lang, maps.Keys(n.acc))
	f := n.df
	out := make([]uint64, 0, len(f.seen))
	for t := range f.seen {
		out = append(out, uint64(t))
	}
	return out
}

// Halves are two parts of a story, or of two stories taken together, as a
// review would cut them.
type Halves struct {
	A, B     []string // article IDs
	Features Features
}

// Halve cuts the articles of stories in two; ok is false where there are too few.
func (c *Clusterer) Halve(stories ...string) (h Halves, ok bool) {
	g := newGroup()
	for _, id := range stories {
		if s := c.stories[id]; s != nil {
			for _, m := range s.newest(groupCompare) {
				g.add(m)
			}
		}
	}
	a, b := g.halves()
	if a == nil {
		return h, false
	}
	return halvesOf(a, b), true
}

// Pair compares two stories as they are.
func (c *Clusterer) Pair(x, y string) (h Halves, ok bool) {
	a, b := c.stories[x], c.stories[y]
	if a == nil || b == nil || a.own == 0 || b.own == 0 {
		return h, false
	}
	return halvesOf(a.newest(groupMembers), b.newest(groupMembers)), true
}

// Part compares two parts of a story: its every nth article from k, and the rest.
func (c *Clusterer) Part(story string, n, k int) (h Halves, ok bool) {
	s := c.stories[story]
	if s == nil || s.own < 2 {
		return h, false
	}
	var a, b []*member
	for i, m := range s.newest(groupMembers) {
		if i%n == k {
			a = append(a, m)
		} else {
			b = append(b, m)
		}
	}
	if len(a) == 0 || len(b) == 0 {
		return h, false
	}
	return halvesOf(a, b), true
}

func halvesOf(a, b []*member) (h Halves) {
	if len(a) > len(b) {
		a, b = b, a
	}
	h.Features = measure(groupOf(a...), groupOf(b...))
	for _, m := range a {
		h.A = append(h.A, m.id)
	}
	for _, m := range b {
		h.B = append(h.B, m.id)
	}
	return h
}
