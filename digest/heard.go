package digest

import (
	"iter"
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
	s = fold.String(s)
	start := -1 // of the word that goes on
	for i, r := range s {
		alone := r >= firstAlone && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
		within := !alone && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
		if start >= 0 && !within {
			words, start = append(words, s[start:i]), -1
		}
		if len(words) >= most {
			return words[:most]
		}
		switch {
		case alone:
			words = append(words, string(r))
		case within && start < 0:
			start = i
		}
	}
	if start >= 0 {
		words = append(words, s[start:])
	}
	return words[:min(len(words), most)]
}

// firstAlone is where the scripts without spaces begin.
const firstAlone = '\u2e80'

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
	whole := joined(words)
	for run := range runsOf(whole, words) {
		h.runs[run] = true
	}
	h.whole = append(h.whole, whole)
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
	for run := range runsOf(joined(words), words) {
		if h.runs[run] {
			return true
		}
	}
	return false
}

// runsOf gives each run of so many words in what they are joined to, a space before and
// after it.
func runsOf(whole string, words []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from, to := 0, 0
		for n, w := range words {
			to += 1 + len(w)
			if n < runLength-1 {
				continue
			}
			if !yield(whole[from : to+1]) {
				return
			}
			from += 1 + len(words[n-runLength+1])
		}
	}
}

func (h *heard) clone() heard {
	return heard{runs: maps.Clone(h.runs), whole: append([]string(nil), h.whole...)}
}
