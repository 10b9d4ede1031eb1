package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
	"attache/internal/proof"
)

var _ attache.Retention = (*Store)(nil)

// pruneTime is how long a transaction of pruning goes on before it ends: others wait
// for it, and for its sync.
const pruneTime = 15 * time.Millisecond

// The most that one transaction of pruning takes away, whatever time it takes.
const (
	pruneArticles = 100
	pruneLinks    = 500
	pruneLooked   = 5000 // articles that are passed over
)

// mostDead is which share of a segment's articles may be gone before it is written
// anew, if no more than so many are left.
const (
	mostDead  = 0.5
	leastDead = 512
)

// Prune takes away some of what is older; see attache.Retention.
func (s *Store) Prune(ctx context.Context, before time.Time, from string) (attache.Pruned, error) {
	var done attache.Pruned
	err := s.update(ctx, func(tx *bolt.Tx) error {
		done = attache.Pruned{}
		f := filer{store: s, tx: tx}
		begun := time.Now()
		start := []byte(from)
		for looked := 0; ; looked++ {
			ref := nextArticle(tx, start)
			if ref == nil || bytes.Compare(ref[:stampLen], stamp(before)) >= 0 {
				break
			}
			if done.Articles >= pruneArticles || looked >= pruneLooked || time.Since(begun) > pruneTime {
				done.Next = string(ref)
				break
			}
			start = append(bytes.Clone(ref), 0xff)
			refs, err := f.pruneStory(ref, before)
			if err != nil {
				return err
			}
			if refs > 0 {
				done.Stories++
			}
			done.Articles += refs
		}
		return f.finish()
	})
	if err == nil {
		err = s.sweepSegments(ctx, []byte(from), []byte(done.Next), before)
	}
	if err != nil {
		return attache.Pruned{}, fmt.Errorf("prune: %w", err)
	}
	return done, nil
}

// nextArticle is the ref of the first article from a key on; nil: there is none.
func nextArticle(tx *bolt.Tx, from []byte) []byte {
	c := tx.Bucket(bArticles).Cursor()
	for k, _ := c.Seek(from); k != nil; k, _ = c.Next() {
		if !isPiece(k) && len(k) > stampLen {
			return bytes.Clone(k)
		}
	}
	return nil
}

// pruneStory takes out the story of an article with all its articles, unless it or its
// track goes on. It returns how many went.
func (f *filer) pruneStory(ref []byte, before time.Time) (articles int, err error) {
	a, err := headAt(f.tx, ref)
	if errors.Is(err, ErrDamaged) { // which check tells of
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	story, err := f.oldStory(a.StoryID)
	if err != nil {
		return 0, err
	}
	if !story.Last.Before(before) || f.goesOn(story.TrackID, before) {
		return 0, nil
	}
	ids := []string{a.ID}
	for _, id := range story.ArticleIDs {
		if id != a.ID {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		at, _, err := placeOf(f.tx, id)
		if err != nil {
			continue
		}
		one, err := headAt(f.tx, at)
		if err != nil || id != a.ID && one.StoryID != a.StoryID {
			continue
		}
		if err := errors.Join(f.withdraw(&one), dropCorrections(f.tx, one.ID)); err != nil {
			return 0, err
		}
		articles++
	}
	if story.ID == "" {
		return articles, nil
	}
	gone := attache.Removal{StoryID: story.ID, StoryGone: true}
	return articles, errors.Join(f.dropStory(story.ID), cleanTrack(f.tx, story.TrackID, &gone))
}

// goesOn says whether a track had a story since then.
func (f *filer) goesOn(id string, since time.Time) bool {
	record := f.tx.Bucket(bTracks).Get([]byte(id))
	if id == "" || record == nil {
		return false
	}
	track, err := decode[attache.Track]("track", id, record)
	return err != nil || !track.Last.Before(since)
}

// sweepSegments writes those segments anew that end between two refs and of which
// little is left, each in a transaction of its own: none of their articles comes back.
// A next of "" is all that ends before a time.
func (s *Store) sweepSegments(ctx context.Context, from, next []byte, before time.Time) error {
	if len(next) == 0 {
		next = stamp(before)
	}
	var spent [][]byte
	err := s.view(ctx, func(tx *bolt.Tx) error {
		for _, g := range segments(tx) {
			if bytes.Compare(g.last, from) >= 0 && bytes.Compare(g.last, next) < 0 && isSpent(tx, g) {
				spent = append(spent, bytes.Clone(g.prefix))
			}
		}
		return nil
	})
	for _, prefix := range spent {
		err = errors.Join(err, s.update(ctx, func(tx *bolt.Tx) error {
			for _, g := range segments(tx) {
				if bytes.Equal(g.prefix, prefix) {
					return merge(tx, []*segment{g})
				}
			}
			return nil // it became part of another meanwhile
		}))
	}
	return err
}

// isSpent says whether so little is left of a segment that it is written anew.
func isSpent(tx *bolt.Tx, g *segment) bool {
	living := 0
	for at := range g.docs {
		if d := g.doc(at); d.ref != nil && alive(tx, &d) {
			living++
		}
	}
	return living == 0 || living <= leastDead && float64(living) < mostDead*float64(g.docs)
}

// PruneProofs takes away the oldest links of the chain of proofs; see attache.Retention.
func (s *Store) PruneProofs(ctx context.Context, before time.Time) (links int, err error) {
	err = s.update(ctx, func(tx *bolt.Tx) error {
		var err error
		links, err = s.pruneProofs(tx, func(l *proof.Link) bool { return l.At.Before(before) }, pruneLinks)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune the chain of proofs: %w", err)
	}
	return links, nil
}

// Oldest is when the oldest article was published, of those since a time.
func (s *Store) Oldest(ctx context.Context, since time.Time) (at time.Time, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		if ref := nextArticle(tx, stamp(since)); ref != nil {
			a, err := headAt(tx, ref)
			at = a.When()
			return err
		}
		return nil
	})
	return at, err
}
