package main

import (
	"math"

	"attache/extract/forest/grow"
	"attache/extract/relevance"
)

// What was chosen by cross-validation.
const (
	steps          = 400
	relevanceRate  = 0.2
	relevanceDecay = 8 // L2
)

// learnRelevance fits a logistic regression by AdaGrad over all samples at once, and grows
// trees beside it.
func learnRelevance(samples []*sample) relevance.Weights {
	n := len(relevance.Names())
	w := relevance.Weights{Threshold: 0.5, Weight: make([]float64, n)}
	square, g := make([]float64, n), make([]float64, n)
	for range steps {
		clear(g)
		for _, s := range samples {
			d := w.Probability(s.relevance)
			if s.diplomacy {
				d--
			}
			d *= s.relevanceWeight()
			for i, x := range s.relevance {
				if x != 0 {
					g[i] += d * x
				}
			}
		}
		for i := range w.Weight {
			if i > 0 {
				g[i] += relevanceDecay * w.Weight[i]
			}
			square[i] += g[i] * g[i]
			w.Weight[i] -= relevanceRate * g[i] / (math.Sqrt(square[i]) + 1e-9)
		}
	}
	rows := make([]grow.Row, len(samples))
	for i, s := range samples {
		rows[i] = grow.Row{X: relevance.Numbers(s.relevance), Right: s.diplomacy, Weight: s.relevanceWeight()}
	}
	w.Trees = grow.Forest(rows)
	return w
}
