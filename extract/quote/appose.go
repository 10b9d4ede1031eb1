package quote

import "attache/internal/text"

// appose joins roles and names that stand side by side: "the minister, Ada
// Lind," and "Ada Lind, a minister".
func (a *article) appose() {
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.person >= 0 {
			if r := a.leadingRole(m); r != "" {
				a.giveRole(m.person, r)
			}
			continue
		}
		if m.sort != titled {
			continue
		}
		if n := a.nameBehind(i, m); n >= 0 {
			a.settle(m, n)
		} else if n := a.nameBefore(i, m); n >= 0 {
			a.settle(m, n)
		} else if n := a.predicate(i, m); n >= 0 {
			a.settle(m, n)
		}
	}
}

func (a *article) giveRole(p int32, role string) {
	if old := a.people[p].Role; len(role) > len(old) && (old == "" || len(role) < 90) {
		a.people[p].Role = role
	}
}

// nameBehind gives the person named right behind a role, with or without a comma.
func (a *article) nameBehind(i int, m *mention) int32 {
	at := m.tail
	comma := a.sign(at) == ","
	if comma {
		at++
	}
	for k := i + 1; k < len(a.mentions) && a.mentions[k].first <= at; k++ {
		n := &a.mentions[k]
		if n.first != at || n.person < 0 || n.sort == official || n.owner {
			continue
		}
		if a.token(n.first).Paragraph != a.token(m.first).Paragraph || a.people[n.person].human < 1 {
			return -1
		}
		if comma && a.is(m.first, cDet) && a.indefinite(m) || comma && !a.closes(n.end) {
			return -1
		}
		return n.person
	}
	return -1
}

// closes says whether an apposition ends at i.
func (a *article) closes(i int) bool {
	if i >= len(a.doc.Tokens) || a.token(i).Kind == text.Mark {
		return true
	}
	switch a.sign(i) {
	case ",", ".", ":", ";", ")", "—", "–", "-", "»", "”":
		return true
	}
	return a.is(i, cSay|cAux)
}

// indefinite says whether a noun phrase begins with a or some.
func (a *article) indefinite(m *mention) bool {
	w := a.lower(m.first)
	return a.lex.has("one", w) || a.lex.has("indefinite", w)
}

// nameBefore gives the person named before a comma in front of a role.
func (a *article) nameBefore(i int, m *mention) int32 {
	if a.sign(m.first-1) != "," || i == 0 {
		return -1
	}
	for k := i - 1; k >= 0 && k > i-3; k-- {
		n := &a.mentions[k]
		if n.end == m.first-1 && n.person >= 0 && !n.owner && n.sort == named {
			if a.people[n.person].human < 1 || !a.closes(m.tail) && !a.is(m.tail, cWho|cOf|cStop) {
				return -1
			}
			return n.person
		}
	}
	return -1
}

// predicate gives the person whom a sentence says to be the role: "Lind, who was
// a member of the board", "Lind is the minister".
func (a *article) predicate(i int, m *mention) int32 {
	at := m.first - 1
	if !a.lex.has("copula", a.lower(at)) || i == 0 {
		return -1
	}
	k := i - 1
	if a.is(at-1, cWho) {
		if a.mentions[k].name == at-1 {
			k--
		}
		at--
		if a.sign(at-1) == "," {
			at--
		}
	}
	if k < 0 {
		return -1
	}
	n := &a.mentions[k]
	if n.end != at || n.sort != named || n.person < 0 || n.owner || n.inner || a.people[n.person].human < 1 {
		return -1
	}
	return n.person
}

// settle makes a role's mention one of a person.
func (a *article) settle(m *mention, p int32) {
	m.person = p
	first := m.first
	for first < m.end-1 && a.is(first, cDet) && !a.is(first, cPoss) {
		first++
	}
	a.giveRole(p, tidy(a.doc.Slice(first, m.tail)))
	a.people[p].human += 2
	if a.people[p].gender&(male|female) == 0 {
		a.people[p].gender |= m.gender & (male | female)
	}
	m.gender |= a.people[p].gender
}
