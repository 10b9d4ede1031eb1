// Package text cuts an article's body into tokens, sentences and paragraphs,
// and guesses its language. What enters is a string, what leaves is a Doc that
// every room reads. It is pure, linear in the length of
// the text, and accepts any bytes: a byte that is no UTF-8 counts as one code
// point, as Go counts it.
//
// Every line of the body is a paragraph; sentences never cross a paragraph. Text
// in Han characters or kana has no spaces between words: there each character
// is a Word token of its own (flag Ideograph).
package text

import (
	"sort"
	"unicode/utf8"

	"attache"
)

// Kind says what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters, with inner apostrophes, hyphens and digits; "U.S." is one
	Number             // digits first: "1.600", "9:30", "5th", "30-year-old"
	Punct              // one sign
	Mark               // a quotation mark: “ ” " « » „ ' ’ 「 ” and the pairs '' and ``
)

// Flag is a property of a token's shape.
type Flag uint8

// The flags of a token.
const (
	Upper     Flag = 1 << iota // the first letter is a capital
	AllCaps                    // two letters or more, all capitals
	Spaced                     // white space, or the start of a paragraph, stands before it
	Acronym                    // letters with dots: "U.S.", "z.B."
	Clitic                     // the English possessive 's, or a French elided word: l', qu'
	Ideograph                  // one Han character or kana
	Initial                    // one capital letter
)

// Token is a word, a number or a sign. Start and End are byte offsets into Body.
type Token struct {
	Start, End int32
	Sentence   int32 // index into Doc.Sentences
	Paragraph  int32 // index into Doc.Paragraphs
	Kind       Kind
	Flags      Flag
}

// Is says whether the token has all the flags.
func (t *Token) Is(f Flag) bool { return t.Flags&f == f }

// Range is a range of tokens: the first one's index, and the index after the last.
type Range struct{ First, End int32 }

// Doc is a text cut into tokens. It is read-only once made and safe for
// concurrent readers.
type Doc struct {
	Body       string
	Lang       string // ISO 639-1, given or guessed; empty when there was nothing to guess from
	Tokens     []Token
	Sentences  []Range
	Paragraphs []Range // lines that hold at least one token

	traits Traits
	lower  []string     // lower-case form of each token
	points []checkpoint // code points before some byte offsets
}

type checkpoint struct{ byte, point int32 }

// stride is the number of bytes between checkpoints.
const stride = 128

// New cuts a text. An empty lang is guessed by Detect.
func New(body, lang string) *Doc {
	if lang == "" {
		lang = Detect(body)
	}
	d := &Doc{Body: body, Lang: lang, traits: TraitsOf(lang)}
	s := scanner{doc: d, elides: d.Has(Elides)}
	s.run()
	if d.Has(Han) {
		for i := range d.lower {
			d.lower[i] = Simplified(d.lower[i])
		}
	}
	d.split()
	return d
}

// Word gives a token as it stands in the text.
func (d *Doc) Word(i int) string { return d.Body[d.Tokens[i].Start:d.Tokens[i].End] }

// Lower gives a token in lower case, with the typewriter apostrophe ('); in Chinese its simplified form.
func (d *Doc) Lower(i int) string { return d.lower[i] }

// Slice gives the text of the tokens from first up to, not including, end.
func (d *Doc) Slice(first, end int) string {
	if first >= end {
		return ""
	}
	return d.Body[d.Tokens[first].Start:d.Tokens[end-1].End]
}

// Span converts byte offsets of Body into a span of code points.
func (d *Doc) Span(start, end int) attache.Span { return attache.Span{d.point(start), d.point(end)} }

// TokenSpan gives the span, in code points, of the tokens from first up to, not including, end.
func (d *Doc) TokenSpan(first, end int) attache.Span {
	return d.Span(int(d.Tokens[first].Start), int(d.Tokens[end-1].End))
}

// Bytes converts a span of code points into byte offsets of Body, cut to its length.
func (d *Doc) Bytes(s attache.Span) (start, end int) { return d.offset(s[0]), d.offset(s[1]) }

// TokenAt gives the index of the first token that ends after a byte offset;
// the number of tokens when there is none.
func (d *Doc) TokenAt(offset int) int {
	return sort.Search(len(d.Tokens), func(i int) bool { return int(d.Tokens[i].End) > offset })
}

func (d *Doc) point(offset int) int {
	offset = min(max(offset, 0), len(d.Body))
	i := sort.Search(len(d.points), func(i int) bool { return int(d.points[i].byte) > offset }) - 1
	if i < 0 {
		return utf8.RuneCountInString(d.Body[:offset])
	}
	c := d.points[i]
	return int(c.point) + utf8.RuneCountInString(d.Body[c.byte:offset])
}

func (d *Doc) offset(point int) int {
	i := sort.Search(len(d.points), func(i int) bool { return int(d.points[i].point) > point }) - 1
	at, n := 0, 0
	if i >= 0 {
		at, n = int(d.points[i].byte), int(d.points[i].point)
	}
	for n < point && at < len(d.Body) {
		_, size := utf8.DecodeRuneInString(d.Body[at:])
		at, n = at+size, n+1
	}
	return at
}
