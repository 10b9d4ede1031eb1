package tag

import (
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// Sentence is a sentence's tokens as the features see them.
type Sentence struct {
	lower  []uint32    // hash of the word in lower case
	suffix [][3]uint32 // hashes of its last one, two and three letters
	prefix []uint32    // hash of its first three letters
	shape  []uint32
	ideo   bool
}

// NewSentence reads a sentence of a text: the tokens of a range.
func NewSentence(d *text.Doc, r text.Range) *Sentence {
	n := int(r.End - r.First)
	s := &Sentence{
		lower: make([]uint32, n), suffix: make([][3]uint32, n),
		prefix: make([]uint32, n), shape: make([]uint32, n),
	}
	for i := range n {
		t := &d.Tokens[int(r.First)+i]
		w := d.Lower(int(r.First) + i)
		s.lower[i] = hash(w)
		for k := range 3 {
			s.suffix[i][k] = hash(tail(w, k+1+k/2)) // the last one, two, four letters
		}
		s.prefix[i] = hash(head(w, 3))
		s.shape[i] = shapeOf(t, w, i == 0)
		s.ideo = s.ideo || t.Is(text.Ideograph)
	}
	return s
}

// shapeOf tells a token's kind, capitals and signs within, as bits.
func shapeOf(t *text.Token, w string, first bool) uint32 {
	shape := uint32(t.Kind)
	for i, is := range [...]bool{
		t.Is(text.Upper), t.Is(text.AllCaps), t.Is(text.Acronym), t.Is(text.Clitic), t.Is(text.Ideograph),
		t.Is(text.Initial), first, strings.Contains(w, "-"), t.Is(text.Spaced),
	} {
		if is {
			shape |= 8 << i
		}
	}
	return shape
}

func tail(w string, n int) string {
	at := len(w)
	for range n {
		_, size := utf8.DecodeLastRuneInString(w[:at])
		at -= size
	}
	return w[at:]
}

func head(w string, n int) string {
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(w[at:])
		at += size
	}
	return w[:at]
}

func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
