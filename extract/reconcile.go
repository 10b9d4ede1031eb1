package extract

import (
	"strings"

	"attache"
	"attache/extract/actor"
	"attache/extract/quote"
	"attache/extract/text"
)

// reconcile makes quotes and actors agree: a speaker is an actor, and a quote
// knows for whom its speaker speaks and in which role.
func reconcile(quotes []attache.Quote, named []quote.Person, actors []attache.Actor, country string) ([]attache.Quote, []attache.Actor) {
	index := map[string]int{}
	for i := range actors {
		if actors[i].Kind == attache.Person {
			index[key(actors[i].Name)] = i
		}
	}
	for i := range named {
		p := &named[i]
		if p.Body || p.Name == "" {
			continue
		}
		at, ok := lookup(index, actors, p.Name)
		if !ok {
			if p.Role == "" || !strings.Contains(p.Name, " ") {
				continue
			}
			at = len(actors)
			actors = append(actors, attache.Actor{Name: p.Name, Kind: attache.Person, Role: p.Role, Code: codeOf(p.Role, country)})
		}
		index[key(p.Name)] = at
		fill(&actors[at], p)
	}
	for i := range quotes {
		q := &quotes[i]
		if q.Speaker == "" {
			continue
		}
		if at, ok := lookup(index, actors, q.Speaker); ok {
			a := &actors[at]
			q.Code = a.Code
			if q.Role == "" {
				q.Role = a.Role
			}
			if a.Code == "" && q.Role != "" {
				a.Code = codeOf(q.Role, country)
				q.Code = a.Code
			}
			continue
		}
		q.Code = codeOf(q.Speaker+" "+q.Role, "")
	}
	return quotes, actors
}

// fill adds what the quotes' reader knows of a person.
func fill(a *attache.Actor, p *quote.Person) {
	if len(strings.Fields(p.Name)) > len(strings.Fields(a.Name)) {
		a.Name = p.Name
	}
	if a.Role == "" {
		a.Role = p.Role
	}
	if len(p.Mentions) > len(a.Mentions) {
		a.Mentions = p.Mentions
	}
}

// lookup finds a person by name: the same words, or the surname with no other given name.
func lookup(index map[string]int, actors []attache.Actor, name string) (int, bool) {
	k := key(name)
	if at, ok := index[k]; ok {
		return at, true
	}
	words := strings.Fields(k)
	if len(words) == 0 {
		return 0, false
	}
	last, found, n := words[len(words)-1], 0, 0
	for i := range actors {
		if actors[i].Kind != attache.Person {
			continue
		}
		have := strings.Fields(key(actors[i].Name))
		if len(have) > 0 && have[len(have)-1] == last && (len(words) == 1 || len(have) == 1 || have[0] == words[0]) {
			found = i
			n++
		}
	}
	return found, n == 1
}

func key(name string) string { return strings.Join(strings.Fields(text.Fold(name)), " ") }

// codeOf gives the country or body that a role names, the given one when it names none.
func codeOf(role, otherwise string) string {
	for _, m := range actor.Scan(text.New(role, "")) {
		return m.Code
	}
	return otherwise
}
