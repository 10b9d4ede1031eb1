package relevance

import (
	"math"
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/extract/concept"
	"attache/extract/event"
	"attache/extract/piece"
	"attache/internal/text"
)

// Vector is what is known of a text.
type Vector struct {
	head, whole, between []float64 // by concept: in title and lead; in all, by length; beside two parties
	title                []float64
	shape                []float64 // the measures that shapes names
	phrases              []float64 // what the trigger phrases of events say, as event.Sense.Phrases gives it
	words                []word
	pieces               []piece.Piece // of the title's words and of those of the first lines
}

// word is a phrase that speaks for diplomacy, with the concept it stands for.
type word struct {
	text    string
	concept concept.ID
	scale   float64
}

// deepest is how many words behind the lead are read: what an article is about
// stands before.
const deepest = 700

// Measure counts what a text says.
func Measure(title, body actor.Part, sense *event.Sense) *Vector {
	n := len(concept.Names())
	v := &Vector{
		title: make([]float64, n), head: make([]float64, n), whole: make([]float64, n), between: make([]float64, n),
	}
	lead := leadEnd(body.Doc)
	end := min(len(body.Doc.Tokens), lead+deepest)
	acting := actor.Acting(title.Mentions, body.Mentions)
	t, b := partiesOf(title, acting), partiesOf(body, acting)
	c := counter{vector: v, seen: map[uint16]bool{}}
	c.count(title, t, 0, len(title.Doc.Tokens), 2)
	c.count(body, b, 0, lead, 1)
	c.count(body, b, lead, end, 0)
	long := 120 / (120 + float64(end)/2) // a long text has more words of every kind
	for i := range v.whole {
		v.whole[i] = math.Log1p(4 * v.whole[i] * long)
		v.between[i] = math.Log1p(v.between[i])
	}
	v.shape = shape(title, body, t, b, lead, end, acting, sense)
	v.phrases = sense.Phrases()
	v.pieces = append(piece.Of(title.Doc, titleRunes, 't', titlePieces), piece.Of(body.Doc, leadRunes, 'b', leadPieces)...)
	return v
}

// How much of a text is cut into pieces, and what they count beside the other features: chosen by cross-validation.
const (
	titleRunes, titlePieces = 300, 2
	leadRunes, leadPieces   = 600, 3
)

// Pieces are the pieces of words that are weighed.
func (v *Vector) Pieces() []piece.Piece { return v.pieces }

// leadEnd gives the end of the lead: sixty words (a hundred characters in Chinese) and the sentence they end in.
func leadEnd(d *text.Doc) int {
	enough := int32(60)
	if d.Has(text.Han) {
		enough = 100
	}
	end := 0
	for i, s := range d.Sentences {
		end = min(int(s.End), 250) // a sentence without an end is no prose
		if s.End >= enough || i >= 6 {
			break
		}
	}
	return end
}

// parties are the codes that act in each sentence of a part.
type parties [][]string

func partiesOf(p actor.Part, acting map[string]bool) parties {
	out := make(parties, len(p.Doc.Sentences))
	for _, m := range p.Mentions {
		at := p.Doc.Tokens[m.First].Sentence
		if !acts(m, acting) || slices.Contains(out[at], m.Code) {
			continue
		}
		out[at] = append(out[at], m.Code)
	}
	return out
}

func acts(m actor.Mention, acting map[string]bool) bool {
	return acting[m.Code] && m.Class != actor.Region && (!m.Place || m.Class > actor.Capital)
}

// counter counts the phrases of the concepts, each once a text.
type counter struct {
	vector *Vector
	seen   map[uint16]bool
	hits   []concept.Hit
}

