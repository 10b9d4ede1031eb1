package main

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/newsroom"
	"attache/digest"
	"attache/digest/desk"
	"attache/digest/slot"
)

// BenchmarkTick is a look at the clock when the digests of 1,000 chats are due,
// without what composing their edition costs.
func BenchmarkTick(b *testing.B) {
	const spec, zone, chats = "mon-fri 07:30,18:00", "Europe/Berlin", 1000
	h := benchHouse(b)
	schedule, err := slot.Parse(spec, zone)
	if err != nil {
		b.Fatal(err)
	}
	due := schedule.Next(time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC))
	s := &desk.Scheduler{
		Store: h.store, Wake: func() {}, Log: h.log, Schedule: spec, TimeZone: zone,
		Compile: func(_ context.Context, r digest.Request) (attache.Edition, error) {
			return attache.Edition{ID: r.Key(), From: r.From, To: r.To}, nil
		},
	}
	for round := 0; b.Loop(); round++ {
		b.StopTimer()
		list := make([]attache.Chat, chats)
		records := make([]attache.Record, chats)
		for i := range list {
			list[i] = attache.Chat{
				ID: fmt.Sprintf("telegram:%d%04d", round, i), State: attache.ChatActive, Schedule: spec, TimeZone: zone, NextSlot: due,
			}
			records[i] = attache.Record{Chat: &list[i]}
		}
		if _, err := h.store.(attache.Transfer).Load(b.Context(), records...); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := s.Tick(b.Context(), due.Add(time.Second)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTickOfAll lets the digests of 100,000 chats be due at one moment: what the
// scheduler takes, and when the first message could leave. Of ten chats, one follows
// what hardly another does.
func BenchmarkTickOfAll(b *testing.B) {
	const chats = 100_000
	h := houseOf(b)
	at := time.Now().UTC().Truncate(time.Minute)
	size := newsroom.Size{Seed: 3, Articles: 2000, Chats: chats, Until: at, Next: at}
	if err := newsroom.Fill(b.Context(), h.store.(newsroom.Store), size, nil); err != nil {
		b.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	for b.Loop() {
		begun, first := time.Now(), time.Duration(0)
		s := h.scheduler(func() {
			if first == 0 {
				first = time.Since(begun)
			}
		})
		if err := s.Tick(b.Context(), at.Add(-time.Second)); err != nil { // it runs for a while
			b.Fatal(err)
		}
		begun = time.Now()
		took := spend(func() {
			if err := s.Tick(b.Context(), at.Add(time.Second)); err != nil {
				b.Fatal(err)
			}
		})
		counts, err := h.store.CountDeliveries(b.Context())
		if err != nil || counts[attache.Pending] != chats {
			b.Fatal(counts, err)
		}
		b.ReportMetric(took.cpu.Seconds(), "cpu-s")
		b.ReportMetric(float64(took.heap)/1e6, "heap-MB")
		b.ReportMetric(float64(took.allocs)/chats, "allocs/chat")
		b.ReportMetric(first.Seconds(), "first-s")
	}
}
