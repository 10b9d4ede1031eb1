package quote

import (
	"strings"
	"unicode/utf8"
)

// trimArabic takes from an Arabic name what no name has: a noun with the feminine ending before it (رغبة ليندوف), what
// stands behind a point of the compass, a pronoun or a verb of saying. Adjectives of belonging alone behind a role are
// no name: مصدر حكومي نرفي.
func (a *article) trimArabic(x nameSpan) nameSpan {
	for x.name+1 < x.end && strings.HasSuffix(a.doc.Word(x.name), "ة") && !a.is(x.name, cFirst) {
		x.name++
	}
	for k := x.name; k < x.end; k++ {
		if a.is(k, cFirst) || !a.lex.has("compass", a.doc.Fold(k)) && !a.is(k, cPronoun|cSay) {
			continue
		}
		x.end = k
	}
	if x.name >= x.end {
		x.end = x.name
		return x
	}
	if a.is(x.first, cRole) && x.first < x.name && a.belonging(x.name, x.end) {
		x.name = x.end
	}
	return x
}

// belonging says whether all words of a range look like adjectives of belonging, and none is a given name.
func (a *article) belonging(from, to int) bool {
	for k := from; k < to; k++ {
		w := a.doc.Fold(k)
		if a.is(k, cFirst) || !strings.HasSuffix(w, "ي") || utf8.RuneCountInString(w) < 4 || strings.HasPrefix(w, "ال") {
			return false
		}
	}
	return true
}
