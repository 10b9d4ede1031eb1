package bolt_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// The archives of the benchmarks: what is asked of them must take the same
// time. Each is built once a run.
var sizes = []int{10_000, 200_000}

// corpus makes articles whose words are as unevenly frequent as a language's.
type corpus struct {
	random *rand.Rand
	zipf   *rand.Zipf
	prose  string // bodies are pieces of it: they are not indexed
}

func newCorpus() *corpus {
	r := rand.New(rand.NewPCG(1, 2))
	c := &corpus{random: r, zipf: rand.NewZipf(r, 1.1, 8, 30_000)}
	c.prose = c.text(20_000)
	return c
}

// body is 2,000 bytes of prose, about 250 words.
func (c *corpus) body() string {
	at := c.random.IntN(len(c.prose) - 2000)
	return c.prose[at : at+2000]
}

// word names a rank: distinct letters for every one.
func word(rank uint64) string {
	const syllables = "kalomirunetavosedi"
	var b strings.Builder
	for n := rank + 1; n > 0; n /= 9 {
		b.WriteString(syllables[n%9*2 : n%9*2+2])
	}
	return b.String()
}

func (c *corpus) text(n int) string {
	ws := make([]string, n)
	for i := range ws {
		ws[i] = word(c.zipf.Uint64())
	}
	return strings.Join(ws, " ")
}

func (c *corpus) speaker() string {
	return "Envoy " + strings.ToUpper(word(c.zipf.Uint64()/10)) + " " + word(c.zipf.Uint64()/10)
}

// filing is the nth article of the archive, one a minute, three to a story.
func (c *corpus) filing(n int) attache.Filing {
	at := benchStart.Add(time.Duration(n) * time.Minute)
	id := attache.ArticleID(fmt.Sprint("bench", n))
	var actors []attache.Actor
	for range 4 {
		code := fmt.Sprintf("C%02d", c.zipf.Uint64()%200)
		actors = append(actors, attache.Actor{
			Name: word(c.zipf.Uint64() % 200), Kind: attache.Country, Code: code, Mentions: []attache.Span{{10, 20}, {40, 50}},
		})
	}
	a := attache.Article{
		ID: id, Keys: []string{"url:https://wire.example/" + id, "guid:s1:" + id},
		SourceID: fmt.Sprint("s", n%150), Outlet: fmt.Sprint("Outlet ", n%150), OutletKind: attache.Press,
		URL: "https://wire.example/" + id, Title: c.text(10), Summary: c.text(25), Body: c.body(),
		Published: at, Fetched: at, Hash: id,
		Reading: attache.Reading{Lang: "en", Diplomacy: 0.9, Relevant: n%5 != 0, Actors: actors},
	}
	for range 2 {
		a.Quotes = append(a.Quotes, attache.Quote{
			Kind: attache.Direct, Text: c.text(18), Speaker: c.speaker(), Role: "envoy", Cue: "said",
			Confidence: 0.9, Segments: []attache.Span{{5, 90}},
		})
	}
	story := attache.Story{
		ID: fmt.Sprint("story", n/3), Headline: a.Title, First: at, Last: at, ArticleIDs: []string{id}, Relevant: a.Relevant,
	}
	return attache.Filing{Article: a, Story: story}
}

// corpusOf makes n filings, in batches, while others are being saved.
func corpusOf(n int) <-chan []attache.Filing {
	const batch = 10_000
	batches := make(chan []attache.Filing, 1)
	go func() {
		defer close(batches)
		c := newCorpus()
		for i := 0; i < n; i += batch {
			filings := make([]attache.Filing, min(batch, n-i))
			for j := range filings {
				filings[j] = c.filing(i + j)
			}
			batches <- filings
		}
	}()
	return batches
}

var benchStart = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

var archives = map[int]*bolt.Store{}

// archive gives the store with n articles.
func archive(b *testing.B, n int) *bolt.Store {
	b.Helper()
	if s := archives[n]; s != nil {
		return s
	}
	dir, err := os.MkdirTemp("", "attache-bench")
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "attache.db")
	s, err := bolt.Open(b.Context(), path, bolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for filings := range corpusOf(n) {
		if err := s.Save(b.Context(), filings...); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "built %d articles in %.1fs: %d bytes each\n", n, time.Since(began).Seconds(), info.Size()/int64(n))
	archives[n] = s
	return s
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, s := range archives {
		_ = s.Close()
		_ = os.RemoveAll(filepath.Dir(s.Path()))
	}
	os.Exit(code)
}

func BenchmarkLatest(b *testing.B) {
	for _, n := range sizes {
		s := archive(b, n)
		for _, q := range []struct {
			name  string
			query attache.ArticleQuery
		}{
			{"newest", attache.ArticleQuery{}},
			{"word", attache.ArticleQuery{Words: []string{word(30)}}},
			{"rare word", attache.ArticleQuery{Words: []string{word(3000)}}},
			{"two words", attache.ArticleQuery{Words: []string{word(2), word(40)}}},
			{"two that seldom meet", attache.ArticleQuery{Words: []string{word(60), word(61)}}},
			{"actor", attache.ArticleQuery{Actor: "C07"}},
			{"all", attache.ArticleQuery{All: true, Words: []string{word(30)}}},
		} {
			b.Run(fmt.Sprintf("%s/%d", q.name, n), func(b *testing.B) {
				for b.Loop() {
					page, _, err := s.Articles(b.Context(), q.query)
					if err != nil || len(page) == 0 && q.name != "two that seldom meet" {
						b.Fatal(len(page), err)
					}
				}
			})
		}
	}
}

