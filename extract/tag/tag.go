// Package tag tells, for every token of a text, its part of speech, its
// grammatical case and its function in the sentence. What enters is a
// text.Doc, what leaves a Tag a token. The weights were learned from Universal
// Dependencies treebanks of German, English, Spanish, French, Russian and
// Chinese (see weights/NOTICE.md); other languages get no tags. Chinese is
// tagged by character: the tag of a word stands at each of its characters,
// Inside at all but its first.
//
// It is a cascade of three averaged perceptrons (Collins, 2002), read from left
// to right without going back: the case knows the parts of speech of the whole
// sentence, the function knows both. It is pure, linear in the length of the
// text and safe for concurrent use.
package tag

import (
	"attache/internal/text"
)

// Pos is a part of speech after Universal Dependencies.
type Pos uint8

// The parts of speech. Unknown is that of a language without weights.
const (
	Unknown Pos = iota
	Adj
	Adp
	Adv
	Aux
	Cconj
	Det
	Intj
	Noun
	Num
	Part
	Pron
	Propn
	Punct
	Sconj
	Sym
	Verb
	Other
)

// Case is the grammatical case of a nominal; languages without cases, and
// words that show none, have NoCase.
type Case uint8

// The cases that the treebanks of German and Russian tell.
const (
	NoCase Case = iota
	Nominative
	Genitive
	Dative
	Accusative
	Instrumental
	Locative
)

// Function is what a token does in its sentence: the relation to its head,
// coarsened. Only heads of phrases have one; what belongs to them has Within.
type Function uint8

// The functions.
const (
	Within       Function = iota // articles, adjectives, prepositions, signs …
	Subject                      // nsubj, csubj
	Object                       // obj, iobj
	Oblique                      // obl: with a preposition, or an adverbial
	Attribute                    // nmod: the genitive or prepositional phrase of a noun
	Appositive                   // appos
	NamePart                     // flat, compound: goes on with a name
	Conjunct                     // conj
	Root                         // the main predicate
	Clause                       // ccomp, xcomp, advcl, acl, parataxis: another predicate
	VerbalAdverb                 // advmod
)

// Tag is what is known of a token.
type Tag struct {
	Pos      Pos
	Case     Case
	Function Function
	Inside   bool // goes on with the word of the token before (Chinese)
}

// Knows says whether a language (ISO 639-1) has weights.
func Knows(lang string) bool { return models()[lang] != nil }

// Doc tags all tokens of a text; nil for a language without weights.
func Doc(d *text.Doc) []Tag {
	m := models()[d.Lang]
	if m == nil {
		return nil
	}
	tags := make([]Tag, len(d.Tokens))
	for _, s := range d.Sentences {
		m.Sentence(NewSentence(d, s), tags[s.First:s.End])
	}
	return tags
}

// Sentence tags the tokens of one sentence into tags, one for each.
func (m *Model) Sentence(s *Sentence, tags []Tag) {
	r := reader{s: s, tags: tags}
	m.speech(&r)
	r.frame()
	if m.Case != nil {
		for i := range tags {
			if hasCase(tags[i].Pos) {
				tags[i].Case = Case(m.Case.best(r.caseFeatures(i)))
			}
		}
	}
	for i := range tags {
		if tags[i].Pos == Punct || tags[i].Inside {
			continue
		}
		f := Function(m.Function.best(r.functionFeatures(i)))
		tags[i].Function = f
		r.saw(i, f)
	}
}

// speech tells the parts of speech.
func (m *Model) speech(r *reader) {
	for i := range r.tags {
		k := m.Pos.best(r.posFeatures(i))
		r.tags[i].Pos, r.tags[i].Inside = Pos(k&^insideBit), k&insideBit != 0
	}
}

// insideBit marks the class of a character that goes on with a word.
const insideBit = 32

func hasCase(p Pos) bool {
	switch p {
	case Noun, Propn, Pron, Adj, Det, Num:
		return true
	default:
		return false
	}
}
