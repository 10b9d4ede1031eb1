package format

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/text"
)

// speaker is who speaks behind a label, and how surely.
type speaker struct {
	name, role string
	sure       float64
	signed     bool // so at the head of the text
}

// cast tells who speaks behind each label.
type cast struct {
	*reader
	known   map[string]speaker // by the label's key
	asked   speaker            // the one who answers, where one alone can
	outlets map[string]bool    // keys of labels that ask without being persons
}

// How surely a label's speaker is known.
const (
	sureFull  = 0.97 // named in full in the text
	sureShort = 0.85 // by the label alone
	sureAsked = 0.9  // the only one who can be asked
	sureNo    = 0.6  // without a name
	sureGuess = 0.5  // nothing but a word before a colon
)

func (r *reader) cast() *cast {
	c := &cast{reader: r, known: map[string]speaker{}, outlets: map[string]bool{}}
	questions := 0
	for i := range r.labels {
		if r.labels[i].part == asks {
			questions++
		}
	}
	c.asked = r.interviewee()
	for i := range r.labels {
		l := &r.labels[i]
		if l.part != person || c.known[l.key].name != "" || c.outlets[l.key] {
			continue
		}
		p := c.resolve(l)
		if l.shape == bare && p.sure < sureFull {
			if questions > 0 && r.asksSomething(l) {
				c.outlets[l.key] = true // "Reuters: Will you …?"
				continue
			}
			p.sure = sureGuess
		}
		c.known[l.key] = p
	}
	c.mend()
	return c
}

func (c *cast) outlet(l *label) bool { return l.part == person && c.outlets[l.key] }

func (c *cast) who(l *label) speaker {
	switch l.part {
	case answers:
		return c.asked
	case serves:
		return c.server(l)
	case official:
		return c.holder(l)
	}
	return c.known[l.key]
}

// server is who serves a conversation; what an interpreter says may be anybody's.
func (c *cast) server(l *label) speaker {
	p := speaker{name: "unnamed " + strings.ToLower(l.key), sure: sureNo}
	if c.relay.has(l.key) {
		p.sure = sureGuess
	}
	return p
}

