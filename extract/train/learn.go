package main

import (
	"math"
	"math/rand/v2"

	"attache/extract/forest/grow"
	"attache/extract/piece"
	"attache/extract/relevance"
)

// What was chosen by cross-validation.
const (
	rounds         = 20
	relevanceRate  = 0.05
	relevanceDecay = 2e-3 // L2 of features, for each step that touches them
	pieceDecay     = 1e-3 // that of pieces of words
)

// learnRelevance fits a logistic regression over features and pieces of words by AdaGrad, averaged over the later rounds, and grows
// trees over the features beside it.
func learnRelevance(samples []*sample) relevance.Weights {
	n := len(relevance.Names())
	r := regression{weight: make([]float64, n+piece.Buckets), square: make([]float64, n+piece.Buckets)}
	sum := make([]float64, len(r.weight))
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // the same order every time is the point
	for round := range rounds {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			r.step(samples[i], n)
		}
		if round >= rounds/2 {
			for i, x := range r.weight {
				sum[i] += x / (rounds - rounds/2)
			}
		}
	}
	w := relevance.Weights{Threshold: 0.5, Weight: sum[:n], Pieces: relevance.Quantized(sum[n:])}
	rows := make([]grow.Row, len(samples))
	for i, s := range samples {
		rows[i] = grow.Row{X: relevance.Numbers(s.relevance), Right: s.diplomacy, Weight: s.relevanceWeight()}
	}
	w.Trees = grow.Forest(rows)
	return w
}

// regression is a logistic regression while it is learned; the weights of pieces stand behind those of features.
type regression struct{ weight, square []float64 }

// step moves the weights along the gradient of one sample.
func (r *regression) step(s *sample, features int) {
	score := 0.0
	for i, x := range s.relevance {
		score += r.weight[i] * x
	}
	for _, p := range s.pieces {
		score += r.weight[features+int(p.Bucket)] * float64(p.Value)
	}
	g := 1 / (1 + math.Exp(-score))
	if s.diplomacy {
		g--
	}
	g *= s.relevanceWeight()
	for i, x := range s.relevance {
		if x != 0 {
			r.move(i, g*x, relevanceDecay)
		}
	}
	for _, p := range s.pieces {
		r.move(features+int(p.Bucket), g*float64(p.Value), pieceDecay)
	}
}

func (r *regression) move(i int, g, decay float64) {
	g += decay * r.weight[i]
	r.square[i] += g * g
	r.weight[i] -= relevanceRate * g / (math.Sqrt(r.square[i]) + 1e-4)
}
