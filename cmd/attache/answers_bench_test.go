package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/newsroom"
	"attache/internal/spent"
)

// storeOf is a house over the store that ATTACHE_STORE names (see newsroom/make), or
// over one that is made: so many articles, 2,000 a day, and tracks beside theirs.
func storeOf(b *testing.B, articles, tracks int) *app {
	b.Helper()
	if name := os.Getenv("ATTACHE_STORE"); name != "" {
		c := defaultConfig()
		c.Store = "bolt:" + name
		s := &session{ctx: b.Context(), env: environment{err: b.Output()}}
		h, err := s.openWith(c)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(h.close)
		page, _, err := h.store.Articles(b.Context(), attache.ArticleQuery{Limit: 1})
		if err != nil || len(page) == 0 {
			b.Fatal(len(page), err)
		}
		h.now = func() time.Time { return page[0].Published.Add(time.Minute) }
		return h
	}
	h := houseOf(b)
	at := time.Now().UTC()
	if err := newsroom.Fill(b.Context(), h.store.(newsroom.Store), newsroom.Size{Seed: 1, Articles: articles, Tracks: tracks, Until: at},
		nil); err != nil {
		b.Fatal(err)
	}
	return h
}

// BenchmarkAnswers times what people ask for, in process: medians, 99th percentiles and
// maxima of the clock, and the processor's time, which tells more on a busy machine.
func BenchmarkAnswers(b *testing.B) {
	h := storeOf(b, 10_000, 3000)
	if info, err := os.Stat(strings.TrimPrefix(h.config.Store, "bolt:")); err == nil {
		b.Logf("%s: %d MB", filepath.Base(info.Name()), info.Size()>>20)
	}
	conversation, err := h.bot()
	if err != nil {
		b.Fatal(err)
	}
	for _, command := range []string{
		"/latest", "/latest Iran", "/latest treaty summit", "/latest nothingatall", "/quotes", "/quotes about sanctions", "/quotes nobody",
		"/track", "/track Norway", "/track fisheries", "/why", "/why sanctions", "/digest", "/digest Iran",
	} {
		b.Run(strings.ReplaceAll(strings.TrimPrefix(command, "/"), " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			var times, busy []time.Duration
			for b.Loop() {
				begun, before := time.Now(), spent.Processor()
				doc, err := conversation.Answer(b.Context(), attache.Chat{TimeZone: "UTC"}, command)
				if err != nil || len(doc.Blocks) == 0 {
					b.Fatal(fmt.Sprint(doc), err)
				}
				times, busy = append(times, time.Since(begun)), append(busy, spent.Processor()-before)
			}
			slices.Sort(times)
			slices.Sort(busy)
			at := func(list []time.Duration, percent int) float64 {
				return float64(list[min(len(list)-1, len(list)*percent/100)].Microseconds()) / 1000
			}
			b.ReportMetric(at(times, 50), "p50-ms")
			b.ReportMetric(at(times, 99), "p99-ms")
			b.ReportMetric(at(times, 100), "max-ms")
			b.ReportMetric(at(busy, 50), "cpu-p50-ms")
		})
	}
}
