package event

import (
	_ "embed" // the weights
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"sync"

	"attache/extract/concept"
)

// Articles is the model of whole articles: a linear one over Measures, a weight for each feature and type of Types.
type Articles struct {
	Scale   float32 // what one step of a weight is worth
	Weights []int8  // feature by feature, a weight for each type
	words   uint32  // checksum of the words that it was learned with
}

//go:embed articles.bin
var embeddedArticles []byte

var standardArticles = sync.OnceValue(func() *Articles {
	m, err := ReadArticles(embeddedArticles)
	if err != nil {
		panic("extract/event: " + err.Error()) // the weights are part of the program
	}
	return m
})

// articlesMagic opens a file of weights.
const articlesMagic = "attache-articles-1\n"

// wordsSum changes with the words that features are made of: concepts, phrases, and how many features there are.
var wordsSum = sync.OnceValue(func() uint32 {
	sum := concept.Checksum()
	for _, lang := range languages {
		data, err := files.ReadFile("data/" + lang + ".txt")
		if err != nil {
			panic("extract/event: " + err.Error()) // the file is part of the program
		}
		sum = crc32.Update(sum, crc32.IEEETable, data)
	}
	sum = crc32.Update(sum, crc32.IEEETable, []byte(englishFile))
	return sum ^ uint32(ArticleFeatures())
})

// Checksum changes with the words that features are made of, the concepts' among them: what was learned with others is too old.
func Checksum() uint32 { return wordsSum() }

// ReadArticles reads weights that Bytes wrote.
func ReadArticles(b []byte) (*Articles, error) {
	head, weights, err := unpack(articlesMagic, b, 2, ArticleFeatures()*len(Types))
	if err != nil {
		return nil, fmt.Errorf("articles: %w", err)
	}
	return &Articles{Scale: math.Float32frombits(head[0]), words: head[1], Weights: weights}, nil
}

// Bytes writes the weights with the checksum of the words of this program. The same model gives the same bytes.
func (m *Articles) Bytes() []byte {
	return pack(articlesMagic, []uint32{math.Float32bits(m.Scale), wordsSum()}, m.Weights)
}

// best gives the type, by its index in Types, that an article's features speak for most.
func (m *Articles) best(features []Feature) int {
	var sum [17]float64
	for _, f := range features {
		at := int(f.Bucket) * len(Types)
		for k, w := range m.Weights[at : at+len(Types)] {
			sum[k] += float64(w) * float64(f.Value)
		}
	}
	return slices.Index(sum[:], slices.Max(sum[:]))
}
