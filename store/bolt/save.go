package bolt

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// Find returns the article known by the first of the keys that is known.
func (s *Store) Find(ctx context.Context, keys ...string) (attache.Article, error) {
	var a attache.Article
	err := s.view(ctx, func(tx *bolt.Tx) error {
		b := tx.Bucket(bIdentities)
		for _, key := range keys {
			if id := b.Get(identity(key)); id != nil {
				var err error
				if a, err = articleByID(tx, string(id)); errors.Is(err, attache.ErrNotFound) { // known, and too old to be kept
					return fmt.Errorf("article %.80q: %w", id, attache.ErrRemoved)
				}
				return err
			}
		}
		return fmt.Errorf("article with keys %.200q: %w", keys, attache.ErrNotFound)
	})
	return a, err
}

// Article returns one article.
func (s *Store) Article(ctx context.Context, id string) (attache.Article, error) {
	var a attache.Article
	err := s.view(ctx, func(tx *bolt.Tx) error {
		var err error
		a, err = articleByID(tx, id)
		return s.leftOut("article", id, err)
	})
	return a, err
}

// Save stores filings in one transaction. An article that is there already is
// replaced; its keys stay known. When an article changed its story, the story
// it left loses it, and goes when it was its last.
func (s *Store) Save(ctx context.Context, filings ...attache.Filing) error {
	for i := range filings {
		if err := checkFiling(&filings[i]); err != nil {
			return fmt.Errorf("save: %w", err)
		}
	}
	if len(filings) == 0 {
		return ctx.Err()
	}
	var touched map[string]bool
	err := s.update(ctx, func(tx *bolt.Tx) error {
		f := filer{store: s, tx: tx}
		defer func() { touched = f.touched }()
		for i := range filings {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := f.file(filings[i]); err != nil {
				return err
			}
		}
		return f.finish()
	})
	if err != nil {
		touched = nil
	}
	s.changed(touched)
	if err != nil {
		return fmt.Errorf("save: %w", err)
	}
	return nil
}

func checkFiling(f *attache.Filing) error {
	if err := checkID("article", f.Article.ID); err != nil {
		return err
	}
	if f.Story.ID != "" {
		if err := checkID("story", f.Story.ID); err != nil {
			return err
		}
	}
	if len(f.Article.Quotes) > maxOrdinal {
		return fmt.Errorf("article %s: %d quotes, %d are allowed", f.Article.ID, len(f.Article.Quotes), maxOrdinal)
	}
	if f.Track != nil {
		return checkID("track", f.Track.ID)
	}
	return nil
}

// file stores one filing.
func (f *filer) file(filing attache.Filing) error {
	if removed(f.tx, "article", filing.Article.ID) {
		return nil
	}
	filing.Story = withoutRemoved(f.tx, filing.Story)
	a := filing.Article
	if filing.Story.ID != "" {
		a.StoryID = filing.Story.ID
	}
	a.TrackID = cmp.Or(filing.Story.TrackID, a.TrackID)
	if filing.Track != nil {
		a.TrackID = cmp.Or(a.TrackID, filing.Track.ID)
		if err := putTrack(f.tx, *filing.Track); err != nil {
			return err
		}
	}
	if err := f.putArticle(a, filing.Trace); err != nil {
		return err
	}
	if filing.Story.ID == "" {
		return nil
	}
	return f.putStory(filing.Story)
}

