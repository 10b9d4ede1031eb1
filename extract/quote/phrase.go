package quote

import (
	"strings"

	"attache/internal/text"
)

// Noun phrases that are no names: roles, groups, bodies, and whatever a
// determiner leads.

// nounPhrase reads a role, group or body whose head is at or after head, and
// the words before it that belong to it.
func (a *article) nounPhrase(i, head int) int {
	end := head + a.width(head)
	for end < len(a.doc.Tokens) && a.isWord(end) && a.is(end, cRole|cGroup|cBody) && !a.is(end, cSay|cInner) && !a.token(end).Is(text.Upper) {
		if !a.declines() {
			head = end
		} else if a.lex.nominatives[a.lower(end)] {
			break // a Slavic head comes first: пресс-секретарь министра
		}
		end += a.width(end)
	}
	n := a.note[head]
	if n.class == cInner {
		for head > i && a.is(head, cInner) {
			head--
		}
		n = a.note[head]
	}
	end = min(end, len(a.doc.Tokens))
	m := mention{first: a.leftEdge(i), end: end, name: head, stop: end, gender: n.gender}
	if a.declines() {
		m.stop = min(end, head+a.width(head))
	}
	if m.gender&(male|female) == 0 {
		m.gender |= a.articleGender(m.first)
	}
	switch {
	case n.class&cGroup != 0:
		m.sort = several
		if one := a.oneOf(m.first); one >= 0 {
			m.first, m.sort, m.gender = one, titled, a.note[one].gender
		}
	case n.class&cRole != 0:
		m.sort = titled
	case n.class&cBody != 0:
		m.sort = official
	default:
		m.sort = titled
	}
	if m.sort == titled && a.capitalAhead(end) && (!a.declines() || !a.bodyAhead(end)) {
		return a.nameAfterRole(end, m)
	}
	return a.keep(m)
}

// bodyAhead says whether the capital behind a Slavic role begins what the role is
// of, not a name: глава | МИД, посол | Норвегии.
func (a *article) bodyAhead(i int) bool {
	return a.is(i, cBody|cOrg) || a.token(i).Is(text.AllCaps) && len(a.doc.Word(i)) < 12 || a.is(i, cPlace) && !a.is(i, cFirst)
}

// oneOf gives where "one of" begins before a group at i: one of the negotiators,
// один из участников, l'un des participants; -1 when it is not there.
func (a *article) oneOf(i int) int {
	k := i - 1
	switch a.lower(k) {
	case "of", "из", "з", "із", "зі", "de", "von":
		k--
	}
	if k < 0 || a.at[k] >= 0 || a.token(k).Paragraph != a.token(i).Paragraph {
		return -1
	}
	if a.lex.has("one", a.lower(k)) {
		return k
	}
	return -1
}

// articleGender tells the gender of a role that has one form for both by its article:
// le ministre, la ministre.
func (a *article) articleGender(i int) uint8 {
	switch w := a.lower(i); {
	case a.lex.has("masculine", w):
		return male
	case a.lex.has("feminine", w):
		return female
	}
	return 0
}

// capitalAhead says whether a person's name follows right behind a role.
func (a *article) capitalAhead(i int) bool {
	return i < len(a.doc.Tokens) && a.token(i).Is(text.Spaced) && !a.is(i, cNotName|cStop|cDet) && a.capital(i)
}

// nameAfterRole makes the name behind a role the mention, the role being part of it.
func (a *article) nameAfterRole(name int, role mention) int {
	end := a.nameRun(name)
	m := &a.mentions[len(a.mentions)-1]
	if m.sort == named || m.sort == official {
		for k := role.first; k < m.first; k++ {
			if a.at[k] < 0 {
				a.at[k] = int32(len(a.mentions) - 1)
			}
		}
		m.first, m.sort = role.first, named
		m.gender |= role.gender & (male | female)
	}
	return end
}

