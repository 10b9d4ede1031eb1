package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// maxOfficers is how many names with an office are read at the head of a text.
const maxOfficers = 20

// officers reads, in writings without capitals, who is named with an office in the title
// and in the first lines: 外交部发言人王文山, وزير الخارجية سامي الشوكاني.
func (r *reader) officers() []Person {
	if r.capitals() {
		return nil
	}
	var out []Person
	parts := []string{r.title.Body}
	for i := range min(maxHead, len(r.lines)) {
		parts = append(parts, r.text(r.lines[i]))
	}
	for _, s := range parts {
		if len(out) > maxOfficers {
			break
		}
		if r.traits.Has(text.Han) {
			out = append(out, r.officersHan(s)...)
		} else {
			out = append(out, r.officersArabic(s)...)
		}
	}
	return out
}

// officersHan finds an office with a name of two or three characters behind it: a
// surname first, and behind the name a character that follows names.
func (r *reader) officersHan(s string) []Person {
	var out []Person
	for i := 0; i < len(s) && len(out) <= maxOfficers; {
		n := r.officeAt(s[i:])
		if n == 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		start := i
		i += n
		for n = r.officeAt(s[i:]); n > 0; n = r.officeAt(s[i:]) {
			i += n
		}
		if name := r.hanName(s[i:]); name != "" && r.hanOffice(s[start:i]) {
			out = append(out, Person{Name: name, Role: s[start:i]})
			i += len(name)
		}
	}
	return out
}

// officeAt gives the length of the longest office with which a text begins.
func (r *reader) officeAt(s string) int {
	const longest = 6 // characters
	end, best := 0, 0
	for range longest {
		_, size := utf8.DecodeRuneInString(s[end:])
		if end += size; size > 0 && (r.office.all[s[:end]] || r.near.all[s[:end]]) {
			best = end
		}
	}
	return best
}

// hanName gives the name with which a text begins, empty when there is none.
func (r *reader) hanName(s string) string {
	var list []int // ends of the first four characters
	for i, c := range s {
		if !unicode.Is(unicode.Han, c) || len(list) == 4 {
			break
		}
		list = append(list, i+utf8.RuneLen(c))
	}
	if len(list) < 2 || !r.surname.all[s[:list[0]]] {
		return ""
	}
	for _, n := range []int{3, 2} {
		if len(list) < n {
			continue
		}
		rest := s[list[n-1]:]
		_, size := utf8.DecodeRuneInString(rest)
		if rest == "" || r.behind.all[rest[:size]] || !unicode.Is(unicode.Han, firstRune(rest)) {
			return s[:list[n-1]]
		}
	}
	return ""
}

// hanRole finds a Chinese name behind an office, in the title or the text.
func (r *reader) hanRole(name string) speaker {
	if !r.traits.Has(text.Han) || script(name) != han {
		return speaker{}
	}
	for _, s := range []string{r.title.Body, r.doc.Body} {
		for from := 0; ; {
			i := strings.Index(s[from:], name)
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(name)
			start := at
			for n := r.officeBefore(s[:start]); n > 0; n = r.officeBefore(s[:start]) {
				start -= n
			}
			if start < at && r.hanOffice(s[start:at]) {
				return speaker{name: name, role: s[start:at], sure: sureFull}
			}
		}
	}
	return speaker{}
}

// officeBefore gives the length of the longest office with which a text ends.
func (r *reader) officeBefore(s string) int {
	const longest = 6
	best, end := 0, len(s)
	for range longest {
		_, size := utf8.DecodeLastRuneInString(s[:end])
		if size == 0 {
			break
		}
		end -= size
		if r.office.all[s[end:]] || r.near.all[s[end:]] {
			best = len(s) - end
		}
	}
	return best
}

// officersArabic finds an office, the words that belong to it, and a name of two words or
// three behind it.
func (r *reader) officersArabic(s string) []Person {
	var out []Person
	list := strings.FieldsFunc(s, blank)
	for i := 0; i < len(list) && len(out) <= maxOfficers; i++ {
		first, ok := r.arabicOffice(list[i])
		if !ok {
			continue
		}
		end := i + 1
		for end < len(list) && end < i+9 && (r.near.has(bareArabic(list[end])) || r.titled(bareArabic(list[end])) ||
			strings.HasPrefix(list[end], "ال") && !ends(list[end-1])) {
			end++
		}
		n := r.arabicName(list[end:])
		if n == 0 {
			continue
		}
		role := append([]string{first}, list[i+1:end]...)
		for len(role) > 1 && r.courtesy.has(bareArabic(role[len(role)-1])) {
			role = role[:len(role)-1]
		}
		name := strings.TrimFunc(strings.Join(list[end:end+n], " "), func(c rune) bool { return !unicode.IsLetter(c) })
		out = append(out, Person{Name: name, Role: strings.Join(role, " ")})
		i = end + n - 1
	}
	return out
}

// bareArabic folds a word and drops the signs around it.
func bareArabic(w string) string {
	return strings.TrimFunc(text.Fold(w), func(c rune) bool { return !unicode.IsLetter(c) })
}

func ends(w string) bool {
	c, _ := utf8.DecodeLastRuneInString(w)
	return !unicode.IsLetter(c)
}

// arabicOffice says whether a word is an office without the article, alone or with a
// preposition or conjunction written onto it, and gives it without.
func (r *reader) arabicOffice(w string) (string, bool) {
	for _, prefix := range []string{"", "ل", "و", "ب", "ف"} {
		rest, ok := strings.CutPrefix(w, prefix)
		if ok && r.office.has(text.Fold(rest)) {
			return rest, true
		}
	}
	return "", false
}

// arabicName gives how many words the name takes with which a list begins; 0 for none.
func (r *reader) arabicName(list []string) int {
	joins := map[string]bool{"بن": true, "ابن": true, "ابو": true, "عبد": true, "ال": true}
	n := 0
	for n < len(list) && n < 2 {
		w := bareArabic(list[n])
		if w == "" || utf8.RuneCountInString(w) < 2 || r.stop.has(w) || r.titled(w) || n == 0 && strings.HasPrefix(list[n], "ال") {
			return 0
		}
		n++
		if ends(list[n-1]) {
			break
		}
	}
	if n < 2 {
		return 0
	}
	for n < len(list) && n < 5 && !ends(list[n-1]) && (joins[bareArabic(list[n-1])] || joins[bareArabic(list[n])]) {
		n++
	}
	return n
}

// sameStems says whether two names have the same words, in whatever case.
func sameStems(a, b string) bool {
	x, y := strings.Fields(text.Fold(a)), strings.Fields(text.Fold(b))
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		v, w := []rune(x[i]), []rune(y[i])
		n := 0
		for n < len(v) && n < len(w) && v[n] == w[n] {
			n++
		}
		if n < 3 || n < min(len(v), len(w))-2 {
			return false
		}
	}
	return true
}

// declined says whether the language writes names in cases.
func (r *reader) declined() bool { return r.traits.Has(text.Declines) }

// stemIn says whether a folded text has a name, its words in whatever case.
func (r *reader) stemIn(folded, name string) bool {
	list := strings.Fields(text.Fold(name))
	if len(list) == 0 {
		return false
	}
	for _, w := range list {
		letters := []rune(w)
		stem := string(letters[:max(min(len(letters), 3), len(letters)-2)])
		if !strings.Contains(" "+folded, " "+stem) {
			return false
		}
	}
	return true
}
