package quote

import (
	_ "embed" // the weights
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
)

//go:embed weights.bin
var weightFile []byte

// Model holds the learned weights. It is read-only once made and safe for
// concurrent use.
type Model struct {
	weights *table
	scale   float32  // of one step of a weight
	cues    []uint32 // hashes of the words met as cues of reported speech, sorted
}

// The kinds of decisions; each has a lexical form for English, which the
// training texts are in, and one without words for all other languages.
const (
	decideSpeaker uint32 = 0x51ED270B
	decideQuote   uint32 = 0x2545F491
	decideReport  uint32 = 0x6C62272E
	bare          uint32 = 0x0BADCAFE // added to the decision's for other languages
)

// errWeights is the error for a file of weights that this package cannot read.
var errWeights = errors.New("not a file of quote weights of this version; train it anew")

const magic = "aq02"

var standard = sync.OnceValue(func() *Model {
	m, err := ReadModel(weightFile)
	if err != nil {
		panic("quote: weights.bin: " + err.Error())
	}
	return m
})

// ReadModel reads weights as Bytes writes them: four letters of magic, the
// scale as a float32, the number of cues and their hashes, then runs of (empty
// places as uvarint, weight as int8).
func ReadModel(b []byte) (*Model, error) {
	if len(b) < 12 || string(b[:4]) != magic {
		return nil, errWeights
	}
	m := &Model{weights: new(table), scale: math.Float32frombits(binary.LittleEndian.Uint32(b[4:]))}
	n := int64(binary.LittleEndian.Uint32(b[8:]))
	if b = b[12:]; n*4 > int64(len(b)) {
		return nil, errWeights
	}
	for range n {
		m.cues = append(m.cues, binary.LittleEndian.Uint32(b))
		b = b[4:]
	}
	at := 0
	for len(b) > 0 {
		skip, n := binary.Uvarint(b)
		if n <= 0 || n >= len(b) || skip >= places || at+int(skip) >= len(m.weights) {
			return nil, fmt.Errorf("after %d weights: %w", at, errWeights)
		}
		at += int(skip)
		m.weights[at] = int8(b[n])
		at++
		b = b[n+1:]
	}
	return m, nil
}

// Bytes gives the weights as ReadModel reads them.
func (m *Model) Bytes() []byte {
	b := append([]byte(magic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b[4:], math.Float32bits(m.scale))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.cues)))
	for _, h := range m.cues {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	skip := uint64(0)
	for _, w := range m.weights {
		if w == 0 {
			skip++
			continue
		}
		b = binary.AppendUvarint(b, skip)
		b = append(b, byte(w))
		skip = 0
	}
	return b
}

// logistic gives the probability of a score.
func logistic(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }
