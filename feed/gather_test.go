package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// paper serves one report with an ETag on any host.
func paper(r *http.Request) (int, http.Header, string) {
	if r.Header.Get("If-None-Match") != "" {
		return http.StatusNotModified, nil, ""
	}
	return 200, http.Header{"Etag": {`"1"`}}, rssDoc(item("http://"+r.URL.Host+"/1", "Talks of "+r.URL.Host, "The envoys met."))
}

func papers(n int) []attache.Source {
	list := make([]attache.Source, n)
	for i := range list {
		list[i] = source(fmt.Sprintf("http://paper%d.example/feed", i))
		list[i].FullText = attache.FullTextNever
	}
	return list
}

func TestWhatSourcesGiveWithinSecondsIsHandedOverTogether(t *testing.T) {
	for name, wait := range map[string]time.Duration{"gathered": 2 * time.Second, "at once": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sources := papers(5)
				m, p := newMemory(sources...), New(Config{transport: air(paper), Gather: wait})
				p.cfg.Store, p.cfg.Find = m, m.Find
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var sizes []int
				err := p.Run(ctx, func(ctx context.Context, articles []attache.Article) error {
					sizes = append(sizes, len(articles))
					return m.save(ctx, articles)
				})
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
				if want := map[bool][]int{true: {5}, false: {1, 1, 1, 1, 1}}[wait > 0]; !slices.Equal(sizes, want) {
					t.Errorf("handed over: %v, want %v", sizes, want)
				}
				for _, s := range sources {
					if m.source(s.ID).Polling.ETag != `"1"` {
						t.Errorf("the state of %s is not kept", s.ID)
					}
				}
			})
		})
	}
}

func TestAnArticleThatCannotBeStoredKeepsNoOtherSourceWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sources := papers(3)
		m, bad := newMemory(sources...), "http://paper1.example/1"
		p := New(Config{Store: m, Find: m.Find, transport: air(paper), Gather: 2 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // before it is tried again
		defer cancel()
		_ = p.Run(ctx, func(ctx context.Context, articles []attache.Article) error {
			if slices.ContainsFunc(articles, func(a attache.Article) bool { return a.URL == bad }) {
				return errors.New("no such id")
			}
			return m.save(ctx, articles)
		})
		if n := len(m.all()); n != 2 {
			t.Errorf("%d articles are stored, want those of the two others", n)
		}
		for i, s := range sources {
			if kept := m.source(s.ID).Polling.ETag != ""; kept == (i == 1) {
				t.Errorf("source %d: state kept %v", i, kept)
			}
		}
	})
}

func TestWhatHasGatheredWhenTheRunEndsIsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sources := papers(2)
		m := newMemory(sources...)
		runFor(t, time.Second, m, paper, func(c *Config) { c.Gather = 2 * time.Second })
		if len(m.all()) > 0 || m.source(sources[0].ID).Polling.ETag != "" {
			t.Errorf("%d articles, %+v", len(m.all()), m.source(sources[0].ID).Polling)
		}
		runFor(t, time.Minute, m, paper, func(c *Config) { c.Gather = 2 * time.Second })
		if len(m.all()) != 2 {
			t.Errorf("%d articles after the next run", len(m.all()))
		}
	})
}

func TestAPassHandsOverWhatSourcesGiveInPortions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sources := papers(2*gatherMost + 3)
		m := newMemory(sources...)
		p := New(Config{Store: m, Find: m.Find, transport: air(paper), Gather: 2 * time.Second})
		var sizes []int
		sum, err := p.Pass(t.Context(), nil, func(ctx context.Context, articles []attache.Article) error {
			sizes = append(sizes, len(articles))
			return m.save(ctx, articles)
		})
		if err != nil || sum.Articles != len(sources) || !slices.Equal(sizes, []int{gatherMost, gatherMost, 3}) {
			t.Errorf("%+v, %v, handed over %v", sum, err, sizes)
		}
	})
}
