package text

import (
	_ "embed" // the pairs of characters
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/traditional.txt
var pairs string

var simplified = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for line := range strings.Lines(pairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			from, size := utf8.DecodeRuneInString(pair)
			m[from] = pair[size:]
		}
	}
	return m
})

// Simplified gives the simplified form of a Chinese character, the form in which word lists are written; anything else is
// given back as it is.
func Simplified(s string) string {
	if r, size := utf8.DecodeRuneInString(s); size == len(s) {
		if to, ok := simplified()[r]; ok {
			return to
		}
	}
	return s
}
