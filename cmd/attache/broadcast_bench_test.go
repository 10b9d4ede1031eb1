package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/telegram"
	"attache/cmd/attache/newsroom"
	"attache/internal/spent"
)

// broadcast is a house whose chats' digests are due, over the real store, the real
// scheduler and Telegram's client, whose requests a function answers.
type broadcast struct {
	*app
	at     time.Time
	sent   atomic.Int64
	wanted int64
	done   context.CancelFunc
	first  time.Time // when the first message left
}

// RoundTrip answers a request to Telegram at once.
func (b *broadcast) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := `{"ok":true,"result":{"id":1,"is_bot":true,"username":"attache_bot","first_name":"A"}}`
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if strings.HasSuffix(r.URL.Path, "/sendMessage") {
		answer = `{"ok":true,"result":{"message_id":77,"chat":{"id":1,"type":"private"}}}`
		switch b.sent.Add(1) {
		case 1:
			b.first = time.Now()
		case b.wanted:
			b.done()
		}
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		ContentLength: int64(len(answer)),
		Body:          io.NopCloser(strings.NewReader(answer)),
	}, nil
}

// newBroadcast has so many articles of the last days and so many chats; own: each
// follows what no other one does.
func newBroadcast(tb testing.TB, articles, chats int, own bool) *broadcast {
	tb.Helper()
	b := &broadcast{app: houseOf(tb), at: time.Now().UTC().Truncate(time.Minute), wanted: int64(chats)}
	b.log = slog.New(slog.DiscardHandler)
	b.now = func() time.Time { return b.at.Add(time.Second) }
	store := b.store.(newsroom.Store)
	if err := newsroom.Fill(tb.Context(), store, newsroom.Size{Seed: 3, Articles: articles, Until: b.at}, nil); err != nil {
		tb.Fatal(err)
	}
	if err := newsroom.Subscribe(tb.Context(), store, chats, b.at, own); err != nil {
		tb.Fatal(err)
	}
	client, err := telegram.Open(tb.Context(), telegram.Config{
		Token: "123456:" + strings.Repeat("A", 35), PerSecond: -1, HTTPClient: &http.Client{Transport: b}, Now: b.now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.Close)
	b.channels = bot.Router{telegram.Scheme: client}
	return b
}

// run lets the digests come: what the scheduler does and the courier after it.
func (b *broadcast) run(tb testing.TB) (tick, send spending) {
	tb.Helper()
	tick = spend(func() {
		if err := b.scheduler(func() {}).Tick(tb.Context(), b.at); err != nil {
			tb.Fatal(err)
		}
	})
	var ctx context.Context
	ctx, b.done = context.WithCancel(tb.Context())
	defer b.done()
	courier := b.newCourier(nil)
	send = spend(func() {
		if err := courier.Run(ctx); err != nil {
			tb.Fatal(err)
		}
	})
	if b.sent.Load() != b.wanted {
		tb.Fatalf("%d messages were sent, want %d", b.sent.Load(), b.wanted)
	}
	return tick, send
}

// spending is what something took.
type spending struct {
	cpu    time.Duration
	allocs uint64
	bytes  uint64
	heap   int64 // growth of what is in use
}

func spend(do func()) spending {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begun := spent.Processor()
	do()
	took := spent.Processor() - begun
	runtime.ReadMemStats(&after)
	return spending{took, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc, int64(after.HeapSys) - int64(before.HeapSys)}
}

// BenchmarkBroadcast sends the digests of a day with 2,000 articles: to chats that
// get everything, and to chats that follow each something else.
func BenchmarkBroadcast(b *testing.B) {
	for _, way := range []struct {
		name  string
		chats int
		own   bool
	}{{"all", 2000, false}, {"own", 300, true}} {
		b.Run(way.name, func(b *testing.B) {
			var tick, send spending
			for b.Loop() {
				t, s := newBroadcast(b, 4000, way.chats, way.own).run(b)
				tick, send = tick.plus(t), send.plus(s)
			}
			n := float64(b.N * way.chats)
			b.ReportMetric(float64(tick.cpu.Microseconds())/n, "tick-cpu-µs/chat")
			b.ReportMetric(float64(send.cpu.Microseconds())/n, "send-cpu-µs/message")
			b.ReportMetric(float64(tick.allocs)/n, "tick-allocs/chat")
			b.ReportMetric(float64(send.allocs)/n, "send-allocs/message")
			b.ReportMetric(float64(send.bytes)/n/1000, "send-kB/message")
		})
	}
}

func (s spending) plus(o spending) spending {
	return spending{s.cpu + o.cpu, s.allocs + o.allocs, s.bytes + o.bytes, s.heap + o.heap}
}
