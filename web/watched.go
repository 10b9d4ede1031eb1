package web

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"attache"
)

// watched is a store that notes of what an answer is made, so that a correction has
// exactly the answers made anew that tell of it.
type watched struct{ Store }

// Watch gives a store that notes what is read of it for a page. What makes parts of
// pages (Config.Compile, Tell, StateOfPlay) reads through it; elsewhere it changes nothing.
func Watch(s Store) Store {
	if w, ok := s.(watched); ok {
		return w
	}
	return watched{s}
}

// trail is what was read for one answer: hashes of the ids of articles and tracks.
type trail struct {
	mu   sync.Mutex
	seen map[uint64]struct{}
}

type trailKey struct{}

var idSeed = maphash.MakeSeed()

func hashOf(id string) uint64 { return maphash.String(idSeed, id) }

// withTrail gives a context in which what is read is noted.
func withTrail(ctx context.Context) (context.Context, *trail) {
	t := &trail{seen: map[uint64]struct{}{}}
	return context.WithValue(ctx, trailKey{}, t), t
}

// unnoted gives one in which it is not.
func unnoted(ctx context.Context) context.Context {
	return context.WithValue(ctx, trailKey{}, (*trail)(nil))
}

// note notes that an answer tells of something.
func note(ctx context.Context, ids ...string) {
	t, _ := ctx.Value(trailKey{}).(*trail)
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range ids {
		t.seen[hashOf(id)] = struct{}{}
	}
}

// noteHashes notes what an answer tells of that was noted before.
func noteHashes(ctx context.Context, hashes []uint64) {
	t, _ := ctx.Value(trailKey{}).(*trail)
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, h := range hashes {
		t.seen[h] = struct{}{}
	}
}

// sorted is what was noted.
func (t *trail) sorted() []uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]uint64, 0, len(t.seen))
	for h := range t.seen {
		out = append(out, h)
	}
	slices.Sort(out)
	return out
}

func (w watched) Article(ctx context.Context, id string) (attache.Article, error) {
	note(ctx, id)
	return w.Store.Article(ctx, id)
}

func (w watched) Articles(ctx context.Context, q attache.ArticleQuery) ([]attache.Article, string, error) {
	page, next, err := w.Store.Articles(ctx, q)
	for i := range page {
		note(ctx, page[i].ID)
	}
	return page, next, err
}

func (w watched) Quotes(ctx context.Context, q attache.QuoteQuery) ([]attache.Quote, string, error) {
	page, next, err := w.Store.Quotes(ctx, q)
	for i := range page {
		note(ctx, page[i].ArticleID)
	}
	return page, next, err
}

// Story notes the articles of a story: its headline and its reports are theirs.
func (w watched) Story(ctx context.Context, id string) (attache.Story, error) {
	story, err := w.Store.Story(ctx, id)
	note(ctx, story.ArticleIDs...)
	return story, err
}

func (w watched) Stories(ctx context.Context, q attache.StoryQuery) ([]attache.Story, string, error) {
	page, next, err := w.Store.Stories(ctx, q)
	for i := range page {
		note(ctx, page[i].ArticleIDs...)
	}
	return page, next, err
}

func (w watched) Track(ctx context.Context, id string) (attache.Track, error) {
	note(ctx, id)
	return w.Store.Track(ctx, id)
}

func (w watched) ListTracks(ctx context.Context, since time.Time) ([]attache.Track, error) {
	list, err := w.Store.ListTracks(ctx, since)
	for i := range list {
		note(ctx, list[i].ID)
	}
	return list, err
}
