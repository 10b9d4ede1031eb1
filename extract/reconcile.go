package extract

import (
	"slices"
	"strings"
	"unicode"

	"attache"
	"attache/extract/actor"
	"attache/extract/quote"
	"attache/internal/text"
)

// reconcile makes quotes and actors agree: a speaker is an actor, and a quote
// knows for whom its speaker speaks and in which role.
func reconcile(quotes []attache.Quote, named []quote.Person, actors []attache.Actor, country string) ([]attache.Quote, []attache.Actor) {
	c := cast{actors: actors, byName: map[string]int{}, bySurname: map[string][]int{}, speaks: map[string]bool{}}
	for i := range quotes {
		// Words in marks need somebody who says them; a report's subject may be anything.
		if quotes[i].Confidence >= attache.Sure && quotes[i].Kind != attache.Indirect {
			c.speaks[quotes[i].Speaker] = true
		}
	}
	for i := range actors {
		if actors[i].Kind == attache.Person {
			c.index(i, actors[i].Name)
		}
	}
	for i := range named {
		c.join(&named[i], country)
	}
	for i := range quotes {
		c.attribute(&quotes[i], country)
	}
	return quotes, c.actors
}

// cast is who takes part, by folded name and surname.
type cast struct {
	actors    []attache.Actor
	byName    map[string]int
	bySurname map[string][]int
	speaks    map[string]bool // names of those that quotes in marks surely have as speakers
}

// namesakes is how many of one surname are told apart.
const namesakes = 8

func (c *cast) index(i int, name string) {
	k := key(name)
	if k == "" {
		return
	}
	c.byName[k] = i
	last := k[strings.LastIndexByte(k, ' ')+1:]
	if list := c.bySurname[last]; !slices.Contains(list, i) && len(list) < namesakes {
		c.bySurname[last] = append(list, i)
	}
}

// find gives a person by name: the same words, or the surname with no other given name.
func (c *cast) find(name string) (int, bool) {
	k := key(name)
	if at, ok := c.byName[k]; ok {
		return at, true
	}
	words := strings.Fields(k)
	if len(words) == 0 {
		return 0, false
	}
	found, n := 0, 0
	for _, i := range c.bySurname[words[len(words)-1]] {
		have := strings.Fields(key(c.actors[i].Name))
		if len(words) == 1 || len(have) == 1 || len(have) > 0 && have[0] == words[0] {
			found = i
			n++
		}
	}
	return found, n == 1
}

// full says whether a name is more than a surname. Chinese names have no spaces.
func full(name string) bool {
	return strings.Contains(name, " ") || strings.IndexFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// join adds what the quotes' reader knows of a person, and the speakers that
// only it knows.
func (c *cast) join(p *quote.Person, country string) {
	if p.Body || p.Name == "" {
		return
	}
	at, ok := c.find(p.Name)
	if !ok {
		if !c.speaks[p.Name] || !full(p.Name) {
			return
		}
		at = len(c.actors)
		c.actors = append(c.actors, attache.Actor{Name: p.Name, Kind: attache.Person, Role: p.Role, Code: officeOf(p.Role, country)})
	}
	fill(&c.actors[at], p)
	c.index(at, p.Name)
}

// attribute says for whom a quote's speaker speaks.
func (c *cast) attribute(q *attache.Quote, country string) {
	if q.Speaker == "" {
		return
	}
	at, ok := c.find(q.Speaker)
	if !ok {
		q.Code = codeOf(q.Speaker+" "+q.Role, "")
		return
	}
	a := &c.actors[at]
	if strings.Contains(key(a.Role), key(q.Role)) { // the actor's says more: "Kremlin spokesperson"
		q.Role = a.Role
	}
	if a.Code == "" && q.Role != "" {
		a.Code = officeOf(q.Role, country)
	}
	q.Code = a.Code
}

// fill adds what the quotes' reader knows of a person.
func fill(a *attache.Actor, p *quote.Person) {
	if len(strings.Fields(p.Name)) > len(strings.Fields(a.Name)) {
		a.Name = p.Name
	}
	if a.Role == "" || cutAtOwner(a.Role, p.Role) {
		a.Role = p.Role
	}
	if len(p.Mentions) > len(a.Mentions) {
		a.Mentions = p.Mentions
	}
}

// cutAtOwner says whether a role ends where the fuller one goes on with what
// the last word owns: "head of Norway" of "head of Norway's fleet".
func cutAtOwner(role, fuller string) bool {
	rest, ok := strings.CutPrefix(fuller, role)
	return ok && (strings.HasPrefix(rest, "'s ") || strings.HasPrefix(rest, "’s "))
}

func key(name string) string { return strings.Join(strings.Fields(text.Fold(name)), " ") }

// codeOf gives the country or body whose office a role is, the given one when it names none.
func codeOf(role, otherwise string) string {
	if code := actor.Owner(role); code != "" {
		return code
	}
	return otherwise
}

// officeOf is codeOf for somebody who may be anybody: an office of the outlet's state where the role is surely one.
func officeOf(role, country string) string {
	if code := actor.Owner(role); code != "" {
		return code
	}
	return actor.OfHome(role, country)
}
