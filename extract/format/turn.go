package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

// turns cuts the text at its labels.
func (r *reader) turns() []Turn {
	cast := r.cast()
	out := make([]Turn, 0, len(r.labels))
	asked := -1
	for i := range r.labels {
		l := &r.labels[i]
		last := len(r.lines)
		if i+1 < len(r.labels) {
			last = r.labels[i+1].line
		}
		t := r.turn(l, last, i+1 == len(r.labels))
		t.Asked = -1
		if l.part == asks || cast.outlet(l) || l.part == official && cast.asks[l.key] && strings.HasPrefix(cast.who(l).name, "unnamed ") {
			t.Question = true
			if len(t.Speech) > 0 {
				asked = len(out)
			}
		} else {
			p := cast.who(l)
			t.Speaker, t.Role, t.Sure, t.Signed = p.name, p.role, p.sure, p.signed
			if l.part != serves {
				t.Asked = asked
			}
		}
		out = append(out, t)
	}
	return r.unlabelled(out, cast)
}

// unlabelled gives the answers of a text that has labels before its questions only: what
// follows a question's first paragraph is the answer of the one who is asked.
func (r *reader) unlabelled(all []Turn, c *cast) []Turn {
	if len(all) < 2 || c.asked.name == "" {
		return all
	}
	for i := range all {
		if !all[i].Question || len(all[i].Speech) < 2 || r.labels[i].part != asks || !strings.ContainsAny(r.slice(all[i].Speech[0]), "?？؟") {
			return all
		}
	}
	out := make([]Turn, 0, 2*len(all))
	for i := range all {
		q, a := all[i], all[i]
		q.Speech = all[i].Speech[:1]
		q.Whole[1] = q.Speech[0][1]
		a.Speech = all[i].Speech[1:]
		a.Whole[0] = a.Speech[0][0]
		a.Label, a.Mention, a.Unlabelled = attache.Span{}, attache.Span{}, true
		a.Question, a.Asked = false, len(out)
		a.Speaker, a.Role, a.Sure, a.Signed = c.asked.name, c.asked.role, c.asked.sure, c.asked.signed
		a.Says = r.says(a.Speech)
		out = append(out, q, a)
	}
	return out
}

func (r *reader) slice(s attache.Span) string {
	from, to := r.doc.Bytes(s)
	return r.doc.Body[from:to]
}

// turn gives the speech behind a label up to, not including, a line.
func (r *reader) turn(l *label, last int, final bool) Turn {
	t := Turn{Label: r.doc.Span(l.start, l.end), Mention: r.doc.Span(l.start, l.end)}
	end := r.lines[l.line].end
	for i := l.line; i < last; i++ {
		from := r.lines[i].start
		if i == l.line {
			from = l.speech
		} else if r.over(l, i, last, final) {
			break
		}
		if r.heading(l, i, last, final) {
			continue
		}
		if s, e := r.bareSpeech(from, r.lines[i].end); s < e {
			t.Speech = append(t.Speech, r.doc.Span(s, e))
			end = e
		}
	}
	t.Says = r.says(t.Speech)
	t.Whole = attache.Span{t.Label[0], r.doc.Span(0, end)[1]}
	return t
}

// bareSpeech cuts white space and stage directions off both ends of a paragraph.
func (r *reader) bareSpeech(from, end int) (start, stop int) {
	for {
		s := r.doc.Body[from:end]
		t := strings.TrimLeftFunc(s, func(c rune) bool { return ornament(c) || c == ':' })
		from += len(s) - len(t)
		if n := direction(t, '(', ')'); n > 0 {
			from += n
			continue
		}
		if n := direction(t, '[', ']'); n > 0 {
			from += n
			continue
		}
		if n := direction(t, '（', '）'); n > 0 {
			from += n
			continue
		}
		break
	}
	for {
		s := strings.TrimRightFunc(r.doc.Body[from:end], ornament)
		end = from + len(s)
		n := directionBefore(s)
		if n == 0 {
			break
		}
		end -= n
	}
	for _, c := range r.doc.Body[from:end] {
		if unicode.IsLetter(c) {
			return from, end
		}
	}
	return from, from
}

