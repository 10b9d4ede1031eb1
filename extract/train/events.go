package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"attache"
	"attache/extract/event"
)

// What was chosen by cross-validation.
const (
	epochs      = 30
	rate        = 0.08
	pressWeight = 2    // what a report of the press counts, of which there are fewer than of ministries' texts
	eventDecay  = 8e-3 // L2, for each step on the features that step touches
)

// eventModel is a multinomial logistic regression: a weight for each feature and type.
type eventModel struct{ w []float32 }

var kinds = len(event.Types)

func typeIndex(t attache.EventType) int { return slices.Index(event.Types, t) }

// learnEvents fits by AdaGrad, averaged over the later epochs.
func learnEvents(samples []*sample) *eventModel {
	samples = slices.DeleteFunc(slices.Clone(samples), func(s *sample) bool { return typeIndex(s.event) < 0 })
	n := event.ArticleFeatures() * kinds
	m := &eventModel{w: make([]float32, n)}
	square, sum := make([]float32, n), make([]float64, n)
	random := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // the same order every time is the point
	p := make([]float64, kinds)
	averaged := 0
	for epoch := range epochs {
		random.Shuffle(len(samples), func(i, j int) { samples[i], samples[j] = samples[j], samples[i] })
		for _, s := range samples {
			m.step(s, square, p)
		}
		if epoch >= epochs/2 {
			averaged++
			for i := range m.w {
				sum[i] += float64(m.w[i])
			}
		}
	}
	for i := range m.w {
		m.w[i] = float32(sum[i] / float64(averaged))
	}
	return m
}

// step moves the weights along the gradient of one sample.
func (m *eventModel) step(s *sample, square []float32, p []float64) {
	m.probabilities(s.article, p)
	gold := typeIndex(s.event)
	for k := range p {
		g := p[k]
		if k == gold {
			g--
		}
		g *= s.weight
		if s.press && !s.wire() && !s.extra {
			g *= pressWeight
		}
		for _, f := range s.article {
			at := int(f.Bucket)*kinds + k
			d := float32(g)*f.Value + eventDecay*m.w[at]
			square[at] += d * d
			m.w[at] -= rate * d / (float32(math.Sqrt(float64(square[at]))) + 1e-4)
		}
	}
}

func (m *eventModel) probabilities(features []event.Feature, p []float64) {
	clear(p)
	for _, f := range features {
		at := int(f.Bucket) * kinds
		for k := range p {
			p[k] += float64(m.w[at+k]) * float64(f.Value)
		}
	}
	top, total := slices.Max(p), 0.0
	for k := range p {
		p[k] = math.Exp(p[k] - top)
		total += p[k]
	}
	for k := range p {
		p[k] /= total
	}
}

// quantized cuts the weights to a byte each.
func (m *eventModel) quantized() *event.Articles {
	most := float32(1e-9)
	for _, x := range m.w {
		most = max(most, x, -x)
	}
	a := &event.Articles{Scale: most / 127, Weights: make([]int8, len(m.w))}
	for i, x := range m.w {
		a.Weights[i] = int8(math.Round(float64(x / a.Scale)))
	}
	return a
}
