// Package words turns text into the terms a store indexes and looks up, folded
// (see package fold), so that what a reader types finds what an outlet printed.
// Every backend uses it, at saving and at searching alike; changing what it or
// the fold returns therefore needs a migration that indexes again.
//
// Scripts written without spaces (Han, kana, Thai and their kin) have no words
// to split at: their runs become single characters and overlapping pairs, and
// a query's pairs must all be there.
package words

// maxTerm is the longest term in bytes; longer ones are cut, on both sides.
const maxTerm = 48

// Terms returns the distinct terms of texts in their order, at most limit.
func Terms(limit int, texts ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}, index: true}
	c.read(texts)
	return c.terms
}

// Query returns the terms that a text must have to answer the words asked for.
// It is empty where the words hold neither letters nor digits.
func Query(limit int, asked ...string) []string {
	c := collector{limit: limit, seen: map[string]bool{}}
	c.read(asked)
	return c.terms
}
