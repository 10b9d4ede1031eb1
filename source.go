package attache

import (
	"context"
	"time"
)

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
	URL      string     `json:"url"` // as configured, without secrets
	Private  string     `json:"private,omitempty"` // the whole address, where URL leaves secrets out; never exported nor logged
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
	HubPath      string        `json:"hub_path,omitempty"`   // where the hub calls us; nobody can guess it; never exported nor logged
}

// SourceID is the id of the source at an address.
func SourceID(url string) string { return "s" + digestOf(url) }

// Sources keeps what is polled.
type Sources interface {
	ListSources(ctx context.Context) ([]Source, error)
	// PutSources adds sources or replaces those with the same ID, in one transaction.
	PutSources(ctx context.Context, sources ...Source) error
	// RemoveSource returns ErrNotFound where there is none; its articles stay.
	RemoveSource(ctx context.Context, id string) error
}
