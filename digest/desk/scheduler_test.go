package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"attache"
	"attache/digest"
	"attache/digest/slot"
	"attache/store/bolt"
)

// clockwork is a scheduler over a real store whose time stands where a test
// puts it.
type clockwork struct {
	*Scheduler
	t     *testing.T
	store attache.Store
	at    time.Time
	woken atomic.Int64
	made  []digest.Request
}

func newStore(t *testing.T) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func newClockwork(t *testing.T, at time.Time) *clockwork {
	t.Helper()
	w := &clockwork{t: t, store: newStore(t), at: at}
	w.Scheduler = &Scheduler{
		Store: w.store, Wake: func() { w.woken.Add(1) }, Log: slog.New(slog.DiscardHandler), Schedule: "07:00", TimeZone: "UTC",
		Compile: func(_ context.Context, r digest.Request) (attache.Edition, error) {
			w.made = append(w.made, r)
			return attache.Edition{ID: r.Key(), From: r.From, To: r.To}, nil
		},
	}
	return w
}

// subscribe adds an active chat whose next slot follows from its schedule.
func (w *clockwork) subscribe(id, schedule, zone string) {
	w.t.Helper()
	err := w.store.UpdateChat(w.t.Context(), id, func(c *attache.Chat) error {
		c.State, c.Schedule, c.TimeZone = attache.ChatActive, schedule, zone
		s, err := slot.Parse(schedule, zone)
		c.NextSlot = s.Next(w.at)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// tickAt lets time pass and gives the deliveries that became due.
func (w *clockwork) tickAt(at time.Time) []attache.Delivery {
	w.t.Helper()
	w.at = at
	if err := w.Tick(w.t.Context(), at); err != nil {
		w.t.Fatal(err)
	}
	due, err := w.store.Claim(w.t.Context(), at, at.Add(time.Hour), 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return due
}

var monday = time.Date(2026, 3, 2, 6, 59, 0, 0, time.UTC)

func TestADigestIsEnqueuedAtItsMinuteAndOnlyOnce(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	if due := w.tickAt(monday.Add(59 * time.Second)); len(due) != 0 {
		t.Fatalf("before its minute: %v", due)
	}
	due := w.tickAt(monday.Add(time.Minute))
	if len(due) != 1 || !due[0].Slot.Equal(monday.Add(time.Minute)) {
		t.Fatalf("at its minute: %+v", due)
	}
	if want := due[0].Slot.Add(24 * time.Hour); !due[0].Expires.Equal(want) {
		t.Errorf("it expires at %v, want the next slot %v", due[0].Expires, want)
	}
	if due := w.tickAt(monday.Add(2 * time.Minute)); len(due) != 0 {
		t.Errorf("a minute later it came again: %v", due)
	}
	if w.woken.Load() != 1 {
		t.Errorf("the courier was woken %d times, want once", w.woken.Load())
	}
}

func TestAfterDowntimeOneLateDigestComesWithAllThatWasMissed(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	w.tickAt(monday.Add(time.Minute))
	due := w.tickAt(monday.Add(3*24*time.Hour + 5*time.Hour)) // Thursday noon
	if len(due) != 1 || due[0].Slot.Weekday() != time.Thursday {
		t.Fatalf("after three days: %+v, want Thursday's alone", due)
	}
	last := w.made[len(w.made)-1]
	if want := monday.Add(time.Minute); !last.From.Equal(want) {
		t.Errorf("it tells since %v, want since the last digest at %v", last.From, want)
	}
}

func TestACrashBetweenEnqueuingAndAdvancingDoublesNothing(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	before, err := w.store.Chat(t.Context(), "telegram:1")
	if err != nil {
		t.Fatal(err)
	}
	if due := w.tickAt(monday.Add(time.Minute)); len(due) != 1 {
		t.Fatalf("%d deliveries, want one", len(due))
	}
	// As if the chat had never been moved on.
	if err := w.store.UpdateChat(t.Context(), "telegram:1", func(c *attache.Chat) error { *c = before; return nil }); err != nil {
		t.Fatal(err)
	}
	if due := w.tickAt(monday.Add(time.Minute + time.Second)); len(due) != 0 {
		t.Errorf("the digest was enqueued again: %v", due)
	}
}

func TestChatsWithTheSameWindowShareAnEditionAndTheNextTellsWhatIsNew(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	w.subscribe("telegram:2", "07:00", "UTC")
	w.subscribe("telegram:3", "07:00", "Asia/Tokyo") // another hour
	due := w.tickAt(monday.Add(time.Minute))
	if len(due) != 2 || len(w.made) != 1 || due[0].EditionID != due[1].EditionID {
		t.Fatalf("%d deliveries of %d editions, want 2 of 1", len(due), len(w.made))
	}
	first := w.made[0].Key()
	w.tickAt(monday.Add(24*time.Hour + time.Minute))
	last := w.made[len(w.made)-1]
	if last.Previous.ID != first {
		t.Errorf("the next edition knows %q as the last one, want %q", last.Previous.ID, first)
	}
}

func TestAChatWhoseScheduleCannotBeReadGetsTheDefaultOne(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	if err := w.store.UpdateChat(t.Context(), "telegram:1", func(c *attache.Chat) error {
		c.Schedule = "whenever"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	w.tickAt(monday.Add(time.Minute))
	chat, err := w.store.Chat(t.Context(), "telegram:1")
	if err != nil || chat.Schedule != "07:00" || !chat.NextSlot.After(w.at) {
		t.Errorf("the chat has %q and its next slot at %v, %v", chat.Schedule, chat.NextSlot, err)
	}
}

func TestAnEditionThatCannotBeCompiledLosesNoSlot(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	works := w.Compile
	w.Compile = func(context.Context, digest.Request) (attache.Edition, error) {
		return attache.Edition{}, errors.New("disk on fire")
	}
	w.at = monday.Add(time.Minute)
	if err := w.Tick(t.Context(), w.at); err == nil {
		t.Fatal("the failure was swallowed")
	}
	w.Compile = works
	if due := w.tickAt(monday.Add(2 * time.Minute)); len(due) != 1 {
		t.Errorf("%d deliveries after it works again, want the one that was due", len(due))
	}
}

func TestAPausedChatIsTriedAtEverySlotAndMissesNothing(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	w.tickAt(monday.Add(time.Minute)) // it gets Monday's, and then may not be written to
	change := func(edit func(*attache.Chat)) {
		if err := w.store.UpdateChat(t.Context(), "telegram:1", func(c *attache.Chat) error { edit(c); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	change(func(c *attache.Chat) { c.State = attache.ChatPaused })
	for day := 1; day <= 2; day++ {
		due := w.tickAt(monday.Add(time.Duration(day)*24*time.Hour + time.Minute))
		last := w.made[len(w.made)-1]
		if len(due) != 1 || !last.From.Equal(monday.Add(time.Minute)) {
			t.Fatalf("day %d: %d deliveries, told since %v; want one, since what it got last", day, len(due), last.From)
		}
		if err := w.store.Settle(t.Context(), settled(due[0])); err != nil {
			t.Fatal(err)
		}
	}
	if due := w.tickAt(monday.Add(3 * 24 * time.Hour)); len(due) != 0 {
		t.Errorf("between its slots: %+v", due)
	}
}

// settled is a delivery that was given up.
func settled(d attache.Delivery) attache.Delivery {
	d.State, d.Settled = attache.Expired, d.Slot
	return d
}

func TestAScheduleThatWasChangedWhileItsDigestWasMadeStays(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	evening := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	works := w.Compile
	w.Compile = func(ctx context.Context, r digest.Request) (attache.Edition, error) {
		err := w.store.UpdateChat(ctx, "telegram:1", func(c *attache.Chat) error {
			c.Schedule, c.NextSlot = "18:00", evening
			return nil
		})
		if err != nil {
			return attache.Edition{}, err
		}
		return works(ctx, r)
	}
	due := w.tickAt(monday.Add(time.Minute))
	chat, err := w.store.Chat(t.Context(), "telegram:1")
	if err != nil || len(due) != 1 || !chat.NextSlot.Equal(evening) || chat.Schedule != "18:00" || !chat.LastSlot.Equal(due[0].Slot) ||
		chat.Edition != due[0].EditionID {
		t.Errorf("the chat is %+v, %v, after %d deliveries", chat, err, len(due))
	}
}

func TestAChatThatWasStoppedWhileItsDigestWasMadeWasNotTold(t *testing.T) {
	w := newClockwork(t, monday)
	w.subscribe("telegram:1", "07:00", "UTC")
	works := w.Compile
	w.Compile = func(ctx context.Context, r digest.Request) (attache.Edition, error) {
		err := w.store.UpdateChat(ctx, "telegram:1", func(c *attache.Chat) error { c.Turn(attache.ChatStopped, ""); return nil })
		if err != nil {
			return attache.Edition{}, err
		}
		return works(ctx, r)
	}
	w.tickAt(monday.Add(time.Minute))
	chat, err := w.store.Chat(t.Context(), "telegram:1")
	if err != nil || !chat.LastSlot.IsZero() || chat.Edition != "" || !chat.NextSlot.After(w.at) {
		t.Errorf("the chat is %+v, %v", chat, err)
	}
}

func TestALookTakesOnMoreChatsThanABatch(t *testing.T) {
	w := newClockwork(t, monday)
	const chats = dueBatch + 7
	for i := range chats {
		w.subscribe(fmt.Sprintf("telegram:%04d", i), "07:00", "UTC")
	}
	if due := w.tickAt(monday.Add(time.Minute)); len(due) != chats || w.woken.Load() != 2 || len(w.made) != 2 {
		t.Errorf("%d deliveries of %d editions, woken %d times", len(due), len(w.made), w.woken.Load())
	}
}

func TestEachScheduleIsReadOnceAndNeverWhileTheStoreIsWritten(t *testing.T) {
	w := newClockwork(t, monday)
	for i := range 100 {
		w.subscribe(fmt.Sprintf("telegram:%04d", i), "07:00", []string{"UTC", "Europe/London"}[i%2])
	}
	w.tickAt(monday.Add(time.Minute))
	before := testing.AllocsPerRun(1, func() {
		if _, err := w.book.Schedule("07:00", "UTC"); err != nil {
			t.Error(err)
		}
	})
	if before != 0 {
		t.Errorf("a schedule that many chats have is read anew: %v allocations", before)
	}
	p := plan{chat: attache.Chat{Schedule: "07:00", TimeZone: "UTC", NextSlot: monday}, next: monday.Add(time.Hour)}
	chat := p.chat
	if n := testing.AllocsPerRun(10, func() { w.apply(&p, &chat) }); n != 0 {
		t.Errorf("moving a chat on costs %v allocations within the store's transaction", n)
	}
}
