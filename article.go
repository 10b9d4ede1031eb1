package attache

import "time"

// Article is one report of one source, as published, with what was read in it.
type Article struct {
	ID         string        `json:"id"`
	Keys       []string      `json:"keys,omitempty"` // identities it is known by: "url:…" canonical, "guid:source:…"
	SourceID   string        `json:"source,omitempty"`
	Outlet     string        `json:"outlet,omitempty"`
	OutletKind SourceKind    `json:"outlet_kind,omitempty"`
	Country    string        `json:"country,omitempty"` // the source's: ISO 3166 alpha-3, or a body's abbreviation
	URL        string        `json:"url,omitempty"`     // canonical
	Title      string        `json:"title"`
	Titles     []TitleChange `json:"titles,omitempty"` // earlier titles, oldest first
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

// TitleChange is a title an article had until a time.
type TitleChange struct {
	Title string    `json:"title"`
	Until time.Time `json:"until"`
}

// ArticleID is the id of an article first seen under a key.
func ArticleID(key string) string { return "a" + digestOf(key) }

// TextHash tells whether a title or a body changed.
func TextHash(title, body string) string { return digestOf(title, body) }

// ArticleQuery chooses articles, newest first. Empty fields do not narrow.
type ArticleQuery struct {
	Words    []string // all of them among the words of title, actors and outlet, case and accents folded
	Actor    string   // country or body code
	SourceID string
	TrackID  string
	Since    time.Time // inclusive
	Until    time.Time // exclusive
	All      bool      // also what is not diplomacy
	After    string    // cursor: continue after this page
	Limit    int       // at most this many; 0 means 20
}
