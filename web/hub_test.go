package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"
)

func TestTheConfiguredHubIsToldOfFeedsThatChanged(t *testing.T) {
	var told [][]string
	status := http.StatusNoContent
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm() != nil || r.Method != http.MethodPost || r.PostForm.Get("hub.mode") != "publish" {
			t.Errorf("the hub was told %s %v", r.Method, r.Form)
		}
		told = append(told, r.PostForm["hub.url"])
		w.WriteHeader(status)
	}))
	defer hub.Close()
	s := &Site{
		Config: Config{Now: time.Now, Hub: hub.URL, Logger: slog.New(slog.DiscardHandler)}, base: &url.URL{Scheme: "https", Host: "news.example.org", Path: "/base"},
		making: make(chan struct{}, mostMaking), cache: newCache(time.Now),
	}
	changed := map[string]int{}
	s.routed = s.cached(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Last-Modified", fmt.Sprint("version ", changed[r.URL.Path]))
		return send(w, r, http.StatusOK, []byte("x"))
	})
	look := func(want ...string) {
		t.Helper()
		told = nil
		s.cache.forget()
		for _, path := range kept {
			s.refresh(t.Context(), path)
		}
		s.announce(t.Context())
		if got := slices.Concat(told...); !slices.Equal(got, want) {
			t.Errorf("it was told %v, want %v", got, want)
		}
	}
	const base = "https://news.example.org/base"
	look() // at the start nothing is known to be new
	changed["/feed.xml"]++
	look(base + "/feed.xml")
	look()
	changed["/atom.xml"]++
	changed["/quotes/feed.xml"]++
	status = http.StatusServiceUnavailable
	look(base+"/atom.xml", base+"/quotes/feed.xml")
	status = http.StatusAccepted
	look(base+"/atom.xml", base+"/quotes/feed.xml")
	look()
	s.Hub = "" // the public one is named, not told
	changed["/feed.xml"]++
	look()
}
