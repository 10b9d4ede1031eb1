package bolt

import (
	"bytes"
	"context"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// The sorts of terms in the index of stories.
const (
	allStories      = "a"
	relevantStories = "r"
	trackStories    = "t"
)

// Story returns one story.
func (s *Store) Story(ctx context.Context, id string) (attache.Story, error) {
	var story attache.Story
	err := s.view(ctx, func(tx *bolt.Tx) error {
		var err error
		story, err = storyByID(tx, id)
		return s.leftOut("story", id, err)
	})
	return story, err
}

func storyByID(tx *bolt.Tx, id string) (attache.Story, error) {
	record := tx.Bucket(bStories).Get([]byte(id))
	if record == nil {
		return attache.Story{}, gone(tx, "story", id)
	}
	return decode[attache.Story]("story", id, record)
}

// Stories chooses stories by their latest article, newest first.
func (s *Store) Stories(ctx context.Context, q attache.StoryQuery) (page []attache.Story, next string, err error) {
	var after []byte
	if q.After != "" {
		if after, err = position(storyCursor, q.After, stampLen+1); err != nil {
			return nil, "", err
		}
		after = below(after)
	}
	terms := []string{allStories}
	if q.Relevant {
		terms = []string{relevantStories}
	}
	if q.TrackID != "" {
		terms = append(terms, trackStories+safeTerm(q.TrackID))
	}
	err = s.view(ctx, func(tx *bolt.Tx) error {
		steps := 0
		sc := scan{steps: &steps}
		for _, t := range terms {
			sc.lists = append(sc.lists, termList(tx.Bucket(bStoryIndex), t, &steps))
		}
		sc.from, sc.since = window(q.Since, q.Until, after)
		var last []byte
		err := sc.each(ctx, func(ref []byte, _ [][]byte) (bool, error) {
			if q.Limit > 0 && len(page) == q.Limit {
				next = cursor(storyCursor, last)
				return false, nil
			}
			last = bytes.Clone(ref)
			story, err := storyByID(tx, refID(ref))
			if err != nil {
				s.skip("story", refID(ref), err)
				return true, nil
			}
			page = append(page, story)
			return true, nil
		})
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return page, next, nil
}

// storyEntries are the postings of a story: term, zero byte, ref.
func storyEntries(story *attache.Story) []entry {
	ref := string(refOf(story.Last, story.ID))
	list := []entry{{key: allStories + "\x00" + ref}}
	if story.Relevant {
		list = append(list, entry{key: relevantStories + "\x00" + ref})
	}
	if story.TrackID != "" {
		list = append(list, entry{key: trackStories + safeTerm(story.TrackID) + "\x00" + ref})
	}
	return list
}

// putStory stores a story in place of what was known under its id. Where its
// track is another than before, its articles follow.
func (f *filer) putStory(story attache.Story) error {
	story.First, story.Last = story.First.UTC(), story.Last.UTC()
	f.touch(story.ID)
	old, err := f.oldStory(story.ID)
	if err != nil {
		return err
	}
	record, err := encodeExactly("story", story.ID, &story)
	if err != nil {
		return err
	}
	var was []entry
	if old.ID != "" {
		was = storyEntries(&old)
	}
	f.stories.exchange(was, storyEntries(&story))
	if err := f.tx.Bucket(bStories).Put([]byte(story.ID), pack(record)); err != nil {
		return err
	}
	if old.ID == "" || old.TrackID == story.TrackID {
		return nil
	}
	return f.followTrack(&story)
}

// followTrack gives the articles of a story its track.
func (f *filer) followTrack(story *attache.Story) error {
	for _, id := range story.ArticleIDs {
		a, err := articleByID(f.tx, id)
		switch {
		case errors.Is(err, attache.ErrNotFound), errors.Is(err, ErrDamaged):
			continue
		case err != nil:
			return err
		case a.StoryID != story.ID || a.TrackID == story.TrackID:
			continue
		}
		a.TrackID = story.TrackID
		if err := f.putArticle(a, nil); err != nil {
			return err
		}
	}
	return nil
}

// oldStory gives what is stored under an id, a zero Story if nothing is. One
// that cannot be read is taken out of the index.
func (f *filer) oldStory(id string) (attache.Story, error) {
	record := f.tx.Bucket(bStories).Get([]byte(id))
	if record == nil {
		return attache.Story{}, nil
	}
	old, err := decode[attache.Story]("story", id, record)
	if err == nil {
		return old, nil
	}
	f.store.skip("story", id, err)
	suffix := []byte(id) // after a term, a zero byte and a stamp
	return attache.Story{}, deleteWhere(f.tx.Bucket(bStoryIndex), nil, func(k []byte) bool {
		zero := len(k) - len(suffix) - stampLen - 1
		return zero >= 0 && k[zero] == 0 && bytes.HasSuffix(k, suffix)
	})
}

// leaveStory takes an article out of the story it belonged to.
func (f *filer) leaveStory(id, article string) error {
	record := f.tx.Bucket(bStories).Get([]byte(id))
	if record == nil {
		return nil
	}
	story, err := decode[attache.Story]("story", id, record)
	if err != nil {
		f.store.skip("story", id, err)
		return nil
	}
	i := slices.Index(story.ArticleIDs, article)
	if i < 0 {
		return nil
	}
	if len(story.ArticleIDs) == 1 {
		f.stories.exchange(storyEntries(&story), nil)
		return f.tx.Bucket(bStories).Delete([]byte(id))
	}
	story.ArticleIDs = slices.Delete(story.ArticleIDs, i, i+1)
	story.Reports = slices.DeleteFunc(story.Reports, func(r attache.Report) bool { return r.ArticleID == article })
	return f.putStory(story)
}
