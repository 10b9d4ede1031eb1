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
	"sync"

	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
)

//go:embed data/*.txt data/weights.tsv
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

// Verdict is what Judge found.
type Verdict struct {
	Diplomacy float64  // probability
	Relevant  bool     // it is above one half
	Evidence  []string // the words that decided, strongest first, at most six
}

// Judge reads a text.
func Judge(title, body actor.Part, sense *event.Sense) Verdict {
	return With(standard(), title, body, sense)
}

// With is Judge with other weights than those in the program.
func With(w Weights, title, body actor.Part, sense *event.Sense) Verdict {
	v := Measure(title, body, sense)
	p := 1 / (1 + math.Exp(-w.Score(v.Features())))
	return Verdict{Diplomacy: math.Round(p*1000) / 1000, Relevant: p > 0.5, Evidence: v.evidence()}
}
