package relevance

import (
	"math"
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/extract/text"
)

// fields are the labels of the lists, in the order of Vector's arrays. The first
// three speak for diplomacy, the others are fields that borrow its words.
var fields = [...]string{"DIPLO", "TALK", "STATE", "SPORT", "BUSINESS", "CRIME", "CULTURE", "WEATHER", "DOMESTIC", "WAR", "TRAVEL", "TECH"}

// Vector is what is known of a text.
type Vector struct {
	Title, Lead, Body   [len(fields)]float64 // weights of the distinct phrases of each field
	Parties             float64              // countries and bodies that act, in title and lead
	AllParties          float64              // in the whole text
	Bodies              float64              // international bodies
	TitleActs, LeadActs float64              // one party does something with another, 0 to 1
	Size                float64              // words of the body
	words               []word
}

// word is a phrase that speaks for diplomacy.
type word struct {
	text   string
	weight float64
}

// Measure counts what a text says.
func Measure(title, body actor.Part, sense *event.Sense) *Vector {
	v := &Vector{Size: float64(len(body.Doc.Tokens))}
	l := listOf(body.Doc.Lang)
	c := counter{list: l, order: fieldOrder(l), seen: make([]bool, l.Len()), vector: v}
	lead := leadEnd(body.Doc)
	c.count(title, 0, len(title.Doc.Tokens), &v.Title, 3)
	c.count(body, 0, lead, &v.Lead, 2)
	c.count(body, lead, min(len(body.Doc.Tokens), lead+deepest), &v.Body, 1)
	v.parties(title, body, int32(lead))
	v.TitleActs, v.LeadActs = sense.Acts()
	return v
}

// deepest is how many words behind the lead are read: what an article is about
// stands before.
const deepest = 900

// leadEnd gives the end of the lead: sixty words and the sentence they end in.
func leadEnd(d *text.Doc) int {
	end := 0
	for i, s := range d.Sentences {
		end = min(int(s.End), 250) // a sentence without an end is no prose
		if end >= 60 || i >= 4 {
			break
		}
	}
	return end
}

func fieldOrder(l *lexicon.List) []int {
	out := make([]int, len(l.Labels))
	for i, name := range l.Labels {
		out[i] = slices.Index(fields[:], name)
	}
	return out
}

// counter counts the phrases of a list, each once a text.
type counter struct {
	list   *lexicon.List
	order  []int
	seen   []bool
	vector *Vector
	hits   []lexicon.Hit
}

func (c *counter) count(p actor.Part, first, end int, into *[len(fields)]float64, scale float64) {
	c.hits = c.list.Find(p.Doc, p.Folds, first, end, c.hits[:0])
	for _, h := range c.hits {
		f := c.order[h.Label]
		if f < 0 || c.seen[h.Pattern] {
			continue
		}
		c.seen[h.Pattern] = true
		into[f] += float64(h.Weight)
		if f > 2 {
			continue
		}
		w := scale * float64(h.Weight)
		if f > 0 {
			w /= 4
		}
		c.vector.words = append(c.vector.words, word{strings.ToLower(p.Doc.Slice(int(h.First), int(h.End))), w})
	}
}

func (v *Vector) parties(title, body actor.Part, lead int32) {
	near, all, bodies := map[string]bool{}, map[string]bool{}, map[string]bool{}
	acting := actor.Acting(title.Mentions, body.Mentions)
	add := func(m actor.Mention, early bool) {
		if !acting[m.Code] || m.Place && m.Class <= actor.Capital {
			return
		}
		all[m.Code] = true
		if early {
			near[m.Code] = true
		}
		if !actor.IsCountry(m.Code) {
			bodies[m.Code] = true
		}
	}
	for _, m := range title.Mentions {
		add(m, true)
	}
	for _, m := range body.Mentions {
		add(m, m.First < lead)
	}
	v.Parties, v.AllParties, v.Bodies = float64(len(near)), float64(len(all)), float64(len(bodies))
}

// evidence gives the words that speak most for diplomacy.
func (v *Vector) evidence() []string {
	slices.SortStableFunc(v.words, func(a, b word) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	var out []string
	for _, w := range v.words {
		if len(out) == 6 {
			break
		}
		if !slices.ContainsFunc(out, func(have string) bool {
			return strings.Contains(have, w.text) || strings.Contains(w.text, have)
		}) {
			out = append(out, w.text)
		}
	}
	return out
}

// Names are the features of a text, in the order of Features.
var Names = func() []string {
	names := []string{"bias", "parties=1", "parties=2", "parties>2", "all parties", "bodies", "title acts", "lead acts", "no diplomatic word"}
	for _, f := range fields[:3] {
		names = append(names, f+" title", f+" lead", f+" all")
	}
	return append(names, fields[3:]...)
}()

// Features gives the numbers that are weighed.
func (v *Vector) Features() []float64 {
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	out := []float64{
		1, is(v.Parties == 1), is(v.Parties == 2), is(v.Parties > 2), math.Log1p(v.AllParties), math.Log1p(v.Bodies),
		v.TitleActs, v.LeadActs, is(v.Title[0]+v.Lead[0]+v.Body[0] == 0),
	}
	// A long text has more words of every kind: its body counts by length.
	scale := 150 / (150 + v.Size/2)
	for f := range 3 {
		out = append(out, math.Log1p(v.Title[f]), math.Log1p(v.Lead[f]), math.Log1p(v.Title[f]+v.Lead[f]+v.Body[f]*scale))
	}
	for f := 3; f < len(fields); f++ {
		out = append(out, math.Log1p(v.Title[f])+0.7*math.Log1p(v.Lead[f])+0.5*math.Log1p(v.Body[f]*scale))
	}
	return out
}
