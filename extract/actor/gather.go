package actor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

// person is one person under all the forms an article names him by.
type person struct {
	words []string // folded words of the fullest form
	full  string   // as printed
	role  string
	code  string
	sure  bool
	spans []attache.Span
}

// roster holds the persons of an article as they are met.
type roster struct {
	in        *Input
	mentioned map[string]bool // codes that the article names
	all       []*person
	byWord    map[string][]*person // by the stem of each word of the name
}

// crowd is how many persons an article has at most; nobody reads on after that.
const crowd = 400

// gather folds the names of an article into persons.
func gather(in *Input, body, title *scan) []attache.Actor {
	r := roster{in: in, mentioned: map[string]bool{}, byWord: map[string][]*person{}}
	for _, list := range [][]Mention{body.found, title.found} {
		for _, m := range list {
			r.mentioned[m.Code] = true
		}
	}
	for _, n := range body.people() {
		r.meet(body, &n, true)
	}
	loud := title.loud()
	for _, n := range title.people() {
		if loud && !title.quiet(&n, body) {
			continue
		}
		if n.titled && n.role != "" || r.match(title.folded(&n), title.d.Lang) != nil {
			r.meet(title, &n, false)
		}
	}
	var out []attache.Actor
	home := r.home(body)
	for _, p := range r.all {
		if a, ok := p.settle(in, r.mentioned, home); ok {
			out = append(out, a)
		}
	}
	return out
}

// loud says whether a headline's words all have capitals, as in English: a verb behind a
// name looks like part of it there.
func (s *scan) loud() bool {
	return s.d.Has(text.TitleCase) && len(s.d.Tokens) > 0 && s.headline(&Mention{First: 0})
}

// quiet cuts off a name what the text has as a word in small letters, in some form: the verb
// of "Ada Lind Travels". It is false where nothing is left.
func (s *scan) quiet(n *name, body *scan) bool {
	const alike = 5 // letters that forms of a word share
	for n.end > n.first {
		w := s.lower(n.end - 1)
		if len(w) < alike || !body.small(w[:alike]) {
			break
		}
		n.end--
	}
	return n.end > n.first
}

// small says whether a text has a word that begins so in small letters; beginnings have
// five bytes.
func (s *scan) small(beginning string) bool {
	if s.smalls == nil {
		s.smalls = map[string]bool{}
		for i := range s.d.Tokens {
			if w := s.d.Lower(i); s.d.Tokens[i].Kind == text.Word && !s.d.Tokens[i].Is(text.Upper) && len(w) >= len(beginning) {
				s.smalls[w[:len(beginning)]] = true
			}
		}
	}
	return s.smalls[beginning]
}

// meet takes one mention of a name in.
func (r *roster) meet(s *scan, n *name, spans bool) {
	words := s.folded(n)
	p := r.match(words, s.d.Lang)
	switch {
	case p == nil && len(r.all) >= crowd:
		return
	case p == nil:
		p = &person{words: words, full: s.printed(n)}
		if len(words) == 1 && !p.isChief(r.in, r.mentioned) && !n.titled {
			return
		}
		r.all = append(r.all, p)
		r.index(p, s.d.Lang)
	case len(words) > len(p.words):
		p.words, p.full = words, s.printed(n)
		r.index(p, s.d.Lang)
	}
	if spans {
		p.spans = append(p.spans, s.d.TokenSpan(int(n.first), int(n.end)))
	}
	p.learn(n)
}

// learn keeps the role that tells most.
func (p *person) learn(n *name) {
	p.sure = p.sure || n.said
	if n.role == "" {
		return
	}
	if p.role == "" || p.code == "" && n.code != "" && len(n.role) >= len(p.role) {
		p.role = n.role
	}
	if p.code == "" {
		p.code = n.code
	}
}

func (r *roster) index(p *person, lang string) {
	for _, w := range p.words {
		if utf8.RuneCountInString(w) < 3 {
			continue
		}
		key := stemOf(w, lang)
		if list := r.byWord[key]; len(list) == 0 || list[len(list)-1] != p {
			r.byWord[key] = append(list, p)
		}
	}
}

// match finds the person a name means: the surname is the same and the given
// names do not contradict; of two, the latest.
func (r *roster) match(words []string, lang string) *person {
	last := words[len(words)-1]
	for _, p := range slices.Backward(r.byWord[stemOf(last, lang)]) {
		if len(words) == 1 || len(p.words) == 1 ||
			stemOf(p.words[len(p.words)-1], lang) == stemOf(last, lang) && alike(p.words[0], words[0], lang) {
			return p
		}
	}
	return nil
}

