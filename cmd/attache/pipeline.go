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
	*common
	log   *slog.Logger
	tally tally // of what came this way
}

// common is what all who file into one store share.
type common struct {
	store    pipelineStore
	read     func(attache.Text) attache.Reading
	people   *people.Memory
	clusters *digest.Clusterer
	now      func() time.Time
	ready    chan struct{}       // closed by restore
	failed   error               // of restore
	gone     func()              // told when something was removed; may be nil
	changed  func(ids ...string) // told which articles and tracks are not what they were; may be nil

	mu    sync.Mutex      // held while something is filed
	total tally           // of everything that came, whichever way
	cut   map[string]bool // sources of which an article was cut
}

// beside is a pipeline that files together with this one, and counts apart.
func (p *pipeline) beside(log *slog.Logger) *pipeline { return &pipeline{common: p.common, log: log} }

// tellArchive has an archive told when something is removed, and what was corrected.
func (p *pipeline) tellArchive(gone func(), changed func(ids ...string)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone, p.changed = gone, changed
}

// told tells who wants to know that something was removed.
func (p *pipeline) told() {
	p.mu.Lock()
	gone := p.gone
	p.mu.Unlock()
	if gone != nil {
		gone()
	}
}

// restore takes up the stories of the last weeks, to be called once. What is
// new waits for it; whether an article is known does not depend on it.
func (p *pipeline) restore(ctx context.Context) error {
	defer close(p.ready)
	p.failed = p.takeUp(ctx)
	return p.failed
}

func (p *pipeline) takeUp(ctx context.Context) error {
	if err := digest.Restore(ctx, p.store, p.clusters, p.people.Learn, p.now().Add(-attache.TraceAge), p.log); err != nil {
		return fmt.Errorf("reading the latest articles: %w", err)
	}
	return nil
}

// renew takes the stories up anew, after articles came into the store that
// were not filed here.
func (p *pipeline) renew(ctx context.Context) error {
	if err := p.awaitRestore(ctx); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.clusters
	p.clusters = digest.NewClusterer(digest.Options{})
	if err := p.takeUp(ctx); err != nil {
		p.clusters = old
		return err
	}
	return nil
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

func (t *tally) add(o tally) {
	t.added += o.added
	t.updated += o.updated
	t.unchanged += o.unchanged
	t.relevant += o.relevant
}

func (t tally) since(o tally) tally {
	return tally{t.added - o.added, t.updated - o.updated, t.unchanged - o.unchanged, t.relevant - o.relevant}
}

// counted is what became of all that came, whichever way.
func (p *pipeline) counted() tally {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}

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
	before := p.tally
	defer func() { p.total.add(p.tally.since(before)) }()
	for len(articles) > 0 {
		n := 0
		b := &filings{pipeline: p, batch: digest.NewBatch(p.store, p.clusters), articles: map[string]attache.Article{}, known: map[string]bool{}}
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
		if p.changed != nil {
			p.changed(b.corrected(list)...)
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
	known    map[string]bool // IDs of those that were stored before
}

// corrected are the articles that were stored before, and what they belong to.
func (f *filings) corrected(list []attache.Filing) []string {
	var ids []string
	for i := range list {
		if a := &list[i].Article; f.known[a.ID] {
			ids = append(ids, a.ID)
			if list[i].Track != nil {
				ids = append(ids, list[i].Track.ID)
			}
		}
	}
	return ids
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
		f.known[a.ID] = true
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

// find gives an article as it stands, in this batch or in the store; ErrRemoved
// where an identity that decides by itself is that of a removed one.
func (f *filings) find(ctx context.Context, keys []string) (old attache.Article, known bool, err error) {
	for _, key := range keys {
		if a, ok := f.articles[key]; ok {
			return a, true, nil
		}
	}
	old, err = f.store.Find(ctx, keys...)
	if errors.Is(err, attache.ErrRemoved) {
		return f.findBeside(ctx, keys)
	}
	if errors.Is(err, attache.ErrNotFound) {
		return old, false, nil
	}
	return old, err == nil, err
}

// findBeside is find where one of the keys is a removed article's: another report
// may have the same title, or a number of its address.
func (f *filings) findBeside(ctx context.Context, keys []string) (old attache.Article, known bool, err error) {
	for _, key := range keys {
		a, err := f.store.Find(ctx, key)
		switch {
		case errors.Is(err, attache.ErrRemoved):
			if feed.Decides(key) {
				return a, false, err
			}
		case errors.Is(err, attache.ErrNotFound):
		case err != nil:
			return a, false, err
		case !known:
			old, known = a, true
		}
	}
	return old, known, nil
}
