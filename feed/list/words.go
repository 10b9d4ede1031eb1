package list

import (
	_ "embed" // the words
	"strings"
	"unicode"

	plain "attache/internal/text"
)

//go:embed words.txt
var wordList string

func section(name string) []string {
	var out []string
	in := false
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			in = line == "["+name+"]"
		case in:
			out = append(out, line)
		}
	}
	return out
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

var (
	more   = set(section("more"))
	chrome = set(section("chrome"))
	other  = section("other")
	marks  = section("marks")
)

// says tells whether words are, but for signs around them, among those of a set.
func says(words map[string]bool, s string) bool {
	s = strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }))
	return words[plain.OneLine(s)]
}

// ofOther tells whether a heading is that of a list of something else.
func ofOther(heading string) bool {
	h := strings.ToLower(plain.OneLine(heading))
	if h == "" || runes(h) > 70 {
		return false
	}
	for _, w := range other {
		if at := strings.Index(h, w); at >= 0 && startsWord(h, at) {
			return true
		}
	}
	return false
}

// startsWord tells whether a word begins at a place of a text; in scripts
// without spaces every place may.
func startsWord(s string, at int) bool {
	if at == 0 {
		return true
	}
	before := []rune(s[:at])
	last := before[len(before)-1]
	return !unicode.IsLetter(last) || unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Arabic)
}
