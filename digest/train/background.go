package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"attache/digest/cluster"
)

// background counts in how many English texts of the training data each term
// occurs. Rare ones are left out: what is not known is rare.
func background(dir string) ([]byte, error) {
	counts := map[uint64]uint16{}
	docs := uint64(0)
	for _, name := range []string{"quotes/train.jsonl", "events/train.jsonl"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		for lines := json.NewDecoder(f); ; {
			var r struct{ Text string }
			if err := lines.Decode(&r); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			docs++
			for _, t := range cluster.Terms("en", r.Text) {
				counts[t]++
			}
		}
	}
	terms := make([]uint64, 0, len(counts))
	for t, n := range counts {
		if n >= 3 {
			terms = append(terms, t)
		}
	}
	slices.Sort(terms)
	var b bytes.Buffer
	_ = binary.Write(&b, binary.LittleEndian, docs)
	for _, t := range terms {
		_ = binary.Write(&b, binary.LittleEndian, t)
		_ = binary.Write(&b, binary.LittleEndian, counts[t])
	}
	return b.Bytes(), nil
}
