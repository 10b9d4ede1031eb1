// Package fold brings the spellings of a word together: case, accents, the
// forms of Arabic and Cyrillic letters.
package fold

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latin maps accented letters of Latin, Greek and Cyrillic to what they fold to.
var latin = func() map[rune]string {
	m := map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ə': "e",
		'ё': "е", 'ґ': "г", 'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ؤ': "و", 'ئ': "ي",
		'’': "'", 'ʼ': "'", '‘': "'", 'ـ': "",
	}
	for r := rune(0xC0); r < 0x250; r++ {
		if _, ok := m[r]; ok || !unicode.IsLower(r) {
			continue
		}
		if d := norm.NFD.String(string(r)); len(d) > 1 {
			base, _ := utf8.DecodeRuneInString(d)
			if base != r {
				m[r] = string(base)
			}
		}
	}
	return m
}()

// Append appends the folded form of a rune: lower case without its accents.
// Combining marks fold to nothing; digits of every script to ASCII.
func Append(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	}
	r = unicode.ToLower(r)
	switch {
	case r >= '٠' && r <= '٩':
		return append(dst, byte('0'+r-'٠'))
	case r >= '۰' && r <= '۹':
		return append(dst, byte('0'+r-'۰'))
	case r >= '０' && r <= '９':
		return append(dst, byte('0'+r-'０'))
	}
	if s, ok := latin[r]; ok {
		return append(dst, s...)
	}
	if unicode.Is(unicode.Mn, r) {
		return dst
	}
	return utf8.AppendRune(dst, r)
}

// String folds a whole string.
func String(s string) string {
	dst := make([]byte, 0, len(s))
	for _, r := range s {
		dst = Append(dst, r)
	}
	return string(dst)
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
