package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
	"attache/feed"
)

// hostileAnswers is how many hostile answers the short test takes;
// `make hostile` takes ten thousand, and holds the time limits as well.
const hostileAnswers = 120

// The bounds that hold while everything is hostile.
const (
	hostileMemory = 400 << 20
	hostileWait   = time.Second // of a write, and of an answer to /latest
)

// hostile serves feeds, pages and what is neither, drawn from a seed: each
// request gets another one.
type hostile struct {
	mu    sync.Mutex
	rng   *rand.Rand
	given int
	kinds map[string]int
}

func (h *hostile) draw(n int) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rng.IntN(n)
}

func (h *hostile) count(kind string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.given++
	h.kinds[kind]++
	return h.given
}

var hostileFeeds = []string{"quotes", "flood", "names", "deep", "bomb", "entities", "noise", "cut", "long", "json", "links"}

var hostilePages = []string{"tags", "bomb", "attributes", "words", "noise", "quotes", "tables", "endless"}

func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/page") {
		kind := hostilePages[h.draw(len(hostilePages))]
		h.count("page " + kind)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		h.page(w, kind)
		return
	}
	kind := hostileFeeds[h.draw(len(hostileFeeds))]
	h.feed(w, "http://"+r.Host, kind, h.count("feed "+kind))
}

// zipped sends a body that is small on the wire.
func zipped(w http.ResponseWriter, write func(io.Writer)) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	write(z)
	_ = z.Close()
}

func (h *hostile) feed(w http.ResponseWriter, base, kind string, n int) {
	items := func(count int, item func(i int) string) {
		zipped(w, func(out io.Writer) {
			_, _ = io.WriteString(out, `<?xml version="1.0"?><rss version="2.0"><channel><title>Hostile</title>`)
			for i := range count {
				_, _ = io.WriteString(out, item(i))
			}
			_, _ = io.WriteString(out, `</channel></rss>`)
		})
	}
	entry := func(i int, title, body string) string {
		return fmt.Sprintf(`<item><link>%s/page/%d/%d</link><guid>%d-%d</guid><title>%s</title><description>%s</description></item>`, base, n, i,
			n, i, title, body)
	}
	const said = "“No,” Foreign Minister Anna Lindqvist of Ruthenia said about the talks in Vienna. "
	switch kind {
	case "quotes": // one feed of 47 KB with articles of thousands of quotes each
		items(3, func(i int) string {
			return entry(i, "Minister rejects the talks on the border treaty", strings.Repeat(said, 5000))
		})
	case "flood": // new articles with every poll
		items(400, func(i int) string {
			return entry(i, fmt.Sprintf("Foreign ministers met for talks no. %d-%d", n, i),
				"The foreign ministers of France and Iran met in Vienna. "+strings.Repeat("They said little. ", 60))
		})
	case "names":
		items(3, func(i int) string {
			var b strings.Builder
			for k := range 4000 {
				fmt.Fprintf(&b, "President Ana%d Lind%d of France met Minister Bo%d Holm%d of Iran. ", k, k, k, k)
			}
			return entry(i, "Presidents of France and Iran met", b.String())
		})
	case "deep":
		zipped(w, func(out io.Writer) { _, _ = io.WriteString(out, strings.Repeat("<rss><channel><item>", 30_000)) })
	case "bomb":
		zipped(w, func(out io.Writer) {
			zeros := make([]byte, 1<<20)
			for range 30 {
				_, _ = out.Write(zeros)
			}
		})
	case "entities":
		_, _ = io.WriteString(w, `<!DOCTYPE r [<!ENTITY a "`+strings.Repeat("x", 1000)+`"><!ENTITY b "`+strings.Repeat("&a;",
			1000)+`">]><rss><channel><item><title>&b;&b;</title></item></channel></rss>`)
	case "noise":
		noise := make([]byte, 200<<10)
		for i := range noise {
			noise[i] = byte(i*i>>3 ^ n)
		}
		_, _ = w.Write(noise)
	case "cut":
		w.Header().Set("Content-Length", "999999")
		_, _ = io.WriteString(w, "<rss><channel><item><title>Talks")
	case "long":
		items(20, func(i int) string {
			return entry(i, strings.Repeat("Talks of France and Iran ", 4000), strings.Repeat("x", 100_000))
		})
	case "json":
		zipped(w, func(out io.Writer) {
			_, _ = io.WriteString(out, `{"version":"https://jsonfeed.org/version/1.1","items":[`+strings.Repeat(`{"id":"1","content_text":"x",`+
				`"tags":["a"]},`, 50_000)+`{}]}`)
		})
	case "links":
		items(300, func(i int) string {
			return `<item><title>Talks of France and Iran</title><link>` + strings.Repeat("javascript:", i) + base + "/" +
				strings.Repeat("a/", 3000) + `</link></item>`
		})
	}
}

