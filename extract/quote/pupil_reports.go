package quote

import (
	"slices"

	"attache/internal/text"
)

// Annotated says whether the gold knows reported speech: a wire's knows quotes alone.
func (s *Pupil) Annotated() bool {
	for i := range s.Gold.Attributions {
		if len(s.Gold.Attributions[i].Cue) > 0 {
			return true
		}
	}
	return false
}

// told gives the attributions that have all that a reading needs.
func (s *Pupil) told() (out []*Attribution) {
	for i := range s.Gold.Attributions {
		if g := &s.Gold.Attributions[i]; len(g.Content) > 0 && len(g.Source) > 0 && len(g.Cue) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// Reported gives the attributions without marks: no content touches a passage.
func (s *Pupil) Reported() (out []*Attribution) {
	for _, g := range s.told() {
		plain := true
		for k := range s.passages {
			p := s.doc.Span(s.passages[k].start, s.passages[k].stop)
			for _, c := range g.Content {
				plain = plain && (s.passages[k].style == single || overlap(p, c) <= 0)
			}
		}
		if plain {
			out = append(out, g)
		}
	}
	return out
}

// triggers gives the tokens of an attribution's cue that may stand for it.
func (s *Pupil) triggers(g *Attribution) (out []int) {
	for _, c := range g.Cue {
		from, to := s.doc.Bytes(c)
		for i := s.doc.TokenAt(from); i < len(s.note) && int(s.token(i).Start) < to; i++ {
			if s.isWord(i) && s.inside[i] < 0 && !s.is(i, cPronoun|cDet|cInner) && !s.token(i).Is(text.Clitic) {
				out = append(out, i)
			}
		}
	}
	return out
}

// trigger gives the token that stands for a cue, -1 for none: of those that the
// reader looks at, the one that is most often part of a cue.
func (s *Pupil) trigger(r *reader, g *Attribution, often map[uint32]float64) int {
	best, top := -1, -1.0
	for _, i := range s.triggers(g) {
		if x := often[s.wordHash(i)]; x > top && r.cueWord(i) {
			best, top = i, x
		}
	}
	return best
}

// Reports makes the decisions on reported speech, given a model that knows the
// vocabulary of cues; often says how often a word is one.
func (s *Pupil) Reports(in Form, m *Model, often map[uint32]float64) (cues, sources, spans []Example) {
	r := s.reader(in, m)
	right := map[int]*Attribution{}
	for _, g := range s.told() {
		if t := s.trigger(r, g, often); t >= 0 {
			right[t] = g
		}
	}
	for i := range s.note {
		if !r.cueWord(i) {
			continue
		}
		g := right[i]
		r.begin(decideReport)
		r.describeCue(i)
		cues = append(cues, Example{Candidates: [][]uint32{slices.Clone(r.f.list())}, Right: []bool{g != nil}})
		if g == nil {
			continue
		}
		e, mention := s.sourceExample(r, i, g)
		if len(e.Candidates) > 1 && slices.Contains(e.Right, true) {
			sources = append(sources, e)
		}
		if mention < 0 {
			continue
		}
		if e := s.spanExample(r.choices(i, mention, true), g); len(e.Candidates) > 1 && slices.Contains(e.Right, true) {
			spans = append(spans, e)
		}
	}
	return cues, sources, spans
}

func (s *Pupil) sourceExample(r *reader, i int, g *Attribution) (e Example, mention int32) {
	mention = -1
	for _, c := range r.sources(i) {
		r.begin(decideReport)
		r.describeSource(i, c)
		right := s.names(c, []*Attribution{g})
		if right && mention < 0 {
			mention = c
		}
		e.Candidates = append(e.Candidates, slices.Clone(r.f.list()))
		e.Right = append(e.Right, right)
	}
	return e, mention
}

func (s *Pupil) spanExample(list []choice, g *Attribution) (e Example) {
	from, _ := s.doc.Bytes(g.Content[0])
	_, to := s.doc.Bytes(g.Content[len(g.Content)-1])
	gold := span{s.doc.TokenAt(from), s.doc.TokenAt(to - 1)}
	gold.end++
	for _, x := range list {
		e.Candidates = append(e.Candidates, x.list)
		same := overlapping(x.span, gold)
		e.Right = append(e.Right, same >= 0.5)
		e.Gain = append(e.Gain, float32(same*same*same))
	}
	return e
}
