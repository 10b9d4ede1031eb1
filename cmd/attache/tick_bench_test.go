package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"attache"
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
