package format

import (
	"strings"
	"unicode"

	"attache"
	"attache/internal/text"
)

// Record is a paragraph of the record of a meeting: one delegate's speech, reported.
type Record struct {
	Whole   attache.Span
	Head    attache.Span // the words with which it begins and that name the delegate
	Speaker string       // "unnamed representative of Norvia" for one without a name
	Role    string
}

// records reads the record of a meeting: paragraphs that begin with a delegate, in capitals
// with the country in brackets, or by the country alone.
func (r *reader) records() []Record {
	if len(r.delegate) == 0 || !r.capitals() {
		return nil
	}
	var out []Record
	for _, ln := range r.lines {
		s := r.text(ln)
		name, role, head, ok := r.shoutedDelegate(s)
		if !ok {
			name, head, ok = r.namelessDelegate(s)
		}
		if ok {
			out = append(out, Record{
				Whole: r.doc.Span(ln.start, ln.end), Head: r.doc.Span(ln.start, ln.start+head), Speaker: name, Role: role,
			})
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// shoutedDelegate reads "ADA LIND (Norvia) said" and "ADA LIND, Special Envoy, said".
func (r *reader) shoutedDelegate(s string) (name, role string, end int, ok bool) {
	const longest = 60 // bytes of a name
	end = strings.IndexAny(s, "(,")
	if end < 4 || end > longest {
		return "", "", 0, false
	}
	list := strings.Fields(s[:end])
	if len(list) > 1 && r.courtesy.has(strings.Trim(text.Fold(list[0]), ".")) {
		list = list[1:]
	}
	if len(list) < 2 || len(list) > 6 {
		return "", "", 0, false
	}
	for i, w := range list {
		if !wordly(w) || strings.ToUpper(w) != w && (i == 0 || !particles[text.Fold(w)]) || !unicode.IsLetter(firstRune(w)) {
			return "", "", 0, false
		}
	}
	name = r.inSmall(list)
	if s[end] == '(' {
		country, _, closed := strings.Cut(s[end+1:], ")")
		if !closed || len(country) > longest || !unicode.IsUpper(firstRune(country)) {
			return "", "", 0, false
		}
		return name, r.represents + " " + country, end, true
	}
	rest := s[end+1:]
	if stop := strings.IndexByte(rest, ','); stop > 0 {
		role = r.wholeRole(strings.TrimSpace(rest[:stop]))
	}
	return name, role, end, role != "" && r.anyOffice(role)
}

// namelessDelegate reads "The representative of Norvia said".
func (r *reader) namelessDelegate(s string) (name string, end int, ok bool) {
	for _, phrase := range r.delegate {
		latest := len(phrase) + 3 // where it may end: it begins the line
		at := r.after(s[:min(len(s), latest+1)], phrase)
		if at < 0 || at > latest {
			continue
		}
		var land []string
		for w := range strings.FieldsSeq(s[at:min(len(s), at+maxByline)]) {
			bare := strings.TrimRight(w, ",;:.")
			if !unicode.IsUpper(firstRune(bare)) && !r.near.has(text.Fold(bare)) {
				break
			}
			land = append(land, bare)
			if bare != w {
				break
			}
		}
		for len(land) > 0 && !unicode.IsUpper(firstRune(land[len(land)-1])) {
			land = land[:len(land)-1]
		}
		if len(land) > 0 && len(land) < 8 {
			called := strings.Join(land, " ")
			return "unnamed " + r.represents + " " + called, at + len(called) + 1, true
		}
	}
	return "", 0, false
}

// ofJoint gives the words by which a text calls itself that several issue together: "joint
// statement"; empty when it does not.
func (r *reader) ofJoint() string {
	parts := []string{r.title.Body}
	for i := range min(maxHead, len(r.lines)) {
		parts = append(parts, r.text(r.lines[i]))
	}
	for _, s := range parts {
		folded := text.Fold(s)
		for _, phrase := range r.joint {
			if len(s) <= maxByline && strings.Contains(folded, phrase) {
				return phrase
			}
		}
	}
	return ""
}
