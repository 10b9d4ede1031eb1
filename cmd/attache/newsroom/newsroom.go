// Package newsroom makes news of nobody, for measuring: articles, stories, tracks,
// quotes, chats with what they follow, as many as are asked for and the same ones for
// the same seed. Names, outlets and words are put together from syllables; what is
// said by whom is invented by a die.
//
// Its counts are those of what was seen in practice: 476 words and 14 quotes an
// article in a feed of full texts, 2,000 articles a day, a story of one to a dozen
// reports, every third story in a negotiation that goes on.
package newsroom

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"attache"
)

// Room makes articles as feeds give them, one after the other; every fourth begins
// another event. It is not for concurrent use.
type Room struct {
	random *rand.Rand
	made   int
	event  []string // what the reports of the event at hand share
	begun  time.Time
}

// Every is how far apart two articles of a Room are published: some 2,000 a day.
const Every = 43 * time.Second

// New returns a newsroom whose first article is of that time.
func New(seed uint64, begun time.Time) *Room {
	return &Room{random: rand.New(rand.NewPCG(seed, 6)), begun: begun}
}

var (
	syllables = strings.Fields("hal vor sen mar ket dol ran tis bel gor nim pas rev ul dan fre kos lin tur yar zem ost arn eli")
	verbs     = strings.Fields("discussed postponed welcomed rejected prepared signed reviewed suspended extended opened")
	things    = strings.Fields("agreement ceasefire border treaty sanctions embassy summit tariffs fisheries corridor pipeline visa " +
		"delegation talks proposal resolution envoys ministers deadline inspection prisoners exchange harbour grain")
	countries = strings.Fields("Norway Kenya Japan Brazil Poland Turkey India Jordan Chile Ghana Canada Egypt France Vietnam Peru Iceland")
	said      = strings.Fields("said told added warned insisted confirmed")
	offices   = []string{"foreign minister", "spokeswoman", "ambassador", "deputy foreign minister", "special envoy"}
	small     = []string{"the", "of", "with", "on", "for", "in", "that", "their", "before", "after"}
)

func one[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }

func (n *Room) one(list []string) string { return one(n.random, list) }

// rare is a word that hardly another article has.
func (n *Room) rare() string { return n.one(syllables) + n.one(syllables) + n.one(syllables) }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (n *Room) name() string { return capital(n.rare()) + " " + capital(n.rare()) }

// clause is a piece of a sentence; one word in four occurs seldom.
func (n *Room) clause(words int) string {
	var b strings.Builder
	for i := range words {
		switch {
		case i == 0:
		case i%9 == 8:
			b.WriteString(", and ")
		default:
			b.WriteByte(' ')
		}
		switch n.random.IntN(8) {
		case 0, 1:
			b.WriteString(n.rare())
		case 2:
			b.WriteString(n.one(verbs))
		case 3, 4:
			b.WriteString(n.one(things))
		default:
			b.WriteString(n.one(small))
		}
	}
	return b.String()
}

func sentence(s string) string { return capital(s) + "." }

// Article is the next report, as a feed gives it: nothing in it is read yet.
func (n *Room) Article() attache.Article {
	if n.made%4 == 0 {
		n.event = []string{n.one(countries), n.one(countries), n.one(things), n.name(), n.name(), n.clause(5)}
	}
	e := n.event
	var body []string
	for i := range 14 {
		speaker, quote := e[3+i%2], sentence(n.clause(14+n.random.IntN(6)))
		body = append(body, fmt.Sprintf("“%s,” %s %s, %s of %s. %s", strings.TrimSuffix(quote, "."), n.one(said), speaker,
			offices[i%2], e[i%2], sentence("the ministers of "+e[0]+" and "+e[1]+" "+n.one(verbs)+" the "+e[2]+" "+n.clause(5))))
	}
	a := n.sheet(n.made % 100)
	a.Title = fmt.Sprintf("%s and %s %s %s on %s", e[0], e[1], n.one(verbs), e[2], e[5])
	a.Body, a.Lang = strings.Join(body, "\n\n"), "en"
	return a
}

// sheet is an article of an outlet without words: the next one, with its address,
// its time and its identities.
func (n *Room) sheet(outlet int) attache.Article {
	at := n.begun.Add(time.Duration(n.made) * Every)
	a := attache.Article{
		SourceID: fmt.Sprintf("https://outlet%d.example/rss.xml", outlet), Outlet: fmt.Sprintf("Outlet %d", outlet),
		OutletKind: attache.Press, URL: fmt.Sprintf("https://outlet%d.example/world/%d-%s", outlet, n.made, n.one(things)),
		Own: true, Published: at, Fetched: at,
	}
	a.Keys = []string{"url:" + a.URL, "guid:" + a.SourceID + ":" + a.URL}
	a.ID = attache.ArticleID(a.Keys[0])
	n.made++
	return a
}
