package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
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
	ask                        int            // of them: how many have a question on their line
	names                      bool           // two parties or more speak in turn, each more than once
	talk                       bool           // one party speaks more than once, and another asks
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
		case serves:
		case person, official:
			c.times[l.key]++
			c.named++
			switch l.shape {
			case loud:
				c.loud++
			case titled:
				c.titled++
			case bare:
			}
			if r.sentence(l) {
				c.stops++
			}
			if r.asksSomething(l) {
				c.ask++
			}
		}
	}
	c.names = c.dialogueOfNames()
	c.talk = c.ask > 0 && c.named > c.ask && len(c.times) > 1 && 4*c.stops >= 3*c.named
	return c
}

// spoken keeps the labels that begin turns. One that is loud does by itself; the
// others need a dialogue around them, so that "Background:", headlines with a colon and
// the lines of an invitation are none.
func (r *reader) spoken(all []label) []label {
	c := r.count(all)
	dialogue := c.asking > 1 && c.asking == len(all) ||
		c.questions > 0 && (c.named > 0 || c.replies > 0 || c.questions > 1 || r.shouted(all)) ||
		c.asking > 0 && (c.replies > 0 || c.loud+c.titled > 0)
	var out []label
	for i := range all {
		l := &all[i]
		if r.begins(l, &c, dialogue) {
			out = append(out, *l)
		}
	}
	if len(out) == 0 || len(out) == 1 && out[0].part == serves || r.listsHolders(out) {
		return nil
	}
	return out
}

// listsHolders says whether most labels are those of a list: "Minister: Ada Lind, Norvia.",
// which a heading in form of a question may well stand over.
func (r *reader) listsHolders(all []label) bool {
	entries, others := 0, 0
	for i := range all {
		if l := &all[i]; l.part == person || l.part == official {
			if r.entry(l) {
				entries++
			} else {
				others++
			}
		}
	}
	return entries > others
}

// entry says whether behind a label stands a name, alone or with what its bearer is or is
// from behind a comma: "Ada Lind", "Ada Lind, Norvia", "Ada Lind, the former envoy".
func (r *reader) entry(l *label) bool {
	const most = 12 // words
	line := strings.TrimRight(r.firstLine(l), ". ;")
	name, _, _ := strings.Cut(line, ",")
	name, _, _ = strings.Cut(name, "(")
	words := strings.Fields(name)
	for _, w := range words {
		if c, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(c) {
			return false
		}
	}
	return len(words) > 1 && len(words) < 6 && len(strings.Fields(line)) <= most
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
		return dialogue && (l.sign != nothing || c.loud > 0)
	case answers:
		return c.questions+c.asking > 0
	case serves:
		return dialogue || c.loud > 0
	case person, official:
	}
	switch {
	case !r.speechlike(l) || r.quoted(l):
		return false
	case l.shape == loud:
		return l.sign == colon || l.own || dialogue || c.times[l.key] > 1
	case l.shape == titled:
		return dialogue || c.talk || c.loud > 0 || c.times[l.key] > 1 && len(c.times) > 1 && 2*c.stops > c.named
	case l.house && r.asksSomething(l) && (c.titled > 1 || c.loud > 0):
		return true
	case dialogue:
		return c.times[l.key] > 1 || r.isKnown(l) || r.asksSomething(l) && !r.isSentence(l)
	}
	if c.talk && !c.names {
		return c.times[l.key] > 1 && r.isKnown(l)
	}
	return c.names && (c.times[l.key] > 1 && r.mentioned(l) || r.asksSomething(l) && !r.isSentence(l))
}

// dialogueOfNames says whether two parties or more speak in turn, each more than once.
func (c *census) dialogueOfNames() bool {
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
	if !r.capitals() || len(l.name) != 1 {
		return false
	}
	if r.small == nil {
		r.small = map[string]bool{}
		for i := range r.doc.Tokens {
			if t := &r.doc.Tokens[i]; t.Kind == text.Word && !t.Is(text.Upper) {
				r.small[r.doc.Fold(i)] = true
			}
		}
	}
	return r.small[text.Fold(l.name[0])]
}

// isKnown says whether a label's name is that of a person whom others found.
func (r *reader) isKnown(l *label) bool {
	return len(r.knownAs(l.name)) > 0
}

// knownAs gives those of the known whose names end in a label's name.
func (r *reader) knownAs(name []string) []*Person {
	if len(name) == 0 {
		return nil
	}
	var out []*Person
	for _, i := range r.byWord[text.Fold(name[len(name)-1])] {
		if p := &r.known[i]; endsWith(p.Name, name) {
			out = append(out, p)
		}
	}
	return out
}

// mentioned says whether a label's name is that of somebody named in the text outside of labels.
func (r *reader) mentioned(l *label) bool {
	if len(l.name) == 0 {
		return l.shape >= titled
	}
	return r.isKnown(l) || len(r.places(l.name[len(l.name)-1])) > 0
}
