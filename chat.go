package attache

import (
	"context"
	"slices"
	"strings"
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
	Lang     string    `json:"lang,omitempty"`     // ISO 639-1, of the client of who set it up
	Speaks   string    `json:"speaks,omitempty"`   // the language it is spoken to in, where somebody chose one
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
	Alerted  []Alerted `json:"alerted,omitempty"`  // of late, oldest first; see NoteAlert
	Silent   bool      `json:"silent,omitempty"`   // what comes by itself makes no sound
	Rest     time.Time `json:"rest,omitzero"`      // nothing comes by itself before
	Manager  string    `json:"manager,omitempty"`  // who put the bot into a channel: the address of their private chat
	Length   Length    `json:"length,omitempty"`   // of its digests
	Preview  bool      `json:"preview,omitempty"`  // its digests and alerts show the page of their first story
	Footer   string    `json:"footer,omitempty"`   // a line below every post of a channel
	Hashtags bool      `json:"hashtags,omitempty"` // its posts are tagged with their stories' countries, a channel's alone
}

// Length is how much of an edition a chat is told.
type Length string

// The lengths of digests. What is none of them is FullLength.
const (
	FullLength    Length = ""
	ShortLength   Length = "short"     // of each story a sentence and a quote
	HeadlinesOnly Length = "headlines" // as links
)

// Alerted is a story that a chat was told at once.
type Alerted struct {
	StoryID string    `json:"story"`
	At      time.Time `json:"at"`
}

// Subscribed says whether digests are made for a chat: an active one, and a
// paused one, because what is sent to it finds out whether it still is.
func (c *Chat) Subscribed() bool { return c.State == ChatActive || c.State == ChatPaused }

// Turn changes a chat's state, and why, and says whether it was another before.
// Only an active chat is paused: one that said /stop stays stopped when the bot
// merely may not write there, and so does one that is gone.
func (c *Chat) Turn(state ChatState, problem string) (changed bool) {
	if state == ChatPaused && c.State != ChatActive {
		return false
	}
	changed = c.State != state
	c.State, c.Problem = state, problem
	return changed
}

// How long, and how many, alerts of a chat are kept in mind: longer than a story
// can break, and than a calendar day lasts anywhere.
const (
	alertMemory = 48 * time.Hour
	mostAlerted = 50
)

// NoteAlert keeps in mind that a chat was told a story, so that it is not told
// again and counts for the day; and forgets what is too old to matter.
func (c *Chat) NoteAlert(story string, at time.Time) {
	kept := slices.DeleteFunc(slices.Clone(c.Alerted), func(a Alerted) bool { return at.Sub(a.At) > alertMemory || a.StoryID == story })
	kept = append(kept, Alerted{StoryID: story, At: at.UTC()})
	c.Alerted = kept[max(0, len(kept)-mostAlerted):]
}

// WasAlerted says whether a chat was told a story at once.
func (c *Chat) WasAlerted(story string) bool {
	return slices.ContainsFunc(c.Alerted, func(a Alerted) bool { return a.StoryID == story })
}

// Inherit gives a chat what another one was told that has its id from now on: the
// alerts of both, and the newer of their last digests. Its settings stay.
func (c *Chat) Inherit(old Chat) {
	for _, a := range old.Alerted {
		if !c.WasAlerted(a.StoryID) {
			c.Alerted = append(slices.Clip(c.Alerted), a)
		}
	}
	slices.SortStableFunc(c.Alerted, func(a, b Alerted) int { return a.At.Compare(b.At) })
	c.Alerted = c.Alerted[max(0, len(c.Alerted)-mostAlerted):]
	if c.LastSlot.Before(old.LastSlot) {
		c.LastSlot, c.Edition = old.LastSlot, old.Edition
	}
}

// Filter narrows what a chat gets. Empty fields do not narrow.
type Filter struct {
	Actors []string `json:"actors,omitempty"` // country and body codes; one of them is enough
	Words  []string `json:"words,omitempty"`  // one of them in headline or actors is enough
	Langs  []string `json:"langs,omitempty"`
	Tracks []string `json:"tracks,omitempty"`

	NotActors []string `json:"not_actors,omitempty"` // a story with one of them is left out
	NotWords  []string `json:"not_words,omitempty"`  // one with one of them in headline or actors is, too
	Muted     []string `json:"muted,omitempty"`      // outlets; a story that only they report is left out
}

// Match is what of a story passed a filter: the hits within each field that
// narrows.
type Match struct {
	Actors []string // codes
	Words  []string // as the filter has them
	Langs  []string
	Track  bool
}

// Timetable is when a chat's digests come: times of day on days of the week, or what a
// cron expression says.
type Timetable struct {
	Days     int      // as bits from Sunday
	Clocks   []string // HH:MM, ascending
	Cron     string   // "" where days and times say it
	TimeZone string   // IANA name
}

// Alerts say how often a chat is told of breaking news at once. The zero
// value is never.
type Alerts struct {
	PerDay     int    `json:"per_day,omitempty"`     // at most so many a calendar day of the chat
	QuietFrom  string `json:"quiet_from,omitempty"`  // HH:MM of the chat's clock; none comes from here
	QuietUntil string `json:"quiet_until,omitempty"` // until here, past midnight where it is less; both "": no quiet hours
}

// Quiet says whether a time of the chat's clock is within the quiet hours, which
// may span midnight. Hours that cannot be read are midnight.
func (a Alerts) Quiet(local time.Time) bool {
	at := local.Format("15:04")
	from, until := clockTime(a.QuietFrom), clockTime(a.QuietUntil)
	if from <= until {
		return from <= at && at < until
	}
	return from <= at || at < until
}

func clockTime(s string) string {
	if _, err := time.Parse("15:04", s); err != nil {
		return "00:00"
	}
	return strings.Repeat("0", max(0, len("15:04")-len(s))) + s // 7:00
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
	// ChatsUnder returns the chats whose ID begins so, in order of ID. It costs as much
	// as there are of them.
	ChatsUnder(ctx context.Context, prefix string) ([]Chat, error)
	// MoveChat gives a chat a new id, and its deliveries with it, settled or not:
	// each becomes Delivery.MovedTo, its claim stays. What the chat was told moves
	// along. Where the new id exists already, that chat and its deliveries are kept,
	// it inherits what the old one was told (Chat.Inherit), and the old one goes.
	// Moving again changes nothing. ErrNotFound: neither exists.
	MoveChat(ctx context.Context, old, id string) error
	// ForgetChat takes a chat out, with its deliveries, settled or not, and the notes
	// of these keys. ErrNotFound: there is none of that id; the notes go nevertheless.
	ForgetChat(ctx context.Context, id string, notes ...string) error
}
