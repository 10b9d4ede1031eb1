package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// noStories is a store without any.
type noStories struct{ Store }

func nothing(context.Context, time.Time, time.Time) (attache.Edition, error) {
	return attache.Edition{}, nil
}

func (noStories) ListTracks(context.Context, time.Time) ([]attache.Track, error) { return nil, nil }

func (noStories) Stories(context.Context, attache.StoryQuery) ([]attache.Story, string, error) {
	return nil, "", nil
}

func TestWhatEverybodyAsksForIsMadeBeforeAnybodyDoesAndAnewEveryHalfMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Site{
			Config: Config{Now: time.Now, Store: noStories{}, Compile: nothing}, base: &url.URL{Scheme: "https", Host: "news.example.org"},
			making: make(chan struct{}, mostMaking), wake: make(chan struct{}, 1), recent: recent{turn: make(chan struct{}, 1)},
			front: front{turn: make(chan struct{}, 1)},
		}
		s.cache = newCache(time.Now)
		var made atomic.Int64
		s.routed = s.cached(func(w http.ResponseWriter, r *http.Request) error {
			made.Add(1)
			return send(w, r, http.StatusOK, []byte(r.URL.Path))
		})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { _ = s.Run(ctx) }() // ends with its context
		synctest.Wait()
		if n := made.Load(); n != int64(len(kept)) {
			t.Errorf("%d pages were made at first, want %d", n, len(kept))
		}
		for range 4 {
			time.Sleep(keepEvery)
			synctest.Wait()
		}
		before := made.Load()
		for _, path := range kept {
			s.routed.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		}
		if n := made.Load(); n != int64(5*len(kept)) || n != before {
			t.Errorf("%d pages were made, %d of them for a reader", n, n-before)
		}
		s.Forget()
		synctest.Wait()
		if n := made.Load(); n != int64(6*len(kept)) {
			t.Errorf("after a removal %d pages were made before anybody asked, want %d", n-before, len(kept))
		}
		s.Changed("an article of none of them")
		synctest.Wait()
		if n := made.Load(); n != int64(6*len(kept)) {
			t.Errorf("a change elsewhere had %d pages made", n-before-int64(len(kept)))
		}
	})
}
