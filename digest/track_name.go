package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/internal/country"
	"attache/internal/fold"
)

// Shares of the leading party's, or topic's, weight.
const (
	partyShare   = 0.4 // a party of a track's name has at least so much
	mediateShare = 0.5 // of its moves, from which on it only mediates
	topicShare   = 0.4 // of all moves
)

// cast is who a track is between.
type cast struct {
	parties   []string // in its name, those of the latest moves first
	actors    []string // these, then others that deal with it, then mediators
	mediators []string
}

// castOf weighs who the moves were between, the latest weighing most. Moves that
// were kept before they said so leave the parties as they were known.
func castOf(moves []attache.Move, now time.Time, known []string) cast {
	weight, mediating := map[string]float64{}, map[string]float64{}
	var order []string
	for i := range moves {
		m := &moves[i]
		fresh := freshness(m, now)
		for rank, code := range m.Actors {
			if _, ok := weight[code]; !ok {
				order = append(order, code)
			}
			weight[code] += fresh / (1 + 0.15*float64(rank))
		}
		for _, code := range m.Mediators {
			mediating[code] += fresh
		}
	}
	for i, code := range known { // of moves long ago, or kept before they named anybody
		if _, ok := weight[code]; !ok {
			order = append(order, code)
			weight[code] = 1e-3 / float64(1+i)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(rounded(weight[b]), rounded(weight[a])) })
	mediates := func(code string) bool { return mediating[code] > 0 && mediating[code] >= mediateShare*weight[code] }
	if parties := len(order) - countFunc(order, mediates); parties < 2 { // two sides at least, or nobody is told apart
		mediates = func(string) bool { return false }
	}
	var c cast
	var others []string
	for _, code := range order {
		switch {
		case mediates(code):
			c.mediators = append(c.mediators, code)
		case len(c.parties) < nameParties && (len(c.parties) < 2 || weight[code] >= partyShare*weight[c.parties[0]]):
			c.parties = append(c.parties, code)
		default:
			others = append(others, code)
		}
	}
	place := func(code string) uint { return uint(slices.Index(known, code)) } // a name does not change only because of who acted last
	slices.SortStableFunc(c.parties, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	c.actors = slices.Concat(c.parties, others, c.mediators)
	c.actors = c.actors[:min(len(c.actors), trackActors)]
	return c
}

// rounded takes the noise off sums of weights, so that equal ones keep their order.
func rounded(w float64) float64 { return math.Round(w*1e6) / 1e6 }

func countFunc(list []string, is func(string) bool) int {
	n := 0
	for _, s := range list {
		if is(s) {
			n++
		}
	}
	return n
}

// trackTopic is what most of the moves are about of late; "" where no topic has a
// fair share.
func trackTopic(moves []attache.Move, now time.Time) string {
	weight, all := map[string]float64{}, 0.0
	for i := range moves {
		w := freshness(&moves[i], now)
		all += w
		weight[moves[i].Topic] += w
	}
	delete(weight, "")
	best := ""
	for topic, w := range weight {
		if v := weight[best]; rounded(w) > rounded(v) || rounded(w) == rounded(v) && topic < best {
			best = topic
		}
	}
	if weight[best] < topicShare*all {
		return ""
	}
	return best
}

// trackTitle names a track after its parties and what it is about: "Armenia –
// Azerbaijan: border". What cannot be said is left out; before is its name until now.
func trackTitle(parties []string, topic, before string) string {
	var names []string
	for _, code := range parties {
		if name := partyName(code); name != "" {
			names = append(names, name)
		}
	}
	title := strings.Join(names, " – ")
	switch {
	case title == "" && topic == "":
		return before
	case title == "":
		return strings.ToUpper(topic[:1]) + topic[1:]
	case topic == "":
		return title
	}
	return title + ": " + topic
}

// partyName is a country's name, or a body's abbreviation where it is known by
// it; "" for a code that nobody knows.
func partyName(code string) string {
	switch {
	case !country.Known(code):
		return ""
	case country.Flag(code) == "" && len(code) <= 6:
		return code
	}
	return country.Name(code, "en")
}

// mediating are words of who brings others together; they stand beside a name.
var mediating = struct{ before, behind []element }{
	before: parseElements("mediat- broker- hosted facilitat- посредник- посредничеств- посредництв- посередник- mediation mediateur- mediacion mediador- " +
		"vermittl- وساطة بوساطة وسيط"),
	behind: parseElements("mediat- broker- hosts hosted hosting host facilitat- посреднича- посредник- посередник- mediat- mediador- vermittel- vermittler- " +
		"الوسيط وسيط توسط توسطت 斡旋 调解"),
}

const mediatingNear = 3 // words between such a word and a name

// linking words may stand between a name and what it does.
var linking = strings.Fields("which who that has had is was")

// mediatorsIn are the countries and bodies that articles tell as bringing others
// together, in order of their codes.
func mediatorsIn(articles []attache.Article) []string {
	var out []string
	for i := range articles {
		a := &articles[i]
		if a.CopyOf != "" {
			continue
		}
		head := textOf(a)
		if len(head) > 2*topicLead {
			head = strings.ToValidUTF8(head[:2*topicLead], "")
		}
		for _, c := range []clause{newClause(a.Title), newClause(head)} {
			for j := range a.Actors {
				if actor := &a.Actors[j]; actor.Kind != attache.Person && actor.Code != "" && !slices.Contains(out, actor.Code) && c.mediates(actor, a.Lang) {
					out = append(out, actor.Code)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// mediates says whether a clause tells of an actor as bringing others together.
func (c *clause) mediates(actor *attache.Actor, lang string) bool {
	names := []string{actor.Name, country.Name(actor.Code, lang)}
	for i, w := range c.words {
		if !slices.ContainsFunc(names, func(name string) bool { return beginsAlike(w, name) }) {
			continue
		}
		before := clause{words: c.words[max(0, i-mediatingNear):i]}
		next := i + 1
		for next < len(c.words) && slices.Contains(linking, c.words[next]) {
			next++
		}
		behind := clause{words: c.words[next:min(len(c.words), next+1)]}
		if before.count(mediating.before) > 0 || behind.count(mediating.behind) > 0 {
			return true
		}
	}
	return false
}

// beginsAlike says whether a folded word is a name, or is made of it: Omani of Oman.
func beginsAlike(word, name string) bool {
	name = fold.String(name)
	first, _, _ := strings.Cut(name, " ")
	return word == name || len(first) >= 4 && strings.HasPrefix(word, first[:min(len(first), 8)])
}
