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

// Every term of the indexes begins with two bytes: the part of the archive it
// belongs to, and its sort.
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

// keyring makes the keys of many postings of one ref in one piece of memory.
type keyring struct {
	ref  []byte
	keys []byte
	ends []int
}

func (k *keyring) add(part, sort, term string) {
	sort, term = safeTerm(sort), safeTerm(term)
	k.keys = append(k.keys, part...)
	k.keys = append(k.keys, sort...)
	k.keys = append(k.keys, term...)
	k.keys = append(k.keys, 0)
	k.keys = append(k.keys, k.ref...)
	k.ends = append(k.ends, len(k.keys))
}

func (k *keyring) entries() []entry {
	all, start := string(k.keys), 0
	list := make([]entry, len(k.ends))
	for i, end := range k.ends {
		list[i].key = all[start:end]
		start = end
	}
	return list
}

// articleEntries are the postings of an article.
func articleEntries(a *attache.Article, ref []byte) []entry {
	part := otherPart
	if a.Relevant {
		part = relevantPart
	}
	k := keyring{ref: ref}
	k.add(part, sortAny, "")
	if a.SourceID != "" {
		k.add(part, sortSource, a.SourceID)
	}
	if a.TrackID != "" {
		k.add(part, sortTrack, a.TrackID)
	}
	actors := a.Actors[:min(len(a.Actors), maxActors)]
	names := make([]string, 0, 2*len(actors))
	for _, actor := range actors {
		names = append(names, actor.Name, actor.Code)
		if actor.Code != "" {
			k.add(part, sortActor, actor.Code)
		}
	}
	if a.Event.Type != "" {
		k.add(part, sortEvent, string(a.Event.Type))
	}
	have := map[string]bool{}
	for _, terms := range [][]string{
		words.Stems(maxTitleTerms, a.Lang, a.Title), words.Terms(maxActorTerms, names...),
		words.Terms(maxNameTerms, a.Outlet), leadTerms(a),
	} {
		for _, t := range terms {
			if !have[t] {
				have[t] = true
				k.add(part, sortWord, t)
			}
		}
	}
	return k.entries()
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

// quoteEntries are the postings of an article's quotes; only those about
// diplomacy have any. An entry without ordinals is about all of them.
func quoteEntries(a *attache.Article, ref []byte) []entry {
	if !a.Relevant || len(a.Quotes) == 0 {
		return nil
	}
	title := words.Stems(maxTitleTerms, a.Lang, a.Title)
	codes := a.Report().Codes
	codes = codes[:min(len(codes), maxCodes)]
	k := keyring{ref: ref}
	var ordinals [][]byte
	room := maxAboutTerms
	for _, part := range []string{surePart, unsurePart} { // those that are shown first, within the room
		said := quoteTermsOf(a, part == surePart, &room)
		if len(said) == 0 {
			continue
		}
		for _, t := range title {
			delete(said, sortWord+t)
			k.add(part, sortWord, t)
			ordinals = append(ordinals, nil)
		}
		for _, code := range codes {
			k.add(part, sortActor, code)
			ordinals = append(ordinals, nil)
		}
		for term, which := range said {
			k.add(part, term, "")
			ordinals = append(ordinals, which)
		}
	}
	list := k.entries()
	for i := range list {
		list[i].value = ordinals[i]
	}
	return list
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
