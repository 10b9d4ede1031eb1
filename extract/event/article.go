package event

import (
	"math"
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/extract/concept"
	"attache/internal/text"
)

// acting are the concepts whose order in a sentence is measured: what is done, and with whom.
var acting = strings.Fields(`TALKS MEET VISIT CALL LETTER SUMMIT TREATY SIGN PROMISE FUTURE CEASEFIRE MEDIATE RECOGNISE COOPERATE PRISONERS
	BACK	CONGRATULATE AID ARMS URGE ASK CONDEMN CONCERN REFUSE THREATEN SUMMON SANCTION EXPEL TARIFF WITHDRAW EASE FREE DEPLOY SEIZE ATTACK SPEAK`)

// zones of an article.
const (
	inTitle  = iota // the title
	inFirst         // the first sentence that is no dateline
	inNext          // the two behind it
	inRest          // what follows, by how often
	zoneKind        // how many zones there are
)

// shapes are the measures of an article that are neither words nor phrases.
var shapes = []string{
	"always", "no title", "labels of speakers", "labels of questions", "questions", "short", "long", "one party",
	"two parties", "more parties", "parties in title", "bodies", "English",
	"clauses of title", "title is somebody's words", "title asks", "title quotes",
}

// words is the size of the space that words are hashed into, pieces that of pieces of words.
const (
	words  = 1 << 12
	pieces = 1 << 15
)

// layout gives where each family of features begins.
type layout struct{ shape, concept, title, total, near, best, odds, pair, word, piece, end int }

// nearness is how many kinds of places of a trigger phrase are told apart: see measurer.nearby.
const nearness = 11

func layoutOf() layout {
	var l layout
	l.concept = l.shape + len(shapes)
	l.title = l.concept + zoneKind*len(concept.Names())
	l.total = l.title + len(Types)
	l.near = l.total + len(Types)
	l.best = l.near + nearness*len(Types)
	l.odds = l.best + len(Types)
	l.pair = l.odds + 2*len(Labels)
	l.word = l.pair + 2*(len(acting)+1)*(len(acting)+1)
	l.piece = l.word + words
	l.end = l.piece + pieces
	return l
}

// ArticleFeatures is how many features an article may have.
func ArticleFeatures() int { return layoutOf().end }

// Measures gives what the model of articles weighs: concepts by their place, trigger phrases, what the model of sentences
// makes of the title and of the first sentence, which act stands before which, the words of the title and pieces of them, and the
// shape of the text.
func (s *Sense) Measures() []Feature {
	m := measurer{layout: layoutOf(), sense: s, concepts: make([]float32, zoneKind*len(concept.Names()))}
	m.first, m.rest = sentences(s.body.Doc)
	m.places()
	m.phrases()
	m.judged()
	m.decided()
	m.words()
	m.pieces()
	m.shapes()
	return m.out
}

type measurer struct {
	layout
	sense    *Sense
	first    []text.Range // the sentences that count, the first one the lead
	rest     int32        // token behind them
	concepts []float32
	out      []Feature
}

func (m *measurer) add(at int, value float64) {
	if value != 0 {
		m.out = append(m.out, Feature{uint32(at), float32(value)})
	}
}

// deepest is how many tokens of a body are read for concepts.
const deepest = 500

// sentences gives the first three sentences that say something, and the token behind them. A place line, a byline and the name
// of a speaker say nothing.
func sentences(d *text.Doc) ([]text.Range, int32) {
	var out []text.Range
	end := int32(0)
	for i, r := range d.Sentences {
		if len(out) == 3 || i > 12 {
			break
		}
		end = r.End
		enough := int32(8)
		if d.Has(text.Han) {
			enough = 16
		}
		if r.End-r.First >= enough {
			r.End = min(r.End, r.First+longest)
			out = append(out, r)
		}
	}
	return out, end
}

