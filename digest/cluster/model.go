package cluster

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// The merge-or-new decision: boosted trees, one node a line ("feature
// threshold left right" with children as lines of the same tree, or "= value"
// for a leaf), trees apart by an empty line, after "join" or "bond". Made by go run ./digest/train,
// which writes its provenance into the head.
//
//go:embed model.txt
var modelText string

// Node is a node of a tree: a leaf where Left is 0.
type Node struct {
	Feature     int
	Threshold   float64
	Left, Right int // at most the threshold goes left
	Value       float64
}

// Trees are summed in log-odds.
type Trees [][]Node

// Model is what was learned: whether an article belongs to a story, and
// whether two groups of articles are one story.
type Model struct{ Join, Bond Trees }

var embedded = sync.OnceValue(func() *Model {
	m, err := ReadModel(modelText)
	if err != nil {
		panic("cluster: " + err.Error()) // the embedded file is wrong: a bug
	}
	return m
})

// Prob is the sum as a probability.
func (ts Trees) Prob(x *Features) float64 {
	z := 0.0
	for _, t := range ts {
		n := &t[0]
		for n.Left != 0 {
			if x[n.Feature] <= n.Threshold {
				n = &t[n.Left]
			} else {
				n = &t[n.Right]
			}
		}
		z += n.Value
	}
	return 1 / (1 + math.Exp(-z))
}

// ReadModel reads the text form; lines that begin with # are its provenance.
func ReadModel(text string) (*Model, error) {
	m := &Model{}
	part := &m.Join
	var tree []Node
	for line := range strings.Lines(text + "\n\n") {
		line = strings.TrimSpace(line)
		var n Node
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case line == "":
			if len(tree) > 0 {
				*part = append(*part, tree)
				tree = nil
			}
			continue
		case line == "join":
			part = &m.Join
			continue
		case line == "bond":
			part = &m.Bond
			continue
		case line[0] == '=':
			if _, err := fmt.Sscanf(line, "= %g", &n.Value); err != nil {
				return nil, fmt.Errorf("model line %q: %w", line, err)
			}
		default:
			if _, err := fmt.Sscanf(line, "%d %g %d %d", &n.Feature, &n.Threshold, &n.Left, &n.Right); err != nil {
				return nil, fmt.Errorf("model line %q: %w", line, err)
			}
		}
		tree = append(tree, n)
	}
	return m, m.check()
}

func (m *Model) check() error {
	for i, t := range slices.Concat(m.Join, m.Bond) {
		for j, n := range t {
			if n.Left != 0 && (n.Left <= j || n.Right <= j || n.Left >= len(t) || n.Right >= len(t) || n.Feature < 0 || n.Feature >= NumFeatures) {
				return fmt.Errorf("model: tree %d, node %d leads nowhere", i, j)
			}
		}
	}
	return nil
}

// decide chooses the story an article belongs to, or nil for a new one, with
// the probability of the best merge.
func (c *Clusterer) decide(list []candidate) (*story, float64) {
	var best *story
	p := 0.0
	for i := range list {
		list[i].p = c.model.Join.Prob(&list[i].x)
		if list[i].p > p {
			best, p = list[i].story, list[i].p
		}
	}
	if p < mergeAt {
		return nil, p
	}
	return best, p
}

// String is the text form that ReadModel reads.
func (m *Model) String() string {
	var sb strings.Builder
	for _, part := range []struct {
		name  string
		trees Trees
	}{{"join", m.Join}, {"bond", m.Bond}} {
		fmt.Fprintln(&sb, part.name)
		for _, t := range part.trees {
			for _, n := range t {
				if n.Left == 0 {
					fmt.Fprintf(&sb, "= %.5g\n", n.Value)
				} else {
					fmt.Fprintf(&sb, "%d %.6g %d %d\n", n.Feature, n.Threshold, n.Left, n.Right)
				}
			}
			fmt.Fprintln(&sb)
		}
	}
	return sb.String()
}
