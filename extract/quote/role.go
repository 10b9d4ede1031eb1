package quote

import (
	"strings"

	"attache/internal/text"
)

// isOffice says whether a role is one of those who act for a state or a body.
func (a *article) isOffice(role string) bool {
	for w := range strings.FieldsSeq(text.Fold(role)) {
		for stem := range a.lex.lists["office"] {
			if strings.HasPrefix(w, stem) {
				return true
			}
		}
	}
	return false
}

// introduced gives the mention by which an unnamed holder of a role was brought
// in: "a diplomat in Oslo … the diplomat said"; -1 when there is none.
func (a *article) introduced(i int32) int32 {
	m := &a.mentions[i]
	head := a.lower(m.stop - 1)
	same := m.name > 0 && a.lower(m.name-1) == "same"
	if m.tail > m.end || m.first < m.name-2 {
		return -1
	}
	for k := i - 1; k >= max(0, i-60); k-- {
		c := &a.mentions[k]
		if c.sort == titled && c.person < 0 && a.inside[c.name] < 0 && a.indefinite(c) && (same || a.lower(c.stop-1) == head) {
			return k
		}
	}
	return -1
}

// remarks says whether a sentence says of somebody that the words before were his.
func (a *article) remarks(c *mention) bool {
	s := a.doc.Sentences[a.token(c.name).Sentence]
	for k := max(c.end, c.tail); k < int(s.End); k++ {
		if a.inside[k] >= 0 {
			return false
		}
		switch a.lower(k) {
		case "made", "gave", "delivered", "issued":
			for t := k + 1; t < min(k+5, int(s.End)); t++ {
				switch a.lower(t) {
				case "remarks", "remark", "comments", "comment", "statement", "statements", "warning", "announcement", "assessment", "claim":
					return true
				}
			}
		case "speaking", "answering":
			return true
		}
	}
	return false
}

// addsTo says whether somebody goes on with what was said: "Lind added".
func (a *article) addsTo(c *mention) bool {
	lo, hi := a.sentenceOf(c)
	kind, cue, _ := a.cueOf(c, lo, hi)
	if kind != subjectCue && kind != cueSubject {
		return false
	}
	return a.lex.has("further", a.lower(cue))
}

// byRole finds whom "the minister" means: the person, most recently named,
// whose role has the word; else the one that stands out.
func (a *article) byRole(i int32) (int32, float64) {
	m := &a.mentions[i]
	head := a.doc.Fold(m.stop - 1)
	for k := i - 1; k >= max(0, i-400); k-- {
		c := &a.mentions[k]
		if c.person < 0 || a.inside[c.name] >= 0 {
			continue
		}
		g, h := a.people[c.person].gender&(male|female), m.gender&(male|female)
		if g != 0 && h != 0 && g&h == 0 {
			continue
		}
		if hasWord(a.people[c.person].Role, head) {
			if a.token(m.name).Paragraph-a.token(c.name).Paragraph > 4 {
				return c.person, 0.72
			}
			return c.person, 0.85
		}
	}
	return -1, 0
}

// hasWord says whether a role has a word, in any case or ending.
func hasWord(role, word string) bool {
	for w := range strings.FieldsSeq(text.Fold(role)) {
		if w == word || len(word) > 5 && strings.HasSuffix(w, word) || len(word) > 6 && len(w) > 6 &&
			commonPrefix(w, word) >= min(len(w), len(word))-3 {
			return true
		}
	}
	return false
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// demonym finds whom "the Norwegian" means: the person whose role names the country.
func (a *article) demonym(i int32) int32 {
	m := &a.mentions[i]
	if !a.is(m.name, cPlace) || m.stop-m.name != 1 || !a.is(m.name-1, cDet) || a.is(m.name-1, cGroup) || !a.is(m.end, cSay|cAux) {
		return -1
	}
	w := a.doc.Fold(m.name)
	for k := i - 1; k >= max(0, i-400); k-- {
		p := a.mentions[k].person
		if p < 0 || a.people[p].human < 1 {
			continue
		}
		for x := range strings.FieldsSeq(text.Fold(a.people[p].Role)) {
			if commonPrefix(x, w) >= 4 {
				return p
			}
		}
	}
	p, _ := a.refer(i)
	return p
}

// plain says whether a role has no determiner that points back to somebody.
func (a *article) plain(m *mention) bool {
	return !a.is(m.first, cDet) && !a.token(m.first).Is(text.Upper) && (m.first == 0 || !a.token(m.first-1).Is(text.Clitic)) &&
		!a.declines()
}
