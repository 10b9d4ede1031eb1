package telegram

import (
	"strings"
	"unicode"
)

// closers are the marks that end a quotation, by the mark that began it.
var closers = map[rune]string{
	'"': `"`, '“': `”“`, '„': `“”`, '”': `”`,
	'«': `»`, '»': `«»`, '‹': `›`, '›': `‹›`,
	'「': `」`, '『': `』`, '‘': `’`,
}

// cut shortens a text to at most n units, at the end of a word and never
// between quotation marks. before is what stands before the text and may have
// opened some. false where there is no such place.
func cut(before, text string, n int) (string, bool) {
	var open rune
	for _, r := range before {
		open = quoting(open, r)
	}
	atSpace, anywhere, used := 0, 0, 0
	previous := ' '
	for i, r := range text {
		if used > n {
			break
		}
		if open == 0 && i > 0 {
			switch {
			case unicode.IsSpace(r) && !unicode.IsSpace(previous):
				atSpace = i
			case !joins(previous, r):
				anywhere = i
			}
		}
		open = quoting(open, r)
		used += units(string(r))
		previous = r
	}
	// Without a space in the later half this is a script that writes none, or
	// no word at all: then it may be cut between any two characters.
	if 2*atSpace >= anywhere && atSpace > 0 {
		return text[:atSpace], true
	}
	kept := strings.TrimRightFunc(text[:anywhere], unicode.IsSpace)
	return kept, kept != ""
}

// quoting follows the quotation marks of a text: the mark still open after r.
func quoting(open, r rune) rune {
	if open == 0 {
		if _, opens := closers[r]; opens {
			return r
		}
		return 0
	}
	if strings.ContainsRune(closers[open], r) {
		return 0
	}
	return open
}

// joins tells whether two characters may not be parted: marks on a letter,
// joined signs, a flag's two letters, a skin tone.
func joins(a, b rune) bool {
	const joiner = 0x200D
	regional := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	return unicode.Is(unicode.M, b) || a == joiner || b == joiner ||
		(regional(a) && regional(b)) || (b >= 0x1F3FB && b <= 0x1F3FF)
}
