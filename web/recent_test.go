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
)

func TestWhatEverybodyAsksForIsMadeBeforeAnybodyDoesAndAnewEveryHalfMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Site{Config: Config{Now: time.Now}, base: &url.URL{Scheme: "https", Host: "news.example.org"}, making: make(chan struct{}, mostMaking)}
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
			s.routed.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		}
		if n := made.Load(); n != int64(5*len(kept)) || n != before {
			t.Errorf("%d pages were made, %d of them for a reader", n, n-before)
		}
	})
}
