package event

import (
	"math"
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/extract/piece"
	"attache/internal/text"
)

// words adds the words of the title and pairs of them.
func (m *measurer) words() {
	p := m.sense.title
	before := "^"
	for i, folded := range p.Folds {
		t := &p.Doc.Tokens[i]
		word := stemIn(p.Doc.Lang, folded)
		if t.Kind == text.Number {
			word = "#"
		} else if t.Kind != text.Word {
			continue
		}
		if !t.Is(text.Ideograph) {
			m.add(m.word+int(hash('T', p.Doc.Lang, word))%words, 0.6)
		}
		m.add(m.word+int(hash('U', p.Doc.Lang, before, word))%words, 0.4)
		before = word
	}
}

// titleRunes and titlePieces are how much of a title is cut into pieces of words, and what they count: chosen by cross-validation.
const titleRunes, titlePieces = 300, 2

func (m *measurer) pieces() {
	for _, p := range piece.Of(m.sense.title.Doc, titleRunes, 't', titlePieces) {
		m.add(m.piece+int(p.Bucket)%pieces, float64(p.Value))
	}
}

// stemIn takes the commonest endings off a word: elsewhere than in English and Chinese it is its first letters.
func stemIn(lang, word string) string {
	if text.TraitsOf(lang).Has(text.Participles) {
		return stemmed(word)
	}
	n := 0
	for i := range word {
		if n == 6 {
			return word[:i]
		}
		n++
	}
	return word
}

func (m *measurer) shapes() {
	s := m.sense
	d := s.body.Doc
	labels, asks, questions := 0, 0, 0
	for i, p := range d.Paragraphs {
		if i > 200 {
			break
		}
		line := d.Slice(int(p.First), int(min(p.End, p.First+8)))
		if name, _, ok := strings.Cut(line, ":"); ok && len(name) < 60 && name == strings.ToUpper(name) && strings.ToLower(name) != name {
			labels++
			if strings.HasPrefix(name, "QUESTION") {
				asks++
			}
		}
	}
	for i := range min(len(d.Tokens), 3000) {
		if d.Tokens[i].Kind == text.Punct && d.Word(i) == "?" {
			questions++
		}
	}
	order := s.ranked()
	bodies := slices.ContainsFunc(order, func(c string) bool { return !actor.IsCountry(c) })
	titled := 0
	for _, t := range s.title.Mentions {
		if !t.Place {
			titled++
		}
	}
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	for i, v := range []float64{
		1, is(len(s.title.Doc.Tokens) == 0), is(labels > 2), is(asks > 1), math.Log1p(float64(questions)) / 3,
		is(len(d.Tokens) < 200), is(len(d.Tokens) > 1500),
		is(len(order) == 1), is(len(order) == 2), is(len(order) > 2), math.Log1p(float64(titled)), is(bodies), is(d.Has(text.OwnWeights)),
		math.Log1p(float64(len(clauses(s.title.Doc)))), is(strings.ContainsAny(s.title.Doc.Body, ":：")),
		is(strings.ContainsAny(s.title.Doc.Body, "?？؟")), is(strings.ContainsAny(s.title.Doc.Body, "\"“”„«»「」")),
	} {
		m.add(m.shape+i, v)
	}
}
