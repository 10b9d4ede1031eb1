// Package feed reads sources: the addresses of feeds and news sitemaps go in,
// articles come out, fetched, decoded, cleaned, with readable full text.
//
// Parse and Page are pure: bytes in, values out, never a panic. A Poller polls
// sources politely and safely (package fetch) and hands what is new to its
// caller; it stores nothing but the state of polling, and that only after the
// caller has stored the articles.
package feed

import (
	"encoding/json"
	"errors"
	"time"
)

// The ways a document is not a feed.
var (
	ErrNotFeed = errors.New("not a feed: neither RSS, RDF, Atom, JSON Feed nor a news sitemap")
	ErrIsPage  = errors.New("a web page, not a feed")
)

// Feed is a document that lists entries.
type Feed struct {
	Title   string
	Format  string // "rss 2.0", "rdf 1.0", "atom 1.0", "json 1.1", "sitemap": family, blank, version where known
	Lang    string // as declared, such as "en" or "pt-BR"
	URL     string // the site's page
	Self    string // the address the feed gives itself
	Hub     string // WebSub hub
	TTL     time.Duration
	Entries []Entry
	Notes   []string // what had to be repaired, for people
}

// Entry is one item of a feed. Title, Summary and Content are HTML, made
// harmless and their links absolute, or plain text where the feed says that
// they are.
type Entry struct {
	ID        string
	URL       string // absolute where the feed allows it
	Title     string
	Published time.Time // zero where unknown
	Updated   time.Time
	Author    string
	Summary   string // what the feed gives as description; the content where it gives none
	Content   string // the entry's own full content, "" where the feed has none
	Lang      string

	Outlet string // who published it, where an aggregator's feed tells; "" for the feed's own entries

	zoneless bool     // its times name no zone
	site     string   // of Outlet, as the aggregator tells
	plain    []string // the fields that hold plain text, not HTML
}

type feedJSON struct {
	Title   string      `json:"title"`
	Format  string      `json:"format"`
	Lang    string      `json:"lang"`
	Entries []entryJSON `json:"entries"`
}

type entryJSON struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Updated   string `json:"updated"`
	Author    string `json:"author"`
	Summary   string `json:"summary"`
	Content   string `json:"content"`
}

// MarshalJSON writes the machine-readable form of `attache inspect feed`.
// Times are RFC 3339 in UTC; "" stands for what the feed does not tell.
func (f Feed) MarshalJSON() ([]byte, error) {
	out := feedJSON{Title: f.Title, Format: f.Format, Lang: f.Lang, Entries: make([]entryJSON, len(f.Entries))}
	for i, e := range f.Entries {
		out.Entries[i] = entryJSON{
			ID: e.ID, URL: e.URL, Title: e.Title, Published: stamp(e.Published), Updated: stamp(e.Updated),
			Author: e.Author, Summary: e.Summary, Content: e.Content,
		}
	}
	return json.Marshal(out)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