// mend gives a misspelt label the speaker of the one that it misspells.
func (c *cast) mend() {
	keys := make([]string, 0, len(c.known))
	for k := range c.known {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	const most = 60 // labels that are compared with each other
	keys = keys[:min(len(keys), most)]
	for _, k := range keys {
		if c.known[k].sure > sureShort {
			continue
		}
		a := lastWord(k)
		for _, other := range keys {
			if b := lastWord(other); c.known[other].sure > sureShort && len(a) > 4 && distance(a, b) <= 1 {
				c.known[k] = c.known[other]
			}
		}
	}
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// resolve finds a label's name at its fullest.
func (c *cast) resolve(l *label) speaker {
	for i := range c.bylines {
		if endsWith(c.bylines[i].name, l.name) {
			return speaker{name: c.bylines[i].name, role: c.bylines[i].role, sure: sureFull, signed: true}
		}
	}
	full, role := c.fullest(l.name)
	best, has := Person{}, false
	for i := range c.reader.known {
		p := &c.reader.known[i]
		if endsWith(p.Name, l.name) && (!has || longer(p.Name, best.Name)) {
			best, has = *p, true
		}
	}
	switch {
	case full != "":
		if role == "" && has {
			role = c.sound(best.Role)
		}
		return speaker{name: full, role: c.roleOf(role, l), sure: sureFull}
	case has && len(strings.Fields(best.Name)) > len(l.name):
		return speaker{name: best.Name, role: c.roleOf(c.sound(best.Role), l), sure: sureFull}
	}
	role = l.role
	if has && role == "" {
		role = c.sound(best.Role)
	}
	name := c.inSmall(l.name)
	if given := c.called(l); given != "" {
		return speaker{name: given + " " + name, role: c.roleOf(role, l), sure: sureShort}
	}
	if len(l.name) > 1 || l.shape > bare && script(name) != cased {
		return speaker{name: name, role: c.roleOf(role, l), sure: sureFull}
	}
	return speaker{name: name, role: c.roleOf(role, l), sure: sureShort}
}

func longer(a, b string) bool {
	return cmp.Compare(len(strings.Fields(a)), len(strings.Fields(b))) > 0 || len(strings.Fields(a)) == len(strings.Fields(b)) && len(a) > len(b)
}

// roleOf gives the role that goes with a label: what the label tells, or a fuller one that
// has the label's word of office.
func (c *cast) roleOf(role string, l *label) string {
	if l.role != "" {
		return l.role
	}
	if name := c.houses[l.note]; name != "" {
		return name
	}
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
		for k := range c.labels {
			if n := c.labels[k].name; len(n) > 0 && text.Fold(n[len(n)-1]) == f {
				return ""
			}
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

// inSmall writes words that stand in capitals as the text writes them elsewhere, else with a
// capital each.
func (r *reader) inSmall(list []string) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w
		if utf8.RuneCountInString(w) < 2 || strings.ToUpper(w) != w || strings.ToLower(w) == w || initials(w) {
			continue
		}
		out[i] = capitalized(w)
		if f := text.Fold(w); particles[f] || r.near.has(f) && utf8.RuneCountInString(w) < 4 {
			out[i] = strings.ToLower(w)
		}
		for _, at := range r.places(w) {
			if have := r.doc.Word(int(at)); have != w {
				out[i] = have
				break
			}
		}
	}
	return strings.Join(out, " ")
}

// capitalized writes a word with a capital at its beginning and behind hyphens.
func capitalized(w string) string {
	out := []rune(strings.ToLower(w))
	for i := range out {
		if i == 0 || out[i-1] == '-' || out[i-1] == '\'' || out[i-1] == '’' {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}

// endsWith says whether a name ends in the words, or has the one word behind its first.
func endsWith(full string, name []string) bool {
	list := strings.Fields(text.Fold(full))
	if len(name) == 0 || len(list) < len(name) {
		return false
	}
	if len(name) == 1 && len(list) > 1 {
		return slices.Contains(list[1:], text.Fold(name[0]))
	}
	for i, w := range name {
		if list[len(list)-len(name)+i] != text.Fold(w) {
			return false
		}
	}
	return true
}

// places gives the tokens of the body, outside of labels, that are a word. The
// index is made once.
func (r *reader) places(word string) []int32 {
	if r.index == nil {
		r.index = map[string][]int32{}
		k := 0
		for i := range r.doc.Tokens {
			t := &r.doc.Tokens[i]
			for k < len(r.labels) && int(t.Start) >= r.labels[k].end {
				k++
			}
			if t.Kind != text.Word || k < len(r.labels) && int(t.Start) >= r.labels[k].start || !t.Is(text.Upper) && r.capitals() {
				continue
			}
			f := r.doc.Fold(i)
			r.index[f] = append(r.index[f], int32(i))
		}
	}
	return r.index[text.Fold(word)]
}

// capitals says whether the language writes names with capitals.
func (r *reader) capitals() bool { return r.lang != "ar" && r.lang != "zh" }

// finding is a full form of a name with what speaks for it.
type finding struct {
	name, role string
	weight     int
	order      int
}

// maxPlaces is how many places of a surname are looked at.
const maxPlaces = 200

// fullest finds the full form of a name in the title and the text: the surname with
// the names before it. The form that is found at a better place, or more often, wins.
func (r *reader) fullest(name []string) (full, role string) {
	if !r.capitals() {
		return "", ""
	}
	found := map[string]*finding{}
	look := func(d *text.Doc, at int32, bonus int) {
		f := r.expand(d, at, name)
		if f.name == "" {
			return
		}
		have := found[f.name]
		if have == nil {
			have = &finding{name: f.name, order: len(found)}
			found[f.name] = have
		}
		if have.role == "" {
			have.role = f.role
		}
		have.weight += f.weight + bonus
	}
	first := text.Fold(name[0])
	for i := range r.title.Tokens {
		if r.title.Tokens[i].Kind == text.Word && r.title.Fold(i) == first {
			look(r.title, int32(i), 3)
		}
	}
	for k, at := range r.places(name[0]) {
		if k >= maxPlaces {
			break
		}
		bonus := 0
		if len(r.labels) == 0 || int(r.doc.Tokens[at].Start) < r.labels[0].start {
			bonus = 3
		}
		look(r.doc, at, bonus)
	}
	var best *finding
	for _, f := range found {
		if f.weight < 2 {
			continue
		}
		if best == nil || f.weight > best.weight || f.weight == best.weight && f.order < best.order {
			best = f
		}
	}
	if best == nil {
		return "", ""
	}
	return best.name, best.role
}

// expand reads the names before a surname, and the role before them.
func (r *reader) expand(d *text.Doc, at int32, name []string) finding {
	end := at
	for i, w := range name {
		k := int(at) + i
		if k >= len(d.Tokens) || d.Tokens[k].Paragraph != d.Tokens[at].Paragraph || d.Fold(k) != text.Fold(w) {
			return finding{}
		}
		end = int32(k)
	}
	first := at
	given := 0
	for first > 0 && given < 5 {
		step := r.given(d, first)
		if step == 0 {
			break
		}
		first -= step
		given++
	}
	for first < at && particles[d.Fold(int(first))] && !d.Tokens[first].Is(text.Upper) {
		first++
	}
	if first == at {
		return finding{}
	}
	tail := first
	if r.ownedBefore(d, first) { // "Secretary of Commerce Ada Lind": one name is sure
		if step := r.given(d, at); first < at-step {
			first = at - step
			if step == 2 && r.given(d, first) == 1 { // an initial
				first--
			}
		}
	}
	f := finding{name: strings.Join(strings.Fields(d.Slice(int(first), int(end)+1)), " "), weight: 1}
	if tail < first {
		f.role = r.roleBefore(d, first)
		return f
	}
	starts := first == 0 || d.Tokens[first-1].Sentence != d.Tokens[first].Sentence
	before := ""
	if !starts {
		before = strings.Trim(d.Fold(int(first)-1), ".")
		if before == "" && first > 1 {
			before = strings.Trim(d.Fold(int(first)-2), ".")
		}
	}
	switch {
	case r.titled(before):
		f.weight = 3
	case !starts:
		f.weight = 2
	}
	f.role = r.roleBefore(d, first)
	if f.role == "" {
		f.role = r.roleAfter(d, end+1)
	}
	return f
}

// given says how many tokens the name before token at takes; 0 when there is none.
func (r *reader) given(d *text.Doc, at int32) int32 {
	t := &d.Tokens[at-1]
	if t.Paragraph != d.Tokens[at].Paragraph || t.Sentence != d.Tokens[at].Sentence && !(at > 1 && d.Tokens[at-2].Is(text.Initial)) {
		return 0
	}
	if t.Kind == text.Punct {
		if d.Word(int(at)-1) == "." && at > 1 && d.Tokens[at-2].Is(text.Initial) && d.Tokens[at-2].Paragraph == t.Paragraph &&
			!r.courtesy.has(d.Fold(int(at)-2)) {
			return 2
		}
		return 0
	}
	f := d.Fold(int(at) - 1)
	switch {
	case t.Kind != text.Word || t.Is(text.Clitic) || t.Is(text.Acronym) && !t.Is(text.Initial):
		return 0
	case particles[f] && !t.Is(text.Upper):
		if at > 1 && d.Tokens[at-2].Is(text.Upper) && d.Tokens[at-2].Kind == text.Word {
			return 1
		}
		return 0
	case !t.Is(text.Upper), r.titled(f), r.first.has(f), r.stop.has(f) && !particles[f], r.near.has(f), t.Is(text.AllCaps) && len(f) > 1 && !d.Tokens[at].Is(text.AllCaps):
		return 0
	}
	return 1
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

// roleBefore gives the words of office that end before a name: "Norwegian Foreign Minister".
func (r *reader) roleBefore(d *text.Doc, first int32) string {
	start, offices, foreign := first, 0, 0
	for start > 0 {
		t := &d.Tokens[start-1]
		if t.Paragraph != d.Tokens[first].Paragraph || t.Kind == text.Punct && d.Word(int(start)-1) != "." && d.Word(int(start)-1) != "/" || t.Kind == text.Mark {
			break
		}
		f := strings.Trim(d.Fold(int(start)-1), ".")
		switch {
		case f == "":
			if start < 2 || !r.courtesy.has(d.Fold(int(start)-2)) {
				return r.trimRole(d, start, first, offices)
			}
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
		return d.Tokens[i].Kind != text.Word || r.courtesy.has(f) || r.near.has(f) && !d.Tokens[i].Is(text.Upper) || r.stop.has(f)
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
		f := d.Fold(int(end))
		if t.Kind != text.Word {
			break
		}
		if r.office.has(f) {
			offices++
		} else if !r.near.has(f) && !particles[f] && !(t.Is(text.Upper) && !r.stop.has(f) && end > at+1) {
			break
		}
		end++
	}
	if offices == 0 || int(end) < len(d.Tokens) && d.Tokens[end].Paragraph == d.Tokens[at].Paragraph && d.Tokens[end].Kind == text.Word {
		return ""
	}
	return r.trimRole(d, at+1, end, offices)
}
