package actor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"attache"
	"attache/extract/text"
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

// gather folds the names of an article into persons.
func gather(in *Input, body, title *scan) []attache.Actor {
	var all []*person
	bySurname := map[string][]*person{}
	found := body.people()
	mentioned := map[string]bool{}
	for _, m := range body.found {
		mentioned[m.Code] = true
	}
	for _, m := range title.found {
		mentioned[m.Code] = true
	}
	visit := func(s *scan, n *name, spans bool) {
		words := s.folded(n)
		p := match(bySurname, words, s.d.Lang)
		if p == nil {
			p = &person{words: words, full: s.printed(n)}
			if len(words) == 1 && !p.isChief(in, mentioned) && !n.said {
				return
			}
			all = append(all, p)
			for _, w := range words {
				if utf8.RuneCountInString(w) > 2 {
					key := stemOf(w, s.d.Lang)
					bySurname[key] = append(bySurname[key], p)
				}
			}
		} else if len(words) > len(p.words) {
			p.words, p.full = words, s.printed(n)
			for _, w := range words {
				key := stemOf(w, s.d.Lang)
				if list := bySurname[key]; len(list) == 0 || list[len(list)-1] != p {
					bySurname[key] = append(list, p)
				}
			}
		}
		if spans {
			p.spans = append(p.spans, s.d.TokenSpan(int(n.first), int(n.end)))
		}
		p.sure = p.sure || n.said
		if n.role != "" && (p.role == "" || p.code == "" && n.code != "" && len(n.role) >= len(p.role)) {
			p.role = n.role
			if n.code != "" {
				p.code = n.code
			}
		}
		if p.code == "" && n.role != "" {
			p.code = n.code
		}
	}
	for i := range found {
		visit(body, &found[i], true)
	}
	for _, n := range title.people() {
		if p := match(bySurname, title.folded(&n), title.d.Lang); p != nil || n.role != "" {
			visit(title, &n, false)
		}
	}
	var out []attache.Actor
	for _, p := range all {
		if a, ok := p.settle(in, mentioned); ok {
			out = append(out, a)
		}
	}
	return out
}

// folded gives the words of a name without initials and particles.
func (s *scan) folded(n *name) []string {
	var out []string
	for i := n.first; i < n.end; i++ {
		t := &s.d.Tokens[i]
		if t.Kind != text.Word || t.Is(text.Initial) || particles[s.lower(i)] && !t.Is(text.Upper) {
			continue
		}
		out = append(out, s.d.Fold(int(i)))
	}
	if len(out) == 0 {
		out = append(out, s.d.Fold(int(n.first)))
	}
	return out
}

func (s *scan) printed(n *name) string {
	return strings.Join(strings.Fields(s.d.Slice(int(n.first), int(n.end))), " ")
}

// match finds the person a name means: the surname is the same and the given
// names do not contradict; of two, the latest.
func match(bySurname map[string][]*person, words []string, lang string) *person {
	last := words[len(words)-1]
	list := bySurname[stemOf(last, lang)]
	for _, p := range slices.Backward(list) {

		if len(words) == 1 || len(p.words) == 1 {
			return p
		}
		if stemOf(p.words[len(p.words)-1], lang) == stemOf(last, lang) && alike(p.words[0], words[0], lang) {
			return p
		}
	}
	return nil
}

func alike(a, b, lang string) bool {
	return stemOf(a, lang) == stemOf(b, lang) || strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || sameName(a, b)
}

// stemOf takes the case ending off a Slavic name.
func stemOf(w, lang string) string {
	if lang != "ru" && lang != "uk" {
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

// settle makes an actor of a person; false when it may be no person at all.
func (p *person) settle(in *Input, mentioned map[string]bool) (attache.Actor, bool) {
	a := attache.Actor{Name: p.full, Kind: attache.Person, Code: p.code, Role: p.role, Mentions: p.spans}
	given := p.words[0]
	if len(p.words) == 1 {
		given = ""
	}
	if c, ok := holder(given, p.words[len(p.words)-1], in.Published); ok && (given != "" || mentioned[c.code] && (p.code == "" || p.code == c.code)) {
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
	if in.Known != nil {
		if k, ok := in.Known(a.Name, in.Published); ok {
			p.sure = true
			if a.Role == "" {
				a.Role = k.Role
			}
			if a.Code == "" {
				a.Code = k.Code
			}
		}
	}
	if a.Code == "" && a.Role != "" {
		a.Code = in.Country
	}
	return a, p.sure
}
