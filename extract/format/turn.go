package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/extract/text"
)

// candidates reads every line that may begin with a label.
func (r *reader) candidates() []label {
	var out []label
	for i, ln := range r.lines {
		if l, ok := r.labelOf(r.doc.Body, i, ln); ok {
			out = append(out, l)
		}
	}
	return out
}

// census counts the labels of a text.
type census struct {
	questions, asking, replies int            // labels in words; the letters Q and A
	times                      map[string]int // of each label of a person or office
	named                      int            // how many such labels there are
	loud, titled               int            // of them so shaped
	stops                      int            // of them: how many have speech that ends like a sentence
}

func (r *reader) count(all []label) census {
	c := census{times: map[string]int{}}
	for i := range all {
		l := &all[i]
		switch l.part {
		case asks:
			if l.letter {
				c.asking++
			} else {
				c.questions++
			}
		case answers:
			c.replies++
		case person, official:
			c.times[l.key]++
			c.named++
			switch l.shape {
			case loud:
				c.loud++
			case titled:
				c.titled++
			}
			if r.sentence(l) {
				c.stops++
			}
		}
	}
	return c
}

// spoken keeps the labels that begin turns. One that is loud does by itself; the
// others need a dialogue around them, so that "Background:", headlines with a colon and
// the lines of an invitation are none.
func (r *reader) spoken(all []label) []label {
	c := r.count(all)
	dialogue := c.questions > 0 && (c.named > 0 || c.replies > 0 || c.questions > 1 || r.shouted(all)) || c.asking > 0 && (c.replies > 0 || c.loud+c.titled > 0)
	var out []label
	for i := range all {
		l := &all[i]
		if r.begins(l, &c, dialogue) {
			out = append(out, *l)
		}
	}
	if len(out) == 0 || len(out) == 1 && out[0].part == serves {
		return nil
	}
	return out
}

// shouted says whether a question's label stands in capitals.
func (r *reader) shouted(all []label) bool {
	for i := range all {
		if s := r.doc.Body[all[i].start:all[i].end]; all[i].part == asks && len(s) > 3 && strings.ToUpper(s) == s && strings.ToLower(s) != s {
			return true
		}
	}
	return false
}

func (r *reader) begins(l *label, c *census, dialogue bool) bool {
	switch l.part {
	case asks:
		return dialogue
	case answers:
		return c.questions+c.asking > 0
	case serves:
		return dialogue || c.loud > 0
	}
	switch {
	case !r.speechlike(l) || r.quoted(l):
		return false
	case l.shape == loud:
		return true
	case l.shape == titled:
		return dialogue || c.loud > 0 || c.times[l.key] > 1 && len(c.times) > 1 && 2*c.stops > c.named
	case dialogue:
		return c.times[l.key] > 1 || r.isKnown(l) || r.asksSomething(l) && !r.isSentence(l)
	}
	return c.times[l.key] > 1 && r.dialogueOfNames(c) && r.known0(l)
}

// dialogueOfNames says whether two parties or more speak in turn, each more than once.
func (r *reader) dialogueOfNames(c *census) bool {
	often, all := 0, 0
	for _, n := range c.times {
		all += n
		if n > 1 {
			often += n
		}
	}
	return often >= 4 && 3*often >= 2*all && 4*c.stops >= 3*c.named && len(c.times) > 1
}

// firstLine gives the speech that stands on the label's line, or on the next one
// where the label has a line of its own.
func (r *reader) firstLine(l *label) string {
	s := strings.TrimFunc(r.doc.Body[l.speech:r.lines[l.line].end], ornament)
	if s == "" && l.line+1 < len(r.lines) {
		s = r.text(r.lines[l.line+1])
	}
	return s
}

// speechlike says whether words follow a label.
func (r *reader) speechlike(l *label) bool {
	for _, c := range r.firstLine(l) {
		if unicode.IsLetter(c) {
			return true
		}
	}
	return false
}

// sentence says whether the speech behind a label ends as sentences do.
func (r *reader) sentence(l *label) bool {
	s := strings.TrimRightFunc(r.firstLine(l), func(c rune) bool { return blank(c) || strings.ContainsRune(`"”»“’)*`, c) })
	c, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".?!…。？！؟—–-", c)
}

// quoted says whether the speech behind a label stands in quotation marks as a whole:
// then it is read as a quotation.
func (r *reader) quoted(l *label) bool {
	c, _ := utf8.DecodeRuneInString(r.firstLine(l))
	return text.IsMark(c) && !text.Apostrophe(c)
}

// asksSomething says whether there is a question on the label's line.
func (r *reader) asksSomething(l *label) bool {
	return strings.ContainsAny(r.firstLine(l), "?？؟")
}

// isSentence says whether a bare label is a word of the text rather than a name: it stands
// elsewhere in small letters.
func (r *reader) isSentence(l *label) bool {
	return r.capitals() && len(l.name) == 1 && strings.Contains(r.doc.Body, " "+strings.ToLower(l.name[0])+" ")
}

// isKnown says whether a label's name is that of a person whom others found.
func (r *reader) isKnown(l *label) bool {
	for i := range r.known {
		if len(l.name) > 0 && endsWith(r.known[i].Name, l.name) {
			return true
		}
	}
	return false
}

// known0 says whether a label's name is that of somebody named in the text outside of labels.
func (r *reader) known0(l *label) bool {
	if len(l.name) == 0 {
		return l.shape >= titled
	}
	return r.isKnown(l) || len(r.places(l.name[len(l.name)-1])) > 0
}

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
		if l.part == asks || cast.outlet(l) {
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
	return out
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
		if s, e := r.words2(from, r.lines[i].end); s < e {
			t.Speech = append(t.Speech, r.doc.Span(s, e))
			end = e
		}
	}
	t.Says = r.says(t.Speech)
	t.Whole = attache.Span{t.Label[0], r.doc.Span(0, end)[1]}
	return t
}

// words2 cuts white space and stage directions off both ends of a paragraph.
func (r *reader) words2(from, end int) (start, stop int) {
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
	if r.lang == "zh" {
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
	if r.lang == "zh" {
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
