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

// sourceKindNames label outlets.
var sourceKindNames = map[SourceKind]string{Official: "official", Wire: "wire", Press: "press", StateMedia: "state media"}

// Name says for people who speaks; "" for a kind that is not known.
func (k SourceKind) Name() string { return sourceKindNames[k] }

// FullText says whether an article's page is fetched when its feed carries
// only a summary.
type FullText string

// The full-text modes of a source. The empty mode means FullTextAuto.
const (
	FullTextAuto   FullText = "auto"   // when the feed's own text is short
	FullTextAlways FullText = "always" // always prefer the page
	FullTextNever  FullText = "never"  // the feed's text is all there is
)

// Source is an address that is polled for articles: a feed, a news sitemap, or a
// page that lists them.
type Source struct {
	ID       string     `json:"id"`                // stable; derived from URL by SourceID
	URL      string     `json:"url"`               // as configured, without secrets
	Private  string     `json:"private,omitempty"` // the whole address, where URL leaves secrets out; never exported nor logged
	Name     string     `json:"name,omitempty"`
	Kind     SourceKind `json:"kind,omitempty"`
	Country  string     `json:"country,omitempty"` // ISO 3166 alpha-3, or a body's abbreviation
	Lang     string     `json:"lang,omitempty"`    // ISO 639-1
	Topics   []string   `json:"topics,omitempty"`
	FullText FullText   `json:"full_text,omitempty"`
	Origin   Origin     `json:"origin,omitempty"`
	Polling  Polling    `json:"polling,omitzero"`

	// How it wants to be asked and read, where the usual way does not do.
	UserAgent string            `json:"user_agent,omitempty"`
	Headers   map[string]string `json:"headers,omitempty"`  // may hold a secret: never listed nor logged
	Proxy     string            `json:"proxy,omitempty"`    // http, https or socks5; "none" for none; may hold a secret
	TimeZone  string            `json:"timezone,omitempty"` // IANA name, of dates that name none
	Selector  string            `json:"selector,omitempty"` // CSS, of what holds one entry of its page
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
	Habits       Habits        `json:"habits,omitzero"`
	Today        Intake        `json:"today,omitzero"`
	Watched      []Watched     `json:"watched,omitempty"`  // late releases whose pages are read again
	HubPath      string        `json:"hub_path,omitempty"` // where the hub calls us; nobody can guess it; never exported nor logged

	Addresses  []AddressChange `json:"addresses,omitempty"`  // of what is polled, the latest last
	Others     []string        `json:"others,omitempty"`     // further feeds that its page names
	Searched   time.Time       `json:"searched,omitzero"`    // last search for a feed beyond the page itself
	Format     string          `json:"format,omitempty"`     // of the last document: "rss 2.0", "list", …
	Entries    int             `json:"entries,omitempty"`    // of the last document
	Newest     time.Time       `json:"newest,omitzero"`      // publication of its newest entry
	Pages      PageCount       `json:"pages,omitzero"`       // how reading the articles' pages went
	PagesAfter time.Time       `json:"pages_after,omitzero"` // their host asked not to be asked before
	Unread     []UnreadPage    `json:"unread,omitempty"`     // pages that gave no text, to be tried again
	Echoes     []string        `json:"echoes,omitempty"`     // hashes of texts that several pages gave: boilerplate
	List       *ListMemory     `json:"list,omitempty"`       // of a page that is read as a list
}

// AddressChange is a change of the address that is polled.
type AddressChange struct {
	At   time.Time `json:"at"`
	From string    `json:"from"`
	To   string    `json:"to"`
	Why  string    `json:"why"` // for people
}

// PageCount counts the articles' pages of a source: asked for, believed, and
// refused by reason. It is halved when it gets large, so that it tells of late.
type PageCount struct {
	Asked   int            `json:"asked,omitempty"`
	Read    int            `json:"read,omitempty"`
	Refused map[string]int `json:"refused,omitempty"` // by reason, for people
}

// UnreadPage is a page that was asked for and not believed.
type UnreadPage struct {
	URL   string    `json:"url"`
	Tries int       `json:"tries"`
	Last  time.Time `json:"last"`
	Why   string    `json:"why,omitempty"`
}

// ListMemory is what was learned of a page that is read as a list.
type ListMemory struct {
	Shape string   `json:"shape"`         // where in the page its entries stand
	Links []string `json:"links"`         // hashes of the entries' addresses at the last poll
	Odd   int      `json:"odd,omitempty"` // polls in a row that did not fit what came before
}

// Habits are what a source was seen to do with that which should tell its
// articles apart.
type Habits struct {
	MovedIDs    int      `json:"moved_ids,omitempty"`    // how often an id changed its article: at LooseIDs it is no identity
	SharedLinks []string `json:"shared_links,omitempty"` // hashes of addresses that several articles had
	Edits       int      `json:"edits,omitempty"`        // texts that changed after they were published
	Noise       []string `json:"noise,omitempty"`        // parameters of its addresses that change from poll to poll
}

// Watched is a release whose page is read again, in case its outlet changes it.
type Watched struct {
	Key   string    `json:"key"`   // one of its article's
	Since time.Time `json:"since"` // when it came
	Next  time.Time `json:"next"`  // not before
}

// Intake is what a source brought on a day, which has bounds.
type Intake struct {
	Day      string `json:"day,omitempty"` // 2006-01-02, UTC
	Articles int    `json:"articles,omitempty"`
	Bytes    int    `json:"bytes,omitempty"` // of titles and texts
	Left     int    `json:"left,omitempty"`  // articles and corrections beyond the bounds: taken on another day, where they are still listed
}

// LooseIDs is how many moves of ids make them no identities of a source: they
// count positions, or are made anew with every poll.
const LooseIDs = 5

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
