// Package forest reads sums of regression trees: what a decision weighs where numbers
// that mean little alone mean much together. In: numbers in a fixed order. Out: the
// logarithm of odds. What grows the trees is package grow, which nothing that ships imports.
package forest

import (
	"encoding/binary"
	"errors"
	"math"
)

// Forest is a sum of regression trees over the numbers that a decision is described with.
type Forest []Tree

// Tree is a regression tree, its root first.
type Tree []Node

// Node asks whether feature Feature is at most Cut, and goes on Left if it is, else Right;
// a Feature below 0 makes it a leaf, which gives Value.
type Node struct {
	Feature     int16
	Left, Right uint16
	Cut, Value  float32
}

// Score gives what the trees say of x, as the logarithm of odds.
func (f Forest) Score(x []float32) float64 {
	sum := 0.0
	for _, t := range f {
		sum += float64(t.leaf(x))
	}
	return sum
}

// leaf follows a tree; it ends, for a node's children stand behind it.
func (t Tree) leaf(x []float32) float32 {
	i := 0
	for i < len(t) && t[i].Feature >= 0 {
		n := &t[i]
		next := int(n.Right)
		if int(n.Feature) < len(x) && x[n.Feature] <= n.Cut {
			next = int(n.Left)
		}
		if next <= i {
			return 0
		}
		i = next
	}
	if i >= len(t) {
		return 0
	}
	return t[i].Value
}

// Append writes the trees behind b: their number, then of each the number of nodes and the nodes.
func (f Forest) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f)))
	for _, t := range f {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(t)))
		for _, n := range t {
			b = binary.LittleEndian.AppendUint16(b, uint16(n.Feature))
			if n.Feature < 0 {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.Value))
				continue
			}
			b = binary.LittleEndian.AppendUint16(b, n.Left)
			b = binary.LittleEndian.AppendUint16(b, n.Right)
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.Cut))
		}
	}
	return b
}

// ErrTrees is the error for bytes that are no trees.
var ErrTrees = errors.New("not the trees of a forest")

// What trees of a file there may be at most.
const mostTrees, mostNodes = 1 << 12, 1 << 12

// Read reads trees as Append writes them, and gives the bytes behind them.
func Read(b []byte) (f Forest, rest []byte, err error) {
	take := func(n int) uint32 {
		if len(b) < n {
			b, err = nil, ErrTrees
			return 0
		}
		var x uint32
		for i := range n {
			x |= uint32(b[i]) << (8 * i)
		}
		b = b[n:]
		return x
	}
	trees := take(4)
	if trees > mostTrees {
		return nil, nil, ErrTrees
	}
	for range trees {
		nodes := take(4)
		if nodes > mostNodes {
			return nil, nil, ErrTrees
		}
		var t Tree
		for range nodes {
			n := Node{Feature: int16(take(2))}
			if n.Feature < 0 {
				n.Value = math.Float32frombits(take(4))
			} else {
				n.Left, n.Right, n.Cut = uint16(take(2)), uint16(take(2)), math.Float32frombits(take(4))
			}
			if err != nil {
				return nil, nil, err
			}
			t = append(t, n)
		}
		f = append(f, t)
	}
	return f, b, err
}
