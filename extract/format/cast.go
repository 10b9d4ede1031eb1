package format

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
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
	asks    map[string]bool    // keys of labels before questions, mostly
	outlets map[string]bool    // keys of labels that ask without being persons
	calls   map[string]string  // by the label's key: see called
	offices map[string]speaker // by the label's key: of labels that are offices

	surnames map[string]bool // of the parties
}

// How surely a label's speaker is known.
const (
	sureFull  = 0.97 // named in full in the text
	sureShort = 0.85 // by the label alone
	sureAsked = 0.9  // the only one who can be asked
	sureOnly  = 0.7  // the only one who is named
	sureNo    = 0.6  // without a name
	sureGuess = 0.5  // nothing but a word before a colon
)

func (r *reader) cast() *cast {
	c := &cast{reader: r, known: map[string]speaker{}, outlets: map[string]bool{}, offices: map[string]speaker{}, surnames: map[string]bool{}}
	questions := 0
	for i := range r.labels {
		if r.labels[i].part == asks {
			questions++
		}
		if n := r.labels[i].name; len(n) > 0 {
			c.surnames[text.Fold(n[len(n)-1])] = true
		}
	}
	c.asked = r.interviewee()
	c.asks = r.asking()
	for i := range r.labels {
		l := &r.labels[i]
		if _, ok := c.known[l.key]; l.part != person || ok || c.outlets[l.key] {
			continue
		}
		if len(c.known)+len(c.outlets) >= maxParties {
			break
		}
		p := c.resolve(l)
		if l.shape == bare && (c.asks[l.key] || l.house && r.asksSomething(l)) && !r.anyOffice(p.role) {
			c.outlets[l.key] = true
			continue
		}
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

// asking gives the labels of those who ask: two turns of three have a question, while
// another's seldom do.
func (r *reader) asking() map[string]bool {
	turns, questions := map[string]int{}, map[string]int{}
	for i := range r.labels {
		l := &r.labels[i]
		turns[l.key]++
		end := len(r.doc.Body)
		if i+1 < len(r.labels) {
			end = r.labels[i+1].start
		}
		if strings.ContainsAny(r.doc.Body[l.speech:end], "?？؟") {
			questions[l.key]++
		}
	}
	out, answering := map[string]bool{}, false
	for k, n := range turns {
		if 3*questions[k] >= 2*n {
			out[k] = true
		} else if 2*questions[k] <= n {
			answering = true
		}
	}
	if !answering {
		return nil
	}
	return out
}

func (c *cast) outlet(l *label) bool { return l.part == person && c.outlets[l.key] }

func (c *cast) who(l *label) speaker {
	switch l.part {
	case answers:
		return c.asked
	case serves:
		return c.server(l)
	case asks, person:
	case official:
		p, ok := c.offices[l.key]
		if !ok && len(c.offices) < maxParties {
			p = c.holder(l)
			c.offices[l.key] = p
		}
		return p
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
	for _, p := range c.knownAs(l.name) {
		if !has || longer(p.Name, best.Name) {
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
	if p := c.hanRole(name); p.name != "" {
		return p
	}
	if len(l.name) > 1 && l.shape > bare || l.shape > bare && script(name) != cased || len(l.name) > 1 && has {
		return speaker{name: name, role: c.roleOf(role, l), sure: sureFull}
	}
	return speaker{name: name, role: c.roleOf(role, l), sure: sureShort}
}

func longer(a, b string) bool {
	x, y := len(strings.Fields(a)), len(strings.Fields(b))
	return x > y || x == y && len(a) > len(b)
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
