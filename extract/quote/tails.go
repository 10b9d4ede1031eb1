package quote

import (
	"strings"

	"attache/internal/text"
)

// tails finds what belongs to a role or body: before it whose it is ("Norway's
// minister", "the Norway coach"), behind it what it is of ("minister of Norway").
// Mentions inside are marked as inner: they are not the one who speaks.
func (a *article) tails() {
	for i := len(a.mentions) - 1; i >= 0; i-- {
		m := &a.mentions[i]
		if m.sort == named {
			a.origin(i)
			a.together(i)
		}
		if m.sort == pronoun || m.sort == named && m.first == m.name {
			a.enclose(i)
			continue
		}
		if m.sort != named {
			m.tail = a.tail(m.end)
		}
		if i > 0 && m.sort != other {
			a.lead(i)
		}
		a.enclose(i)
		a.setHearerAside(i)
		a.setPlaceAside(i)
	}
}

// setPlaceAside sets aside what only tells where a body is or whom a source is close
// to: "the embassy in Bergen", "a source close to Minister Lind".
func (a *article) setPlaceAside(i int) {
	m := &a.mentions[i]
	if !a.doc.Has(text.FixedOrder) || m.sort == named {
		return
	}
	at := max(m.end, m.tail)
	switch a.lower(at) {
	case "in":
	case "close", "loyal", "near":
		at++
		if a.lower(at) != "to" {
			return
		}
	default:
		return
	}
	for k := i + 1; k < len(a.mentions) && k < i+3; k++ {
		if n := &a.mentions[k]; n.first == at+1 && n.sort == named && (a.is(at, cPrep) && a.is(n.name, cPlace) || a.lower(at) == "to") {
			n.inner = true
		}
	}
}

// setHearerAside sets aside a body that is told something: "the Norwegian side was told".
func (a *article) setHearerAside(i int) {
	m := &a.mentions[i]
	at := max(m.end, m.tail)
	if m.sort == official && a.is(at, cAux|cStop) && a.lex.has("hearer", a.lower(at+1)) && !a.is(at+1, cSay) {
		m.inner = true
	}
}

// longestTail is how many tokens what something is of has at most.
const longestTail = 40

// enclose marks the mentions in another's tail as inner.
func (a *article) enclose(i int) {
	m := &a.mentions[i]
	if m.tail > m.end+longestTail {
		m.tail = m.end // a list without an end, and no name of anything
	}
	for k := i + 1; k < len(a.mentions) && a.mentions[k].name < m.tail; k++ {
		if a.mentions[k].name >= m.end {
			a.mentions[k].inner = true
		}
	}
}

// origin lets a full name go on to the country that it is of: "Ada Lind of
// Norway said".
func (a *article) origin(i int) {
	m := &a.mentions[i]
	if !a.doc.Has(text.FixedOrder) || a.lower(m.end) != "of" || m.stop-m.name < 2 && m.first == m.name || a.is(m.name, cPlace) {
		return
	}
	at := m.end + 1
	if a.is(at, cDet) {
		at++
	}
	if n, w := a.country(at); n >= 0 && !a.inName(at+w) {
		m.tail = at + w
	}
}

// together makes one speaker of two countries that a verb of saying follows:
// "Norway and Sweden said", "Norway and Sweden, in a joint statement, said".
func (a *article) together(i int) {
	m := &a.mentions[i]
	if i == 0 || !a.doc.Has(text.FixedOrder) || a.lower(m.name-1) != "and" {
		return
	}
	o := &a.mentions[i-1]
	if o.sort != named || o.end != m.first-1 || o.joint || a.is(o.first-1, cPrep|cOf|cPart) || a.lower(o.first-1) == "and" {
		if o.end == m.first-1 && a.lower(o.first-1) == "between" {
			m.inner = true // "between Oslo and Bergen said" is said by neither
		}
		return
	}
	if a.is(m.end, cSay) || a.is(o.first-1, cSay) {
		m.couple, o.couple = true, true
	}
	n, w := a.country(m.name)
	k, v := a.country(o.name)
	if n < 0 || k < 0 || o.name+v != o.stop || m.name+w != m.stop || !a.is(m.end, cSay|cAux) && a.sign(m.end) != "," {
		return
	}
	m.first, m.name, m.joint, m.sort, o.inner = o.first, o.name, true, official, true
}

// lead lets a role or body begin with the name before it that says whose it is.
func (a *article) lead(i int) {
	m, owner := &a.mentions[i], &a.mentions[i-1]
	if owner.sort == pronoun || a.inside[owner.name] != a.inside[m.name] || m.sort == named && m.first == m.name ||
		a.token(owner.name).Sentence != a.token(m.first).Sentence {
		return
	}
	gap := m.first - owner.end
	clitic := gap == 1 && a.token(owner.end).Is(text.Clitic) && a.doc.Has(text.Possessive)
	compound := gap == 0 && owner.sort != other && (m.sort != named || a.anyRole(m.first, m.name)) && a.token(m.first).Is(text.Spaced) &&
		a.doc.Has(text.Possessive)
	if !clitic && !compound {
		return
	}
	m.first, owner.inner = owner.first, true
	owner.owner = owner.owner || clitic
}

