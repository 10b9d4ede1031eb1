// Package words turns text into the terms a store indexes and looks up: case,
// accents and letter variants folded, so that what a reader types finds what
// an outlet printed. Every backend uses it, at saving and at searching alike;
// changing what it returns therefore needs a migration that indexes again.
//
// Scripts written without spaces (Han, kana, Thai and their kin) have no words
// to split at: their runs become single characters and overlapping pairs, and
// a query's pairs must all be there.
package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxTerm is the longest term in bytes; longer ones are cut, on both sides.
const maxTerm = 48

// Terms returns the distinct terms of texts in their order, at most limit.
func Terms(limit int, texts ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}, index: true}
	c.read(texts)
	return c.terms
}

// Query returns the terms that a text must have to answer the words asked for.
// It is empty where the words hold neither letters nor digits.
func Query(limit int, asked ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}}
	c.read(asked)
	return c.terms
}

// Fold gives text in the form in which terms are compared.
func Fold(text string) string {
	if isPlain(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !strippable(r) {
			foldRune(&b, r)
		}
	}
	return norm.NFC.String(b.String())
}

func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// strippable tells the marks that readers leave out: accents of the European
// alphabets and the vowel points of Arabic and Hebrew. In the scripts of India
// and in kana a mark is part of the spelling and stays.
func strippable(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r == 0x640: // Arabic tatweel only stretches a word
		return true
	case r == 0x200c || r == 0x200d || r == 0xad: // joiners and soft hyphen
		return true
	case r < 0x900, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff,
		r >= 0x20d0 && r <= 0x20ff, r >= 0xfe20 && r <= 0xfe2f:
		return unicode.Is(unicode.Mn, r)
	}
	return false
}

// variants are letters that no normal form takes apart, with what people type.
var variants = map[rune]string{
	'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ı': "i", 'æ': "ae",
	'œ': "oe", 'þ': "th", 'ħ': "h", 'ŧ': "t", 'ŋ': "n", 'ə': "e", 'ς': "σ",
	'ة': "ه", 'ى': "ي", 'ی': "ي", 'ک': "ك", 'ٱ': "ا",
}

func foldRune(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if v, ok := variants[r]; ok {
		b.WriteString(v)
		return
	}
	if unicode.IsDigit(r) && r > 0x7f { // Arabic and other digits as ASCII ones
		if d, ok := digit(r); ok {
			b.WriteRune(d)
			return
		}
	}
	b.WriteRune(r)
}

// digit finds the value of a decimal digit: Unicode gives them in tens.
func digit(r rune) (rune, bool) {
	for _, zero := range []rune{0x660, 0x6f0, 0x966, 0x9e6, 0xe50} {
		if r >= zero && r < zero+10 {
			return '0' + r - zero, true
		}
	}
	return 0, false
}
