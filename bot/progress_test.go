package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// Cursors have no order of their own: these come in an order that no
// comparison of numbers or letters would give.
func TestProgressConfirmsWhatItTookOverInTheOrderOfTheInbox(t *testing.T) {
	var p progress
	for _, update := range []string{"m", "z", "a"} {
		p.take(update)
	}
	p.Open = []attache.Incoming{{Cursor: "z"}}
	if got := p.cursor(false); got != "m" {
		t.Errorf("where nothing could be noted it asks after %q; z is open", got)
	}
	if got := p.cursor(true); got != "a" {
		t.Errorf("it asks after %q", got)
	}
	if p.take("a") {
		t.Error("an answer that was under way brings a twice")
	}
	p.answered(1)
	if got := p.cursor(true); got != "" {
		t.Errorf("all is confirmed, and it asks after %q", got)
	}
}

func TestANoteOfAnOlderProgramIsReadOn(t *testing.T) {
	for note, want := range map[string][]string{
		`{"low":10,"above":[12,15],"seen":"2026-03-05T12:00:00Z"}`: {"12", "15", "10"},
		`{"after":"x","handled":["z"]}`:                            {"z", "x"},
		`{"after":"x","recent":["w","x"]}`:                         {"w", "x"},
	} {
		p, err := parseProgress([]byte(note))
		if err != nil || !slices.Equal(p.past, want) || p.cursor(true) != "" {
			t.Errorf("%s: %+v, %v", note, p, err)
		}
	}
}

func TestListenerConfirmsAtOnceWhatItNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, notes, release := newMailbox(in(7, "a"), in(8, "b"), in(9, "c")), newShelf(t), make(chan struct{})
		d := &diary{act: func(_ context.Context, in attache.Incoming) {
			if in.Cursor == "8" {
				<-release
			}
		}}
		stop := listen(t, &Listener{Inbox: box, Notebook: notes, Handle: d.handle})
		time.Sleep(10 * time.Second)
		if got := box.highest(); got != 9 {
			t.Errorf("asked after %d while update 8 waits; want 9", got)
		}
		if note := notes.note("bot.updates"); !strings.Contains(note, `"Cursor":"8"`) || strings.Contains(note, `"Cursor":"7"`) {
			t.Errorf("the note does not hold 8 alone: %s", note)
		}
		close(release)
		_ = stop()
	})
}

func TestListenerConfirmsNothingOpenThatItCouldNotNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, notes, release := newMailbox(), newShelf(t), make(chan struct{})
		d := &diary{act: func(_ context.Context, in attache.Incoming) {
			if in.Cursor == "8" {
				<-release
			}
		}}
		stop := listen(t, &Listener{Inbox: box, Notebook: notes, Handle: d.handle})
		synctest.Wait()
		notes.fail(errors.New("disk full"))
		for i, chat := range []string{"a", "b", "c"} {
			box.post(in(int64(7+i), chat))
		}
		time.Sleep(10 * time.Second)
		if got := box.highest(); got != 7 {
			t.Errorf("asked after %d while 8 is in hand and noted nowhere; want 7", got)
		}
		close(release)
		time.Sleep(10 * time.Second)
		_ = stop()
		if got := slices.Sorted(slices.Values(d.all())); !slices.Equal(got, []int64{7, 8, 9}) {
			t.Errorf("handled %v", got)
		}
	})
}

func TestListenerHearsAnotherServerThatCountsLower(t *testing.T) {
	for name, restart := range map[string]bool{"while it runs": false, "after a restart": true} {
		synctest.Test(t, func(t *testing.T) {
			var log strings.Builder
			notes, d := newShelf(t), &diary{}
			box := &renumbered{newMailbox(in(900, "a"))}
			l := func() *Listener {
				return &Listener{Inbox: box, Notebook: notes, Handle: d.handle, Logger: slog.New(slog.NewTextHandler(&log, nil))}
			}
			stop := listen(t, l())
			time.Sleep(time.Second)
			if restart {
				_ = stop()
			} else {
				box.mu.Lock()
				box.errs = []error{fault(attache.FaultRetry)} // the poll that it broke
				box.mu.Unlock()
			}
			box.mu.Lock()
			box.updates = nil
			box.mu.Unlock()
			if restart {
				stop = listen(t, l())
			} else {
				time.Sleep(2 * time.Minute)
			}
			box.post(in(3, "a"))
			box.post(in(4, "a"))
			time.Sleep(time.Minute)
			_ = stop()
			if got := d.all(); !slices.Equal(got, []int64{900, 3, 4}) {
				t.Errorf("%s: handled %v", name, got)
			}
			if n := strings.Count(log.String(), "counts its updates anew"); n != 1 {
				t.Errorf("%s: told %d times", name, n)
			}
		})
	}
}

