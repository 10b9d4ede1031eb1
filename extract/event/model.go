package event

import (
	_ "embed" // the weights
	"fmt"
	"math"
	"sync"

	"attache"
	"attache/extract/actor"
	"attache/internal/text"
)

// Labels are the classes of the model. YIELD stands for CONCEDE and RETREAT,
// which the training data does not tell apart.
var Labels = []attache.EventType{
	attache.Agree, attache.Consult, attache.Support, "YIELD", attache.Cooperate, attache.Aid, attache.Request, attache.Accuse,
	attache.Reject, attache.Threaten, attache.Protest, attache.Sanction, attache.Mobilize, attache.Coerce, attache.Assault,
	attache.Statement,
}

// Model is a linear model over hashed features: a weight for each bucket and label.
type Model struct {
	Scale   float32 // what one step of a weight is worth
	Weights []int8  // bucket by bucket, a weight for each label
}

//go:embed weights.bin
var embedded []byte

var standard = sync.OnceValue(func() *Model {
	m, err := ReadModel(embedded)
	if err != nil {
		panic("extract/event: " + err.Error()) // the weights are part of the program
	}
	return m
})

// magic opens a file of weights; its last letter is the version of the features.
const magic = "attache-event-2\n"

// ReadModel reads weights that Bytes wrote.
func ReadModel(b []byte) (*Model, error) {
	head, weights, err := unpack(magic, b, 1, Buckets*len(Labels))
	if err != nil {
		return nil, fmt.Errorf("sentences: %w", err)
	}
	return &Model{Scale: math.Float32frombits(head[0]), Weights: weights}, nil
}

// Bytes writes the weights. The same model gives the same bytes.
func (m *Model) Bytes() []byte { return pack(magic, []uint32{math.Float32bits(m.Scale)}, m.Weights) }

// sharpness makes up for the normed length of the feature vectors; the trainer uses the same.
const sharpness = 4

// odds gives the log probabilities of the labels for a sentence.
func (m *Model) odds(p actor.Part, r text.Range) [16]float64 {
	var sum [16]float64
	norm := 0.0
	r.End = min(r.End, r.First+longest)
	for _, f := range Features(p, r) {
		norm += float64(f.Value) * float64(f.Value)
		w := m.Weights[int(f.Bucket)*len(Labels) : (int(f.Bucket)+1)*len(Labels)]
		for k, x := range w {
			sum[k] += float64(x) * float64(f.Value)
		}
	}
	top, total := math.Inf(-1), 0.0
	for k := range sum {
		sum[k] *= float64(m.Scale) * sharpness / math.Sqrt(norm+1e-9)
		top = max(top, sum[k])
	}
	for k := range sum {
		total += math.Exp(sum[k] - top)
	}
	for k := range sum {
		sum[k] += -top - math.Log(total)
	}
	return sum
}
