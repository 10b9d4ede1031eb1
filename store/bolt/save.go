package bolt

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

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
				a, err = articleByID(tx, string(id))
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
	err := s.update(ctx, func(tx *bolt.Tx) error {
		f := filer{store: s, tx: tx}
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
	a.Quotes = provenance(&a)
	if err := f.replaceRecords(&old, &a, ref); err != nil {
		return err
	}
	if err := f.putTrace(&old, &a, trace); err != nil {
		return err
	}
	if old.StoryID != "" && old.StoryID != a.StoryID {
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

// replaceRecords takes away the records and postings of old that a has not,
// and writes those of a.
func (f *filer) replaceRecords(old, a *attache.Article, ref []byte) error {
	records := f.tx.Bucket(bArticles)
	records.FillPercent = indexFill
	record, err := encodeArticle(a)
	if err != nil {
		return err
	}
	var oldArticle, oldQuotes []entry
	if old.ID != "" {
		oldRef := articleRef(old)
		oldArticle, oldQuotes = articleEntries(old, oldRef), quoteEntries(old, oldRef)
		if err := deleteRecords(f.tx, oldRef, ref, len(old.Quotes), len(a.Quotes)); err != nil {
			return err
		}
	}
	err = errors.Join(
		records.Put(ref, record),
		f.tx.Bucket(bIDs).Put([]byte(a.ID), ref[:stampLen]),
		putQuotes(f.tx, a, ref),
	)
	f.postings.exchange(oldArticle, articleEntries(a, ref))
	f.said.exchange(oldQuotes, quoteEntries(a, ref))
	return err
}

// deleteRecords takes away the old records that new ones will not overwrite.
func deleteRecords(tx *bolt.Tx, oldRef, ref []byte, oldQuotes, quotes int) error {
	moved := !bytes.Equal(oldRef, ref)
	if moved {
		if err := tx.Bucket(bArticles).Delete(oldRef); err != nil {
			return err
		}
		quotes = 0
	}
	b := tx.Bucket(bQuotes)
	for i := quotes; i < oldQuotes; i++ {
		if err := b.Delete(quoteKey(oldRef, i)); err != nil {
			return err
		}
	}
	return nil
}

// quoteKey is the key of an article's quote.
func quoteKey(ref []byte, ordinal int) []byte {
	k := make([]byte, 0, len(ref)+3)
	k = append(append(k, ref...), 0)
	return binary.BigEndian.AppendUint16(k, uint16(ordinal))
}

func putQuotes(tx *bolt.Tx, a *attache.Article, ref []byte) error {
	b := tx.Bucket(bQuotes)
	b.FillPercent = indexFill
	for i := range a.Quotes {
		record, err := encodeExactly("quote", a.Quotes[i].ID, &a.Quotes[i])
		if err != nil {
			return err
		}
		if err := b.Put(quoteKey(ref, i), record); err != nil {
			return err
		}
	}
	return nil
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

// articleByID reads an article with its quotes.
func articleByID(tx *bolt.Tx, id string) (attache.Article, error) {
	at := tx.Bucket(bIDs).Get([]byte(id))
	if at == nil {
		return attache.Article{}, gone(tx, "article", id)
	}
	if len(at) != stampLen {
		return attache.Article{}, damaged("article", id, "its time")
	}
	return articleAt(tx, append(bytes.Clone(at), id...))
}

// articleAt reads the article with that ref, and its quotes.
func articleAt(tx *bolt.Tx, ref []byte) (attache.Article, error) {
	id := refID(ref)
	record := tx.Bucket(bArticles).Get(ref)
	if record == nil {
		return attache.Article{}, damaged("article", id, "its record is missing")
	}
	a, err := decodeArticle(id, record)
	if err != nil {
		return a, err
	}
	prefix := append(bytes.Clone(ref), 0)
	c := tx.Bucket(bQuotes).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && len(k) == len(prefix)+2; k, v = c.Next() {
		q, err := decode[attache.Quote]("quote of article", id, v)
		if err != nil {
			return attache.Article{}, err
		}
		a.Quotes = append(a.Quotes, q)
	}
	return a, nil
}

// sweep takes away all that the archive's buckets hold of an article whose
// record cannot tell it any more. It reads whole indexes: for damage only.
func (f *filer) sweep(id string) error {
	at := f.tx.Bucket(bIDs).Get([]byte(id))
	if len(at) != stampLen {
		return nil
	}
	ref := append(bytes.Clone(at), id...)
	if err := errors.Join(f.tx.Bucket(bArticles).Delete(ref), f.tx.Bucket(bTraces).Delete(ref)); err != nil {
		return err
	}
	suffix := append([]byte{0}, ref...)
	for _, name := range [][]byte{bPostings, bSaid} {
		ofArticle := func(k []byte) bool { return bytes.HasSuffix(k, suffix) }
		if err := deleteWhere(f.tx.Bucket(name), nil, ofArticle); err != nil {
			return err
		}
	}
	prefix := append(bytes.Clone(ref), 0)
	return deleteWhere(f.tx.Bucket(bQuotes), prefix, func(k []byte) bool { return len(k) == len(prefix)+2 })
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
