package bolt

import (
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
		if err := f.takeOut(&a); err != nil {
			return err
		}
		storyGone := a.StoryID != "" && rest.ID == ""
		switch {
		case storyGone:
			if err := f.dropStory(a.StoryID); err != nil {
				return err
			}
		case rest.ID != "":
			if err := f.putStory(withoutRemoved(tx, rest)); err != nil {
				return err
			}
		}
		return errors.Join(f.finish(), cleanTrack(tx, &a, storyGone), cleanEditions(tx, &a, storyGone))
	})
	if err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	return nil
}

// takeOut deletes an article with its quotes, indexes and trace. Its identities
// stay, so that it is known when it comes again.
func (f *filer) takeOut(a *attache.Article) error {
	ref, _, err := placeOf(f.tx, a.ID)
	if err != nil {
		return err
	}
	err = errors.Join(
		dropRecords(f.tx, ref), f.tx.Bucket(bTraces).Delete(ref), f.tx.Bucket(bIDs).Delete([]byte(a.ID)),
		f.tx.Bucket(bNotes).Put([]byte(removedNote+"article:"+a.ID), []byte{1}),
	)
	if err != nil {
		return err
	}
	return purge(f.tx, ref)
}

func (f *filer) dropStory(id string) error {
	story, err := f.oldStory(id)
	if err != nil || story.ID == "" {
		return err
	}
	f.stories.exchange(storyEntries(&story), nil)
	return errors.Join(
		f.tx.Bucket(bStories).Delete([]byte(id)),
		f.tx.Bucket(bNotes).Put([]byte(removedNote+"story:"+id), []byte{1}),
	)
}

// cleanTrack takes out of an article's track the dates that it announced, and
// its story where that is gone; a track without stories goes.
func cleanTrack(tx *bolt.Tx, a *attache.Article, storyGone bool) error {
	record := tx.Bucket(bTracks).Get([]byte(a.TrackID))
	if a.TrackID == "" || record == nil {
		return nil
	}
	track, err := decode[attache.Track]("track", a.TrackID, record)
	if err != nil {
		return nil //nolint:nilerr // a damaged track tells nothing
	}
	_, changed := attache.Edition{Agenda: track.Next}.Without(a, false)
	if changed {
		e, _ := attache.Edition{Agenda: track.Next}.Without(a, false)
		track.Next = e.Agenda
	}
	if storyGone {
		track.Stories = slices.DeleteFunc(track.Stories, func(id string) bool { return id == a.StoryID })
		track.Moves = slices.DeleteFunc(track.Moves, func(m attache.Move) bool { return m.StoryID == a.StoryID })
		if len(track.Stories) == 0 {
			return errors.Join(deleteTrackIndex(tx.Bucket(bTrackIndex), track.ID, record), tx.Bucket(bTracks).Delete([]byte(track.ID)))
		}
	}
	return putTrack(tx, track)
}

// cleanEditions takes an article's words out of the editions that are kept, sent
// or not. It reads all of them: removing is rare.
func cleanEditions(tx *bolt.Tx, a *attache.Article, storyGone bool) error {
	b := tx.Bucket(bEditions)
	fresh := map[string][]byte{}
	err := b.ForEach(func(id, record []byte) error {
		e, err := decode[attache.Edition]("edition", string(id), record)
		if err != nil {
			return nil //nolint:nilerr // a damaged edition tells nothing
		}
		if e, changed := e.Without(a, storyGone); changed {
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
