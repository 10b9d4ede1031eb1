package main

import (
	"context"
	"os"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/newsroom"
	"attache/internal/spent"
	"attache/store/bolt"
)

// BenchmarkLean files reports as `attache run` gets them, one to three of a source,
// those of six sources within the seconds that they wait for each other, then those
// of one alone, and as `attache fetch` does, the most of a source; then it says what
// a report cost: processor time, bytes written, room on disk.
func BenchmarkLean(b *testing.B) {
	for _, way := range []struct {
		name    string
		sources int // that come within the time of gathering
		most    int // reports of one
	}{{"run", 6, 3}, {"run_alone", 1, 3}, {"fetch", 1, 100}} {
		b.Run(way.name, func(b *testing.B) {
			h := benchHouse(b)
			pipeline, err := h.pipeline(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			news := newsroom.New(5, time.Now().Add(-48*time.Hour))
			store := h.store.(*bolt.Store)
			written, cpu, made := store.Written(), time.Duration(0), 0
			for b.Loop() {
				var articles []attache.Article
				for range way.sources {
					for range 1 + made%way.most {
						articles = append(articles, news.Article())
						made++
					}
				}
				begun := spent.Processor()
				if err := pipeline.file(b.Context(), articles); err != nil {
					b.Fatal(err)
				}
				cpu += spent.Processor() - begun
			}
			info, err := os.Stat(store.Path())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(cpu.Microseconds())/float64(made), "cpu-µs/article")
			b.ReportMetric(float64(store.Written()-written)/float64(made)/1000, "kB-written/article")
			b.ReportMetric(float64(info.Size())/float64(made)/1000, "kB-disk/article")
			b.ReportMetric(float64(made), "articles")
			page, _, err := h.store.Articles(context.Background(), attache.ArticleQuery{Limit: 50})
			if err != nil || len(page) == 0 {
				b.Fatal(len(page), err)
			}
			quotes := 0
			for _, a := range page {
				quotes += len(a.Quotes)
			}
			b.ReportMetric(float64(quotes)/float64(len(page)), "quotes/article")
		})
	}
}
