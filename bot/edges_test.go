package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func TestABotWithoutItsPartsIsRefused(t *testing.T) {
	good := newWorld(t).Config
	for name, spoil := range map[string]func(*Config){
		"no store":            func(c *Config) { c.Store = nil },
		"no compiler":         func(c *Config) { c.Compile = nil },
		"no schedules":        func(c *Config) { c.Next = nil },
		"no descriptions":     func(c *Config) { c.DescribeSchedule = nil },
		"no zones":            func(c *Config) { c.FindZone = nil },
		"a bad default":       func(c *Config) { c.Defaults.Schedule = "noonish" },
		"a bad default zone":  func(c *Config) { c.Defaults.TimeZone = "Nowhere/Land" },
		"an empty default":    func(c *Config) { c.Defaults.Schedule = "" },
		"everything is there": func(*Config) {},
	} {
		c := good
		spoil(&c)
		if _, err := New(c); (err == nil) != (name == "everything is there") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// stubborn is a channel whose messages cannot be changed.
type stubborn struct {
	*stage
	err error
}

func (s *stubborn) Edit(context.Context, string, string, attache.Document) error { return s.err }

func TestAMessageThatCannotBeChangedIsSentAnew(t *testing.T) {
	for _, tt := range []struct {
		err  error
		sent int
	}{{fault(attache.FaultHarmless), 0}, {fault(attache.FaultMalformed), 1}, {errors.New("?"), 1}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Channels = Router{"t": &stubborn{stage: w.stage, err: tt.err}}
			in := private("/schedule 08:00")
			in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m1"
			w.Handle(t.Context(), in)
			if got := w.stage.sent()["t:1"]; got != tt.sent {
				t.Errorf("%v: %d messages were sent, want %d", tt.err, got, tt.sent)
			}
		})
	}
}

// balky is a channel that refuses at first.
type balky struct {
	*stage
	refuse map[string][]error // by what is asked; used up
}

func (b *balky) refused(what string) error {
	if list := b.refuse[what]; len(list) > 0 {
		b.refuse[what] = list[1:]
		return list[0]
	}
	return nil
}

func (b *balky) Edit(ctx context.Context, chat, message string, doc attache.Document) error {
	if err := b.refused("edit"); err != nil {
		return err
	}
	return b.stage.Edit(ctx, chat, message, doc)
}

func (b *balky) Press(ctx context.Context, chat, press, text string) error {
	if err := b.refused("press"); err != nil {
		return err
	}
	return b.stage.Press(ctx, chat, press, text)
}

func TestAPressIsAnsweredAndItsMessageChangedThoughTheyAreLimitedOrFailAtFirst(t *testing.T) {
	limited := &attache.SendError{Fault: attache.FaultRate, RetryAfter: 40 * time.Second, Err: errors.New("429")}
	for name, first := range map[string][]error{
		"a 429":         {limited},
		"five in a row": {limited, limited, limited, limited, limited},
		"a bad gateway": {fault(attache.FaultRetry), errors.New("reset")},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Channels = Router{"t": &balky{w.stage, map[string][]error{"edit": first, "press": first}}}
			in := private("/schedule 08:00")
			in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m1"
			w.Handle(t.Context(), in)
			met := map[string]int{}
			for _, e := range w.stage.all() {
				met[e.what]++
			}
			if met["edit"] != 1 || met["press"] != 1 || met["send"] != 0 {
				t.Errorf("%s: %v", name, met)
			}
		})
	}
}

func TestAButtonIsAlwaysAnswered(t *testing.T) {
	for _, text := range []string{"/latest", "/page 9 9", "/nonsense", "", "Geneva", "/schedule 99:99", "/schedule 08:00"} {
		w := newWorld(t)
		in := private(text)
		in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m1"
		w.Handle(t.Context(), in)
		answered := 0
		for _, e := range w.stage.all() {
			if e.what == "press" {
				answered++
			}
		}
		if answered != 1 {
			t.Errorf("%q was answered %d times", text, answered)
		}
	}
}

