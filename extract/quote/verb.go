package quote

import (
	"slices"
	"unicode/utf8"

	"attache/extract/tag"
	"attache/internal/text"
)

// A data file has some forms of each verb of saying; the others are known by their
// beginning where the tagger takes them for verbs.

// verbStem is what the verbs that begin alike have in common.
type verbStem struct {
	entry
	forms int
}

// shortestStem and longestEnding are how many letters a verb's stem has at least and
// the ending behind it at most.
const (
	shortestStem  = 4
	longestEnding = 5
)

// stemVerbs notes the beginnings that two forms of verbs of saying share.
func (l *lexicon) stemVerbs() {
	l.verbs = map[string]verbStem{}
	if !tag.Knows(l.lang) || !l.traits.Has(text.VerbEndings) {
		return
	}
	words := make([]string, 0, len(l.words))
	for w, e := range l.words {
		if e.class&(cSay|cNoun|cPer|cAux) == cSay {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	for _, w := range words {
		r := []rune(w)
		for n := shortestStem; n < len(r); n++ {
			if len(r)-n > 3 {
				continue
			}
			s := l.verbs[string(r[:n])]
			s.forms++
			s.class, s.polarity = s.class|l.words[w].class&(cSay|cWeak), l.words[w].polarity
			l.verbs[string(r[:n])] = s
		}
	}
}

// verbOf looks up a verb that no data file has, by its beginning.
func (l *lexicon) verbOf(w string) entry {
	if utf8.RuneCountInString(w) <= shortestStem {
		return entry{}
	}
	r := []rune(w)
	for n := len(r) - 1; n >= shortestStem && len(r)-n <= longestEnding; n-- {
		if s := l.verbs[string(r[:n])]; s.forms > 1 {
			return s.entry
		}
	}
	return entry{}
}
