package format

import (
	"maps"
	"slices"
	"strings"

	"attache/internal/text"
)

// interviewee gives the one who answers where labels do not say it: the only one at the
// head of the text, in its title, before the first turn or behind the last who has an office.
func (r *reader) interviewee() speaker {
	if len(r.bylines) == 1 {
		return speaker{name: r.bylines[0].name, role: r.bylines[0].role, sure: sureAsked, signed: true}
	}
	if len(r.bylines) > 1 || len(r.labels) == 0 {
		return speaker{}
	}
	for i := range r.labels { // the others have labels of their own
		if l := &r.labels[i]; l.part == person && l.shape > bare {
			return speaker{}
		}
	}
	type part struct {
		doc      *text.Doc
		from, to int
	}
	tail := len(r.doc.Body)
	if last := r.labels[len(r.labels)-1].line + 1; last < len(r.lines) {
		tail = r.lines[last].start
	}
	parts := []part{{r.title, 0, len(r.title.Body)}, {r.doc, 0, r.labels[0].start}, {r.doc, tail, len(r.doc.Body)}}
	if r.declined() { // a title has names in other cases than the nominative
		parts[0], parts[1] = parts[1], parts[0]
	}
	for _, p := range parts[:2] {
		if who, many := r.officeIn(p.doc, p.from, p.to); many == 1 {
			return who
		} else if many > 1 {
			return speaker{}
		}
	}
	if who := r.onlyOne(); who.name != "" {
		return who
	}
	who, many := r.officeIn(parts[2].doc, parts[2].from, parts[2].to)
	if many != 1 {
		return speaker{}
	}
	return who
}

// onlyOne gives the one person who is named in full at the head of the text, where there is
// no other.
func (r *reader) onlyOne() speaker {
	var found speaker
	for i := range r.known {
		p := &r.known[i]
		if len(strings.Fields(p.Name)) < 2 && r.capitals() || !r.atHead(p.Name) || p.Name == found.name {
			continue
		}
		if found.name != "" {
			return speaker{}
		}
		found = speaker{name: p.Name, role: p.Role, sure: sureOnly}
	}
	return found
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
		if name == "" || role == "" || seen[name] || len(seen) > 1 || !r.anyOffice(role) && !r.hanOffice(role) {
			return
		}
		for have := range seen {
			if r.declined() && sameStems(have, name) {
				return
			}
			if endsWith(have, strings.Fields(name)) || endsWith(name, strings.Fields(have)) {
				return
			}
		}
		seen[name] = true
		if len(seen) == 1 {
			found = speaker{name: name, role: role, sure: sureAsked}
		}
	}
	if r.declined() { // a name in another case is none, unless others know the nominative
		r.openers(d, from, to, add)
		for _, p := range r.known {
			if r.stemIn(folded, p.Name) {
				add(p.Name, p.Role)
			}
		}
		if len(seen) > 0 {
			return found, len(seen)
		}
	}
	if !r.declined() {
		r.openers(d, from, to, add)
	}
	for _, p := range r.known {
		if strings.Contains(folded, text.Fold(p.Name)) {
			add(p.Name, p.Role)
		}
	}
	return found, len(seen)
}

// openers reads names with an office in a part of a text; in languages with cases only
// those that begin a sentence with their office, which are in the nominative.
func (r *reader) openers(d *text.Doc, from, to int, add func(name, role string)) {
	if !r.capitals() {
		return
	}
	for i := d.TokenAt(from); i < len(d.Tokens) && int(d.Tokens[i].End) <= to; i++ {
		t := &d.Tokens[i]
		if t.Kind != text.Word || !t.Is(text.Upper) || r.inName(d, i) || r.titled(d.Fold(i)) || r.near.has(d.Fold(i)) {
			continue
		}
		if f := r.expand(d, int32(i), []string{d.Word(i)}); f.name != "" && (!r.declined() || f.opens) {
			add(f.name, f.role)
		}
	}
}

