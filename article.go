package attache

import (
	"slices"
	"time"
)

// Article is one report of one source, as published, with what was read in it.
type Article struct {
	ID         string        `json:"id"`
	Keys       []string      `json:"keys,omitempty"` // identities it is known by: "url:…" canonical, "guid:source:…"
	SourceID   string        `json:"source,omitempty"`
	Outlet     string        `json:"outlet,omitempty"`
	OutletKind SourceKind    `json:"outlet_kind,omitempty"`
	Country    string        `json:"country,omitempty"` // the source's: ISO 3166 alpha-3, or a body's abbreviation
	URL        string        `json:"url,omitempty"`     // canonical
	Own        bool          `json:"own,omitempty"`     // URL is of the source's own site
	Title      string        `json:"title"`
	Titles     []TitleChange `json:"titles,omitempty"` // earlier titles, oldest first
	Edits      []Edit        `json:"edits,omitempty"`  // what was changed in its text, oldest first
	Summary    string        `json:"summary,omitempty"`
	Body       string        `json:"body,omitempty"` // plain text; paragraphs separated by a blank line
	Author     string        `json:"author,omitempty"`
	Published  time.Time     `json:"published,omitzero"`
	Updated    time.Time     `json:"updated,omitzero"`
	Fetched    time.Time     `json:"fetched,omitzero"`
	Hash       string        `json:"hash,omitempty"`    // of title and body: tells a change
	CopyOf     string        `json:"copy_of,omitempty"` // the article whose text this one republishes
	StoryID    string        `json:"story,omitempty"`
	TrackID    string        `json:"track,omitempty"`
	Reading
}

// When is when an article counts as published: the time that it gives itself,
// or when it was fetched first. Lists and windows go by it everywhere. Zero
// where neither is known.
func (a *Article) When() time.Time {
	if a.Published.IsZero() {
		return a.Fetched
	}
	return a.Published
}

// Text is what there is to read in an article.
func (a *Article) Text() Text {
	return Text{Title: a.Title, Body: a.Body, Lang: a.Lang, Published: a.Published, Country: a.Country}
}

// Report is what an article brings into its story.
func (a *Article) Report() Report {
	return Report{
		ArticleID: a.ID, Outlet: a.Outlet, Kind: a.OutletKind, Country: a.Country, Lang: a.Lang, Title: a.Title, URL: a.URL,
		Own: a.Own, Published: a.When().UTC(), CopyOf: a.CopyOf, Codes: a.leadingCodes(), Event: a.Event, Relevant: a.Relevant,
	}
}

// How many countries and bodies a report names: those of its actors, and those
// of its event besides.
const (
	reportActors = 6
	reportCodes  = 8
)

// leadingCodes are an article's countries and bodies, most mentioned first.
func (a *Article) leadingCodes() []string {
	var codes []string
	add := func(code string, most int) {
		if code != "" && len(codes) < most && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for i := range a.Actors {
		add(a.Actors[i].Code, reportActors)
	}
	for _, code := range slices.Concat(a.Event.Source, a.Event.Target) {
		add(code, reportCodes)
	}
	return codes
}

// Cite gives one of an article's quotes with where it was published.
func (a *Article) Cite(q Quote) Quote {
	q.ArticleID, q.StoryID, q.Outlet, q.URL, q.Published = a.ID, a.StoryID, a.Outlet, a.URL, a.Published
	return q
}

// TitleChange is a title an article had until a time.
type TitleChange struct {
	Title string    `json:"title"`
	Until time.Time `json:"until"`
}

// Edit is a change of an article's text that its outlet made after it was
// published: sentences, word for word, as they were and as they are.
type Edit struct {
	At   time.Time `json:"at"`             // when it was seen
	Gone []string  `json:"gone,omitempty"` // in the order of the earlier text
	Came []string  `json:"came,omitempty"` // in the order of the later one
}

// Revisions are the sentences that an article's outlet changed since a time, the
// latest change first, each with the one that came instead.
func (a *Article) Revisions(since time.Time) []Revision {
	var out []Revision
	for _, e := range slices.Backward(a.Edits) {
		if e.At.Before(since) {
			break
		}
		for i, gone := range e.Gone {
			r := Revision{Outlet: a.Outlet, URL: a.URL, At: e.At, Gone: gone}
			if i < len(e.Came) && len(e.Gone) == len(e.Came) {
				r.Came = e.Came[i]
			} else if i == 0 && len(e.Came) > 0 && len(e.Gone) == 1 {
				r.Came = e.Came[0]
			}
			out = append(out, r)
		}
	}
	return out
}

// ArticleID is the id of an article first seen under a key.
func ArticleID(key string) string { return "a" + digestOf(key) }

// TextHash tells whether a title or a body changed.
func TextHash(title, body string) string { return digestOf(title, body) }

// ArticleQuery chooses articles, newest first. Empty fields do not narrow.
type ArticleQuery struct {
	Words    []string // all of them, in any form, among those of title, first sentences, actors and outlet
	Labels   bool     // or the name of the event's type
	Actor    string   // country or body code
	Actors   []string // such codes, all of them
	SourceID string
	TrackID  string
	Since    time.Time // inclusive
	Until    time.Time // exclusive
	All      bool      // also what is not diplomacy
	Brief    bool      // without Body and Quotes, whose reading is most of the work
	After    string    // cursor: continue after this page
	Limit    int       // at most this many; 0 means 20
}
