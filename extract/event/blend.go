package event

import (
	"math"

	"attache"
	"attache/extract/actor"
	"attache/internal/text"
)

// How much the model says beside the trigger phrases, chosen on articles.
const (
	titleSay  = 1.0
	leadSay   = 1.0
	secondSay = 0.4
	phraseSay = 2.0
)

// blend joins the trigger phrases of an English text with what the model makes
// of its title and its first sentences. A text without a title is one sentence
// or little more: there the model, which knows the phrases too, decides alone.
func (t *tally) blend(m *Model, title, body actor.Part) {
	alone := len(title.Doc.Tokens) == 0 && len(body.Doc.Tokens) < 120 // as Sense.alone
	var odds [16]float64
	add := func(p actor.Part, r text.Range, weight float64) {
		o := m.odds(p, r)
		for k := range odds {
			odds[k] += weight * o[k]
		}
	}
	if alone {
		add(body, text.Range{First: 0, End: int32(len(body.Doc.Tokens))}, 1)
	} else {
		if n := int32(len(title.Doc.Tokens)); n > 0 {
			add(title, text.Range{First: 0, End: n}, titleSay)
		}
		for i, r := range body.Doc.Sentences {
			if i > 1 {
				break
			}
			add(body, r, []float64{leadSay, secondSay}[i])
		}
	}
	sum := 2.0
	for _, v := range t.total {
		sum += v
	}
	for i := range t.total {
		share := math.Log((t.total[i] + 0.25) / sum)
		k := labelIndex[Types[i]]
		switch {
		case alone && i == 0:
			t.total[i] = math.Inf(-1) // a sentence alone is labelled by what it says
		case alone:
			t.total[i] = odds[k] + 0.001*share // the phrases break ties: CONCEDE or RETREAT
		default:
			t.total[i] = phraseSay*share + odds[k]
		}
	}
}

// labelIndex gives the model's label of a type.
var labelIndex = func() map[attache.EventType]int {
	m := map[attache.EventType]int{}
	for _, t := range Types {
		for i, l := range Labels {
			if l == t || l == "YIELD" && (t == attache.Concede || t == attache.Retreat) {
				m[t] = i
			}
		}
	}
	return m
}()
