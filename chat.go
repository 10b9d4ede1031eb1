package attache

import (
	"context"
	"time"
)

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

// Chats keeps the subscribers.
type Chats interface {
	// Chat returns one chat, or ErrNotFound.
	Chat(ctx context.Context, id string) (Chat, error)
	// UpdateChat passes the chat, or a zero Chat with that ID, to change and
	// stores what it leaves; an error of change is returned and nothing stored.
	// change must not call the store, and may be called again with the chat anew.
	UpdateChat(ctx context.Context, id string, change func(*Chat) error) error
	// DueChats returns active and paused chats whose NextSlot is not after now,
	// earliest first: what is sent to a paused one finds out whether it still is.
	DueChats(ctx context.Context, now time.Time, limit int) ([]Chat, error)
	// EachChat calls visit for every chat, in order of ID, until it fails.
	EachChat(ctx context.Context, visit func(Chat) error) error
	// MoveChat gives a chat and its unsettled deliveries a new id, the deliveries
	// the new DeliveryID; claims stay. Where the new id exists already, that chat
	// is kept and the old one goes. ErrNotFound: neither exists.
	MoveChat(ctx context.Context, old, id string) error
}
