package quote

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"attache/internal/text"
)

// verdict is what was decided on a passage.
type verdict struct {
	quoted  bool
	sure    float64 // that it is a quote
	link    link
	share   float64 // of the speaker among the candidates
	margin  float64 // of its score before the next one's
	said    link    // see party
	fixed   bool    // the sentence says whose words it hands on: see handed
	mass    float64 // of the candidates that mean the same as the speaker's mention, each by how surely it does
	rival   float64 // the same of whoever comes next
	trust   float64 // that it is the speaker's: see trust
	who     speaker // whom the mention means
	parties []party // whom its candidates mean
	rank    int     // of the speaker among them, 0 the one that was found first
	last    last    // what was known of the passage before
	among   uint32  // how many candidates it had
	alone   float64 // share before the parts of an utterance agreed
	own     bool    // a part with words of attribution of its own
}

// reader decides passage by passage with a model.
type reader struct {
	a          *article
	m          *Model
	f          feats
	candidates []int32
	scores     []float32
	cues       []int32 // of each candidate
	numbers    []float32
	shares     []float64
	parties    []party
	tally      []tally // see tallies
	stretches  []region
	cuts       cuts
	spans      []choice
	form       Form
}

// Form is how a decision is described: in English by its words and classes; in
// other languages by classes that all languages share, by the same classes in
// this language, and by words.
type Form uint8

const (
	inEnglish Form = iota
	inOther
	inShared // by shared classes alone: how English teaches the others
)

func formOf(lang string) Form {
	if text.TraitsOf(lang).Has(text.OwnWeights) {
		return inEnglish
	}
	return inOther
}

// readers keep their buffers from one article to the next.
var readers = sync.Pool{New: func() any { return &reader{scores: make([]float32, 0, 64)} }}

func newReader(a *article, m *Model) *reader {
	r := readers.Get().(*reader)
	r.a, r.m, r.form = a, m, formOf(a.doc.Lang)
	r.tally = a.tallies(r.tally[:0])
	r.f.weights = &unlearned
	if m != nil {
		r.f.weights = m.weights
	}
	return r
}

// release gives a reader back that is done with its article.
func (r *reader) release() {
	r.a, r.m = nil, nil
	readers.Put(r)
}

func (r *reader) begin(kind uint32) {
	r.a.effort++
	r.f.n, r.f.sum = 0, 0
	r.f.floor = math.MinInt32
	r.f.classes()
	r.f.lex, r.f.base, r.f.lang = r.form != inShared, kind, 0
	if r.form != inEnglish {
		r.f.base += bare
	}
	if r.form == inOther {
		r.f.lang = uint64(hash(r.a.doc.Lang)) * spread2
	}
}

// outOfReach is how far behind the best a candidate is given up before its
// words are looked at.
const outOfReach = 4

// expect says below which score the rest of a description is not worth while.
func (r *reader) expect(score float32) {
	if r.m != nil {
		r.f.floor = int32(max(score/r.m.scale, -1<<30))
	}
}

// score gives the weight of the decision that was described.
func (r *reader) score() float32 { return float32(r.f.sum) * r.m.scale }

// judge decides passage k: who says it, and whether it is a quote at all.
func (r *reader) judge(k int, l last) verdict {
	a := r.a
	s, p := a.scene(k, l), &a.passages[k]
	r.candidates = a.candidates(k, l, r.candidates)
	v := verdict{link: link{-1, -1}, said: link{-1, -1}, last: l}
	best, second := float32(math.Inf(-1)), float32(math.Inf(-1))
	r.scores, r.cues = r.scores[:0], r.cues[:0]
	for _, c := range r.candidates {
		r.begin(decideSpeaker)
		r.expect(best - outOfReach)
		cue := a.describe(&r.f, &s, c)
		x := r.score()
		if r.form != inEnglish {
			x += a.prior(&s, c, int(cue))
		}
		r.scores, r.cues = append(r.scores, x), append(r.cues, cue)
		if x > best {
			best, second = x, best
			v.link = link{c, cue}
		} else if x > second {
			second = x
		}
	}
	v.share, v.among = share(best, r.scores), bucket(len(r.candidates))
	v.margin = max(-3, min(6, float64(margin(best, second))/2))
	if m, cue := a.handed(p); m >= 0 && m != v.link.mention {
		v.link, v.share, v.fixed = link{m, cue}, 0.8, true
	}
	r.begin(decideQuote)
	a.describeQuote(&r.f, &s, v.link, margin(best, second))
	v.sure = logistic(r.score())
	if p.style == dash {
		v.sure = max(v.sure, 0.9) // the words of attribution made it one
	}
	if p.style == single && !a.plausible(p) {
		v.sure = min(v.sure, 0.3)
	}
	if a.titled(p) {
		v.sure = min(v.sure, 0.4)
	}
	v.quoted = v.sure >= quoteThreshold[r.form]
	if v.link.mention >= 0 {
		v.who = a.speaker(v.link.mention)
		r.gather(p, best, &v)
	}
	return v
}

// A candidate counts for whomever it means from leastShare of all on; the first parties
// of them are looked at again by trust.
const (
	leastShare = 0.004
	mostChoice = 6
)

// party is somebody whom candidates of a passage mean.
type party struct {
	who    speaker
	link   link    // its best candidate
	said   link    // the one whom words of attribution beside the passage name
	share  float64 // of that one
	margin float64 // of its score before the best of the others
	mass   float64 // of all its candidates, each by how surely it means the party
}

