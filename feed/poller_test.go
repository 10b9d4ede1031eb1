package feed

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"attache"
)

// wire is a feed server whose documents the test sets.
type wire struct {
	*httptest.Server
	handler atomic.Pointer[http.HandlerFunc]
	hits    atomic.Int64
}

func newWire(t *testing.T, h http.HandlerFunc) *wire {
	t.Helper()
	w := &wire{}
	w.serve(h)
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.hits.Add(1)
		(*w.handler.Load())(rw, r)
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *wire) serve(h http.HandlerFunc) { w.handler.Store(&h) }

func rssDoc(items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>ANA</title>` +
		strings.Join(items, "\n") + `</channel></rss>`
}

func item(link, title, body string) string {
	return fmt.Sprintf(`<item><link>%s</link><title>%s</title><description>%s</description></item>`, link, title, body)
}

func testPoller(t *testing.T, m *memory, edit ...func(*Config)) *Poller {
	t.Helper()
	c := Config{Store: m, Find: m.Find, AllowPrivate: true, HostPause: -1}
	for _, e := range edit {
		e(&c)
	}
	p := New(c)
	t.Cleanup(p.Close)
	return p
}

func TestAnArticleIsStoredOnceAndItsRetitleKeepsTheHistory(t *testing.T) {
	w := newWire(t, nil)
	src := source(w.URL + "/feed")
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	p := testPoller(t, m)
	for _, doc := range []string{
		rssDoc(item("http://www.ana.example/1?utm_source=rss", "Talks open", "The envoys met.")),
		rssDoc(item("https://ana.example/1#top", "Talks open in Vienna", "The envoys met.")),
	} {
		w.serve(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte(doc)) })
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	got := m.all()
	if len(got) != 1 || got[0].Title != "Talks open in Vienna" || len(got[0].Titles) != 1 || got[0].Titles[0].Title != "Talks open" {
		t.Fatalf("stored %+v", got)
	}
}

func TestStateIsKeptOnlyAfterTheArticlesAre(t *testing.T) {
	w := newWire(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("ETag", `"1"`)
		_, _ = rw.Write([]byte(rssDoc(item("https://ana.example/1", "Talks open", "The envoys met."))))
	})
	src := source(w.URL)
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	p := testPoller(t, m)
	broken := func(context.Context, []attache.Article) error { return fmt.Errorf("disk full") }
	if _, err := p.Pass(t.Context(), nil, broken); err == nil {
		t.Fatal("the failure to store was not returned")
	}
	if etag := m.source(src.ID).Polling.ETag; etag != "" {
		t.Fatalf("ETag %s kept although nothing was stored", etag)
	}
	sum, err := p.Pass(t.Context(), nil, m.save)
	if err != nil || sum.Articles != 1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	sum, err = p.Pass(t.Context(), nil, m.save)
	if err != nil || sum.NotModified != 1 {
		t.Fatalf("%+v, %v", sum, err)
	}
}
