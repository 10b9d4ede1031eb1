package quote

import (
	"strings"

	"attache/internal/text"
)

// issuer gives the body that a statement is said to be of: "the statement of the
// Commission", "the ministry's statement", "a ministry statement"; or who gives
// it: "the ministry released a statement".
func (a *article) issuer(i int32) int32 {
	m := &a.mentions[i]
	if !a.is(m.name, cNoun) {
		return -1
	}
	for k := i + 1; int(k) < len(a.mentions) && a.mentions[k].name < m.tail; k++ {
		if c := &a.mentions[k]; c.name >= m.end && a.issues(c) {
			return k
		}
	}
	for k := i - 1; k >= 0 && a.mentions[k].name >= m.first; k-- {
		if a.issues(&a.mentions[k]) {
			return k
		}
	}
	if k := m.name - 1; k >= m.first && a.is(k, cBody) && !a.is(k, cNoun) {
		for c := i - 1; c >= max(0, i-400); c-- {
			if n := &a.mentions[c]; n.sort == official && a.inside[n.name] < 0 && !a.is(n.name, cNoun) && a.hasToken(n, a.lower(k)) {
				return c
			}
		}
	}
	return a.releaser(i)
}

func (a *article) issues(c *mention) bool {
	return c.sort == official && !a.is(c.name, cNoun) || c.person >= 0
}

// releaser gives the subject of the clause whose object a statement is.
func (a *article) releaser(i int32) int32 {
	m := &a.mentions[i]
	first := int(a.doc.Sentences[a.token(m.name).Sentence].First)
	verb := -1
	for k := m.first - 1; k >= max(first, m.first-12); k-- {
		if a.inside[k] >= 0 || a.sign(k) == ";" {
			return -1
		}
		if a.lex.has("release", a.lower(k)) {
			verb = k
			break
		}
	}
	if verb < 0 {
		return -1
	}
	for k := i - 1; k >= 0 && a.mentions[k].name >= first; k-- {
		c := &a.mentions[k]
		if max(c.end, c.tail) <= verb && a.issues(c) && !c.inner && !a.is(c.first-1, cPrep|cOf) {
			return k
		}
	}
	return -1
}

// fullerBody finds the fuller name of "the ministry" before it, the one most
// recently used: of two ministries, the last one named is meant.
func (a *article) fullerBody(i int32) int32 {
	m := &a.mentions[i]
	head := a.lower(m.name)
	if m.stop-m.name > 1 {
		head = a.lower(m.stop - 1)
	}
	own := a.countryIn(m.first, max(m.end, m.tail))
	best, size := int32(-1), a.letters(m)
	for k := i - 1; k >= max(0, i-400); k-- {
		c := &a.mentions[k]
		if c.sort != official || a.inside[c.name] >= 0 || a.is(c.name, cNoun) || a.letters(c) <= size || !a.hasToken(c, head) {
			continue
		}
		if n := a.countryIn(c.first, max(c.end, c.tail)); own >= 0 && n != own {
			continue // another country's
		} else if n >= 0 {
			own = n
		}
		if best >= 0 && !a.contains(c, &a.mentions[best]) {
			continue
		}
		best, size = k, a.letters(c)
	}
	return best
}

// clear says how surely a body without a country is the one last named: less
// so when the article names those of two countries.
func (a *article) clear(i int32) float64 {
	m := &a.mentions[i]
	if a.countryIn(m.first, max(m.end, m.tail)) >= 0 {
		return 0.75
	}
	head, seen := a.lower(m.stop-1), -1
	for k := i - 1; k >= max(0, i-400); k-- {
		c := &a.mentions[k]
		if c.sort != official || a.inside[c.name] >= 0 || !a.hasToken(c, head) {
			continue
		}
		n := a.countryIn(c.first, max(c.end, c.tail))
		if n >= 0 && seen >= 0 && n != seen {
			return 0.55
		}
		if n >= 0 {
			seen = n
		}
	}
	return 0.75
}

// bodies finds what "the two commissions" mean: the bodies named by that word
// before; -1 when there are none.
func (a *article) bodies(i int32) int32 {
	m := &a.mentions[i]
	head := a.lower(m.stop - 1)
	if !a.doc.Has(text.PluralS) || m.tail > m.end || !strings.HasSuffix(head, "s") || a.is(m.stop-1, cGroup) || !a.is(m.first, cDet) &&
		!a.is(m.first-1, cDet) {
		return -1
	}
	for k := i - 1; k >= max(0, i-400); k-- {
		if c := &a.mentions[k]; c.sort == official && a.token(c.name).Is(text.Upper) && a.inside[c.name] < 0 && a.hasToken(c, head) {
			return k
		}
	}
	return -1
}

// letters ranks how full a body's name is: the words that are no determiners.
func (a *article) letters(m *mention) int {
	n := 0
	for k := m.first; k < max(m.end, m.tail); k++ {
		if a.isWord(k) && !a.is(k, cDet) {
			n++
		}
	}
	return n
}

func (a *article) hasToken(m *mention, word string) bool {
	for t := m.first; t < m.end; t++ {
		if a.lower(t) == word {
			return true
		}
	}
	return false
}

// contains says whether a name has all lower-case words of a shorter one.
func (a *article) contains(long, short *mention) bool {
	for t := short.name; t < short.stop; t++ {
		if a.isWord(t) && !a.is(t, cDet|cPlace) && !a.hasToken(long, a.lower(t)) {
			return false
		}
	}
	return true
}

// ofOwner words "Norway's foreign ministry" as "foreign ministry of Norway", the
// form in which foreign ministries and embassies name themselves, and "Norway's
// army" as "Norwegian army".
func (a *article) ofOwner(s string, first int, m *mention) string {
	for k := first + 1; k < m.stop-1; k++ {
		if !a.token(k).Is(text.Clitic) || !a.doc.Has(text.Possessive) || !a.token(first).Is(text.Upper) {
			continue
		}
		rest := tidy(a.doc.Slice(k+1, max(m.end, m.tail)))
		if n, w := a.country(first); n >= 0 && first+w == k && !diplomatic(rest) {
			return world().nations[n].adjective + " " + rest
		}
		return rest + " of " + tidy(a.doc.Slice(first, k))
	}
	return s
}

func diplomatic(body string) bool {
	body = text.Fold(body)
	for _, w := range []string{"foreign", "external", "defen", "embassy", "mission", "delegation", "commission"} {
		if strings.Contains(body, w) {
			return true
		}
	}
	return false
}

// ofHome adds to a body named by one word the country that the article leaves
// no doubt of: "the ministry in Oslo", or the place that it is reported from.
func (a *article) ofHome(s string, m *mention) (string, bool) {
	if !a.doc.Has(text.FixedOrder) || m.stop-m.name != 1 || m.name-m.first > 1 || m.name > m.first && !a.is(m.first, cDet) || m.tail > m.end ||
		a.token(m.name).Is(text.AllCaps) || a.is(m.name, cNoun) {
		return s, false
	}
	kind := a.lex.has("state", a.lower(m.name))
	if !kind && !a.lex.has("department", a.lower(m.name)) {
		return s, false
	}
	n := -1
	if a.lower(m.end) == "in" {
		if n, _ = a.capitalOf(m.end + 1); n < 0 {
			return s, false
		}
	}
	if n < 0 {
		n = a.home()
	}
	if n < 0 {
		return s, false
	}
	if kind {
		return world().nations[n].adjective + " " + a.doc.Word(m.name), true
	}
	return a.doc.Word(m.name) + " of " + world().nations[n].name, true
}
