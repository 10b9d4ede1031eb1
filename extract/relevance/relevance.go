// Package relevance tells whether a text is diplomacy: relations between states
// and international bodies, their envoys, talks, agreements, demands, sanctions,
// recognition. What enters is a text already cut and its mentions of countries
// and bodies; what leaves is a probability and the words that decided.
//
// Sports between nations, business "talks" and "sanctions", a foreign minister
// in domestic politics and war reports without diplomacy are not diplomacy. What
// counts is that states or bodies act on each other: which concepts stand in the
// title, in the lead, in the whole, and which of them beside two parties. The
// weights are learned over all languages at once.
package relevance

import (
	"embed"
	"math"

	"attache/extract/actor"
	"attache/extract/event"
)

//go:embed data/weights.tsv
var files embed.FS

// Verdict is what Judge found.
type Verdict struct {
	Diplomacy float64  // probability, 0 to 1
	Relevant  bool     // it is above the threshold that was learned
	Evidence  []string // the words that decided, strongest first, at most six
}

// fewWords is where a text is more than a few lines.
const fewWords = 90

// Judge reads a text.
func Judge(title, body actor.Part, sense *event.Sense) Verdict {
	return With(standard(), title, body, sense)
}

// With is Judge with other weights than those in the program.
func With(w Weights, title, body actor.Part, sense *event.Sense) Verdict {
	v := Measure(title, body, sense)
	p := w.Probability(v.Features(), v.pieces)
	from := w.Threshold
	if len(title.Doc.Tokens)+len(body.Doc.Tokens) < fewWords {
		from = w.Short
	}
	return Verdict{Diplomacy: math.Round(p*1000) / 1000, Relevant: p >= from, Evidence: v.evidence(w)}
}
