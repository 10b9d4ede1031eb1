package quote

import (
	"strings"

	"attache/extract/text"
)

// sort says what sort of words a mention is.
type sort uint8

const (
	named    sort = iota // a proper name
	pronoun              // he, she, who
	titled               // a role: "the minister", "a senior official"
	several              // a group: "officials", "voters"
	official             // a body or document: "the ministry", "a statement"
	other                // any other noun phrase with a determiner
)

// mention is a stretch of tokens that may name who speaks.
type mention struct {
	first, end int // tokens, with title, determiner and role
	name       int // first token of the name itself; the head of others
	stop       int // token after the name; of others, after the head
	sort       sort
	gender     uint8
	owner      bool  // a possessive: "Lind's", "his"
	inner      bool  // stands in another's tail: Norway in "minister of Norway"
	tail       int   // token after what belongs to it: "minister | of Norway"
	cased      bool  // an adjective or the like in capitals: "Norwegian diplomats"
	joint      bool  // two that speak together: "Norway and Sweden"
	couple     bool  // one of two who speak together
	person     int32 // index into people, or -1
}

// findMentions finds whatever may name a speaker, outside and inside passages.
func (a *article) findMentions() {
	d := a.doc
	a.at = make([]int32, len(d.Tokens))
	a.mentions = make([]mention, 0, len(d.Tokens)/5+8)
	for i := range a.at {
		a.at[i] = -1
	}
	if d.Lang == "zh" || d.Lang == "ja" || d.Lang == "ar" {
		a.uncased()
		return
	}
	switch d.Lang {
	case "en", "ru", "uk", "fr", "es":
		a.noteCapitals()
	}
	if d.Lang == "de" {
		a.germanSurnames()
	}
	for i := 0; i < len(d.Tokens); {
		end := a.mention(i)
		if end <= i {
			end = i + 1
		}
		i = end
	}
}

func (a *article) keep(m mention) int {
	m.person, m.tail = -1, m.end
	for i := m.first; i < m.end; i++ {
		a.at[i] = int32(len(a.mentions))
	}
	if m.end < len(a.doc.Tokens) && a.token(m.end).Is(text.Clitic) && a.doc.Lang == "en" {
		m.owner = true
	}
	a.mentions = append(a.mentions, m)
	return m.end
}

// mention reads the mention that begins at i and gives the token after it; i when none does.
func (a *article) mention(i int) int {
	t := a.token(i)
	if t.Kind != text.Word && t.Kind != text.Number || a.is(i, cInner) {
		return i
	}
	n := a.note[i]
	if n.class&cPronoun != 0 && n.class&cDet == 0 || n.class&cPoss != 0 && n.class&cDet == 0 {
		return a.keep(mention{first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: n.gender, owner: n.class&cPoss != 0 && n.class&cPronoun&^cShe == 0})
	}
	if a.capital(i) {
		return a.nameRun(i)
	}
	if n.class&(cRole|cGroup|cBody) != 0 && !a.isVerbal(i) {
		return a.nounPhrase(i, i)
	}
	if n.class&cDet != 0 {
		return a.determined(i)
	}
	return i
}

// isVerbal says whether a word that is a noun and a verb of saying ("charge",
// "report") is the verb here: no determiner nor adjective before it.
func (a *article) isVerbal(i int) bool {
	if !a.is(i, cSay) {
		return false
	}
	led := a.is(i-1, cDet) || a.is(i-2, cDet) || i > 0 && a.token(i-1).Is(text.Clitic)
	return !led
}

// nameRun reads capitalized words and what joins them.
func (a *article) nameRun(i int) int {
	end := i
	for end < len(a.doc.Tokens) {
		next := a.joint(end, i)
		if next == 0 {
			break
		}
		end = next
	}
	end = max(end, i+1)
	if cut := a.cutRun(i, end); cut > i {
		end = cut
	}
	// The role words that lead the run are no part of the name.
	name, gender, titles := i, uint8(0), false
	for k := i; k < end; k++ {
		n := a.note[k]
		if n.class&(cRole|cTitle|cMr|cMs|cGroup) == 0 || n.class&cFirst != 0 && k+1 < end && n.class&cRole == 0 {
			continue
		}
		gender |= n.gender & (male | female)
		k += a.width(k) - 1
		for k+1 < end && a.sign(k+1) == "." {
			k++
		}
		name, titles = k+1, true
	}
	if titles && name >= end {
		return a.nounPhrase(i, min(end, len(a.doc.Tokens))-1)
	}
	m := mention{first: i, end: end, name: name, stop: end, sort: named, gender: gender}
	if a.bodyName(name, end) && !titles {
		m.sort = official
	}
	// Words before a name may be a role that no list has: "said demographer Ada Lind".
	if k := a.leftEdge(i); name > i || a.is(k, cDet) || a.is(k-1, cSay|cPer) {
		m.first = k
	}
	return a.keep(m)
}

// cutRun ends a run of capitals where a second name begins without a sign
// between: "minister of Norway | Ada Lind", "посол Норвегии | Ада Линд", "глава
// МИД | Ада Линд".
func (a *article) cutRun(i, end int) int {
	if !a.declines() {
		k := i + a.width(i)
		if a.is(i-1, cOf) && a.is(i, cPlace) && !a.is(i, cFirst) && end-k > 1 && !a.bodyName(k, end) {
			return k
		}
		if a.is(i-1, cOf) && a.is(i-2, cRole) && !a.is(i, cFirst) { // "minister of Trade | Ada Lind"
			for k := i + 1; k < end-1; k++ {
				if a.is(k, cFirst) {
					return k
				}
			}
		}
		return end
	}
	for k := i; k < end-1; k++ {
		if a.is(k, cPlace) && !a.is(k, cFirst) || a.token(k).Is(text.AllCaps) && !a.token(k+1).Is(text.AllCaps) {
			return k + 1
		}
	}
	return end
}