// renumbered is a mailbox that knows the order of its numbers.
type renumbered struct{ *mailbox }

func (renumbered) Before(a, b string) bool { return numberOf(a) < numberOf(b) }

// declined keeps what was declined.
type declined struct {
	diary
	superseded []int64
}

func (d *declined) decline(ctx context.Context, in attache.Incoming, superseded bool) {
	if superseded {
		d.mu.Lock()
		d.superseded = append(d.superseded, numberOf(in.Cursor))
		d.mu.Unlock()
		return
	}
	d.handle(ctx, in)
}

func TestAFlooderIsToldOnceAndItsStopIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, refused := newMailbox(), &declined{}
		d := &diary{act: func(context.Context, attache.Incoming) { time.Sleep(time.Second) }} // its turn under a rate
		l := &Listener{
			Inbox: box, Notebook: newShelf(t), Handle: d.handle, Decline: refused.decline,
			Concerns: func(in attache.Incoming) bool { return in.Text != "talk" },
		}
		stop := listen(t, l)
		number := int64(0)
		write := func(chat, user, text string) {
			number++
			one := in(number, chat)
			one.UserID, one.Text = user, text
			box.post(one)
		}
		for i := range 600 { // ten a second for a minute
			write("a", "u", "/latest")
			if i%10 == 0 {
				write("b", "v", "/latest")
			}
			write("a", "w", "talk")
			time.Sleep(100 * time.Millisecond)
			synctest.Wait()
		}
		write("a", "u", "/stop")
		last := number
		time.Sleep(time.Minute)
		_ = stop()
		if n := len(refused.all()); n != 1 {
			t.Errorf("told %d times", n)
		}
		handled := d.all()
		if !slices.Contains(handled, last) {
			t.Error("the /stop was displaced")
		}
		if n := len(handled); n < 60+60 || n > 60+70 {
			t.Errorf("%d handled: the other chat's 60, and as many of the flooder's as its rate lets through", n)
		}
	})
}

func TestAStopGoesBeforeWhatOthersSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := newMailbox()
		d := &diary{act: func(context.Context, attache.Incoming) { time.Sleep(time.Second) }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle})
		for i, said := range []struct{ user, text string }{
			{"a", "/latest"}, {"a", "/latest"}, {"boss", "/start"}, {"b", "/latest"}, {"b", "/quotes"}, {"boss", "/stop"}, {"b", "/latest"},
		} {
			one := in(int64(i+1), "g")
			one.UserID, one.Text = said.user, said.text
			box.post(one)
		}
		time.Sleep(time.Minute)
		_ = stop()
		if got := d.all(); !slices.Equal(got, []int64{1, 2, 3, 6, 4, 5, 7}) {
			t.Errorf("handled in the order %v", got)
		}
	})
}

func TestEveryPressIsAnsweredAndSupersededOnesAreMerged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box, refused := newMailbox(), &declined{}
		d := &diary{act: func(context.Context, attache.Incoming) { time.Sleep(time.Second) }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle, Decline: refused.decline})
		for i := range int64(40) {
			one := in(i+1, "a")
			one.Kind, one.PressID, one.MessageID, one.UserID = attache.IncomingPress, "p", []string{"m", "n"}[i%2], "u"
			box.post(one)
		}
		time.Sleep(time.Minute)
		_ = stop()
		all := slices.Concat(d.all(), refused.all(), refused.superseded)
		slices.Sort(all)
		if len(slices.Compact(all)) != 40 || len(all) < 40 {
			t.Errorf("%d of 40 presses were answered", len(all))
		}
		if n := len(d.all()); n > 5 {
			t.Errorf("%d were carried out", n)
		}
	})
}
