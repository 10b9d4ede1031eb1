package bot

import (
	"context"
	"testing"
	"time"

	"attache"
)

func BenchmarkLayout(b *testing.B) {
	e := longEdition(4, 4)
	b.ReportAllocs()
	for b.Loop() {
		Layout(e, attache.Chat{}, atTelegram)
	}
}

func BenchmarkHandleHelp(b *testing.B) {
	w := newWorld(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Handle(b.Context(), private("/help"))
		w.stage.events = w.stage.events[:0]
	}
}

// BenchmarkCourier measures what a delivery costs, over the real store without
// its syncs and a channel that takes no time.
func BenchmarkCourier(b *testing.B) {
	const chats = 200
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		r := newRound(b, chats)
		r.Workers, r.Poll = 16, time.Millisecond
		ctx, cancel := context.WithCancel(b.Context())
		r.stage.before = func(_ context.Context, _ string, n int) error {
			if n == chats {
				cancel()
			}
			return nil
		}
		b.StartTimer()
		if err := r.Run(ctx); err != nil {
			b.Fatal(err)
		}
		cancel()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*chats), "ns/delivery")
}
