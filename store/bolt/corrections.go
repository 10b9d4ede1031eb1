package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// correctionNote begins the notes of what readers say is wrong; its key follows.
const correctionNote = "correction:"

func correctionKey(c *attache.Correction) []byte { return []byte(correctionNote + c.Key()) }

// Correct counts a voice for a correction.
func (s *Store) Correct(ctx context.Context, c attache.Correction, voice string) (bool, error) {
	if err := errors.Join(c.Check(), checkID("correction", c.Key())); err != nil {
		return false, err
	}
	added := false
	err := s.update(ctx, func(tx *bolt.Tx) error {
		added = false
		if tx.Bucket(bIDs).Get([]byte(c.ArticleID)) == nil {
			return gone(tx, "article", c.ArticleID)
		}
		var err error
		added, err = addVoices(tx, c, voice)
		return err
	})
	return added && err == nil, err
}

// addVoices adds voices to a correction, which begins as it is given.
func addVoices(tx *bolt.Tx, c attache.Correction, voices ...string) (bool, error) {
	b, key := tx.Bucket(bNotes), correctionKey(&c)
	kept := c
	kept.Voices = nil
	if record := b.Get(key); record != nil {
		var err error
		if kept, err = decode[attache.Correction]("correction", c.Key(), record); err != nil {
			return false, err
		}
	}
	if !kept.Add(c.Last, voices...) {
		return false, nil
	}
	record, err := encode("correction", c.Key(), &kept)
	if err != nil {
		return false, err
	}
	return true, b.Put(key, record)
}

// correctionPage is how many corrections are read in one transaction.
const correctionPage = 500

// EachCorrection visits all corrections. No transaction is open meanwhile: visit may
// call the store, and take its time.
func (s *Store) EachCorrection(ctx context.Context, visit func(attache.Correction) error) error {
	for after := ""; ; {
		page, err := s.correctionsAfter(ctx, after)
		if err != nil {
			return err
		}
		for i := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := visit(page[i]); err != nil {
				return err
			}
		}
		if len(page) < correctionPage {
			return nil
		}
		after = page[len(page)-1].Key()
	}
}

// correctionsAfter reads the page behind a correction's key.
func (s *Store) correctionsAfter(ctx context.Context, after string) (page []attache.Correction, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		prefix := []byte(correctionNote)
		c := tx.Bucket(bNotes).Cursor()
		k, v := c.Seek(append(bytes.Clone(prefix), after...))
		if after != "" && string(k) == correctionNote+after {
			k, v = c.Next()
		}
		for ; bytes.HasPrefix(k, prefix) && len(page) < correctionPage; k, v = c.Next() {
			one, err := decode[attache.Correction]("correction", string(k[len(prefix):]), v)
			if err != nil {
				return err
			}
			page = append(page, one)
		}
		return nil
	})
	return page, err
}

// corrections visits those of an article, of all without one.
func corrections(tx *bolt.Tx, article string, visit func(*attache.Correction) error) error {
	prefix := []byte(correctionNote)
	if article != "" {
		prefix = append(prefix, article+":"...)
	}
	c := tx.Bucket(bNotes).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		one, err := decode[attache.Correction]("correction", string(k[len(correctionNote):]), v)
		if err != nil {
			return err
		}
		if err := visit(&one); err != nil {
			return err
		}
	}
	return nil
}

// dropCorrections forgets what was said of an article, with its words.
func dropCorrections(tx *bolt.Tx, article string) error {
	prefix := []byte(correctionNote + article + ":")
	var keys [][]byte
	c := tx.Bucket(bNotes).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := tx.Bucket(bNotes).Delete(k); err != nil {
			return fmt.Errorf("corrections of %s: %w", article, err)
		}
	}
	return nil
}

// loadCorrection adds the voices of another store's correction to ours.
func (f *filer) loadCorrection(c attache.Correction) (bool, error) {
	if removed(f.tx, "article", c.ArticleID) {
		return false, nil
	}
	return addVoices(f.tx, c, c.Voices...)
}
