package main

import (
	"math"
	"math/rand/v2"
	"slices"
)

type node struct {
	feature     int // -1: leaf
	cut         float64
	left, right int
	value       float64
}

type booster struct {
	x      [][]float64
	cuts   [][]float64
	bin    [][]uint8
	g, h   []float64
	l2     float64
	minH   float64
	depth  int
}

type forest [][]node

func (f forest) score(x []float64) float64 {
	sum := 0.0
	for _, t := range f {
		sum += leaf(t, x)
	}
	return sum
}

func leaf(t []node, x []float64) float64 {
	i := 0
	for t[i].feature >= 0 {
		if x[t[i].feature] <= t[i].cut {
			i = t[i].left
		} else {
			i = t[i].right
		}
	}
	return t[i].value
}

func boost(x [][]float64, y, w, start []float64, trees, depth int, rate, l2, minH, rows, cols float64) forest {
	n, d := len(x), len(x[0])
	b := booster{x: x, l2: l2, minH: minH, depth: depth, g: make([]float64, n), h: make([]float64, n)}
	b.cuts = make([][]float64, d)
	b.bin = make([][]uint8, d)
	vals := make([]float64, n)
	for f := range d {
		for i := range n {
			vals[i] = x[i][f]
		}
		slices.Sort(vals)
		u := slices.Compact(slices.Clone(vals))
		var cuts []float64
		if len(u) <= 16 {
			for i := 0; i+1 < len(u); i++ {
				cuts = append(cuts, (u[i]+u[i+1])/2)
			}
		} else {
			for q := 1; q < 16; q++ {
				c := u[len(u)*q/16]
				cuts = append(cuts, c)
			}
		}
		b.cuts[f] = cuts
		b.bin[f] = make([]uint8, n)
		for i := range n {
			k, _ := slices.BinarySearch(cuts, x[i][f])
			b.bin[f][i] = uint8(k)
		}
	}
	z := slices.Clone(start)
	r := rand.New(rand.NewPCG(1, 2))
	var out forest
	for range trees {
		var some []int
		for i := range n {
			if r.Float64() < rows {
				some = append(some, i)
			}
			p := 1 / (1 + math.Exp(-z[i]))
			b.g[i] = w[i] * (y[i] - p)
			b.h[i] = w[i] * max(p*(1-p), 1e-6)
		}
		var use []int
		for f := range d {
			if r.Float64() < cols && len(b.cuts[f]) > 0 {
				use = append(use, f)
			}
		}
		var t []node
		b.grow(&t, some, use, 0, rate)
		for i := range n {
			z[i] += leaf(t, x[i])
		}
		out = append(out, t)
	}
	return out
}

func (b *booster) grow(t *[]node, rows, use []int, depth int, rate float64) int {
	at := len(*t)
	*t = append(*t, node{feature: -1})
	G, H := 0.0, 0.0
	for _, i := range rows {
		G += b.g[i]
		H += b.h[i]
	}
	(*t)[at].value = rate * G / (H + b.l2)
	if depth == b.depth || len(rows) < 8 {
		return at
	}
	best, bf, bk := 1e-6, -1, 0
	var gs, hs [20]float64
	for _, f := range use {
		n := len(b.cuts[f]) + 1
		clear(gs[:n])
		clear(hs[:n])
		bin := b.bin[f]
		for _, i := range rows {
			gs[bin[i]] += b.g[i]
			hs[bin[i]] += b.h[i]
		}
		gl, hl := 0.0, 0.0
		for k := 0; k < n-1; k++ {
			gl += gs[k]
			hl += hs[k]
			if hl < b.minH || H-hl < b.minH {
				continue
			}
			gain := gl*gl/(hl+b.l2) + (G-gl)*(G-gl)/(H-hl+b.l2) - G*G/(H+b.l2)
			if gain > best {
				best, bf, bk = gain, f, k
			}
		}
	}
	if bf < 0 {
		return at
	}
	var l, r []int
	for _, i := range rows {
		if int(b.bin[bf][i]) <= bk {
			l = append(l, i)
		} else {
			r = append(r, i)
		}
	}
	// A value equal to a cut belongs left: BinarySearch gives its own index.
	(*t)[at].feature, (*t)[at].cut = bf, b.cuts[bf][bk]
	left := b.grow(t, l, use, depth+1, rate)
	right := b.grow(t, r, use, depth+1, rate)
	(*t)[at].left, (*t)[at].right = left, right
	return at
}
