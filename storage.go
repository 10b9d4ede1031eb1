package attache

import (
	"context"
	"time"
)

// Filing is an article with all that belongs to it, saved in one transaction.
type Filing struct {
	Article Article
	Story   Story  // the article's story, with the article in it
	Track   *Track // the story's track, where it has one
	Trace   []byte // see Traces; nil keeps the one that is there while the text stays
}

// Ingest is how articles come in.
type Ingest interface {
	// Find returns the article known by one of the keys, or ErrNotFound.
	Find(ctx context.Context, keys ...string) (Article, error)
	// Save stores filings, all in one transaction; an article with a known ID is replaced
	// and its indexes follow. A key that belongs to another article stays with it; keys it
	// had before stay known. An article takes the story and track of its filing; a story it
	// left loses it, and goes with its last article. A filing may come without a story.
	Save(ctx context.Context, filings ...Filing) error
}

// TraceAge is how far back traces are kept, and articles taken up again after
// a restart.
const TraceAge = 14 * 24 * time.Hour

// Memory is an article as a restart takes it up: with a Trace only its ID,
// StoryID, TrackID and CopyOf; without one all of it but its quotes.
type Memory struct {
	Article Article
	Trace   []byte // opaque to the store
}

// Traces keeps beside the articles of the last TraceAge what spares reading
// their texts again after a restart. They are no part of what is dumped: one
// that is missing can always be made anew.
type Traces interface {
	// Recall returns the articles since then, diplomacy or not, oldest first; as
	// with Articles a next cursor of "" means the end. Traces of other programs
	// are not told from ours.
	Recall(ctx context.Context, since time.Time, after string, limit int) (page []Memory, next string, err error)
	// KeepTraces stores traces by the ID of their articles. One whose article is
	// unknown, or older than TraceAge, is left out.
	KeepTraces(ctx context.Context, memories ...Memory) error
}

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

// QuoteQuery chooses quotes, newest first. Empty fields do not narrow.
type QuoteQuery struct {
	Speaker  string // words of the speaker's name, folded, all of them
	About    string // words in the quote or its article's title, all of them
	Polarity string
	Since    time.Time
	Until    time.Time
	Unsure   bool // also quotes whose speaker is not Sure, or indirect ones
	After    string
	Limit    int // 0 means 20
}

// StoryQuery chooses stories by their latest article, newest first.
type StoryQuery struct {
	Since    time.Time
	Until    time.Time
	TrackID  string
	Relevant bool // only diplomacy
	After    string
	Limit    int // 0 means all of the window
}

// Archive is how what was saved is read. A next cursor of "" means the end;
// work per page is bounded, so a search for words that hardly ever meet may
// give a short page with a cursor that goes on. A cursor that is none is
// ErrBadCursor. Only articles about diplomacy are heard in Quotes.
// Every time is a reverse scan whose cost does not grow with the archive.
type Archive interface {
	// Article returns one article, or ErrNotFound.
	Article(ctx context.Context, id string) (Article, error)
	Articles(ctx context.Context, q ArticleQuery) (page []Article, next string, err error)
	Quotes(ctx context.Context, q QuoteQuery) (page []Quote, next string, err error)
	// Story returns one story, or ErrNotFound.
	Story(ctx context.Context, id string) (Story, error)
	Stories(ctx context.Context, q StoryQuery) (page []Story, next string, err error)
}

// Tracks keeps negotiations and relationships.
type Tracks interface {
	// Track returns one track, or ErrNotFound.
	Track(ctx context.Context, id string) (Track, error)
	// ListTracks returns those with a story since then, the latest first.
	ListTracks(ctx context.Context, since time.Time) ([]Track, error)
}

// Sources keeps what is polled.
type Sources interface {
	ListSources(ctx context.Context) ([]Source, error)
	// PutSources adds sources or replaces those with the same ID, in one transaction.
	PutSources(ctx context.Context, sources ...Source) error
	// RemoveSource returns ErrNotFound where there is none; its articles stay.
	RemoveSource(ctx context.Context, id string) error
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

// Outbox keeps deliveries until they are settled.
type Outbox interface {
	// Enqueue stores the deliveries that are not there yet, and the edition if one
	// of them is new, in one transaction; it returns how many were new.
	Enqueue(ctx context.Context, e Edition, deliveries ...Delivery) (int, error)
	// Claim hands out deliveries that are due (pending with NotBefore reached,
	// or claimed with the lease run out), oldest slot first, leased until then.
	// Those whose Expires has come become Expired instead. Attempts is the courier's.
	Claim(ctx context.Context, now, lease time.Time, limit int) ([]Delivery, error)
	// Settle stores what became of a claimed delivery: Sent, Dead, Expired, or
	// Pending again from NotBefore on. Lease must be the one it was claimed with.
	// ErrLeaseLost: it was claimed by another, settled or moved since.
	Settle(ctx context.Context, d Delivery) error
	// Edition returns one edition, or ErrNotFound.
	Edition(ctx context.Context, id string) (Edition, error)
	// CountDeliveries counts deliveries by state.
	CountDeliveries(ctx context.Context) (map[DeliveryState]int, error)
}

// Notebook keeps small facts of the loops: the update last handled, and such.
type Notebook interface {
	// Note returns a fact, or ErrNotFound.
	Note(ctx context.Context, key string) ([]byte, error)
	SetNote(ctx context.Context, key string, value []byte) error
}

// Store is all of it. Every method takes a context first and returns its error.
type Store interface {
	Ingest
	Traces
	Archive
	Tracks
	Sources
	Chats
	Outbox
	Notebook
	Close() error
}

// Record is one thing of a store as it is dumped and loaded; one field is set.
type Record struct {
	Source   *Source
	Track    *Track
	Story    *Story
	Article  *Article // with its quotes
	Edition  *Edition
	Chat     *Chat
	Delivery *Delivery
}

// Transfer is how all of a store is moved into another one; every backend has
// it. Notes stay behind: they are of one installation.
type Transfer interface {
	// Dump visits everything as it is at one moment, things before those that
	// refer to them, articles oldest first. visit must not write to the store.
	Dump(ctx context.Context, visit func(Record) error) error
	// Load stores, in one transaction, what is not there yet: by ID, articles by
	// their keys too. What is there stays. It tells which records were new.
	Load(ctx context.Context, records ...Record) (added []bool, err error)
}
