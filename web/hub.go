package web

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/web/hub"
)

// OwnHub has the archive be the hub of its feeds.
const OwnHub = "own"

// hubPath is where the archive's own hub is.
const hubPath = "/hub"

// ownHub makes the archive's own hub.
func (s *Site) ownHub() *hub.Hub {
	return hub.New(hub.Config{
		Self: s.href(hubPath), Notes: s.Notes, Client: s.Subscribers, Now: s.Now, Logger: s.Logger, Load: s.loadFeed,
	})
}

// RunHub brings subscribers what is new until the context ends, where the archive is
// its own hub. It is called once.
func (s *Site) RunHub(ctx context.Context) error {
	if s.own == nil {
		return nil
	}
	return s.own.Run(ctx)
}

// loadFeed gives one of our feeds by its address.
func (s *Site) loadFeed(ctx context.Context, topic string) (hub.Feed, error) {
	path, ours := strings.CutPrefix(topic, s.base.String()+"/")
	u, err := url.Parse("/" + path)
	if !ours || err != nil || !slices.Contains([]string{"feed.xml", "atom.xml", "feed.json"}, u.Path[strings.LastIndexByte(u.Path, '/')+1:]) {
		return hub.Feed{}, attache.ErrNotFound
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if err != nil {
		return hub.Feed{}, err
	}
	r.URL.Path, r.URL.RawPath, r.URL.RawQuery = u.Path, u.RawPath, u.RawQuery
	rec := &recorder{status: http.StatusOK, header: http.Header{}}
	s.routed.ServeHTTP(rec, r)
	switch rec.status {
	case http.StatusOK:
		return hub.Feed{Body: rec.body.Bytes(), Type: rec.header.Get("Content-Type"), Tag: rec.header.Get("ETag")}, nil
	case http.StatusServiceUnavailable, http.StatusInternalServerError:
		return hub.Feed{}, fmt.Errorf("the feed could not be made: %d", rec.status)
	}
	return hub.Feed{}, attache.ErrNotFound
}

// announcer tells a WebSub hub that feeds have news.
type announcer struct {
	http *http.Client
	last map[string]string // when each feed last changed, as it says itself
}

// announced are the feeds whose news a hub is told.
var announced = []string{"/feed.xml", "/atom.xml", "/feed.json", "/quotes/feed.xml"}

// announceTime bounds the telling.
const announceTime = 15 * time.Second

// announce tells the configured hub which feeds changed since it was told. A hub
// that cannot be told is told the next time; a public one that is merely named is not.
func (s *Site) announce(ctx context.Context) {
	if s.Hub == "" || s.own != nil {
		return
	}
	a := &s.announcer
	changed := map[string]string{}
	for _, path := range announced {
		if at := s.cache.modified(path + "?"); at != "" && a.last[path] != at {
			changed[path] = at
		}
	}
	first := a.last == nil // at the start nothing is known to be new
	if first {
		a.last = map[string]string{}
	}
	if len(changed) == 0 {
		return
	}
	if !first {
		if err := s.tellHub(ctx, changed); err != nil {
			s.Logger.WarnContext(ctx, "the hub could not be told of news; it is told the next time", "hub", s.Hub, "err", err)
			return
		}
	}
	maps.Copy(a.last, changed)
}

// tellHub sends what WebSub hubs take from publishers.
func (s *Site) tellHub(ctx context.Context, feeds map[string]string) error {
	form := url.Values{"hub.mode": {"publish"}}
	for _, path := range announced {
		if _, ok := feeds[path]; ok {
			form.Add("hub.url", s.href(path))
		}
	}
	ctx, cancel := context.WithTimeout(ctx, announceTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := s.announcer.http
	if client == nil {
		client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		s.announcer.http = client
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // so that the connection can be kept
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("it answered HTTP %d", answer.StatusCode)
	}
	return nil
}
