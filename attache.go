// Package attache is the domain of Attaché, a self-hosted bot that follows
// diplomacy for its subscribers: what a source, an article, a quote, a story,
// an edition, a chat and a delivery are, the small interfaces of the store
// that keeps them, and the errors they share.
//
// It imports nothing of ours; every other package imports it and none of its
// siblings (cmd/attache wires them). All times are UTC. Offsets into a text
// count Unicode code points of the article's body, the end exclusive.
package attache

import "time"

// SourceKind says who speaks through a source.
type SourceKind string

// The kinds of sources. A story told by official sources of both sides ranks
// above one told by the press alone; state media are labelled as such.
const (
	Official   SourceKind = "official"    // ministries, presidencies, international bodies
	Wire       SourceKind = "wire"        // news agencies
	Press      SourceKind = "press"       // papers and broadcasters
	StateMedia SourceKind = "state-media" // outlets that a state directs
)

// FullText says whether an article's page is fetched when its feed carries
// only a summary.
type FullText string

// The full-text modes of a source. The empty mode means FullTextAuto.
const (
	FullTextAuto   FullText = "auto"   // when the feed's own text is short
	FullTextAlways FullText = "always" // always prefer the page
	FullTextNever  FullText = "never"  // the feed's text is all there is
)

// Source is an address that is polled for articles: a feed, or a news sitemap.
type Source struct {
	ID       string     `json:"id"`  // stable; derived from URL by SourceID
	URL      string     `json:"url"` // as configured
	Name     string     `json:"name,omitempty"`
	Kind     SourceKind `json:"kind,omitempty"`
	Country  string     `json:"country,omitempty"` // ISO 3166 alpha-3, or a body's abbreviation
	Lang     string     `json:"lang,omitempty"`    // ISO 639-1
	Topics   []string   `json:"topics,omitempty"`
	FullText FullText   `json:"full_text,omitempty"`
	Origin   Origin     `json:"origin,omitempty"`
	Polling  Polling    `json:"polling,omitzero"`
}

// Origin says who put a source on the list, and so who may take it off.
type Origin string

// The origins of sources. A source that left the configuration or the default
// list leaves the store; one that was added by hand stays until it is removed.
const (
	FromConfig  Origin = "config"
	FromDefault Origin = "default"
	FromHand    Origin = "added"
)

// PollState says whether a source is still polled.
type PollState string

// The states of polling. The empty state means PollActive.
const (
	PollActive PollState = "active"
	PollPaused PollState = "paused" // kept failing; the operators were told once
	PollGone   PollState = "gone"   // the server said 410
)

// Polling is what was learned from polling a source; configuration never sets it.
type Polling struct {
	ETag         string        `json:"etag,omitempty"`
	LastModified string        `json:"last_modified,omitempty"`
	MovedTo      string        `json:"moved_to,omitempty"` // address after permanent redirects or autodiscovery
	Checked      time.Time     `json:"checked,omitzero"`   // last attempt
	Changed      time.Time     `json:"changed,omitzero"`   // last time something new came
	Next         time.Time     `json:"next,omitzero"`      // not before
	Interval     time.Duration `json:"interval,omitempty"` // adapted to how often it publishes
	Failures     int           `json:"failures,omitempty"` // in a row
	Problem      string        `json:"problem,omitempty"`  // of the last failure, for people
	State        PollState     `json:"state,omitempty"`
	Verified     bool          `json:"verified,omitempty"`   // gave articles at least once
	Hub          string        `json:"hub,omitempty"`        // WebSub hub offered
	HubTopic     string        `json:"hub_topic,omitempty"`  // the feed's address as the hub knows it
	HubUntil     time.Time     `json:"hub_until,omitzero"`   // subscription lease
	HubSecret    string        `json:"hub_secret,omitempty"` // never exported nor logged
}

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

// Text is what is read: the input of extraction.
type Text struct {
	Title     string
	Body      string
	Lang      string    // ISO 639-1 when known; otherwise it is guessed
	Published time.Time // decides who held which office; zero means unknown
	Country   string    // of the outlet, ISO alpha-3 when known
}

// Reading is what extraction found in a text.
type Reading struct {
	Lang      string        `json:"lang,omitempty"`
	Diplomacy float64       `json:"diplomacy"`          // probability, 0 to 1
	Relevant  bool          `json:"relevant"`           // Diplomacy is above the threshold
	Evidence  []string      `json:"evidence,omitempty"` // the words that decided, for "why am I seeing this"
	Event     Event         `json:"event"`
	Actors    []Actor       `json:"actors,omitempty"` // most mentioned first
	Quotes    []Quote       `json:"quotes,omitempty"` // in the order of the text
	Dates     []Appointment `json:"dates,omitempty"`  // announced next moves
}

// Span is a stretch of a text in code points: start, and end exclusive.
type Span [2]int

// ActorKind tells persons from countries and bodies.
type ActorKind string

// The kinds of actors.
const (
	Person       ActorKind = "person"
	Country      ActorKind = "country"
	Organization ActorKind = "organization"
)

