package quote

import (
	"math"
)

// A report is speech without marks: a cue, a source, and what was said. It is
// read in three decisions: is a word a cue, whose is it, and how far does what
// was said reach.

// report is one such reading.
type report struct {
	cue        int
	mention    int32
	first, end int // tokens of what was said
	sure       float64
	frames     bool // it reaches over words between marks: see frame
}

func (a *article) sentence(i int) (lo, hi int) {
	s := a.doc.Sentences[a.token(i).Sentence]
	return int(s.First), int(s.End)
}

// reports reads the reported speech of an article, cue by cue; also what is
// said around a quotation, which is no reported speech of its own.
func (r *reader) reports() []report {
	a := r.a
	var out []report
	for i := range a.doc.Tokens {
		if !r.cueWord(i) {
			continue
		}
		r.begin(decideReport)
		r.expect(cueFloor)
		r.describeCue(i)
		sure := logistic(r.score())
		if sure < frameThreshold { // what follows can only lower it
			continue
		}
		mention, share := r.bestSource(i)
		if mention < 0 || sure*share < frameThreshold {
			continue
		}
		if k := a.heralded(i); k >= 0 {
			p := &a.passages[k]
			out = append(out, report{cue: i, mention: mention, first: p.first, end: p.end, sure: sure * share, frames: true})
			continue
		}
		s, cut := r.bestSpan(r.choices(i, mention, false))
		if a.wordy(s) {
			out = append(out, report{cue: i, mention: mention, first: s.first, end: s.end, sure: sure * share * cut, frames: a.framing(s)})
		}
	}
	for k := range out {
		a.yield(out, k)
	}
	return out
}

// yield ends what somebody said where the next one begins to speak: "Lind said
// that talks go on, and Holm warned that time is short".
func (a *article) yield(all []report, k int) {
	x := &all[k]
	lo, hi := a.sentence(x.cue)
	for k > 0 && all[k-1].cue >= lo {
		k--
	}
	for ; k < len(all) && all[k].cue < hi; k++ {
		y := &all[k]
		at := a.mentions[y.mention].first - 1
		if y.cue <= x.first || y.cue >= x.end || at <= x.first+1 || at >= y.cue || a.sign(at-1) != "," {
			continue
		}
		switch a.lower(at) {
		case "and", "but", "while":
			x.end = at - 1
		}
	}
}

// bestSpan gives the span that most probably shares half of its words with what
// was said, and that probability.
func (r *reader) bestSpan(list []choice) (span, float64) {
	if len(list) == 0 {
		return span{}, 0
	}
	top := list[0].score
	for k := range list {
		top = max(top, list[k].score)
	}
	all := 0.0
	p := r.shares[:0]
	for k := range list {
		x := math.Exp(float64(list[k].score - top))
		p = append(p, x)
		all += x
	}
	r.shares = p
	best, most := span{}, -1.0
	for k := range list {
		if p[k] < 0.02 { // of the top: what is far behind cannot be the middle of the rest
			continue
		}
		sum := 0.0
		for t := range list {
			if p[t] >= 1e-3 && overlapping(list[t].span, list[k].span) >= 0.5 {
				sum += p[t]
			}
		}
		if sum += p[k] * 0.1; sum > most { // of equals the likelier
			best, most = list[k].span, sum
		}
	}
	return best, min(1, most/all)
}

// wordy says whether a span has words at all.
func (a *article) wordy(s span) bool {
	for k := s.first; k < s.end; k++ {
		if a.isWord(k) {
			return true
		}
	}
	return false
}

// heralded gives the passage that a cue's sentence only announces, "Lind said on
// Monday: “…”", -1 for none.
func (a *article) heralded(i int) int32 {
	for k := i + 1; k < len(a.note) && k < i+14; k++ {
		if a.token(k).Sentence > a.token(i).Sentence+1 || a.inside[k] >= 0 {
			break
		}
		if a.sign(k) != ":" {
			continue
		}
		for t := k + 1; t < len(a.note) && t < k+3; t++ {
			if a.inside[t] >= 0 {
				return a.inside[t]
			}
		}
		break
	}
	return -1
}

// framing says whether words between marks are part of a span: then it is a
// quotation's frame, and no reported speech of its own.
func (a *article) framing(s span) bool {
	for k := s.first; k < s.end; k++ {
		if p := a.inside[k]; p >= 0 && a.passages[p].style != single {
			return true
		}
	}
	return false
}

// overlapping gives the share of two spans' joined length that both cover.
func overlapping(a, b span) float64 {
	both := min(a.end, b.end) - max(a.first, b.first)
	if both <= 0 {
		return 0
	}
	return float64(both) / float64(max(a.end, b.end)-min(a.first, b.first))
}
