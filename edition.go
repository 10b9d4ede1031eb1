package attache

import "time"

// Edition is a chat's digest for a window of time: chosen and ordered, not yet
// rendered. Every sentence in it is verbatim.
type Edition struct {
	ID       string    `json:"id"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	TimeZone string    `json:"timezone,omitempty"` // IANA name, for showing times
	Sections []Section `json:"sections,omitempty"`
	// Told are the chat's stories of the last editions, and how far each was
	// told: reports that come late reopen a window, but tell nothing twice.
	Told     map[string]time.Time `json:"told,omitempty"`
	Agenda   []Appointment        `json:"agenda,omitempty"`
	LeftOut  int                  `json:"left_out,omitempty"` // stories of the window that had no place
	Articles int                  `json:"articles,omitempty"` // reports behind the edition
	Alert    bool                 `json:"alert,omitempty"`    // one story, told at once
	Previous string               `json:"previous,omitempty"` // ID of the edition that it goes on from; "" none
}

// Stories counts the stories that have a place in the edition.
func (e Edition) Stories() int {
	n := 0
	for _, s := range e.Sections {
		n += len(s.Items)
	}
	return n
}

// Section is a part of an edition: the stories of one track, or the rest.
type Section struct {
	TrackID string `json:"track,omitempty"`
	Title   string `json:"title,omitempty"`
	Items   []Item `json:"items"`
}

// Item is one story in an edition.
type Item struct {
	StoryID      string     `json:"story"`
	Headline     string     `json:"headline"`
	URL          string     `json:"url,omitempty"` // of the headline's article
	Lead         []Sentence `json:"lead,omitempty"`
	Readouts     []Sentence `json:"readouts,omitempty"` // official accounts, one a side
	Quotes       []Quote    `json:"quotes,omitempty"`
	Links        []Link     `json:"links,omitempty"` // independent outlets, best first
	Event        Event      `json:"event"`
	Actors       []string   `json:"actors,omitempty"`
	Last         time.Time  `json:"last"`
	SingleSource bool       `json:"single_source,omitempty"`
	Disputed     bool       `json:"disputed,omitempty"`
	Update       bool       `json:"update,omitempty"` // the chat had this story before; only what is new is shown
}

// Sentence is a verbatim sentence with its place.
type Sentence struct {
	Text   string `json:"text"`
	Outlet string `json:"outlet,omitempty"`
	URL    string `json:"url,omitempty"`
	Code   string `json:"code,omitempty"` // the side whose account it is
}

// Link is a report of a story.
type Link struct {
	Outlet string     `json:"outlet"`
	Kind   SourceKind `json:"kind,omitempty"`
	URL    string     `json:"url"`
	Lang   string     `json:"lang,omitempty"`
}

// StateOfPlay is where a track stands.
type StateOfPlay struct {
	Track     Track         `json:"track"`
	Timeline  []Turn        `json:"timeline,omitempty"` // the latest moves, newest first
	Positions []Position    `json:"positions,omitempty"`
	Next      []Appointment `json:"next,omitempty"`
}

// Turn is a move of a track with the story that tells it.
type Turn struct {
	Move
	Headline string   `json:"headline"`
	URL      string   `json:"url,omitempty"`
	Actors   []string `json:"actors,omitempty"`
}

// Position is what a party accepted, rejected or demanded, in its own words.
type Position struct {
	Code  string `json:"code"` // the party
	Kind  string `json:"kind"` // accepted, rejected, demanded, accused or warned
	Quote Quote  `json:"quote"`
}

// Filter narrows what a chat gets. Empty fields do not narrow.
type Filter struct {
	Actors []string `json:"actors,omitempty"` // country and body codes; one of them is enough
	Words  []string `json:"words,omitempty"`  // one of them in headline or actors is enough
	Langs  []string `json:"langs,omitempty"`
	Tracks []string `json:"tracks,omitempty"`
}

// Match is what of a story passed a filter: the hits within each field that
// narrows.
type Match struct {
	Actors []string // codes
	Words  []string // as the filter has them
	Langs  []string
	Track  bool
}

// Alerts say how often a chat is told of breaking news at once. The zero
// value is never.
type Alerts struct {
	PerDay     int    `json:"per_day,omitempty"`     // at most so many a calendar day of the chat
	QuietFrom  string `json:"quiet_from,omitempty"`  // HH:MM of the chat's clock; none comes from here
	QuietUntil string `json:"quiet_until,omitempty"` // until here, past midnight where it is less; both "": no quiet hours
}

// ChatKind is what sort of chat a subscriber is.
type ChatKind string

// The kinds of chats.
const (
	Private ChatKind = "private"
	Group   ChatKind = "group" // and supergroups
	Channel ChatKind = "channel"
)

// ChatState says whether a chat gets deliveries.
type ChatState string

// The states of a chat.
const (
	ChatActive  ChatState = "active"
	ChatStopped ChatState = "stopped" // by /stop
	ChatPaused  ChatState = "paused"  // the bot may not write there just now
	ChatGone    ChatState = "gone"    // blocked, kicked, deleted
)

// Chat is a subscriber.
type Chat struct {
	ID       string    `json:"id"` // "channel:address", made and understood by the channel alone
	Kind     ChatKind  `json:"kind,omitempty"`
	Title    string    `json:"title,omitempty"`
	Lang     string    `json:"lang,omitempty"`
	TimeZone string    `json:"timezone,omitempty"` // IANA name
	Schedule string    `json:"schedule,omitempty"` // HH:MM or a cron expression
	Filter   Filter    `json:"filter,omitzero"`
	Alerts   Alerts    `json:"alerts,omitzero"`
	State    ChatState `json:"state"`
	Problem  string    `json:"problem,omitempty"` // why it is paused or gone
	Joined   time.Time `json:"joined,omitzero"`
	LastSlot time.Time `json:"last_slot,omitzero"` // the newest slot that was enqueued
	Edition  string    `json:"edition,omitempty"`  // the one enqueued for LastSlot: the next tells what is new since
	NextSlot time.Time `json:"next_slot,omitzero"` // when the next digest is due; zero: none
}

// DeliveryState is where a delivery stands.
type DeliveryState string

// The states of a delivery.
const (
	Pending DeliveryState = "pending"
	Claimed DeliveryState = "claimed" // by a courier, until its lease ends
	Sent    DeliveryState = "sent"
	Dead    DeliveryState = "dead"    // refused for good; Problem says why
	Expired DeliveryState = "expired" // too old to be sent
)

// Delivery is an edition on its way to a chat. ID is the idempotency key:
// enqueued twice, it is one delivery.
type Delivery struct {
	ID        string        `json:"id"` // DeliveryID(chat, slot)
	ChatID    string        `json:"chat"`
	EditionID string        `json:"edition"`
	Slot      time.Time     `json:"slot"`
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts,omitempty"`
	NotBefore time.Time     `json:"not_before,omitzero"` // next attempt
	Expires   time.Time     `json:"expires,omitzero"`    // not sent from then on
	Lease     time.Time     `json:"lease,omitzero"`      // a claim's end
	Settled   time.Time     `json:"settled,omitzero"`
	MessageID string        `json:"message,omitempty"` // as the channel names it
	Problem   string        `json:"problem,omitempty"`
}
