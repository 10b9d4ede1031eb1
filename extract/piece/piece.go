// Package piece cuts the words of a text into pieces of four letters, and Chinese into pairs of characters, and hashes them: what a
// linear model weighs where no list has the word. Declined, compounded and misspelt words share most of their pieces. What enters is a
// text already cut; what leaves are buckets, each once, and how much each one counts. It is pure, and linear in what it reads.
package piece

import (
	"math"
	"unicode/utf8"

	"attache/internal/text"
)

// Buckets is the size of the space that pieces are hashed into.
const Buckets = 1 << 16

// letters is the length of a piece.
const letters = 4

// Piece is a hashed piece and its strength.
type Piece struct {
	Bucket uint32
	Value  float32
}

// Of gives the pieces in the first runes code points of a text (rounded up to a whole word). The zone keeps a title's apart from a
// body's. However many there are, the squares of their values add up to the square of scale.
func Of(d *text.Doc, runes int, zone byte, scale float64) []Piece {
	c := cutter{seed: start(zone, d.Lang)}
	before := ""
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Kind != text.Word {
			before = ""
			continue
		}
		if runes <= 0 {
			break
		}
		word := d.Lower(i)
		runes -= utf8.RuneCountInString(word) + 1
		if !t.Is(text.Ideograph) {
			c.word(word)
			before = ""
			continue
		}
		if before != "" {
			c.add(into(into(c.seed, before), word))
		}
		before = word
	}
	value := float32(scale / math.Sqrt(float64(max(1, len(c.out)))))
	for i := range c.out {
		c.out[i].Value = value
	}
	return c.out
}

// cutter gathers pieces, each once.
type cutter struct {
	seed uint32
	out  []Piece
	seen [Buckets / 64]uint64
}

func (c *cutter) add(hash uint32) {
	b := (hash ^ hash>>15) % Buckets
	if c.seen[b/64]&(1<<(b%64)) != 0 {
		return
	}
	c.seen[b/64] |= 1 << (b % 64)
	c.out = append(c.out, Piece{Bucket: b})
}

// word adds the pieces of a word between two edges; one that is shorter than a piece is one.
func (c *cutter) word(word string) {
	edged := "_" + word + "_"
	var at [letters]int // where the last runes begin
	n := 0
	for i := range edged {
		if n >= letters {
			c.add(into(c.seed, edged[at[n%letters]:i]))
		}
		at[n%letters] = i
		n++
	}
	if n >= letters {
		c.add(into(c.seed, edged[at[n%letters]:]))
	} else {
		c.add(into(c.seed, edged))
	}
}

// start and into are FNV-1a.
func start(zone byte, lang string) uint32 {
	return into((uint32(2166136261)^uint32(zone))*16777619, lang)
}

func into(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