// Actor is a party named in a text.
type Actor struct {
	Name     string    `json:"name"`           // at its fullest
	Kind     ActorKind `json:"kind"`           //
	Code     string    `json:"code,omitempty"` // of the country or body, for a person of the one spoken for
	Role     string    `json:"role,omitempty"` // of a person, as the article gives it
	Mentions []Span    `json:"mentions,omitempty"`
}

// EventType is what one party does towards another: STATEMENT, or one of the
// sixteen types of the PLOVER ontology (Open Event Data Alliance, 2021).
type EventType string

// The event types, from cooperation to conflict.
const (
	Statement EventType = "STATEMENT"
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// Event is the main event of a text: who does what to whom.
type Event struct {
	Type   EventType `json:"type,omitempty"`
	Source []string  `json:"source,omitempty"` // country and body codes
	Target []string  `json:"target,omitempty"`
}

// QuoteKind tells how much of a quote is verbatim.
type QuoteKind string

// The kinds of quotes. Only direct and mixed ones are ever shown in marks.
const (
	Direct   QuoteKind = "direct"   // a whole utterance between marks
	Mixed    QuoteKind = "mixed"    // a fragment between marks within a report
	Indirect QuoteKind = "indirect" // reported speech without marks
)

// Quote is something somebody said, word for word as published.
type Quote struct {
	Kind       QuoteKind `json:"kind"`
	Segments   []Span    `json:"segments"` // the words, without their marks
	Text       string    `json:"text"`     // the segments' text, joined by " … " where something stands between
	Speaker    string    `json:"speaker,omitempty"`
	Role       string    `json:"role,omitempty"`
	Code       string    `json:"code,omitempty"`    // country or body spoken for
	Mention    *Span     `json:"mention,omitempty"` // the words that name the speaker here
	Cue        string    `json:"cue,omitempty"`     // the words of saying
	Polarity   string    `json:"polarity,omitempty"`
	Confidence float64   `json:"confidence"` // that Speaker is right, 0 to 1

	// Where it was published; the store sets these from the article.
	ID        string    `json:"id,omitempty"`
	ArticleID string    `json:"article,omitempty"`
	StoryID   string    `json:"story,omitempty"`
	Outlet    string    `json:"outlet,omitempty"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// Sure is the least Confidence at which a quote is shown under its speaker's name.
const Sure = 0.6

// Appointment is an announced next move: a meeting, a summit, a deadline.
type Appointment struct {
	Day      time.Time `json:"day"`  // midnight UTC of the day announced
	What     string    `json:"what"` // the sentence, verbatim
	Span     Span      `json:"span"`
	Deadline bool      `json:"deadline,omitempty"`
}

// Story is one event as many outlets report it.
type Story struct {
	ID         string     `json:"id"`
	TrackID    string     `json:"track,omitempty"`
	Headline   string     `json:"headline"` // the title of its best article, verbatim
	Lang       string     `json:"lang,omitempty"`
	First      time.Time  `json:"first"` // earliest publication
	Last       time.Time  `json:"last"`  // latest publication
	ArticleIDs []string   `json:"articles"`
	Outlets    []string   `json:"outlets,omitempty"`  // independent ones: wire copies count once
	Official   int        `json:"official,omitempty"` // how many of its articles are official
	Actors     []string   `json:"actors,omitempty"`   // country and body codes, most mentioned first
	Event      Event      `json:"event"`
	Relevant   bool       `json:"relevant"`
	Alerted    *time.Time `json:"alerted,omitempty"` // when it went out as breaking for all; who is told chat by chat is remembered with the chat
	Reports    []Report   `json:"reports,omitempty"` // what its articles brought in, in the order of ArticleIDs
}

// Report is what an article brought into its story: enough to tell the story
// again when the article changes, without its text.
type Report struct {
	ArticleID string     `json:"id"`
	Outlet    string     `json:"outlet,omitempty"`
	Kind      SourceKind `json:"kind,omitempty"`
	Country   string     `json:"country,omitempty"`
	Lang      string     `json:"lang,omitempty"`
	Title     string     `json:"title,omitempty"`
	URL       string     `json:"url,omitempty"`
	Published time.Time  `json:"published,omitzero"`
	CopyOf    string     `json:"copy_of,omitempty"`
	Codes     []string   `json:"codes,omitempty"` // countries and bodies, most mentioned first
	Event     Event      `json:"event,omitzero"`
	Relevant  bool       `json:"relevant,omitempty"`
}

// Track is a negotiation or a relationship that lives for weeks.
type Track struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	Actors      []string      `json:"actors,omitempty"`
	Stories     []string      `json:"stories,omitempty"` // oldest first
	First       time.Time     `json:"first"`
	Last        time.Time     `json:"last"`
	Temperature float64       `json:"temperature"` // -1 conflict to 1 cooperation
	Next        []Appointment `json:"next,omitempty"`
	Moves       []Move        `json:"moves,omitempty"` // the latest, one a story, oldest first
	Terms       []string      `json:"terms,omitempty"` // the issue: stems that tell it from others of the same actors
}

// Move is what a story did to its track.
type Move struct {
	StoryID string    `json:"story"`
	At      time.Time `json:"at"`
	Type    EventType `json:"type,omitempty"`
}
