package quote

import (
	"strings"

	"attache/internal/text"
)

// speaker is who a mention means.
type speaker struct {
	person     int32 // -1: nobody named
	name, role string
	sure       float64
}

// speaker resolves a mention to a person or a description.
func (a *article) speaker(i int32) speaker {
	m := &a.mentions[i]
	if m.person >= 0 {
		if p := a.demonym(i); p >= 0 {
			return a.known(p, 0.75)
		}
		return a.known(m.person, a.sureOfName(i))
	}
	switch m.sort {
	case pronoun:
		return a.ofPronoun(i)
	case titled:
		if p, sure := a.meantBy(i); p >= 0 {
			return a.known(p, sure)
		}
		if k := a.introduced(i); k >= 0 {
			m = &a.mentions[k]
		}
	case several, other:
		if b := a.bodies(i); b >= 0 {
			return a.bodySpeaker(b)
		}
	case official:
		return a.ofBody(i)
	case named: // a name that is nobody's: its words
	}
	return speaker{-1, a.description(m), "", 0.9}
}

// known gives a person as a speaker.
func (a *article) known(p int32, sure float64) speaker {
	return speaker{p, a.fullName(p), a.people[p].Role, sure}
}

// ofPronoun gives whom a pronoun means: somebody, but who?
func (a *article) ofPronoun(i int32) speaker {
	m := &a.mentions[i]
	if a.is(m.name, cWho) {
		if k := a.antecedent(i); k >= 0 {
			s := a.speaker(k)
			s.sure *= 0.95
			return s
		}
	}
	body := int32(-1)
	if a.is(m.name, cIt|cThey) && !a.is(m.name, cHe|cShe) {
		body = a.bodyBefore(i)
	}
	if a.is(m.name, cIt) && !a.is(m.name, cHe|cShe) && body < 0 {
		return speaker{-1, "", "", 0.3} // no person is meant
	}
	if body < 0 || !a.is(m.name, cIt) {
		p, sure := a.meantBy(i)
		if p >= 0 {
			return a.known(p, sure)
		}
		if k := a.nameless(i); k >= 0 && body < 0 {
			s := a.speaker(k)
			s.sure *= sure
			return s
		}
	}
	if body >= 0 {
		return a.bodySpeaker(body)
	}
	return speaker{-1, "", "", 0.3}
}

// ofBody gives the body that is named, or that a shorter name or its statement means.
func (a *article) ofBody(i int32) speaker {
	m := &a.mentions[i]
	if m.joint {
		return speaker{-1, a.description(m), "", 0.9}
	}
	b := a.issuer(i)
	if b < 0 && a.is(m.name, cNoun) && m.end == m.tail && !a.indefinite(m) {
		b = a.bodyBefore(i)
	}
	if b < 0 {
		b = a.fullerBody(i)
	}
	if b < 0 && m.stop-m.name == 1 && m.tail == m.end && !a.token(m.name).Is(text.Upper) && a.declines() {
		b = a.bodyBefore(i)
	}
	if b >= 0 {
		return a.bodySpeaker(b)
	}
	if s, ok := a.ofHome(a.description(m), m); ok {
		return speaker{-1, s, "", 0.7}
	}
	return speaker{-1, a.description(m), "", 0.9}
}

func (a *article) bodySpeaker(i int32) speaker {
	m := &a.mentions[i]
	if m.person >= 0 {
		sure := 0.75
		if m.sort == official {
			sure = a.clear(i)
		}
		return speaker{m.person, a.fullName(m.person), a.people[m.person].Role, sure}
	}
	if b := a.fullerBody(i); b >= 0 {
		m = &a.mentions[b]
	}
	return speaker{-1, a.description(m), "", a.clear(i)}
}

// resolve finds out whom the pronouns mean, in order, so that each can stand for
// its person when the next one is read.
func (a *article) resolve() {
	a.narrate()
	a.meant = make([]int32, len(a.mentions))
	a.trust = make([]float32, len(a.mentions))
	for i := range a.mentions {
		m := &a.mentions[i]
		a.meant[i] = m.person
		if m.person < 0 && m.sort == titled && a.inside[m.name] < 0 && !a.indefinite(m) && !a.plain(m) {
			if p, sure := a.byRole(int32(i)); sure > 0.8 {
				a.meant[i] = p
			}
		}
		if m.person < 0 && m.sort == pronoun && m.gender&(male|female) != 0 && !a.is(m.name, cWho) && a.inside[m.name] < 0 {
			p, trust := a.refer(int32(i))
			a.meant[i], a.trust[i] = p, trust
			if p >= 0 && trust > 0.7 && a.people[p].gender&(male|female) == 0 {
				a.people[p].gender |= m.gender & (male | female)
			}
		}
	}
}

// narrate numbers the sentences that have words outside of passages: what is
// said between marks does not put somebody out of mind.
func (a *article) narrate() {
	a.story = make([]int32, len(a.doc.Sentences))
	n := int32(0)
	for k, s := range a.doc.Sentences {
		for i := s.First; i < s.End; i++ {
			if a.inside[i] < 0 && a.isWord(int(i)) {
				n++
				break
			}
		}
		a.story[k] = n
	}
}

