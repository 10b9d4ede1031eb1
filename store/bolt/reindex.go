package bolt

import (
	"bytes"
	"context"
	"errors"

	bolt "go.etcd.io/bbolt"
)

// reindexAtOnce is how many articles are indexed anew in one transaction, which
// bounds what that takes of memory however large the archive is.
const reindexAtOnce = 500

// reindexMark begins what stands under reindexKey, before the ref.
const reindexMark = '>'

// reindex makes the indexes of words anew where a migration has asked for it. A
// start that is stopped meanwhile goes on at the next one; until it is through,
// nobody reads the store.
func (s *Store) reindex(ctx context.Context) error {
	for n := 0; ; n += reindexAtOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		more, err := s.reindexSome()
		if err != nil || !more {
			return err
		}
		if n == 0 {
			s.log.Info("store: words are indexed anew, once; this takes a moment", "path", s.path)
		}
	}
}

// reindexSome indexes the next articles, and says whether others follow.
func (s *Store) reindexSome() (more bool, err error) {
	pending := false
	err = s.db.View(func(tx *bolt.Tx) error {
		pending = tx.Bucket(bMeta).Get(reindexKey) != nil
		return nil
	})
	if err != nil || !pending {
		return false, err
	}
	err = s.db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bMeta)
		f := filer{store: s, tx: tx}
		last, err := f.reindexAfter(bytes.TrimPrefix(meta.Get(reindexKey), []byte{reindexMark}))
		if err != nil {
			return err
		}
		if err := f.finish(); err != nil {
			return err
		}
		if more = last != nil; more {
			return meta.Put(reindexKey, append([]byte{reindexMark}, last...))
		}
		return meta.Delete(reindexKey)
	})
	return more, err
}

// reindexAfter indexes the articles after a ref, and gives the last of them; nil
// where it was the last of all.
func (f *filer) reindexAfter(after []byte) ([]byte, error) {
	c := f.tx.Bucket(bArticles).Cursor()
	ref, _ := c.Seek(after)
	if len(after) > 0 && bytes.Equal(ref, after) {
		ref, _ = c.Next()
	}
	var last []byte
	for n := 0; ref != nil; ref, _ = c.Next() {
		if n++; n > reindexAtOnce {
			return last, nil
		}
		last = bytes.Clone(ref)
		a, err := articleAt(f.tx, last)
		if errors.Is(err, ErrDamaged) {
			f.store.skip("article", refID(last), err)
			continue
		}
		if err != nil {
			return nil, err
		}
		f.postings.exchange(nil, articleEntries(&a, last))
		f.said.exchange(nil, quoteEntries(&a, last))
	}
	return nil, nil
}
