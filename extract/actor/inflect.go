package actor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// inflection says how the words of a language change their form.
type inflection struct {
	endings    map[string]bool // after a stem marked ~ or ^ (the empty ending always stands)
	derived    map[string]bool // after a stem marked ^ only: adjectives and peoples
	nisba      bool            // Arabic: clitics before the word, nisba endings behind it
	ideographs bool            // no words at all
	elides     bool            // l'Iran is two words
	genitive   bool            // German: a name takes an s, "Ghanas"
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[text.Fold(w)] = true
	}
	return m
}

func combine(stems, endings string) map[string]bool {
	m := map[string]bool{}
	for s := range strings.FieldsSeq(stems) {
		for e := range strings.FieldsSeq(endings) {
			m[text.Fold(s+strings.TrimPrefix(e, "-"))] = true
		}
	}
	return m
}

func union(sets ...map[string]bool) map[string]bool {
	m := map[string]bool{}
	for _, s := range sets {
		for k := range s {
			m[k] = true
		}
	}
	return m
}

var (
	cyrillicEndings = set(`а я о е у ю ы и й ь ой ою ей ею ом ем ем ам ям ами ями ах ях ов ев ии ию ией ия ью ий ый ая яя ое ее
		ие ые ого его ому ему ым им ых их ыми ими ую юю иям иях иями йй`)
	russianDerived = union(
		combine("ск йск", "ий ая ое ие ого ой ому им ом их ими ую ою"),
		combine("", "ец ца цу цем це цы цев цам цами цах -"),
		combine("-", "ец ца цу цем це цы цев цам цами цах йцы йцев йцам йцами"))
	ukrainianEndings = set(`а я о е у ю и і ї й ь ою єю ею ом ем єм ам ям ами ями ах ях ів їв ові еві єві ії ію ією ія ій ий
		ого ої ому ій им их ими ім єї`)
	ukrainianDerived = union(
		combine("ськ їнськ йськ", "ий а е і ого ої ому ій им их ими у ою ім"),
		combine("-", "ець ця цю цем ці ців цям цями цях"))
)

// symbols gives the symbols that a folded token may stand for.
func (g *gazetteer) symbols(word string, into []int32) []int32 {
	if g.infl.nisba {
		return g.arabic(word, into)
	}
	if s, ok := g.words[word]; ok {
		into = append(into, s)
	} else if bare, ok := strings.CutSuffix(word, "s"); ok && g.infl.genitive && len(bare) > 3 {
		if s, ok := g.words[bare]; ok {
			into = append(into, s)
		}
	}
	if len(g.stems) == 0 || !g.first[prefixHash(word)] {
		return into
	}
	// Endings have seven letters at most; stems at least two.
	for end, n := len(word), 0; end > 3 && n < 8; n++ {
		if s, ok := g.stems[word[:end]]; ok {
			if ending := word[end:]; s.symbol != 0 && (ending == "" || g.infl.endings[ending]) {
				into = append(into, s.symbol)
			} else if s.derived != 0 && g.infl.derived[ending] {
				into = append(into, s.derived)
			}
		}
		_, size := utf8.DecodeLastRuneInString(word[:end])
		end -= size
	}
	return into
}

// prefixHash hashes the first four bytes of a word, which no ending touches.
func prefixHash(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w) && i < 4; i++ {
		h = (h ^ uint32(w[i])) * 16777619
	}
	return (h ^ h>>15) & (1<<12 - 1)
}

// parts cuts a word of the data files as the tokenizer cuts it: French elision
// (d'énergie) gives two words.
func (f *inflection) parts(word string) []string {
	if !f.elides {
		return []string{word}
	}
	for _, clitic := range []string{"l'", "d'", "l’", "d’"} {
		if rest, ok := strings.CutPrefix(word, clitic); ok && rest != "" {
			return []string{clitic[:1] + "'", rest}
		}
	}
	return []string{word}
}

// arabic looks a word up with its clitics and without.
func (g *gazetteer) arabic(word string, into []int32) []int32 {
	add := func(w string) {
		if s, ok := g.words[bareArabic(w)]; ok {
			if !slices.Contains(into, s) {
				into = append(into, s)
			}
		}
	}
	add(word)
	for _, ending := range []string{"ه", "ين", "ون", "ات", "ان", "يه"} {
		if w, ok := strings.CutSuffix(word, ending); ok && len(w) > 4 {
			add(w)
		}
	}
	for _, clitic := range []string{"و", "ف", "ب", "ل", "ك"} {
		if w, ok := strings.CutPrefix(word, clitic); ok && len(w) > 4 {
			into = g.arabic(w, into)
		}
	}
	return into
}

// bareArabic takes the article off.
func bareArabic(w string) string {
	if rest, ok := strings.CutPrefix(w, "ال"); ok && len(rest) > 4 {
		return rest
	}
	if rest, ok := strings.CutPrefix(w, "لل"); ok && len(rest) > 4 {
		return rest
	}
	return w
}
