package format

import (
	"strings"

	"attache/internal/text"
)

// roleOf gives the role that goes with a label: what the label tells, or a fuller one that
// has the label's word of office.
func (c *cast) roleOf(role string, l *label) string {
	if l.role != "" {
		return l.role
	}
	if name := c.houses[l.note]; name != "" {
		return name
	}
	role = c.whole(role)
	head := ""
	for _, w := range l.title {
		if f := strings.Trim(text.Fold(w), "."); c.office.has(f) {
			head = f
		}
	}
	if role != "" && (head == "" || hasWord(role, head)) {
		return role
	}
	title := l.title
	for len(title) > 0 && c.courtesy.has(strings.Trim(text.Fold(title[0]), ".")) {
		title = title[1:]
	}
	for len(title) > 0 && c.courtesy.has(strings.Trim(text.Fold(title[len(title)-1]), ".")) {
		title = title[:len(title)-1]
	}
	return c.inSmall(title)
}

// sound gives a role that others found, nothing where it is more than one: more than two
// offices or the name of another party is in it.
func (c *cast) sound(role string) string {
	offices := 0
	for i, w := range strings.Fields(role) {
		f := strings.Trim(text.Fold(w), ".,")
		if c.office.has(f) {
			offices++
		}
		if i == 0 && c.near.has(f) && len(f) < 4 {
			return ""
		}
		if c.surnames[f] {
			return ""
		}
	}
	list := strings.Fields(role)
	for len(list) > 0 && c.courtesy.has(strings.Trim(text.Fold(list[len(list)-1]), ".,")) {
		list = list[:len(list)-1]
	}
	if offices > 2 || len(list) == 0 || len(list) > maxRole {
		return ""
	}
	if last := text.Fold(list[len(list)-1]); c.office.plural && c.office.has(last) && !c.office.all[last] {
		return "" // "foreign ministers"
	}
	return strings.Join(list, " ")
}

// ownedBefore says whether the capitals that begin at a token go on with an office: the
// word before joins them to it.
func (r *reader) ownedBefore(d *text.Doc, at int32) bool {
	if at < 2 || d.Tokens[at-1].Is(text.Upper) || d.Tokens[at-1].Kind != text.Word || !r.near.has(d.Fold(int(at)-1)) {
		return false
	}
	for k := at - 2; k >= max(0, at-8) && d.Tokens[k].Sentence == d.Tokens[at].Sentence; k-- {
		f := d.Fold(int(k))
		if r.office.has(f) {
			return true
		}
		if d.Tokens[k].Kind != text.Word || !d.Tokens[k].Is(text.Upper) && !r.near.has(f) {
			return false
		}
	}
	return false
}

// whole cuts a role where the name of another follows in it, or where the text goes on with
// what belongs to its last word: "coordinator for global COVID" of "COVID-19".
func (r *reader) whole(role string) string {
	for i := range r.known {
		if name := r.known[i].Name; strings.Contains(name, " ") && len(role) > len(name) {
			role, _, _ = strings.Cut(role, " "+name)
		}
	}
	if r.folded == "" {
		r.folded = text.Fold(r.doc.Body)
	}
	_, rest, ok := strings.Cut(r.folded, text.Fold(role))
	if role == "" || !ok || rest == "" {
		return role
	}
	list := strings.Fields(role)
	goesOn := rest[0] == '-' || strings.HasPrefix(rest, " and ") && !r.office.has(text.Fold(list[len(list)-1])) && len(list) > 2
	if !goesOn {
		return role
	}
	for len(list) > 0 && !r.office.has(text.Fold(list[len(list)-1])) {
		list = list[:len(list)-1]
	}
	return strings.Join(list, " ")
}