// leftEdge gives where the noun phrase that reaches i begins: adjectives and a
// determiner before it, back to a sign, a function word or another mention.
func (a *article) leftEdge(i int) int {
	at := i
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		t := a.token(k)
		if t.Kind != text.Word || t.Paragraph != a.token(i).Paragraph || a.at[k] >= 0 || !a.token(k+1).Is(text.Spaced) || t.Is(text.Clitic) {
			break
		}
		if a.is(k, cDet) {
			return k
		}
		if a.is(k, cStop|cSay|cPer|cThat|cPronoun|cNotName|cInner|cAux) || t.Is(text.Upper) || a.declines() && !adjective(a.lower(k)) {
			break
		}
		if a.doc.Has(text.Participles) && a.is(k-1, cPrep|cStop) && !a.is(k-1, cDet) && strings.HasSuffix(a.lower(k), "ing") && !a.is(k, cRole) &&
			!a.lex.has("standing", a.lower(k)) {
			break // "after meeting minister Lind"
		}
		if a.doc.Has(text.CapitalNouns) && !inflected(a.lower(k)) {
			break // "traf Ministerin Lind"
		}
		if a.actedOn(k) {
			break // "Lind phoned Foreign Minister Holm"
		}
		at = k
	}
	return at
}

// inflected says whether a German word has the ending of an adjective before a noun.
func inflected(w string) bool {
	for _, end := range []string{"e", "er", "en", "es", "em"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// actedOn says whether a word behind a name is what its bearer did to the one
// who follows, in English: no part of that one's role.
func (a *article) actedOn(k int) bool {
	if !a.doc.Has(text.FixedOrder) || k == 0 || a.at[k-1] < 0 || a.is(k, cRole|cPlace|cBody|cGroup) {
		return false
	}
	m := &a.mentions[a.at[k-1]]
	if m.end != k || m.owner || m.sort != named && m.sort != pronoun && m.sort != titled {
		return false
	}
	return a.is(k, cPast) || strings.HasSuffix(a.lower(k), "ed")
}

// determined reads a determiner and the noun after it.
func (a *article) determined(i int) int {
	if a.is(i, cPoss) && a.is(i+1, cPerNoun) {
		return a.keep(mention{first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: a.note[i].gender})
	}
	k := i + 1
	for k < len(a.doc.Tokens) && k < i+7 {
		t := a.token(k)
		if t.Kind != text.Word && t.Kind != text.Number || t.Paragraph != a.token(i).Paragraph {
			break
		}
		if a.is(k, cRole|cGroup|cBody) || t.Is(text.Upper) && t.Kind == text.Word {
			return i // a better mention follows and takes the determiner with it
		}
		if a.is(k, cStop|cPronoun|cPer|cThat) || a.is(k, cSay) && (k > i+1 || a.is(i, cStop) && !a.is(i, cPoss) && len(a.doc.Word(i)) > 2 &&
			a.isCount(i)) {
			break
		}
		k++
	}
	n := a.note[i]
	if n.class&cPoss != 0 {
		k = i + 1 // "his" alone; what he has is no speaker
	}
	m := mention{first: i, end: k, name: k - 1, stop: k, sort: other, gender: n.gender}
	if k == i+1 && a.isCount(i) && a.is(k, cSay|cAux) {
		m.sort, m.gender = several, plural
		if a.is(i-1, cDet) && a.at[i-1] < 0 {
			m.first = i - 1
		}
		return a.keep(m)
	}
	if k == i+1 {
		if n.class&(cPronoun|cPoss) == 0 && n.class&cGroup == 0 {
			return i
		}
		m.sort = pronoun
		m.owner = n.class&cPoss != 0
	}
	return a.keep(m)
}

// isCount says whether a determiner counts: a verb of saying right behind it is
// no noun, "the three said".
func (a *article) isCount(i int) bool {
	switch a.lower(i) {
	case "two", "three", "four", "five", "six", "both", "all", "some", "many", "several", "most", "few", "another", "each":
		return true
	}
	return false
}

// adjective says whether a Slavic word has an adjective's ending.
func adjective(w string) bool {
	for _, e := range []string{
		"ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ую", "юю", "ых",
		"их", "ій", "а", "е", "і",
	} {
		if strings.HasSuffix(w, e) && len(w) > len(e)+4 {
			return len(e) > 2 || strings.HasSuffix(w, "ська") || strings.HasSuffix(w, "ське") || strings.HasSuffix(w, "ські")
		}
	}
	return false
}
