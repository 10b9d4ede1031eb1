package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"attache/digest/cluster"
)

// example is a candidate with its truth.
type example struct {
	x      cluster.Features
	y      float64
	weight float64
}

// settings of the boosting.
type settings struct {
	trees, depth, bins int
	rate, l2, minHess  float64
	rows, columns      float64 // shares that a tree sees
}

var defaults = settings{trees: 200, depth: 3, bins: 48, rate: 0.08, l2: 4, minHess: 6, rows: 0.6, columns: 0.4}

// boost fits trees to the examples by gradient boosting of the logistic loss.
// Each tree sees a part of the examples and of the features, drawn the same way
// every time: fewer trees then go by the same accident of the data.
func boost(data []example, s settings) cluster.Trees {
	b := booster{settings: s, data: data, z: make([]float64, len(data)), g: make([]float64, len(data)), h: make([]float64, len(data))}
	b.cut()
	var m cluster.Trees
	random := rand.New(rand.NewPCG(11, 13))
	for range s.trees {
		var some []int
		for i := range data {
			if random.Float64() < s.rows {
				some = append(some, i)
			}
		}
		for f := range b.use {
			b.use[f] = random.Float64() < s.columns
		}
		for i := range data {
			p := 1 / (1 + math.Exp(-b.z[i]))
			b.g[i] = data[i].weight * (data[i].y - p)
			b.h[i] = data[i].weight * math.Max(p*(1-p), 1e-6)
		}
		var tree []cluster.Node
		b.grow(&tree, some, 0)
		for i := range data {
			b.z[i] += leaf(tree, &data[i].x)
		}
		m = append(m, tree)
	}
	return m
}

type booster struct {
	settings
	data    []example
	z, g, h []float64
	cuts    [cluster.NumFeatures][]float64
	bin     [][cluster.NumFeatures]uint8
	use     [cluster.NumFeatures]bool // by the tree that grows
}

// leaf is a tree's value for an example.
func leaf(tree []cluster.Node, x *cluster.Features) float64 {
	n := &tree[0]
	for n.Left != 0 {
		if x[n.Feature] <= n.Threshold {
			n = &tree[n.Left]
		} else {
			n = &tree[n.Right]
		}
	}
	return n.Value
}

// cut finds each feature's quantiles.
func (b *booster) cut() {
	values := make([]float64, len(b.data))
	for f := range cluster.NumFeatures {
		for i := range b.data {
			values[i] = b.data[i].x[f]
		}
		slices.Sort(values)
		for k := 1; k < b.bins; k++ {
			v := values[k*len(values)/b.bins]
			if n := len(b.cuts[f]); v < values[len(values)-1] && (n == 0 || b.cuts[f][n-1] < v) {
				b.cuts[f] = append(b.cuts[f], v)
			}
		}
	}
	b.bin = make([][cluster.NumFeatures]uint8, len(b.data))
	for i := range b.data {
		for f := range cluster.NumFeatures {
			at, _ := slices.BinarySearch(b.cuts[f], b.data[i].x[f])
			b.bin[i][f] = uint8(at)
		}
	}
}

// grow appends a subtree over the examples of idx.
func (b *booster) grow(tree *[]cluster.Node, idx []int, depth int) {
	var g, h float64
	for _, i := range idx {
		g += b.g[i]
		h += b.h[i]
	}
	at := len(*tree)
	*tree = append(*tree, cluster.Node{})
	feature, bin := -1, 0
	if depth < b.depth {
		feature, bin = b.split(idx, g, h)
	}
	if feature < 0 {
		(*tree)[at].Value = b.rate * g / (h + b.l2)
		return
	}
	var left, right []int
	for _, i := range idx {
		if int(b.bin[i][feature]) <= bin {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	n := cluster.Node{Feature: feature, Threshold: b.cuts[feature][bin], Left: len(*tree)}
	b.grow(tree, left, depth+1)
	n.Right = len(*tree)
	b.grow(tree, right, depth+1)
	(*tree)[at] = n
}

// split finds the cut that gains most; feature -1 where none gains.
func (b *booster) split(idx []int, g, h float64) (feature, bin int) {
	feature = -1
	best := 1e-3
	var sumG, sumH [256]float64
	for f := range cluster.NumFeatures {
		n := len(b.cuts[f])
		if n == 0 || !b.use[f] {
			continue
		}
		clear(sumG[:n+1])
		clear(sumH[:n+1])
		for _, i := range idx {
			k := b.bin[i][f]
			sumG[k] += b.g[i]
			sumH[k] += b.h[i]
		}
		gl, hl := 0.0, 0.0
		for k := range n {
			gl += sumG[k]
			hl += sumH[k]
			gr, hr := g-gl, h-hl
			if hl < b.minHess || hr < b.minHess {
				continue
			}
			if gain := gl*gl/(hl+b.l2) + gr*gr/(hr+b.l2) - g*g/(h+b.l2); gain > best {
				best, feature, bin = gain, f, k
			}
		}
	}
	return feature, bin
}
