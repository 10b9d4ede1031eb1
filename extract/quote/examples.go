package quote

import (
	"slices"

	"attache"
	"attache/extract/text"
)

// study holds an article while its decisions are learned.
type study struct {
	*article
	gold  *Gold
	right [][]*Attribution // of each passage
	known map[bool][]frame // by form: the frames of the passages
}

func newStudy(g *Gold) *study {
	s := &study{article: newArticle(g.Doc), gold: g}
	for k := range s.passages {
		s.right = append(s.right, attributionsOf(g, g.Doc, &s.passages[k]))
	}
	return s
}

// modes says in which forms an article is learned from: with words when it is
// English, and without.
func (s *study) modes() []bool {
	if s.doc.Lang == "en" {
		return []bool{true, false}
	}
	return []bool{false}
}

func (s *study) reader(lexical bool, m *Model) *reader {
	r := newReader(s.article, m)
	r.lexical = lexical
	return r
}

// predict finds the frames of the passages with a model that has not seen them.
func (s *study) predict(m *Model) {
	s.known = map[bool][]frame{}
	for _, lexical := range s.modes() {
		r := s.reader(lexical, m)
		s.frame(r.reports())
		s.known[lexical] = s.frames
	}
}

// learned says whether a passage teaches anything: the gold knows no single marks.
func (s *study) learned(k int) bool { return s.passages[k].style != single }

// speakers makes the decisions on who said each quote.
func (s *study) speakers(lexical bool) (out []example) {
	r := s.reader(lexical, nil)
	s.frames = s.known[lexical]
	l := last{-1, -1, -1}
	for k := range s.passages {
		if len(s.right[k]) == 0 || !s.learned(k) {
			continue
		}
		sc := s.scene(k, l)
		r.candidates = s.candidates(k, l, r.candidates)
		e, top := r.example(&sc, s.right[k])
		if slices.Contains(e.right, true) && len(e.right) > 1 {
			out = append(out, e)
		}
		l = r.follow(k, verdict{quoted: true, link: top}, l)
	}
	return out
}

// quotes makes the decisions on what is a quote, given a model that ranks speakers.
func (s *study) quotes(lexical bool, m *Model) (out []example) {
	r := s.reader(lexical, m)
	s.frames = s.known[lexical]
	l := last{-1, -1, -1}
	for k := range s.passages {
		if !s.learned(k) {
			continue
		}
		v := r.judge(k, l)
		v.quoted = len(s.right[k]) > 0
		out = append(out, example{candidates: [][]uint32{slices.Clone(r.f.list())}, right: []bool{v.quoted}})
		l = r.follow(k, v, l)
	}
	return out
}

// example describes all candidates of a passage and marks the right ones.
func (r *reader) example(s *scene, at []*Attribution) (example, link) {
	var e example
	top := link{-1, -1}
	for _, c := range r.candidates {
		r.begin(decideSpeaker)
		cue := r.a.describe(&r.f, s, c)
		right := r.a.names(c, at)
		if right && top.mention < 0 {
			top = link{c, cue}
		}
		e.candidates = append(e.candidates, slices.Clone(r.f.list()))
		e.right = append(e.right, right)
	}
	return e, top
}

// names says whether a mention is the source of one of the attributions.
func (a *article) names(i int32, at []*Attribution) bool {
	m := &a.mentions[i]
	span := a.doc.TokenSpan(m.first, max(m.end, m.tail))
	for _, x := range at {
		for _, s := range x.Source {
			if min(span[1], s[1]) > max(span[0], s[0]) {
				return true
			}
		}
		if x.Speaker != "" && text.Fold(a.speaker(i).name) == text.Fold(x.Speaker) {
			return true
		}
	}
	return false
}

// attributionsOf gives the attributions whose content covers half of a passage.
func attributionsOf(g *Gold, d *text.Doc, p *passage) []*Attribution {
	span := d.Span(p.start, p.stop)
	covered := 0
	var out []*Attribution
	for i := range g.Attributions {
		hit := false
		for _, c := range g.Attributions[i].Content {
			if n := overlap(span, c); n > 0 {
				covered, hit = covered+n, true
			}
		}
		if hit {
			out = append(out, &g.Attributions[i])
		}
	}
	if covered*2 < span[1]-span[0] {
		return nil
	}
	return out
}

func overlap(a, b attache.Span) int { return min(a[1], b[1]) - max(a[0], b[0]) }

// annotated says whether the gold knows reported speech: a wire's knows quotes alone.
func (s *study) annotated() bool {
	for i := range s.gold.Attributions {
		if len(s.gold.Attributions[i].Cue) > 0 {
			return true
		}
	}
	return false
}

// told gives the attributions that have all that a reading needs.
func (s *study) told() (out []*Attribution) {
	for i := range s.gold.Attributions {
		if g := &s.gold.Attributions[i]; len(g.Content) > 0 && len(g.Source) > 0 && len(g.Cue) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// reported gives the attributions without marks: no content touches a passage.
func (s *study) reported() (out []*Attribution) {
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
func (s *study) triggers(g *Attribution) (out []int) {
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
func (s *study) trigger(r *reader, g *Attribution, often map[uint32]float64) int {
	best, top := -1, -1.0
	for _, i := range s.triggers(g) {
		if x := often[s.wordHash(i)]; x > top && r.cueWord(i) {
			best, top = i, x
		}
	}
	return best
}

// reports makes the decisions on reported speech, given a model that knows the
// vocabulary of cues; often says how often a word is one.
func (s *study) reports(lexical bool, m *Model, often map[uint32]float64) (cues, sources, spans []example) {
	r := s.reader(lexical, m)
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
		cues = append(cues, example{candidates: [][]uint32{slices.Clone(r.f.list())}, right: []bool{g != nil}})
		if g == nil {
			continue
		}
		e, mention := s.sourceExample(r, i, g)
		if len(e.candidates) > 1 && slices.Contains(e.right, true) {
			sources = append(sources, e)
		}
		if mention < 0 {
			continue
		}
		if e := s.spanExample(r.choices(i, mention, true), g); len(e.candidates) > 1 && slices.Contains(e.right, true) {
			spans = append(spans, e)
		}
	}
	return cues, sources, spans
}

func (s *study) sourceExample(r *reader, i int, g *Attribution) (e example, mention int32) {
	mention = -1
	for _, c := range r.sources(i) {
		r.begin(decideReport)
		r.describeSource(i, c)
		right := s.names(c, []*Attribution{g})
		if right && mention < 0 {
			mention = c
		}
		e.candidates = append(e.candidates, slices.Clone(r.f.list()))
		e.right = append(e.right, right)
	}
	return e, mention
}

func (s *study) spanExample(list []choice, g *Attribution) (e example) {
	from, _ := s.doc.Bytes(g.Content[0])
	_, to := s.doc.Bytes(g.Content[len(g.Content)-1])
	gold := span{s.doc.TokenAt(from), s.doc.TokenAt(to - 1)}
	gold.end++
	for _, x := range list {
		e.candidates = append(e.candidates, x.list)
		same := overlapping(x.span, gold)
		e.right = append(e.right, same >= 0.5)
		e.gain = append(e.gain, float32(same*same*same))
	}
	return e
}
