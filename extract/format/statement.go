package format

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/extract/text"
)

// statement tells whose own words a text is that is no transcript: by a line that says
// so, by a byline with an office, by its title, or by the name under it.
func (r *reader) statement() Form {
	voice, from, to := r.voice()
	if voice == nil {
		return Form{}
	}
	return Form{Voice: voice, Said: r.said(from, to)}
}

// voice gives whose words the text is, and the bytes that hold them.
func (r *reader) voice() (v *attache.Voice, from, to int) {
	if len(r.lines) == 0 {
		return nil, 0, 0
	}
	to = r.lines[len(r.lines)-1].end
	if p, ok := r.attribution(); ok {
		return r.voiceOf(p), r.from(p.line + 1), to
	}
	if len(r.bylines) == 1 && r.body < len(r.lines) && !r.tellsOf(r.bylines[0], r.body) {
		return r.voiceOf(r.bylines[0]), r.from(r.body), to
	}
	if len(r.bylines) > 0 {
		return nil, 0, 0
	}
	if p, ok := r.heading2(); ok && r.mine(r.from(p.line+1), to, 1) && !r.tellsOf(p, p.line+1) {
		return r.voiceOf(p), r.from(p.line + 1), to
	}
	if p, ok := r.signature(); ok && r.mine(0, r.lines[p.line].start, 2) {
		return r.voiceOf(p), 0, r.lines[p.line].start
	}
	return nil, 0, 0
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
				return p, strings.HasSuffix(s, ":") || r.lang == "zh"
			}
		}
	}
	return signer{}, false
}

// after gives where a text goes on behind a folded phrase, -1 where it does not have it.
func (r *reader) after(s, phrase string) int {
	want := strings.Fields(phrase)
	if r.lang == "zh" {
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
	if p, ok := r.byline0(s); ok {
		return p, true
	}
	d := text.New(s, r.lang)
	best := signer{}
	for i := len(d.Tokens) - 1; i >= 0; i-- {
		t := &d.Tokens[i]
		if t.Kind != text.Word || !t.Is(text.Upper) || !r.capitals() {
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

// heading2 reads a title, or a first line, that says whose statement the text is.
func (r *reader) heading2() (signer, bool) {
	try := func(s string, line int) (signer, bool) {
		folded := text.Fold(s)
		for _, phrase := range r.joint {
			if strings.Contains(folded, phrase) {
				return signer{}, false
			}
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
				p.line = line
				return p, true
			}
			if p, ok := r.nameIn(s); ok {
				p.line = line
				return p, true
			}
		}
		for _, phrase := range r.delivered {
			if at := r.after(s, phrase); at >= 0 {
				if p, ok := r.nameIn(s[at:]); ok {
					p.line = line
					return p, true
				}
			}
		}
		return signer{}, false
	}
	if p, ok := try(r.title.Body, -1); ok {
		return p, true
	}
	for i := range min(3, len(r.lines)) {
		if s := r.text(r.lines[i]); len(s) <= maxByline {
			if p, ok := try(s, i); ok {
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
		if p, ok := r.byline0(s); ok {
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
	if r.lang == "zh" {
		return t.Kind == text.Word && (r.doc.Word(i) == "我" || i+1 < len(r.doc.Tokens) && r.first.has(r.doc.Word(i)+r.doc.Word(i+1)))
	}
	if t.Is(text.AllCaps) && utf8.RuneCountInString(r.doc.Word(i)) > 1 { // US
		return false
	}
	return t.Kind == text.Word && r.first.has(r.doc.Fold(i))
}

// maxSaid is how many sentences of a statement are chosen; a chosen sentence is
// between shortSaid and longSaid code points long.
const (
	maxSaid   = 4
	shortSaid = 40
	longSaid  = 320
)

// moods are the keys of what a sentence does, in the order in which they are looked for,
// with the polarity that a quote has.
var moods = [...][2]string{
	{"denied", "denied"}, {"accused", "accused"}, {"urged", "urged"}, {"warned", "warned"}, {"agreed", "agreed"}, {"announced", ""},
}

// said chooses the sentences that say what the text accepts, rejects, demands, announces
// or condemns, in the first person or as the side that speaks.
func (r *reader) said(from, to int) []Sentence {
	type choice struct {
		Sentence
		value int
	}
	var all []choice
	for _, s := range r.doc.Sentences {
		start, end := int(r.doc.Tokens[s.First].Start), int(r.doc.Tokens[s.End-1].End)
		if start < from || end > to {
			continue
		}
		n := utf8.RuneCountInString(r.doc.Body[start:end])
		short := shortSaid
		if r.lang == "zh" {
			n, short = 2*n, shortSaid/2
		}
		if n < short || n > longSaid || r.marked(int(s.First), int(s.End)) {
			continue
		}
		mood, ok := r.mood(r.doc.Body[start:end])
		if !ok {
			continue
		}
		value := 1
		for i := s.First; i < s.End; i++ {
			if r.isFirst(int(i)) {
				value = 3
				break
			}
		}
		if value == 1 && !r.side(int(s.First), int(s.End)) {
			continue
		}
		if mood != "" {
			value++
		}
		all = append(all, choice{Sentence{r.doc.Span(start, end), attache.Polarity(mood)}, value})
	}
	var out []Sentence
	for value := 4; value > 0 && len(out) < maxSaid; value-- {
		for i := range all {
			if all[i].value == value && len(out) < maxSaid {
				out = append(out, all[i].Sentence)
			}
		}
	}
	slices.SortFunc(out, func(a, b Sentence) int { return cmp.Compare(a.Span[0], b.Span[0]) })
	return out
}

// marked says whether a sentence has quotation marks: what is in them may be another's.
func (r *reader) marked(first, end int) bool {
	for i := first; i < end; i++ {
		if t := &r.doc.Tokens[i]; t.Kind == text.Mark && !text.Apostrophe(firstRune(r.doc.Word(i))) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune { c, _ := utf8.DecodeRuneInString(s); return c }

// side says whether a sentence is about the side that speaks: it begins with a state
// or a body, in three words.
func (r *reader) side(first, end int) bool {
	upper := 0
	for i := first; i < min(first+4, end); i++ {
		if r.doc.Tokens[i].Is(text.Upper) {
			upper++
		}
		if r.titled(r.doc.Fold(i)) {
			return false
		}
	}
	return upper >= 2
}

// mood tells what a sentence does; ok is false when it does none of it.
func (r *reader) mood(s string) (string, bool) {
	folded := " " + strings.Join(strings.FieldsFunc(text.Fold(s), func(c rune) bool {
		return !unicode.IsLetter(c) && c != '\'' && !unicode.IsDigit(c) && c != '-'
	}), " ") + " "
	for _, m := range moods {
		for _, phrase := range r.acts[m[0]] {
			stem, open := strings.CutSuffix(phrase, "~")
			switch {
			case r.lang == "zh":
				if strings.Contains(folded, phrase) {
					return m[1], true
				}
			case open:
				if strings.Contains(folded, " "+stem) {
					return m[1], true
				}
			case strings.Contains(folded, " "+phrase+" "):
				return m[1], true
			}
		}
	}
	return "", false
}
