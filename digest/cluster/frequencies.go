package cluster

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"iter"
	"math"
	"sync"
)

// frequencies knows in how many texts a term occurs: a background learned in
// training, and the stream itself. What it keeps of the stream is bounded.
type frequencies struct {
	seen  map[term]uint32
	docs  map[string]float64 // texts by language
	total float64
}

// maxTerms is where the counts of the stream are halved, and ones forgotten.
const maxTerms = 200_000

// The background: document frequencies in news texts, little-endian records
// of 8 bytes of term and 2 of count, the number of texts first. Made by
// go run ./digest/train.
//
//go:embed background.bin
var backgroundBytes []byte

var background = sync.OnceValues(func() (map[term]uint16, float64) {
	r := bytes.NewReader(backgroundBytes)
	var docs uint64
	if binary.Read(r, binary.LittleEndian, &docs) != nil {
		return nil, 0
	}
	m := make(map[term]uint16, r.Len()/10)
	for b := backgroundBytes[8:]; len(b) >= 10; b = b[10:] {
		m[term(binary.LittleEndian.Uint64(b))] = binary.LittleEndian.Uint16(b[8:])
	}
	return m, float64(docs)
})

func newFrequencies() *frequencies {
	return &frequencies{seen: map[term]uint32{}, docs: map[string]float64{}}
}

// count learns the terms of a text.
func (f *frequencies) count(lang string, terms iter.Seq[term]) {
	for t := range terms {
		if t.kind() <= kindNumber {
			f.seen[t]++
		}
	}
	f.docs[lang]++
	f.total++
	if len(f.seen) > maxTerms {
		f.halve()
	}
}

func (f *frequencies) halve() {
	for t, n := range f.seen {
		if n < 2 {
			delete(f.seen, t)
		} else {
			f.seen[t] = n / 2
		}
	}
	for lang := range f.docs {
		f.docs[lang] /= 2
	}
	f.total /= 2
}

// firstTexts is how many texts of a language are taken to have been seen
// when the first one comes.
const firstTexts = 100

// idf is the weight of a rare term against a common one, 1 to about 8.
func (f *frequencies) idf(lang string, t term) float32 {
	known, docs := background()
	n := f.docs[lang] + firstTexts
	if lang == "en" || lang == "" || t.kind() == kindEntity {
		n = f.total + docs + firstTexts
	}
	df := float64(f.seen[t]) + float64(known[t])
	return float32(1 + math.Log((n+1)/(df+1)))
}
