package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"attache"
	"attache/feed"
)

// bulletin is a feed on loopback; what it lists can be changed.
type bulletin struct {
	*httptest.Server
	mu    sync.Mutex
	items string
}

func serveBulletin(t *testing.T) *bulletin {
	t.Helper()
	b := &bulletin{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Bulletin</title>`+b.items+`</channel></rss>`)
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *bulletin) list(items ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.items = strings.Join(items, "")
}

func bulletinItem(link, title, day string) string {
	return fmt.Sprintf("<item><link>%s</link><title>%s</title><pubDate>%s Mar 2026 09:00:00 GMT</pubDate>"+
		"<description>The foreign ministers of Ruthenia and Illyria met on the %s for talks.</description></item>", link, title, day, day)
}

// pollBulletin polls sources with an app's own poller and files what came.
func pollBulletin(t *testing.T, h *app, p *pipeline, sources ...attache.Source) {
	t.Helper()
	if err := h.store.PutSources(t.Context(), sources...); err != nil {
		t.Fatal(err)
	}
	poller := feed.New(feed.Config{Store: h.store, Find: h.store.Find, Notes: h.store, Now: h.now, Logger: h.log, AllowPrivate: true})
	defer poller.Close()
	for _, src := range sources {
		res, err := poller.Poll(t.Context(), src)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.file(t.Context(), res.Articles); err != nil {
			t.Fatal(err)
		}
	}
}

func titlesIn(t *testing.T, h *app) string {
	t.Helper()
	articles, _, err := h.store.Articles(t.Context(), attache.ArticleQuery{All: true, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	titles := make([]string, 0, len(articles))
	for _, a := range articles {
		titles = append(titles, a.Title+" "+a.Outlet)
	}
	return strings.Join(titles, "\n")
}

func bulletinSource(b *bulletin, path, name string) attache.Source {
	return attache.Source{
		ID: attache.SourceID(b.URL + path), URL: b.URL + path, Name: name, Kind: attache.Press, FullText: attache.FullTextNever,
	}
}

func TestAReportOfASourceIsRemovedByItsLinkInEverySourceThatHasIt(t *testing.T) {
	b := serveBulletin(t)
	h, _ := openArchive(t, 0, nil)
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const link = "https://wire.example/news/talks-in-lakeholm?id=4711"
	b.list(bulletinItem(link+"&amp;utm_source=rss", "Envoys of Ruthenia meet in Lakeholm", "10"),
		bulletinItem("https://wire.example/news/other", "Harvest talks open in Illyria", "10"))
	sources := []attache.Source{bulletinSource(b, "/a", "Aster Post"), bulletinSource(b, "/b", "Birch Post"), bulletinSource(b, "/c", "")}
	pollBulletin(t, h, p, sources...)
	if err := h.store.RemoveSource(t.Context(), sources[2].ID); err != nil { // its articles stay
		t.Fatal(err)
	}
	if n := strings.Count(titlesIn(t, h), "Lakeholm"); n != 3 {
		t.Fatalf("%d reports:\n%s", n, titlesIn(t, h))
	}
	told, err := p.remove(t.Context(), link)
	if err != nil || strings.Count(told, "Removed: ") != 3 {
		t.Errorf("%q, %v", told, err)
	}
	for range 2 {
		if left := titlesIn(t, h); strings.Contains(left, "Lakeholm") || strings.Count(left, "Harvest") != 3 {
			t.Errorf("there are\n%s", left)
		}
		b.list(bulletinItem(link, "Envoys of Ruthenia meet again in Lakeholm", "10"),
			bulletinItem("https://wire.example/news/other", "Harvest talks open in Illyria", "10"))
		pollBulletin(t, h, p, sources[:2]...)
	}
	if told, err := p.remove(t.Context(), link); err != nil || told != "That report was removed before." {
		t.Errorf("again: %q, %v", told, err)
	}
	if _, err := p.remove(t.Context(), "https://wire.example/news/none"); err == nil {
		t.Error("what is not there was removed")
	}
}

func TestARemovedReportTakesNoLaterOneOfItsTitleAlong(t *testing.T) {
	b := serveBulletin(t)
	h, _ := openArchive(t, 0, nil)
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const title = "Regular briefing by the spokesperson of the foreign ministry of Ruthenia"
	src := bulletinSource(b, "/a", "Aster Post")
	b.list(bulletinItem("https://wire.example/briefings/first", title, "09"))
	pollBulletin(t, h, p, src)
	if _, err := p.remove(t.Context(), "https://wire.example/briefings/first"); err != nil {
		t.Fatal(err)
	}
	b.list(bulletinItem("https://wire.example/briefings/first-corrected", title, "09"))
	pollBulletin(t, h, p, src)
	if left := titlesIn(t, h); left != "" {
		t.Errorf("it came back under another address:\n%s", left)
	}
	b.list(bulletinItem("https://wire.example/briefings/second", title, "10"))
	pollBulletin(t, h, p, src)
	if left := titlesIn(t, h); strings.Count(left, "briefing") != 1 {
		t.Errorf("the next day's report is not there: %q", left)
	}
}

// slowRead is a pipeline that reads an article only when it is let.
func slowRead(t *testing.T, h *app) (p *pipeline, reading, let chan struct{}) {
	t.Helper()
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reading, let = make(chan struct{}, 1), make(chan struct{})
	read := p.read
	p.read = func(text attache.Text) attache.Reading {
		reading <- struct{}{}
		<-let
		return read(text)
	}
	return p, reading, let
}

func TestARemovalWaitsForTheBatchInHandAndLosesNothingOfIt(t *testing.T) {
	b := serveBulletin(t)
	h, _ := openArchive(t, 0, nil)
	first, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	src, other := bulletinSource(b, "/a", "Aster Post"), bulletinSource(b, "/b", "Birch Post")
	b.list(bulletinItem("https://wire.example/1", "Envoys of Ruthenia and Illyria meet in Lakeholm", "10"))
	pollBulletin(t, h, first, src)
	p, reading, let := slowRead(t, h)
	b.list(bulletinItem("https://wire.example/2", "Envoys of Ruthenia and Illyria meet in Lakeholm today", "10"))
	removed, filed := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(filed)
		pollBulletin(t, h, p, other)
	}()
	<-reading
	go func() {
		_, err := p.remove(t.Context(), "https://wire.example/1")
		removed <- err
	}()
	close(let)
	<-filed
	if err := <-removed; err != nil {
		t.Fatal(err)
	}
	stories, _, err := h.store.Stories(t.Context(), attache.StoryQuery{})
	if err != nil || len(stories) != 1 || len(stories[0].Reports) != 1 || stories[0].Reports[0].URL != "https://wire.example/2" ||
		!strings.HasSuffix(stories[0].Headline, "today") {
		t.Errorf("the stories are %+v, %v", stories, err)
	}
}
