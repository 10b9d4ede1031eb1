package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// signer is somebody named with an office at the head of a text, or at its end.
type signer struct {
	name, role string
	line       int
}

const (
	maxHead   = 8   // lines at the head of a text that may be bylines, places and times
	maxByline = 260 // bytes
)

// findBylines reads "Ada Lind, Foreign Minister" in the first lines.
func (r *reader) findBylines() {
	stop := min(maxHead, len(r.lines))
	if len(r.labels) > 0 {
		stop = min(stop, r.labels[0].line)
	}
	for i := range stop {
		s := r.text(r.lines[i])
		if len(s) > maxByline {
			break
		}
		if p, ok := r.signerIn(s); ok {
			p.line = i
			r.bylines = append(r.bylines, p)
			r.body = i + 1
			continue
		}
		if c, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".?!。？！؟", c) && len(s) > 60 {
			break // the text begins
		}
	}
}

// signerIn reads a line that names somebody and the office, and nothing more.
func (r *reader) signerIn(s string) (signer, bool) {
	s = strings.TrimFunc(s, func(c rune) bool { return ornament(c) || strings.ContainsRune("-–—:", c) })
	if first, rest, ok := strings.Cut(s, " "); ok && r.byline.has(text.Fold(first)) {
		s = rest
	}
	name, role, ok := strings.Cut(s, ",")
	if !ok {
		name, role, ok = strings.Cut(s, " – ")
	}
	if !ok {
		return signer{}, false
	}
	if suffix, rest, more := strings.Cut(strings.TrimSpace(role), ","); more && nameSuffix[strings.Trim(text.Fold(suffix), ".")] {
		role = rest
	}
	role = r.wholeRole(strings.TrimSpace(role))
	name = r.bareName(name)
	if name == "" || role == "" || !r.anyOffice(role) {
		return signer{}, false
	}
	return signer{name: name, role: role}, true
}

// nameSuffix are words behind a name and a comma that belong to it.
var nameSuffix = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "phd": true, "esq": true}

// maxRole is the length of a role in words.
const maxRole = 26

// wholeRole gives a role as a byline has it: up to where the words of another line were
// run together with it ("SecretaryBureau of"), nothing where it is no role.
func (r *reader) wholeRole(role string) string {
	role = unstick(role)
	if r.lowerRole() {
		role, _, _ = strings.Cut(role, ",")
	}
	list := strings.Fields(role)
	if len(list) == 0 || len(list) > maxRole {
		return ""
	}
	for i, w := range list {
		f := strings.Trim(text.Fold(w), ".,;()")
		if i > 0 && r.official.has(f) && r.near.has(f) && r.office.has(text.Fold(list[i-1])) && unicode.IsUpper(firstRune(w)) {
			return strings.Join(list[:i], " ") // the comma between an office and its bureau was lost
		}
		c, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "("))
		if f != "" && unicode.IsLower(c) && !r.near.has(f) && !r.office.has(f) && !particles[f] && !r.lowerRole() {
			return ""
		}
	}
	if c, _ := utf8.DecodeLastRuneInString(role); strings.ContainsRune(".?!:;", c) {
		return ""
	}
	return strings.TrimRight(role, ",;")
}

// lowerRole says whether roles are written in small letters in the language.
func (r *reader) lowerRole() bool { return r.traits.Has(text.SmallRoles) }

// unstick cuts a text where a small letter is followed by a capital without a blank.
func unstick(s string) string {
	before := ' '
	for i, c := range s {
		if unicode.IsUpper(c) && unicode.IsLower(before) && i > 3 {
			word := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
			if utf8.RuneCountInString(word) > 3 {
				return strings.TrimSpace(s[:i])
			}
		}
		if c == ')' && i+1 < len(s) && unicode.IsUpper(rune(s[i+1])) {
			return s[:i+1]
		}
		before = c
	}
	return s
}

// bareName gives a name without courtesies and offices before it; nothing
// where the words are no name.
func (r *reader) bareName(s string) string {
	list := strings.Fields(s)
	for len(list) > 1 && r.titled(strings.Trim(text.Fold(list[0]), ".")) {
		list = list[1:]
	}
	if len(list) < 2 || len(list) > 6 {
		return ""
	}
	for i, w := range list {
		c, _ := utf8.DecodeRuneInString(w)
		f := text.Fold(w)
		if !wordly(w) || !unicode.IsUpper(c) && (i == 0 || !particles[f]) || r.stop.has(f) && !particles[f] || r.office.has(f) {
			return ""
		}
	}
	return strings.Join(list, " ")
}
