package quote

import (
	"slices"
	"strings"

	"attache"
	"attache/internal/text"
)

// Person is somebody, or a body, named in an article.
type Person struct {
	Name     string         // at its fullest, in the nominative where the article has it
	Role     string         // as the article gives it, "" when it gives none
	Body     bool           // an organization or a country rather than a person
	Mentions []attache.Span // of the name, in the order of the text

	words  []string // folded, of the fullest form
	at     int      // first token of the fullest form
	gender uint8
	human  int     // evidence that it is a person; more than 0: yes
	places []int32 // mentions
	full   string  // Name, once it was asked for
	land   int     // of a body: the country it names, from 1
}

// findPeople joins the mentions of one person: full names first, then
// surnames and given names on their own.
func (a *article) findPeople() {
	a.tails()
	bySurname := map[string][]int32{}
	words := make([][]string, len(a.mentions))
	for i := range a.mentions {
		if s := a.mentions[i].sort; s == named || s == official {
			words[i] = a.nameWords(&a.mentions[i])
		}
	}
	// A capital that only begins a sentence may look like a given name: such
	// runs wait until the others are known.
	for pass := range 2 {
		for i := range a.mentions {
			if len(words[i]) < 2 || a.uncapitalized() || a.doubtful(&a.mentions[i]) != (pass == 1) {
				continue
			}
			if pass == 1 && len(words[i]) == 2 && a.inside[a.mentions[i].name] >= 0 && a.knownSurname(words[i], bySurname) {
				a.mentions[i].name++
				words[i] = words[i][1:]
				continue
			}
			a.join(int32(i), words[i], bySurname)
		}
	}
	if a.uncapitalized() {
		a.joinParts(words)
		a.genders()
		a.weigh()
		a.appose()
		return
	}
	for i := range a.mentions {
		if len(words[i]) == 1 {
			a.joinShort(int32(i), words[i], bySurname)
		}
	}
	a.genders()
	a.weigh()
	a.appose()
}

// doubtful says whether a run of capitals may begin with a word that is no name.
func (a *article) doubtful(m *mention) bool {
	return !a.is(m.name, cFirst) && (a.begins(m.name) || a.inside[m.name] >= 0)
}

// knownSurname says whether somebody else of that surname is known, by a full
// name of other first words.
func (a *article) knownSurname(words []string, by map[string][]int32) bool {
	for _, p := range by[a.key(surname(words))] {
		person := &a.people[p]
		if len(person.words) > 1 && a.same(surname(person.words), surname(words)) && !a.fits(person, words) {
			return true
		}
	}
	return false
}

// nameWords gives the folded words of a mention's name.
func (a *article) nameWords(m *mention) []string {
	if a.adjectival(m) {
		m.cased, m.inner = true, true
		return nil
	}
	if m.joint {
		return nil
	}
	if m.sort == official && !a.token(m.name).Is(text.Upper) && !a.uncapitalized() {
		return nil
	}
	var out []string
	for i := m.name; i < m.stop; i++ {
		if a.isWord(i) && !a.token(i).Is(text.Clitic) {
			out = append(out, a.doc.Fold(i))
		}
	}
	return out
}

func (a *article) uncapitalized() bool { return a.doc.Has(text.Caseless) }

// surname gives the word by which somebody is named for short.
func surname(words []string) string {
	n := len(words) - 1
	for n > 0 && (words[n] == "jr" || words[n] == "sr" || words[n] == "ii" || words[n] == "iii" || words[n] == "iv") {
		n--
	}
	return words[n]
}

// key shortens a surname to the part that its cases share, where names have cases.
func (a *article) key(w string) string {
	if !a.declines() {
		return w
	}
	r := []rune(w)
	return string(r[:min(len(r), 3)])
}

// declines says whether the article's language has cases in names.
func (a *article) declines() bool { return a.doc.Has(text.Declines) }

// same says whether two words can be forms of one name.
func (a *article) same(x, y string) bool {
	if x == y {
		return true
	}
	if !a.declines() {
		return false
	}
	return sameStem(x, y)
}

func (a *article) join(i int32, words []string, by map[string][]int32) {
	k := a.key(surname(words))
	land := a.landOf(&a.mentions[i])
	best := int32(-1)
	for _, p := range by[k][:min(len(by[k]), 100)] {
		if !a.fits(&a.people[p], words) || land > 0 && a.people[p].land > 0 && land != a.people[p].land {
			continue
		}
		if best < 0 || a.people[p].Body && a.nearer(&a.people[p], &a.people[best], i) {
			best = p
		}
	}
	if best < 0 {
		best = a.newPerson(i, words)
		by[k] = append(by[k], best)
	} else {
		a.put(i, best, words)
	}
	if land > 0 {
		a.people[best].land = land
	}
}

// landOf gives the country that a body's mention names, counted from 1; 0 when
// it names none: the foreign ministries of two countries are two bodies.
func (a *article) landOf(m *mention) int {
	if m.sort != official {
		return 0
	}
	return a.countryIn(m.first, max(m.end, m.tail)) + 1
}

// fits says whether a full name can be that of a person known by another form.
func (a *article) fits(p *Person, words []string) bool {
	if !a.same(surname(p.words), surname(words)) {
		return false
	}
	if len(p.words) == 1 || suffixOf(p.words, words) || suffixOf(words, p.words) {
		return true
	}
	x, y := p.words[0], words[0]
	return a.same(x, y) || strings.HasPrefix(x, y) || strings.HasPrefix(y, x)
}

