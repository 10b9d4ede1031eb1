package format

import (
	"slices"
	"strings"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

// statement tells whose own words a text is that is no transcript: by a line that says
// so, by a byline with an office, by its title, or by the name under it.
func (r *reader) statement() Form {
	voice, from, to, reported := r.voice()
	if voice == nil {
		return Form{}
	}
	return Form{Voice: voice, Said: r.said(from, to, reported)}
}

// voice gives whose words the text is, the bytes that hold them, and whether they may be a
// report of what somebody else did, which is attributable to a spokesperson.
func (r *reader) voice() (v *attache.Voice, from, to int, reported bool) {
	if len(r.lines) == 0 {
		return nil, 0, 0, false
	}
	to = r.lines[len(r.lines)-1].end
	if p, ok := r.attribution(); ok {
		return r.voiceOf(p), r.from(p.line + 1), to, true
	}
	if len(r.bylines) == 1 && r.body < len(r.lines) && !r.tellsOf(r.bylines[0], r.body) {
		return r.voiceOf(r.bylines[0]), r.from(r.body), to, false
	}
	if len(r.bylines) > 0 {
		return nil, 0, 0, false
	}
	if p, ok := r.headed(); ok && r.mine(r.from(p.line+1), to, 1) && !r.tellsOf(p, p.line+1) {
		return r.voiceOf(p), r.from(p.line + 1), to, false
	}
	if p, ok := r.signature(); ok && r.mine(0, r.lines[p.line].start, 2) {
		return r.voiceOf(p), 0, r.lines[p.line].start, false
	}
	return nil, 0, 0, false
}

func (r *reader) voiceOf(p signer) *attache.Voice {
	return &attache.Voice{Speaker: p.name, Role: p.role}
}

func (r *reader) from(at int) int {
	if at < len(r.lines) {
		return r.lines[at].start
	}
	return len(r.doc.Body)
}

// attribution reads the line at the head that says to whom what follows is attributable.
func (r *reader) attribution() (signer, bool) {
	for i := range min(maxHead, len(r.lines)) {
		s := r.text(r.lines[i])
		if len(s) > maxByline {
			continue
		}
		for _, phrase := range r.attributed {
			at := r.after(s, phrase)
			if at < 0 {
				continue
			}
			if p, ok := r.nameIn(s[at:]); ok {
				p.line = i
				return p, true
			}
			if p, ok := r.nameIn(s[:at]); ok { // "Ministerin Lind erklärte heute …:"
				p.line = i
				return p, strings.HasSuffix(s, ":") || r.traits.Has(text.Han)
			}
		}
	}
	return signer{}, false
}

// after gives where a text goes on behind a folded phrase, -1 where it does not have it.
func (r *reader) after(s, phrase string) int {
	want := strings.Fields(phrase)
	if r.traits.Has(text.Han) {
		if i := strings.Index(s, phrase); i >= 0 {
			return i + len(phrase)
		}
		return -1
	}
	next := 0
	for word, end := range fieldsAt(s) {
		if text.Fold(strings.Trim(word, `.,;:"“”«»()`)) != want[next] {
			next = 0
			if text.Fold(word) != want[0] {
				continue
			}
		}
		next++
		if next == len(want) {
			return end
		}
	}
	return -1
}

// fieldsAt yields the words of a text with the byte behind each.
func fieldsAt(s string) func(func(string, int) bool) {
	return func(yield func(string, int) bool) {
		start := -1
		for i, c := range s {
			if blank(c) {
				if start >= 0 && !yield(s[start:i], i) {
					return
				}
				start = -1
			} else if start < 0 {
				start = i
			}
		}
		if start >= 0 {
			yield(s[start:], len(s))
		}
	}
}

// nameIn reads who is named, with the office before or behind: "Spokesperson Ada Lind:".
func (r *reader) nameIn(s string) (signer, bool) {
	s = strings.TrimFunc(s, func(c rune) bool { return blank(c) || strings.ContainsRune(":.;,*", c) })
	if p, ok := r.signerIn(s); ok {
		return p, true
	}
	d := text.New(s, r.lang)
	best := signer{}
	for i := len(d.Tokens) - 1; i >= 0; i-- {
		t := &d.Tokens[i]
		if t.Kind != text.Word || !t.Is(text.Upper) || !r.capitals() || r.inName(d, i) {
			continue
		}
		f := r.expand(d, int32(i), []string{d.Word(i)})
		if f.name != "" && f.role != "" && !r.titled(d.Fold(i)) && !r.near.has(d.Fold(i)) && !r.stop.has(d.Fold(i)) {
			best = signer{name: f.name, role: f.role}
		}
	}
	if best.name != "" {
		return best, true
	}
	for _, p := range r.known {
		if p.Role != "" && strings.Contains(s, p.Name) && (r.anyOffice(p.Role) || r.hanOffice(p.Role)) {
			return signer{name: p.Name, role: p.Role}, true
		}
	}
	return signer{}, false
}

// headed reads a title, or a first line, that says whose statement the text is.
func (r *reader) headed() (signer, bool) {
	if p, ok := r.headedBy(r.title.Body); ok {
		p.line = -1
		return p, true
	}
	const first = 3 // lines
	for i := range min(first, len(r.lines)) {
		s := r.text(r.lines[i])
		if len(s) > maxByline {
			continue
		}
		if p, ok := r.headedBy(s); ok {
			p.line = i
			return p, true
		}
	}
	return signer{}, false
}

// headedBy reads in a heading whose one statement follows.
func (r *reader) headedBy(s string) (signer, bool) {
	folded := text.Fold(s)
	if slices.ContainsFunc(r.joint, func(phrase string) bool { return strings.Contains(folded, phrase) }) {
		return signer{}, false
	}
	for _, phrase := range r.words.statement {
		at := r.after(s, phrase)
		if at < 0 {
			continue
		}
		if r.several(s[at:]) {
			return signer{}, false
		}
		if p, ok := r.nameIn(s[at:]); ok {
			return p, true
		}
		if p, ok := r.nameIn(s); ok {
			return p, true
		}
	}
	for _, phrase := range r.delivered {
		if at := r.after(s, phrase); at >= 0 {
			if p, ok := r.nameIn(s[at:]); ok {
				return p, true
			}
		}
	}
	return signer{}, false
}

// several says whether more than one name with an office stands in a line: then what
// follows is theirs together.
func (r *reader) several(s string) bool {
	d := text.New(s, r.lang)
	_, n := r.officeIn(d, 0, len(s))
	return n > 1
}

// signature reads the name and the office under a text, on one line or on two.
func (r *reader) signature() (signer, bool) {
	n := len(r.lines)
	for i := max(2, n-3); i < n; i++ {
		s := strings.TrimFunc(r.text(r.lines[i]), func(c rune) bool { return blank(c) || strings.ContainsRune("-–—*_", c) })
		if len(s) > maxByline {
			continue
		}
		if p, ok := r.signerIn(s); ok {
			p.line = i
			return p, true
		}
		if i+1 >= n {
			continue
		}
		role := r.wholeRole(r.text(r.lines[i+1]))
		if name := r.bareName(s); name != "" && role != "" && r.anyOffice(role) {
			return signer{name: name, role: role, line: i}, true
		}
	}
	return signer{}, false
}

// tellsOf says whether a text from a line on tells of somebody in the third person:
// then it is about him. The last lines may name whom it is signed by.
func (r *reader) tellsOf(p signer, from int) bool {
	list := strings.Fields(p.name)
	surname := list[len(list)-1]
	for i := from; i < len(r.lines)-2; i++ {
		s := r.text(r.lines[i])
		if strings.Contains(s, surname) && r.names(text.Fold(s), surname) {
			return true
		}
	}
	return false
}

// mine says whether a text speaks in the first person, outside of quotation marks, in
// the given number of sentences and in one of twelve.
func (r *reader) mine(from, to, least int) bool {
	n, all, last, seen := 0, 0, int32(-1), int32(-1)
	quoted := false
	for i := r.doc.TokenAt(from); i < len(r.doc.Tokens) && int(r.doc.Tokens[i].Start) < to; i++ {
		t := &r.doc.Tokens[i]
		w := r.doc.Word(i)
		switch {
		case strings.ContainsAny(w, "“„«「"):
			quoted = true
		case strings.ContainsAny(w, "”»」"):
			quoted = false
		case w == `"`:
			quoted = !quoted
		}
		if i > 0 && r.doc.Tokens[i-1].Paragraph != t.Paragraph {
			quoted = strings.ContainsAny(w, "“„«「\"")
		}
		if t.Sentence != seen {
			all++
			seen = t.Sentence
		}
		if !quoted && t.Sentence != last && r.isFirst(i) {
			n++
			last = t.Sentence
		}
	}
	return n >= least && 12*n >= all
}

// isFirst says whether a token is a word of the first person.
func (r *reader) isFirst(i int) bool {
	t := &r.doc.Tokens[i]
	if r.traits.Has(text.Han) {
		return t.Kind == text.Word && (r.doc.Word(i) == "我" || i+1 < len(r.doc.Tokens) && r.first.has(r.doc.Word(i)+r.doc.Word(i+1)))
	}
	if t.Is(text.AllCaps) && utf8.RuneCountInString(r.doc.Word(i)) > 1 { // US
		return false
	}
	return t.Kind == text.Word && r.first.has(r.doc.Fold(i))
}
