package quote

import (
	_ "embed" // the weights
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"attache/extract/forest"
)

//go:embed weights.bin
var weightFile []byte

// Model holds the learned weights. It is read-only once made and safe for
// concurrent use.
type Model struct {
	weights *table
	scale   float32  // of one step of a weight
	cues    []uint32 // hashes of the words met as cues of reported speech, sorted
	Calibration
	forest    forest.Forest // see trust
	signature uint64        // see Signature
}

// The kinds of decisions; each has a lexical form for English, which the
// training texts are in, and one without words for all other languages.
const (
	decideSpeaker uint32 = 0x51ED270B
	decideQuote   uint32 = 0x2545F491
	decideReport  uint32 = 0x6C62272E
	decideName    uint32 = 0x85EBCA6B
	decideWho     uint32 = 0xC2B2AE35
	bare          uint32 = 0x0BADCAFE // added to the decision's for other languages
)

// errWeights is the error for a file of weights that this package cannot read.
var errWeights = errors.New("not a file of quote weights of this version; train it anew")

const magic = "aq04"

var standard = sync.OnceValue(func() *Model {
	m, err := ReadModel(weightFile)
	if err != nil {
		panic("quote: weights.bin: " + err.Error())
	}
	return m
})

// fields are the numbers before a file's weights, in this order, little-endian: the
// signature of what the weights were learned with (Signature), scale, Calibration,
// languages with their part, cues, forest.
func (m *Model) fields() []byte {
	b := append([]byte(magic), binary.LittleEndian.AppendUint64(nil, m.signature)...)
	for _, x := range []float64{float64(m.scale), m.Slope, m.Bias, m.Least} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.Langs)))
	for _, lang := range slices.Sorted(maps.Keys(m.Langs)) {
		b = append(b, uint8(len(lang)))
		b = append(b, lang...)
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(m.Langs[lang]))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.cues)))
	for _, h := range m.cues {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	return m.forest.Append(b)
}

// NewModel gives the model of weights, one for each place of its table: they are
// rounded to steps of a byte. The cues are the hashes of words; the forest is that of trust.
func NewModel(weights []float32, cues []uint32, trust forest.Forest, c Calibration) *Model {
	most := float32(0)
	for _, w := range weights {
		most = max(most, max(w, -w))
	}
	m := &Model{weights: new(table), scale: min(max(most, 1e-6)/127, 0.02), cues: cues, forest: trust, Calibration: c, signature: Signature()}
	for i, w := range weights {
		m.weights[i] = int8(max(-127, min(127, math.Round(float64(w/m.scale)))))
	}
	return m
}

// Bytes gives the weights as ReadModel reads them: the fields, then runs of (empty
// places as uvarint, weight as int8).
func (m *Model) Bytes() []byte {
	b := m.fields()
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

// source reads numbers from bytes; once they end, all are zero and ended is true.
type source struct {
	b     []byte
	ended bool
}

func (s *source) take(n int) []byte {
	if n > len(s.b) {
		s.ended, s.b = true, nil
		return make([]byte, 8)
	}
	x := s.b[:n]
	s.b = s.b[n:]
	return x
}

func (s *source) float() float64     { return math.Float64frombits(binary.LittleEndian.Uint64(s.take(8))) }
func (s *source) uint64() uint64     { return binary.LittleEndian.Uint64(s.take(8)) }
func (s *source) uint32() uint32     { return binary.LittleEndian.Uint32(s.take(4)) }
func (s *source) count(most int) int { return min(int(s.uint32()), most) }

// ReadModel reads weights as Bytes writes them.
func ReadModel(b []byte) (*Model, error) {
	s := &source{b: b}
	if string(s.take(len(magic))) != magic {
		return nil, errWeights
	}
	m := &Model{weights: new(table), signature: s.uint64(), scale: float32(s.float())}
	m.Calibration = Calibration{Slope: s.float(), Bias: s.float(), Least: s.float(), Langs: map[string]float64{}}
	for range s.count(1000) {
		lang := string(s.take(int(s.take(1)[0])))
		m.Langs[lang] = s.float()
	}
	for range s.count(1 << 20) {
		m.cues = append(m.cues, s.uint32())
		if s.ended {
			break
		}
	}
	if s.ended {
		return nil, errWeights
	}
	var err error
	if m.forest, s.b, err = forest.Read(s.b); err != nil {
		return nil, fmt.Errorf("%w: %w", errWeights, err)
	}
	return m, m.readWeights(s.b)
}

func (m *Model) readWeights(b []byte) error {
	at := 0
	for len(b) > 0 {
		skip, n := binary.Uvarint(b)
		if n <= 0 || n >= len(b) || skip >= Places || at+int(skip) >= len(m.weights) {
			return fmt.Errorf("after %d weights: %w", at, errWeights)
		}
		at += int(skip)
		m.weights[at] = int8(b[n])
		at++
		b = b[n+1:]
	}
	return nil
}

// logistic gives the probability of a score.
func logistic(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }
