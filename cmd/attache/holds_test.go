package main

import (
	"testing"
	"time"

	"attache/bot/telegram"
)

func TestAHoldIsOverInItsTimeHoweverTheClockIsSet(t *testing.T) {
	noted := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	one := notedHold{Chat: 5, Left: time.Minute, Till: noted.Add(time.Minute), Up: 1000 * time.Second}
	for _, c := range []struct {
		what string
		now  time.Duration // by the clock, since it was noted
		up   time.Duration // by the machine
		want time.Duration
	}{
		{"ten seconds later", 10 * time.Second, 1010 * time.Second, 50 * time.Second},
		{"the clock was set ahead by a day", 24 * time.Hour, 1010 * time.Second, 50 * time.Second},
		{"the clock was set back by an hour", -time.Hour, 1010 * time.Second, 50 * time.Second},
		{"it is over, though the clock was set back", -time.Hour, 1061 * time.Second, -time.Second},
		{"the machine was started anew", 20 * time.Second, 15 * time.Second, 40 * time.Second},
		{"it was, and its clock is behind", -time.Hour, 15 * time.Second, time.Minute},
		{"nothing tells how long it is up", 20 * time.Second, 0, 40 * time.Second},
	} {
		if got := one.leftAt(noted.Add(c.now), c.up); got != c.want {
			t.Errorf("%s: %s are left, want %s", c.what, got, c.want)
		}
	}
}

func TestWhatA429AskedForOutlivesTheProgramAndAStepOfTheClock(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	prepareStore(t, t.TempDir(), func(h *app) {
		h.now = func() time.Time { return now }
		h.noteHolds([]telegram.Hold{{Chat: 5, Left: time.Hour}, {Chat: -7, Left: 2 * time.Hour}})
		if bootTime() > 0 {
			now = now.Add(48 * time.Hour)
		}
		list := h.holds(t.Context())
		if len(list) != 2 || list[0].Chat != 5 || list[0].Left > time.Hour || list[1].Chat != -7 || list[1].Left <= time.Hour {
			t.Errorf("%+v", list)
		}
	})
}
