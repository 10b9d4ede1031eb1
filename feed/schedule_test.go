package feed

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// air answers requests without a network, so that time can be the test's.
type air func(*http.Request) (status int, header http.Header, body string)

func (f air) RoundTrip(r *http.Request) (*http.Response, error) {
	status, h, body := f(r)
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	if h == nil {
		h = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// runFor runs a poller in a bubble of time.
func runFor(t *testing.T, d time.Duration, m *memory, a air, edit ...func(*Config)) {
	t.Helper()
	c := Config{Store: m, Find: m.Find, transport: a}
	for _, e := range edit {
		e(&c)
	}
	p := New(c)
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := p.Run(ctx, m.save); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestASourceThatKeepsFailingIsPausedAndTheOperatorsAreToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://paper.example/feed")
		src.Polling.Verified = true
		never := source("http://nowhere.example/feed")
		m := newMemory(src, never)
		var told []string
		var mu sync.Mutex
		var asked []time.Time
		runFor(t, 7*24*time.Hour, m, func(r *http.Request) (int, http.Header, string) {
			mu.Lock()
			defer mu.Unlock()
			if r.URL.Host == "paper.example" {
				asked = append(asked, time.Now())
			}
			return 0, nil, ""
		}, func(c *Config) {
			c.Notify = func(_ context.Context, s attache.Source, problem string) { told = append(told, s.URL+": "+problem) }
		})
		if len(told) != 1 || told[0] != "http://paper.example/feed: is only tried once a day from now on; it failed 8 times in a row: "+
			"connection refused" {
			t.Errorf("told %v", told)
		}
		if s := m.source(src.ID).Polling; s.State != attache.PollPaused || s.Failures < 8 || s.Problem != "connection refused" {
			t.Errorf("%+v", s)
		}
		if s := m.source(never.ID).Polling; s.State != attache.PollPaused || s.Verified {
			t.Errorf("%+v", s)
		}
		if len(asked) < 10 || len(asked) > 20 {
			t.Errorf("asked %d times in a week", len(asked))
		}
		for i := 2; i < 6; i++ {
			if before, now := asked[i-1].Sub(asked[i-2]), asked[i].Sub(asked[i-1]); now < before*3/2 {
				t.Errorf("wait %d was %s after %s", i, now, before)
			}
		}
	})
}

func TestAPausedSourceThatWorksAgainIsActive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://paper.example/feed")
		src.FullText = attache.FullTextNever
		src.Polling = attache.Polling{State: attache.PollPaused, Failures: 9, Next: time.Now().Add(time.Hour)}
		m := newMemory(src)
		runFor(t, 2*time.Hour, m, func(*http.Request) (int, http.Header, string) {
			return 200, nil, rssDoc(item("http://paper.example/1", "Talks", "x"))
		})
		if s := m.source(src.ID).Polling; s.State != attache.PollActive || s.Failures != 0 || !s.Verified || len(m.all()) != 1 {
			t.Errorf("%+v", s)
		}
	})
}

func TestTheIntervalFollowsThePublications(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy, quiet := source("http://busy.example/feed"), source("http://quiet.example/feed")
		busy.FullText, quiet.FullText = attache.FullTextNever, attache.FullTextNever
		m := newMemory(busy, quiet)
		runFor(t, 3*24*time.Hour, m, func(r *http.Request) (int, http.Header, string) {
			if r.URL.Host == "quiet.example" {
				return 304, nil, ""
			}
			var items []string
			for i := range 10 {
				at := time.Now().Truncate(10 * time.Minute).Add(-time.Duration(i) * 10 * time.Minute)
				items = append(items, `<item><title>T</title><guid isPermaLink="false">`+at.Format(time.RFC3339)+`</guid><pubDate>`+at.Format(time.RFC1123Z)+`</pubDate></item>`)
			}
			return 200, nil, rssDoc(items...)
		})
		if got := m.source(busy.ID).Polling.Interval; got > 10*time.Minute || got < 5*time.Minute {
			t.Errorf("an entry every 10 min is polled every %s", got)
		}
		if got := m.source(quiet.ID).Polling.Interval; got != 6*time.Hour {
			t.Errorf("a silent source is polled every %s", got)
		}
	})
}

func TestServersSayWhenToComeBack(t *testing.T) {
	for name, tc := range map[string]struct {
		status      int
		header      http.Header
		body        string
		least, most time.Duration
	}{
		"Retry-After":   {503, http.Header{"Retry-After": {"7200"}}, "", 2 * time.Hour, 2 * time.Hour},
		"Cache-Control": {200, http.Header{"Cache-Control": {"public, max-age=10800"}}, rssDoc(), 160 * time.Minute, 200 * time.Minute},
		"ttl":           {200, nil, `<rss><channel><title>T</title><ttl>120</ttl></channel></rss>`, 100 * time.Minute, 135 * time.Minute},
		"endless age":   {200, http.Header{"Cache-Control": {"max-age=99999999"}}, rssDoc(), 5 * time.Hour, 7 * time.Hour},
	} {
		src := source("http://paper.example/feed")
		m := newMemory(src)
		p := New(Config{Store: m, transport: air(func(*http.Request) (int, http.Header, string) { return tc.status, tc.header, tc.body })})
		res, _ := p.Poll(t.Context(), src)
		if wait := res.Source.Polling.Next.Sub(res.Source.Polling.Checked); wait < tc.least || wait > tc.most {
			t.Errorf("%s: polled again after %s", name, wait)
		}
	}
}

func TestGoneEndsASourceForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://paper.example/feed")
		src.Polling.Verified = true
		m := newMemory(src)
		n, told := 0, 0
		runFor(t, 7*24*time.Hour, m, func(*http.Request) (int, http.Header, string) { n++; return 410, nil, "" },
			func(c *Config) { c.Notify = func(context.Context, attache.Source, string) { told++ } })
		if n != 1 || told != 1 || m.source(src.ID).Polling.State != attache.PollGone {
			t.Errorf("asked %d times, told %d times: %+v", n, told, m.source(src.ID).Polling)
		}
	})
}

func TestAPermanentRedirectIsTheAddressFromThenOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://old.example/feed")
		m := newMemory(src)
		asked := map[string]int{}
		runFor(t, 24*time.Hour, m, func(r *http.Request) (int, http.Header, string) {
			asked[r.URL.Host]++
			if r.URL.Host == "old.example" {
				return 301, http.Header{"Location": {"http://new.example/feed"}}, ""
			}
			return 200, nil, rssDoc()
		})
		if asked["old.example"] != 1 || asked["new.example"] < 3 || m.source(src.ID).Polling.MovedTo != "http://new.example/feed" {
			t.Errorf("asked %v", asked)
		}
	})
}

func TestARedirectToSomethingElseIsNotRemembered(t *testing.T) {
	src := source("http://paper.example/feed")
	p := New(Config{transport: air(func(r *http.Request) (int, http.Header, string) {
		if r.URL.Host == "paper.example" {
			return 301, http.Header{"Location": {"http://hotel.example/login"}}, ""
		}
		return 200, nil, "<!doctype html><p>Please log in"
	})})
	res, err := p.Poll(t.Context(), src)
	if err == nil || res.Source.Polling.MovedTo != "" {
		t.Errorf("%v, %+v", err, res.Source.Polling)
	}
}

func TestAnArticleThatCouldNotBeStoredComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://paper.example/feed")
		src.FullText = attache.FullTextNever
		m := newMemory(src)
		p := New(Config{Store: m, Find: m.Find, transport: air(func(r *http.Request) (int, http.Header, string) {
			if r.Header.Get("If-None-Match") != "" {
				return 304, nil, ""
			}
			return 200, http.Header{"Etag": {`"1"`}}, rssDoc(item("http://paper.example/1", "Talks", "x"))
		})})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		tries := 0
		_ = p.Run(ctx, func(ctx context.Context, list []attache.Article) error {
			if tries++; tries < 3 {
				return errors.New("disk full")
			}
			return m.save(ctx, list)
		})
		if tries != 3 || len(m.all()) != 1 || m.source(src.ID).Polling.ETag == "" {
			t.Errorf("%d tries, %d articles", tries, len(m.all()))
		}
	})
}

func TestASourceRemovedWhileItIsPolledStaysRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := source("http://paper.example/feed")
		m := newMemory(src)
		runFor(t, time.Hour, m, func(*http.Request) (int, http.Header, string) {
			_ = m.RemoveSource(t.Context(), src.ID)
			return 200, nil, rssDoc()
		})
		if list, _ := m.ListSources(t.Context()); len(list) != 0 {
			t.Errorf("it is back: %+v", list)
		}
	})
}

func TestACrowdedHostDoesNotKeepTheOthersWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		for i := range 100 {
			_ = m.PutSources(t.Context(), source("http://a-crowded.example/"+strings.Repeat("x", i)))
		}
		lonely := source("http://lonely.example/")
		_ = m.PutSources(t.Context(), lonely)
		begin := time.Now()
		var at time.Duration
		n := 0
		var mu sync.Mutex
		runFor(t, 10*time.Minute, m, func(r *http.Request) (int, http.Header, string) {
			mu.Lock()
			if r.URL.Host == "lonely.example" && at == 0 {
				at = time.Since(begin)
			}
			n++
			mu.Unlock()
			time.Sleep(2 * time.Second)
			return 200, nil, rssDoc()
		})
		if at > 5*time.Second || n < 101 {
			t.Errorf("asked after %s; %d requests", at, n)
		}
	})
}

func TestASourceAddedWhileRunningIsPolled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		src := source("http://paper.example/feed")
		time.AfterFunc(10*time.Minute, func() { _ = m.PutSources(context.Background(), src) })
		runFor(t, time.Hour, m, func(*http.Request) (int, http.Header, string) { return 200, nil, rssDoc() })
		if m.source(src.ID).Polling.Checked.IsZero() {
			t.Error("it was never polled")
		}
	})
}