// joint gives the token after the piece of a name at i, 0 when the name ends.
func (a *article) joint(i, start int) int {
	t := a.token(i)
	if i > start && t.Paragraph != a.token(start).Paragraph {
		return 0
	}
	if i > start && !t.Is(text.Spaced) && t.Kind == text.Word && a.sign(i-1) == "" {
		return 0 // a clitic
	}
	if i > start && a.joined(i) {
		return i + 1
	}
	if t.Kind == text.Word && t.Is(text.Upper) && (i == start || !a.is(i, cNotName|cStop) || t.Is(text.Initial)) {
		if i > start && a.is(i, cDet|cPer|cThat) && !a.is(i, cFirst) {
			return 0
		}
		w := a.width(i)
		end := i + w
		short := t.Is(text.Initial) || a.is(i, cTitle|cMr|cMs)
		if short && a.sign(end) == "." && !a.token(end).Is(text.Spaced) && a.token(end).Paragraph == t.Paragraph {
			if end+1 < len(a.doc.Tokens) && a.inName(end+1) && a.token(end+1).Paragraph == t.Paragraph || t.Is(text.Initial) && i > start {
				return end + 1
			}
		}
		return end
	}
	if i > start && t.Kind == text.Word && a.is(i, cPart) {
		k := i
		for k < i+3 && a.is(k, cPart) && !a.token(k).Is(text.Upper) {
			k++
		}
		if a.inName(k) && a.token(k).Paragraph == t.Paragraph && a.lower(i) != "y" && !a.placeOf(i, k) {
			return k
		}
	}
	return 0
}

// joined says whether a word carries a particle of a name: el-Tom, al-Darwish.
func (a *article) joined(i int) bool {
	t := a.token(i)
	if t.Kind != text.Word || t.Is(text.Upper) {
		return false
	}
	particle, rest, ok := strings.Cut(a.doc.Word(i), "-")
	return ok && len(particle) <= 3 && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}

// placeOf says whether a particle only says where somebody is from: "ministro de Francia".
func (a *article) placeOf(i, k int) bool {
	if a.is(k, cPlace) {
		return true
	}
	before := a.note[i-1].class
	return before&(cRole|cBody|cPlace) != 0
}

// bodyName says whether a name names an organization: one of its words is a body's.
func (a *article) bodyName(first, end int) bool {
	for k := first; k < end; k++ {
		if a.is(k, cBody|cOrg) && !a.opensName(k, first, end) {
			return true
		}
	}
	return false
}

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
		m.gender |= articleGender[a.doc.Lang][a.lower(m.first)]
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
	if m.sort == titled && a.capitalAhead(end) && (!a.declines() || !a.ofBody(end)) {
		return a.nameAfterRole(end, m)
	}
	return a.keep(m)
}

// ofBody says whether the capital behind a Slavic role begins what the role is
// of, not a name: глава | МИД, посол | Норвегии.
func (a *article) ofBody(i int) bool {
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
	if ones[a.lower(k)] {
		return k
	}
	return -1
}

// ones are the forms of "one".
var ones = map[string]bool{
	"one": true, "un": true, "une": true, "uno": true, "una": true, "einer": true, "eine": true, "eines": true,
	"один": true, "одна": true, "одного": true, "одной": true, "одному": true, "одним": true, "однієї": true, "одній": true, "одну": true,
}

// articleGender tells the gender of a role that has one form for both: le ministre,
// la ministre.
var articleGender = map[string]map[string]uint8{
	"fr": {"le": male, "un": male, "du": male, "ce": male, "cet": male, "la": female, "une": female, "cette": female},
	"es": {"el": male, "un": male, "este": male, "ese": male, "aquel": male, "la": female, "una": female, "esta": female, "esa": female},
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
		if a.doc.Lang == "en" && a.is(k-1, cPrep|cStop) && !a.is(k-1, cDet) && strings.HasSuffix(a.lower(k), "ing") && !a.is(k, cRole) && !standing[a.lower(k)] {
			break // "after meeting minister Lind"
		}
		if a.doc.Lang == "de" && !inflected(a.lower(k)) {
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
	if a.doc.Lang != "en" || k == 0 || a.at[k-1] < 0 || a.is(k, cRole|cPlace|cBody|cGroup) {
		return false
	}
	m := &a.mentions[a.at[k-1]]
	if m.end != k || m.owner || m.sort != named && m.sort != pronoun && m.sort != titled {
		return false
	}
	return a.is(k, cPast) || strings.HasSuffix(a.lower(k), "ed")
}

// standing are words in -ing that belong to a role.
var standing = map[string]bool{
	"acting": true, "incoming": true, "outgoing": true, "visiting": true, "ruling": true, "leading": true, "sitting": true, "managing": true,
	"commanding": true, "founding": true, "serving": true, "presiding": true, "supervising": true, "banking": true, "housing": true, "shipping": true,
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
		if a.is(k, cStop|cPronoun|cPer|cThat) || a.is(k, cSay) && (k > i+1 || a.is(i, cStop) && !a.is(i, cPoss) && len(a.doc.Word(i)) > 2 && a.isCount(i)) {
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
	for _, e := range []string{"ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ую", "юю", "ых", "их", "ій", "а", "е", "і"} {
		if strings.HasSuffix(w, e) && len(w) > len(e)+4 {
			return len(e) > 2 || strings.HasSuffix(w, "ська") || strings.HasSuffix(w, "ське") || strings.HasSuffix(w, "ські")
		}
	}
	return false
}
