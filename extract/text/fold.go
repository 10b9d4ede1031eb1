package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold gives a word without case, accents and Arabic vowel signs, so that
// spellings of one name compare equal. It keeps й and ї, which are letters of
// their own.
func Fold(s string) string {
	ascii := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		r = unicode.ToLower(r)
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
			continue
		}
		if to, ok := bare[r]; ok {
			b.WriteString(to)
			continue
		}
		if unicode.Is(unicode.Mn, r) || zeroWidth(r) || r == 'ـ' {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Fold gives a token folded; see the function Fold.
func (d *Doc) Fold(i int) string { return Fold(d.lower[i]) }

var bare = func() map[rune]string {
	m := map[rune]string{
		'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ð': "d", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i",
		'ё': "е", 'ґ': "г", '’': "'", 'ʼ': "'", '‘': "'", '‑': "-", '–': "-",
		'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ؤ': "و", 'ئ': "ي",
	}
	for to, from := range map[string]string{
		"a": "àáâãäåāăąǎ", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęěẽ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįǐ",
		"j": "ĵ", "k": "ķ", "l": "ĺļľ", "n": "ñńņňǹ", "o": "òóôõöōŏőơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "ùúûüũūŭůűųưǔ", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, r := range from {
			m[r] = to
		}
	}
	return m
}()
