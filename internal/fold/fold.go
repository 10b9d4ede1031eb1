// Package fold brings the spellings of a word together: what somebody types
// then meets what an outlet printed. Every room that asks whether two words
// are the same folds both with it, so that /latest, /follow and the reading of
// texts agree; what a store indexes is folded with it as well, so that a change
// of what it returns needs a migration there.
//
// Folded are: case; accents, and the vowel points of Arabic and Hebrew; forms
// that Unicode calls compatible (full width, ligatures, presentation forms);
// letters that are typed differently on different keyboards (Arabic and Persian
// yeh and kaf, alef with hamza, ta marbuta; Ukrainian ґ and г, Russian ё and е;
// ı, ß, đ, ł, ø and their like; the final sigma); digits of every script to
// ASCII; apostrophes and hyphens to one of each. Tatweel, joiners and other
// invisible signs go. Letters of their own stay: й, ї, ў, ѓ, ќ, and the marks of
// kana and of the scripts of India, where they are part of the spelling.
//
// A folded text folds to itself.
package fold

import (
	"bytes"
	"unicode/utf8"
)

// String folds a whole string. What is not UTF-8 becomes U+FFFD.
func String(s string) string {
	n := plain(s)
	if n == len(s) {
		return s
	}
	dst := make([]byte, n, len(s)+8)
	copy(dst, s)
	for _, r := range s[n:] {
		dst = Append(dst, r)
	}
	return string(dst)
}

// plain is how many of the first bytes fold to themselves in any case.
func plain(s string) int {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return i
		}
	}
	return len(s)
}

// Append appends the folded form of a rune to what is folded already. A
// combining mark may change the rune before it, or fold to nothing.
func Append(dst []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	case r == acute || r == breve || r == diaeresis:
		return own(dst, r)
	case int(r) < len(frequent):
		return append(dst, frequent[r]...)
	}
	return appendRare(dst, r)
}

// Contains says whether a text, folded, has a folded word in it.
func Contains(text, folded string) bool {
	var buf [256]byte
	dst := buf[:0]
	for _, r := range text {
		dst = Append(dst, r)
	}
	return bytes.Contains(dst, []byte(folded))
}

// Same says whether two words fold to the same.
func Same(a, b string) bool { return a == b || String(a) == String(b) }
