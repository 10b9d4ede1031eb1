package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/sample"
	"attache/digest"
	"attache/extract/people"
)

// wireOf gives the sample wire as its sources would, published in the last days.
func wireOf(t *testing.T) []attache.Article {
	t.Helper()
	records, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now().UTC().Add(-8 * 24 * time.Hour).Truncate(time.Second)
	var out []attache.Article
	for i, r := range records {
		a := wireReport(fmt.Sprint(i), r.Title, r.Body)
		a.Outlet, a.OutletKind, a.Lang = r.Outlet, r.Kind, r.Lang
		a.Published = start.Add(time.Duration(i) * 2 * time.Minute)
		out = append(out, a)
	}
	return out
}

// places tells of every stored article where it is filed.
func places(t *testing.T, s attache.Store) map[string][3]string {
	t.Helper()
	out := map[string][3]string{}
	for q := (attache.ArticleQuery{All: true, Limit: 500}); ; {
		page, next, err := s.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page {
			out[a.ID] = [3]string{a.StoryID, a.TrackID, a.CopyOf}
		}
		if q.After = next; next == "" {
			return out
		}
	}
}

// unread is a store in which no text may be read again.
type unread struct {
	attache.Store
	t *testing.T
}

func (u unread) Recall(ctx context.Context, since time.Time, after string, limit int) ([]attache.Memory, string, error) {
	page, next, err := u.Store.Recall(ctx, since, after, limit)
	for _, m := range page {
		if m.Trace == nil {
			u.t.Errorf("article %s is read again", m.Article.ID)
		}
	}
	return page, next, err
}

func TestARestartChangesNoStory(t *testing.T) {
	wire := wireOf(t)
	file := func(restarts bool) map[string][3]string {
		h, pipeline := filing(t)
		for rest := wire; len(rest) > 0; {
			n := min(40, len(rest))
			if err := pipeline.file(t.Context(), rest[:n]); err != nil {
				t.Fatal(err)
			}
			if rest = rest[n:]; restarts {
				pipeline = h.newPipeline()
				pipeline.store = unread{h.store, t}
				if err := pipeline.restore(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		return places(t, h.store)
	}
	want, got := file(false), file(true)
	moved, tracks, copies := 0, 0, 0
	for id, place := range want {
		switch other := got[id]; {
		case other[0] != place[0]:
			moved++
		case other[2] != place[2]:
			copies++
		case other[1] != place[1]:
			tracks++
		}
	}
	if len(want) != len(wire) || moved > 0 || copies > 0 || tracks > 0 {
		t.Errorf("of %d articles %d are in another story, %d of another text, %d in another track", len(want), moved, copies, tracks)
	}
}

func TestTracesThatAreMissingOrOfAnotherVersionAreMade(t *testing.T) {
	h, pipeline := filing(t)
	wire := wireOf(t)[:60]
	if err := pipeline.file(t.Context(), wire[:40]); err != nil {
		t.Fatal(err)
	}
	for i, a := range wire {
		a.StoryID = "a story of an import"
		var err error
		switch {
		case i < 20:
			err = h.store.KeepTraces(t.Context(), attache.Memory{Article: a, Trace: []byte("of another version")})
		case i >= 40:
			err = h.store.Save(t.Context(), attache.Filing{Article: a})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		again, err := h.pipeline(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range wire {
			if err := again.file(t.Context(), []attache.Article{a}); err != nil {
				t.Fatal(err)
			}
		}
	}
	memories, _, err := h.store.Recall(t.Context(), time.Time{}, "", len(wire))
	if err != nil || len(memories) != len(wire) {
		t.Fatalf("%d of %d, %v", len(memories), len(wire), err)
	}
	for _, m := range memories {
		if _, err := digest.ReadTrace(m.Article, m.Trace); err != nil {
			t.Errorf("article %s: %v", m.Article.ID, err)
		}
	}
}

func TestWhatIsKnownDoesNotWaitForTheLastWeeksAndWhatIsNewDoes(t *testing.T) {
	h, pipeline := filing(t)
	a := wireReport("1", "Talks resume in Vienna", viennaBody)
	if err := pipeline.file(t.Context(), []attache.Article{a}); err != nil {
		t.Fatal(err)
	}
	again := h.newPipeline()
	if err := again.file(t.Context(), []attache.Article{a}); err != nil || again.tally.unchanged != 1 {
		t.Errorf("a known article: %v, %+v", err, again.tally)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := wireReport("2", "Talks end in Vienna", viennaBody+"\n\nThey ended.")
	if err := again.file(ctx, []attache.Article{b}); err == nil {
		t.Error("a new article was filed without the stories it may belong to")
	}
	if err := again.restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := again.file(t.Context(), []attache.Article{b}); err != nil || again.tally.added != 1 {
		t.Errorf("then: %v, %+v", err, again.tally)
	}
}

func TestAStoreThatCannotBeReadEndsTheStart(t *testing.T) {
	h := testHouse(t, defaultConfig(), &bytes.Buffer{})
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := h.pipeline(t.Context()); err == nil {
		t.Error("a closed store was read")
	}
}

// fullDisk is a store that can be read, and keeps no trace.
type fullDisk struct {
	attache.Store
	refused int
}

func (f *fullDisk) KeepTraces(context.Context, ...attache.Memory) error {
	f.refused++
	return errors.New("no space left on device")
}

func TestAStartGoesOnWhereTracesCannotBeKeptAndSaysSoOnce(t *testing.T) {
	var log strings.Builder
	h, _ := filing(t)
	const articles = 260 // more than are read at a time
	for i := range articles {
		a := wireReport(fmt.Sprint(i), "Talks resume in Vienna", viennaBody)
		a.StoryID = "a story of an import"
		if err := h.store.Save(t.Context(), attache.Filing{Article: a}); err != nil {
			t.Fatal(err)
		}
	}
	full := &fullDisk{Store: h.store}
	again := h.newPipeline()
	again.store, again.log = full, slog.New(slog.NewTextHandler(&log, nil))
	if err := again.restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(log.String(), "no space left on device"); n != 1 || full.refused != 1 {
		t.Errorf("said %d times after %d refusals, want once:\n%s", n, full.refused, log.String())
	}
}

// BenchmarkRestore starts with the last two weeks' 20,000 articles behind it;
// texts/s is how fast that goes where their texts have to be read.
func BenchmarkRestore(b *testing.B) {
	const articles = 20_000
	h := benchHouse(b)
	fill(b, h, articles, attache.TraceAge/articles)
	since := time.Now().Add(-attache.TraceAge)
	start := func() {
		if err := digest.Restore(b.Context(), h.store, digest.NewClusterer(digest.Options{}), people.New().Learn, since,
			slog.New(slog.DiscardHandler)); err != nil {
			b.Fatal(err)
		}
	}
	begun := time.Now()
	start() // makes the traces, too
	read := time.Since(begun)
	b.ReportAllocs()
	for b.Loop() {
		start()
	}
	b.ReportMetric(float64(b.N)*articles/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(articles/read.Seconds(), "texts/s")
}
