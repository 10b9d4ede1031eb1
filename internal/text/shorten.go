package text

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Shorten gives a text of at most so many code points for a place that holds no
// more: cut between two words where that leaves half of them, with an ellipsis.
func Shorten(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := s[:offsetOf(s, most-1)]
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,:;–") + "…"
}

// Head gives the first bytes of a text, at most so many, and no half of a code point.
func Head(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// offsetOf gives the byte offset after so many code points; bytes that are none count as one.
func offsetOf(s string, points int) int {
	at := 0
	for range max(points, 0) {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// OneLine takes line breaks and runs of space out of a text.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Count says in English how many there are of something: "1 story", "3 stories".
func Count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
