package main

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/spent"
	"attache/web"
)

// filledHouse is a store of so many articles. ATTACHE_FILLED names a file that it is
// kept in from one run to the next: filling takes longer than measuring.
func filledHouse(b *testing.B, size int) *app {
	b.Helper()
	path := os.Getenv("ATTACHE_FILLED")
	if path == "" {
		h := benchHouse(b)
		fill(b, h, size, 4*time.Minute)
		return h
	}
	_, missing := os.Stat(path)
	c := defaultConfig()
	c.Store = "bolt:" + path
	s := &session{ctx: b.Context(), env: environment{err: b.Output()}}
	h, err := s.openWith(c)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(h.close)
	if missing != nil {
		fill(b, h, size, 4*time.Minute)
	}
	return h
}

// measuredPages are an address of each kind.
func measuredPages(b *testing.B, h *app) map[string]string {
	b.Helper()
	stories, _, err := h.store.Stories(b.Context(), attache.StoryQuery{Relevant: true, Limit: 1})
	quotes, _, err2 := h.store.Quotes(b.Context(), attache.QuoteQuery{Limit: 1})
	if err != nil || err2 != nil || len(stories) == 0 || len(quotes) == 0 || len(stories[0].Actors) < 2 {
		b.Fatal(err, err2)
	}
	actors, day := stories[0].Actors, stories[0].Last.AddDate(0, -1, 0).UTC().Format(time.DateOnly)
	pages := map[string]string{
		"home": "/", "day": "/days/" + day, "story": "/stories/" + stories[0].ID, "quotes": "/quotes/", "quote": "/quotes/" + quotes[0].ID,
		"person": "/people/" + strings.ToLower(strings.ReplaceAll(quotes[0].Speaker, " ", "-")), "countries": "/countries/",
		"country": "/countries/" + actors[0], "pair": "/countries/" + min(actors[0], actors[1]) + "/" + max(actors[0], actors[1]),
		"sources": "/sources", "tracks": "/tracks/", "about": "/about",
		"search": "/search?q=talks", "sitemap": "/sitemap.xml", "feed": "/feed.xml", "calendar": "/calendar.ics", "api": "/api/stories",
		"card": "/cards/quotes/" + quotes[0].ID + ".png",
	}
	if tracks, err := h.store.ListTracks(b.Context(), time.Time{}); err != nil {
		b.Fatal(err)
	} else if len(tracks) > 0 {
		pages["track"] = "/tracks/" + tracks[0].ID
	}
	return pages
}

// madeOfMany are pages made of what the archive reads beforehand.
var madeOfMany = map[string]bool{"home": true, "feed": true, "calendar": true, "sitemap": true, "countries": true}

// BenchmarkArchivePages times pages of the archive, each made anew for its reader
// (what the archive makes beforehand, too), and pages that are kept, over connections;
// ATTACHE_ARTICLES says how many articles are stored. The processor's time is that of
// the whole process: on a busy machine it tells more than the clock.
func BenchmarkArchivePages(b *testing.B) {
	size, err := strconv.Atoi(cmp.Or(os.Getenv("ATTACHE_ARTICLES"), "20000"))
	if err != nil {
		b.Fatal(err)
	}
	h := filledHouse(b, size)
	h.config.Web = webConfig{Listen: "127.0.0.1:0", PublicURL: archiveBase}
	conversation, err := h.bot()
	if err != nil {
		b.Fatal(err)
	}
	var later time.Duration
	h.now = func() time.Time { return time.Now().Add(later) }
	site, err := h.site(conversation)
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range measuredPages(b, h) {
		b.Run("made/"+name, func(b *testing.B) {
			var times, busy []time.Duration
			for b.Loop() {
				later += 75 * time.Second // nothing that was kept is given
				if madeOfMany[name] {
					if err := site.Recall(b.Context()); err != nil { // as Run does beforehand
						b.Fatal(err)
					}
				}
				begun, before := time.Now(), spent.Processor()
				if w := ask(site, http.MethodGet, path); w.Code != http.StatusOK {
					b.Fatal(path, w.Code)
				}
				times, busy = append(times, time.Since(begun)), append(busy, spent.Processor()-before)
			}
			percentiles(b, "", times)
			percentiles(b, "cpu-", busy)
		})
	}
	b.Run("kept", func(b *testing.B) { benchKept(b, site) })
}

// percentiles gives a median and a 99th percentile.
func percentiles(b *testing.B, of string, list []time.Duration) {
	b.Helper()
	slices.Sort(list)
	b.ReportMetric(float64(list[len(list)*99/100].Microseconds())/1000, "p99-"+of+"ms")
	b.ReportMetric(float64(list[len(list)/2].Microseconds())/1000, "p50-"+of+"ms")
}

// benchKept asks for a kept page over one connection, as a proxy does: the
// processor's time is that of asking, too.
func benchKept(b *testing.B, site *web.Site) {
	b.Helper()
	server := httptest.NewServer(site)
	defer server.Close()
	request := func() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/", nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		w, err := server.Client().Do(r)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, w.Body); err != nil || w.StatusCode != http.StatusOK {
			b.Fatal(w.StatusCode, err)
		}
		_ = w.Body.Close()
	}
	request()
	before := spent.Processor()
	for b.Loop() {
		request()
	}
	b.ReportMetric(float64((spent.Processor()-before).Nanoseconds())/float64(b.N)/1e6, "cpu-ms")
}
