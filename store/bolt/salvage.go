package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// OpenDamaged opens a store that Open refuses, to save from it what can be read:
// Salvage works, and nothing is written to it.
func OpenDamaged(path string, log *slog.Logger) (s *Store, err error) {
	s = &Store{path: path, log: log, now: time.Now, budget: maxSteps, schema: migrations()}
	defer s.recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	if s.db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, ReadOnly: true}); err != nil {
		return nil, fmt.Errorf("store %s: %w", path, explain(err))
	}
	return s, nil
}

// Salvage is Dump for a store that is damaged: what cannot be read is passed
// over, and lost is called with what it was, as far as that can be told. Behind
// a page that cannot be read it goes on from the bucket's other end.
func (s *Store) Salvage(ctx context.Context, visit func(attache.Record) error, lost func(what string, err error)) error {
	v := &salvage{store: s, ctx: ctx, visit: visit, lost: lost}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.swap.RLock()
	defer s.swap.RUnlock()
	tx, err := s.db.Begin(false)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	readArticle := func(tx *bolt.Tx, ref, _ []byte) (attache.Article, error) { return articleAt(tx, ref) }
	v.on(tx, bMeta, func(*bolt.Cursor) {
		if version, err := schemaOf(tx); err == nil && version < rewritten {
			readArticle = firstArticleAt
		}
	})
	v.walk(tx, bNotes, removalsOf, v.removal) // first: what is read later leaves out what was removed
	v.walk(tx, bSources, "source", salvaged("source", func(r *attache.Source) attache.Record { return attache.Record{Source: r} }))
	v.walk(tx, bTracks, "track", salvaged("track", func(r *attache.Track) attache.Record { return attache.Record{Track: r} }))
	v.walk(tx, bStories, "story", salvaged("story", func(r *attache.Story) attache.Record { return attache.Record{Story: r} }))
	v.walk(tx, bArticles, "article", func(tx *bolt.Tx, ref, record []byte) (attache.Record, error) {
		a, err := readArticle(tx, ref, record)
		return attache.Record{Article: &a}, err
	})
	v.walk(tx, bNotes, correctionsOf, salvaged("correction",
		func(r *attache.Correction) attache.Record { return attache.Record{Correction: r} }))
	v.walk(tx, bEditions, "edition", salvaged("edition", func(r *attache.Edition) attache.Record { return attache.Record{Edition: r} }))
	v.walk(tx, bChats, "chat", salvaged("chat", func(r *attache.Chat) attache.Record { return attache.Record{Chat: r} }))
	v.walk(tx, bDeliveries, "delivery", salvaged("delivery", func(r *attache.Delivery) attache.Record {
		d := r.Classed()
		d.Proof = 0 // the chain stays behind
		return attache.Record{Delivery: &d}
	}))
	return v.refused
}

// What is salvaged of the notes.
const (
	correctionsOf = "correction"
	removalsOf    = "removal"
)

// salvagedNotes are how the keys of notes begin that are salvaged.
var salvagedNotes = map[string]string{correctionsOf: correctionNote, removalsOf: removedNote + "article:"}

// removal reads what stays of a removed report. Where that is damaged, its id is in the
// key, and its addresses are found where they are known: it does not come back.
func (v *salvage) removal(tx *bolt.Tx, k, value []byte) (attache.Record, error) {
	id := string(bytes.TrimPrefix(k, []byte(salvagedNotes[removalsOf])))
	if len(value) > 1 { // those from before keys were written down have nothing
		r, err := decode[attache.Removal]("removal", id, value)
		if err == nil {
			return attache.Record{Removal: &r}, nil
		}
		v.lost(removalsOf, err)
	}
	r := attache.Removal{ID: id}
	v.on(tx, bIdentities, func(*bolt.Cursor) {
		_ = eachKey(tx, func(key, article string) error { // a visit that never fails
			if article == id {
				r.Keys = append(r.Keys, key)
			}
			return nil
		})
	})
	return attache.Record{Removal: &r}, nil
}

// salvage is one under way.
type salvage struct {
	store   *Store
	ctx     context.Context
	visit   func(attache.Record) error
	lost    func(what string, err error)
	refused error // by visit, or by the context: it is over
}

// reading makes a record of what stands at a key.
type reading func(tx *bolt.Tx, k, v []byte) (attache.Record, error)

func salvaged[T any](what string, wrap func(*T) attache.Record) reading {
	return func(_ *bolt.Tx, k, v []byte) (attache.Record, error) {
		record, err := decode[T](what, string(k), v)
		return wrap(&record), err
	}
}