func (m *measurer) places() {
	s := m.sense
	if n := int32(len(s.title.Doc.Tokens)); n > 0 {
		m.zone(s.title, text.Range{First: 0, End: n}, inTitle)
	} else if len(m.first) > 0 { // the first sentence is what a title would say
		m.zone(s.body, m.first[0], inTitle)
	}
	for i, r := range m.first {
		m.zone(s.body, r, min(inFirst+i, inNext))
	}
	m.zone(s.body, text.Range{First: m.rest, End: min(int32(len(s.body.Doc.Tokens)), m.rest+deepest)}, inRest)
	for i, v := range m.concepts {
		if i/len(concept.Names()) == inRest {
			v = float32(math.Log1p(float64(v))) / 2
		}
		m.add(m.concept+i, float64(v))
	}
}

func (m *measurer) zone(p actor.Part, r text.Range, zone int) {
	if r.First >= r.End {
		return
	}
	n := len(concept.Names())
	var order []int
	for _, h := range concept.Find(p.Doc, p.Folds, int(r.First), int(r.End), nil) {
		at := zone*n + int(h.Concept)
		if zone == inRest {
			m.concepts[at]++
			continue
		}
		m.concepts[at] = 1
		if k := actNumber(h.Concept); k > 0 && len(order) < 12 && (len(order) == 0 || order[len(order)-1] != k) {
			order = append(order, k)
		}
	}
	if zone > inFirst {
		return
	}
	before := 0 // the beginning
	for _, k := range order {
		m.add(m.pair+(zone*(len(acting)+1)+before)*(len(acting)+1)+k, 0.7)
		before = k
	}
}

// actNumber gives the number of a concept among acting, from 1; 0 when it is none.
func actNumber(id concept.ID) int { return slices.Index(acting, concept.Names()[id]) + 1 }

// Phrases gives how much of the trigger phrases is of each type: in the title, in all, and at the places that Measures tells apart.
// Another decision may weigh them too; PhraseNames names them in this order.
func (s *Sense) Phrases() []float64 {
	m := measurer{layout: layoutOf(), sense: s}
	m.first, m.rest = sentences(s.body.Doc)
	m.phrases()
	out := make([]float64, m.best-m.title)
	for _, f := range m.out {
		out[int(f.Bucket)-m.title] += float64(f.Value)
	}
	return out
}

// PhraseNames names what Phrases gives.
func PhraseNames() []string {
	var out []string
	for _, place := range [2 + nearness]string{"title", "all", "first", "next", "beside", "between", "opens title", "opens first", "early",
		"first clause", "last clause", "behind party in title", "behind party in first"} {
		for _, t := range Types {
			out = append(out, place+" phrase "+string(t))
		}
	}
	return out
}

func (m *measurer) phrases() {
	var title, all [17]float64
	var sumTitle, sumAll float64
	for i := range m.sense.tally.hits {
		h := &m.sense.tally.hits[i]
		if h.title {
			title[h.kind] += h.value
			sumTitle += h.value
		}
		all[h.kind] += h.value
		sumAll += h.value
	}
	for k := range title {
		m.add(m.title+k, 1.5*title[k]/(sumTitle+1))
		m.add(m.total+k, 3*all[k]/(sumAll+1))
	}
	m.nearby()
}

