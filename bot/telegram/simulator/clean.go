package simulator

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// cleanText does to a text what the server does before it counts it: carriage
// returns, U+2028–202E and three combining lines go, control characters become
// spaces, the ends are trimmed (the beginning only up to the first entity).
// Entities move with their text; those left empty go.
func cleanText(text string, list []Entity) (string, []Entity) {
	cleaned, moved := filterText(text)
	cleaned = strings.TrimRight(cleaned, " \n")
	total := utf16Len(cleaned)
	kept := make([]Entity, 0, len(list))
	first := total
	for _, e := range list {
		from, to := moved[min(e.Offset, len(moved)-1)], moved[min(e.end(), len(moved)-1)]
		if to = min(to, total); from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
			first = min(first, from)
		}
	}
	lead := 0 // bytes and units alike: only spaces and line breaks
	for lead < first && (cleaned[lead] == ' ' || cleaned[lead] == '\n') {
		lead++
	}
	for i := range kept {
		kept[i].Offset -= lead
	}
	return cleaned[lead:], kept
}

// filterText drops and replaces characters; moved is the new offset of every
// old UTF-16 offset, the end included.
func filterText(text string) (filtered string, moved []int) {
	out := make([]rune, 0, len(text))
	moved = make([]int, 0, len(text)+1)
	units := 0
	for _, char := range text {
		moved = append(moved, units)
		if char > 0xffff {
			moved = append(moved, units+1)
			units++
		}
		if dropped(char) {
			continue
		}
		if char < ' ' && char != '\n' {
			char = ' '
		}
		units++
		out = append(out, char)
	}
	moved = append(moved, units)
	for i := range len(out) - 1 { // of a run of direction marks only the last stays one
		if isMark(out[i]) && isMark(out[i+1]) {
			out[i] = 0x200c
		}
	}
	return string(out), moved
}

func isMark(char rune) bool { return char == 0x200e || char == 0x200f }

func dropped(char rune) bool {
	return char == '\r' || char >= 0x2028 && char <= 0x202e || char == 0x0333 || char == 0x033f || char == 0x030a
}

// blanks are characters that show nothing; a text of them alone is empty.
var blanks = []rune{' ', '\n', 0x00a0, 0x034f, 0x1680, 0x180e, 0x202f, 0x205f, 0x2800, 0x3000, 0xfeff, 0xfffc}

func allBlank(text string) bool {
	return !strings.ContainsFunc(text, func(char rune) bool {
		return !slices.Contains(blanks, char) && (char < 0x2000 || char > 0x200f) && (char < 0xe0000 || char > 0xe0fff)
	})
}

func utf16Len(text string) int {
	n := utf8.RuneCountInString(text)
	for _, char := range text {
		if char > 0xffff {
			n++
		}
	}
	return n
}
