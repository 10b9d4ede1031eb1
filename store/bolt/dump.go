package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	bolt "go.etcd.io/bbolt"

	"attache"
)

var _ attache.Transfer = (*Store)(nil)

// Dump visits everything, of one moment. A record that cannot be read ends it
// with ErrDamaged: a copy that leaves something out must not look whole.
func (s *Store) Dump(ctx context.Context, visit func(attache.Record) error) error {
	var refused error
	pass := func(r attache.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		refused = visit(r)
		return refused
	}
	err := s.view(ctx, func(tx *bolt.Tx) error {
		for _, dump := range []func(*bolt.Tx, func(attache.Record) error) error{
			func(tx *bolt.Tx, visit func(attache.Record) error) error {
				return removals(tx, func(r *attache.Removal) error { return visit(attache.Record{Removal: r}) })
			},
			dumper("source", bSources, func(v *attache.Source) attache.Record { return attache.Record{Source: v} }),
			dumper("track", bTracks, func(v *attache.Track) attache.Record { return attache.Record{Track: v} }),
			dumper("story", bStories, func(v *attache.Story) attache.Record { return attache.Record{Story: v} }),
			dumpArticles,
			func(tx *bolt.Tx, visit func(attache.Record) error) error {
				return corrections(tx, "", func(c *attache.Correction) error { return visit(attache.Record{Correction: c}) })
			},
			dumper("edition", bEditions, func(v *attache.Edition) attache.Record { return attache.Record{Edition: v} }),
			dumper("chat", bChats, func(v *attache.Chat) attache.Record { return attache.Record{Chat: v} }),
			dumper("delivery", bDeliveries, func(v *attache.Delivery) attache.Record {
				d := v.Classed()
				d.Proof = 0 // the chain stays behind
				return attache.Record{Delivery: &d}
			}),
		} {
			if err := dump(tx, pass); err != nil {
				return err
			}
		}
		return nil
	})
	if refused != nil {
		return refused
	}
	return err
}

// dumper visits the records of a bucket, in order of id.
func dumper[T any](what string, bucket []byte, wrap func(*T) attache.Record) func(*bolt.Tx, func(attache.Record) error) error {
	return func(tx *bolt.Tx, visit func(attache.Record) error) error {
		return inOrder(tx.Bucket(bucket), func(k, v []byte) error {
			record, err := decode[T](what, string(k), v)
			if err != nil {
				return err
			}
			return visit(wrap(&record))
		})
	}
}

func dumpArticles(tx *bolt.Tx, visit func(attache.Record) error) error {
	return inOrder(tx.Bucket(bArticles), func(ref, _ []byte) error {
		if isPiece(ref) {
			return nil
		}
		a, err := articleAt(tx, bytes.Clone(ref))
		if err != nil {
			return err
		}
		return visit(attache.Record{Article: &a})
	})
}

// Load stores what is not there yet.
func (s *Store) Load(ctx context.Context, records ...attache.Record) ([]bool, error) {
	for i := range records {
		if err := checkRecord(&records[i]); err != nil {
			return nil, fmt.Errorf("load: %w", err)
		}
	}
	var added []bool
	err := s.update(ctx, func(tx *bolt.Tx) error {
		added = make([]bool, len(records))
		f := filer{store: s, tx: tx}
		for i := range records {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if added[i], err = f.load(&records[i]); err != nil {
				return err
			}
		}
		return f.finish()
	})
	s.changed(nil)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return added, nil
}

