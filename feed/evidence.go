package feed

import (
	"strings"
	"time"

	"attache"
)

// What speaks for and against an entry being an article that is known already.
// An address or an id is one witness among several: it counts while the rest
// does not contradict it. Chosen so that each case of TestEvidence holds; above
// zero they are one.
const (
	forLink       = 4.0  // the same address, which looks like one article's
	forPlainLink  = 1.0  // the same address, which may be a list's
	forNoise      = 1.5  // the same path, with other parameters or on another host
	forClearNoise = 3.8  // where the path looks like one article's
	forNumber     = 3.8  // the same number in the address, which no other entry of the document has
	forPage       = 2.0  // the same address as the page gives itself
	forID         = 4.0  // the same id, long enough to be meant as one
	forShortID    = 1.0  // the same id, which may count positions
	forTitle      = 3.0  // the same title of many words
	forShortTitle = 1.0  // the same title of few words, or one that several entries have
	forLonger     = 1.5  // a title that has all words of the other
	forSlip       = 0.5  // a title with a letter changed
	forSecond     = 2.0  // published in the same second
	forMinute     = 1.0  // published in the same minute
	forText       = 3.0  // the same text
	forShortText  = 0.75 // the same few words
	notID         = -2.5 // another id
	notShortID    = -0.5
	notLink       = -1.5 // another address
	notLinkID     = -3.0 // another number in the address; decides, unless the id or the second of publication is the same
	notTitle      = -2.0
	notNumbers    = -3.0 // another number in the title
	notTime       = -1.5 // published at another time
	notDays       = -4.0 // days apart, and at another address
	notText       = -2.0
	notForm       = -5.0 // the words that differ in the titles differ in the texts, too
)

// witness is what an entry or a stored article tells of itself.
type witness struct {
	titles  []string
	link    string // page key; "" none, or one that is no identity
	id      string // key of its id; "" none
	at      time.Time
	text    []string // words
	shared  bool     // its text is that of entries with other titles
	formula bool     // its title is that of several entries
	common  bool     // the number in its address is that of several entries
}

// sum weighs two witnesses. sameLink tells that the entry's address is one that
// the article is known by, looseIDs that the source's ids are no identities.
func sum(fresh, old witness, sameLink, sameID, looseIDs bool) float64 {
	total := 0.0
	title := nearestTitle(fresh, old)
	plain := false
	links := compareLinks(fresh.link, old.link)
	elsewhere := !sameLink && links >= linkSameNumber
	if elsewhere && (links != linkSameNumber || fresh.common) && !sameID && !looseIDs && old.id != "" && fresh.id != "" && longID(fresh.id) &&
		longID(old.id) && weighTimes(fresh.at, old.at) < forSecond {
		return notLinkID // neither the address nor the id
	}
	switch r := links; {
	case sameLink || r == linkSame:
		if total += forPlainLink; specific(fresh.link, append(old.titles, fresh.titles...)...) {
			total += forLink - forPlainLink
			plain = true
		}
	case r == linkNoise && specific(fresh.link, append(old.titles, fresh.titles...)...):
		total += forClearNoise
	case r == linkNoise:
		total += forNoise
	case r == linkSameNumber && !fresh.common:
		total += forNumber
	case r == linkOther || r == linkSameNumber:
		total += notLink
	case r == linkOtherID:
		if (!sameID || !longID(fresh.id) || looseIDs) && weighTimes(fresh.at, old.at) < forSecond {
			return notLinkID
		}
		total += notLinkID
	}
	if !looseIDs {
		total += weighIDs(fresh.id, old.id, sameID)
	}
	total += weighTitles(title, fresh)
	if when := weighTimes(fresh.at, old.at); when == notTime && elsewhere && links != linkSameNumber &&
		fresh.at.Sub(old.at).Abs() > 48*time.Hour {
		total += notDays
	} else {
		total += when
	}
	if fresh.shared || old.shared {
		return total
	}
	total += weighTexts(fresh, old, title)
	if !plain && title >= mistyped && swapped(words(fresh.titles[0]), fresh.text, words(old.titles[0]), old.text) {
		total += notForm
	}
	return total
}

// weighTexts weighs the texts of two witnesses whose titles stand in a relation.
func weighTexts(fresh, old witness, title relation) float64 {
	switch r := textRelation(fresh.text, old.text); {
	case r == equal && (len(fresh.text) < sameText || title >= other && len(fresh.text) < ownWording):
		return forShortText
	case r == equal || r == extended:
		return forText
	case r == other:
		return notText
	}
	return 0
}

// nearestTitle is the closest relation of an entry's title to those an article had.
func nearestTitle(fresh, old witness) relation {
	title := unknown
	for _, t := range old.titles {
		if r := titleRelation(fresh.titles[0], t); title == unknown || r != unknown && r < title {
			title = r
		}
	}
	return title
}

func weighIDs(fresh, old string, same bool) float64 {
	switch {
	case fresh == "" || old == "" && !same:
		return 0
	case same && longID(fresh):
		return forID
	case same:
		return forShortID
	case longID(fresh) && longID(old):
		return notID
	}
	return notShortID
}

// longID tells whether an id looks as if it were meant for one article: it has
// a number of three digits, or of letters and digits a dozen.
func longID(key string) bool {
	id := key[strings.LastIndexByte(key, ':')+1:]
	if strings.Count(key, ":") > 2 { // the id has colons of its own
		id = strings.SplitN(key, ":", 3)[2]
	}
	for _, n := range numbers(id) {
		if len(n) >= 3 {
			return true
		}
	}
	return len(keyForm(id)) >= 12 && strings.ContainsAny(id, "0123456789") || len(slugWords(id)) >= 4
}

// titleWordsMany is from how many words on a title is hardly given twice.
const titleWordsMany = 5

func weighTitles(r relation, fresh witness) float64 {
	switch r {
	case equal:
		if fresh.formula || len(words(fresh.titles[0])) < titleWordsMany {
			return forShortTitle
		}
		return forTitle
	case extended:
		return forLonger
	case mistyped:
		return forSlip
	case other:
		return notTitle
	case numbered:
		return notNumbers
	default:
		return 0
	}
}

// weighTimes compares times of publication. A date without a time of day says
// little for, and much against.
func weighTimes(a, b time.Time) float64 {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	d := a.Sub(b).Abs()
	midnight := a.Truncate(24*time.Hour).Equal(a) || b.Truncate(24*time.Hour).Equal(b)
	switch {
	case midnight && d < 24*time.Hour:
		return 0
	case d == 0:
		return forSecond
	case d < time.Minute:
		return forMinute
	}
	return notTime
}

// toldBy is a stored article as a witness.
func (c *collector) toldBy(a attache.Article) witness {
	w := witness{titles: []string{a.Title}, at: a.Published, link: c.pageKey(a.URL)}
	for _, t := range a.Titles {
		w.titles = append(w.titles, t.Title)
	}
	if !isFeedTime(a) {
		w.at = time.Time{}
	}
	for _, k := range a.Keys {
		if strings.HasPrefix(k, "guid:"+c.by.source+":") {
			w.id = k
		}
	}
	w.text = firstWordsOf(first(a.Summary, a.Body))
	return w
}

// isFeedTime tells whether an article's time of publication is its source's:
// one that was not told is the moment it was read, to the nanosecond.
func isFeedTime(a attache.Article) bool {
	return a.Published.Nanosecond() == 0 && !a.Published.Equal(a.Fetched)
}
