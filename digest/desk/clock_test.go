package desk

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestAClockThatWasOnceAheadSilencesNoChat(t *testing.T) {
	for name, restart := range map[string]bool{"while it runs": false, "after a restart": true} {
		var log strings.Builder
		w := newClockwork(t, monday)
		w.Log = slog.New(slog.NewTextHandler(&log, nil))
		w.subscribe("t:1", "07:00", "UTC")
		w.subscribe("t:2", "07:00", "UTC")
		w.tickAt(monday)
		month := monday.AddDate(0, 0, 30)
		w.tickAt(month)                        // one look by the wrong clock
		w.subscribe("t:2", "mon 07:00", "UTC") // and one /schedule
		if restart {
			w.looked = time.Time{}
		}
		w.tickAt(monday)
		if due := w.tickAt(monday.Add(2 * time.Minute)); len(due) != 2 {
			t.Errorf("%s: %d digests came at the next slot, want 2", name, len(due))
		}
		if n := strings.Count(log.String(), "wrong clock"); n != 1 {
			t.Errorf("%s: told %d times:\n%s", name, n, log.String())
		}
	}
}

func TestEveryStepOfTheClockIsToldOnce(t *testing.T) {
	var log strings.Builder
	w := newClockwork(t, monday)
	w.Log = slog.New(slog.NewTextHandler(&log, nil))
	at := monday
	for _, step := range []time.Duration{5 * time.Second, -3 * time.Hour, 5 * time.Second, 48 * time.Hour, 5 * time.Second, -time.Second} {
		at = at.Add(step)
		w.tickAt(at)
	}
	if n := strings.Count(log.String(), "the clock was set;"); n != 2 {
		t.Errorf("told %d times, want 2:\n%s", n, log.String())
	}
}

func TestAlertsAreClaimedBeforeDigests(t *testing.T) {
	w := newClockwork(t, monday)
	e := attache.Edition{ID: "e", From: monday, To: monday}
	at := monday.Add(time.Hour)
	for _, d := range []attache.Delivery{
		attache.NewDigest("t:1", monday, at.Add(time.Hour), "e"), attache.NewDigest("t:2", monday, at.Add(time.Hour), "e"),
		attache.NewAlert("t:3", "s", at, at.Add(time.Hour), "e"),
	} {
		if _, err := w.store.Enqueue(t.Context(), e, d); err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.store.Claim(t.Context(), at, at.Add(time.Minute), 1)
	if err != nil || len(got) != 1 || got[0].Kind != attache.AlertDelivery {
		t.Errorf("claimed %+v, %v", got, err)
	}
}

func TestAClockThatOnlyGoesOnIsNotSet(t *testing.T) {
	var log strings.Builder
	w := newClockwork(t, monday)
	w.Log = slog.New(slog.NewTextHandler(&log, nil))
	for h := range 60 { // an hour between looks, two days and a half in all
		w.tickAt(monday.Add(time.Duration(h) * time.Hour))
	}
	if log.String() != "" && strings.Contains(log.String(), "clock") {
		t.Errorf("told:\n%s", log.String())
	}
}

func TestAFailureWhileTheClockIsPutRightIsTold(t *testing.T) {
	w := newClockwork(t, monday)
	w.Store = blind{w.Store}
	if err := w.Tick(t.Context(), monday); !errors.Is(err, errBlind) {
		t.Errorf("%v", err)
	}
	if !w.looked.IsZero() {
		t.Error("a look that failed counts as one")
	}
}

var errBlind = errors.New("the disk is gone")

// blind is a store whose chats cannot be read one by one.
type blind struct{ Store }

func (blind) EachChat(context.Context, func(attache.Chat) error) error { return errBlind }

func TestAChatThatHadItsSlotGetsNothingAndGoesOn(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("t:1", "07:00", "UTC")
	at := monday.Add(time.Minute)
	if err := w.store.UpdateChat(t.Context(), "t:1", func(c *attache.Chat) error {
		c.LastSlot, c.Edition = at,
			"e0"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if due := w.tickAt(at); len(due) != 0 || len(w.made) != 0 {
		t.Errorf("%d digests were made, %v came", len(w.made), due)
	}
	chat, err := w.store.Chat(t.Context(), "t:1")
	if err != nil || !chat.NextSlot.Equal(at.Add(24*time.Hour)) || chat.Edition != "e0" {
		t.Errorf("%+v, %v", chat, err)
	}
}
