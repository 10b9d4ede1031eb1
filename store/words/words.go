// Package words turns text into the terms a store indexes and looks up, folded
// (see package fold), so that what a reader types finds what an outlet printed.
// Every backend uses it, at saving and at searching alike; changing what it or
// the fold returns therefore needs a migration that indexes again.
//
// Scripts written without spaces (Han, kana, Thai and their kin) have no words
// to split at: their runs become single characters and overlapping pairs, and
// a query's pairs must all be there.
package words

import (
	"slices"

	"attache/internal/stem"
)

// maxTerm is the longest term in bytes; longer ones are cut, on both sides.
const maxTerm = 48

// Terms returns the distinct terms of texts in their order, at most limit.
func Terms(limit int, texts ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}, index: true}
	c.read(texts)
	return c.terms
}

// Stems returns the distinct terms of texts written in a language (ISO 639-1), at
// most limit: a word's stem marked with the language, where it has stems and the
// word is of its script; else as Terms.
func Stems(limit int, lang string, texts ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}, index: true}
	if stem.Has(lang) {
		c.lang = lang
	}
	c.read(texts)
	return c.terms
}

// Told is Stems without the words that tell nothing by themselves.
func Told(limit int, lang string, texts ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}, telling: true}
	if stem.Has(lang) {
		c.lang = lang
	}
	c.read(texts)
	return c.terms
}

// Forms returns, for each term of Query, the terms of which a text must have one
// to answer it: the term itself, its stem in every language that it may be of, and
// the stems of English words for the same act.
func Forms(limit int, asked ...string) [][]string {
	terms := Query(limit, asked...)
	forms := make([][]string, len(terms))
	for i, t := range terms {
		forms[i] = append(forms[i], t)
		for _, lang := range stem.Langs(t) {
			forms[i] = append(forms[i], marked(t, lang))
		}
		for _, s := range stem.Family(t) {
			if term := cut("en~" + s); !slices.Contains(forms[i], term) {
				forms[i] = append(forms[i], term)
			}
		}
	}
	return forms
}

// marked is a word's stem with its language, which no plain term can be, within the
// bounds of a term: it is the same where it is indexed and where it is asked for.
func marked(word, lang string) string { return cut(lang + "~" + stem.Of(word, lang)) }

// Query returns the terms that a text must have to answer the words asked for.
// It is empty where the words hold neither letters nor digits.
func Query(limit int, asked ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}}
	c.read(asked)
	return c.terms
}