// refer finds whom a pronoun means: of the persons named before it the one
// that agrees and stands out most.
func (a *article) refer(i int32) (int32, float32) {
	m := &a.mentions[i]
	best, second, who := -100.0, -100.0, int32(-1)
	for k := i - 1; k >= 0 && k > i-60; k-- {
		c := &a.mentions[k]
		p := a.meant[k]
		if p < 0 || a.inside[c.name] >= 0 || a.people[p].human < 1 {
			continue
		}
		if a.token(m.name).Paragraph-a.token(c.name).Paragraph > 5 {
			break
		}
		x, ok := a.fitness(m, c, p)
		if !ok {
			continue
		}
		if x > best {
			if p != who {
				second = best
			}
			best, who = x, p
		} else if x > second && p != who {
			second = x
		}
	}
	if who < 0 {
		return -1, 0
	}
	return who, float32(logistic(float32(best-second)*1.2) * 0.98)
}

// fitness rates a mention of person p as what a pronoun stands for.
func (a *article) fitness(m, c *mention, p int32) (float64, bool) {
	g, h := a.people[p].gender&(male|female), m.gender&(male|female)
	if g != 0 && h != 0 && g&h == 0 {
		return 0, false
	}
	x := 0.0
	switch soft := a.soft(p); {
	case g != 0 && g == h:
		x += 0.8
	case soft&h != 0:
		x += 0.4
	case soft != 0:
		x -= 0.3
	}
	gap := int(a.story[a.token(m.name).Sentence] - a.story[a.token(c.name).Sentence])
	x -= 0.9 * float64(min(gap, 6))
	x -= 0.25 * float64(min(4, a.token(m.name).Paragraph-a.token(c.name).Paragraph))
	switch {
	case a.subject(c):
		x += 2
		if a.speaks(c) {
			x += 0.8
		}
	case a.presented(c):
		x += 1.8
	case a.is(c.end, cSay|cAux):
		x += 0.6
	case c.owner:
		x += 0.3
	case a.is(c.first-1, cPrep|cOf), c.inner:
		x -= 0.5
	}
	if c.sort == pronoun {
		x += 0.3
	}
	x += 0.04 * float64(min(8, len(a.people[p].places)))
	return x, true
}

// presented says whether a text brings somebody in as those are whom it quotes
// next: "Lind, 61, who was waiting".
func (a *article) presented(c *mention) bool {
	if c.sort != named || a.sign(c.end) != "," || a.people[c.person].places[0] < a.at[c.name] {
		return false
	}
	i := c.end + 1
	return i < len(a.note) && a.token(i).Kind == text.Number && (a.sign(i+1) == "," || a.sign(i+1) == ".")
}

// soft guesses a gender from the ending of a given name that no list has.
func (a *article) soft(p int32) uint8 {
	person := &a.people[p]
	if person.gender&(male|female) != 0 || len(person.words) < 2 {
		return 0
	}
	w := person.words[0]
	switch {
	case strings.HasSuffix(w, "a"), strings.HasSuffix(w, "ah"), strings.HasSuffix(w, "elle"), strings.HasSuffix(w, "ette"),
		strings.HasSuffix(w, "а"), strings.HasSuffix(w, "я"), strings.HasSuffix(w, "ه"):
		return female
	case a.uncapitalized():
		return 0
	}
	return male
}

// speaks says whether a verb of saying goes with a mention.
func (a *article) speaks(c *mention) bool {
	lo, hi := a.sentenceOf(c)
	kind, _, _ := a.cueOf(c, lo, hi)
	return kind == subjectCue || kind == cueSubject || kind == perSubject
}

// subject says whether a mention looks like its sentence's subject: the first
// one outside of a clause that begins with "when" and the like, or one that a
// verb follows.
func (a *article) subject(c *mention) bool {
	if c.inner || c.owner || a.is(c.first-1, cOf|cPrep) {
		return false
	}
	if a.listed(c) {
		return false
	}
	end := max(c.end, c.tail)
	first := int(a.doc.Sentences[a.token(c.name).Sentence].First)
	from := first
	if !a.lex.has("subordinate", a.lower(first)) && !a.is(c.first-1, cSay|cThat) && (a.is(end, cSay|cAux) || a.parenthesis(end)) ||
		a.is(c.first-1, cSay) && !a.is(end, cSay|cAux) && a.closes(end) {
		return true
	}
	if a.lex.has("subordinate", a.lower(first)) {
		for from < c.first && a.sign(from) != "," {
			from++
		}
		if from == c.first {
			return false
		}
	}
	for k := from; k < c.first; k++ {
		if n := a.at[k]; n >= 0 && a.mentions[n].sort != other && a.inside[k] < 0 && !a.mentions[n].inner &&
			!a.is(a.mentions[n].first-1, cOf|cPrep) {
			return false
		}
	}
	return true
}

