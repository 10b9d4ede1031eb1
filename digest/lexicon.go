package digest

import (
	"slices"
	"strings"
	"unicode"

	"attache/internal/fold"
)

// How words of a table are looked for in a text: see acts.txt.

// alternative is a word of a table, folded: a whole one, one that begins words,
// or characters that stand anywhere in a script without spaces.
type alternative struct {
	text   string
	prefix bool
	han    bool
}

// element is what stands between spaces of a pattern: one of these.
type element []alternative

// near is within how many words all elements of a pattern stand.
const near = 10

func parseElement(s string) element {
	var e element
	for word := range strings.SplitSeq(s, "/") {
		stem, prefix := strings.CutSuffix(word, "-")
		a := alternative{text: fold.String(stem), prefix: prefix}
		a.han = strings.ContainsFunc(a.text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		e = append(e, a)
	}
	return e
}

func parseElements(s string) []element {
	var out []element
	for word := range strings.FieldsSeq(s) {
		out = append(out, parseElement(word))
	}
	return out
}

// clause is a text to look in: folded, as a whole and as words.
type clause struct {
	text  string
	words []string
}

func newClause(s string) clause {
	s = fold.String(s)
	return clause{text: s, words: strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '-'
	})}
}

// is says whether a word is the alternative; an Arabic one with its particles as
// well.
func (a alternative) is(word string) bool {
	if a.matches(word) {
		return true
	}
	if len(word) == 0 || word[0] < 0xD8 || word[0] > 0xDB {
		return false
	}
	for _, particle := range []string{"و", "ف", "ب", "ل"} {
		word = strings.TrimPrefix(word, particle)
	}
	return a.matches(word) || a.matches(strings.TrimPrefix(word, "ال")) || a.matches(strings.TrimPrefix(word, "ل"))
}

func (a alternative) matches(word string) bool {
	return word == a.text || a.prefix && strings.HasPrefix(word, a.text)
}

// at is where the first word is from some index on that the element has; -1 where
// there is none. Characters count as the first word.
func (c *clause) at(e element, from int) int {
	for i := from; i < len(c.words); i++ {
		for _, a := range e {
			if !a.han && a.is(c.words[i]) {
				return i
			}
		}
	}
	for _, a := range e {
		if a.han && from == 0 && strings.Contains(c.text, a.text) {
			return 0
		}
	}
	return -1
}

// find looks for all elements near each other, and returns the words they are at.
func (c *clause) find(pattern []element) []int {
	for from := 0; ; {
		first := c.at(pattern[0], from)
		if first < 0 {
			return nil
		}
		at := []int{first}
		for _, e := range pattern[1:] {
			i := c.at(e, max(0, first-near))
			if i < 0 && first-near <= 0 {
				return nil
			}
			if i < 0 || i > first+near {
				break
			}
			at = append(at, i)
		}
		if len(at) == len(pattern) {
			return at
		}
		if from = first + 1; from >= len(c.words) {
			return nil
		}
	}
}

// count is how many words of the clause one of the elements is.
func (c *clause) count(list []element) int {
	n := 0
	for _, w := range c.words {
		if slices.ContainsFunc(list, func(e element) bool {
			return slices.ContainsFunc(e, func(a alternative) bool { return !a.han && a.is(w) })
		}) {
			n++
		}
	}
	for _, e := range list {
		for _, a := range e {
			if a.han && strings.Contains(c.text, a.text) {
				n++
			}
		}
	}
	return n
}
