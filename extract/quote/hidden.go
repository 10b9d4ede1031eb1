package quote

import (
	"slices"
	"strings"

	"attache/internal/text"
)

// hiddenAs gives the mention that words who a speaker without a name is: of a pronoun, that for which it stands; of a
// role that was brought in before, the first one.
func (a *article) hiddenAs(i int32) int32 {
	if a.mentions[i].sort == pronoun {
		if k := a.nameless(i); k >= 0 {
			i = k
		}
	}
	if a.mentions[i].sort == titled {
		if k := a.introduced(i); k >= 0 {
			return k
		}
	}
	return i
}

// Whom words without a name tell of.
const (
	hiddenOther  float32 = iota
	hiddenSource         // whom news leaves unnamed: a spokesperson, a witness
	hiddenOffice         // who has a name, and the article may give it: the minister
	hiddenBody           // a body or a document
)

// describeHidden adds what tells whether a speaker without a name is rightly left without.
func (a *article) describeHidden(x []float32, v *verdict) []float32 {
	if v.who.person >= 0 {
		return append(x, -1, -1, -1, -9, -1, -1)
	}
	i := v.link.mention
	h := a.hiddenAs(i)
	m := &a.mentions[h]
	kind := hiddenOther
	switch {
	case m.sort == official:
		kind = hiddenBody
	case a.inList("office", m):
		kind = hiddenOffice
	case a.inList("anonymous", m):
		kind = hiddenSource
	}
	sure := float32(9)
	if m.sort == titled {
		p, s := a.meantBy(h)
		if sure = logit(s); p >= 0 {
			sure = -sure
		}
	}
	return append(x, kind, float32(bit(a.indefinite(m))), float32(bit(h != i)), sure, float32(min(9, max(m.end, m.tail)-m.first)),
		float32(bit(m.gender&plural != 0 || m.sort == several)))
}

// inList says whether the noun of a mention is in a list, in German and Chinese also as the last part of a longer word.
func (a *article) inList(list string, m *mention) bool {
	switch a.doc.Lang {
	case "ar":
		return a.lex.has(list, strings.TrimPrefix(a.doc.Fold(m.first), "ال"))
	case "de":
		return a.endsIn(list, a.lower(m.stop-1))
	case "zh":
		var b strings.Builder
		for k := max(m.first, m.end-6); k < m.end; k++ {
			b.WriteString(a.lower(k))
		}
		return a.endsIn(list, b.String())
	}
	return a.lex.has(list, a.lower(m.stop-1))
}

func (a *article) endsIn(list, w string) bool {
	for end := range a.lex.lists[list] {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// uncounted gives where a description begins behind a number: envoys in “three envoys”.
func (a *article) uncounted(first, end int) int {
	for first < end-1 && (a.token(first).Kind == text.Number || a.lex.has("count", a.lower(first)) ||
		a.doc.Has(text.PluralS) && a.isCount(first)) {
		first++
	}
	return first
}

// lowered gives a description that begins a sentence with the capital that it has there alone taken away.
func (a *article) lowered(s string, first int) string {
	plain := []class{cRole, cGroup, cBody, cDet, cStop}
	if !a.begins(first) || a.doc.Has(text.CapitalNouns) || a.token(first).Is(text.AllCaps) || a.token(first).Is(text.Ideograph) ||
		!slices.ContainsFunc(plain, func(c class) bool { return a.is(first, c) }) || a.is(first, cPlace|cFirst) {
		return s
	}
	w := a.doc.Word(first)
	return a.doc.Lower(first) + strings.TrimPrefix(s, w)
}
