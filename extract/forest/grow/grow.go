// Package grow grows forests: gradient boosting, without a clock and without chance.
package grow

import (
	"math"
	"math/rand"
	"slices"
	"sort"

	"attache/extract/forest"
)

// How a forest is grown: gradient boosting of small trees on the log-likelihood with
// second-order leaves (Friedman 2001; Chen and Guestrin 2016). Chosen on held-out folds.
const (
	boostTrees  = 200
	boostDepth  = 4
	boostRate   = 0.05
	boostLeaf   = 8.0 // least sum of second derivatives on either side of a cut
	boostRidge  = 5.0
	boostRows   = 0.7 // share of the rows, and of the features, that a tree sees
	boostFields = 0.3
	boostBins   = 32 // values that a feature is told apart by
)

// Row is an example: its numbers, whether it is one, and how much it counts.
type Row struct {
	X      []float32
	Right  bool
	Weight float64
}

// grower grows the trees of one forest.
type grower struct {
	rows  []Row
	cuts  [][]float32 // of each feature
	bins  [][]uint8   // of each feature, of each row
	g, h  []float64   // first and second derivative of each row
	score []float64
}

// Forest learns a forest from rows; the same rows give the same forest.
func Forest(rows []Row) forest.Forest {
	if len(rows) == 0 {
		return nil
	}
	w := newGrower(rows)
	random := rand.New(rand.NewSource(1))
	var out forest.Forest
	for range boostTrees {
		var some []int
		for i := range rows {
			p := 1 / (1 + math.Exp(-w.score[i]))
			w.g[i], w.h[i] = -rows[i].Weight*p, rows[i].Weight*p*(1-p)
			if rows[i].Right {
				w.g[i] += rows[i].Weight
			}
			if random.Float64() < boostRows {
				some = append(some, i)
			}
		}
		features := random.Perm(len(w.cuts))[:max(1, int(boostFields*float64(len(w.cuts))))]
		var t forest.Tree
		w.grow(&t, some, features, boostDepth)
		for i := range rows {
			w.score[i] += forest.Forest{t}.Score(rows[i].X)
		}
		out = append(out, t)
	}
	return out
}

func newGrower(rows []Row) *grower {
	w := &grower{rows: rows, g: make([]float64, len(rows)), h: make([]float64, len(rows)), score: make([]float64, len(rows))}
	for f := range rows[0].X {
		v := make([]float32, len(rows))
		for i := range rows {
			v[i] = rows[i].X[f]
		}
		c := cutsOf(v)
		b := make([]uint8, len(rows))
		for i := range v {
			b[i] = uint8(sort.Search(len(c), func(k int) bool { return v[i] <= c[k] }))
		}
		w.cuts, w.bins = append(w.cuts, c), append(w.bins, b)
	}
	return w
}

// cutsOf gives the values between which a feature is cut: all where there are few, else
// those that part the rows evenly.
func cutsOf(v []float32) (cuts []float32) {
	s := slices.Clone(v)
	slices.Sort(s)
	if u := slices.Compact(slices.Clone(s)); len(u) <= boostBins {
		for i := range len(u) - 1 {
			cuts = append(cuts, (u[i]+u[i+1])/2)
		}
		return cuts
	}
	for b := 1; b < boostBins; b++ {
		if x := s[b*len(s)/boostBins]; len(cuts) == 0 || x > cuts[len(cuts)-1] {
			cuts = append(cuts, x)
		}
	}
	return cuts
}

// grow adds the node for some rows, and those below it, and gives its place.
func (w *grower) grow(t *forest.Tree, rows, features []int, depth int) uint16 {
	var g, h float64
	for _, i := range rows {
		g, h = g+w.g[i], h+w.h[i]
	}
	at := len(*t)
	*t = append(*t, forest.Node{Feature: -1, Value: float32(boostRate * g / (h + boostRidge))})
	if depth == 0 {
		return uint16(at)
	}
	feature, cut := w.split(rows, features, g, h)
	if feature < 0 {
		return uint16(at)
	}
	var left, right []int
	for _, i := range rows {
		if int(w.bins[feature][i]) <= cut {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	n := forest.Node{Feature: int16(feature), Cut: w.cuts[feature][cut]}
	n.Left = w.grow(t, left, features, depth-1)
	n.Right = w.grow(t, right, features, depth-1)
	(*t)[at] = n
	return uint16(at)
}

// split gives the feature and the number of its cut that part rows best, -1 where none helps.
func (w *grower) split(rows, features []int, g, h float64) (feature, cut int) {
	feature = -1
	best := 1e-3
	for _, f := range features {
		var sumG, sumH [boostBins + 1]float64
		for _, i := range rows {
			b := w.bins[f][i]
			sumG[b] += w.g[i]
			sumH[b] += w.h[i]
		}
		var lg, lh float64
		for c := range w.cuts[f] {
			lg, lh = lg+sumG[c], lh+sumH[c]
			rg, rh := g-lg, h-lh
			if lh < boostLeaf || rh < boostLeaf {
				continue
			}
			if gain := lg*lg/(lh+boostRidge) + rg*rg/(rh+boostRidge) - g*g/(h+boostRidge); gain > best {
				best, feature, cut = gain, f, c
			}
		}
	}
	return feature, cut
}
