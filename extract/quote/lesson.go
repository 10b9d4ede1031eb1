package quote

import (
	"slices"

	"attache/internal/text"
)

// Example is one decision: the features of its candidates, as places in a model's
// table, and which of them are right. One candidate alone is a yes-or-no question.
type Example struct {
	Candidates [][]uint32
	Right      []bool
	Gain       []float32 // how right; nil: all right ones are equally so
	Prior      []float32 // what is added to the candidates' scores; nil: nothing
}

// Lesson is a passage under one of the names that it may have, as a model judged it that
// had not seen it: the numbers of the last decision, trust, and whether the name is right.
type Lesson struct {
	X       []float32 // see TrustFeatures
	Right   bool
	Passage int    // of its article
	Lang    string // "" where it tells nothing of how sure a name is in its language
}

// Lessons reads an article with weights that have not seen it. Texts that know no names
// teach nothing of them.
func (s *Pupil) Lessons(m *Model) (out []Lesson) {
	if s.Gold.Spans {
		return nil
	}
	for n, in := range s.Forms() {
		r := s.reader(in, m)
		s.frame(r.reports())
		l := last{-1, -1, -1}
		all := make([]verdict, len(s.passages))
		for k := range all {
			all[k] = r.judge(k, l)
			r.settle(k, &all[k])
			l = r.follow(k, all[k], l)
		}
		for k := range all {
			if !all[k].quoted || !s.taught(k) {
				continue
			}
			for _, v := range all[k].choices() {
				x := Lesson{X: slices.Clone(r.describeTrust(k, all, &v)), Passage: n<<16 | k}
				x.Right = slices.ContainsFunc(s.right[k], func(g *Attribution) bool { return g.Names(v.who.name) })
				if n == 0 && !s.Gold.Fiction {
					x.Lang = s.doc.Lang
				}
				out = append(out, x)
			}
		}
		r.release()
	}
	return out
}

// Stretch is a stretch between marks with the attributions that cover it, none where
// nobody said it.
type Stretch struct {
	Start        int // code point
	Attributions []*Attribution
}

// Stretches gives the stretches of the article that the gold labels.
func (s *Pupil) Stretches() (out []Stretch) {
	for k := range s.passages {
		if s.taught(k) {
			out = append(out, Stretch{s.doc.Span(s.passages[k].start, s.passages[k].stop)[0], s.right[k]})
		}
	}
	return out
}

// CountCues adds to two counts by the hash of a word: how often it is part of a cue in
// an English article, and how often it stands there at all.
func (s *Pupil) CountCues(as, all map[uint32]int) {
	if !s.doc.Has(text.OwnWeights) || !s.Annotated() {
		return
	}
	for i := range s.note {
		all[s.wordHash(i)]++
	}
	for _, g := range s.told() {
		for _, i := range s.triggers(g) {
			as[s.wordHash(i)]++
		}
	}
}

// Idle gives the hashes of English function words, which stand in many cues and make none.
func Idle() map[uint32]bool {
	idle := map[uint32]bool{}
	for w, e := range lexiconOf("en").words {
		if e.class&(cStop|cAux|cPrep) != 0 && e.class&(cSay|cPer) == 0 {
			idle[hash(w)] = true
		}
	}
	return idle
}
