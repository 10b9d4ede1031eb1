package main

import (
	"math"

	"attache/extract/relevance"
)

// learnRelevance fits a logistic regression with L2 by AdaGrad over all samples at once.
func learnRelevance(samples []*sample, decay float64) relevance.Weights {
	n := len(relevance.Names())
	w := relevance.Weights{Threshold: 0.5, Weight: make([]float64, n)}
	square, g := make([]float64, n), make([]float64, n)
	for range 400 {
		clear(g)
		for _, s := range samples {
			d := w.Probability(s.relevance)
			if s.diplomacy {
				d--
			}
			d *= s.weight
			for i, x := range s.relevance {
				if x != 0 {
					g[i] += d * x
				}
			}
		}
		for i := range w.Weight {
			if i > 0 {
				g[i] += decay * w.Weight[i]
			}
			square[i] += g[i] * g[i]
			w.Weight[i] -= 0.2 * g[i] / (math.Sqrt(square[i]) + 1e-9)
		}
	}
	return w
}
