package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/sample"
	"attache/digest"
	"attache/extract"
)

// archiveSizes are how many articles are stored when an answer is timed: the
// time must not depend on it.
var archiveSizes = []int{10_000, 200_000}

func benchHouse(b *testing.B) *app {
	b.Helper()
	return houseOf(b)
}

// houseOf is one over an empty store, for tests and benchmarks.
func houseOf(b testing.TB) *app {
	b.Helper()
	c := defaultConfig()
	c.Store = "bolt:" + filepath.Join(b.TempDir(), "attache.db")
	s := &session{ctx: b.Context(), env: environment{err: b.Output()}}
	h, err := s.openWith(c)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(h.close)
	return h
}

// sampleArticles are the wire as articles, read.
func sampleArticles(b *testing.B) []attache.Article {
	b.Helper()
	records, err := sample.Load()
	if err != nil {
		b.Fatal(err)
	}
	var out []attache.Article
	for _, r := range records {
		a := attache.Article{Title: r.Title, Body: r.Body, Outlet: r.Outlet, OutletKind: r.Kind, Published: r.Published}
		a.Reading = extract.Read(a.Text())
		out = append(out, a)
	}
	return out
}

// fill stores n articles made of the wire, one every so often up to now, four
// to a story.
func fill(b *testing.B, h *app, n int, every time.Duration) {
	b.Helper()
	wire := sampleArticles(b)
	now := time.Now().UTC()
	var batch []attache.Filing
	var story attache.Story
	for i := range n {
		a := wire[i%len(wire)]
		a.URL = fmt.Sprintf("https://wire.example/%d", i)
		a.Keys = []string{"url:" + a.URL}
		a.ID = attache.ArticleID(a.Keys[0])
		a.Published = now.Add(-time.Duration(n-i) * every)
		a.Fetched, a.StoryID = a.Published, fmt.Sprintf("story%d", i/4)
		if i%4 == 0 {
			story = attache.Story{}
		}
		story = digest.BuildStory(story, a)
		batch = append(batch, attache.Filing{Article: a, Story: story})
		if len(batch) == 2000 || i == n-1 {
			if err := h.store.Save(b.Context(), batch...); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
}

// BenchmarkIngest takes an article from the feed's fields into the store:
// read, clustered, saved with its indexes in a transaction of one source's
// ten articles.
func BenchmarkIngest(b *testing.B) {
	h := benchHouse(b)
	pipeline, err := h.pipeline(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	wire := sampleArticles(b)
	const perSource = 10
	made := 0
	b.ReportAllocs()
	for b.Loop() {
		var articles []attache.Article
		for range perSource {
			a := wire[made%len(wire)]
			a.URL = fmt.Sprintf("https://wire.example/%d", made)
			a.Keys = []string{"url:" + a.URL}
			a.ID, a.Reading = attache.ArticleID(a.Keys[0]), attache.Reading{Lang: a.Lang}
			a.Published = a.Published.Add(time.Duration(made/len(wire)) * 24 * time.Hour)
			articles = append(articles, a)
			made++
		}
		if err := pipeline.file(b.Context(), articles); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(made), "µs/article")
}

func BenchmarkAnswer(b *testing.B) {
	for _, size := range archiveSizes {
		b.Run(fmt.Sprintf("articles=%d", size), func(b *testing.B) {
			h := benchHouse(b)
			fill(b, h, size, 20*time.Second)
			conversation, err := h.bot()
			if err != nil {
				b.Fatal(err)
			}
			for _, command := range []string{"/latest", "/latest Iran", "/quotes", "/quotes Hallvorsen"} {
				b.Run(strings.ReplaceAll(strings.TrimPrefix(command, "/"), " ", "_"), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						doc, err := conversation.Answer(b.Context(), attache.Chat{TimeZone: "UTC"}, command)
						if err != nil || len(doc.Blocks) < 3 {
							b.Fatalf("%d blocks, %v", len(doc.Blocks), err)
						}
					}
				})
			}
		})
	}
}

// BenchmarkEdition compiles the digest of a day in which 20,000 articles came,
// in 5,000 stories.
func BenchmarkEdition(b *testing.B) {
	h := benchHouse(b)
	fill(b, h, 20_000, 24*time.Hour/20_000)
	now := time.Now()
	b.ReportAllocs()
	for b.Loop() {
		e, err := digest.Compile(b.Context(), h.store, digest.Request{From: now.Add(-24 * time.Hour), To: now, TimeZone: "UTC"})
		if err != nil || e.Stories() == 0 {
			b.Fatalf("%d stories, %v", e.Stories(), err)
		}
	}
}