func checkRecord(r *attache.Record) error {
	switch {
	case r.Removal != nil:
		return checkID("removal", r.Removal.ID)
	case r.Correction != nil:
		return errors.Join(r.Correction.Check(), checkID("correction", r.Correction.Key()))
	case r.Source != nil:
		return checkID("source", r.Source.ID)
	case r.Track != nil:
		return checkID("track", r.Track.ID)
	case r.Story != nil:
		return checkID("story", r.Story.ID)
	case r.Article != nil:
		return checkFiling(&attache.Filing{Article: *r.Article})
	case r.Edition != nil:
		return checkID("edition", r.Edition.ID)
	case r.Chat != nil:
		return checkID("chat", r.Chat.ID)
	case r.Delivery != nil:
		switch r.Delivery.State {
		case attache.Pending, attache.Claimed, attache.Sent, attache.Dead, attache.Expired:
			d := r.Delivery.Classed()
			return checkDelivery(&d)
		}
		return fmt.Errorf("delivery %s: unknown state %q", r.Delivery.ID, r.Delivery.State)
	}
	return errors.New("an empty record")
}

// load stores one record unless it is there.
func (f *filer) load(record *attache.Record) (bool, error) {
	r, left, err := f.restOfRemoved(*record)
	if err != nil || !left {
		return false, err
	}
	has := func(bucket []byte, id string) bool { return f.tx.Bucket(bucket).Get([]byte(id)) != nil }
	put := func(bucket []byte, what, id string, v any) (bool, error) {
		if has(bucket, id) {
			return false, nil
		}
		record, err := encode(what, id, v)
		if err != nil {
			return false, err
		}
		return true, f.tx.Bucket(bucket).Put([]byte(id), pack(record))
	}
	switch {
	case r.Removal != nil:
		return f.loadRemoval(*r.Removal)
	case r.Correction != nil:
		return f.loadCorrection(*r.Correction)
	case r.Source != nil:
		return put(bSources, "source", r.Source.ID, r.Source)
	case r.Edition != nil:
		return put(bEditions, "edition", r.Edition.ID, r.Edition)
	case r.Track != nil && !has(bTracks, r.Track.ID):
		return true, putTrack(f.tx, *r.Track)
	case r.Story != nil && !has(bStories, r.Story.ID):
		return true, f.putStory(*r.Story)
	case r.Article != nil && !has(bIDs, r.Article.ID) && !f.known(r.Article.Keys):
		return true, f.loadArticle(*r.Article)
	case r.Chat != nil && !has(bChats, r.Chat.ID):
		chat := *r.Chat
		return true, putChat(f.tx, &attache.Chat{}, &chat)
	case r.Delivery != nil && !has(bDeliveries, r.Delivery.ID):
		d := r.Delivery.Classed()
		d.Proof = 0 // which is of another chain
		if _, err := add(f.tx.Bucket(bEditionUse), d.EditionID, 1); err != nil {
			return false, err
		}
		return true, putDelivery(f.tx, nil, &d)
	}
	return false, nil
}

// loadArticle stores an article of another store within the bounds that hold
// for those that come from sources.
func (f *filer) loadArticle(a attache.Article) error {
	a.Actors = slices.Clone(a.Actors) // whose mentions may be cut
	if left := a.Bound(); left > 0 {
		f.store.log.Warn("an imported article has more quotes, actors or mentions than are kept", "article", a.ID, "left_out", left)
	}
	return f.putArticle(a, nil)
}

// known tells whether an article has one of the keys.
func (f *filer) known(keys []string) bool {
	b := f.tx.Bucket(bIdentities)
	for _, key := range keys {
		if b.Get(identity(key)) != nil {
			return true
		}
	}
	return false
}

// Backup writes a copy of the whole file, of one moment, that can be opened
// like the store itself. It returns how many bytes it wrote.
func (s *Store) Backup(ctx context.Context, w io.Writer) (int64, error) {
	var n int64
	err := s.view(ctx, func(tx *bolt.Tx) error {
		var err error
		n, err = tx.WriteTo(cancellable{ctx, w})
		return err
	})
	if err != nil {
		return n, fmt.Errorf("backup of %s: %w", s.path, err)
	}
	return n, nil
}

// cancellable ends a long copy with its context.
type cancellable struct {
	ctx context.Context
	w   io.Writer
}

func (c cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
