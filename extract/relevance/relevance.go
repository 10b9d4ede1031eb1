// Package relevance tells whether a text is diplomacy: relations between states
// and international bodies, their envoys, talks, agreements, demands, sanctions,
// recognition. What enters is a text already cut and its mentions of countries
// and bodies; what leaves is a probability and the words that decided.
//
// Sports between nations, business "talks" and "sanctions", a foreign minister
// in domestic politics and war reports without diplomacy are not diplomacy;
// the word lists in data, one file a language, name these fields.
package relevance

import (
	"embed"
	"math"
	"slices"
	"strings"
	"sync"

	"attache/extract/actor"
	"attache/extract/lexicon"
	"attache/extract/text"
)

//go:embed data/*.txt
var files embed.FS

// Languages that have word lists; other texts are read with the English one.
var languages = []string{"en", "ru", "uk", "fr", "es", "de", "ar", "zh"}

var lists = sync.OnceValue(func() map[string]*lexicon.List {
	m := map[string]*lexicon.List{}
	for _, lang := range languages {
		data, err := files.ReadFile("data/" + lang + ".txt")
		if err != nil {
			panic("extract/relevance: " + err.Error()) // the file is part of the program
		}
		m[lang] = lexicon.MustCompile(lang, string(data))
	}
	return m
})

func listOf(lang string) *lexicon.List {
	if l, ok := lists()[lang]; ok {
		return l
	}
	return lists()["en"]
}

// Part is a title or a body, cut, with its mentions.
type Part struct {
	Doc      *text.Doc
	Folds    []string // lexicon.Folds of Doc
	Mentions []actor.Mention
}

// Verdict is what Judge found.
type Verdict struct {
	Diplomacy float64  // probability
	Relevant  bool     // it is above one half
	Evidence  []string // the words that decided, strongest first, at most six
}

// Judge reads a text.
func Judge(title, body Part) Verdict {
	f := Features(title, body)
	p := 1 / (1 + math.Exp(-f.score()))
	return Verdict{Diplomacy: math.Round(p*1000) / 1000, Relevant: p > 0.5, Evidence: f.evidence()}
}

// fields are the labels of the lists, in the order of Vector.Field.
var fields = []string{"DIPLO", "TALK", "STATE", "SPORT", "BUSINESS", "CRIME", "CULTURE", "WEATHER", "DOMESTIC", "WAR", "TRAVEL", "TECH"}

// Vector is what is known of a text.
type Vector struct {
	Title, Lead, Body [12]float64 // weights of the distinct phrases of each field
	Parties           float64     // countries and bodies that act, in title and lead
	AllParties        float64     // in the whole text
	Bodies            float64     // international bodies
	Size              float64     // words of the body
	words             []word
}

type word struct {
	text   string
	weight float64
}

// Features measures a text.
func Features(title, body Part) *Vector {
	v := &Vector{Size: float64(len(body.Doc.Tokens))}
	l := listOf(body.Doc.Lang)
	order := fieldOrder(l)
	seen := map[uint16]bool{}
	lead := leadEnd(body.Doc)
	v.count(l, order, title, 0, len(title.Doc.Tokens), &v.Title, seen, 3)
	v.count(l, order, body, 0, lead, &v.Lead, seen, 2)
	v.count(l, order, body, lead, min(len(body.Doc.Tokens), lead+900), &v.Body, seen, 1)
	v.parties(title, body, int32(lead))
	return v
}

// leadEnd gives the end of the first two paragraphs, or of the first sixty tokens and their sentence.
func leadEnd(d *text.Doc) int {
	if len(d.Sentences) == 0 {
		return 0
	}
	end := 0
	for i, s := range d.Sentences {
		end = int(s.End)
		if end >= 60 || i >= 4 {
			break
		}
	}
	return end
}

func fieldOrder(l *lexicon.List) []int {
	out := make([]int, len(l.Labels))
	for i, name := range l.Labels {
		out[i] = slices.Index(fields, name)
	}
	return out
}

func (v *Vector) count(l *lexicon.List, order []int, p Part, first, end int, into *[12]float64, seen map[uint16]bool, scale float64) {
	for _, h := range l.Find(p.Doc, p.Folds, first, end, nil) {
		f := order[h.Label]
		if f < 0 || seen[h.Pattern] {
			continue
		}
		seen[h.Pattern] = true
		into[f] += float64(h.Weight)
		if f <= 2 {
			w := scale * float64(h.Weight)
			if f != 0 {
				w /= 4
			}
			v.words = append(v.words, word{strings.ToLower(p.Doc.Slice(int(h.First), int(h.End))), w})
		}
	}
}

func (v *Vector) parties(title, body Part, lead int32) {
	near, all, bodies := map[string]bool{}, map[string]bool{}, map[string]bool{}
	add := func(m actor.Mention, early bool) {
		if m.Place && m.Class == actor.Capital {
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

// score is the log odds that the text is diplomacy.
func (v *Vector) score() float64 {
	squash := math.Log1p
	diplo := 1.1*squash(v.Title[0]) + 1.0*squash(v.Lead[0]) + 0.7*squash(v.Body[0]*120/(120+v.Size/4))
	talk := 0.3*squash(v.Title[1]) + 0.2*squash(v.Lead[1])
	state := 0.25*squash(v.Title[2]) + 0.3*squash(v.Lead[2]) + 0.1*squash(v.Body[2])
	parties := 0.9*math.Min(v.Parties, 3) + 0.15*math.Min(v.AllParties, 6) + 0.4*math.Min(v.Bodies, 2)
	other := 0.0
	for f := 3; f < len(fields); f++ {
		w := 1.0
		switch fields[f] {
		case "WAR":
			w = 0.55
		case "DOMESTIC", "CRIME":
			w = 0.75
		case "TECH", "WEATHER", "TRAVEL":
			w = 0.7
		}
		other += w * (1.0*squash(v.Title[f]) + 0.7*squash(v.Lead[f]) + 0.5*squash(v.Body[f]))
	}
	return -3.6 + diplo + talk + state + parties - 0.9*other
}
