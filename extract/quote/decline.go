package quote

import "strings"

// endings of Russian and Ukrainian names in their cases, the longest first.
var endings = []string{
	"ового", "евого", "ському", "ского", "ського", "скому", "ским", "ським", "ском", "ской", "ською", "ской", "скую", "ську",
	"ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ові", "еві", "єві", "ією", "ой", "ою", "ей", "ею", "єю", "ом", "ем", "єм", "им", "ым", "їм",
	"ий", "ый", "ій", "ая", "яя", "ую", "юю", "ою", "ія", "ия", "ии", "ию", "ії", "ію", "а", "я", "у", "ю", "ы", "и", "і", "ї", "е", "є", "о", "й", "ь",
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
	case strings.HasSuffix(form, "ий"), strings.HasSuffix(form, "ый"), strings.HasSuffix(form, "ій"), strings.HasSuffix(form, "ко"), strings.HasSuffix(form, "ая"):
		return 4
	case strings.HasSuffix(form, "ого"), strings.HasSuffix(form, "его"), strings.HasSuffix(form, "ому"), strings.HasSuffix(form, "ему"),
		strings.HasSuffix(form, "ой"), strings.HasSuffix(form, "ою"), strings.HasSuffix(form, "ым"), strings.HasSuffix(form, "им"),
		strings.HasSuffix(form, "ом"), strings.HasSuffix(form, "ем"), strings.HasSuffix(form, "ую"), strings.HasSuffix(form, "ові"), strings.HasSuffix(form, "ей"), strings.HasSuffix(form, "ею"):
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