// tail gives the token after the phrases with "of" that begin at i.
func (a *article) tail(i int) int {
	i = a.adjectives(i)
	for n := 0; n < 3 && a.is(i, cOf) && a.token(i).Paragraph == a.token(i-1).Paragraph; n++ {
		end := a.phraseEnd(i + 1)
		if end <= i+1 || a.is(i, cPrep) && a.isWord(i+1) && (a.is(i+1, cPlace) || !a.doc.Has(text.FixedOrder) && a.token(i+1).Is(text.Upper)) {
			return i // "the minister in Lyon"
		}
		if end = a.owned(end); end < 0 {
			return i // cut short it would be wrong: no "head of Norway" of the head of Norway's fleet
		}
		i = a.adjectives(a.bothOf(end))
	}
	if a.declines() {
		return a.genitive(i)
	}
	return i
}

// bothOf goes on behind a country to a second one where several are spoken of:
// "commissions of Norway | and Sweden".
func (a *article) bothOf(i int) int {
	if !a.doc.Has(text.FixedOrder) || i+1 >= len(a.doc.Tokens) || a.lower(i) != "and" {
		return i
	}
	at := i - 1
	for at > 0 && !a.is(at, cOf) && at > i-4 {
		at--
	}
	n, w := a.country(i + 1)
	if k, v := a.country(at + 1); n < 0 || k < 0 || at+1+v != i || !strings.HasSuffix(a.lower(at-1), "s") || a.is(i+1+w, cSay|cAux) {
		return i
	}
	return i + 1 + w
}

// owned goes on behind an owner: in "head of Norway's fishing council" from
// "Norway" to the end of what is Norway's. It gives i where no owner ends
// there, and -1 where what is owned cannot be made out.
func (a *article) owned(i int) int {
	if !a.doc.Has(text.Possessive) || i >= len(a.doc.Tokens) || !a.token(i).Is(text.Clitic) {
		return i
	}
	k := i + 1
	for k < len(a.doc.Tokens) && k < i+8 && a.isWord(k) && !a.token(k).Is(text.Clitic) && !a.is(k, cStop|cSay|cThat|cPronoun|cAux|cPrep|cOf) {
		k++
	}
	if k == i+1 {
		return -1
	}
	return k
}

// adjectives gives the end of the adjectives that follow a noun in the Romance languages.
func (a *article) adjectives(i int) int {
	if !a.doc.Has(text.LaterAdjective) {
		return i
	}
	for k := i; k < i+2 && k < len(a.doc.Tokens); k++ {
		t := a.token(k)
		if t.Kind != text.Word || t.Is(text.Upper) || t.Paragraph != a.token(k-1).Paragraph || t.Is(text.Clitic) ||
			a.note[k].class&^(cRole|cGroup|cPlace) != 0 {
			return k
		}
		i = k + 1
	}
	return i
}

// genitive gives the end of the words that belong to a role without "of":
// министр водных ресурсов Норвегии.
func (a *article) genitive(i int) int {
	k := i
	for k < len(a.doc.Tokens) && k < i+8 && a.token(k).Paragraph == a.token(i-1).Paragraph {
		if a.inside[k] >= 0 {
			p := &a.passages[a.inside[k]]
			if p.open == k && p.close-k < 6 && a.inside[i-1] != a.inside[k] {
				k = p.close + 1
				continue
			}
			if p.open == k {
				break
			}
		}
		joins := a.lower(k) == "и" || a.lower(k) == "і" || a.lower(k) == "та"
		if !a.isWord(k) || a.is(k, cSay|cThat|cPronoun|cAux|cPer|cNotName|cInner) || a.is(k, cStop) && !a.is(k, cOf) && !joins {
			break
		}
		if pastTense(a.lower(k)) {
			break
		}
		m := a.at[k]
		if m >= 0 && a.mentions[m].sort == named && !a.is(a.mentions[m].name, cPlace) && !a.token(a.mentions[m].name).Is(text.AllCaps) {
			break
		}
		k++
	}
	for k > i && a.is(k-1, cOf|cStop) {
		k--
	}
	return k
}

// phraseEnd gives the end of the noun phrase at i: adjectives and a mention, or
// a few words.
func (a *article) phraseEnd(i int) int {
	k := i
	for k < len(a.doc.Tokens) && k < i+6 {
		if m := a.at[k]; m >= 0 {
			for int(m)+1 < len(a.mentions) && a.mentions[m+1].first <= k && a.mentions[m+1].sort != pronoun {
				m++ // the one that this begins: "the Polish | ministry"
			}
			if a.mentions[m].sort == pronoun {
				return k
			}
			if n := &a.mentions[m]; k > i && n.sort == named && !a.is(k-1, cDet) && (n.stop-n.name > 1 || a.declines()) && n.first == k &&
				!a.is(n.name, cPlace) {
				return k
			}
			return a.afterAdjective(&a.mentions[m], max(k+1, max(a.mentions[m].tail, a.mentions[m].end)))
		}
		if a.is(k, cNotName) || a.token(k).Kind == text.Number {
			return i
		}
		if !a.isWord(k) || k > i && a.is(k, cStop|cSay|cThat|cPronoun|cAux) && !a.is(k, cDet) {
			return k
		}
		k++
	}
	return k
}

