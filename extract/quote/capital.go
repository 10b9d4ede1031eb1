package quote

import (
	"strings"

	"attache/internal/text"
)

// capital says whether a name may begin at i.
func (a *article) capital(i int) bool {
	t := a.token(i)
	if t.Kind != text.Word || !t.Is(text.Upper) || a.is(i, cNotName) {
		return false
	}
	n := a.note[i]
	if a.doc.Has(text.CapitalNouns) && !a.germanName(i) {
		return false
	}
	if n.class&(cStop|cDet|cPer|cThat) != 0 && n.class&(cFirst|cPlace|cTitle|cMr|cMs) == 0 && !t.Is(text.AllCaps) {
		return false
	}
	if a.begins(i) && a.doc.Has(text.Participles) && n.class&cFirst == 0 && strings.HasSuffix(a.lower(i), "ing") && len(a.lower(i)) > 5 &&
		!a.is(i+1, cSay|cAux) {
		return false
	}
	if a.unnamelike(i) {
		return false
	}
	if n.class == 0 && a.capitals != nil && a.begins(i) && a.common(i) {
		return false
	}
	if a.begins(i) && n.class&(cSay|cNoun) != 0 && n.class&(cFirst|cRole|cBody|cGroup) == 0 {
		return a.inName(i + 1)
	}
	return true
}

// common says whether a word that begins a sentence has its capital from there
// alone: another word in lower case behind it that is no verb of saying, and
// nowhere else a capital; in English only plurals.
func (a *article) common(i int) bool {
	w := a.lower(i)
	if i+2 >= len(a.note) || a.doc.Has(text.PluralS) && !strings.HasSuffix(w, "s") || a.token(i).Is(text.AllCaps) || a.capitals[a.stem(w)] {
		return false
	}
	next := a.token(i + 1)
	return (next.Kind == text.Word || next.Kind == text.Number) && next.Is(text.Spaced) && !next.Is(text.Upper) && !next.Is(text.Clitic) &&
		!a.is(i+1, cSay|cAux)
}

// noteCapitals notes the words that have a capital inside of sentences.
func (a *article) noteCapitals() {
	a.capitals = map[string]bool{}
	for i := range a.note {
		if a.isWord(i) && a.token(i).Is(text.Upper) && !a.begins(i) {
			a.capitals[a.stem(a.lower(i))] = true
		}
	}
}

// stem gives what the cases of a word share, where words have cases.
func (a *article) stem(w string) string {
	if a.declines() {
		return stemOf(w)
	}
	return w
}

// begins says whether a capital at i is only that of a sentence's beginning.
func (a *article) begins(i int) bool {
	t := a.token(i)
	if int(a.doc.Sentences[t.Sentence].First) == i {
		return true
	}
	k := a.token(i - 1).Kind
	return k == text.Mark || a.sign(i-1) == ":" || a.isDash(i-1)
}

// inName says whether the token goes on a name.
func (a *article) inName(i int) bool {
	return a.isWord(i) && a.token(i).Is(text.Upper) && !a.is(i, cNotName|cStop|cDet)
}

// opensName says whether a word that is in names of bodies is somebody's given
// name: Bill Lind.
func (a *article) opensName(k, first, end int) bool {
	return k == first && end-first > 1 && a.is(k, cFirst) && (a.inName(k+1) && !a.is(k+1, cBody|cOrg) || a.articled(k+1, k))
}

// germanName says whether a capitalized German word may begin a name: nouns
// have capitals too. A known given name or place, a word before another one in
// capitals that no article leads, or one where only a name can stand.
func (a *article) germanName(i int) bool {
	n := a.note[i].class
	if n&(cFirst|cPlace|cTitle|cMr|cMs|cBody|cRole|cGroup) != 0 || a.token(i).Is(text.AllCaps) {
		return true
	}
	if a.is(i, cStop|cDet|cThat) {
		return false
	}
	led := i > 0 && a.isWord(i-1) && a.token(i).Is(text.Spaced) && !a.token(i-1).Is(text.Upper) &&
		a.note[i-1].class&(cSay|cAux|cPer|cThat|cWho) == 0
	if i+1 < len(a.note) && a.inName(i+1) && a.token(i+1).Is(text.Spaced) && (!led || a.is(i-1, cOf)) {
		return true
	}
	if a.surnames[a.lower(i)] {
		return true
	}
	return !led && (a.is(i+1, cSay|cAux) || a.is(i-1, cSay))
}

// germanSurnames notes the last word of each run of capitals that begins with a
// given name or stands behind a role: later they stand alone.
func (a *article) germanSurnames() {
	a.surnames = map[string]bool{}
	for i := 1; i < len(a.note); i++ {
		if a.isWord(i) && a.token(i).Is(text.Upper) && !a.is(i, cStop|cNotName) && a.token(i-1).Is(text.Upper) && a.token(i).Is(text.Spaced) &&
			(a.is(i-1, cFirst|cRole) || a.is(i-2, cFirst|cRole|cPart)) {
			a.surnames[a.lower(i)] = true
		}
	}
}
