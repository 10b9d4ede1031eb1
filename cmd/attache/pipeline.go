package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"attache"
	"attache/digest"
	"attache/feed"
)

// pipeline files articles: data in, data out. Every caller may call it at
// once; it works for one after the other, so that stories grow in one order.
type pipeline struct {
	store    pipelineStore
	read     func(attache.Text) attache.Reading
	people   *people
	clusters *digest.Clusterer
	log      *slog.Logger

	mu    sync.Mutex
	tally tally
}

// tally counts what became of the articles.
type tally struct{ added, updated, unchanged, relevant int }

type pipelineStore interface {
	attache.Ingest
	attache.Archive
	attache.Tracks
}

// perSave is how many articles go into one transaction.
const perSave = 50

// file takes articles as a source gave them and stores what is new or changed.
func (p *pipeline) file(ctx context.Context, articles []attache.Article) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(articles) > 0 {
		n := min(perSave, len(articles))
		b := &filings{pipeline: p, articles: map[string]int{}, stories: map[string]attache.Story{}, tracks: map[string]attache.Track{}}
		for _, a := range articles[:n] {
			if err := b.add(ctx, a); err != nil {
				return fmt.Errorf("article %s of %s: %w", a.URL, a.Outlet, err)
			}
		}
		if err := p.store.Save(ctx, b.list...); err != nil {
			return fmt.Errorf("storing %d articles: %w", len(b.list), err)
		}
		articles = articles[n:]
	}
	return nil
}

// filings are articles on their way into one transaction, and what they change
// before the store knows it.
type filings struct {
	*pipeline
	list     []attache.Filing
	articles map[string]int // by key: where in list
	stories  map[string]attache.Story
	tracks   map[string]attache.Track
}

// add reads an article and puts it into its story and its track.
func (f *filings) add(ctx context.Context, a attache.Article) error {
	old, err := f.known(ctx, a.Keys)
	if err != nil {
		return err
	}
	if old == nil {
		f.tally.added++
	} else {
		keys := len(old.Keys)
		merged, changed := feed.Merge(*old, a)
		if !changed && len(merged.Keys) == keys {
			f.tally.unchanged++
			return nil
		}
		f.tally.updated++
		a = merged
	}
	a.Reading = f.read(textOf(a))
	f.people.learn(a)
	place := f.clusters.Add(a)
	a.StoryID, a.TrackID, a.CopyOf = place.StoryID, place.TrackID, place.CopyOf
	filing := attache.Filing{Article: a}
	if filing.Story, err = f.story(ctx, a); err != nil {
		return err
	}
	if filing.Track, err = f.track(ctx, filing.Story, a); err != nil {
		return err
	}
	for _, key := range a.Keys {
		f.articles[key] = len(f.list)
	}
	f.list = append(f.list, filing)
	if a.Relevant {
		f.tally.relevant++
	}
	f.log.Debug("filed", "article", a.ID, "outlet", a.Outlet, "title", a.Title, "diplomacy", a.Diplomacy, "story", a.StoryID)
	return nil
}

// known is the article as it stands, in this batch or in the store; nil where
// it is new.
func (f *filings) known(ctx context.Context, keys []string) (*attache.Article, error) {
	for _, key := range keys {
		if at, ok := f.articles[key]; ok {
			return &f.list[at].Article, nil
		}
	}
	old, err := f.store.Find(ctx, keys...)
	if errors.Is(err, attache.ErrNotFound) {
		return nil, nil
	}
	return &old, err
}

func (f *filings) story(ctx context.Context, a attache.Article) (attache.Story, error) {
	old, ok := f.stories[a.StoryID]
	if !ok {
		var err error
		if old, err = f.store.Story(ctx, a.StoryID); err != nil && !errors.Is(err, attache.ErrNotFound) {
			return old, err
		}
	}
	story := digest.BuildStory(old, a)
	f.stories[a.StoryID] = story
	return story, nil
}

func (f *filings) track(ctx context.Context, story attache.Story, a attache.Article) (*attache.Track, error) {
	if story.TrackID == "" {
		return nil, nil
	}
	old, ok := f.tracks[story.TrackID]
	if !ok {
		var err error
		if old, err = f.store.Track(ctx, story.TrackID); err != nil && !errors.Is(err, attache.ErrNotFound) {
			return nil, err
		}
		old.ID = story.TrackID
	}
	track := digest.BuildTrack(old, story, a)
	f.tracks[story.TrackID] = track
	return &track, nil
}
