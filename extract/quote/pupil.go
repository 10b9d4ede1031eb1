package quote

import (
	"slices"
	"strings"

	"attache"
	"attache/extract/text"
)

// Pupil is an article while its decisions are learned: it gives them with their
// features, and which of them is right by the gold. Package learn makes weights of them.
type Pupil struct {
	*article
	Gold  *Gold
	right [][]*Attribution // of each passage
	known map[Form][]frame // by form: the frames of the passages
}

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

// LearnsNames says whether names are found by what was learned.
func (s *Pupil) LearnsNames() bool { return s.Gold.Doc.Lang == "ar" || s.Gold.Doc.Lang == "zh" }

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
				if d.Tokens[k].Kind == text.Word || s.doc.Lang == "zh" {
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
	if s.doc.Lang != "zh" {
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
	a := s.article
	best, from, to := -1, 0, 0
	for gi, g := range gold {
		for i := x.first; i < x.stop; i++ {
			// the longest run of the name's words, from any of them on
			for w := range g.words {
				n := 0
				for i+n < x.stop && w+n < len(g.words) && (a.isWord(i+n) || a.dot(i+n)) && a.doc.Fold(i+n) == g.words[w+n] {
					n++
				}
				whole := w == 0 && n == len(g.words)
				part := !g.lone && !g.body && n > 0 && (w+n == len(g.words) || w == 0) && a.note[i].class&(cStop|cRole|cBody|cPlace) == 0
				if s.doc.Lang == "zh" {
					part = w > 0 && n > 1 && w+n == len(g.words) && dots[g.words[w-1]]
				}
				if n > to-from && (whole || part) {
					best, from, to = gi, i, i+n
				}
			}
		}
	}
	if best >= 0 && s.doc.Lang == "zh" && (gold[best].lone || gold[best].body) {
		return func(y nameSpan) bool { return y.name == y.end && y.end == to && to > y.first && y.first >= from }, true
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
	for i := x.stop - 1; i >= x.first && s.doc.Lang == "zh"; i-- {
		if a.is(i, cHe|cShe|cThey) && !a.is(i, cInner) {
			return func(y nameSpan) bool { return y.first == i && y.end == i+a.width(i) && y.name == y.end }, true
		}
	}
	return func(y nameSpan) bool { return y.end == y.first }, true
}

// leadsTo says whether a labelled quotation stands behind a cue in its sentence.
func (s *Pupil) leadsTo(cue int) bool {
	lo, hi := s.sentence(cue)
	for i := cue - 1; i >= max(lo, cue-8) && s.doc.Lang == "zh"; i-- {
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

// Forms says in which forms an article is learned from: with words when it is
// English, and without.
func (s *Pupil) Forms() []Form {
	if s.doc.Lang == "en" {
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

// taught says whether a passage teaches anything: the gold knows no single marks.
func (s *Pupil) taught(k int) bool { return s.passages[k].style != single || len(s.right[k]) > 0 }

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
			v.who = s.article.speaker(top.mention)
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
		if i := s.attributing(k); i >= 0 && a.mentions[i].person < 0 && (a.mentions[i].sort == pronoun || a.mentions[i].sort == titled) && !a.is(a.mentions[i].name, cWho) {
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
		is := x.person == nobody && hidden && s.mentions[i].sort == titled || x.person >= 0 && gold.Names(s.fullName(x.person))
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
