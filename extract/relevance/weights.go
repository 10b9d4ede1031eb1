package relevance

import (
	_ "embed" // the trees
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"attache/extract/concept"
	"attache/extract/event"
	"attache/extract/forest"
)

// Weights are what was learned: how much each feature says, and from which probability on a text is relevant.
type Weights struct {
	Threshold float64   // probability, 0 to 1
	Short     float64   // the same for a text of a few lines, which says less
	Weight    []float64 // by feature, in the order of Names
	Trees     forest.Forest
}

// Score is the log odds that a text with these features is diplomacy: what a sum says and
// what the trees say, who see which features come together, on average.
func (w Weights) Score(features []float64) float64 {
	sum := 0.0
	for i, x := range features {
		sum += w.Weight[i] * x
	}
	if len(w.Trees) == 0 {
		return sum
	}
	return (sum + w.Trees.Score(Numbers(features))) / 2
}

// Numbers gives features as trees read them.
func Numbers(features []float64) []float32 {
	out := make([]float32, len(features))
	for i, x := range features {
		out[i] = float32(x)
	}
	return out
}

// Probability is that of Score.
func (w Weights) Probability(features []float64) float64 {
	return 1 / (1 + math.Exp(-w.Score(features)))
}

// word is how much a phrase speaks for diplomacy.
func (w Weights) word(x word) float64 {
	n := len(concept.Names())
	at := 1 + len(shapes) + int(x.concept)
	sum := w.Weight[at+n] + w.Weight[at+2*n]
	if x.scale > 2 {
		sum += w.Weight[at]
	}
	return sum * x.scale
}

var standard = sync.OnceValue(func() Weights {
	data, err := files.ReadFile("data/weights.tsv")
	if err != nil {
		panic("extract/relevance: " + err.Error()) // the file is part of the program
	}
	w, sum, err := ReadWeights(string(data))
	if err != nil {
		panic("extract/relevance: " + err.Error())
	}
	learnedWith = sum
	if len(treeFile) < 4 {
		panic("extract/relevance: the trees are cut short")
	}
	grownWith = binary.LittleEndian.Uint32(treeFile)
	if w.Trees, _, err = forest.Read(treeFile[4:]); err != nil {
		panic("extract/relevance: " + err.Error())
	}
	return w
})

//go:embed data/trees.bin
var treeFile []byte

// TreeBytes gives the trees of weights as a file: the checksum of the words that they were
// grown with, then the trees.
func (w Weights) TreeBytes() []byte {
	return w.Trees.Append(binary.LittleEndian.AppendUint32(nil, event.Checksum()))
}

// grownWith is the checksum in the trees of the program.
var grownWith uint32

// learnedWith is the checksum in the weights of the program; a test compares it.
var learnedWith uint32

// ReadWeights reads lines of name, tab, weight, as Text writes them; a name without a line weighs nothing. It gives the
// checksum of the words that they were learned with too.
func ReadWeights(data string) (w Weights, words uint32, err error) {
	names := map[string]int{}
	for i, n := range Names() {
		names[n] = i
	}
	w = Weights{Threshold: 0.5, Short: 0.5, Weight: make([]float64, len(names))}
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, "\t")
		if name == "words" {
			sum, err := strconv.ParseUint(value, 16, 32)
			if err != nil {
				return w, 0, fmt.Errorf("weights: checksum %q: %w", value, err)
			}
			words = uint32(sum)
			continue
		}
		x, err := strconv.ParseFloat(value, 64)
		i, known := names[name]
		switch {
		case err != nil || !known && name != "threshold" && name != "threshold short":
			return w, 0, fmt.Errorf("weights: %q: no such feature, or no number", line)
		case name == "threshold":
			w.Threshold = x
		case name == "threshold short":
			w.Short = x
		default:
			w.Weight[i] = x
		}
	}
	return w, words, nil
}

// Text writes the weights as ReadWeights reads them.
func (w Weights) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "words\t%08x\nthreshold\t%.3f\nthreshold short\t%.3f\n", event.Checksum(), w.Threshold, w.Short)
	for i, name := range Names() {
		if x := w.Weight[i]; math.Abs(x) >= 0.0005 {
			fmt.Fprintf(&b, "%s\t%.3f\n", name, x)
		}
	}
	return b.String()
}