// afterAdjective goes on behind the adjective of a country to the noun: "head of
// Norwegian | diplomacy".
func (a *article) afterAdjective(m *mention, end int) int {
	if n, w := a.country(m.name); n < 0 || m.name+w != end || !strings.EqualFold(a.doc.Slice(m.name, end), world().nations[n].adjective) {
		return end
	}
	k := end
	for k < min(end+3, len(a.doc.Tokens)) && a.plainWord(k) && a.at[k] < 0 {
		k++
	}
	return k
}

// plainWord says whether a token is a word in lower case with no part in how a
// sentence is built.
func (a *article) plainWord(i int) bool {
	t := a.token(i)
	return t.Kind == text.Word && t.Is(text.Spaced) && !t.Is(text.Upper) && !t.Is(text.Clitic) &&
		a.note[i].class&(cStop|cSay|cAux|cThat|cPart|cPronoun|cDet|cPrep|cOf|cNotName) == 0
}

// adjectival says whether a capital is that of an adjective before a noun:
// "Norwegian diplomats".
func (a *article) adjectival(m *mention) bool {
	if m.stop-m.name != 1 || m.end >= len(a.doc.Tokens) || !a.is(m.name, cPlace) {
		return false
	}
	t := a.token(m.end)
	if a.is(m.end, cSay) && !a.is(m.end, cAux) && m.end+1 < len(a.at) && a.at[m.end+1] >= 0 && a.token(m.end+1).Paragraph == t.Paragraph {
		if n := &a.mentions[a.at[m.end+1]]; n.first == m.end+1 && (n.sort == several || n.sort == official || n.sort == titled) &&
			!a.is(n.first, cDet) {
			return true // a noun that is a verb elsewhere: "Norwegian state media"
		}
	}
	return t.Kind == text.Word && t.Is(text.Spaced) && !t.Is(text.Upper) && !t.Is(text.Clitic) &&
		a.note[m.end].class&(cStop|cSay|cAux|cThat|cPart|cPronoun|cDet) == 0 && a.at[m.end] >= 0
}

// weigh collects evidence on who is a person.
func (a *article) weigh() {
	for i := range a.people {
		p := &a.people[i]
		if len(p.words) > 1 && len(p.words) < 5 {
			p.human++
			if a.is(p.at, cFirst) {
				p.human += 3
			}
		} else if a.is(p.at, cFirst) {
			p.human++
		}
		for k := p.at; k < p.at+len(p.words) && k < len(a.note); k++ {
			switch {
			case a.is(k, cBody|cOrg) && !a.opensName(k, p.at, p.at+len(p.words)), a.declines() && a.token(k).Is(text.AllCaps):
				p.human -= 5
			case a.is(k, cPlace) && !a.is(k, cFirst):
				p.human -= 4
			}
		}
		if a.token(p.at).Is(text.AllCaps) && len(p.words) == 1 {
			p.human -= 2
		}
		for n, m := range p.places {
			if n < 6 {
				p.human += a.evidence(&a.mentions[m])
			}
		}
	}
}

// evidence weighs the words around a name.
func (a *article) evidence(m *mention) int {
	n := 0
	if m.gender&(male|female) != 0 || m.first < m.name && a.is(m.name-1, cRole|cTitle|cMr|cMs) {
		n += 2
	}
	if a.saysAt(m.end, min(m.end+4, len(a.note))) >= 0 || a.is(m.first-1, cSay) {
		n++
	}
	if a.sign(m.end) == "," && (m.end+1 < len(a.doc.Tokens)) {
		if a.token(m.end+1).Kind == text.Number && a.sign(m.end+2) == "," || a.is(m.end+1, cWho) {
			n += 2
		}
	}
	if a.is(m.end, cWho) {
		n++
	}
	if a.listed(m) && a.saysAt(m.end, min(m.end+4, len(a.note))) < 0 {
		n -= 2
	}
	if m.first > 0 {
		switch a.lower(m.first - 1) {
		case "in", "at", "the", "into", "near", "across", "en", "à", "aux", "au", "в", "у", "во":
			n -= 2
		}
	}
	return n
}

// leadingRole gives the role words in front of a name.
func (a *article) leadingRole(m *mention) string {
	end := m.name
	for end > m.first && a.sign(end-1) != "" {
		end--
	}
	if end <= m.first || !a.anyRole(m.first, end) {
		return ""
	}
	first := m.first
	for first < end-1 && a.is(first, cDet) && !a.is(first, cPoss) {
		first++
	}
	return tidy(a.doc.Slice(first, end))
}

func (a *article) anyRole(from, to int) bool {
	for i := from; i < to; i++ {
		if a.is(i, cRole) {
			return true
		}
	}
	return false
}
