package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The marks that make a letter of its own of some Cyrillic ones.
const (
	acute     = '\u0301'
	breve     = '\u0306'
	diaeresis = '\u0308'
)

// own joins a mark with the letter before it where both are a letter of its own,
// and leaves it out where it is an accent.
func own(dst []byte, mark rune) []byte {
	last, size := utf8.DecodeLastRune(dst)
	var letter rune
	switch {
	case mark == breve && last == 'и':
		letter = 'й'
	case mark == breve && last == 'у':
		letter = 'ў'
	case mark == diaeresis && last == 'і':
		letter = 'ї'
	case mark == acute && last == 'г':
		letter = 'ѓ'
	case mark == acute && last == 'к':
		letter = 'ќ'
	default:
		return dst
	}
	return utf8.AppendRune(dst[:len(dst)-size], letter)
}

// variants are letters that no normal form takes apart, or that stay whole, with
// what they fold to.
var variants = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ŋ': "n", 'ə': "e",
	'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ǝ': "e", 'ς': "σ",
	'й': "й", 'ї': "ї", 'ў': "ў", 'ѓ': "ѓ", 'ќ': "ќ", 'ґ': "г",
	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ې': "ي", 'ے': "ي", 'ک': "ك", 'ڪ': "ك", 'ة': "ه", 'ہ': "ه", 'ھ': "ه", 'ە': "ه", 'ۃ': "ه",
	'’': "'", '‘': "'", '‛': "'", 'ʼ': "'", 'ʻ': "'", '′': "'", '´': "'", '\u1ffd': "'", 'ʿ': "", 'ʾ': "",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '−': "-", 'ـ': "",
}

// frequent are the folded forms of the first letters of Unicode: Latin, Greek,
// Cyrillic, Armenian, Hebrew and Arabic.
var frequent = func() (table [0x700]string) {
	for r := rune(utf8.RuneSelf); int(r) < len(table); r++ {
		table[r] = form(r)
	}
	return table
}()

// form is the folded form of a rune whatever stands before it.
func form(r rune) string {
	r = unicode.ToLower(r)
	if to, ok := variants[r]; ok {
		return to
	}
	if dropped(r) {
		return ""
	}
	if d, ok := digit(r); ok {
		return string(d)
	}
	parts := norm.NFKD.PropertiesString(string(r)).Decomposition()
	if parts == nil {
		return string(r)
	}
	var out strings.Builder
	for _, p := range string(parts) {
		out.WriteString(form(p))
	}
	return out.String()
}

// dropped tells what readers leave out: accents of the European alphabets, the
// points of Arabic and Hebrew, and signs that nobody sees. In kana and in the
// scripts of India a mark is part of the spelling and stays.
func dropped(r rune) bool {
	switch {
	case r < 0xa0:
		return false
	case unicode.Is(unicode.Cf, r):
		return true
	case r < 0x900, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff,
		r >= 0x20d0 && r <= 0x20ff, r >= 0xfe00 && r <= 0xfe2f:
		return unicode.Is(unicode.Mn, r)
	}
	return false
}

// digit is a decimal digit's ASCII form. Unicode gives the digits of a script in
// tens, the zero first.
func digit(r rune) (rune, bool) {
	if !unicode.IsDigit(r) {
		return 0, false
	}
	for _, span := range unicode.Nd.R16 {
		if lo := rune(span.Lo); r >= lo && r <= rune(span.Hi) {
			return '0' + (r-lo)%10, true
		}
	}
	for _, span := range unicode.Nd.R32 {
		if lo := rune(span.Lo); r >= lo && r <= rune(span.Hi) {
			return '0' + (r-lo)%10, true
		}
	}
	return 0, false
}

// appendRare folds what is not among the frequent: by its parts, where Unicode
// takes it apart.
func appendRare(dst []byte, r rune) []byte {
	r = unicode.ToLower(r)
	whole := r >= 0xac00 && r <= 0xd7a3 // a syllable of hangul
	if _, known := variants[r]; !known && !whole {
		if parts := norm.NFKD.PropertiesString(string(r)).Decomposition(); parts != nil {
			for _, p := range string(parts) {
				dst = appendPart(dst, unicode.ToLower(p))
			}
			return dst
		}
	}
	return appendPart(dst, r)
}

// appendPart folds a small letter or a sign that Unicode does not take apart.
func appendPart(dst []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		return append(dst, byte(r))
	case r == acute || r == breve || r == diaeresis:
		return own(dst, r)
	case int(r) < len(frequent):
		return append(dst, frequent[r]...)
	}
	if to, ok := variants[r]; ok {
		return append(dst, to...)
	}
	if dropped(r) {
		return dst
	}
	if d, ok := digit(r); ok {
		return append(dst, byte(d))
	}
	if joins(r) {
		last, size := utf8.DecodeLastRune(dst)
		one := norm.NFC.String(string([]rune{last, r}))
		if c, n := utf8.DecodeRuneInString(one); size > 0 && n == len(one) {
			return utf8.AppendRune(dst[:len(dst)-size], c)
		}
	}
	return utf8.AppendRune(dst, r)
}

// joins tells what may be one letter with the one before it: marks, and the
// vowels and finals of hangul.
func joins(r rune) bool {
	return unicode.IsMark(r) || r >= 0x1160 && r <= 0x11ff
}