// maxDirection is the length, in bytes, up to which words in brackets are taken for a stage direction.
const maxDirection = 160

// direction gives the length of the words in brackets with which a paragraph begins.
func direction(s string, open, shut rune) int {
	if c, _ := utf8.DecodeRuneInString(s); c != open {
		return 0
	}
	n := strings.IndexRune(s, shut)
	if n < 0 || n > maxDirection {
		return 0
	}
	n += utf8.RuneLen(shut)
	for n < len(s) && (s[n] == '.' || s[n] == ':') {
		n++
	}
	return n
}

// directionBefore gives the length of the words in brackets with which a paragraph ends.
func directionBefore(s string) int {
	t := strings.TrimRight(s, ".")
	for _, b := range [...][2]string{{"(", ")"}, {"[", "]"}, {"（", "）"}} {
		if !strings.HasSuffix(t, b[1]) {
			continue
		}
		if i := strings.LastIndex(t, b[0]); i > 0 && len(t)-i <= maxDirection {
			return len(s) - i
		}
	}
	return 0
}

// heading says whether a line between two turns is a heading, or a sign that stands between parts.
func (r *reader) heading(l *label, i, last int, final bool) bool {
	if i == l.line || final || i != last-1 || l.own && i == l.line+1 {
		return false
	}
	s := r.text(r.lines[i])
	if utf8.RuneCountInString(s) > 60 || len(strings.Fields(s)) > 8 {
		return false
	}
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, func(c rune) bool { return strings.ContainsRune(`"”»’)]）*`, c) }))
	return !strings.ContainsRune(".?!…。？！؟—–-,،，", c)
}

// over says whether the transcript ends before a line: what follows tells of the
// conversation or stands apart.
func (r *reader) over(l *label, i, last int, final bool) bool {
	s := r.text(r.lines[i])
	folded := text.Fold(s)
	if strings.HasPrefix(s, "###") || strings.HasPrefix(s, "# #") || folded == "end text" || folded == "end" {
		return true
	}
	if !final || i < last-3 || len(s) > 4*maxDirection || l.own && i == l.line+1 {
		return false
	}
	if strings.HasPrefix(s, "(") {
		return false
	}
	for _, phrase := range r.epilogue {
		if strings.Contains(folded, phrase) {
			return true
		}
	}
	return len(l.name) > 0 && !r.firstPerson(folded) && r.names(folded, l.name[len(l.name)-1])
}

// names says whether a folded paragraph has a name as a word.
func (r *reader) names(folded, name string) bool {
	name = text.Fold(name)
	if r.traits.Has(text.Han) {
		return strings.Contains(folded, name)
	}
	for f := range strings.FieldsFuncSeq(folded, func(c rune) bool { return !unicode.IsLetter(c) && c != '-' }) {
		if f == name {
			return true
		}
	}
	return false
}

func (r *reader) firstPerson(folded string) bool {
	if r.traits.Has(text.Han) {
		for w := range r.first.all {
			if strings.Contains(folded, w) {
				return true
			}
		}
		return false
	}
	for f := range strings.FieldsFuncSeq(folded, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' }) {
		if r.first.has(f) {
			return true
		}
	}
	return false
}

// says whether speech is more than thanks, a greeting or a word or two.
func (r *reader) says(speech []attache.Span) bool {
	const least = 3 // words
	n := 0
	for _, s := range speech {
		from, to := r.doc.Bytes(s)
		for i := r.doc.TokenAt(from); i < len(r.doc.Tokens) && int(r.doc.Tokens[i].Start) < to; i++ {
			if t := &r.doc.Tokens[i]; t.Kind == text.Word && !r.polite.has(r.doc.Fold(i)) {
				n++
			}
			if n >= least {
				return true
			}
		}
	}
	return false
}