// nearby adds by type how much of the phrases stands in the first sentence, in the two behind it, in a sentence with two parties,
// and between two parties, where who acts stands before and who is acted upon behind; which phrase comes first in the title and in the
// first sentence, and how early each one comes.
func (m *measurer) nearby() {
	var sum [nearness][17]float64
	var total [nearness]float64
	count := func(place, kind int, value float64) {
		sum[place][kind] += value
		total[place] += value
	}
	s := m.sense
	acting := actor.Acting(s.title.Mentions, s.body.Mentions)
	opens := [2]*hit{} // the first phrase of the title, and of the first sentence
	for i := range s.tally.hits {
		h := &s.tally.hits[i]
		p := s.body
		if h.title {
			p = s.title
		}
		at := p.Doc.Tokens[h.First].Sentence
		value := float64(h.Weight) * (0.7 + 0.3*float64(h.Terms))
		for k, r := range m.first {
			if !h.title && h.First >= r.First && h.First < r.End {
				count(min(k, 1), h.kind, value)
			}
		}
		if h.title {
			earlier(&opens[0], h)
			count(6, h.kind, value/(1+0.15*float64(h.First)))
		} else if len(m.first) > 0 && h.First >= m.first[0].First && h.First < m.first[0].End {
			earlier(&opens[1], h)
			count(6, h.kind, value/(1+0.15*float64(h.First-m.first[0].First)))
		}
		before, behind := around(p, acting, h.First, h.End, at)
		if before != "" || behind != "" {
			count(2, h.kind, value)
		}
		if before != "" && behind != "" && before != behind {
			count(3, h.kind, value)
		}
	}
	for i, h := range opens {
		if h != nil {
			count(4+i, h.kind, 2)
		}
	}
	m.byClause(acting, count)
	for place := range sum {
		for k, v := range sum[place] {
			m.add(m.near+place*len(Types)+k, 1.5*v/(total[place]+2))
		}
	}
}

// byClause counts the phrases of the first and of the last clause of a headline, and the one behind the party that is named first.
func (m *measurer) byClause(acting map[string]bool, count func(place, kind int, value float64)) {
	s := m.sense
	if c := clauses(s.title.Doc); len(c) > 1 {
		for i := range s.tally.hits {
			h := &s.tally.hits[i]
			value := float64(h.Weight) * (0.7 + 0.3*float64(h.Terms))
			if h.title && h.First < c[0].End {
				count(7, h.kind, value)
			}
			if h.title && h.First >= c[len(c)-1].First {
				count(8, h.kind, value)
			}
		}
	}
	whole := text.Range{First: 0, End: int32(len(s.title.Doc.Tokens))}
	if h := behindParty(s.title, acting, s.tally.hits, whole, true); h != nil {
		count(9, h.kind, 2)
	}
	if len(m.first) > 0 {
		if h := behindParty(s.body, acting, s.tally.hits, m.first[0], false); h != nil {
			count(10, h.kind, 2)
		}
	}
}

// earlier keeps the phrase that begins first, of two that begin together the longer one.
func earlier(have **hit, h *hit) {
	if *have == nil || h.First < (*have).First || h.First == (*have).First && h.Terms > (*have).Terms {
		*have = h
	}
}

// around gives the parties before and behind words of a sentence, the nearest ones.
func around(p actor.Part, acting map[string]bool, first, end int32, sentence int32) (before, behind string) {
	for _, x := range p.Mentions {
		if p.Doc.Tokens[x.First].Sentence != sentence || x.Place || !acting[x.Code] {
			continue
		}
		switch {
		case x.End <= first:
			before = x.Code
		case x.First >= end && behind == "":
			behind = x.Code
		}
	}
	return before, behind
}

// best adds the type that phrases and sentences decide for by themselves.
func (m *measurer) decided() {
	t := m.sense.tally
	if m.sense.body.Doc.Has(text.OwnWeights) {
		t.blend(standard(), m.sense.title, m.sense.body)
	}
	best := 0
	for i := range t.total {
		if t.total[i] > t.total[best] {
			best = i
		}
	}
	m.add(m.best+best, bestScale)
}

// bestScale is the strength of that feature, chosen by cross-validation.
const bestScale = 2

// judged adds what the model of sentences makes of an English title and first sentence.
func (m *measurer) judged() {
	s := m.sense
	if !s.body.Doc.Has(text.OwnWeights) {
		return
	}
	n := int32(len(s.title.Doc.Tokens))
	parts := []struct {
		p actor.Part
		r text.Range
	}{{s.title, text.Range{First: 0, End: n}}}
	if len(m.first) > 0 {
		parts = append(parts, struct {
			p actor.Part
			r text.Range
		}{s.body, m.first[0]})
	}
	for i, x := range parts {
		if x.r.First >= x.r.End {
			continue
		}
		for k, o := range standard().odds(x.p, x.r) {
			m.add(m.odds+i*len(Labels)+k, 1.5*math.Exp(o))
		}
	}
}
