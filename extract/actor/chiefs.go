package actor

import (
	"strings"
	"sync"
	"time"

	"attache/internal/text"
)

// chief is somebody known to hold an office since a day.
type chief struct {
	name, role, code string
	since            time.Time
	given            string // folded first name
}

// known finds chiefs by folded surname.
var known = sync.OnceValue(func() map[string][]chief {
	all := map[string][]chief{}
	for line := range lines("chiefs.tsv") {
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			continue
		}
		c := chief{code: f[0], name: f[1], role: f[3]}
		c.since, _ = time.Parse(time.DateOnly, f[4]) // an empty one is the zero time
		c.given, _, _ = strings.Cut(text.Fold(f[1]), " ")
		c.name = short(f[1], f[2])
		all[text.Fold(lastWord(f[2]))] = append(all[text.Fold(lastWord(f[2]))], c)
	}
	for line := range lines("people.txt") {
		// CODE | name | role | since | other spellings of the surname, stems marked ~
		f := strings.Split(line, "|")
		if len(f) != 5 {
			continue
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		c := chief{code: f[0], name: f[1], role: f[2]}
		c.since, _ = time.Parse(time.DateOnly, f[3])
		c.given, _, _ = strings.Cut(text.Fold(f[1]), " ")
		for _, w := range append(strings.Fields(f[4]), text.Fold(lastWord(f[1]))) {
			key := text.Fold(strings.TrimSuffix(w, "~"))
			all[key] = append([]chief{c}, all[key]...)
		}
	}
	return all
})

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// short drops middle names and patronymics: "Vladimir Vladimirovich Putin" is Vladimir Putin.
func short(full, surname string) string {
	w := strings.Fields(full)
	n := len(strings.Fields(surname))
	if len(w) <= n+1 || !strings.HasSuffix(full, surname) {
		return full
	}
	return w[0] + " " + surname
}

// holder gives the chief of a surname in office at a day. The given name decides
// between two; a given name that fits none means somebody else.
func holder(given, surname string, at time.Time) (chief, bool) {
	var best chief
	found := false
	for _, c := range known()[surname] {
		if !at.IsZero() && c.since.After(at) {
			continue
		}
		if given != "" && given != c.given && !sameName(given, c.given) {
			continue
		}
		if !found || c.since.After(best.since) {
			best, found = c, true
		}
	}
	return best, found
}

// sameName folds transliterations: Volodymyr and Vladimir stay apart, Sergey and Sergei do not.
func sameName(a, b string) bool { return skeleton(a) == skeleton(b) }

// skeleton folds the commonest differences between transliterations.
func skeleton(s string) string {
	s = translit(text.Fold(s))
	r := strings.NewReplacer("iy", "i", "ii", "i", "yy", "i", "ey", "ei", "y", "i", "j", "i", "kh", "h", "zh", "z", "ts", "c", "tz", "c",
		"ks", "x", "ou", "u", "w", "v", "ph", "f", "sch", "s", "sh", "s", "ch", "c", "ie", "e", "'", "", "-", "")
	s = r.Replace(r.Replace(s))
	var b strings.Builder
	var last rune
	for _, c := range s {
		if c != last {
			b.WriteRune(c)
		}
		last = c
	}
	return b.String()
}

var cyrillic = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "i",
	"к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts",
	"ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "iu", "я", "ia", "і", "i", "ї", "i", "є", "ie", "ё", "e")

func translit(s string) string { return cyrillic.Replace(s) }