func (h *hostile) page(w http.ResponseWriter, kind string) {
	repeat := func(unit string, count int) {
		zipped(w, func(out io.Writer) {
			_, _ = io.WriteString(out, "<!doctype html><html><head><title>Talks</title></head><body>")
			part := strings.Repeat(unit, 1000)
			for range count / 1000 {
				if _, err := io.WriteString(out, part); err != nil {
					return
				}
			}
		})
	}
	switch kind {
	case "tags":
		repeat("<p><b>", 1_000_000)
	case "bomb":
		repeat("\x00\x00\x00\x00\x00\x00\x00\x00", 4_000_000)
	case "attributes":
		repeat(`<p a=1 b=2 c=3 d=4 e=5 f=6>talks`, 200_000)
	case "words":
		repeat("<p>The foreign ministers of France and Iran met in Vienna for talks.</p>", 100_000)
	case "noise":
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = io.WriteString(w, "%PDF-1.7\n"+strings.Repeat("\x00\xff1 0 obj<<", 5000))
	case "quotes":
		repeat("<p>“No,” Anna Lindqvist said.</p>", 10_000)
	case "tables":
		repeat("<table><tr><td>", 100_000)
	case "endless":
		for range 300 {
			if _, err := w.Write(bytes.Repeat([]byte("<p>talks "), 8000)); err != nil {
				return
			}
		}
	}
}

// meter notes the most that something came to.
type meter struct {
	mu   sync.Mutex
	most time.Duration
	n    int
}

func (m *meter) took(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.most, m.n = max(m.most, d), m.n+1
}

