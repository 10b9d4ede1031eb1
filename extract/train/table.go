package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"attache"
	"attache/extract/event"
)

// row counts what is right in one group of texts.
type row struct {
	n, both, said, gold int // texts, rightly relevant, called relevant, diplomacy
	events, right       int
	scores              []scored
}

// scored is the probability of a text, and whether it is diplomacy.
type scored struct {
	p    float64
	gold bool
}

// precisionAt is the precision where recall is first reached from above, and the probability there.
func (r *row) precisionAt(recall float64) (precision, from float64) {
	slices.SortFunc(r.scores, func(a, b scored) int { return cmp.Compare(b.p, a.p) })
	both := 0
	for i, x := range r.scores {
		if x.gold {
			both++
		}
		if float64(both) >= recall*float64(r.gold) {
			return ratio(both, i+1), x.p
		}
	}
	return 0, 0
}

// table has a row for each group, by name.
type table map[string]*row

// rows are the groups that a text counts in.
func (t table) rows(s *sample) []*row {
	keys := []string{"set " + s.set}
	switch {
	case s.extra:
	case s.wire():
		keys = append(keys, "wires", "wires "+s.lang)
	case s.press:
		keys = append(keys, "press", "press "+s.lang)
		if s.set != "labels-news" { // which was drawn where an earlier model was unsure
			keys = append(keys, "press, others")
		}
	default:
		keys = append(keys, "official")
	}
	out := make([]*row, 0, len(keys))
	for _, k := range keys {
		if t[k] == nil {
			t[k] = &row{}
		}
		out = append(out, t[k])
	}
	return out
}

func (t table) relevance(s *sample, p float64) {
	said := p >= chosen
	for _, r := range t.rows(s) {
		r.scores = append(r.scores, scored{p, s.diplomacy})
		r.n++
		if said {
			r.said++
		}
		if s.diplomacy {
			r.gold++
		}
		if said && s.diplomacy {
			r.both++
		}
	}
}

// event counts and gives what the model says of a text with a labelled event.
func (t table) event(s *sample, m *eventModel) attache.EventType {
	if typeIndex(s.event) < 0 {
		return ""
	}
	p := make([]float64, kinds)
	m.probabilities(s.article, p)
	said := event.Types[slices.Index(p, slices.Max(p))]
	for _, r := range t.rows(s) {
		r.events++
		if said == s.event {
			r.right++
		}
	}
	return said
}

func (t table) print() {
	for _, k := range slices.Sorted(maps.Keys(t)) {
		r := t[k]
		p, q := ratio(r.both, r.said), ratio(r.both, r.gold)
		at, from := r.precisionAt(0.95)
		fmt.Printf("%-16s n %4d | relevance P %.3f R %.3f F1 %.3f, P at R .95 %.3f from %.2f of %d | event %.3f of %d\n",
			strings.TrimPrefix(k, "set "), r.n, p, q, ratio(2*r.both, r.said+r.gold), at, from, r.gold, ratio(r.right, r.events),
			r.events)
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