func BenchmarkQuotes(b *testing.B) {
	for _, n := range sizes {
		s := archive(b, n)
		for _, q := range []struct {
			name  string
			query attache.QuoteQuery
		}{
			{"newest", attache.QuoteQuery{}},
			{"speaker", attache.QuoteQuery{Speaker: "envoy " + word(3)}},
			{"about", attache.QuoteQuery{About: word(30)}},
			{"speaker about", attache.QuoteQuery{Speaker: word(1), About: word(5)}},
		} {
			b.Run(fmt.Sprintf("%s/%d", q.name, n), func(b *testing.B) {
				for b.Loop() {
					page, _, err := s.Quotes(b.Context(), q.query)
					if err != nil || len(page) == 0 {
						b.Fatal(len(page), err)
					}
				}
			})
		}
	}
}

// BenchmarkSave is what the pipeline does: one article a transaction, synced.
func BenchmarkSave(b *testing.B) {
	s, err := bolt.Open(b.Context(), filepath.Join(b.TempDir(), "attache.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c, n := newCorpus(), 0
	for b.Loop() {
		if err := s.Save(b.Context(), c.filing(n)); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

// outbox is a store with settled deliveries and pending ones.
func outbox(b *testing.B, settled, pending int) *bolt.Store {
	b.Helper()
	s, err := bolt.Open(b.Context(), filepath.Join(b.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	fill := func(edition string, n int) {
		deliveries := make([]attache.Delivery, n)
		for i := range deliveries {
			id := fmt.Sprintf("telegram:%07d", i)
			deliveries[i] = attache.NewAlert(id, edition, benchStart, time.Time{}, edition)
		}
		if _, err := s.Enqueue(b.Context(), attache.Edition{ID: edition}, deliveries...); err != nil {
			b.Fatal(err)
		}
	}
	fill("e1", settled)
	claimed, err := s.Claim(b.Context(), benchStart, benchStart.Add(time.Minute), 0)
	if err != nil {
		b.Fatal(err)
	}
	var couriers sync.WaitGroup
	for part := range slices.Chunk(claimed, len(claimed)/64+1) {
		couriers.Go(func() {
			for _, d := range part {
				d.State, d.Settled = attache.Sent, benchStart
				if err := s.Settle(b.Context(), d); err != nil {
					b.Error(err)
				}
			}
		})
	}
	couriers.Wait()
	fill("e2", pending)
	return s
}

func BenchmarkClaim100(b *testing.B) {
	for _, settled := range []int{0, 100_000} {
		b.Run(fmt.Sprint("settled=", settled), func(b *testing.B) {
			s := outbox(b, settled, 10_000)
			now := benchStart.Add(time.Hour)
			for b.Loop() {
				got, err := s.Claim(b.Context(), now, now.Add(time.Minute), 100)
				if err != nil || len(got) != 100 {
					b.Fatal(len(got), err)
				}
				now = now.Add(time.Minute)
			}
		})
	}
}

func BenchmarkEnqueue10000(b *testing.B) {
	for b.Loop() {
		outbox(b, 0, 10_000)
	}
}

// BenchmarkSettle settles with as many couriers at once, synced.
func BenchmarkSettle(b *testing.B) {
	for _, couriers := range []int{1, 32} {
		b.Run(fmt.Sprint("couriers=", couriers), func(b *testing.B) {
			s, err := bolt.Open(b.Context(), filepath.Join(b.TempDir(), "attache.db"), bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			deliveries := make([]attache.Delivery, b.N)
			for i := range deliveries {
				id := fmt.Sprintf("telegram:%07d", i)
				deliveries[i] = attache.NewDigest(id, benchStart, time.Time{}, "e")
			}
			if _, err := s.Enqueue(b.Context(), attache.Edition{ID: "e"}, deliveries...); err != nil {
				b.Fatal(err)
			}
			claimed, err := s.Claim(b.Context(), benchStart, benchStart.Add(time.Minute), 0)
			if err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			var next atomic.Int64
			var work sync.WaitGroup
			for range couriers {
				work.Go(func() {
					for i := next.Add(1); int(i) <= len(claimed); i = next.Add(1) {
						d := claimed[i-1]
						d.State, d.Settled = attache.Sent, benchStart
						if err := s.Settle(b.Context(), d); err != nil {
							b.Error(err)
						}
					}
				})
			}
			work.Wait()
		})
	}
}

// BenchmarkStories reads the stories of a day, as an edition does.
func BenchmarkStories(b *testing.B) {
	for _, n := range sizes {
		s := archive(b, n)
		until := benchStart.Add(time.Duration(n) * time.Minute)
		q := attache.StoryQuery{Since: until.Add(-24 * time.Hour), Until: until, Relevant: true}
		b.Run(fmt.Sprintf("day/%d", n), func(b *testing.B) {
			for b.Loop() {
				page, _, err := s.Stories(b.Context(), q)
				if err != nil || len(page) < 300 {
					b.Fatal(len(page), err)
				}
			}
		})
	}
}
