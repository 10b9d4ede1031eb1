package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// removedNote begins the notes of what was removed: its kind and id follow.
const removedNote = "removed:"

// removed says whether a thing was removed for good.
func removed(tx *bolt.Tx, kind, id string) bool {
	return tx.Bucket(bNotes).Get([]byte(removedNote+kind+":"+id)) != nil
}

// gone is that there is no such thing, or no more.
func gone(tx *bolt.Tx, kind, id string) error {
	if removed(tx, kind, id) {
		return fmt.Errorf("%s %.80q: %w", kind, id, attache.ErrRemoved)
	}
	return notFound(kind, id)
}

// withoutRemoved is a story without the reports that were removed since it was
// put together.
func withoutRemoved(tx *bolt.Tx, s attache.Story) attache.Story {
	isGone := func(id string) bool { return removed(tx, "article", id) }
	if slices.ContainsFunc(s.ArticleIDs, isGone) {
		s.ArticleIDs = slices.DeleteFunc(slices.Clone(s.ArticleIDs), isGone)
		s.Reports = slices.DeleteFunc(slices.Clone(s.Reports), func(r attache.Report) bool { return isGone(r.ArticleID) })
	}
	return s
}

// Remove takes an article out of everything, for good, in one transaction.
func (s *Store) Remove(ctx context.Context, id string, rest attache.Story) error {
	err := s.update(ctx, func(tx *bolt.Tx) error {
		a, err := articleByID(tx, id)
		if err != nil {
			return err
		}
		f := filer{store: s, tx: tx}
		if err := errors.Join(f.takeOut(&a), dropCorrections(tx, a.ID)); err != nil {
			return err
		}
		r := a.Removal(rest.ID == "")
		if err := putRemoval(tx, &r); err != nil {
			return err
		}
		switch {
		case r.StoryGone:
			if err := f.dropStory(a.StoryID); err != nil {
				return err
			}
		case rest.ID != "":
			if err := f.putStory(withoutRemoved(tx, rest)); err != nil {
				return err
			}
		}
		return errors.Join(f.finish(), cleanTrack(tx, a.TrackID, &r), cleanEditions(tx, &r, &rest))
	})
	s.changed(nil)
	s.editionsChanged()
	if err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	return nil
}

// putRemoval keeps what stays of a removed article; where its story went with it,
// of that too.
func putRemoval(tx *bolt.Tx, r *attache.Removal) error {
	record, err := encodeExactly("removal", r.ID, r)
	if err != nil {
		return err
	}
	b := tx.Bucket(bNotes)
	if err := b.Put([]byte(removedNote+"article:"+r.ID), record); err != nil || !r.StoryGone {
		return err
	}
	return b.Put([]byte(removedNote+"story:"+r.StoryID), []byte{1})
}

// removals visits what was removed. Of what was removed before its keys were
// written down, they are those that can be read in the index.
func removals(tx *bolt.Tx, visit func(*attache.Removal) error) error {
	prefix := []byte(removedNote + "article:")
	c := tx.Bucket(bNotes).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		id := string(k[len(prefix):])
		r := attache.Removal{ID: id}
		if len(v) > 1 {
			var err error
			if r, err = decode[attache.Removal]("removal", id, v); err != nil {
				return err
			}
		} else if err := eachKey(tx, func(key, article string) error {
			if article == id {
				r.Keys = append(r.Keys, key)
			}
			return nil
		}); err != nil {
			return err
		}
		if err := visit(&r); err != nil {
			return err
		}
	}
	return nil
}

