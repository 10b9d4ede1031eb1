package relevance

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the trees
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"attache/extract/concept"
	"attache/extract/event"
	"attache/extract/forest"
	"attache/extract/piece"
)

// Weights are what was learned: how much each feature says, and from which probability on a text is relevant.
type Weights struct {
	Threshold float64   // probability, 0 to 1
	Short     float64   // the same for a text of a few lines, which says less
	Weight    []float64 // by feature, in the order of Names
	Trees     forest.Forest
	Pieces    Pieces // by bucket
}

// Pieces are the weights of pieces of words, a byte each.
type Pieces struct {
	Scale  float32 // what one step of a weight is worth
	Weight []int8  // piece.Buckets of them, or none
}

// Quantized cuts weights of pieces to a byte each.
func Quantized(weights []float64) Pieces {
	most := 1e-9
	for _, x := range weights {
		most = max(most, math.Abs(x))
	}
	p := Pieces{Scale: float32(most / 127), Weight: make([]int8, len(weights))}
	for i, x := range weights {
		p.Weight[i] = int8(math.Round(x / float64(p.Scale)))
	}
	return p
}

func (p Pieces) score(pieces []piece.Piece) float64 {
	sum := float32(0)
	if len(p.Weight) > 0 {
		for _, x := range pieces {
			sum += float32(p.Weight[x.Bucket]) * x.Value
		}
	}
	return float64(sum * p.Scale)
}

// Score is the log odds that a text with these features and pieces of words is diplomacy: what a sum says and
// what the trees say, who see which features come together, on average.
func (w Weights) Score(features []float64, pieces []piece.Piece) float64 {
	sum := w.Pieces.score(pieces)
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
func (w Weights) Probability(features []float64, pieces []piece.Piece) float64 {
	return 1 / (1 + math.Exp(-w.Score(features, pieces)))
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
	if w.Pieces, err = readPieces(pieceFile); err != nil {
		panic("extract/relevance: " + err.Error())
	}
	return w
})

//go:embed data/trees.bin
var treeFile []byte

//go:embed data/pieces.bin
var pieceFile []byte

// PieceBytes gives the weights of pieces as a file, deflated: the scale, then a byte a bucket. The same weights give the same bytes.
func (w Weights) PieceBytes() []byte {
	raw := binary.LittleEndian.AppendUint32(nil, math.Float32bits(w.Pieces.Scale))
	for _, x := range w.Pieces.Weight {
		raw = append(raw, byte(x))
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a known one
	_, _ = z.Write(raw)                                   // a bytes.Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// readPieces reads what PieceBytes wrote.
func readPieces(b []byte) (Pieces, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return Pieces{}, fmt.Errorf("pieces: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 1<<20))
	if err != nil {
		return Pieces{}, fmt.Errorf("pieces: %w", err)
	}
	if len(raw) != 4+piece.Buckets {
		return Pieces{}, fmt.Errorf("pieces: %d bytes, want %d: run make train", len(raw), 4+piece.Buckets)
	}
	p := Pieces{Scale: math.Float32frombits(binary.LittleEndian.Uint32(raw)), Weight: make([]int8, piece.Buckets)}
	for i, c := range raw[4:] {
		p.Weight[i] = int8(c)
	}
	return p, nil
}

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
