package feed

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"attache"
)

// farm serves sources of items each over loopback, with validators.
func farm(tb testing.TB, items int) *httptest.Server {
	tb.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Content-Type", "application/rss+xml")
		list := make([]string, items)
		for i := range list {
			list[i] = item(fmt.Sprintf("https://ana.example%s/%d", r.URL.Path, i), fmt.Sprintf("Talks %d open", i), strings.Repeat(longText, 2))
		}
		_, _ = io.WriteString(w, rssDoc(list...))
	}))
	tb.Cleanup(s.Close)
	return s
}

func sourcesOf(s *httptest.Server, n int) []attache.Source {
	list := make([]attache.Source, n)
	for i := range list {
		list[i] = source(fmt.Sprintf("%s/%d", s.URL, i))
	}
	return list
}

// peak samples the heap while f runs and returns its highest size in MiB.
func peak(f func()) float64 {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse+m.StackInuse)
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	return float64(<-done) / (1 << 20)
}

// BenchmarkPass polls 1,000 loopback sources of 20 items once while everything
// is new, and then while nothing changed. The store is in memory and counts.
func BenchmarkPass(b *testing.B) {
	s := farm(b, 20)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			m := newMemory(sourcesOf(s, 1000)...)
			p := New(Config{Store: m, Find: m.Find, AllowPrivate: true})
			start := time.Now()
			top := peak(func() {
				if _, err := p.Pass(b.Context(), nil, m.save); err != nil {
					b.Fatal(err)
				}
			})
			b.ReportMetric(1000/time.Since(start).Seconds(), "sources/s")
			b.ReportMetric(top, "MiB")
			if n := len(m.all()); n != 20_000 {
				b.Fatalf("%d articles", n)
			}
			p.Close()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		m := newMemory(sourcesOf(s, 1000)...)
		p := New(Config{Store: m, Find: m.Find, AllowPrivate: true})
		defer p.Close()
		if _, err := p.Pass(b.Context(), nil, m.save); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for b.Loop() {
			start := time.Now()
			top := peak(func() {
				sum, err := p.Pass(b.Context(), nil, m.save)
				if err != nil || sum.NotModified != 1000 {
					b.Fatal(sum, err)
				}
			})
			b.ReportMetric(1000/time.Since(start).Seconds(), "sources/s")
			b.ReportMetric(top, "MiB")
		}
	})
}

func TestABombCostsLittleMemory(t *testing.T) {
	var member bytes.Buffer
	z := gzip.NewWriter(&member)
	_, _ = z.Write(make([]byte, 16<<20))
	_ = z.Close()
	bomb := bytes.Repeat(member.Bytes(), 64) // 1 GiB: gzip files may be strung together
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}))
	t.Cleanup(s.Close)
	var list []attache.Source
	for i := range 8 { // at once
		list = append(list, source(fmt.Sprintf("%s/%d", s.URL, i)))
	}
	m := newMemory(list...)
	p := testPoller(t, m, func(c *Config) { c.PerHost = 8 })
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var sum Summary
	top := peak(func() { sum, _ = p.Pass(t.Context(), nil, m.save) })
	if cost := top - float64(before.HeapInuse+before.StackInuse)/(1<<20); cost > 40 || sum.Failed != 8 {
		t.Errorf("eight bombs at a time cost %.0f MiB; %+v", cost, sum)
	} else {
		t.Logf("eight bombs at a time cost %.0f MiB", cost)
	}
}
