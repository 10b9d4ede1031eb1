package quote

import (
	"slices"
	"strings"
	"unicode"

	"attache/internal/text"
)

// fullName gives a person's name at its fullest; in languages with cases each
// of its words in the nominative where the article has it.
func (a *article) fullName(p int32) string {
	person := &a.people[p]
	if person.full == "" {
		person.full = a.spell(person)
	}
	return person.full
}

func (a *article) spell(person *Person) string {
	best := person.places[0]
	for _, i := range person.places {
		a.effort++
		if a.nameLength(i) > a.nameLength(best) {
			best = i
		}
	}
	if i := a.withoutVerb(person, best); i >= 0 {
		best = i
	}
	m := &a.mentions[best]
	if m.sort == official {
		return a.ofOwner(tidy(a.doc.Slice(m.name, max(m.stop, m.tail))), m.name, m)
	}
	if !a.declines() || person.Body {
		return tidy(a.doc.Slice(m.name, m.stop))
	}
	return a.inNominative(person, m)
}

// withoutVerb gives the mention that has a name without the word before its given
// name, which was no part of it: the verb of a headline, “Deport Ada Lind”, -1
// where the article has none.
func (a *article) withoutVerb(person *Person, best int32) int32 {
	m := &a.mentions[best]
	if m.sort != named || m.stop-m.name < 3 || a.is(m.name, cFirst) || !a.is(m.name+1, cFirst) {
		return -1
	}
	for _, i := range person.places {
		n := &a.mentions[i]
		if n.stop-n.name == m.stop-m.name-1 && slices.Equal(a.hashes[n.name:n.stop], a.hashes[m.name+1:m.stop]) {
			return i
		}
	}
	return -1
}

// nameLength ranks forms of a name by words, then by letters.
func (a *article) nameLength(i int32) int {
	m := &a.mentions[i]
	n, stop := 0, m.stop
	if m.sort == official {
		stop = max(stop, m.tail)
	}
	for k := m.name; k < stop; k++ {
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
	best, rank := a.doc.Word(at), nominative(a.lower(at))
	if a.is(at, cFirst) {
		if a.lex.words[a.lower(at)].class&cFirst != 0 {
			return best
		}
		if first, ok := a.lex.given[stemOf(a.lower(at))]; ok && first != "" && first != a.lower(at) {
			return capitalized(first)
		}
		return best
	}
	for _, i := range person.places[:min(len(person.places), 200)] {
		m := &a.mentions[i]
		for k := m.name; k < m.stop; k++ {
			if !a.isWord(k) || !a.same(a.doc.Fold(k), a.doc.Fold(at)) {
				continue
			}
			r := nominative(a.lower(k))
			if a.is(k, cFirst) {
				r += 4
			}
			if r > rank {
				best, rank = a.doc.Word(k), r
			}
		}
	}
	return straighten(best, person.gender)
}

// capitalized gives a name with capitals where it begins and behind hyphens.
func capitalized(s string) string {
	out := []rune(s)
	for i, r := range out {
		if i == 0 || out[i-1] == '-' {
			out[i] = unicode.ToUpper(r)
		}
	}
	return string(out)
}

// cases are the endings of Slavic surnames that tell their nominative.
var cases = map[uint8][][2]string{
	male: {
		{"овым", "ов"},
		{"евым", "ев"},
		{"ёвым", "ёв"},
		{"ову", "ов"},
		{"еву", "ев"},
		{"ове", "ов"},
		{"еве", "ев"},
		{"овим", "ов"},
		{"евим", "ев"},
		{"ова", "ов"},
		{"ева", "ев"},
		{"ёва", "ёв"},
		{"иным", "ин"},
		{"ина", "ин"},
		{"ину", "ин"},
		{"ским", "ский"},
		{"ского", "ский"},
		{"скому", "ский"},
		{"ським", "ський"},
		{"ського", "ський"},
		{"ському", "ський"},
	},
	female: {
		{"овой", "ова"},
		{"евой", "ева"},
		{"ёвой", "ёва"},
		{"ову", "ова"},
		{"еву", "ева"},
		{"овою", "ова"},
		{"ової", "ова"},
		{"ової", "ова"},
		{"овій", "ова"},
		{"иной", "ина"},
		{"иною", "ина"},
		{"ину", "ина"},
		{"ской", "ская"},
		{"скую", "ская"},
		{"ською", "ська"},
		{"ської", "ська"},
		{"ській", "ська"},
		{"ську", "ська"},
	},
}

// straighten puts a surname into the nominative where its ending and the
// person's gender leave no doubt.
func straighten(name string, gender uint8) string {
	for _, c := range cases[gender&(male|female)] {
		if stem, ok := strings.CutSuffix(name, c[0]); ok && len(stem) > 4 {
			return stem + c[1]
		}
	}
	return name
}

// tidy makes one blank of any white space inside a name.
func tidy(s string) string {
	if !strings.ContainsAny(s, "\t\u00a0\u202f\u200b  ") {
		return s
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
}
