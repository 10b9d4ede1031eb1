package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
	"attache/store/words"
)

// pageLimit is how many a page holds where the query does not say.
const pageLimit = 20

// maxSteps bounds the work of one page: entries looked at in the indexes. Only
// a query for several frequent words that hardly ever meet comes near; its
// page is short then, with a cursor that goes on from there.
const maxSteps = 100_000

// maxQueryTerms bounds how many words of a query are looked up; no chat sends
// more.
const maxQueryTerms = 64

// window gives the bounds of a scan. The oldest stamp is the zero time's.
func window(since, until time.Time, after []byte) (from, oldest []byte) {
	from = newest
	if !until.IsZero() {
		from = stamp(until) // every ref of that moment is longer, and so comes after
	}
	if after != nil && bytes.Compare(after, from) < 0 {
		from = after
	}
	return from, stamp(since)
}

// Articles chooses articles, newest first.
func (s *Store) Articles(ctx context.Context, q attache.ArticleQuery) (page []attache.Article, next string, err error) {
	var after []byte
	if q.After != "" {
		if after, err = position(articleCursor, q.After, stampLen+1); err != nil {
			return nil, "", err
		}
		after = below(after)
	}
	terms, ok := articleTerms(&q)
	if !ok {
		return nil, "", ctx.Err()
	}
	limit := q.Limit
	if limit <= 0 {
		limit = pageLimit
	}
	read := articleAt
	if q.Brief {
		read = headAt
	}
	err = s.view(ctx, func(tx *bolt.Tx) error {
		find := s.search(tx, ofArticles, terms, relevantPart, otherPart, q.All)
		find.from, find.since = window(q.Since, q.Until, after)
		var last []byte
		stopped, err := find.each(ctx, func(ref []byte, _ [][]byte) (bool, error) {
			if len(page) == limit {
				next = cursor(articleCursor, last)
				return false, nil
			}
			last = ref
			a, err := read(tx, ref)
			if err != nil {
				s.skip("article", refID(ref), err)
				return true, nil
			}
			page = append(page, a)
			return true, nil
		})
		if stopped != nil && next == "" {
			next = cursor(articleCursor, above(stopped))
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return page, next, nil
}

// above undoes below: a position after which a scan begins at that bound.
func above(ref []byte) []byte { return append(bytes.Clone(ref), 1) }

// alternatives are terms, each with its sort, of which one is enough.
type alternatives []string

// only is a term without others.
func only(sort, term string) alternatives { return alternatives{sort + term} }

// anyForm gives the alternatives of each word that is asked for, of a sort; false
// where the words hold nothing that could be found.
func anyForm(sort string, asked ...string) ([]alternatives, bool) {
	forms := words.Forms(maxQueryTerms, asked...)
	list := make([]alternatives, len(forms))
	for i, form := range forms {
		for _, t := range form {
			list[i] = append(list[i], sort+t)
		}
	}
	return list, len(list) > 0
}

// labelled are the event types whose name has a word, by the word's stem: a story
// is found by the label that it is shown with.
var labelled = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, kind := range attache.EventTypes() {
		for _, t := range words.Told(0, "en", kind.Name()) {
			m[t] = append(m[t], sortEvent+string(kind))
		}
	}
	return m
})

// articleTerms gives the terms that narrow a query; false where its words hold
// nothing that could be found.
func articleTerms(q *attache.ArticleQuery) ([]alternatives, bool) {
	var terms []alternatives
	if len(q.Words) > 0 {
		asked, ok := anyForm(sortWord, q.Words...)
		if !ok {
			return nil, false
		}
		for _, forms := range asked {
			for _, t := range forms {
				if q.Labels {
					forms = append(forms, labelled()[t[len(sortWord):]]...)
				}
			}
			terms = append(terms, forms)
		}
	}
	for _, code := range q.Actors {
		terms = append(terms, only(sortActor, code))
	}
	for _, narrow := range [][2]string{{sortActor, q.Actor}, {sortSource, q.SourceID}, {sortTrack, q.TrackID}} {
		if narrow[1] != "" {
			terms = append(terms, only(narrow[0], narrow[1]))
		}
	}
	if len(terms) == 0 {
		terms = []alternatives{only(sortAny, "")}
	}
	return terms, true
}

// search is one of an index, for terms of one part, or of both.
func (s *Store) search(tx *bolt.Tx, index string, terms []alternatives, part, other string, both bool) *search {
	find := &search{tx: tx, budget: s.budget}
	for _, forms := range terms {
		var union []string
		for _, t := range forms {
			t = t[:1] + safeTerm(t[1:]) // its sort, and what was asked for
			union = append(union, index+part+t)
			if both {
				union = append(union, index+other+t)
			}
		}
		find.terms = append(find.terms, union)
	}
	return find
}

// Quotes chooses quotes, newest first, those of one article in its order.
// Only articles about diplomacy are heard.
func (s *Store) Quotes(ctx context.Context, q attache.QuoteQuery) ([]attache.Quote, string, error) {
	p := quotePage{store: s, query: &q, limit: q.Limit}
	if p.limit <= 0 {
		p.limit = pageLimit
	}
	var after []byte
	if q.After != "" {
		at, err := position(quoteCursor, q.After, stampLen+1+2)
		if err != nil {
			return nil, "", err
		}
		after, p.ordinal = at[:len(at)-2], int(binary.BigEndian.Uint16(at[len(at)-2:]))
		p.resume = after
	}
	terms, ok := quoteTerms(&q)
	if !ok {
		return nil, "", ctx.Err()
	}
	err := s.view(ctx, func(tx *bolt.Tx) error {
		find := s.search(tx, ofQuotes, terms, surePart, unsurePart, q.Unsure)
		find.from, find.since = window(q.Since, q.Until, after)
		stopped, err := find.each(ctx, func(ref []byte, values [][]byte) (bool, error) { return p.add(tx, ref, values) })
		if stopped != nil && p.next == "" {
			p.next = quoteCursorAt(stopped, 0)
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return p.quotes, p.next, nil
}

// quoteTerms gives the terms that choose quotes; false where a filter holds
// nothing that could be found.
func quoteTerms(q *attache.QuoteQuery) ([]alternatives, bool) {
	var terms []alternatives
	for _, narrow := range [][2]string{{sortSpeaker, q.Speaker}, {sortWord, q.About}} {
		if narrow[1] == "" {
			continue
		}
		asked, ok := anyForm(narrow[0], narrow[1])
		if !ok {
			return nil, false
		}
		terms = append(terms, asked...)
	}
	for _, code := range q.Actors {
		terms = append(terms, only(sortActor, code))
	}
	if q.For != "" {
		terms = append(terms, only(sortFor, q.For))
	}
	if q.Polarity != "" {
		terms = append(terms, only(sortMood, string(q.Polarity)))
	}
	if len(terms) == 0 {
		terms = []alternatives{only(sortAny, "")}
	}
	return terms, true
}

func quoteCursorAt(ref []byte, ordinal int) string {
	return cursor(quoteCursor, binary.BigEndian.AppendUint16(bytes.Clone(ref), uint16(ordinal)))
}

// quotePage gathers the quotes of a page.
type quotePage struct {
	store   *Store
	query   *attache.QuoteQuery
	limit   int
	resume  []byte // the article in the middle of which the page begins
	ordinal int    // and the first of its quotes that is still to come
	quotes  []attache.Quote
	next    string
}

// add takes the quotes of an article that every list has.
func (p *quotePage) add(tx *bolt.Tx, ref []byte, values [][]byte) (bool, error) {
	start := 0
	if bytes.Equal(ref, p.resume) {
		start = p.ordinal
	}
	wanted := inAll(values)
	a, err := articleAt(tx, ref)
	if err != nil {
		p.store.skip("article", refID(ref), err)
		return true, nil
	}
	for ordinal, quote := range a.Quotes {
		switch {
		case ordinal < start, wanted != nil && !wanted[ordinal], !p.query.Unsure && !quote.Showable():
			continue
		case len(p.quotes) == p.limit:
			p.next = quoteCursorAt(ref, ordinal)
			return false, nil
		}
		p.quotes = append(p.quotes, quote)
	}
	return true, nil
}

// inAll gives the ordinals that every value has; nil for all of them.
func inAll(values [][]byte) map[int]bool {
	var all map[int]bool
	for _, v := range values {
		if len(v) == 0 {
			continue
		}
		these := map[int]bool{}
		for len(v) > 0 {
			n, used := binary.Uvarint(v)
			if used <= 0 {
				break
			}
			v = v[used:]
			if all == nil || all[int(n)] {
				these[int(n)] = true
			}
		}
		all = these
	}
	return all
}