// walk visits a bucket from its beginning, and where a page cannot be read from
// its end to where that was.
func (v *salvage) walk(tx *bolt.Tx, bucket []byte, what string, read reading) {
	var last []byte
	forth := func(c *bolt.Cursor) {
		for k, value := c.First(); k != nil; k, value = c.Next() {
			if last != nil && bytes.Compare(k, last) <= 0 {
				panic("its keys are not in order") // and may have no end
			}
			if !v.take(tx, what, k, value, read) {
				return
			}
			last = bytes.Clone(k)
		}
	}
	if v.on(tx, bucket, forth) {
		return
	}
	v.lost(what+"s on a damaged page", ErrDamaged)
	v.on(tx, bucket, func(c *bolt.Cursor) {
		var before []byte
		c.Seek(bytes.Repeat([]byte{0xff}, maxID)) // behind all: bbolt's Last looks for ever for one among pages that damage emptied
		for k, value := c.Prev(); k != nil && bytes.Compare(k, last) > 0; k, value = c.Prev() {
			if before != nil && bytes.Compare(k, before) >= 0 || !v.take(tx, what, k, value, read) {
				return
			}
			before = bytes.Clone(k)
		}
	})
}

// on moves over a bucket; false: it met what cannot be read.
func (v *salvage) on(tx *bolt.Tx, bucket []byte, move func(*bolt.Cursor)) (whole bool) {
	defer func() {
		if p := recover(); p != nil {
			v.store.log.Warn("store: a page cannot be read", "bucket", string(bucket), "panic", fmt.Sprint(p))
			whole = false
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	b := tx.Bucket(bucket)
	if b == nil {
		return true
	}
	if !v.ends(tx, uint64(b.Root())) {
		v.store.log.Warn("store: pages lead to each other in a circle", "bucket", string(bucket))
		return false
	}
	move(b.Cursor())
	return true
}

// ends says whether every way down from a page comes to an end: bbolt follows pages
// that damage has led in a circle for ever. It reads the file as bbolt does.
func (v *salvage) ends(tx *bolt.Tx, root uint64) bool {
	file, err := os.Open(v.store.path)
	if err != nil || root == 0 { // a bucket that stands in its parent's page
		return err == nil
	}
	defer file.Close()
	size, seen := int64(tx.DB().Info().PageSize), map[uint64]bool{}
	var down func(page uint64, depth int) bool
	down = func(page uint64, depth int) bool {
		if page >= uint64(tx.Size()/size) {
			return true // there is nothing, which bbolt notices
		}
		if seen[page] || depth > deepest {
			return false
		}
		seen[page] = true
		head := make([]byte, pageHead)
		if _, err := file.ReadAt(head, int64(page)*size); err != nil {
			return true
		}
		if flags := binary.NativeEndian.Uint16(head[8:]); flags&leafPage != 0 {
			return true
		}
		list := make([]byte, branchElement*int(binary.NativeEndian.Uint16(head[10:])))
		n, _ := file.ReadAt(list, int64(page)*size+pageHead)
		for at := 0; at+branchElement <= n; at += branchElement {
			if !down(binary.NativeEndian.Uint64(list[at+8:]), depth+1) {
				return false
			}
		}
		return true
	}
	return down(root, 0)
}

// What bbolt's file format has: a page begins with its number, its kind and how many
// elements follow; one of a branch has its place, its length and the page below it.
const (
	pageHead      = 16
	branchElement = 16
	leafPage      = 2
	deepest       = 32 // no tree of ours is that deep
)

// take visits one record; false ends it all.
func (v *salvage) take(tx *bolt.Tx, what string, k, value []byte, read reading) bool {
	if v.refused == nil {
		v.refused = v.ctx.Err()
	}
	if v.refused != nil {
		return false
	}
	if value == nil && what != "article" || what == "article" && isPiece(k) || // a bucket, or a part, which no record is
		!bytes.HasPrefix(k, []byte(salvagedNotes[what])) {
		return true
	}
	record, err := v.readOne(tx, bytes.Clone(k), value, read)
	if err != nil {
		v.lost(what, err)
		return true
	}
	v.refused = v.visit(record)
	return v.refused == nil
}

// readOne reads a record whose parts may lie on pages that cannot be read.
func (v *salvage) readOne(tx *bolt.Tx, k, value []byte, read reading) (r attache.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%q lies on a page that cannot be read: %w", k, ErrDamaged)
		}
	}()
	return read(tx, k, value)
}
