package cluster

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/spent"
)

// synthetic gives articles of a lively stream: topics come and go, each is
// reported several times, in words drawn like those of a language.
type synthetic struct {
	r     *rand.Rand
	zipf  *rand.Zipf
	words []string
	n     int
}

func newSynthetic() *synthetic {
	r := rand.New(rand.NewPCG(1, 2))
	s := &synthetic{r: r, zipf: rand.NewZipf(r, 1.2, 8, 39_999)}
	for i := range 40_000 {
		w := ""
		for v := i + 40; v > 0; v /= 40 {
			w += string("bcdfghklmnprstvz"[v%16]) + string("aeiou"[v%5])
		}
		if i%7 == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		s.words = append(s.words, w)
	}
	return s
}

var benchCodes = []string{
	"ARM", "AZE", "RUS", "UKR", "USA", "CHN", "IRN", "IAEA", "EU", "SRB", "XKX", "FRA", "DZA", "IND", "BGD", "PAK",
	"AFG",
}

// next is an article of about 600 words.
func (s *synthetic) next() attache.Article { return s.article(600) }

// article is one of so many words; three in a row are of one story.
func (s *synthetic) article(words int) attache.Article {
	s.n++
	topic := rand.New(rand.NewPCG(uint64(s.n/3), 9))
	var own []string
	for range 25 {
		own = append(own, s.words[topic.IntN(len(s.words))])
	}
	text := func(n int) string {
		var sb strings.Builder
		for i := range n {
			w := s.words[s.zipf.Uint64()]
			if i%4 == 0 {
				w = own[s.r.IntN(len(own))]
			}
			sb.WriteString(w)
			if i%17 == 16 {
				sb.WriteString(".")
			}
			sb.WriteString(" ")
		}
		return sb.String()
	}
	a := attache.Article{
		ID: fmt.Sprint("a", s.n), Title: text(12), Body: text(words), Outlet: fmt.Sprint("Outlet ", s.n%40),
		Published: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s.n) * 20 * time.Second),
	}
	a.Lang, a.Relevant = "en", true
	x, y := benchCodes[topic.IntN(len(benchCodes))], benchCodes[topic.IntN(len(benchCodes))]
	a.Event = attache.Event{Type: attache.Consult, Source: []string{x}, Target: []string{y}}
	return a
}

// BenchmarkAdd is the cost of an article of 600 words with so many before it
// (shorter ones, to get there sooner). cpu-ns/op is processor time: on a
// machine that others use too, ns/op tells of them.
func BenchmarkAdd(b *testing.B) {
	for _, before := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint("behind=", before), func(b *testing.B) {
			if before > 10_000 && testing.Short() {
				b.Skip("takes minutes")
			}
			s := newSynthetic()
			c := New(Options{})
			for range before {
				c.Add(s.article(60))
			}
			articles := make([]attache.Article, 1000)
			for i := range articles {
				articles[i] = s.next()
			}
			b.ReportAllocs()
			start, i := spent.Processor(), 0
			for b.Loop() {
				a := articles[i%len(articles)]
				a.ID = fmt.Sprint("b", i)
				i++
				c.Add(a)
			}
			b.ReportMetric(float64(spent.Processor()-start)/float64(b.N), "cpu-ns/op")
			var mem runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&mem)
			b.ReportMetric(float64(mem.HeapAlloc)/1e6, "heap-MB")
			b.ReportMetric(float64(c.open.n), "open-stories")
		})
	}
}
