package bolt

import (
	"encoding/binary"

	"attache"
	"attache/store/words"
)

// How many terms of each sort are indexed. What one article may cost is
// bounded, whatever its feed sends.
const (
	maxTitleTerms = 48
	maxActorTerms = 48
	maxActors     = 24
	maxNameTerms  = 16
	maxAboutTerms = 160
	maxOrdinal    = 1<<16 - 1
)

// Every term of the indexes begins with two bytes: the part of the archive it
// belongs to, and its sort.
const (
	relevantPart = "r" // articles about diplomacy
	otherPart    = "o" // the rest of the articles
	surePart     = "y" // quotes that are shown
	unsurePart   = "n" // quotes of doubtful speakers, and indirect ones

	sortAny     = "-"
	sortWord    = "w"
	sortActor   = "a"
	sortSource  = "s"
	sortTrack   = "t"
	sortSpeaker = "s"
	sortMood    = "p"
)

// shown tells whether a quote may stand under its speaker's name and in marks.
func shown(q *attache.Quote) bool {
	return q.Kind != attache.Indirect && q.Confidence >= attache.Sure
}

// entries are postings: term and ref to value.
type entries map[string][]byte

// articleEntries are the postings of an article.
func articleEntries(a *attache.Article, ref []byte) entries {
	part := otherPart
	if a.Relevant {
		part = relevantPart
	}
	e := entries{}
	add := func(sort, term string) { e[string(postingKey(part+sort+term, ref))] = nil }
	add(sortAny, "")
	if a.SourceID != "" {
		add(sortSource, a.SourceID)
	}
	if a.TrackID != "" {
		add(sortTrack, a.TrackID)
	}
	names := make([]string, 0, 2*maxActors)
	for i, actor := range a.Actors {
		if i == maxActors {
			break
		}
		names = append(names, actor.Name, actor.Code)
		if actor.Code != "" {
			add(sortActor, actor.Code)
		}
	}
	for _, terms := range [][]string{
		words.Terms(maxTitleTerms, a.Title), words.Terms(maxActorTerms, names...),
		words.Terms(maxNameTerms, a.Outlet),
	} {
		for _, t := range terms {
			add(sortWord, t)
		}
	}
	return e
}

// quoteEntries are the postings of an article's quotes; only those about
// diplomacy have any.
func quoteEntries(a *attache.Article, ref []byte) entries {
	e := entries{}
	if !a.Relevant {
		return e
	}
	add := func(part, sort, term string, ordinal int) {
		k := string(postingKey(part+sort+term, ref))
		e[k] = binary.AppendUvarint(e[k], uint64(ordinal))
	}
	about := map[string]bool{}
	for _, sure := range []bool{true, false} { // those that are shown first, within the bound
		part, some := unsurePart, false
		if sure {
			part = surePart
		}
		for i := range a.Quotes {
			q := &a.Quotes[i]
			if shown(q) != sure {
				continue
			}
			some = true
			add(part, sortAny, "", i)
			if q.Polarity != "" {
				add(part, sortMood, q.Polarity, i)
			}
			for _, t := range words.Terms(maxNameTerms, q.Speaker) {
				add(part, sortSpeaker, t, i)
			}
			for _, t := range words.Terms(maxAboutTerms, q.Text) {
				if len(about) < maxAboutTerms || about[t] {
					about[t] = true
					add(part, sortWord, t, i)
				}
			}
		}
		if some { // a word of the title is about every quote: no ordinals
			for _, t := range words.Terms(maxTitleTerms, a.Title) {
				e[string(postingKey(part+sortWord+t, ref))] = nil
			}
		}
	}
	return e
}
