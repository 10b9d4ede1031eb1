package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"attache"
	"attache/extract/event"
)

type eventModel struct {
	w    []float32
	bias []float32
}

var kinds = len(event.Types)

func typeIndex(t attache.EventType) int { return slices.Index(event.Types, t) }

func learnEvents(samples []*sample, epochs int, rate, decay float64) *eventModel {
	n := event.ArticleFeatures() * kinds
	m := &eventModel{w: make([]float32, n)}
	square, sum := make([]float32, n), make([]float64, n)
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(3, 5))
	p := make([]float64, kinds)
	averaged := 0
	for epoch := range epochs {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			s := samples[i]
			m.probabilities(s.article, p)
			gold := typeIndex(s.event)
			for k := range p {
				g := p[k]
				if k == gold {
					g--
				}
				g *= s.weight
				for _, f := range s.article {
					at := int(f.Bucket)*kinds + k
					d := float32(g)*f.Value + float32(decay)*m.w[at]
					square[at] += d * d
					m.w[at] -= float32(rate) * d / (float32(math.Sqrt(float64(square[at]))) + 1e-4)
				}
			}
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

func (m *eventModel) probabilities(fs []event.Feature, p []float64) {
	clear(p)
	for _, f := range fs {
		at := int(f.Bucket) * kinds
		for k := range p {
			p[k] += float64(m.w[at+k]) * float64(f.Value)
		}
	}
	top := slices.Max(p)
	total := 0.0
	for k := range p {
		p[k] = math.Exp(p[k] - top)
		total += p[k]
	}
	for k := range p {
		p[k] /= total
	}
}

func crossEvents(samples []*sample, epochs int, rate, decay float64, show bool) {
	var use []*sample
	for _, s := range samples {
		if s.event != "" && typeIndex(s.event) >= 0 {
			use = append(use, s)
		}
	}
	right, all, old := map[string]int{}, map[string]int{}, map[string]int{}
	confusion := map[string]int{}
	const folds = 8
	p := make([]float64, kinds)
	for fold := range folds {
		out := func(s *sample) bool { return foldOf(s, folds) == fold }
		m := learnEvents(slices.DeleteFunc(slices.Clone(use), out), epochs, rate, decay)
		for _, s := range use {
			if !out(s) {
				continue
			}
			m.probabilities(s.article, p)
			best := 0
			for k := range p {
				if p[k] > p[best] {
					best = k
				}
			}
			keys := []string{"set " + s.set}
			if s.set == "train" || len(s.set) > 4 && s.set[:4] == "gold" {
				if s.press {
					keys = append(keys, "press", "press "+s.lang)
				} else {
					keys = append(keys, "official")
				}
			} else if len(s.set) == 2 {
				keys = append(keys, "wire", "wire "+s.lang)
			}
			before := s.sense.With(event.Sentences()).Type
			for _, k := range keys {
				all[k]++
				if event.Types[best] == s.event {
					right[k]++
				}
				if before == s.event {
					old[k]++
				}
			}
			if event.Types[best] != s.event && (s.set == "train" || len(s.set) == 2) {
				confusion[fmt.Sprintf("%s as %s", s.event, event.Types[best])]++
				if show {
					fmt.Printf("   E %s %s gold %s said %s %.2f\n", s.set, s.id, s.event, event.Types[best], p[best])
				}
			}
		}
	}
	var keys []string
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Printf("event %-14s n %4d right %.3f before %.3f\n", k, all[k], div(right[k], all[k]), div(old[k], all[k]))
	}
	var list []string
	for k, n := range confusion {
		list = append(list, fmt.Sprintf("%3d %s", n, k))
	}
	slices.Sort(list)
	slices.Reverse(list)
	for _, l := range list[:min(len(list), 20)] {
		fmt.Println(l)
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
