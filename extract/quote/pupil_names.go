package quote

import (
	"slices"
	"strings"

	"attache/internal/text"
)

// LearnsNames says whether names are found by what was learned.
func (s *Pupil) LearnsNames() bool { return s.Gold.Doc.Has(text.Caseless) }

// Names makes the decisions on where names begin and end.
func (s *Pupil) Names() (out []Example) {
	a := s.article
	r := newNamer(a, nil)
	gold := s.goldNames()
	for i := range a.doc.Tokens {
		x, ok := r.region(i)
		if !ok {
			continue
		}
		right, ok := s.nameIn(x, gold)
		if !ok {
			continue
		}
		e := Example{}
		for _, y := range r.readings(x, nil) {
			r.describe(x, y)
			e.Candidates = append(e.Candidates, slices.Clone(r.f.list()))
			e.Right = append(e.Right, right(y))
		}
		if len(e.Candidates) > 1 && slices.Contains(e.Right, true) {
			out = append(out, e)
		}
	}
	return out
}

// goldName is a name that the gold knows, by the hashes of its folded words.
type goldName struct {
	words []string
	body  bool
	lone  bool // nobody named: a description
}

func (s *Pupil) goldNames() (out []goldName) {
	seen := map[string]bool{}
	for i := range s.Gold.Attributions {
		x := &s.Gold.Attributions[i]
		for _, n := range append([]string{x.Speaker}, x.Also...) {
			if n == "" || n == "nobody" || seen[n] {
				continue
			}
			seen[n] = true
			desc, lone := strings.CutPrefix(n, "unnamed:")
			g := goldName{lone: lone}
			d := text.New(desc, s.doc.Lang)
			for k := range d.Tokens {
				if d.Tokens[k].Kind == text.Word || s.doc.Has(text.Han) {
					g.words = append(g.words, d.Fold(k))
				}
			}
			if len(g.words) == 0 {
				continue
			}
			g.body = !lone && s.bodily(g.words)
			out = append(out, g)
		}
	}
	return out
}

// dots stand between the parts of foreign names in Chinese.
var dots = map[string]bool{"·": true, "•": true, "・": true}

// bodily says whether the words of a gold name are those of a body, as the lexicon knows it.
func (s *Pupil) bodily(words []string) bool {
	if !s.doc.Has(text.Han) {
		e := s.lex.arabic(words[0], s.lex.find(words[0], hash(words[0])))
		return e.class&(cBody|cGroup|cRole) != 0
	}
	d := text.New(strings.Join(words, ""), "zh")
	a := &article{doc: d, lex: s.lex}
	a.annotate()
	for i := range a.note {
		if a.is(i, cBody|cGroup|cRole) && !a.is(i, cInner) && i+a.width(i) == len(a.note) {
			return true
		}
	}
	return false
}

// nameIn gives which readings of a region are right; false when the gold does not tell.
func (s *Pupil) nameIn(x stretch, gold []goldName) (func(nameSpan) bool, bool) {
	best, from, to := s.longestIn(x, gold)
	if best >= 0 {
		return s.readAs(&gold[best], from, to), true
	}
	if x.lead == x.first || !s.is(x.lead, cSay) || !s.leadsTo(x.lead) {
		return nil, false
	}
	for i := x.stop - 1; i >= x.first && s.doc.Has(text.Han); i-- {
		if s.is(i, cHe|cShe|cThey) && !s.is(i, cInner) {
			return func(y nameSpan) bool { return y.first == i && y.end == i+s.width(i) && y.name == y.end }, true
		}
	}
	return func(y nameSpan) bool { return y.end == y.first }, true
}

// readAs gives which readings of a region are those of a gold name at a range.
func (s *Pupil) readAs(g *goldName, from, to int) func(nameSpan) bool {
	switch {
	case !g.lone && !g.body:
		return func(y nameSpan) bool { return y.name == from && y.end == to }
	case s.doc.Has(text.Han):
		return func(y nameSpan) bool { return y.name == y.end && y.end == to && to > y.first && y.first >= from }
	}
	return func(y nameSpan) bool { return y.name == y.end && y.end == to && to > y.first && from <= y.first+1 }
}

// longestIn gives the gold name of which a region has most words, and where; -1 when it
// has none.
func (s *Pupil) longestIn(x stretch, gold []goldName) (best, from, to int) {
	best = -1
	for k := range gold {
		for i := x.first; i < x.stop; i++ {
			for w := range gold[k].words {
				n := s.run(i, x.stop, gold[k].words[w:])
				if n > to-from && s.counts(&gold[k], i, w, n) {
					best, from, to = k, i, i+n
				}
			}
		}
	}
	return best, from, to
}

// run gives how many of the words stand one after another from token i on.
func (s *Pupil) run(i, stop int, words []string) (n int) {
	for i+n < stop && n < len(words) && (s.isWord(i+n) || s.dot(i+n)) && s.doc.Fold(i+n) == words[n] {
		n++
	}
	return n
}

// counts says whether n words of a gold name from its word w on, at token i, name the
// same: all of them; of a person's, the first or the last.
func (s *Pupil) counts(g *goldName, i, w, n int) bool {
	if w == 0 && n == len(g.words) {
		return true
	}
	if s.doc.Has(text.Han) {
		return w > 0 && n > 1 && w+n == len(g.words) && dots[g.words[w-1]]
	}
	return !g.lone && !g.body && n > 0 && (w == 0 || w+n == len(g.words)) && s.note[i].class&(cStop|cRole|cBody|cPlace) == 0
}

// leadsTo says whether a labelled quotation stands behind a cue in its sentence.
func (s *Pupil) leadsTo(cue int) bool {
	lo, hi := s.sentence(cue)
	for i := cue - 1; i >= max(lo, cue-8) && s.doc.Has(text.Han); i-- {
		if k := s.inside[i]; k >= 0 {
			return len(s.right[k]) > 0 && s.right[k][0].Speaker != "" && s.right[k][0].Speaker != "nobody"
		}
	}
	for i := cue + 1; i < min(hi, cue+16); i++ {
		if k := s.inside[i]; k >= 0 {
			return len(s.right[k]) > 0 && s.right[k][0].Speaker != "" && s.right[k][0].Speaker != "nobody"
		}
	}
	return false
}
