package digest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"attache"
)

// Shelf is what filing reads: the stories, articles and tracks that are there.
type Shelf interface {
	attache.Archive
	attache.Tracks
}

// Batch files articles: it puts each into its story and track, and gathers
// what is to be saved in one transaction. Later articles of a batch see what
// the earlier ones changed. It is not for concurrent use.
type Batch struct {
	shelf    Shelf
	clusters *Clusterer
	order    []string // article IDs
	articles map[string]attache.Article
	stories  map[string]attache.Story
	tracks   map[string]attache.Track
	changed  map[string]bool // stories to be saved
	traces   map[string][]byte
}

// NewBatch returns an empty batch.
func NewBatch(shelf Shelf, clusters *Clusterer) *Batch {
	return &Batch{
		shelf: shelf, clusters: clusters, articles: map[string]attache.Article{},
		stories: map[string]attache.Story{}, tracks: map[string]attache.Track{}, changed: map[string]bool{},
		traces: map[string][]byte{},
	}
}

// Add assigns an article, which has its Reading, to its story and track, and
// returns it so. It fails only where the shelf does.
func (b *Batch) Add(ctx context.Context, a attache.Article) (attache.Article, error) {
	place := b.clusters.Add(a)
	a.StoryID, a.TrackID, a.CopyOf = place.StoryID, place.TrackID, place.CopyOf
	b.traces[a.ID] = place.Trace
	if err := b.put(ctx, a); err != nil {
		return a, err
	}
	for _, m := range place.Moved {
		if m.ArticleID == a.ID {
			continue
		}
		if err := b.move(ctx, m.ArticleID, m.To, m.TrackID); err != nil {
			return a, err
		}
	}
	return a, nil
}

// put files an article in its story and its track.
func (b *Batch) put(ctx context.Context, a attache.Article) error {
	old, err := b.story(ctx, a.StoryID)
	if err != nil {
		return err
	}
	story := BuildStory(old, a)
	story.ID = a.StoryID
	if a.TrackID != "" {
		story.TrackID = a.TrackID
	}
	b.stories[story.ID], b.changed[story.ID] = story, true
	if _, ok := b.articles[a.ID]; !ok {
		b.order = append(b.order, a.ID)
	}
	b.articles[a.ID] = a
	return b.follow(ctx, story, a)
}

// follow folds a story into its track.
func (b *Batch) follow(ctx context.Context, s attache.Story, a attache.Article) error {
	if s.TrackID == "" {
		return nil
	}
	old, ok := b.tracks[s.TrackID]
	if !ok {
		var err error
		if old, err = b.shelf.Track(ctx, s.TrackID); err != nil && !errors.Is(err, attache.ErrNotFound) {
			return fmt.Errorf("track %s: %w", s.TrackID, err)
		}
	}
	b.tracks[s.TrackID] = BuildTrack(old, s, a)
	return nil
}

// move takes an article out of its story and files it in another.
func (b *Batch) move(ctx context.Context, id, story, track string) error {
	a, err := b.article(ctx, id)
	if errors.Is(err, attache.ErrNotFound) {
		return nil // not kept, so not told anywhere
	}
	if err != nil {
		return err
	}
	from, err := b.story(ctx, a.StoryID)
	if err != nil {
		return err
	}
	b.stories[a.StoryID], b.changed[a.StoryID] = without(from, id), true
	a.StoryID, a.TrackID = story, track
	return b.put(ctx, a)
}

func (b *Batch) article(ctx context.Context, id string) (attache.Article, error) {
	if a, ok := b.articles[id]; ok {
		return a, nil
	}
	a, err := b.shelf.Article(ctx, id)
	if err != nil {
		err = fmt.Errorf("article %s: %w", id, err)
	}
	return a, err
}

func (b *Batch) story(ctx context.Context, id string) (attache.Story, error) {
	if s, ok := b.stories[id]; ok {
		return s, nil
	}
	s, err := b.shelf.Story(ctx, id)
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return s, fmt.Errorf("story %s: %w", id, err)
	}
	return s, nil
}

// Filings are what is to be saved, in one transaction. A story that lost
// articles but has others comes with one of these; one that lost all is left
// to the store, which drops it when its last article moves.
func (b *Batch) Filings(ctx context.Context) ([]attache.Filing, error) {
	saved := map[string]bool{}
	for _, id := range b.order {
		saved[b.articles[id].StoryID] = true
	}
	var left []string
	for id := range b.changed {
		if !saved[id] && len(b.stories[id].Reports) > 0 {
			left = append(left, id)
		}
	}
	slices.Sort(left)
	for _, id := range left {
		for _, r := range b.stories[id].Reports {
			a, err := b.article(ctx, r.ArticleID)
			if errors.Is(err, attache.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			b.order, b.articles[a.ID] = append(b.order, a.ID), a
			break
		}
	}
	out := make([]attache.Filing, 0, len(b.order))
	for _, id := range b.order {
		a := b.articles[id]
		f := attache.Filing{Article: a, Story: b.stories[a.StoryID], Trace: b.traces[id]}
		if t, ok := b.tracks[f.Story.TrackID]; ok {
			f.Track = &t
		}
		out = append(out, f)
	}
	return out, nil
}

// without takes an article out of a story.
func without(s attache.Story, id string) attache.Story {
	s.Reports = slices.DeleteFunc(slices.Clone(s.Reports), func(r attache.Report) bool { return r.ArticleID == id })
	retell(&s)
	return s
}
