package main

import (
	"math"
	"math/rand/v2"

	"attache/extract/event"
)

// What was chosen by cross-validation.
const (
	epochs = 40
	rate   = 0.12
	decay  = 2e-3 // L2, for each step on the features that step touches
)

var classes = len(event.Labels)

// learn fits a multinomial logistic regression by AdaGrad, averaged over the
// later epochs, and cuts its weights to a byte each. Rare labels weigh more.
func learn(samples []sample) *event.Model {
	n := event.Buckets * classes
	w, square, sum := make([]float32, n), make([]float32, n), make([]float64, n)
	weight := balance(samples)
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the same order every time is the point
	p := make([]float64, classes)
	averaged := 0
	for epoch := range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			step(&samples[i], w, square, p, weight[samples[i].label])
		}
		if epoch >= epochs/2 {
			averaged++
			for i := range w {
				sum[i] += float64(w[i])
			}
		}
	}
	for i := range w {
		w[i] = float32(sum[i] / float64(averaged))
	}
	return quantize(w)
}

// balance weighs the labels by the root of how rare they are.
func balance(samples []sample) []float64 {
	count := make([]float64, classes)
	for i := range samples {
		count[samples[i].label]++
	}
	out := make([]float64, classes)
	for k := range out {
		if count[k] > 0 {
			out[k] = math.Min(math.Sqrt(float64(len(samples))/float64(classes)/count[k]), 2)
		}
	}
	return out
}

// step moves the weights along the gradient of one sample.
func step(s *sample, w, square []float32, p []float64, weight float64) {
	norm := 0.0
	for _, f := range s.features {
		norm += float64(f.Value) * float64(f.Value)
	}
	norm = 1 / math.Sqrt(norm)
	probabilities(s.features, w, p, norm)
	for k := range p {
		g := p[k]
		if k == s.label {
			g--
		}
		g *= weight
		for _, f := range s.features {
			i := int(f.Bucket)*classes + k
			d := float32(g*float64(f.Value)*norm) + decay*w[i]
			square[i] += d * d
			w[i] -= rate * d / (float32(math.Sqrt(float64(square[i]))) + 1e-4)
		}
	}
}

func probabilities(features []event.Feature, w []float32, p []float64, norm float64) {
	for k := range p {
		p[k] = 0
	}
	for _, f := range features {
		at := int(f.Bucket) * classes
		for k := range p {
			p[k] += float64(w[at+k]) * float64(f.Value)
		}
	}
	top, total := math.Inf(-1), 0.0
	for k := range p {
		p[k] *= norm * sharpness
		top = math.Max(top, p[k])
	}
	for k := range p {
		p[k] = math.Exp(p[k] - top)
		total += p[k]
	}
	for k := range p {
		p[k] /= total
	}
}

// sharpness makes up for the normed length of the feature vectors.
const sharpness = 4

func quantize(w []float32) *event.Model {
	most := float32(0)
	for _, x := range w {
		most = max(most, x, -x)
	}
	m := &event.Model{Scale: most / 127, Weights: make([]int8, len(w))}
	if most == 0 {
		m.Scale = 1
		return m
	}
	for i, x := range w {
		m.Weights[i] = int8(math.Round(float64(x / m.Scale)))
	}
	return m
}