// TestHostileSourcesStopNothing: whatever servers answer and push, memory stays
// bounded, others' writes and answers go through, and good news come in.
func TestHostileSourcesStopNothing(t *testing.T) {
	answers, timed := hostileAnswers, false
	if raced {
		t.Skip("its bounds are of memory and time, which the race detector multiplies; the gate runs it without")
	}
	if n, err := strconv.Atoi(os.Getenv("ATTACHE_HOSTILE")); err == nil {
		answers, timed = n, true
	}
	bad := &hostile{rng: rand.New(rand.NewPCG(1, 2)), kinds: map[string]int{}}
	server := httptest.NewServer(bad)
	defer server.Close()
	goodServer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>Good</title><item><link>https://good.example/news/1</link><title>Talks `+
			`resume in Vienna</title><description>`+viennaBody+`</description></item></channel></rss>`)
	}))
	defer goodServer.Close()
	var log bytes.Buffer
	h := testHouse(t, defaultConfig(), &log)
	files, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	poller := feed.New(feed.Config{
		Store: h.store, Find: h.store.Find, AllowPrivate: true, HostPause: -1, PerHost: 8,
		PublicURL: "https://me.example/hook",
	})
	defer poller.Close()
	sources := []attache.Source{{ID: "good", URL: goodServer.URL + "/feed", Name: "Good", FullText: attache.FullTextNever}}
	for i := range 12 {
		url := fmt.Sprintf("%s/feed/%d", server.URL, i)
		sources = append(sources, attache.Source{ID: attache.SourceID(url), URL: url, Name: fmt.Sprint("Hostile ", i), Kind: attache.Official})
	}
	if err := h.store.PutSources(t.Context(), sources...); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var aside sync.WaitGroup
	var peak uint64
	var writes, told meter
	aside.Go(func() { peak = watchMemory(ctx) })
	aside.Go(func() { subscribers(ctx, t, h, &writes) })
	aside.Go(func() { readers(ctx, t, h, &told) })
	aside.Go(func() { pushers(ctx, poller.Callback()) })
	for done := 0; done < answers; {
		before := bad.counted()
		if _, err := poller.Pass(t.Context(), nil, files.file); err != nil {
			t.Fatal(err)
		}
		done += max(bad.counted()-before, 1)
	}
	stop()
	aside.Wait()
	t.Logf("%d hostile answers; peak memory %d MiB; %d writes, the longest %v; %d answers, the longest %v", bad.counted(), peak>>20, writes.n,
		writes.most, told.n, told.most)
	if peak > hostileMemory {
		t.Errorf("peak memory %d MiB", peak>>20)
	}
	if writes.n == 0 || told.n == 0 {
		t.Errorf("%d writes and %d answers: nobody else got a turn", writes.n, told.n)
	}
	if timed && (writes.most > hostileWait || told.most > hostileWait) {
		t.Errorf("a write waited %v, an answer %v", writes.most, told.most)
	}
	if _, err := h.store.Find(t.Context(), "url:good:https://good.example/news/1"); err != nil {
		t.Errorf("the good news: %v", err)
	}
	for _, a := range everyArticle(t, h) {
		if len(a.Quotes) > attache.MaxQuotes || len(a.Actors) > attache.MaxActors || len(a.Body) > attache.MaxBody ||
			len(a.Title) > attache.MaxTitle {
			t.Fatalf("%s has %d quotes, %d actors, %d bytes of text, %d of title", a.ID, len(a.Quotes), len(a.Actors), len(a.Body), len(a.Title))
		}
	}
}

func (h *hostile) counted() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.given
}

// watchMemory gives the most memory that the process had from the system.
func watchMemory(ctx context.Context) (peak uint64) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return peak
		case <-tick.C:
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys-m.HeapReleased)
		}
	}
}

// subscribers write as /start does, and note how long that takes.
func subscribers(ctx context.Context, t *testing.T, h *app, took *meter) {
	for i := 0; ctx.Err() == nil; i++ {
		start := time.Now()
		err := h.store.UpdateChat(ctx, fmt.Sprint("test:", i%50), func(c *attache.Chat) error { c.State = attache.ChatActive; return nil })
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
			return
		}
		took.took(time.Since(start))
		pause(ctx, 10*time.Millisecond)
	}
}

// readers ask /latest, and note how long the answer takes.
func readers(ctx context.Context, t *testing.T, h *app, took *meter) {
	b, err := h.bot()
	if err != nil {
		t.Error(err)
		return
	}
	for ctx.Err() == nil {
		start := time.Now()
		if _, err := b.Answer(ctx, attache.Chat{ID: "test:reader", Kind: attache.Private, TimeZone: "UTC"}, "/latest"); err != nil &&
			ctx.Err() == nil {
			t.Error(err)
			return
		}
		took.took(time.Since(start))
		pause(ctx, 20*time.Millisecond)
	}
}

// pushers push what nobody asked for.
func pushers(ctx context.Context, callback http.Handler) {
	body := strings.Repeat("x", 1<<20)
	for i := 0; ctx.Err() == nil; i++ {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, fmt.Sprintf("/hook/%d", i), strings.NewReader(body))
		if i%2 == 0 {
			r.Header.Set("X-Hub-Signature", "sha256="+strings.Repeat("0", 64))
		}
		callback.ServeHTTP(httptest.NewRecorder(), r)
		pause(ctx, 5*time.Millisecond)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
