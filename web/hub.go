package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

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
	if s.Hub == "" {
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
	for path, at := range changed {
		a.last[path] = at
	}
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
