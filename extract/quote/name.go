package quote

import (
	"strings"

	"attache/extract/text"
)

// fullName gives a person's name at its fullest; in languages with cases each
// of its words in the nominative where the article has it.
func (a *article) fullName(p int32) string {
	person := &a.people[p]
	best := person.places[0]
	for _, i := range person.places {
		if a.nameLength(i) > a.nameLength(best) {
			best = i
		}
	}
	m := &a.mentions[best]
	if !a.declines() || person.Body {
		return tidy(a.doc.Slice(m.name, m.stop))
	}
	return a.inNominative(person, m)
}

// nameLength ranks forms of a name by words, then by letters.
func (a *article) nameLength(i int32) int {
	m := &a.mentions[i]
	n := 0
	for k := m.name; k < m.stop; k++ {
		if a.isWord(k) {
			n++
		}
	}
	size := 0
	if !a.declines() {
		size = int(a.token(m.stop-1).End - a.token(m.name).Start)
	}
	return n<<16 + size
}

// inNominative takes each word of a name in the form that looks most like the
// nominative among the forms the article uses.
func (a *article) inNominative(person *Person, full *mention) string {
	var b strings.Builder
	for k := full.name; k < full.stop; k++ {
		word := a.doc.Word(k)
		if a.isWord(k) {
			word = a.bestForm(person, k)
		}
		if k > full.name && a.token(k).Is(text.Spaced) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

func (a *article) bestForm(person *Person, at int) string {
	best, rank := a.doc.Word(at), nominative(a.doc.Lower(at))
	if a.is(at, cFirst) {
		return best
	}
	for _, i := range person.places {
		m := &a.mentions[i]
		for k := m.name; k < m.stop; k++ {
			if !a.isWord(k) || !a.same(a.doc.Fold(k), a.doc.Fold(at)) {
				continue
			}
			r := nominative(a.doc.Lower(k))
			if a.is(k, cFirst) {
				r += 4
			}
			if r > rank {
				best, rank = a.doc.Word(k), r
			}
		}
	}
	return best
}

// tidy makes one blank of any white space inside a name.
func tidy(s string) string {
	if !strings.ContainsAny(s, "\t\u00a0\u202f\u200b  ") {
		return s
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
}