// roleBefore gives the words of office that end before a name: "Norwegian Foreign Minister".
func (r *reader) roleBefore(d *text.Doc, first int32) string {
	start, offices, foreign := first, 0, 0
	for start > 0 {
		t := &d.Tokens[start-1]
		sign := t.Kind == text.Punct && d.Word(int(start)-1) != "." && d.Word(int(start)-1) != "/"
		if t.Paragraph != d.Tokens[first].Paragraph || sign || t.Kind == text.Mark {
			break
		}
		f := strings.Trim(d.Fold(int(start)-1), ".'")
		switch {
		case f == "":
			if start < 2 || !r.courtesy.has(d.Fold(int(start)-2)) {
				return r.trimRole(d, start, first, offices)
			}
		case t.Is(text.Clitic) && !r.near.has(f):
			return r.trimRole(d, start, first, offices)
		case r.office.has(f):
			offices++
			foreign = 0
		case r.courtesy.has(f):
		case f == "and" || f == "et" || f == "y" || f == "und":
			if start < 2 || !r.near.has(d.Fold(int(start)-2)) && !r.office.has(d.Fold(int(start)-2)) && !r.owned(d, start-2) {
				return r.trimRole(d, start, first, offices)
			}
		case r.near.has(f):
		case t.Is(text.Upper) && !r.stop.has(f) && foreign < 3 && offices > 0 && !t.Is(text.Clitic):
			foreign++
		default:
			return r.trimRole(d, start, first, offices)
		}
		start--
		if first-start > maxRole {
			break
		}
	}
	return r.trimRole(d, start, first, offices)
}

// owned says whether a capital stands behind "of" or "for": "for Educational and Cultural Affairs".
func (r *reader) owned(d *text.Doc, at int32) bool {
	for k := at; k > max(0, at-3) && d.Tokens[k].Is(text.Upper); k-- {
		if before := &d.Tokens[k-1]; before.Kind == text.Word && !before.Is(text.Upper) && r.near.has(d.Fold(int(k)-1)) {
			return true
		}
	}
	return false
}

// trimRole drops what does not begin or end a role.
func (r *reader) trimRole(d *text.Doc, start, end int32, offices int) string {
	if offices == 0 {
		return ""
	}
	loose := func(i int32) bool {
		f := strings.Trim(d.Fold(int(i)), ".")
		link := r.near.has(f) && len(f) <= 3 && !d.Tokens[i].Is(text.Upper)
		return d.Tokens[i].Kind != text.Word || articles[f] || r.courtesy.has(f) || link || r.stop.has(f) && !r.near.has(f)
	}
	for i := start; i < end; i++ { // nothing before the first office but what stands right before it
		if !r.office.has(strings.Trim(d.Fold(int(i)), ".")) {
			continue
		}
		for i > start && !loose(i-1) {
			i--
		}
		start = i
		break
	}
	for start < end && loose(start) {
		start++
	}
	for end > start && loose(end-1) {
		end--
	}
	if start >= end {
		return ""
	}
	role := strings.Join(strings.Fields(d.Slice(int(start), int(end))), " ")
	if f := strings.Fields(text.Fold(role)); len(f) > 1 && r.office.has(f[len(f)-1]) && r.office.has(f[0]) && f[len(f)-1] == "ambassador" {
		role = role[:strings.LastIndexByte(role, ' ')] // "Cabinet Secretary for Foreign Affairs Ambassador": a courtesy
	}
	return role
}

// roleAfter reads "Ada Lind, foreign minister of Norway,".
func (r *reader) roleAfter(d *text.Doc, at int32) string {
	if int(at)+1 >= len(d.Tokens) || d.Word(int(at)) != "," {
		return ""
	}
	end, offices := at+1, 0
	for int(end) < len(d.Tokens) && end-at < maxRole && d.Tokens[end].Paragraph == d.Tokens[at].Paragraph {
		t := &d.Tokens[end]
		f := strings.Trim(d.Fold(int(end)), "'")
		if t.Kind != text.Word {
			break
		}
		if r.office.has(f) {
			offices++
		} else if named := t.Is(text.Upper) && !r.stop.has(f) && end > at+1; !r.near.has(f) && !particles[f] && !named {
			break
		}
		end++
	}
	if offices == 0 || int(end) < len(d.Tokens) && d.Tokens[end].Paragraph == d.Tokens[at].Paragraph && d.Tokens[end].Kind == text.Word {
		return ""
	}
	return r.trimRole(d, at+1, end, offices)
}
