package telegram

import (
	"strings"
	"unicode"
)

// cut gives how many runes of all[from:to] to keep so that at most n units are
// left, up to the end of a word and never between quotation marks, which may
// stand anywhere in all. 0: there is no such place.
func cut(all []rune, from, to, n int) int {
	inside := quoted(all)
	atSpace, anywhere, used := 0, 0, 0
	for i := from; i < to && used <= n; i++ {
		if i > from && !inside[i] {
			switch {
			case unicode.IsSpace(all[i]):
				if !unicode.IsSpace(all[i-1]) {
					atSpace = i - from
				}
			case !joins(all[i-1], all[i]):
				anywhere = i - from
			}
		}
		used += units(string(all[i]))
	}
	// Without a space in the later half this is a script that writes none, or
	// no word at all: then it may be cut between any two characters.
	if 2*atSpace < anywhere {
		for atSpace = anywhere; atSpace > 0 && unicode.IsSpace(all[from+atSpace-1]); {
			atSpace--
		}
	}
	return atSpace
}

// closers are the marks that end a quotation, by the mark that began it.
var closers = map[rune]string{
	'"': `"`, '“': `”“`, '„': `“”`, '”': `”`,
	'«': `»`, '»': `«»`, '‹': `›`, '›': `‹›`,
	'「': `」`, '『': `』`,
}

// quoted tells for every place whether it is between quotation marks; one that
// is never closed reaches to the end, as in a quotation of several paragraphs.
// Single marks count only where a closing one follows: they are apostrophes too.
func quoted(all []rune) []bool {
	inside := make([]bool, len(all))
	lastSingle := -1
	for i := range all {
		if closesSingle(all, i) {
			lastSingle = i
		}
	}
	open := rune(0)
	for i, r := range all {
		inside[i] = open != 0
		_, opens := closers[r]
		switch {
		case open == 0 && opens, open == 0 && r == '‘' && i < lastSingle:
			open = r
		case open == '‘' && closesSingle(all, i), strings.ContainsRune(closers[open], r):
			open = 0
		}
	}
	return inside
}

func closesSingle(all []rune, i int) bool {
	return all[i] == '’' && (i+1 == len(all) || !unicode.IsLetter(all[i+1]))
}

// joins tells whether two characters may not be parted: marks on a letter,
// joined signs, a flag's two letters, a skin tone.
func joins(a, b rune) bool {
	const joiner = 0x200D
	regional := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	return unicode.Is(unicode.M, b) || a == joiner || b == joiner ||
		(regional(a) && regional(b)) || (b >= 0x1F3FB && b <= 0x1F3FF)
}