func (c *counter) count(p actor.Part, of parties, first, end int, zone float64) {
	v := c.vector
	c.hits = concept.Find(p.Doc, p.Folds, first, end, c.hits[:0])
	for _, h := range c.hits {
		if zone == 2 {
			v.title[h.Concept] = 1
		}
		if zone > 0 {
			v.head[h.Concept] = 1
			if len(of[p.Doc.Tokens[h.First].Sentence]) > 1 {
				v.between[h.Concept]++
			}
			v.words = append(v.words, word{strings.ToLower(p.Doc.Slice(int(h.First), int(h.End))), h.Concept, 1 + zone})
		} else if len(of[p.Doc.Tokens[h.First].Sentence]) > 1 {
			v.between[h.Concept] += 0.3
		}
		if c.seen[h.Pattern] {
			v.whole[h.Concept] += 0.2
			continue
		}
		c.seen[h.Pattern] = true
		v.whole[h.Concept]++
	}
}

// shapes names the measures of a text that are no concepts.
var shapes = []string{
	"one party in head", "two parties in head", "more parties in head", "parties", "bodies", "bodies in head", "share of the party named most",
	"party in title", "two parties in title", "title acts", "lead acts", "sentences of two parties", "no party",
	"party first in title", "party first in lead",
	"length", "places",
}

func shape(title, body actor.Part, t, b parties, lead, end int, acting map[string]bool, sense *event.Sense) []float64 {
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	near, all, bodies, nearBodies := map[string]bool{}, map[string]int{}, map[string]bool{}, map[string]bool{}
	total, places := 0, 0
	add := func(m actor.Mention, early bool) {
		if !acts(m, acting) {
			places++
			return
		}
		all[m.Code]++
		total++
		if early {
			near[m.Code] = true
		}
		if !actor.IsCountry(m.Code) {
			bodies[m.Code] = true
			if early {
				nearBodies[m.Code] = true
			}
		}
	}
	for _, m := range title.Mentions {
		add(m, true)
	}
	for _, m := range body.Mentions {
		if int(m.First) < end {
			add(m, int(m.First) < lead)
		}
	}
	most := 0
	for _, n := range all {
		most = max(most, n)
	}
	pairs := 0
	for i, s := range b {
		if len(s) > 1 && int(body.Doc.Sentences[i].First) < end {
			pairs++
		}
	}
	titled := map[string]bool{}
	for _, s := range t {
		for _, c := range s {
			titled[c] = true
		}
	}
	titleActs, leadActs := sense.Acts()
	size := float64(end)
	return []float64{
		is(len(near) == 1), is(len(near) == 2), is(len(near) > 2), math.Log1p(float64(len(all))), math.Log1p(float64(len(bodies))),
		is(len(nearBodies) > 0), share(most, total), is(len(titled) > 0), is(len(titled) > 1), titleActs, leadActs,
		math.Log1p(float64(pairs) * 300 / (300 + size)), is(total == 0), is(opens(title, acting)), is(opens(body, acting)),
		math.Log1p(size / 100), math.Log1p(float64(places)),
	}
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// opens says whether a party stands among the first words.
func opens(p actor.Part, acting map[string]bool) bool {
	for _, m := range p.Mentions {
		if m.First > 4 {
			return false
		}
		if acts(m, acting) {
			return true
		}
	}
	return false
}

// evidence gives the words that speak most for diplomacy.
func (v *Vector) evidence(w Weights) []string {
	slices.SortStableFunc(v.words, func(a, b word) int {
		switch x, y := w.word(a), w.word(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []string
	for _, x := range v.words {
		if len(out) == 6 || w.word(x) <= 0 {
			break
		}
		if !slices.ContainsFunc(out, func(have string) bool {
			return strings.Contains(have, x.text) || strings.Contains(x.text, have)
		}) {
			out = append(out, x.text)
		}
	}
	return out
}

// Names are the features of a text, in the order of Features.
func Names() []string {
	names := append([]string{"bias"}, shapes...)
	for _, zone := range []string{"title", "head", "all", "between"} {
		for _, c := range concept.Names() {
			names = append(names, zone+" "+c)
		}
	}
	return append(names, event.PhraseNames()...)
}

// Features gives the numbers that are weighed.
func (v *Vector) Features() []float64 {
	return slices.Concat([]float64{1}, v.shape, v.title, v.head, v.whole, v.between, v.phrases)
}