// folded gives the words of a name without initials and particles.
func (s *scan) folded(n *name) []string {
	var out []string
	for i := n.first; i < n.end; i++ {
		t := &s.d.Tokens[i]
		if t.Kind != text.Word || t.Is(text.Initial) || particles[s.lower(i)] && !t.Is(text.Upper) {
			continue
		}
		out = append(out, s.folds[i])
	}
	if len(out) == 0 {
		out = append(out, s.folds[n.first])
	}
	return out
}

func (s *scan) printed(n *name) string {
	return strings.Join(strings.Fields(s.d.Slice(int(n.first), int(n.end))), " ")
}

func alike(a, b, lang string) bool {
	return stemOf(a, lang) == stemOf(b, lang) || strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || sameName(a, b)
}

// stemOf takes the case ending off a Slavic name.
func stemOf(w, lang string) string {
	if !text.TraitsOf(lang).Has(text.Declines) {
		return w
	}
	for _, e := range slavicNameEndings {
		if rest, ok := strings.CutSuffix(w, e); ok && utf8.RuneCountInString(rest) > 2 {
			return rest
		}
	}
	return w
}

var slavicNameEndings = strings.Fields(`ого ому ыми ими ову еві єві ові ой ою ей ею ом ем єм ым им ій ий ый ая яя ія ю у а я о е і и ы й ь`)

// isChief says whether a lone surname is that of a chief whose country the text is about.
func (p *person) isChief(in *Input, mentioned map[string]bool) bool {
	c, ok := holder("", p.words[0], in.Published)
	return ok && mentioned[c.code] && utf8.RuneCountInString(p.words[0]) > 3
}

// home tells whose office a person holds when the role does not: that of the outlet's country, or of the only one that the text
// names. A text that names two tells nothing: the place and the topic are no office.
func (r *roster) home(body *scan) string {
	if r.in.Country != "" {
		return r.in.Country
	}
	only := ""
	for _, m := range body.found {
		if m.Class == Region || m.Code == only {
			continue
		}
		if only != "" {
			return ""
		}
		only = m.Code
	}
	if !IsCountry(only) {
		return ""
	}
	return only
}

// ruling says whether a role is one of those who govern: a text about one country may well be about its minister, but
// spokesmen and envoys speak of others' countries.
func ruling(role string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(role)) {
		if seats[w] {
			return true
		}
	}
	return false
}

// presides says whether a role is a president's, which each state has one of. A ministry names its own without a country, but others'
// too where the text has said whose they are: its own are known by name.
func presides(role string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(role)) {
		if presiding[w] {
			return true
		}
	}
	return false
}

var presiding = listed("presiding")

// others says whether a text names another country than home.
func others(mentioned map[string]bool, home string) bool {
	for code := range mentioned {
		if code != home && IsCountry(code) {
			return true
		}
	}
	return false
}

// settle makes an actor of a person; false when it may be no person at all.
func (p *person) settle(in *Input, mentioned map[string]bool, home string) (attache.Actor, bool) {
	a := attache.Actor{Name: p.full, Kind: attache.Person, Code: p.code, Role: p.role, Mentions: p.spans}
	given := p.words[0]
	if len(p.words) == 1 {
		given = ""
	}
	if c, ok := holder(given, p.words[len(p.words)-1], in.Published); ok &&
		(given != "" || (mentioned[c.code] || c.code == in.Country) && (p.code == "" || p.code == c.code)) {
		p.sure = true
		if given == "" {
			a.Name = c.name
		}
		if a.Code == "" || a.Role == "" {
			a.Code = c.code
		}
		if a.Role == "" {
			a.Role = c.role
		}
	} else if len(p.words) == 1 && p.role == "" {
		return a, false
	}
	// What others said of a person is theirs: it tells that there is one, no more.
	if in.Known != nil && in.Known(a.Name, in.Published) {
		p.sure = true
	}
	if r := roles()[in.Body.Lang]; a.Code == "" && r != nil {
		a.Code = r.holder(a.Role)
	}
	if a.Code == "" && serves(in.Body.Lang, a.Role) &&
		(in.Country == "" && ruling(a.Role) ||
			in.Country != "" && roles()[in.Body.Lang].at(home, a.Role) && !(presides(a.Role) && others(mentioned, home))) {
		a.Code = home
	}
	return a, p.sure
}