// putArticle stores an article with its quotes, identities and indexes in
// place of what was known under its id.
func (f *filer) putArticle(a attache.Article, trace []byte) error {
	a.Published, a.Updated, a.Fetched = a.Published.UTC(), a.Updated.UTC(), a.Fetched.UTC()
	f.touch(a.StoryID)
	ref := articleRef(&a)
	old, err := articleByID(f.tx, a.ID)
	switch {
	case errors.Is(err, attache.ErrNotFound):
		old = attache.Article{}
	case errors.Is(err, ErrDamaged):
		f.store.skip("article", a.ID, err)
		old = attache.Article{}
		if err := f.sweep(a.ID); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if err := putIdentities(f.tx, &a, old.Keys); err != nil {
		return err
	}
	if err := f.replaceRecords(&old, &a, ref); err != nil {
		return err
	}
	if err := f.putTrace(&old, &a, trace); err != nil {
		return err
	}
	if old.StoryID != "" && old.StoryID != a.StoryID {
		f.touch(old.StoryID)
		return f.leaveStory(old.StoryID, a.ID)
	}
	return nil
}

// provenance gives the quotes of an article, with where they were published.
func provenance(a *attache.Article) []attache.Quote {
	quotes := slices.Clone(a.Quotes)
	for i := range quotes {
		quotes[i] = a.Cite(quotes[i])
		quotes[i].ID = fmt.Sprintf("%s-%d", a.ID, i+1)
	}
	return quotes
}

// replaceRecords writes the records of a in place of those of old, and has it
// indexed where it is found otherwise than before.
func (f *filer) replaceRecords(old, a *attache.Article, ref []byte) error {
	if old.ID != "" {
		if oldRef := articleRef(old); !bytes.Equal(oldRef, ref) {
			if err := dropRecords(f.tx, oldRef); err != nil {
				return err
			}
		}
	}
	if err := putRecords(f.tx, a, ref); err != nil {
		return err
	}
	if old.ID != "" && bytes.Equal(articleRef(old), ref) && f.indexed(a.ID) && sameEntries(old, a) {
		return nil
	}
	return f.index(a, ref)
}

// indexed says whether an article has entries that are its own.
func (f *filer) indexed(id string) bool {
	_, number, err := placeOf(f.tx, id)
	return err == nil && number > 0
}

// sameEntries says whether two articles are found in the same way. Most changes
// are of a story, an address or the time of a change.
func sameEntries(a, b *attache.Article) bool {
	if reflect.DeepEqual(withoutUnsearched(a), withoutUnsearched(b)) {
		return true
	}
	was, is := entriesOf(a), entriesOf(b)
	if len(was) != len(is) {
		return false
	}
	values := make(map[string][]byte, len(was))
	for _, e := range was {
		values[e.key] = e.value
	}
	return !slices.ContainsFunc(is, func(e entry) bool {
		v, known := values[e.key]
		return !known || !bytes.Equal(v, e.value)
	})
}

// withoutUnsearched is an article without what changes most often and is not searched
// for: two that are alike without it have the same entries, which need not be made then.
func withoutUnsearched(a *attache.Article) attache.Article {
	b := *a
	b.StoryID, b.CopyOf, b.Keys, b.Hash, b.Titles, b.Edits = "", "", nil, "", nil, nil
	b.Published, b.Updated, b.Fetched = time.Time{}, time.Time{}, time.Time{}
	return b
}

// identity is the key under which an article's key is kept: long addresses by
// their hash, all in the UTF-8 that the article's record can hold.
func identity(key string) []byte {
	key = strings.ToValidUTF8(key, "\ufffd")
	if len(key) <= maxID {
		return []byte("=" + key)
	}
	sum := sha256.Sum256([]byte(key))
	return append([]byte("#"), sum[:]...)
}

// putIdentities makes an article known by its keys, those it had before too,
// and leaves out of it those that belong to another.
func putIdentities(tx *bolt.Tx, a *attache.Article, before []string) error {
	b := tx.Bucket(bIdentities)
	keys := make([]string, 0, len(before)+len(a.Keys))
	for _, key := range slices.Concat(before, a.Keys) {
		key = strings.ToValidUTF8(key, "\ufffd")
		if key == "" || slices.Contains(keys, key) {
			continue
		}
		switch owner := b.Get(identity(key)); {
		case owner == nil:
			if err := b.Put(identity(key), []byte(a.ID)); err != nil {
				return err
			}
		case string(owner) != a.ID:
			continue
		}
		keys = append(keys, key)
	}
	a.Keys = keys
	if len(keys) == 0 {
		a.Keys = nil
	}
	return nil
}

// sweep takes away the records of an article that cannot be read any more. Its
// entries in the index die as it gets new ones.
func (f *filer) sweep(id string) error {
	ref, _, err := placeOf(f.tx, id)
	if err != nil {
		return nil //nolint:nilerr // nothing is known of it
	}
	return errors.Join(dropRecords(f.tx, ref), f.tx.Bucket(bTraces).Delete(ref))
}

// deleteWhere deletes the keys with a prefix that are doomed.
func deleteWhere(b *bolt.Bucket, prefix []byte, doomed func(key []byte) bool) error {
	var keys [][]byte
	c := b.Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if doomed(k) {
			keys = append(keys, bytes.Clone(k))
		}
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
