package digest

import (
	"maps"
	"math"
	"strings"
	"unicode"

	"attache/internal/fold"
)

// heard is what was said already, so that nothing is said twice: as a sentence and
// as a quotation, or by two outlets with the same words.
type heard struct {
	runs  map[string]bool // of runLength words
	whole []string        // each text, folded, between spaces
}

// runLength is how many words in a row make a text one that was heard.
const runLength = 8

// spoken are the words of a text, folded; of a script without spaces its
// characters.
func spoken(s string) []string { return firstSpoken(s, math.MaxInt) }

// firstSpoken are the first of these, at most so many.
func firstSpoken(s string, most int) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range fold.String(s) {
		if len(words) >= most {
			return words[:most]
		}
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			flush()
			words = append(words, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			word.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return words[:min(len(words), most)]
}

func joined(words []string) string { return " " + strings.Join(words, " ") + " " }

// add notes a text as said.
func (h *heard) add(s string) {
	words := spoken(s)
	if len(words) == 0 {
		return
	}
	if h.runs == nil {
		h.runs = map[string]bool{}
	}
	for i := 0; i+runLength <= len(words); i++ {
		h.runs[joined(words[i:i+runLength])] = true
	}
	h.whole = append(h.whole, joined(words))
}

// has says whether a text, or a run of its words, was said already. A few words
// are only where they were all there is of them.
func (h *heard) has(s string) bool {
	words := spoken(s)
	if len(words) == 0 {
		return true
	}
	if len(words) < runLength {
		all := joined(words)
		for _, text := range h.whole {
			if strings.Contains(text, all) {
				return true
			}
		}
		return false
	}
	for i := 0; i+runLength <= len(words); i++ {
		if h.runs[joined(words[i:i+runLength])] {
			return true
		}
	}
	return false
}

func (h *heard) clone() heard {
	return heard{runs: maps.Clone(h.runs), whole: append([]string(nil), h.whole...)}
}
