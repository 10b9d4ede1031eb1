package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"attache/internal/durable"
)

// A transaction of rewriting takes so many records, or so many bytes of them: what
// it takes of memory does not depend on how large the store is.
const (
	rewriteRecords  = 8000
	rewriteArticles = 500
	rewriteBytes    = 8 << 20
)

// rewriter writes an older store anew, in the form of schema 7, into a file beside
// it, which takes its place when it is whole: until then the older one is as it
// was. It keeps in the new file how far it came, so that what is stopped or killed
// goes on at the next start; a store that an older program changed meanwhile is
// begun anew.
type rewriter struct {
	store    *Store
	old, new *bolt.DB
	stamp    uint64 // the last transaction of the old file
}

// rewriteStep is one bucket of the older store.
type rewriteStep struct {
	bucket []byte
	most   int
	put    func(f *filer, old *bolt.Tx, k, v []byte) error
}

func rewriteSteps() []rewriteStep {
	var steps []rewriteStep
	for _, name := range [][]byte{
		bIdentities, bSources, bTracks, bTrackIndex, bStories, bStoryIndex, bEditions, bEditionUse,
		bChats, bChatsDue, bDeliveries, bReady, bWaiting,
		bExpiring, bSettled, bCounts, bNotes, bTraces,
	} {
		large := bytes.Equal(name, bTracks) || bytes.Equal(name, bStories) || bytes.Equal(name, bEditions)
		steps = append(steps, rewriteStep{name, rewriteRecords, func(f *filer, _ *bolt.Tx, k, v []byte) error {
			if v = bytes.Clone(v); large {
				v = pack(v)
			}
			return f.tx.Bucket(name).Put(k, v)
		}})
	}
	steps = append(steps, rewriteStep{bArticles, rewriteArticles, rewriteArticle})
	for _, name := range [][]byte{bProofs, bProofContents, bProofChats, bProofIndex, bProofMeta} {
		steps = append(steps, rewriteStep{name, rewriteRecords, func(f *filer, _ *bolt.Tx, k, v []byte) error {
			b, err := f.tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			return b.Put(k, bytes.Clone(v))
		}})
	}
	return steps
}

// rewriteArticle puts an article as a Save does. One that is damaged stays so.
func rewriteArticle(f *filer, old *bolt.Tx, ref, record []byte) error {
	if len(ref) <= stampLen {
		return nil
	}
	a, err := firstArticleAt(old, ref, record)
	if errors.Is(err, ErrDamaged) {
		f.store.skip("article", refID(ref), err)
		return errors.Join(f.tx.Bucket(bArticles).Put(ref, bytes.Clone(record)), putPlace(f.tx, refID(ref), ref, 0))
	}
	if err != nil {
		return err
	}
	return f.putArticle(a, nil)
}

// rewrite has the store written anew, and goes on with the new file.
func (s *Store) rewrite(ctx context.Context, noSync bool) error {
	path, err := filepath.EvalSymlinks(s.path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	r := rewriter{store: s, old: s.db}
	fresh := path + ".rewriting"
	if err := r.open(fresh, noSync); err != nil {
		return fmt.Errorf("rewriting it into %s: %w", fresh, err)
	}
	s.log.Info("store: it is rewritten in a smaller form, once; this takes a moment, and room for both", "path", path, "into", fresh)
	if err := r.run(ctx); err != nil {
		return errors.Join(fmt.Errorf("rewriting it into %s; it goes on at the next start: %w", fresh, err), r.new.Close())
	}
	size := int64(0)
	err = errors.Join(r.new.View(func(tx *bolt.Tx) error { size = tx.Size(); return nil }), r.new.Sync(), r.new.Close())
	if err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(fresh, info.Mode().Perm()), s.db.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	_ = durable.Folder(filepath.Dir(path)) // that the new name outlives a power failure, where that can be had
	s.log.Info("store: it is rewritten", "path", path, "bytes_before", info.Size(), "bytes", size)
	if s.db, err = openFile(s.path, noSync); err != nil {
		return explain(err)
	}
	return nil
}

// open opens the new file, which is begun where there is none that goes on.
func (r *rewriter) open(path string, noSync bool) error {
	err := r.old.View(func(tx *bolt.Tx) error { r.stamp = uint64(tx.ID()); return nil })
	if err != nil {
		return err
	}
	if r.new, err = openFile(path, noSync); err == nil {
		if _, _, going := r.place(); going {
			return nil
		}
		err = r.new.Close()
	}
	if err != nil && !errors.Is(explain(err), ErrDamaged) {
		return explain(err)
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	if r.new, err = openFile(path, noSync); err != nil {
		return explain(err)
	}
	return r.new.Update(func(tx *bolt.Tx) error {
		if err := r.store.migrate(tx, rewritten); err != nil {
			return err
		}
		return r.note(tx, 0, nil)
	})
}

// note keeps how far it came: the step, and the last key that was copied.
func (r *rewriter) note(tx *bolt.Tx, step int, last []byte) error {
	b := binary.BigEndian.AppendUint64(nil, r.stamp)
	return tx.Bucket(bMeta).Put(rewriteKey, append(append(b, byte(step)), last...))
}

// place is how far it came; false where the file is not one of this rewriting.
func (r *rewriter) place() (step int, last []byte, ok bool) {
	_ = r.new.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bMeta)
		if meta == nil {
			return nil
		}
		if b := meta.Get(rewriteKey); len(b) > 8 && binary.BigEndian.Uint64(b) == r.stamp {
			step, last, ok = int(b[8]), bytes.Clone(b[9:]), true
		}
		return nil
	})
	return step, last, ok
}

// run copies what is left, a transaction after the other.
func (r *rewriter) run(ctx context.Context) error {
	steps := rewriteSteps()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		step, last, _ := r.place()
		if step >= len(steps) {
			return nil
		}
		r.store.log.Debug("store: rewriting", "bucket", string(steps[step].bucket), "after", last)
		err := r.old.View(func(old *bolt.Tx) error {
			return r.new.Update(func(tx *bolt.Tx) error { return r.some(old, tx, steps, step, last) })
		})
		if err != nil {
			return err
		}
	}
}

// some copies the next records of a bucket.
func (r *rewriter) some(old, tx *bolt.Tx, steps []rewriteStep, step int, last []byte) error {
	s, f := steps[step], filer{store: r.store, tx: tx}
	b := old.Bucket(s.bucket)
	if b == nil {
		return r.note(tx, step+1, nil)
	}
	c := b.Cursor()
	k, v := c.Seek(last)
	if len(last) > 0 && bytes.Equal(k, last) {
		k, v = c.Next()
	}
	records, size := 0, 0
	for ; k != nil && records < s.most && size < rewriteBytes; k, v = c.Next() {
		if err := s.put(&f, old, bytes.Clone(k), v); err != nil {
			return err
		}
		last = bytes.Clone(k)
		records++
		size += len(k) + len(v)
	}
	if err := f.finish(); err != nil {
		return err
	}
	if k == nil {
		return r.note(tx, step+1, nil)
	}
	return r.note(tx, step, last)
}