// inName says whether a capital is not the last one of a name.
func (r *reader) inName(d *text.Doc, i int) bool {
	return i+1 < len(d.Tokens) && d.Tokens[i+1].Is(text.Upper) && d.Tokens[i+1].Paragraph == d.Tokens[i].Paragraph &&
		!r.stop.has(d.Fold(i+1)) && !d.Tokens[i+1].Is(text.Clitic)
}

func (r *reader) hanOffice(role string) bool {
	if !r.traits.Has(text.Han) {
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
	for i := range c.own { // those that were read at the head of this text
		if p := &c.reader.known[i]; hasWord(p.Role, head) && p.Name != found.name {
			found, n = speaker{name: p.Name, role: p.Role, sure: sureAsked}, n+1
		}
	}
	if n == 0 && !spelt[head] {
		for i := range c.reader.known {
			if p := &c.reader.known[i]; hasWord(p.Role, head) && c.atHead(p.Name) && p.Name != found.name {
				found, n = speaker{name: p.Name, role: p.Role, sure: sureAsked}, n+1
			}
		}
	}
	if n == 0 && !spelt[head] {
		seen := map[string]bool{}
		for i := range c.labels {
			if p := c.speakerOf(&c.labels[i]); p.name != "" && hasWord(p.role, head) && !seen[p.name] {
				seen[p.name] = true
				found, n = p, n+1
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

// speakerOf gives the speaker of a label with a name.
func (c *cast) speakerOf(l *label) speaker {
	if l.part != person {
		return speaker{}
	}
	return c.known[l.key]
}

// lowered writes a description in small letters but for names in it: two words that stand
// so, with capitals, in the text.
func (r *reader) lowered(list []string) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ToLower(w)
		if r.traits.Has(text.CapitalNouns) && !r.near.has(text.Fold(w)) || i > 0 && r.joined(list[i-1], w) || i+1 < len(list) &&
			r.joined(w, list[i+1]) {
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
// and a courtesy alone: "Thank you, Ada" at the beginning of what follows its turns and
// nobody else's. Once is enough where another party gives thanks so.
func (c *cast) called(l *label) string {
	office := func(w string) bool { return !c.courtesy.has(strings.Trim(text.Fold(w), ".")) }
	if !c.capitals() || len(l.name) != 1 || l.shape == bare || slices.ContainsFunc(l.title, office) {
		return ""
	}
	if c.calls == nil {
		c.calls = c.addressed()
	}
	return c.calls[l.key]
}

// addressed gives, by label, the name by which those are called who speak behind it.
func (c *cast) addressed() map[string]string {
	most, out := map[string]int{}, map[string]string{}
	names := c.vocatives()
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if len(names[name]) != 1 || c.isGiven(name) {
			continue
		}
		for key, n := range names[name] {
			if n >= 2 && n > most[key] {
				most[key], out[key] = n, name
			}
		}
	}
	return out
}

// isGiven says whether somebody else who is known has a given name.
func (r *reader) isGiven(name string) bool {
	for _, i := range r.byWord[text.Fold(name)] {
		if first, _, ok := strings.Cut(r.known[i].Name, " "); ok && first == name {
			return true
		}
	}
	return false
}

// vocatives counts, for each name by which somebody is addressed, behind whose turns it
// stands; thanks by a party with a label of its own count twice.
func (c *cast) vocatives() map[string]map[string]int {
	const opening = 14 // tokens in which somebody is addressed
	out := map[string]map[string]int{}
	for i := 0; i+1 < len(c.labels); i++ {
		next := &c.labels[i+1]
		if c.labels[i].part != person || next.key == c.labels[i].key {
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
			name := c.doc.Word(k)
			if out[name] == nil {
				out[name] = map[string]int{}
			}
			out[name][c.labels[i].key]++
			if next.part == person && k <= first+4 && c.polite.has(c.doc.Fold(k-2)) {
				out[name][c.labels[i].key]++
			}
		}
	}
	return out
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
