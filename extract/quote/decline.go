package quote

import "strings"

// endings of Russian and Ukrainian names in their cases, the longest first.
var endings = []string{
	"ового", "евого", "ському", "ского", "ського", "скому", "ским", "ським", "ском", "ской", "ською", "ской", "скую", "ську",
	"ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ові", "еві", "єві", "ією", "ой", "ою", "ей", "ею", "єю", "ом", "ем", "єм", "им",
	"ым", "їм",
	"ий", "ый", "ій", "ая", "яя", "ую", "юю", "ою", "ія", "ия", "ии", "ию", "ії", "ію", "а", "я", "у", "ю", "ы", "и", "і", "ї", "е", "є", "о",
	"й", "ь",
}

// sameStem says whether two words of a Slavic language can be cases of one name.
func sameStem(x, y string) bool {
	x, y = stemOf(x), stemOf(y)
	if x == y {
		return len(x) >= 4 // two letters
	}
	// A fleeting vowel: Марченёк, Марченька; Павел, Павла.
	return len(x) >= 6 && len(y) >= 6 && (fleeting(x) == y || fleeting(y) == x)
}

func stemOf(w string) string {
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(w, e); ok && len(stem) >= 4 {
			return stem
		}
	}
	return w
}

// fleeting drops the vowel before the last consonant.
func fleeting(w string) string {
	r := []rune(w)
	n := len(r)
	if n < 4 || !strings.ContainsRune("еоіє", r[n-2]) {
		return ""
	}
	return string(r[:n-2]) + string(r[n-1:])
}

// nominative ranks a form of a name: the higher, the more it looks like the
// nominative; form is lower case.
func nominative(form string) int {
	switch {
	case strings.HasSuffix(form, "ий"), strings.HasSuffix(form, "ый"), strings.HasSuffix(form, "ій"), strings.HasSuffix(form, "ко"),
		strings.HasSuffix(form, "ая"):
		return 4
	case strings.HasSuffix(form, "ого"), strings.HasSuffix(form, "его"), strings.HasSuffix(form, "ому"), strings.HasSuffix(form, "ему"),
		strings.HasSuffix(form, "ой"), strings.HasSuffix(form, "ою"), strings.HasSuffix(form, "ым"), strings.HasSuffix(form, "им"),
		strings.HasSuffix(form, "ом"), strings.HasSuffix(form, "ем"), strings.HasSuffix(form, "ую"), strings.HasSuffix(form, "ові"),
		strings.HasSuffix(form, "ей"), strings.HasSuffix(form, "ею"):
		return 1
	}
	r := []rune(form)
	switch {
	case len(r) == 0:
		return 0
	case strings.ContainsRune("ая", r[len(r)-1]):
		return 2
	case strings.ContainsRune("уюыиіїеє", r[len(r)-1]):
		return 1
	}
	return 3
}

// noun is a role or body of a Slavic data file.
type noun struct {
	entry
	hard bool // its nominative ends in a consonant: -ы, -и is its plural
}

// nounEndings are those of nouns and of adjectives used as nouns in all cases
// but the nominative, the longest first.
var nounEndings = []string{
	"ами", "ями", "ого", "его", "ому", "ему", "ові", "еві", "єві", "ою", "ею", "єю", "ов", "ев", "ів", "їв", "ам", "ям", "ах", "ях", "ом",
	"ем", "ём", "єм",
	"ей", "ой", "ым", "им", "ых", "их", "а", "я", "у", "ю", "ы", "и", "і", "ї", "е",
}

// addNoun notes a role or body by its stem. What a document is called is left
// out: only its nominative speaks.
func (l *lexicon) addNoun(w string, e entry) {
	stem, hard := w, true
	for _, end := range []string{"ый", "ий", "ій", "ая", "а", "я", "о", "е", "є", "ь", "й"} {
		if s, ok := strings.CutSuffix(w, end); ok {
			stem, hard = s, end == "ь" || end == "й"
			break
		}
	}
	if old, ok := l.words[w]; ok && old.class&cNoun != 0 || len(stem) < 8 {
		return
	}
	if _, ok := l.nouns[stem]; !ok {
		l.nouns[stem] = noun{e, hard}
		l.nominatives[w] = true
	}
}

// caseOf looks a role or body up that stands in another case or in the plural.
func (l *lexicon) caseOf(w string) entry {
	for _, end := range nounEndings {
		stem, ok := strings.CutSuffix(w, end)
		if !ok {
			continue
		}
		n, ok := l.nouns[stem]
		if !ok {
			continue
		}
		e := n.entry
		switch end {
		case "ам", "ям", "ами", "ями", "ах", "ях":
			return entry{} // those who are spoken to or of: "заявил журналистам"
		case "ов", "ев", "ів", "їв", "ых", "их":
			if e.class&cRole != 0 {
				e.class, e.gender = cGroup, plural
			}
		case "ы", "и", "і", "ї":
			if e.class&cRole != 0 && n.hard {
				e.class, e.gender = cGroup, plural
			}
		}
		return e
	}
	return entry{}
}

// pastTense says whether a Slavic word looks like a verb in the past tense, in an
// ending that nouns in the genitive do not have.
func pastTense(w string) bool {
	for _, end := range []string{
		"или", "яли", "ывали", "ивали", "овали", "ила", "ило", "овал", "ировал", "ился", "ался", "илась", "алась",
		"ились", "ались", "илося", "илися", "алися", "вся", "ував", "увала", "ували", "ит", "ют", "ят", "ает", "яет", "ует", "ается", "ится",
		"уется", "ають", "яють", "ують",
	} {
		if len(w) > len(end)+4 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
