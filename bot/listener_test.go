package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// mailbox is a channel's side of the updates: it keeps them until they are
// confirmed by a higher offset, and waits a while when there are none.
type mailbox struct {
	mu      sync.Mutex
	updates []attache.Incoming
	asked   []int64 // after what; 0: for all
	errs    []error // to give first
	arrived chan struct{}
}

func newMailbox(updates ...attache.Incoming) *mailbox {
	return &mailbox{updates: updates, arrived: make(chan struct{}, 100)}
}

func (m *mailbox) Updates(ctx context.Context, after string) ([]attache.Incoming, error) {
	m.mu.Lock()
	m.asked = append(m.asked, numberOf(after))
	if len(m.errs) > 0 {
		err := m.errs[0]
		m.errs = m.errs[1:]
		m.mu.Unlock()
		return nil, err
	}
	m.updates = slices.DeleteFunc(m.updates, func(in attache.Incoming) bool { return numberOf(in.Cursor) <= numberOf(after) })
	waiting := slices.Clone(m.updates)
	m.mu.Unlock()
	if len(waiting) > 0 {
		return waiting[:min(len(waiting), 100)], nil
	}
	t := time.NewTimer(50 * time.Second)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-m.arrived:
		m.mu.Lock()
		defer m.mu.Unlock()
		return slices.Clone(m.updates), nil
	case <-t.C:
		return nil, nil
	}
}

func (m *mailbox) post(in attache.Incoming) {
	m.mu.Lock()
	m.updates = append(m.updates, in)
	m.mu.Unlock()
	m.arrived <- struct{}{}
}

func (m *mailbox) highest() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Max(m.asked)
}

func in(update int64, chat string) attache.Incoming {
	return attache.Incoming{Cursor: strconv.FormatInt(update, 10), ChatID: chat, Kind: attache.IncomingMessage}
}

// numberOf is the number that a mailbox's cursor is made of.
func numberOf(cursor string) int64 {
	n, _ := strconv.ParseInt(cursor, 10, 64)
	return n
}

// diary keeps what was handled.
type diary struct {
	mu      sync.Mutex
	handled []int64
	act     func(ctx context.Context, in attache.Incoming)
}

func (d *diary) handle(ctx context.Context, in attache.Incoming) {
	if d.act != nil {
		d.act(ctx, in)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.handled = append(d.handled, numberOf(in.Cursor))
}

func (d *diary) all() []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.handled)
}

func listen(t *testing.T, l *Listener) (stop func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

func TestListenerKeepsTheOrderOfAChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var updates []attache.Incoming
		for i := range int64(60) {
			updates = append(updates, in(i+1, []string{"a", "b", "c"}[i%3]))
		}
		d := &diary{act: func(_ context.Context, in attache.Incoming) {
			time.Sleep(time.Duration(numberOf(in.Cursor)*7919%13) * time.Millisecond)
		}}
		stop := listen(t, &Listener{Inbox: newMailbox(updates...), Notebook: newShelf(t), Handle: d.handle, MostOne: 99, MostEach: 99})
		time.Sleep(time.Minute)
		_ = stop()
		last := map[int64]int64{}
		for _, u := range d.all() {
			if last[u%3] > u {
				t.Fatalf("update %d was handled after %d of the same chat", u, last[u%3])
			}
			last[u%3] = u
		}
		if n := len(d.all()); n != 60 {
			t.Errorf("handled %d of 60", n)
		}
	})
}

func TestListenerAfterACrashRepeatsOnlyWhatWasInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notes := newShelf(t)
		updates := []attache.Incoming{in(5, "a"), in(6, "b"), in(7, "a"), in(8, "c"), in(9, "b")}
		box := newMailbox(updates...)
		hang := func(ctx context.Context, in attache.Incoming) {
			if in.Cursor == "6" { // in hand when the process is killed
				<-ctx.Done()
				notes.fail(errors.New("killed"))
			}
		}
		first := &diary{act: hang}
		stop := listen(t, &Listener{Inbox: box, Notebook: notes, Handle: first.handle, Timeout: time.Hour, Grace: time.Second})
		time.Sleep(30 * time.Second)
		_ = stop()
		notes.fail(nil)

		second := &diary{}
		stop = listen(t, &Listener{Inbox: box, Notebook: notes, Handle: second.handle})
		time.Sleep(30 * time.Second)
		_ = stop()
		if got := second.all(); !slices.Equal(got, []int64{6, 9}) { // of one chat, so in order
			t.Errorf("after the restart %v were handled; 6 was in hand and 9 waited for it", got)
		}
	})
}

func TestListenerSkipsWhatItHandledBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notes := newShelf(t)
		raw := []byte(`{"after":"10","handled":["12"]}`)
		notes.must(notes.SetNote(t.Context(), "bot.updates", raw))
		box := newMailbox()
		d := &diary{}
		stop := listen(t, &Listener{Inbox: box, Notebook: notes, Handle: d.handle})
		time.Sleep(time.Second)
		for _, u := range []int64{11, 12, 13} {
			box.post(in(u, "a"))
		}
		time.Sleep(time.Minute)
		_ = stop()
		if got := d.all(); !slices.Equal(got, []int64{11, 13}) {
			t.Errorf("handled %v, want 11 and 13", got)
		}
	})
}

func TestListenerStopsWhenTheChannelRefusesTheBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := newMailbox()
		box.errs = []error{fault(attache.FaultAuth)}
		err := (&Listener{Inbox: box, Notebook: newShelf(t), Handle: (&diary{}).handle}).Run(t.Context())
		if faultOf(err) != attache.FaultAuth || !strings.Contains(err.Error(), "token") {
			t.Errorf("Run returned %v", err)
		}
	})
}

func TestListenerWaitsOutAConflictThatPassesAndStopsAtOneThatStays(t *testing.T) {
	for _, tt := range []struct {
		conflicts int
		stops     bool
	}{{2, false}, {3, false}, {4, true}} {
		synctest.Test(t, func(t *testing.T) {
			box := newMailbox(in(1, "a"))
			for range tt.conflicts {
				box.errs = append(box.errs, fault(attache.FaultConflict))
			}
			d := &diary{}
			stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle})
			time.Sleep(time.Minute)
			err := stop()
			if stopped := err != nil; stopped != tt.stops {
				t.Errorf("%d conflicts: Run returned %v", tt.conflicts, err)
			}
			if handled := len(d.all()) == 1; handled == tt.stops {
				t.Errorf("%d conflicts: handled %v", tt.conflicts, d.all())
			}
		})
	}
}

func TestListenerWaitsLongerAfterEachFailedPollAndLogsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		box := newMailbox(in(1, "a"))
		for range 6 {
			box.errs = append(box.errs, fault(attache.FaultRetry))
		}
		began, handled := time.Now(), time.Duration(0)
		d := &diary{act: func(context.Context, attache.Incoming) { handled = time.Since(began) }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		time.Sleep(10 * time.Minute)
		_ = stop()
		if least, most := 63*time.Second, 67*time.Second; handled < least || handled > most {
			t.Errorf("after six failures the update was handled at %s, want 1+2+4+8+16+32 s", handled)
		}
		if n := strings.Count(log.String(), "could not be had"); n != 1 {
			t.Errorf("the failure was logged %d times", n)
		}
	})
}

func TestListenerHonoursRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := newMailbox(in(1, "a"))
		box.errs = []error{&attache.SendError{Fault: attache.FaultRate, RetryAfter: 100 * time.Second, Err: errors.New("429")}}
		d := &diary{}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle})
		time.Sleep(99 * time.Second)
		if len(d.all()) != 0 {
			t.Error("it asked again too early")
		}
		time.Sleep(2 * time.Second)
		if len(d.all()) != 1 {
			t.Error("it did not ask again")
		}
		_ = stop()
	})
}

func TestListenerCutsAHandlerThatTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, d := newMailbox(in(1, "a"), in(2, "a")), &diary{act: func(ctx context.Context, in attache.Incoming) {
			if in.Cursor == "1" {
				<-ctx.Done()
			}
		}}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle, Timeout: 20 * time.Second})
		time.Sleep(25 * time.Second)
		if got := d.all(); !slices.Equal(got, []int64{1, 2}) {
			t.Errorf("handled %v after 25 s", got)
		}
		_ = stop()
	})
}

func TestListenerFinishesWhatIsInHandWhenItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notes, box := newShelf(t), newMailbox(in(1, "a"), in(2, "b"))
		d := &diary{act: func(ctx context.Context, _ attache.Incoming) {
			time.Sleep(3 * time.Second)
			if ctx.Err() != nil {
				t.Error("the handler was cut")
			}
		}}
		stop := listen(t, &Listener{Inbox: box, Notebook: notes, Handle: d.handle})
		time.Sleep(time.Second)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		var p progress
		if err := json.Unmarshal([]byte(notes.note("bot.updates")), &p); err != nil || p.After != "2" {
			t.Errorf("noted %+v, want all up to 2", p)
		}
	})
}

func TestListenerEndsThoughAHandlerHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{act: func(ctx context.Context, _ attache.Incoming) { <-ctx.Done() }}
		stop := listen(t, &Listener{Inbox: newMailbox(in(1, "a")), Notebook: newShelf(t), Handle: d.handle, Timeout: time.Hour})
		time.Sleep(time.Second)
		began := time.Now()
		_ = stop()
		if took := time.Since(began); took > 11*time.Second {
			t.Errorf("the end took %s", took)
		}
	})
}

func TestListenerDoesNotSpinWhileUpdatesAreInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := newMailbox(in(1, "a"))
		d := &diary{act: func(ctx context.Context, _ attache.Incoming) { <-ctx.Done() }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle, Timeout: time.Minute})
		time.Sleep(50 * time.Second)
		_ = stop()
		if n := len(box.asked); n > 60 {
			t.Errorf("asked %d times in 50 s", n)
		}
	})
}

func TestListenerHoldsABoundedNumberInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var updates []attache.Incoming
		for i := range int64(100) {
			updates = append(updates, in(i+1, "a"))
		}
		release := make(chan struct{})
		d := &diary{act: func(context.Context, attache.Incoming) { <-release }}
		l := &Listener{
			Inbox: newMailbox(updates...), Notebook: newShelf(t), Handle: d.handle,
			Most: 10, MostOne: 99, MostEach: 99, Timeout: time.Hour,
		}
		stop := listen(t, l)
		time.Sleep(5 * time.Second)
		l.mu.Lock()
		if n := l.hand; n != 10 {
			t.Errorf("%d in hand, want 10", n)
		}
		l.mu.Unlock()
		close(release)
		time.Sleep(2 * time.Minute)
		_ = stop()
		if got := d.all(); len(got) != 100 || !slices.IsSorted(got) {
			t.Errorf("handled %d of 100 in order: %v", len(got), slices.IsSorted(got))
		}
	})
}

func TestListenerLetsNoFloodingChatHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var updates []attache.Incoming
		for i := range int64(90) {
			updates = append(updates, in(i+1, "flood"))
		}
		removal := in(91, "flood")
		removal.Kind = attache.IncomingRemoved
		updates = append(updates, removal, in(92, "quiet"))
		began, quiet := time.Now(), time.Duration(-1)
		removed := false
		d := &diary{act: func(_ context.Context, in attache.Incoming) {
			switch {
			case in.ChatID == "quiet":
				quiet = time.Since(began)
			case in.Kind == attache.IncomingRemoved:
				removed = true
			default:
				time.Sleep(time.Second)
			}
		}}
		stop := listen(t, &Listener{Inbox: newMailbox(updates...), Notebook: newShelf(t), Handle: d.handle, Most: 50})
		time.Sleep(5 * time.Minute)
		_ = stop()
		if quiet < 0 || quiet > 2*time.Second {
			t.Errorf("the quiet chat was answered after %s", quiet)
		}
		if !removed {
			t.Error("the removal was passed over")
		}
		if n := len(d.all()); n > 25 {
			t.Errorf("%d updates were handled; 20 may wait in a chat", n)
		}
	})
}

func TestListenerWritesOneNoteForManyUpdates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notes := &countingNotes{shelf: newShelf(t)}
		var updates []attache.Incoming
		for i := range int64(50) {
			ignored := in(2*i+1, "group")
			ignored.Kind = attache.IncomingIgnored
			updates = append(updates, ignored, in(2*i+2, "chat"+string(rune('a'+i))))
		}
		d := &diary{}
		stop := listen(t, &Listener{Inbox: newMailbox(updates...), Notebook: notes, Handle: d.handle})
		time.Sleep(time.Minute)
		_ = stop()
		if len(d.all()) != 50 || notes.writes > 25 {
			t.Errorf("%d notes for %d handled updates", notes.writes, len(d.all()))
		}
		var p progress
		if err := json.Unmarshal([]byte(notes.note("bot.updates")), &p); err != nil || p.After != "100" {
			t.Errorf("noted %+v, want all up to 100", p)
		}
	})
}

// countingNotes writes slowly, as a disk does, and counts.
type countingNotes struct {
	*shelf
	writes int
}

func (c *countingNotes) SetNote(ctx context.Context, key string, value []byte) error {
	c.writes++
	time.Sleep(5 * time.Millisecond)
	return c.shelf.SetNote(ctx, key, value)
}

func TestListenerRefusesANotebookItCannotRead(t *testing.T) {
	notes := newShelf(t)
	notes.fail(errors.New("disk"))
	if err := (&Listener{Inbox: newMailbox(), Notebook: notes, Handle: (&diary{}).handle}).Run(t.Context()); err == nil {
		t.Error("it listened without knowing what was handled")
	}
}