// suffixOf says whether a name ends in another: Le Pen, Marine Le Pen.
func suffixOf(long, short []string) bool {
	return len(long) > len(short) && slices.Equal(long[len(long)-len(short):], short)
}

func (a *article) newPerson(i int32, words []string) int32 {
	m := &a.mentions[i]
	a.people = append(a.people, Person{words: words, at: m.name, Body: m.sort == official || a.is(m.name, cPlace)})
	p := int32(len(a.people) - 1)
	if len(words) > 1 && !a.people[p].Body {
		a.people[p].gender = a.note[m.name].gender & (male | female)
	}
	a.put(i, p, words)
	return p
}

func (a *article) put(i, p int32, words []string) {
	m, person := &a.mentions[i], &a.people[p]
	m.person = p
	person.places = append(person.places, i)
	if person.gender&(male|female) == 0 {
		person.gender |= m.gender & (male | female)
	}
	if len(words) > len(person.words) || len(words) == len(person.words) &&
		len(strings.Join(words, "")) > len(strings.Join(person.words, "")) && !a.declines() {
		person.words, person.at = words, m.name
	}
}

// joinShort finds whom a single name means: the surname of somebody named in
// full, nearest before; else a given name.
func (a *article) joinShort(i int32, words []string, by map[string][]int32) {
	w, land := words[0], a.landOf(&a.mentions[i])
	best := int32(-1)
	for _, p := range by[a.key(w)][:min(len(by[a.key(w)]), 100)] {
		person := &a.people[p]
		if !a.same(surname(person.words), w) || !a.agrees(person, &a.mentions[i]) || land > 0 && person.land > 0 && land != person.land {
			continue
		}
		if best < 0 || a.nearer(person, &a.people[best], i) {
			best = p
		}
	}
	if best < 0 && len(w) > 2 && !a.is(a.mentions[i].name, cPlace) {
		best = a.byGivenName(w)
	}
	if best >= 0 {
		a.put(i, best, words)
		return
	}
	k := a.key(w)
	by[k] = append(by[k], a.newPerson(i, words))
	a.people[len(a.people)-1].land = land
}

func (a *article) agrees(p *Person, m *mention) bool {
	g, h := p.gender&(male|female), m.gender&(male|female)
	return g == 0 || h == 0 || g&h != 0
}

// nearer says whether p was named more recently than q before mention i.
func (a *article) nearer(p, q *Person, i int32) bool {
	last := func(x *Person) int32 {
		at := int32(-1)
		for _, m := range x.places[max(0, len(x.places)-50):] {
			if m < i && m > at {
				at = m
			}
		}
		return at
	}
	return last(p) > last(q)
}

func (a *article) byGivenName(w string) int32 {
	for p := range a.people[:min(len(a.people), 500)] {
		if person := &a.people[p]; len(person.words) > 1 && person.words[0] == w && !person.Body {
			return int32(p)
		}
	}
	return -1
}

// genders fills in what given names tell.
func (a *article) genders() {
	for p := range a.people {
		person := &a.people[p]
		if person.gender&(male|female) == 0 && !person.Body {
			person.gender |= a.note[person.at].gender & (male | female)
		}
		if person.gender&(male|female) == 0 && a.declines() {
			person.gender |= a.genderOfVerb(person)
		}
		for _, i := range person.places {
			a.mentions[i].gender |= person.gender
		}
	}
}

// named gives whom and what an article names, in the order of first mention of
// the full name. The names are those that Find gives as speakers.
func (a *article) named() []Person {
	out := make([]Person, 0, len(a.people))
	for i := range a.people {
		p := a.people[i]
		p.Name, p.Body = a.fullName(int32(i)), p.human < 1 || !a.is(p.at, cFirst) && a.onlyWithin(&p)
		for _, m := range p.places {
			p.Mentions = append(p.Mentions, a.doc.TokenSpan(a.mentions[m].name, a.mentions[m].stop))
		}
		out = append(out, p)
	}
	return out
}

// onlyWithin says whether a name stands in others' tails alone: Foreign Affairs in "minister
// of Foreign Affairs".
func (a *article) onlyWithin(p *Person) bool {
	for _, i := range p.places {
		if !a.mentions[i].inner {
			return false
		}
	}
	return true
}

// genderOfVerb gives the gender in which a Slavic verb of saying agrees with a person.
func (a *article) genderOfVerb(p *Person) uint8 {
	for _, i := range p.places {
		m := &a.mentions[i]
		for _, k := range []int{m.end, m.first - 1} {
			if a.is(k, cSay) && a.note[k].gender&(male|female) != 0 {
				return a.note[k].gender & (male | female)
			}
		}
	}
	return 0
}

// joinParts joins names in scripts without capitals: one that is the end of a
// longer one means the same person.
func (a *article) joinParts(words [][]string) {
	for i := range a.mentions {
		if a.mentions[i].sort != named || len(words[i]) == 0 {
			continue
		}
		full := strings.Join(words[i], " ")
		found := int32(-1)
		for p := range a.people[:min(len(a.people), 500)] {
			other := strings.Join(a.people[p].words, " ")
			if other == full || a.doc.Has(text.Han) && (strings.HasSuffix(other, full) || strings.HasSuffix(full, other)) ||
				strings.HasSuffix(other, " "+full) || strings.HasSuffix(full, " "+other) || strings.HasPrefix(other, full+" ") {
				found = int32(p)
			}
		}
		if found >= 0 {
			a.put(int32(i), found, words[i])
			continue
		}
		a.newPerson(int32(i), words[i])
		a.people[len(a.people)-1].human = 1
	}
}
