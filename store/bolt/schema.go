package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// The buckets. A "ref" is a time stamp and an id; an "ordinal" two bytes.
var (
	bMeta        = []byte("meta")         // schema → version
	bIDs         = []byte("ids")          // article id → stamp of its ref, number of its entries
	bArticles    = []byte("articles")     // ref → article without text; ref 0 n → piece of its text
	bIdentities  = []byte("identities")   // key of an article → its id
	bSegments    = []byte("segments")     // segment, d or t, … → what is found where
	bSegmentList = []byte("segment_list") // segment → how many articles, the first and the last ref
	bStories     = []byte("stories")      // id → story
	bStoryIndex  = []byte("story_index")  // term, ref of last → nothing
	bTracks      = []byte("tracks")       // id → track
	bTrackIndex  = []byte("track_index")  // ref of last → nothing
	bTrackList   = []byte("track_list")   // see listKey → what lists show of a track
	bTrackDays   = []byte("track_days")   // day → how many tracks had their last story then
	bSources     = []byte("sources")      // id → source
	bChats       = []byte("chats")        // id → chat
	bChatsDue    = []byte("chats_due")    // ref of next slot → nothing
	bEditions    = []byte("editions")     // id → edition
	bEditionUse  = []byte("edition_use")  // id → how many deliveries refer to it
	bDeliveries  = []byte("deliveries")   // id → delivery
	bReady       = []byte("ready")        // slot, id: pending and due
	bWaiting     = []byte("waiting")      // not before or lease, id: not due yet
	bExpiring    = []byte("expiring")     // expires, id: of the unsettled
	bSettled     = []byte("settled")      // settled, id
	bCounts      = []byte("counts")       // delivery state → how many
	bNotes       = []byte("notes")        // key → value
	bTraces      = []byte("traces")       // ref → where the article is filed, its trace
)

// The keys of meta.
var (
	schemaKey  = []byte("schema")    // how many migrations were run
	rewriteKey = []byte("rewriting") // in a file that is being written: see rewriter
)

// migration brings a store from one version to the next, in a transaction. What
// would not fit into one is done by rewriting the file: see rewritten.
type migration func(*bolt.Tx) error

// migrations are all there are. Append only: a migration that was released is
// never changed.
func migrations() []migration {
	return []migration{
		createBuckets,
		createTraces,
		indexPausedChats,
		refold,
		giveChatsTheirAlerts,
		restem,
		useSegments,
	}
}

// rewritten is the schema that an older store is brought to by being written anew
// into another file.
const rewritten = 7

func createBuckets(tx *bolt.Tx) error {
	for _, name := range [][]byte{
		bIDs, bArticles, bIdentities, firstPostings, firstQuotes, firstSaid, bStories, bStoryIndex,
		bTracks, bTrackIndex, bSources, bChats, bChatsDue, bEditions, bEditionUse,
		bDeliveries, bReady, bWaiting, bExpiring, firstOpen, bSettled, bCounts, bNotes,
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

// refold drops the indexes of words: they are folded as the other rooms fold them.
// The index of a chat's open deliveries goes, which nothing reads.
func refold(tx *bolt.Tx) error {
	if err := tx.DeleteBucket(firstOpen); err != nil {
		return fmt.Errorf("bucket open: %w", err)
	}
	return dropWords(tx)
}

// restem drops the indexes of words: titles and quotes are found by the stems of
// their words, articles by their first sentences and their event too, quotes by
// role, and by whom they speak for.
func restem(tx *bolt.Tx) error { return dropWords(tx) }

// dropWords empties the indexes of words, which are made anew when the store is
// rewritten.
func dropWords(tx *bolt.Tx) error {
	for _, name := range [][]byte{firstPostings, firstSaid} {
		if err := tx.DeleteBucket(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	return nil
}

// useSegments has an empty store keep its index in segments, and quotes with the
// text of their article.
func useSegments(tx *bolt.Tx) error {
	for _, name := range [][]byte{firstPostings, firstQuotes, firstSaid} {
		if err := tx.DeleteBucket(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	for _, name := range [][]byte{bSegments, bSegmentList} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	return nil
}

// giveChatsTheirAlerts puts what a chat was told at once, which a note of its
// own held, into the chat.
func giveChatsTheirAlerts(tx *bolt.Tx) error {
	notes, chats := tx.Bucket(bNotes), tx.Bucket(bChats)
	prefix := []byte("alerts/")
	var done [][]byte
	c := notes.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		done = append(done, bytes.Clone(k))
		id := string(k[len(prefix):])
		chat, err := decode[attache.Chat]("chat", id, chats.Get([]byte(id)))
		told, unread := decode[[]attache.Alerted]("note", string(k), v)
		if err != nil || unread != nil { // of a chat that is gone, or damaged, which is found where it is read
			continue
		}
		for _, a := range told {
			chat.NoteAlert(a.StoryID, a.At)
		}
		record, err := encode("chat", id, chat)
		if err != nil {
			return err
		}
		if err := chats.Put([]byte(id), record); err != nil {
			return err
		}
	}
	for _, k := range done {
		if err := notes.Delete(k); err != nil {
			return err
		}
	}
	return nil
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
func (s *Store) checkSchema(version int) error {
	if version > len(s.schema) {
		return fmt.Errorf("it has schema %d, this program knows up to %d; install the newer attache again, "+
			"or restore a backup from before the upgrade: %w", version, len(s.schema), attache.ErrNewerSchema)
	}
	return nil
}

// migrate runs what is missing up to a version, all in one transaction.
func (s *Store) migrate(tx *bolt.Tx, to int) error {
	version, err := schemaOf(tx)
	if err != nil {
		return err
	}
	if err := s.checkSchema(version); err != nil {
		return err
	}
	for i := version; i < to; i++ {
		if err := s.schema[i](tx); err != nil {
			return fmt.Errorf("migration to schema %d: %w", i+1, err)
		}
	}
	meta, err := tx.CreateBucketIfNotExists(bMeta)
	if err != nil {
		return fmt.Errorf("bucket meta: %w", err)
	}
	return meta.Put(schemaKey, binary.BigEndian.AppendUint32(nil, uint32(max(version, to))))
}