// listed says whether a name goes on a list that a preposition begins: Bergen in
// "in Oslo, Bergen and Hamar".
func (a *article) listed(c *mention) bool {
	k := int(a.at[c.name])
	if c.sort != named || a.is(c.name, cFirst) || c.first < c.name && !a.is(c.first, cDet) {
		return false
	}
	on := k+1 < len(a.mentions) && a.mentions[k+1].sort == named && a.mentions[k+1].first == c.end+1 &&
		(a.sign(c.end) == "," || a.lower(c.end) == "and")
	if !on && a.lower(c.first-1) != "and" {
		return false // "in Oslo, Lind said"
	}
	for n := 0; n < 8 && k > 0; n++ {
		m, before := &a.mentions[k], &a.mentions[k-1]
		if s := a.sign(m.first - 1); s != "," && a.lower(m.first-1) != "and" || before.end != m.first-1 || before.sort != named ||
			m.sort != named {
			return n > 0 && a.is(m.first-1, cPrep|cOf)
		}
		k--
	}
	return false
}

// parenthesis says whether words between commas stand between a name and its
// verb: "Lind, a lawyer, said", "Lind of Norway, was".
func (a *article) parenthesis(i int) bool {
	for k := i; k < min(i+22, len(a.note)-1); k++ {
		if a.token(k).Paragraph != a.token(i-1).Paragraph || a.inside[k] >= 0 {
			return false
		}
		if a.sign(k) == "." || a.sign(k) == ";" {
			return false
		}
		if a.sign(k) != "," {
			if k == i && !a.is(k, cOf|cPrep) {
				return false
			}
			continue
		}
		if a.is(k+1, cSay|cAux) || a.doc.Has(text.Participles) && strings.HasSuffix(a.lower(k+1), "ed") {
			return true
		}
	}
	return false
}

// bodily says whether a name can be that of a body or a country: nobody's, and
// no place that things only happen in.
func (a *article) bodily(c *mention) bool {
	if c.person < 0 || a.people[c.person].human > 0 || a.is(c.first-1, cPrep) {
		return false
	}
	return !a.doc.Has(text.FixedOrder) || a.is(c.name, cPlace) || !a.begins(c.first) || len(a.people[c.person].places) > 1 ||
		a.is(c.end, cSay|cAux)
}

// bodyBefore finds what "it" or "they" stands for: the nearest body or country
// that begins its sentence, else the nearest.
func (a *article) bodyBefore(i int32) int32 {
	nearest := int32(-1)
	for k := i - 1; k >= 0 && k > i-25; k-- {
		c := &a.mentions[k]
		if a.inside[c.name] >= 0 || a.token(a.mentions[i].name).Paragraph-a.token(c.name).Paragraph > 2 {
			continue
		}
		if c.sort == official && a.is(c.name, cNoun) {
			continue
		}
		if c.sort != official && !a.bodily(c) {
			continue
		}
		if a.subject(c) && !c.inner {
			return k
		}
		if nearest < 0 {
			nearest = k
		}
	}
	return nearest
}

// antecedent gives the mention that a relative pronoun follows.
func (a *article) antecedent(i int32) int32 {
	at := a.mentions[i].first
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		m := &a.mentions[k]
		if gap := at - max(m.end, m.tail); !m.inner && gap >= 0 && gap <= 2 {
			return k
		}
	}
	return -1
}

// description words a speaker without a name.
func (a *article) description(m *mention) string {
	first, end := m.first, max(m.end, m.tail)
	for first < end-1 && a.is(first, cDet) && (!a.lex.has("one", a.lower(first)) || a.plainWord(first+1)) && len(a.doc.Word(first)) < 5 &&
		!a.is(first, cPoss) {
		first++
	}
	hidden := m.sort == titled || m.sort == several || m.sort == other && !a.is(m.stop-1, cNoun|cBody)
	if hidden {
		first = a.uncounted(first, end)
	}
	s := tidy(a.doc.Slice(first, end))
	if hidden {
		return "unnamed " + a.lowered(s, first)
	}
	return a.ofOwner(s, first, m)
}

// sharedName is how sure a name is that two may bear.
const sharedName = 0.55

// sureOfName tells how surely a name means one person: half, where two speak
// together, and where a surname stands alone that two persons have.
func (a *article) sureOfName(i int32) float64 {
	const unsure = sharedName
	m := &a.mentions[i]
	if m.couple {
		return unsure
	}
	if m.stop-m.name != 1 || a.people[m.person].Body {
		return 1
	}
	family := a.doc.Fold(m.name)
	bearers := 0
	for p := range a.people[:min(len(a.people), 100)] {
		x := &a.people[p]
		if x.Body || m.gender&(male|female) != 0 && x.gender&(male|female) != 0 && m.gender&x.gender&(male|female) == 0 {
			continue
		}
		if len(x.words) > 1 && surname(x.words) == family {
			bearers++
		}
	}
	if bearers > 1 {
		return unsure
	}
	return 1
}
