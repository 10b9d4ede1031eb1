package event

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// errOldWeights is the error for weights that this program's features do not fit.
var errOldWeights = errors.New("the weights are older than the features: run make train")

// pack writes a file of weights: the words that open it, numbers about the
// weights, and the weights, deflated. The same give the same bytes.
func pack(magic string, head []uint32, weights []int8) []byte {
	raw := []byte(magic)
	for _, n := range head {
		raw = binary.LittleEndian.AppendUint32(raw, n)
	}
	for _, w := range weights {
		raw = append(raw, byte(w))
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a known one
	_, _ = z.Write(raw)                                   // a bytes.Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// unpack reads what pack wrote: heads numbers and n weights.
func unpack(magic string, b []byte, heads, n int) (head []uint32, weights []int8, err error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, nil, fmt.Errorf("weights: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 16<<20))
	if err != nil {
		return nil, nil, fmt.Errorf("weights: %w", err)
	}
	if len(raw) != len(magic)+4*heads+n || string(raw[:len(magic)]) != magic {
		return nil, nil, errOldWeights
	}
	raw = raw[len(magic):]
	for range heads {
		head, raw = append(head, binary.LittleEndian.Uint32(raw)), raw[4:]
	}
	weights = make([]int8, n)
	for i, c := range raw {
		weights[i] = int8(c)
	}
	return head, weights, nil
}
