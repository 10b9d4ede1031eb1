package quote

import (
	"slices"

	"attache"
)

// Fate is what became of a quotation of the gold when a model read its article.
type Fate struct {
	Start        int // code point
	Stage        Stage
	Speaker, Got string
	Confidence   float64
}

// Stage is how far a quotation of the gold came.
type Stage string

// The stages, in their order.
const (
	StageUnmarked  Stage = "unmarked"     // no passage covers it
	StageNothing   Stage = "no quotation" // its passage was taken for nobody's words
	StageNobody    Stage = "no name"      // no mention of the whole article gives the right name
	StageFar       Stage = "no candidate" // some do, none of them was among the passage's candidates
	StageOther     Stage = "other chosen"
	StageUnsure    Stage = "held back"
	StageShown     Stage = "shown"
	leastGold            = 20 // code points of a quotation that is counted
	leastGoldOfHan       = 8
)

// Fates tells of each quotation of the gold what a model made of it that has not seen it:
// where what is not shown was lost.
func (s *Pupil) Fates(m *Model) (out []Fate) {
	s.Rebuild(m)
	a := s.article
	r := newReader(a, m)
	defer r.release()
	a.frame(r.reports())
	all := r.verdicts()
	least := leastGold
	if a.doc.Lang == "zh" {
		least = leastGoldOfHan
	}
	for i := range s.Gold.Attributions {
		g := &s.Gold.Attributions[i]
		if g.Speaker == "" || g.Speaker == "nobody" || len(g.Content) == 0 || g.Content[0][1]-g.Content[0][0] < least {
			continue
		}
		x := Fate{Start: g.Content[0][0], Speaker: g.Speaker, Stage: StageUnmarked}
		for k := range all {
			if slices.Contains(s.right[k], g) {
				x.become(r, k, &all[k], g)
			}
		}
		out = append(out, x)
	}
	return out
}

// become takes what became of passage k for what became of the quotation, where it came further.
func (x *Fate) become(r *reader, k int, v *verdict, g *Attribution) {
	a, stage := r.a, StageNothing
	right := func(i int32) bool { return g.Names(a.speaker(i).name) }
	a.spoke = v.last.person
	switch {
	case !v.quoted:
	case v.link.mention >= 0 && g.Names(v.who.name):
		stage = StageShown
		if v.trust < attache.Sure {
			stage = StageUnsure
		}
	case slices.ContainsFunc(a.candidates(k, v.last, nil), right):
		stage = StageOther
	default:
		stage = StageNobody
		for i := range a.mentions {
			if right(int32(i)) {
				stage = StageFar
			}
		}
	}
	order := []Stage{StageUnmarked, StageNothing, StageNobody, StageFar, StageOther, StageUnsure, StageShown}
	if slices.Index(order, stage) > slices.Index(order, x.Stage) {
		x.Stage, x.Got, x.Confidence = stage, v.who.name, v.trust
	}
}