// removals are what was removed, read once a transaction.
func (f *filer) removals() ([]attache.Removal, error) {
	if f.gone == nil {
		f.gone = []attache.Removal{}
		err := removals(f.tx, func(r *attache.Removal) error {
			f.gone = append(f.gone, *r)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return f.gone, nil
}

// loadRemoval makes what was removed in another store known as removed here. What
// is there stays: who takes an archive over decides for themselves.
func (f *filer) loadRemoval(r attache.Removal) (bool, error) {
	if removed(f.tx, "article", r.ID) || f.tx.Bucket(bIDs).Get([]byte(r.ID)) != nil {
		return false, nil
	}
	if r.StoryGone && f.tx.Bucket(bStories).Get([]byte(r.StoryID)) != nil {
		r.StoryGone = false
	}
	a := attache.Article{ID: r.ID, Keys: r.Keys}
	if err := putIdentities(f.tx, &a, nil); err != nil {
		return false, err
	}
	r.Keys = a.Keys
	f.gone = nil // read again when it is asked for
	return true, putRemoval(f.tx, &r)
}

// restOfRemoved gives a record that is loaded as it is without what was removed;
// false where nothing of it is left.
func (f *filer) restOfRemoved(r attache.Record) (attache.Record, bool, error) {
	switch {
	case r.Article != nil:
		return r, !removed(f.tx, "article", r.Article.ID), nil
	case r.Story != nil:
		if removed(f.tx, "story", r.Story.ID) {
			return r, false, nil
		}
		rest := withoutRemoved(f.tx, *r.Story)
		r.Story = &rest
		return r, len(rest.ArticleIDs) > 0 || len(rest.Reports) > 0, nil
	case r.Track != nil:
		track, left := *r.Track, true
		gone, err := f.removals()
		for i := range gone {
			if track, left = trackWithout(track, &gone[i]); !left {
				break
			}
		}
		r.Track = &track
		return r, left, err
	case r.Edition != nil:
		e := *r.Edition
		gone, err := f.removals()
		for i := range gone {
			var rest *attache.Story
			if s, err := f.oldStory(gone[i].StoryID); err == nil && s.ID != "" {
				rest = &s
			}
			e, _ = e.Without(&gone[i], rest)
		}
		r.Edition = &e
		return r, true, err
	}
	return r, true, nil
}

// takeOut deletes an article with its quotes, indexes and trace. Its identities
// stay, so that it is known when it comes again.
func (f *filer) takeOut(a *attache.Article) error {
	ref, _, err := placeOf(f.tx, a.ID)
	if err != nil {
		return err
	}
	if err := f.withdraw(a); err != nil {
		return err
	}
	return purge(f.tx, ref)
}

// withdraw is takeOut that leaves its entries in the index, where they are dead: they
// go when their segment is written anew.
func (f *filer) withdraw(a *attache.Article) error {
	ref, _, err := placeOf(f.tx, a.ID)
	if err != nil {
		return err
	}
	return errors.Join(dropRecords(f.tx, ref), f.tx.Bucket(bTraces).Delete(ref), f.tx.Bucket(bIDs).Delete([]byte(a.ID)))
}

func (f *filer) dropStory(id string) error {
	story, err := f.oldStory(id)
	if err != nil || story.ID == "" {
		return err
	}
	f.stories.exchange(storyEntries(&story), nil)
	return f.tx.Bucket(bStories).Delete([]byte(id))
}

// cleanTrack takes out of an article's track the dates that it announced, and
// its story where that is gone; a track without stories goes.
func cleanTrack(tx *bolt.Tx, id string, r *attache.Removal) error {
	record := tx.Bucket(bTracks).Get([]byte(id))
	if id == "" || record == nil {
		return nil
	}
	track, err := decode[attache.Track]("track", id, record)
	if err != nil {
		return nil //nolint:nilerr // a damaged track tells nothing
	}
	track, left := trackWithout(track, r)
	if !left {
		return errors.Join(deleteTrackIndex(tx.Bucket(bTrackIndex), track.ID, record), tx.Bucket(bTracks).Delete([]byte(track.ID)))
	}
	return putTrack(tx, track)
}

// trackWithout is a track without a report; false where no story is left.
func trackWithout(track attache.Track, r *attache.Removal) (attache.Track, bool) {
	track.Next = slices.DeleteFunc(slices.Clone(track.Next), r.Announced)
	if !r.StoryGone || !slices.Contains(track.Stories, r.StoryID) {
		return track, true
	}
	track.Stories = slices.DeleteFunc(slices.Clone(track.Stories), func(id string) bool { return id == r.StoryID })
	track.Moves = slices.DeleteFunc(slices.Clone(track.Moves), func(m attache.Move) bool { return m.StoryID == r.StoryID })
	return track, len(track.Stories) > 0
}

// cleanEditions takes an article's words out of the editions that are kept, sent
// or not. It reads all of them: removing is rare.
func cleanEditions(tx *bolt.Tx, r *attache.Removal, rest *attache.Story) error {
	b := tx.Bucket(bEditions)
	fresh := map[string][]byte{}
	err := b.ForEach(func(id, record []byte) error {
		e, err := decode[attache.Edition]("edition", string(id), record)
		if err != nil {
			return nil //nolint:nilerr // a damaged edition tells nothing
		}
		if e, changed := e.Without(r, rest); changed {
			record, err := encodeExactly("edition", e.ID, &e)
			fresh[string(id)] = pack(record)
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id, record := range fresh {
		if err := b.Put([]byte(id), record); err != nil {
			return err
		}
	}
	return nil
}

// EachKey visits every identity.
func (s *Store) EachKey(ctx context.Context, visit func(key, article string) error) error {
	return s.view(ctx, func(tx *bolt.Tx) error { return eachKey(tx, visit) })
}

// eachKey visits the identities that are kept as they are, and then those that are
// kept by their hash as their articles have them.
func eachKey(tx *bolt.Tx, visit func(key, article string) error) error {
	long := map[string]bool{}
	c := tx.Bucket(bIdentities).Cursor()
	for k, id := c.First(); k != nil; k, id = c.Next() {
		if k[0] != '=' {
			long[string(id)] = true
			continue
		}
		if err := visit(string(k[1:]), string(id)); err != nil {
			return err
		}
	}
	for id := range long {
		keys, err := keysOf(tx, id)
		if err != nil {
			continue // a damaged one is found where it is read
		}
		for _, key := range keys {
			if identity(key)[0] == '=' {
				continue
			}
			if err := visit(key, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// keysOf are the identities of an article, or of one that was removed.
func keysOf(tx *bolt.Tx, id string) ([]string, error) {
	if v := tx.Bucket(bNotes).Get([]byte(removedNote + "article:" + id)); len(v) > 1 {
		r, err := decode[attache.Removal]("removal", id, v)
		return r.Keys, err
	}
	a, err := articleByID(tx, id)
	return a.Keys, err
}
