package quote

import "slices"

// Example is one decision: the features of its candidates, as places in a model's
// table, and which of them are right. One candidate alone is a yes-or-no question.
type Example struct {
	Candidates [][]uint32
	Right      []bool
	Gain       []float32 // how right; nil: all right ones are equally so
}

// Lesson is a passage as a model judged it that had not seen it: the features of the
// last decision, trust, and whether the speaker is right.
type Lesson struct {
	Features []uint32
	Right    bool
	Lang     string // "" where it tells nothing of how sure a name is in its language
}

// Lessons reads an article with weights that have not seen it.
func (s *Pupil) Lessons(m *Model) (out []Lesson) {
	var forms []Form
	if forms = s.Forms(); len(forms) > 1 && s.Gold.Spans {
		forms = forms[:1] // names in other languages are not like those that have no labels
	}
	for n, in := range forms {
		r := s.reader(in, m)
		if s.Gold.Spans {
			r.domain = 1
		}
		s.frame(r.reports())
		l := last{-1, -1, -1}
		for k := range s.passages {
			v := r.judge(k, l)
			if v.quoted && v.link.mention >= 0 && v.who.name != "" && s.taught(k) {
				r.begin(decideTrust)
				r.describeTrust(k, l, &v)
				x := Lesson{Right: len(s.right[k]) > 0 && s.names(v.link.mention, s.right[k]), Lang: s.doc.Lang}
				x.Features = slices.Clone(r.f.list())
				if n > 0 {
					x.Lang = ""
				}
				if s.Gold.Spans || s.Gold.Fiction {
					x.Lang = "" // tells nothing of how sure a name is
				}
				out = append(out, x)
			}
			l = r.follow(k, v, l)
		}
		r.domain = 0
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
	if s.doc.Lang != "en" || !s.Annotated() {
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
