package quote

import (
	"math"
	"sync"

	"attache/internal/text"
)

// verdict is what was decided on a passage.
type verdict struct {
	quoted bool
	sure   float64 // that it is a quote
	link   link
	share  float64 // of the speaker among the candidates
	margin float64 // of its score before the next one's
	other  float64 // share of all candidates that mean somebody else
	trust  float64 // that it is the speaker's: see trust
	who    speaker // whom the mention means
	alone  float64 // share before the parts of an utterance agreed
	own    bool    // a part with words of attribution of its own
}

// reader decides passage by passage with a model.
type reader struct {
	a          *article
	m          *Model
	f          feats
	candidates []int32
	scores     []float32
	shares     []float64
	tally      []tally // see tallies
	stretches  []region
	cuts       cuts
	spans      []choice
	form       Form
	domain     uint32 // 1: while learning from texts whose names nobody labelled
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
	if lang == "en" {
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
	v := verdict{link: link{-1, -1}}
	best, second := float32(math.Inf(-1)), float32(math.Inf(-1))
	r.scores = r.scores[:0]
	for _, c := range r.candidates {
		r.begin(decideSpeaker)
		r.expect(best - outOfReach)
		cue := a.describe(&r.f, &s, c)
		x := r.score()
		if r.form != inEnglish {
			x += a.prior(&s, c, int(cue))
		}
		r.scores = append(r.scores, x)
		if x > best {
			best, second = x, best
			v.link = link{c, cue}
		} else if x > second {
			second = x
		}
	}
	v.share = share(best, r.scores)
	v.margin = max(-3, min(6, float64(margin(best, second))/2))
	v.other = r.others(best, v.link.mention)
	if m, cue := a.handed(p); m >= 0 && m != v.link.mention {
		v.link, v.share = link{m, cue}, 0.8
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
	}
	return v
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

// others gives the share of the candidates that mean somebody else than the best.
func (r *reader) others(best float32, mention int32) float64 {
	if mention < 0 {
		return 1
	}
	all, rest := 0.0, 0.0
	who := r.a.meant[mention]
	for i, c := range r.candidates {
		x := math.Exp(float64(r.scores[i] - best))
		all += x
		if c != mention && (who < 0 || r.a.meant[c] != who) {
			rest += x
		}
	}
	return rest / all
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
