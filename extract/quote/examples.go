package quote

import (
	"slices"
	"strings"

	"attache"
	"attache/extract/text"
)

// study holds an article while its decisions are learned.
type study struct {
	*article
	gold  *Gold
	right [][]*Attribution // of each passage
	known map[form][]frame // by form: the frames of the passages
}

func newStudy(g *Gold) *study {
	s := &study{gold: g}
	s.rebuild(nil)
	return s
}

// rebuild reads an article anew, its names by what a model knows.
func (s *study) rebuild(m *Model) {
	s.article, s.right = newArticle(s.gold.Doc, m), nil
	for k := range s.passages {
		s.right = append(s.right, attributionsOf(s.gold, s.gold.Doc, &s.passages[k]))
	}
}

// learnsNames says whether names are found by what was learned.
func (s *study) learnsNames() bool { return s.gold.Doc.Lang == "ar" }

// names makes the decisions on where names begin and end.
func (s *study) nameExamples() (out []example) {
	a := s.article
	r := newNamer(a, nil)
	gold := s.goldNames()
	for i := range a.doc.Tokens {
		if a.inside[i] >= 0 {
			continue
		}
		x, ok := a.arabicRegion(i)
		if !ok {
			continue
		}
		right, ok := s.nameIn(x, gold)
		if !ok {
			continue
		}
		e := example{}
		for _, y := range a.spansOf(x, nil) {
			r.begin()
			r.describeSpan(x, y)
			e.candidates = append(e.candidates, slices.Clone(r.f.list()))
			e.right = append(e.right, right(y))
		}
		if len(e.candidates) > 1 && slices.Contains(e.right, true) {
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

func (s *study) goldNames() (out []goldName) {
	seen := map[string]bool{}
	for i := range s.gold.Attributions {
		x := &s.gold.Attributions[i]
		for _, n := range append([]string{x.Speaker}, x.Also...) {
			if n == "" || n == "nobody" || seen[n] {
				continue
			}
			seen[n] = true
			desc, lone := strings.CutPrefix(n, "unnamed:")
			g := goldName{lone: lone}
			d := text.New(desc, s.doc.Lang)
			for k := range d.Tokens {
				if d.Tokens[k].Kind == text.Word {
					g.words = append(g.words, d.Fold(k))
				}
			}
			if len(g.words) == 0 {
				continue
			}
			e := s.lex.arabic(g.words[0], s.lex.find(g.words[0], hash(g.words[0])))
			g.body = e.class&(cBody|cGroup|cRole) != 0 && !lone
			out = append(out, g)
		}
	}
	return out
}

// nameIn gives which readings of a region are right; false when the gold does not tell.
func (s *study) nameIn(x stretch, gold []goldName) (func(nameSpan) bool, bool) {
	a := s.article
	best, from, to := -1, 0, 0
	for gi, g := range gold {
		for i := x.first; i < x.stop; i++ {
			// the longest run of the name's words, from any of them on
			for w := range g.words {
				n := 0
				for i+n < x.stop && w+n < len(g.words) && a.isWord(i+n) && a.doc.Fold(i+n) == g.words[w+n] {
					n++
				}
				whole := w == 0 && n == len(g.words)
				part := !g.lone && !g.body && n > 0 && (w+n == len(g.words) || w == 0) && a.note[i].class&(cStop|cRole|cBody|cPlace) == 0
				if n > to-from && (whole || part) {
					best, from, to = gi, i, i+n
				}
			}
		}
	}
	if best >= 0 {
		if gold[best].lone || gold[best].body {
			return func(y nameSpan) bool { return y.name == y.end && y.end == to && to > y.first && from <= y.first+1 }, true
		}
		return func(y nameSpan) bool { return y.name == from && y.end == to }, true
	}
	if x.lead == x.first || !a.is(x.lead, cSay) || !s.leadsTo(x.lead) {
		return nil, false
	}
	return func(y nameSpan) bool { return y.end == y.first }, true
}

// leadsTo says whether a labelled quotation stands behind a cue in its sentence.
func (s *study) leadsTo(cue int) bool {
	_, hi := s.sentence(cue)
	for i := cue + 1; i < min(hi, cue+16); i++ {
		if k := s.inside[i]; k >= 0 {
			return len(s.right[k]) > 0 && s.right[k][0].Speaker != "" && s.right[k][0].Speaker != "nobody"
		}
	}
	return false
}

// modes says in which forms an article is learned from: with words when it is
// English, and without.
func (s *study) modes() []form {
	if s.doc.Lang == "en" {
		return []form{inEnglish, inShared}
	}
	return []form{inOther}
}

func (s *study) reader(in form, m *Model) *reader {
	r := newReader(s.article, m)
	r.form = in
	return r
}

// predict finds the frames of the passages with a model that has not seen them.
func (s *study) predict(m *Model) {
	s.known = map[form][]frame{}
	for _, in := range s.modes() {
		r := s.reader(in, m)
		s.frame(r.reports())
		s.known[in] = s.frames
	}
}

// learned says whether a passage teaches anything: the gold knows no single marks.
func (s *study) learned(k int) bool { return s.passages[k].style != single || len(s.right[k]) > 0 }

// speakers makes the decisions on who said each quote.
func (s *study) speakers(in form) (out []example) {
	r := s.reader(in, nil)
	s.frames = s.known[in]
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
		v := verdict{quoted: true, link: top, who: speaker{person: -1}}
		if top.mention >= 0 {
			v.who = s.article.speaker(top.mention)
		}
		l = r.follow(k, v, l)
	}
	return out
}

// meanings makes the decisions on whom the pronoun or role beside a passage means.
func (s *study) meanings() (out []example) {
	a := s.article
	a.spoke = -1
	for k := range s.passages {
		if len(s.right[k]) == 0 || !s.learned(k) {
			continue
		}
		gold := s.right[k][0]
		if i := s.attributing(k); i >= 0 && a.mentions[i].person < 0 && (a.mentions[i].sort == pronoun || a.mentions[i].sort == titled) && !a.is(a.mentions[i].name, cWho) {
			if e, ok := s.meaning(i, gold); ok {
				for _, in := range s.modes() {
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
func (s *study) meaning(i int32, gold *Attribution) (right []bool, ok bool) {
	hidden := strings.HasPrefix(gold.Speaker, "unnamed")
	for _, x := range s.meanable(i, nil) {
		is := x.person == nobody && hidden && s.mentions[i].sort == titled || x.person >= 0 && gold.Names(s.fullName(x.person))
		right, ok = append(right, is), ok || is
	}
	return right, ok && len(right) > 1
}

func (s *study) describeMeanings(i int32, right []bool, in form) example {
	r := s.reader(in, nil)
	e := example{right: right}
	for _, x := range s.meanable(i, nil) {
		r.begin(decideWho)
		s.describeMeant(&r.f, i, x)
		e.candidates = append(e.candidates, slices.Clone(r.f.list()))
	}
	return e
}

// attributing gives the mention in a passage's clause that a cue joins with it, the
// nearest; -1 for none.
func (s *study) attributing(k int) int32 {
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

// quotes makes the decisions on what is a quote, given a model that ranks speakers.
func (s *study) quotes(in form, m *Model) (out []example) {
	r := s.reader(in, m)
	s.frames = s.known[in]
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
func (s *study) reports(in form, m *Model, often map[uint32]float64) (cues, sources, spans []example) {
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
