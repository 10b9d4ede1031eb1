package bolt

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// The buckets. A "ref" is a time stamp and an id; an "ordinal" two bytes.
var (
	bMeta       = []byte("meta")        // schema → version
	bIDs        = []byte("ids")         // article id → stamp of its ref
	bArticles   = []byte("articles")    // ref → article without quotes: the index of all
	bIdentities = []byte("identities")  // key of an article → its id
	bPostings   = []byte("postings")    // term, ref → nothing
	bQuotes     = []byte("quotes")      // ref 0 ordinal → quote
	bSaid       = []byte("said")        // term, ref → ordinals of quotes, none: all
	bStories    = []byte("stories")     // id → story
	bStoryIndex = []byte("story_index") // term, ref of last → nothing
	bTracks     = []byte("tracks")      // id → track
	bTrackIndex = []byte("track_index") // ref of last → nothing
	bSources    = []byte("sources")     // id → source
	bChats      = []byte("chats")       // id → chat
	bChatsDue   = []byte("chats_due")   // ref of next slot → nothing
	bEditions   = []byte("editions")    // id → edition
	bEditionUse = []byte("edition_use") // id → how many deliveries refer to it
	bDeliveries = []byte("deliveries")  // id → delivery
	bReady      = []byte("ready")       // slot, id: pending and due
	bWaiting    = []byte("waiting")     // not before or lease, id: not due yet
	bExpiring   = []byte("expiring")    // expires, id: of the unsettled
	bOpen       = []byte("open")        // chat 0 id: the unsettled of a chat
	bSettled    = []byte("settled")     // settled, id
	bCounts     = []byte("counts")      // delivery state → how many
	bNotes      = []byte("notes")       // key → value
	bTraces     = []byte("traces")      // ref → where the article is filed, its trace
)

var schemaKey = []byte("schema")

// migrations bring a store from each version to the next. Append only: a
// migration that was released is never changed.
var migrations = []func(*bolt.Tx) error{
	createBuckets,
	createTraces,
	indexPausedChats,
}

func createBuckets(tx *bolt.Tx) error {
	for _, name := range [][]byte{
		bIDs, bArticles, bIdentities, bPostings, bQuotes, bSaid, bStories, bStoryIndex,
		bTracks, bTrackIndex, bSources, bChats, bChatsDue, bEditions, bEditionUse,
		bDeliveries, bReady, bWaiting, bExpiring, bOpen, bSettled, bCounts, bNotes,
	} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	return nil
}

func createTraces(tx *bolt.Tx) error {
	if _, err := tx.CreateBucketIfNotExists(bTraces); err != nil {
		return fmt.Errorf("bucket %s: %w", bTraces, err)
	}
	return nil
}

// indexPausedChats lets paused chats be due, which they were not at first.
func indexPausedChats(tx *bolt.Tx) error {
	return tx.Bucket(bChats).ForEach(func(id, record []byte) error {
		chat, err := decode[attache.Chat]("chat", string(id), record)
		k := dueKey(&chat)
		if err == nil && chat.State == attache.ChatPaused && k != nil { // a damaged one is found where it is read
			err = tx.Bucket(bChatsDue).Put(k, nil)
			return err
		}
		return nil
	})
}

// schemaOf reads the version of a store; a new file has 0. A bolt file that
// holds something else is refused, so that nobody's data is mixed with ours.
func schemaOf(tx *bolt.Tx) (int, error) {
	meta := tx.Bucket(bMeta)
	if meta == nil {
		if name, _ := tx.Cursor().First(); name != nil {
			return 0, fmt.Errorf("it is a bolt database of another program (bucket %q); name another file", name)
		}
		return 0, nil
	}
	v := meta.Get(schemaKey)
	if len(v) != 4 {
		return 0, fmt.Errorf("its schema version cannot be read; restore it from a backup")
	}
	return int(binary.BigEndian.Uint32(v)), nil
}

// checkSchema refuses a store that this program is too old for.
func checkSchema(version int) error {
	if version > len(migrations) {
		return fmt.Errorf("it has schema %d, this program knows up to %d; install the newer attache again, "+
			"or restore a backup from before the upgrade: %w", version, len(migrations), attache.ErrNewerSchema)
	}
	return nil
}

// migrate runs what is missing, all in one transaction.
func migrate(tx *bolt.Tx) error {
	version, err := schemaOf(tx)
	if err != nil {
		return err
	}
	if err := checkSchema(version); err != nil {
		return err
	}
	for i := version; i < len(migrations); i++ {
		if err := migrations[i](tx); err != nil {
			return fmt.Errorf("migration to schema %d: %w", i+1, err)
		}
	}
	meta, err := tx.CreateBucketIfNotExists(bMeta)
	if err != nil {
		return fmt.Errorf("bucket meta: %w", err)
	}
	return meta.Put(schemaKey, binary.BigEndian.AppendUint32(nil, uint32(len(migrations))))
}
