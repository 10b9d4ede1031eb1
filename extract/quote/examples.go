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

// learned says whether a passage teaches anything: the gold knows no single marks.
func (s *study) learned(k int) bool { return s.passages[k].style != single }

// speakers makes the decisions on who said each quote.
func (s *study) speakers(lexical bool) (out []example) {
	r := &reader{a: s.article, lexical: lexical}
	l := last{-1, -1, -1}
	for k := range s.passages {
		if len(s.right[k]) == 0 || !s.learned(k) {
			continue
		}
		sc := s.scene(k, l)
		r.candidates = s.candidates(k, r.candidates)
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
	r := &reader{a: s.article, m: m, lexical: lexical}
	l := last{-1, -1, -1}
	for k := range s.passages {
		if !s.learned(k) {
			continue
		}
		v := r.judge(k, l)
		v.quoted = len(s.right[k]) > 0
		out = append(out, example{candidates: [][]uint32{slices.Clone(r.f.list)}, right: []bool{v.quoted}})
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
		e.candidates = append(e.candidates, slices.Clone(r.f.list))
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
		if x.Speaker != "" && text.Fold(a.speaker(i, -1).name) == text.Fold(x.Speaker) {
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
