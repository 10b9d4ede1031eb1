package bolt

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"attache"
	"attache/store/words"
)

// How many terms of each sort are indexed. What one article may cost is
// bounded, whatever its feed sends.
const (
	maxTitleTerms = 96
	maxActorTerms = 64
	maxActors     = 24
	maxNameTerms  = 24
	maxLeadTerms  = 24  // of an article's first sentences
	maxCodes      = 8   // of an article's countries and bodies, for its quotes
	maxAboutTerms = 256 // of all quotes together
	maxOrdinal    = 1<<16 - 1
)

// Every term of the indexes begins with three bytes: which index it is of, the part
// of the archive it belongs to, and its sort.
const (
	relevantPart = "r" // articles about diplomacy
	otherPart    = "o" // the rest of the articles
	surePart     = "y" // quotes that are shown
	unsurePart   = "n" // the rest: of doubtful speakers, and indirect ones

	sortAny     = "-"
	sortWord    = "w"
	sortActor   = "a"
	sortSource  = "s"
	sortTrack   = "t"
	sortEvent   = "e"
	sortSpeaker = "s" // words of a name or a role
	sortMood    = "p"
	sortFor     = "f" // whom a speaker speaks for
)

// safeTerm gives a term as it can stand in a key: without the zero byte that
// ends it there, and not too long for bbolt. Words are always safe; codes and
// ids may come from an import.
func safeTerm(term string) string {
	if strings.IndexByte(term, 0) >= 0 {
		term = strings.ReplaceAll(term, "\x00", "\ufffd")
	}
	if len(term) > maxID {
		sum := sha256.Sum256([]byte(term))
		term = string(append([]byte("#"), sum[:]...))
		return strings.ReplaceAll(term, "\x00", "\x01")
	}
	return term
}

// entrySet gathers the terms of an article.
type entrySet []entry

func (l *entrySet) add(index, part, term string, value []byte) {
	*l = append(*l, entry{index + part + term[:1] + safeTerm(term[1:]), value})
}

// entriesOf are the terms under which an article and its quotes are found.
func entriesOf(a *attache.Article) []entry {
	l := make(entrySet, 0, 256)
	articleEntries(a, &l)
	quoteEntries(a, &l)
	return l
}

// articleEntries adds the terms of an article.
func articleEntries(a *attache.Article, l *entrySet) {
	part := otherPart
	if a.Relevant {
		part = relevantPart
	}
	once := map[string]bool{}
	add := func(sort, term string) {
		if term = sort + term; !once[term] {
			once[term] = true
			l.add(ofArticles, part, term, nil)
		}
	}
	add(sortAny, "")
	if a.SourceID != "" {
		add(sortSource, a.SourceID)
	}
	if a.TrackID != "" {
		add(sortTrack, a.TrackID)
	}
	actors := a.Actors[:min(len(a.Actors), maxActors)]
	names := make([]string, 0, 2*len(actors))
	for _, actor := range actors {
		names = append(names, actor.Name, actor.Code)
		if actor.Code != "" {
			add(sortActor, actor.Code)
		}
	}
	if a.Event.Type != "" {
		add(sortEvent, string(a.Event.Type))
	}
	for _, terms := range [][]string{
		words.Stems(maxTitleTerms, a.Lang, a.Title), words.Terms(maxActorTerms, names...),
		words.Terms(maxNameTerms, a.Outlet), leadTerms(a),
	} {
		for _, t := range terms {
			add(sortWord, t)
		}
	}
}

// leadBytes is how much of an article's text counts as its first sentences.
const leadBytes = 420

// leadTerms are the telling words of an article's first sentences: a title is
// often a play on words, and what it is about stands below it.
func leadTerms(a *attache.Article) []string {
	if !a.Relevant {
		return nil
	}
	lead := a.Body
	if len(lead) > leadBytes {
		lead = lead[:leadBytes]
		if i := strings.LastIndexAny(lead, " \n"); i > 0 { // no half words
			lead = lead[:i]
		}
	}
	return words.Told(maxLeadTerms, a.Lang, lead)
}

// quoteEntries adds the terms of an article's quotes; only those about diplomacy
// have any. A term without ordinals is about all of them.
func quoteEntries(a *attache.Article, l *entrySet) {
	if !a.Relevant || len(a.Quotes) == 0 {
		return
	}
	title := words.Stems(maxTitleTerms, a.Lang, a.Title)
	codes := a.Report().Codes
	codes = codes[:min(len(codes), maxCodes)]
	room := maxAboutTerms
	for _, part := range []string{surePart, unsurePart} { // those that are shown first, within the room
		said := quoteTermsOf(a, part == surePart, &room)
		if len(said) == 0 {
			continue
		}
		for _, t := range title {
			delete(said, sortWord+t)
			l.add(ofQuotes, part, sortWord+t, nil)
		}
		for _, code := range codes {
			l.add(ofQuotes, part, sortActor+code, nil)
		}
		for term, which := range said {
			l.add(ofQuotes, part, term, which)
		}
	}
}

// quoteTermsOf gives the terms of the quotes that are sure, or of those that
// are not, each with its sort and with the ordinals of the quotes that have
// it. At most room different words of the texts are among them.
func quoteTermsOf(a *attache.Article, sure bool, room *int) map[string][]byte {
	said := map[string][]byte{}
	for i := range a.Quotes {
		q := &a.Quotes[i]
		if q.Showable() != sure {
			continue
		}
		add := func(term string) { said[term] = binary.AppendUvarint(said[term], uint64(i)) }
		add(sortAny)
		if q.Polarity != "" {
			add(sortMood + safeTerm(string(q.Polarity)))
		}
		if q.Code != "" {
			add(sortFor + safeTerm(q.Code))
		}
		for _, t := range append(words.Terms(maxNameTerms, q.Speaker), words.Told(maxNameTerms, a.Lang, q.Role)...) {
			add(sortSpeaker + t)
		}
		for _, t := range words.Stems(maxAboutTerms, a.Lang, q.Text) {
			t = sortWord + t
			if _, known := said[t]; !known {
				if *room == 0 {
					continue
				}
				*room--
			}
			add(t)
		}
	}
	return said
}
