package format

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// particles stand inside of names in small letters.
var particles = map[string]bool{
	"de": true, "van": true, "von": true, "der": true, "den": true, "del": true, "della": true, "di": true, "da": true, "dos": true,
	"du": true, "la": true, "le": true, "el": true, "al": true, "bin": true, "ben": true, "bint": true, "ibn": true, "ter": true,
	"ten": true, "y": true, "zu": true, "af": true, "av": true, "st": true,
}

// named reads a label that names somebody, or an office.
func (w *words) named(l *label, head string) bool {
	if name, role, ok := strings.Cut(head, ","); ok {
		if strings.Contains(role, ",") || len(strings.Fields(name)) < 2 && strings.ToUpper(name) != name {
			return false
		}
		if !w.anyOffice(role) && !w.staff.has(text.Fold(strings.TrimSpace(role))) {
			if l.house = capitals(role); !l.house { // "Ada Lind, Lorn Times"
				return false
			}
		}
		head, l.role = strings.TrimSpace(name), strings.TrimSpace(role)
		l.key = strings.Join(strings.Fields(text.Fold(head)), " ")
	}
	switch script(head) {
	case han:
		return w.namedHan(l, head)
	case uncased:
		return w.namedUncased(l, head)
	case cased:
	}
	return w.namedCased(l, strings.FieldsFunc(head, blank))
}

func (w *words) anyOffice(s string) bool {
	for f := range strings.FieldsFuncSeq(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
		if w.office.has(f) {
			return true
		}
	}
	return false
}

// capitals says whether a text is a name of up to four words with capitals.
func capitals(s string) bool {
	list := strings.Fields(s)
	for _, w := range list {
		if !unicode.IsUpper(firstRune(w)) || !wordly(w) {
			return false
		}
	}
	return len(list) > 0 && len(list) <= 4
}

type alphabet uint8

const (
	cased alphabet = iota
	uncased
	han
)

// script tells the writing of a short text by its letters.
func script(s string) alphabet {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			return han
		case unicode.IsUpper(r) || unicode.IsLower(r):
			return cased
		case unicode.IsLetter(r):
			return uncased
		}
	}
	return cased
}

// lastTitle gives the place of the last word of courtesy or office in a label, -1 where there
// is none; ok is false where a word stands in it that no label has.
func (w *words) lastTitle(list []string) (last int, ok bool) {
	last = -1
	for i, word := range list {
		f := strings.Trim(text.Fold(word), ".'")
		upper := unicode.IsUpper(firstRune(word))
		if !wordly(word) || !upper && (i == 0 || !w.near.has(f) && !w.titled(f) && !particles[f]) {
			return -1, false
		}
		if w.titled(f) || w.office.close(f) {
			last = i
		}
	}
	return last, true
}

// letters counts the capitals and the small letters of words.
func letters(list []string) (capitals, small int) {
	for _, word := range list {
		for _, r := range word {
			switch {
			case unicode.IsUpper(r):
				capitals++
			case unicode.IsLower(r):
				small++
			}
		}
	}
	return capitals, small
}

// namedCased reads a label in a writing with capitals.
func (w *words) namedCased(l *label, list []string) bool {
	if len(list) == 0 || len(list) > maxLabelWords {
		return false
	}
	last, ok := w.lastTitle(list)
	if f := text.Fold(list[0]); !ok || w.stop.has(f) && !articles[f] && !w.titled(f) {
		return false
	}
	capitals, small := letters(list)
	behind := list[last+1:]
	numbered := last >= 0 && len(behind) > 0 && spelt[text.Fold(behind[len(behind)-1])] &&
		!slices.ContainsFunc(behind[:len(behind)-1], func(s string) bool { return !w.near.has(text.Fold(s)) })
	if last == len(list)-1 || numbered {
		l.part, l.title, l.shape = official, list, titled
		if small == 0 && capitals > 4 {
			l.shape = loud
		}
		return true
	}
	l.part, l.title, l.name = person, list[:last+1], list[last+1:]
	for len(l.name) > 1 && w.near.has(text.Fold(l.name[0])) && !particles[text.Fold(l.name[0])] {
		l.title, l.name = list[:len(l.title)+1], l.name[1:]
	}
	linking := func(s string) bool { return len(s) <= 4 && w.stop.has(text.Fold(s)) && !particles[text.Fold(s)] }
	if len(l.name) > 5 || slices.ContainsFunc(l.name, linking) {
		return false
	}
	switch {
	case initials(l.name[0]) && len(l.name[len(l.name)-1]) > 4, len(l.title) > 0 && small <= 2 && capitals > small+3:
		l.shape = loud
	case len(l.title) > 0, l.note != "" && house(l.note):
		l.shape = titled
	}
	return true
}

// articles may begin a label: "THE MINISTER".
var articles = map[string]bool{"the": true, "der": true, "die": true, "das": true, "le": true, "la": true, "el": true, "l": true}

// spelt are numbers that tell nameless officials apart.
var spelt = map[string]bool{"one": true, "two": true, "three": true, "four": true, "five": true, "six": true}

// wordly says whether a word of a label is made of letters, dots, hyphens and apostrophes.
func wordly(word string) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(".-‑'’`‘&", r) {
			return false
		}
	}
	stop := strings.TrimRight(word, ".")
	return stop == word || utf8.RuneCountInString(stop) <= 5 || strings.Contains(stop, ".")
}

// initials says whether a name begins with initials: "A.", "А.Б.Линд".
func initials(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && len(word) > n && word[n] == '.'
}

// namedHan reads a label in Chinese characters: an office, a name of two to four
// characters, or both.
func (w *words) namedHan(l *label, head string) bool {
	name := head
	for range 3 {
		best := ""
		for office := range w.office.all {
			if strings.HasPrefix(name, office) && len(office) > len(best) {
				best = office
			}
		}
		name = name[len(best):]
	}
	for courtesy := range w.courtesy.all {
		name = strings.TrimSuffix(name, courtesy)
	}
	n := utf8.RuneCountInString(name)
	foreign := func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '·' }
	if strings.IndexFunc(name, foreign) >= 0 || n > 4 && !strings.Contains(name, "·") {
		return false
	}
	l.part, l.key = person, name
	if title := head[:len(head)-len(name)]; title != "" && strings.HasSuffix(head, name) {
		l.title, l.shape = []string{title}, titled
	}
	switch {
	case name == "" && head != "":
		l.part, l.key, l.title, l.shape = official, head, []string{head}, titled
		return w.office.has(head)
	case n < 2:
		return false
	}
	l.name = []string{name}
	return true
}

// namedUncased reads a label in a writing without capitals that has spaces.
func (w *words) namedUncased(l *label, head string) bool {
	list := strings.FieldsFunc(head, blank)
	if len(list) == 0 || len(list) > 7 {
		return false
	}
	last := -1
	for i, word := range list {
		f := text.Fold(word)
		if w.titled(f) || last >= 0 && last == i-1 && (w.near.has(f) || strings.HasPrefix(word, "ال") && i < len(list)-1) {
			last = i
		}
		if w.stop.has(f) || !wordly(word) {
			return false
		}
	}
	if last == len(list)-1 {
		l.part, l.title, l.shape = official, list, titled
		return true
	}
	l.part, l.title, l.name = person, list[:last+1], list[last+1:]
	if last >= 0 {
		l.shape = titled
	}
	return len(l.name) <= 4
}
