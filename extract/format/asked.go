package format

import (
	"strings"

	"attache/extract/text"
)

// interviewee gives the one who answers where labels do not say it: the only one at the
// head of the text, in its title, before the first turn or behind the last who has an office.
func (r *reader) interviewee() speaker {
	if len(r.bylines) == 1 {
		return speaker{name: r.bylines[0].name, role: r.bylines[0].role, sure: sureAsked, signed: true}
	}
	if len(r.bylines) > 1 {
		return speaker{}
	}
	var only speaker
	n := 0
	for i := range r.labels { // one alone has a label of its own
		if l := &r.labels[i]; l.part == person && l.shape > bare {
			return speaker{}
		}
	}
	if p, many := r.officeIn(r.title, 0, len(r.title.Body)); many == 1 {
		return p
	} else if many > 1 {
		return speaker{}
	}
	head, tail := len(r.doc.Body), 0
	if len(r.labels) > 0 {
		head = r.labels[0].start
		last := &r.labels[len(r.labels)-1]
		for i := last.line + 1; i < len(r.lines); i++ {
			tail = r.lines[i].start
			break
		}
	}
	if p, many := r.officeIn(r.doc, 0, head); many == 1 {
		only, n = p, many
	} else if many > 1 {
		return speaker{}
	}
	if n == 0 && tail > 0 {
		if p, many := r.officeIn(r.doc, tail, len(r.doc.Body)); many == 1 {
			only = p
		}
	}
	return only
}

// officeIn finds who is named with an office in a part of a text, and how many are.
func (r *reader) officeIn(d *text.Doc, from, to int) (speaker, int) {
	s := d.Body[from:to]
	if strings.TrimSpace(s) == "" {
		return speaker{}, 0
	}
	folded := text.Fold(s)
	var found speaker
	seen := map[string]bool{}
	add := func(name, role string) {
		if name == "" || role == "" || seen[name] || !r.anyOffice(role) && !r.hanOffice(role) {
			return
		}
		for have := range seen {
			if endsWith(have, strings.Fields(name)) || endsWith(name, strings.Fields(have)) {
				return
			}
		}
		seen[name] = true
		if len(seen) == 1 {
			found = speaker{name: name, role: role, sure: sureAsked}
		}
	}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if int(t.Start) < from || int(t.End) > to || t.Kind != text.Word || !t.Is(text.Upper) || !r.capitals() {
			continue
		}
		if i+1 < len(d.Tokens) && d.Tokens[i+1].Is(text.Upper) && d.Tokens[i+1].Paragraph == t.Paragraph && !r.stop.has(d.Fold(i+1)) {
			continue // not the last word of a name
		}
		if f := r.expand(d, int32(i), []string{d.Word(i)}); f.name != "" && !r.titled(d.Fold(i)) && !r.near.has(d.Fold(i)) {
			add(f.name, f.role)
		}
	}
	for _, p := range r.known {
		if strings.Contains(folded, text.Fold(p.Name)) {
			add(p.Name, p.Role)
		}
	}
	return found, len(seen)
}

func (r *reader) hanOffice(role string) bool {
	if r.lang != "zh" {
		return false
	}
	for o := range r.office.all {
		if strings.Contains(role, o) {
			return true
		}
	}
	return false
}

// holder gives who has the office that a label names: the one at the head of the text
// whose role has its word, else the one who is asked; a description where nobody is.
func (c *cast) holder(l *label) speaker {
	head := text.Fold(l.title[len(l.title)-1])
	var found speaker
	n := 0
	for i := range c.bylines {
		if hasWord(c.bylines[i].role, head) {
			found, n = speaker{name: c.bylines[i].name, role: c.bylines[i].role, sure: sureAsked, signed: true}, n+1
		}
	}
	if n == 0 && !spelt[head] {
		for i := range c.reader.known {
			if p := &c.reader.known[i]; hasWord(p.Role, head) && c.atHead(p.Name) {
				found, n = speaker{name: p.Name, role: p.Role, sure: sureAsked}, n+1
			}
		}
	}
	switch {
	case n == 1:
		return found
	case n == 0 && c.asked.name != "" && hasWord(c.asked.role, head):
		return c.asked
	}
	return speaker{name: "unnamed " + c.lowered(strings.Fields(c.inSmall(l.title))), sure: sureShort}
}

// lowered writes a description in small letters but for names in it: two words that stand
// so, with capitals, in the text.
func (r *reader) lowered(list []string) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ToLower(w)
		if r.lang == "de" && !r.near.has(text.Fold(w)) || i > 0 && r.joined(list[i-1], w) || i+1 < len(list) && r.joined(w, list[i+1]) {
			out[i] = w
		}
	}
	return strings.Join(out, " ")
}

// joined says whether two words of a description are a name in the text: "State Department".
func (r *reader) joined(a, b string) bool {
	return !r.rank.has(text.Fold(a)) && !r.office.has(text.Fold(a)) && !r.office.has(text.Fold(b)) && strings.Contains(r.doc.Body, a+" "+b)
}

// called gives the name by which the others address a party that is named by its surname
// alone: "Thank you, Ada" at the beginning of what follows its turns, every time the same
// and twice at least; empty where there is none.
func (c *cast) called(l *label) string {
	if !c.capitals() || len(l.name) != 1 || l.shape == bare {
		return ""
	}
	const opening = 14 // tokens in which somebody is addressed
	times := map[string]int{}
	total := 0
	for i := 0; i+1 < len(c.labels); i++ {
		next := &c.labels[i+1]
		if c.labels[i].key != l.key || next.key == l.key {
			continue
		}
		first := c.doc.TokenAt(next.speech)
		for k := first + 1; k < min(first+opening, len(c.doc.Tokens)-1); k++ {
			t := &c.doc.Tokens[k]
			if t.Kind != text.Word || !t.Is(text.Upper) || t.Is(text.AllCaps) || c.doc.Word(k-1) != "," {
				continue
			}
			after := &c.doc.Tokens[k+1]
			f := c.doc.Fold(k)
			if after.Kind != text.Punct && after.Sentence == t.Sentence || c.titled(f) || c.stop.has(f) || c.near.has(f) || c.polite.has(f) {
				continue
			}
			times[c.doc.Word(k)]++
			total++
		}
	}
	for name, n := range times {
		if n >= 2 && 4*n >= 3*total {
			return name
		}
	}
	return ""
}

// atHead says whether a name stands in the title or before the first turn.
func (r *reader) atHead(name string) bool {
	head := r.doc.Body
	if len(r.labels) > 0 {
		head = head[:r.labels[0].start]
	}
	return strings.Contains(r.title.Body, name) || strings.Contains(head, name)
}

// hasWord says whether a role has a word, in any case or with an article.
func hasWord(role, word string) bool {
	word = strings.TrimPrefix(word, "ال")
	for w := range strings.FieldsSeq(text.Fold(role)) {
		w = strings.TrimPrefix(w, "ال")
		if w == word || len(word) > 5 && (strings.HasSuffix(w, word) || strings.HasPrefix(w, word[:len(word)-1])) {
			return true
		}
	}
	return strings.IndexFunc(word, func(c rune) bool { return c > 0x2E80 }) >= 0 && strings.Contains(role, word)
}
