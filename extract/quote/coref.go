package quote

import "strings"

// speaker is who a mention means.
type speaker struct {
	name, role string
	sure       float64
}

// speaker resolves a mention to a person or a description.
func (a *article) speaker(i int32) speaker {
	m := &a.mentions[i]
	if m.person >= 0 {
		return speaker{a.fullName(m.person), a.roleOf(m.person), 1}
	}
	if m.sort == pronoun || m.sort == titled || m.sort == official {
		if p, sure := a.refers(i); p >= 0 {
			return speaker{a.fullName(p), a.roleOf(p), sure}
		}
	}
	return speaker{a.description(m), "", 0.9}
}

// refers finds whom a pronoun or a title means: the nearest person before it
// that agrees in gender. -1: nobody.
func (a *article) refers(i int32) (int32, float64) {
	m := &a.mentions[i]
	for k := i - 1; k >= 0 && k > i-40; k-- {
		c := &a.mentions[k]
		if c.person < 0 || a.inside[c.name] >= 0 || a.people[c.person].Body {
			continue
		}
		if m.sort == official {
			continue
		}
		g, h := c.gender&(male|female), m.gender&(male|female)
		if g != 0 && h != 0 && g&h == 0 || c.owner {
			continue
		}
		return c.person, 0.8
	}
	return -1, 0
}

// description words an unnamed speaker.
func (a *article) description(m *mention) string {
	s := tidy(a.doc.Slice(m.first, m.end))
	if m.sort == titled || m.sort == several || m.sort == other {
		first, rest, ok := strings.Cut(s, " ")
		if ok && a.is(m.first, cDet) && len(first) < 5 {
			s = rest
		}
		return "unnamed " + s
	}
	return s
}

func (a *article) roleOf(p int32) string { return "" }
