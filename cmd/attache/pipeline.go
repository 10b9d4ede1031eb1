package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"attache"
	"attache/digest"
	"attache/extract/people"
	"attache/feed"
)

// pipeline files articles: data in, data out. Every caller may call it at
// once; it works for one after the other, so that stories grow in one order.
type pipeline struct {
	store    pipelineStore
	read     func(attache.Text) attache.Reading
	people   *people.Memory
	clusters *digest.Clusterer
	log      *slog.Logger
	now      func() time.Time
	ready    chan struct{} // closed by restore
	failed   error         // of restore

	mu    sync.Mutex
	tally tally
	cut   map[string]bool // sources of which an article was cut
}

// restore takes up the stories of the last weeks, to be called once. What is
// new waits for it; whether an article is known does not depend on it.
func (p *pipeline) restore(ctx context.Context) error {
	defer close(p.ready)
	if err := digest.Restore(ctx, p.store, p.clusters, p.people.Learn, p.now().Add(-attache.TraceAge), p.log); err != nil {
		p.failed = fmt.Errorf("reading the latest articles: %w", err)
	}
	return p.failed
}

// awaitRestore waits until restore is through.
func (p *pipeline) awaitRestore(ctx context.Context) error {
	select {
	case <-p.ready:
		return p.failed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tally counts what became of the articles.
type tally struct{ added, updated, unchanged, relevant int }

type pipelineStore interface {
	attache.Ingest
	digest.Past
}

// perSave is how many articles go into one transaction, and saveWeight how much
// they may hold together: what others wait for is not decided by a feed.
const (
	perSave    = 50
	saveWeight = 500
)

// weight is how much of a transaction's time an article takes, in quotes: what
// its indexes and its text cost was measured as much as some quotes.
func weight(a *attache.Article) int {
	return 4 + len(a.Quotes) + len(a.Actors) + len(a.Body)/(4<<10)
}

// file takes articles as sources gave them and stores what is new or changed.
func (p *pipeline) file(ctx context.Context, articles []attache.Article) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(articles) > 0 {
		n := 0
		b := &filings{pipeline: p, batch: digest.NewBatch(p.store, p.clusters), articles: map[string]attache.Article{}}
		for n < len(articles) && n < perSave && b.weight < saveWeight {
			a := articles[n]
			n++
			if err := b.add(ctx, a); err != nil {
				return fmt.Errorf("article %s of %s: %w", a.URL, a.Outlet, err)
			}
		}
		list, err := b.batch.Filings(ctx)
		if err != nil {
			return err
		}
		if err := p.store.Save(ctx, list...); err != nil {
			return fmt.Errorf("storing %d articles: %w", n, err)
		}
		articles = articles[n:]
	}
	return nil
}

// filings are articles on their way into one transaction.
type filings struct {
	*pipeline
	batch    *digest.Batch
	articles map[string]attache.Article // by key, as they will be stored
	weight   int
}

// add reads an article and puts it into its story and its track.
func (f *filings) add(ctx context.Context, a attache.Article) error {
	old, known, err := f.find(ctx, a.Keys)
	if errors.Is(err, attache.ErrRemoved) {
		f.tally.unchanged++
		return nil
	}
	if err != nil {
		return err
	}
	if known && !feed.SameSpeaker(old, a) {
		known = false // an address of another's article; what it says stays its own
	}
	if known {
		merged, changed := feed.Merge(old, a)
		if !changed && len(merged.Keys) == len(old.Keys) {
			f.tally.unchanged++
			return nil
		}
		a = merged
		f.tally.updated++
	} else {
		f.tally.added++
	}
	if err := f.awaitRestore(ctx); err != nil {
		return err
	}
	f.readIn(&a)
	f.weight += weight(&a)
	if a, err = f.batch.Add(ctx, a); err != nil {
		return err
	}
	for _, key := range a.Keys {
		f.articles[key] = a
	}
	if a.Relevant {
		f.tally.relevant++
	}
	f.log.Debug("filed", "article", a.ID, "outlet", a.Outlet, "title", a.Title, "diplomacy", a.Diplomacy, "story", a.StoryID)
	return nil
}

// readIn reads an article within its bounds. What nobody can look up where it
// was published is nobody's word: such an article has no quotes.
func (f *filings) readIn(a *attache.Article) {
	a.Reading = f.read(textOf(a))
	if !a.HasLink() {
		a.URL, a.Quotes, a.Voice = "", nil, nil
	}
	if left := a.Bound(); left > 0 && f.tellOnce(a.SourceID) {
		f.log.Warn("an article has more quotes, actors or mentions than are kept; the source's further ones are cut in silence",
			"article", a.ID, "source", a.SourceID, "outlet", a.Outlet, "left_out", left)
	}
	f.people.Learn(*a)
}

// tellOnce tells whether a source is one whose articles were not cut before.
func (p *pipeline) tellOnce(source string) bool {
	if p.cut == nil {
		p.cut = map[string]bool{}
	}
	told := p.cut[source]
	p.cut[source] = true
	return !told
}

// find gives an article as it stands, in this batch or in the store.
func (f *filings) find(ctx context.Context, keys []string) (old attache.Article, known bool, err error) {
	for _, key := range keys {
		if a, ok := f.articles[key]; ok {
			return a, true, nil
		}
	}
	old, err = f.store.Find(ctx, keys...)
	if errors.Is(err, attache.ErrNotFound) && !errors.Is(err, attache.ErrRemoved) {
		return old, false, nil
	}
	return old, err == nil, err
}