func TestTheEndOfAListLeadsBack(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	w.Handle(t.Context(), private("/latest 1"))
	w.store.burnt = true // what was behind the first page is gone
	in := private("/page 1 1")
	in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m1"
	w.Handle(t.Context(), in)
	text := plainText(lastDoc(w))
	if !strings.HasPrefix(text, english.text(textNoMore)) || !strings.Contains(text, "/page 1 0") {
		t.Errorf("read:\n%s", text)
	}
}

func TestAStoryIsToldFromWhatItKeepsOfItsReports(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	s := w.store.story("s1")
	for _, id := range s.ArticleIDs {
		a := w.store.article(id)
		s.Reports = append(s.Reports, attache.Report{ArticleID: id, Outlet: a.Outlet, Kind: a.OutletKind, Title: a.Title, URL: a.URL})
	}
	s.Reports = append(s.Reports, attache.Report{
		ArticleID: "copy", Outlet: "Echo Daily", Kind: attache.Press, URL: "https://echo.example",
		CopyOf: "a1",
	})
	s.ArticleIDs = append(s.ArticleIDs, "copy", "lost")
	w.store.file(w.store.article("a1"), s)
	before := lastLatest(t, newWorldLike(t, w), "/latest fishing")
	if strings.Contains(before, "Echo Daily") {
		t.Errorf("a copy is an outlet of its own:\n%s", before)
	}
	for _, outlet := range []string{"official: [Foreign Ministry]", "wire: [Meridian Wire]", "state media: [Novy Vestnik]"} {
		if !strings.Contains(before, outlet) {
			t.Errorf("no %q:\n%s", outlet, before)
		}
	}
}

func newWorldLike(t *testing.T, w *world) *world {
	t.Helper()
	return newWorld(t, func(c *Config) { c.Store = w.store })
}

func lastLatest(t *testing.T, w *world, text string) string {
	t.Helper()
	doc, err := w.Answer(t.Context(), attache.Chat{}, text)
	if err != nil {
		t.Fatal(err)
	}
	return plainText(doc)
}

func TestCourierNeverWaitsLongerThanItsLongestBackoff(t *testing.T) {
	c := &Courier{}
	c.defaults()
	for attempt := 1; attempt < 200; attempt++ {
		if d := c.backoff(attempt); d > c.MaxBackoff || d < c.Backoff/2 {
			t.Fatalf("attempt %d waits %s", attempt, d)
		}
	}
}

func TestCourierTriesAgainWhenAMoveCannotBeStored(t *testing.T) {
	for _, id := range []string{"", "t:000", "t:-100"} {
		synctest.Test(t, func(t *testing.T) {
			r := newRound(t, 1)
			r.Chats = &immovable{shelf: r.store}
			r.stage.before = func(_ context.Context, _ string, n int) error {
				if n == 1 {
					return &attache.SendError{Fault: attache.FaultMoved, NewChatID: id, Err: errors.New("moved")}
				}
				return nil
			}
			stop := r.run(t)
			time.Sleep(5 * time.Minute)
			_ = stop()
			if d := r.only(); d.State != attache.Sent || d.Attempts != 1 {
				t.Errorf("moved to %q: it is %s after %d attempts", id, d.State, d.Attempts)
			}
		})
	}
}

type immovable struct{ *shelf }

func (immovable) MoveChat(context.Context, string, string) error { return fmt.Errorf("disk full") }

func TestAnUnreadableNoteStartsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notes := newShelf(t)
		notes.must(notes.SetNote(t.Context(), "bot.updates", []byte("{torn")))
		d := &diary{}
		stop := listen(t, &Listener{Inbox: newMailbox(in(4, "a")), Notebook: notes, Handle: d.handle})
		time.Sleep(time.Second)
		_ = stop()
		if len(d.all()) != 1 {
			t.Errorf("handled %v", d.all())
		}
	})
	w := newWorld(t)
	w.fillWorld()
	w.store.must(w.store.SetNote(t.Context(), viewsKey("t:1"), []byte("{torn")))
	w.Handle(t.Context(), private("/latest 1"))
	if older(lastDoc(w)) == "" {
		t.Error("a torn note of lists stops the lists")
	}
}
