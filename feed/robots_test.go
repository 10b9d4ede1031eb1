package feed

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"

	"attache/feed/fetch"
)

func TestRobotsTxtIsHonoured(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		rules  string
		want   bool // that /news/1?id=2 may be read
	}{
		"none":                 {404, "", true},
		"forbidden to see":     {403, "", true},
		"server in trouble":    {500, "", false},
		"overloaded":           {429, "", false},
		"empty":                {200, "", true},
		"everything closed":    {200, "User-agent: *\nDisallow: /", false},
		"closed for others":    {200, "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /admin", true},
		"closed for us":        {200, "User-agent: attache\nDisallow: /news\n\nUser-agent: *\nAllow: /", false},
		"open for us":          {200, "User-agent: *\nDisallow: /\n\nUser-agent: Attache\nAllow: /", true},
		"the longest rule":     {200, "User-agent: *\nDisallow: /news\nAllow: /news/1", true},
		"with a query":         {200, "User-agent: *\nDisallow: /*?id=", false},
		"a mark at its head":   {200, "\ufeffUser-agent: *\nDisallow: /", false},
		"a web page instead":   {200, "<!doctype html><p>Disallow: /", true},
		"noise":                {200, "\x00\x01\xff", true},
		"empty means anything": {200, "User-agent: *\nDisallow:", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, func(rw http.ResponseWriter, _ *http.Request) {
				rw.WriteHeader(tc.status)
				_, _ = io.WriteString(rw, tc.rules)
			})
			p := testPoller(t, newMemory())
			for range 2 {
				err := p.robots.allow(t.Context(), w.URL+"/news/1?id=2", fetch.Manner{})
				if (err == nil) != tc.want || err != nil && !errors.Is(err, ErrRobots) {
					t.Error(err)
				}
			}
			if n := w.hits.Load(); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestTheRulesOfASiteAreReadOnceForAllWhoWait(t *testing.T) {
	w := newWire(t, func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, "User-agent: *\nDisallow: /x")
	})
	p := testPoller(t, newMemory())
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := p.robots.allow(t.Context(), w.URL+"/x", fetch.Manner{}); !errors.Is(err, ErrRobots) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := w.hits.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
