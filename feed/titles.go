package feed

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// relation is how two titles or texts stand to each other.
type relation int

const (
	unknown  relation = iota
	equal             // but for letter case and punctuation
	extended          // one has all words of the other, in their order
	mistyped          // a letter or two of a long word differ
	other             // different words
	numbered          // different numbers: the next of a series
)

// titleRelation compares two titles.
func titleRelation(a, b string) relation {
	x, y := words(a), words(b)
	switch {
	case len(x) == 0 || len(y) == 0:
		return unknown
	case slices.Equal(x, y):
		return equal
	case !slices.Equal(numbers(a), numbers(b)):
		if extends(x, y) {
			return other // "Talks" and "Talks 2" may be two, or a correction
		}
		return numbered
	case extends(x, y):
		return extended
	case misspelt(x, y):
		return mistyped
	}
	return other
}

// words are the words of a text in lower case; where a script has no spaces,
// its characters.
func words(s string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			end()
			out = append(out, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			b.WriteRune(unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return out
}

// leastWords is how many words a title must have for another that has more to
// be its longer form: one word begins many titles.
const leastWords = 2

// extends tells whether one list has all words of the other in their order.
func extends(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < leastWords {
		return false
	}
	at := 0
	for _, w := range b {
		if at < len(a) && a[at] == w {
			at++
		}
	}
	return at == len(a)
}

// misspelt tells whether lists of as many words differ in one word by a letter
// that was added, dropped, changed or swapped. Short words that differ so are
// rather two names.
func misspelt(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	differ := 0
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if differ++; differ > 1 || utf8.RuneCountInString(a[i]) < 8 || !oneSlip([]rune(a[i]), []rune(b[i])) {
			return false
		}
	}
	return differ == 1
}

// oneSlip tells whether two words differ by one slip of the hand.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b)-len(a) > 1:
		return false
	case len(b) > len(a):
		return slices.Equal(a[i:], b[i+1:])
	case slices.Equal(a[min(i+1, len(a)):], b[min(i+1, len(b)):]):
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

func numbers(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// The bounds of comparing texts.
const (
	comparedWords = 2000
	leastCompared = 12 // words: a shorter text says too little to differ
	sameText      = 25 // words: from here on, the same words are the same text
	ownWording    = 60 // words: below, the same words under another title may be what the office always says
)

// textRelation compares what two articles say: equal, extended (almost all of
// the shorter text's runs of words are in the longer one), other, or unknown
// where there is too little of it.
func textRelation(a, b []string) relation {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return unknown
	}
	if slices.Equal(a, b) {
		return equal
	}
	if len(a) < leastCompared {
		return unknown
	}
	switch share := runsIn(a, b); {
	case share >= 0.9 && len(a) >= sameText:
		return extended
	case share < 0.3 || share < 0.6 && len(a) >= ownWording:
		return other
	}
	return unknown
}

// runsIn is how many of a's runs of three words are in b, from 0 to 1.
func runsIn(a, b []string) float64 {
	have := make(map[[3]string]bool, len(b))
	for i := 0; i+3 <= len(b); i++ {
		have[[3]string(b[i:i+3])] = true
	}
	found := 0
	for i := 0; i+3 <= len(a); i++ {
		if have[[3]string(a[i:i+3])] {
			found++
		}
	}
	return float64(found) / float64(max(len(a)-2, 1))
}

// swapped tells whether the words in which two titles differ stand each in its
// own text alone: then it is another release made from the same form, "receives
// the ambassador of Norway" and "of Kenya". A new title for the same text finds
// the text as it was.
func swapped(titleA, textA, titleB, textB []string) bool {
	return anyMoved(titleA, titleB, textA, textB) && anyMoved(titleB, titleA, textB, textA)
}

// anyMoved tells whether a word that only the first title has is in its own
// text and not in the other one.
func anyMoved(title, otherTitle, text, otherText []string) bool {
	return slices.ContainsFunc(title, func(w string) bool {
		return !slices.Contains(otherTitle, w) && slices.Contains(text, w) && !slices.Contains(otherText, w)
	})
}

func firstWordsOf(s string) []string {
	w := words(s)
	return w[:min(len(w), comparedWords)]
}