// gather adds up the candidates of a passage by whom they mean: a name, a pronoun and a
// role for one person speak for each other.
func (r *reader) gather(p *passage, best float32, v *verdict) {
	lo, hi := r.a.clause(p)
	all := 0.0
	for _, x := range r.scores {
		all += math.Exp(float64(x - best))
	}
	list := r.parties[:0]
	for i, c := range r.candidates {
		share := math.Exp(float64(r.scores[i]-best)) / all
		if share < leastShare && c != v.link.mention {
			continue
		}
		s := v.who
		if c != v.link.mention {
			s = r.a.speaker(c)
		}
		if s.name == "" {
			continue
		}
		k := slices.IndexFunc(list, func(x party) bool { return x.who.person == s.person && (s.person >= 0 || x.who.name == s.name) })
		if k < 0 {
			k = len(list)
			list = append(list, party{who: s, said: link{-1, -1}})
		}
		x := &list[k]
		x.mass += share * s.sure
		if at := int(r.cues[i]); at >= lo && at < hi && x.said.mention < 0 {
			x.said = link{c, r.cues[i]}
		}
		if share > x.share {
			x.who, x.share, x.link = s, share, link{c, r.cues[i]}
			x.margin = max(-3, min(6, float64(r.scores[i]-best)))
		}
	}
	r.parties = list
	slices.SortStableFunc(list, func(x, y party) int { return cmp.Compare(y.mass, x.mass) })
	v.parties = slices.Clone(list[:min(len(list), mostChoice)])
	for i := range list {
		if x := &list[i]; x.who.person == v.who.person && (x.who.person >= 0 || x.who.name == v.who.name) {
			v.mass, v.said = x.mass, x.said
		} else {
			v.rival = max(v.rival, x.mass)
		}
	}
}

// plausible says whether single marks may set off a quote: in an article that
// has no others they do; else they do for several words with a cue beside them.
func (a *article) plausible(p *passage) bool {
	par := a.doc.Paragraphs[a.token(p.open).Paragraph]
	if par.First == 0 && (a.doubles || a.sign(int(par.End)-1) == "") {
		return false // a headline
	}
	if !a.doubles {
		return true
	}
	lo, hi := a.clause(p)
	return p.end-p.first >= 4 && (a.anyCue(lo, p.open) || a.anyCue(p.close+1, hi))
}

// ownShare is the least share of a speaker at which a paragraph of an utterance
// keeps its own, whoever the words of attribution behind the next one name.
const ownShare = 0.5

// attributed says whether words of attribution beside a passage name its speaker.
func (a *article) attributed(k int, v *verdict) bool {
	if v.link.mention < 0 || v.link.cue < 0 {
		return false
	}
	lo, hi := a.clause(&a.passages[k])
	at := a.mentions[v.link.mention].name
	return at >= lo && at < hi && int(v.link.cue) >= lo && int(v.link.cue) < hi
}

// titled says whether the words between marks are a title: capitals throughout
// that follow a word like "novel", or the name of a treaty or the like.
func (a *article) titled(p *passage) bool {
	capitals, org := 0, false
	for i := p.first; i < p.end; i++ {
		if !a.isWord(i) {
			if s := a.sign(i); s == "." || s == "!" || s == "?" {
				return false
			}
			continue
		}
		if a.token(i).Is(text.Upper) {
			capitals++
			org = org || a.is(i, cOrg|cBody)
		} else if a.note[i].class&(cStop|cDet|cPrep|cOf) == 0 || i == p.first {
			return false
		}
	}
	return capitals > 1 && (org || a.scares(p.open)) && a.sign(p.open-1) != ":" && a.sign(p.open-1) != ","
}

// prior is what is known of all languages before anything is learned: the subject of
// a cue close to the passage is its speaker, in either order.
func (a *article) prior(s *scene, i int32, cue int) float32 {
	p, m := s.p, &a.mentions[i]
	x := float32(0)
	if a.is(m.first-1, cPrep) {
		x -= 2
	}
	if m.sort == other {
		x--
	}
	if cue < 0 {
		return x
	}
	near := cue >= s.lo && cue < p.open || cue > p.close && cue < s.hi
	if p.incise[1] > 0 {
		near = cue >= p.incise[0] && cue < p.incise[1]
	}
	if !near {
		return x
	}
	x += 2
	if cue > p.close && cue <= p.close+4 || p.incise[1] > 0 {
		x += 2
	}
	return x
}

// share gives the probability of the best of several scores.
func share(best float32, scores []float32) float64 {
	if len(scores) == 0 {
		return 0
	}
	sum := 0.0
	for _, x := range scores {
		sum += math.Exp(float64(x - best))
	}
	return 1 / sum
}

func margin(best, second float32) float32 {
	if math.IsInf(float64(best), 0) {
		return -8
	}
	if math.IsInf(float64(second), 0) {
		return 8
	}
	return (best - second) * 2
}

// follow gives what the next passage needs to know of this one.
func (r *reader) follow(k int, v verdict, l last) last {
	if !v.quoted {
		return l
	}
	n := last{passage: k, mention: v.link.mention, person: -1}
	if v.link.mention >= 0 {
		n.person = v.who.person
	}
	return n
}

// quoteThreshold is the least probability at which a passage is given as a
// quote; in English the joint F1 of quote and speaker over the training articles is
// highest near it, elsewhere less is known and trust decides what is shown.
var quoteThreshold = [...]float64{inEnglish: 0.6, inOther: 0.5, inShared: 0.5}
