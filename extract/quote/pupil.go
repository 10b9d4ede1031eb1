package quote

import (
	"slices"
	"strings"

	"attache"
	"attache/internal/text"
)

// Pupil is an article while its decisions are learned: it gives them with their
// features, and which of them is right by the gold. Package learn makes weights of them.
type Pupil struct {
	*article
	Gold  *Gold
	right [][]*Attribution // of each passage
	known map[Form][]frame // by form: the frames of the passages
}

// NewPupil reads an article to learn from.
func NewPupil(g *Gold) *Pupil {
	s := &Pupil{Gold: g}
	s.Rebuild(nil)
	return s
}

// Rebuild reads an article anew, its names by what a model knows.
func (s *Pupil) Rebuild(m *Model) {
	s.article, s.right = newArticle(s.Gold.Doc, m), nil
	for k := range s.passages {
		s.right = append(s.right, attributionsOf(s.Gold, s.Gold.Doc, &s.passages[k]))
	}
}

// Forms says in which forms an article is learned from: with words when it is
// English, and without.
func (s *Pupil) Forms() []Form {
	if s.doc.Has(text.OwnWeights) {
		return []Form{inEnglish, inShared}
	}
	return []Form{inOther}
}

func (s *Pupil) reader(in Form, m *Model) *reader {
	r := newReader(s.article, m)
	r.form = in
	return r
}

// Predict finds the frames of the passages with a model that has not seen them.
func (s *Pupil) Predict(m *Model) {
	s.known = map[Form][]frame{}
	for _, in := range s.Forms() {
		r := s.reader(in, m)
		s.frame(r.reports())
		s.known[in] = s.frames
	}
}

// taught says whether a passage teaches anything: the gold knows no single marks, and no title.
func (s *Pupil) taught(k int) bool {
	p := &s.passages[k]
	if s.Gold.From > 0 && s.doc.Span(p.start, p.stop)[0] < s.Gold.From {
		return false
	}
	return p.style != single || len(s.right[k]) > 0
}

// Speakers makes the decisions on who said each quote.
func (s *Pupil) Speakers(in Form) (out []Example) {
	r := s.reader(in, nil)
	s.frames = s.known[in]
	l := last{-1, -1, -1}
	for k := range s.passages {
		if len(s.right[k]) == 0 || !s.taught(k) {
			continue
		}
		sc := s.scene(k, l)
		r.candidates = s.candidates(k, l, r.candidates)
		e, top := r.example(&sc, s.right[k])
		if slices.Contains(e.Right, true) && len(e.Right) > 1 {
			out = append(out, e)
		}
		v := verdict{quoted: true, link: top, who: speaker{person: -1}}
		if top.mention >= 0 {
			v.who = s.speaker(top.mention)
		}
		l = r.follow(k, v, l)
	}
	return out
}

// Meanings makes the decisions on whom the pronoun or role beside a passage means.
func (s *Pupil) Meanings() (out []Example) {
	a := s.article
	a.spoke = -1
	for k := range s.passages {
		if len(s.right[k]) == 0 || !s.taught(k) {
			continue
		}
		gold := s.right[k][0]
		if i := s.attributing(k); i >= 0 && a.mentions[i].person < 0 && (a.mentions[i].sort == pronoun || a.mentions[i].sort == titled) &&
			!a.is(a.mentions[i].name, cWho) {
			if e, ok := s.meaning(i, gold); ok {
				for _, in := range s.Forms() {
					out = append(out, s.describeMeanings(i, e, in))
				}
			}
		}
		for p := range a.people {
			if gold.Names(a.fullName(int32(p))) {
				a.spoke = int32(p)
			}
		}
	}
	a.spoke = -1
	return out
}

// meaning gives which of the persons whom mention i may mean are the gold's.
func (s *Pupil) meaning(i int32, gold *Attribution) (right []bool, ok bool) {
	hidden := strings.HasPrefix(gold.Speaker, "unnamed")
	for _, x := range s.meanable(i, nil) {
		is := x.person >= 0 && gold.Names(s.fullName(x.person))
		if x.person == nobody {
			k := int32(-1)
			if s.mentions[i].sort == pronoun {
				k = s.nameless(i)
			}
			is = hidden && s.mentions[i].sort == titled || k >= 0 && (hidden && s.mentions[k].sort == titled ||
				s.mentions[k].sort == official && gold.Names(s.speaker(k).name))
		}
		right, ok = append(right, is), ok || is
	}
	return right, ok && len(right) > 1
}

func (s *Pupil) describeMeanings(i int32, right []bool, in Form) Example {
	r := s.reader(in, nil)
	e := Example{Right: right}
	for _, x := range s.meanable(i, nil) {
		r.begin(decideWho)
		s.describeMeant(&r.f, i, x)
		e.Candidates = append(e.Candidates, slices.Clone(r.f.list()))
	}
	return e
}

// attributing gives the mention in a passage's clause that a cue joins with it, the
// nearest; -1 for none.
func (s *Pupil) attributing(k int) int32 {
	a, p := s.article, &s.passages[k]
	lo, hi := a.clause(p)
	if p.incise[1] > 0 {
		lo, hi = p.incise[0], p.incise[1]
	}
	best, gap := int32(-1), 1<<30
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.name < lo || m.name >= hi || m.inner || a.inside[m.name] >= 0 {
			continue
		}
		kind, cue, _ := a.cueOf(m, lo, hi)
		if kind == noCue || kind == cueApart || cue < lo || cue >= hi {
			continue
		}
		d := p.open - cue
		if cue > p.close {
			d = cue - p.close
		}
		if d < gap {
			best, gap = int32(i), d
		}
	}
	return best
}

// Quotes makes the decisions on what is a quote, given a model that ranks speakers.
func (s *Pupil) Quotes(in Form, m *Model) (out []Example) {
	r := s.reader(in, m)
	s.frames = s.known[in]
	l := last{-1, -1, -1}
	for k := range s.passages {
		if !s.taught(k) {
			continue
		}
		v := r.judge(k, l)
		v.quoted = len(s.right[k]) > 0
		out = append(out, Example{Candidates: [][]uint32{slices.Clone(r.f.list())}, Right: []bool{v.quoted}})
		l = r.follow(k, v, l)
	}
	return out
}

// Example describes all candidates of a passage and marks the right ones.
func (r *reader) example(s *scene, at []*Attribution) (Example, link) {
	var e Example
	top := link{-1, -1}
	for _, c := range r.candidates {
		r.begin(decideSpeaker)
		cue := r.a.describe(&r.f, s, c)
		right := r.a.names(c, at)
		if right && top.mention < 0 {
			top = link{c, cue}
		}
		e.Candidates = append(e.Candidates, slices.Clone(r.f.list()))
		e.Right = append(e.Right, right)
		if r.form != inEnglish {
			e.Prior = append(e.Prior, r.a.prior(s, c, int(cue)))
		}
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
		if x.Speaker != "" && x.Names(a.speaker(i).name) {
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
