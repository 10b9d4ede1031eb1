package relevance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Weights hold one weight for each of Names.
type Weights []float64

// Score is the log odds that a text with these features is diplomacy.
func (w Weights) Score(features []float64) float64 {
	sum := 0.0
	for i, x := range features {
		sum += w[i] * x
	}
	return sum
}

var standard = sync.OnceValue(func() Weights {
	data, err := files.ReadFile("data/weights.tsv")
	if err != nil {
		panic("extract/relevance: " + err.Error()) // the file is part of the program
	}
	w, err := ReadWeights(string(data))
	if err != nil {
		panic("extract/relevance: " + err.Error())
	}
	return w
})

// ReadWeights reads lines of name, tab, weight; a name without a line weighs nothing.
func ReadWeights(data string) (Weights, error) {
	w := make(Weights, len(Names))
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, "\t")
		i := slices.Index(Names, name)
		x, err := strconv.ParseFloat(value, 64)
		if i < 0 || err != nil {
			return nil, fmt.Errorf("weights: %q: no such feature, or no number", line)
		}
		w[i] = x
	}
	return w, nil
}

// String writes the weights as ReadWeights reads them.
func (w Weights) String() string {
	var b strings.Builder
	for i, x := range w {
		fmt.Fprintf(&b, "%s\t%.3f\n", Names[i], x)
	}
	return b.String()
}
