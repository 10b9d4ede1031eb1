package attache

import (
	"context"
	"io"
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
	// Find returns the article known by one of the keys, or ErrNotFound;
	// ErrRemoved where it was one that was removed.
	Find(ctx context.Context, keys ...string) (Article, error)
	// Save stores filings, all in one transaction; an article with a known ID is replaced
	// and its indexes follow. A key that belongs to another article stays with it; keys it
	// had before stay known. A filing of an article that was removed is left out. An article takes the story and track of its filing; a story
	// it
	// left loses it, and goes with its last article. A filing may come without a story.
	Save(ctx context.Context, filings ...Filing) error
	// Remove takes an article out of everything, for good: its text, quotes and
	// indexes, its words in stored editions and in its track's dates. rest is its story
	// without it, as it is to be stored; a zero Story where it was its only report: then
	// the story goes too. Its keys stay known, as removed. ErrNotFound: there is none.
	Remove(ctx context.Context, id string, rest Story) error
	// EachKey visits, as of one moment, every identity with the id of its article, whose
	// own they are also when it was removed, until visit fails; in no certain order. It
	// reads them all: for what is rare.
	EachKey(ctx context.Context, visit func(key, article string) error) error
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

// Archive is how what was saved is read. A next cursor of "" means the end;
// work per page is bounded, so a search for words that hardly ever meet may
// give a short page with a cursor that goes on. A cursor that is none is
// ErrBadCursor. Only articles about diplomacy are heard in Quotes.
// Every time is a reverse scan whose cost does not grow with the archive.
type Archive interface {
	// Article returns one article, or ErrNotFound; ErrRemoved where it was removed.
	Article(ctx context.Context, id string) (Article, error)
	Articles(ctx context.Context, q ArticleQuery) (page []Article, next string, err error)
	Quotes(ctx context.Context, q QuoteQuery) (page []Quote, next string, err error)
	// Story returns one story, or ErrNotFound; ErrRemoved where it went with an article that was removed.
	Story(ctx context.Context, id string) (Story, error)
	Stories(ctx context.Context, q StoryQuery) (page []Story, next string, err error)
}

// Revisions tell whoever keeps what was read whether it is still so.
type Revisions interface {
	// Revision counts the changes of articles, stories and tracks that can be read by
	// now. What was read after asking for it is no older than it.
	Revision() uint64
	// ChangedSince gives the stories, by ID, that a change after a revision was about,
	// their articles' changes too, and the revision by now; ok is false where that is
	// too long ago to be known.
	ChangedSince(revision uint64) (stories []string, now uint64, ok bool)
	// EditionRevision counts the changes of editions that are stored: of what was
	// removed, they lose the words.
	EditionRevision() uint64
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
	TrackList
	Sources
	Chats
	Outbox
	DeliveryLog
	Notebook
	Corrections
	Revisions
	Close() error
}

// Record is one thing of a store as it is dumped and loaded; one field is set.
type Record struct {
	Removal  *Removal
	Source   *Source
	Track    *Track
	Story    *Story
	Article  *Article // with its quotes
	Edition  *Edition
	Chat     *Chat
	Delivery *Delivery

	Correction *Correction // of an article that comes before it
}

// Transfer is how all of a store is moved into another one; every backend has
// it. Notes stay behind: they are of one installation.
type Transfer interface {
	// Dump visits everything as it is at one moment, things before those that
	// refer to them, articles oldest first. visit must not write to the store.
	Dump(ctx context.Context, visit func(Record) error) error
	// Load stores, in one transaction, what is not there yet: by ID, articles by
	// their keys too. What is there stays, and what was removed does not come back, nor
	// its words within others. It tells which records were new.
	Load(ctx context.Context, records ...Record) (added []bool, err error)
}

// Pruned is what a step of pruning took away.
type Pruned struct {
	Stories  int    // with all their articles; an article without a story counts as one
	Articles int    //
	Next     string // where to go on; "" nothing older is left that may go
}

// Retention is how what is old leaves a store, in steps that others hardly wait for.
type Retention interface {
	// Prune takes away some of the stories whose last report is older than before, with
	// all their articles, quotes and indexes, the oldest first: not those of a track
	// that had a story since. Their addresses stay known, so that they do not come
	// back. from is "" at first, and Pruned.Next then.
	Prune(ctx context.Context, before time.Time, from string) (Pruned, error)
	// PruneProofs takes away some of the oldest proofs of delivery from before; 0: there
	// are none.
	PruneProofs(ctx context.Context, before time.Time) (int, error)
	// Oldest is when the oldest article was published, of those since a time; zero:
	// there is none.
	Oldest(ctx context.Context, since time.Time) (time.Time, error)
}

// Upkeep is what keeps a store in order that is a file.
type Upkeep interface {
	// Backup writes a copy of everything, as it is at one moment, that can be opened
	// like the store itself. It returns how many bytes it wrote.
	Backup(ctx context.Context, w io.Writer) (int64, error)
	// Check reads everything and returns what does not fit together, joined; nil:
	// it is whole.
	Check(ctx context.Context) error
	// Compact gives back the room that nothing needs any more.
	Compact(ctx context.Context) error
	// Size is how many bytes it takes, and how many of them hold nothing.
	Size(ctx context.Context) (bytes, free int64, err error)
	// Salvage is Transfer's Dump for a store that is damaged: what cannot be read is
	// passed over, and lost is called with what it was.
	Salvage(ctx context.Context, visit func(Record) error, lost func(what string, err error)) error
}
