package quote

import (
	"strings"
	"unicode/utf8"

	"attache/extract/tag"
	"attache/internal/text"
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
func (a *article) findMentions(m *Model) {
	d := a.doc
	a.at = make([]int32, len(d.Tokens))
	a.mentions = make([]mention, 0, len(d.Tokens)/5+8)
	for i := range a.at {
		a.at[i] = -1
	}
	if d.Has(text.Caseless) {
		a.uncased(m)
		return
	}
	if a.lex.lang == d.Lang {
		a.noteCapitals()
	}
	if d.Has(text.CapitalNouns) {
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
	if m.end < len(a.doc.Tokens) && a.token(m.end).Is(text.Clitic) && a.doc.Has(text.Possessive) {
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
	if a.lex.trait("silent") && a.subjectless(i) {
		return a.keep(mention{first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: n.gender & (male | female)})
	}
	if n.class&cPronoun != 0 && n.class&cDet == 0 || n.class&cPoss != 0 && n.class&cDet == 0 {
		return a.keep(mention{
			first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: n.gender,
			owner: n.class&cPoss != 0 && n.class&cPronoun&^cShe == 0,
		})
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

// subjectless says whether the verb of saying at i names no subject beside it: it is
// who was spoken of before.
func (a *article) subjectless(i int) bool {
	if a.note[i].class&(cSay|cNoun|cPer|cRole|cBody|cGroup|cFirst) != cSay || a.inside[i] >= 0 {
		return false
	}
	next := i + 1
	for next < len(a.note) && a.isWord(next) && a.note[next].class&(cPronoun|cDet|cRole|cBody|cGroup|cThat|cAux) == 0 && a.is(next, cStop) &&
		next < i+3 {
		next++
	}
	if next < len(a.note) && a.token(next).Paragraph == a.token(i).Paragraph && a.isWord(next) &&
		(a.token(next).Is(text.Upper) || a.is(next, cRole|cBody|cGroup|cDet|cHe|cShe|cThey)) {
		return false
	}
	k := i - 1
	for k >= 0 && k > i-4 && a.isWord(k) && a.at[k] < 0 && a.is(k, cAux|cStop|cNot|cPronoun) {
		k--
	}
	return k < 0 || a.token(k).Paragraph != a.token(i).Paragraph || a.at[k] < 0
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
		if k > i && a.articled(k-1, i) {
			break // Ada Le Maire
		}
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

// givenInside gives where a given name begins inside a run of capitals, behind a word
// that is none: what stands before it is another name, "Varonis | Ada Lind". It gives
// i where there is none, and where a patronymic tells that the surname comes first.
func (a *article) givenInside(i, end int) int {
	for k := i; k+2 < end; k++ {
		if !a.isWord(k) || !a.isWord(k+1) || !a.isWord(k+2) {
			continue
		}
		if a.declines() && alphabet(a.doc.Word(k)) != alphabet(a.doc.Word(k+1)) {
			return k + 1
		}
		if a.is(k+1, cFirst) && !a.is(k, cFirst|cTitle|cMr|cMs|cRole|cGroup|cPart) && !a.token(k).Is(text.Initial) && !patronymic(a.lower(k+2)) &&
			!a.is(k+2, cBody|cOrg|cPlace) {
			return k + 1
		}
	}
	return i
}

// alphabet says whether a word is written in Latin letters.
func alphabet(w string) bool { return w != "" && w[0] < utf8.RuneSelf }

// patronymic says whether a Slavic word is a father's name.
func patronymic(w string) bool {
	for _, end := range []string{"вич", "вича", "вичу", "вичем", "вна", "вны", "вне", "вной", "вну", "вни", "вні", "вною", "ич"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+4 {
			return true
		}
	}
	return false
}

// cutRun ends a run of capitals where a second name begins without a sign
// between: "minister of Norway | Ada Lind", "посол Норвегии | Ада Линд", "глава
// МИД | Ада Линд".
func (a *article) cutRun(i, end int) int {
	if k := a.givenInside(i, end); k > i {
		return k
	}
	if end-i > 1 && a.lex.has("agency", a.lower(i)) && a.token(i).Is(text.AllCaps) && !a.is(i+1, cBody|cOrg) {
		return i + 1 // "told the AFP | Ada Lind"
	}
	if !a.declines() {
		k := i + a.width(i)
		if a.is(i-1, cOf) && a.is(i, cPlace) && !a.is(i, cFirst) && end-k > 1 && !a.bodyName(k, end) {
			return k
		}
		of := i - 1
		if a.is(of, cDet) && of > 0 { // "ministre de l'Economie | Ada Lind"
			of--
		}
		if a.is(of, cOf) && a.is(of-1, cRole) && !a.is(i, cFirst) { // "minister of Trade | Ada Lind"
			for k := i + 1; k < end; k++ {
				if a.is(k, cFirst) && (k+1 < end || a.is(end, cDet|cPart) && a.token(end).Is(text.Upper)) {
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
	if i > start && (a.joined(i) || a.articled(i, start)) {
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
		return a.behindParticles(i)
	}
	return 0
}

// behindParticles gives where a name goes on behind its particles at i, 0 where it does not.
func (a *article) behindParticles(i int) int {
	k := i
	for k < i+3 && a.is(k, cPart) && !a.token(k).Is(text.Upper) {
		k++
	}
	if a.inName(k) && a.token(k).Paragraph == a.token(i).Paragraph && a.lower(i) != "y" && !a.placeOf(i, k) && !a.commonNoun(i, k) {
		return k
	}
	return 0
}

// articled says whether a surname with its article goes on a name: Ada | Le Lind.
func (a *article) articled(i, start int) bool {
	return a.lex.has("surnamearticle", a.lower(i)) && a.is(start, cFirst) && i-start < 3 && a.inName(i+1) && a.token(i+1).Is(text.Spaced)
}

// commonNoun says whether the tagger takes a German capital behind what is a preposition or
// an article as well for that of a noun: "Lind zur Lage", not "Lind von der Heide".
func (a *article) commonNoun(particle, i int) bool {
	return a.doc.Has(text.CapitalNouns) && a.pos(i) == tag.Noun && !a.surnames[a.lower(i)] && a.lex.has("looseparticle", a.lower(particle))
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
