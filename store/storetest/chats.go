package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// putChat stores an active chat that is due so many minutes after noon.
func putChat(t *testing.T, s attache.Store, id string, due int) attache.Chat {
	t.Helper()
	want := attache.Chat{
		ID: id, Kind: attache.Private, State: attache.ChatActive, Schedule: "08:00", TimeZone: "Europe/Berlin",
		NextSlot: noon.Add(time.Duration(due) * time.Minute), Filter: attache.Filter{Actors: []string{"USA"}},
	}
	changeChat(t, s, id, func(c *attache.Chat) { *c = want })
	return want
}

func changeChat(t *testing.T, s attache.Store, id string, change func(*attache.Chat)) {
	t.Helper()
	err := s.UpdateChat(t.Context(), id, func(c *attache.Chat) error { change(c); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func wantDue(t *testing.T, s attache.Store, minute, limit int, want ...string) {
	t.Helper()
	chats, err := s.DueChats(t.Context(), noon.Add(time.Duration(minute)*time.Minute), limit)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range chats {
		got = append(got, c.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("due at minute %d: %s", minute, diff)
	}
}

var chatRules = []rule{
	{"a chat is kept as it was left", func(t *testing.T, s attache.Store) {
		want := putChat(t, s, "telegram:-100", 5)
		got, err := s.Chat(t.Context(), want.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		if _, err := s.Chat(t.Context(), "telegram:-10"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("an unknown chat: %v", err)
		}
	}},
	{"a change gets the chat, or an empty one with the id", func(t *testing.T, s attache.Store) {
		changeChat(t, s, "c:1", func(c *attache.Chat) {
			if diff := cmp.Diff(attache.Chat{ID: "c:1"}, *c); diff != "" {
				t.Error(diff)
			}
			c.Title = "First"
		})
		changeChat(t, s, "c:1", func(c *attache.Chat) {
			if c.Title != "First" {
				t.Errorf("got %+v", *c)
			}
		})
	}},
	{"paused chats are due like active ones, stopped and gone ones never", func(t *testing.T, s attache.Store) {
		for i, state := range []attache.ChatState{attache.ChatActive, attache.ChatPaused, attache.ChatStopped, attache.ChatGone} {
			id := "c:" + string(state)
			putChat(t, s, id, i)
			changeChat(t, s, id, func(c *attache.Chat) { c.State = state })
		}
		wantDue(t, s, 9, 0, "c:active", "c:paused")
	}},
	{"a change that fails changes nothing", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		refused := errors.New("no")
		err := s.UpdateChat(t.Context(), "c:1", func(c *attache.Chat) error { c.State = attache.ChatGone; return refused })
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		err = s.UpdateChat(t.Context(), "c:new", func(*attache.Chat) error { return refused })
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Chat(t.Context(), "c:new"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("a refused chat is there: %v", err)
		}
		wantDue(t, s, 5, 0, "c:1")
	}},
	{"a change of the id is refused", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		if err := s.UpdateChat(t.Context(), "c:1", func(c *attache.Chat) error { c.ID = "c:2"; return nil }); err == nil {
			t.Error("it was taken")
		}
		if _, err := s.Chat(t.Context(), "c:1"); err != nil {
			t.Error(err)
		}
	}},
	{"changes of many at once are all kept", func(t *testing.T, s attache.Store) {
		var all sync.WaitGroup
		for n := range 64 {
			all.Go(func() {
				err := s.UpdateChat(t.Context(), fmt.Sprint("c:", n%4), func(c *attache.Chat) error {
					if n%8 == 7 {
						return errors.New("no")
					}
					c.Filter.Words = append(c.Filter.Words, fmt.Sprint(n))
					return nil
				})
				if (err != nil) != (n%8 == 7) {
					t.Error(n, err)
				}
			})
		}
		all.Wait()
		kept := 0
		for n := range 4 {
			c, err := s.Chat(t.Context(), fmt.Sprint("c:", n))
			if err != nil {
				t.Fatal(err)
			}
			kept += len(c.Filter.Words)
		}
		if kept != 56 {
			t.Errorf("%d of 56 changes are kept", kept)
		}
	}},
	{"due are the chats whose slot has come, earliest first", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:later", 10)
		putChat(t, s, "c:b", 5)
		putChat(t, s, "c:a", 7)
		putChat(t, s, "c:stopped", 1)
		putChat(t, s, "c:never", 1)
		changeChat(t, s, "c:stopped", func(c *attache.Chat) { c.State = attache.ChatStopped })
		changeChat(t, s, "c:never", func(c *attache.Chat) { c.NextSlot = time.Time{} })
		wantDue(t, s, 4, 0)
		wantDue(t, s, 5, 0, "c:b")
		wantDue(t, s, 9, 0, "c:b", "c:a")
		wantDue(t, s, 9, 1, "c:b")
		changeChat(t, s, "c:b", func(c *attache.Chat) { c.NextSlot = noon.Add(time.Hour) })
		wantDue(t, s, 9, 0, "c:a")
		changeChat(t, s, "c:stopped", func(c *attache.Chat) { c.State = attache.ChatActive })
		wantDue(t, s, 9, 0, "c:stopped", "c:a")
	}},
	{"each chat is visited in order of id, and the visitor may write", func(t *testing.T, s attache.Store) {
		for n := range 600 {
			putChat(t, s, fmt.Sprintf("c:%03d", (n*7)%600), 1)
		}
		n := 0
		err := s.EachChat(t.Context(), func(c attache.Chat) error {
			if want := fmt.Sprintf("c:%03d", n); c.ID != want {
				t.Errorf("visited %s, wanted %s", c.ID, want)
			}
			n++
			return s.SetNote(t.Context(), "visited", []byte(c.ID))
		})
		if err != nil || n != 600 {
			t.Errorf("%d chats, %v", n, err)
		}
		enough := errors.New("enough")
		if err := s.EachChat(t.Context(), func(attache.Chat) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("got %v", err)
		}
	}},
	{"chats are found by how their ids begin", func(t *testing.T, s attache.Store) {
		for _, id := range []string{"c:-1", "c:-1/5", "c:-1/7", "c:-10", "c:-2/5", "d:-1/5"} {
			putChat(t, s, id, 1)
		}
		for prefix, want := range map[string][]string{
			"c:-1": {"c:-1", "c:-1/5", "c:-1/7", "c:-10"}, "c:-2": {"c:-2/5"}, "c:-1/7": {"c:-1/7"}, "c:3": nil,
		} {
			chats, err := s.ChatsUnder(t.Context(), prefix)
			var got []string
			for _, c := range chats {
				got = append(got, c.ID)
			}
			if !slices.Equal(got, want) || err != nil {
				t.Errorf("%s: %v, %v; want %v", prefix, got, err, want)
			}
		}
	}},
	{"a chat that moved keeps its settings and its unsettled deliveries", func(t *testing.T, s attache.Store) {
		old := putChat(t, s, "c:1", 5)
		putChat(t, s, "c:10", 6) // begins with the same letters
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:1", 1), delivery("c:10", 1))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...)
		move(t, s, "c:1", "c:-100")
		if _, err := s.Chat(t.Context(), "c:1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("the old chat: %v", err)
		}
		old.ID = "c:-100"
		got, err := s.Chat(t.Context(), "c:-100")
		if diff := cmp.Diff(old, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		wantDue(t, s, 9, 0, "c:-100", "c:10")
		wantClaim(t, s, 5, "c:-100 1", "c:10 1")
	}},
	{"a chat that moved to one that is there leaves it as it is", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		want := putChat(t, s, "c:2", 6)
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:1", 1), delivery("c:2", 1))
		move(t, s, "c:1", "c:2")
		got, err := s.Chat(t.Context(), "c:2")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		wantDue(t, s, 9, 0, "c:2")
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Pending: 2})
		wantClaim(t, s, 5, "c:2 0", "c:2 1")
	}},
	{"a slot that the new chat had already is not sent again", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		enqueue(t, s, "e1", delivery("c:2", 0))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 10)...)
		enqueue(t, s, "e2", delivery("c:1", 0))
		move(t, s, "c:1", "c:2")
		wantClaim(t, s, 5)
		if _, err := s.Edition(t.Context(), "e2"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("the edition that nobody is to get: %v", err)
		}
	}},
	{"an alert that moves stays an alert", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		enqueue(t, s, "e1", alert("c:1", "st1"), delivery("c:1", 0))
		move(t, s, "c:1", "c:2")
		want := map[string]attache.DeliveryKind{alert("c:2", "st1").ID: attache.AlertDelivery, delivery("c:2", 0).ID: attache.DigestDelivery}
		for _, d := range wantClaim(t, s, 0, "c:2 0", "c:2 0") {
			if kind, known := want[d.ID]; !known || d.Kind != kind || (kind == attache.AlertDelivery) != (d.Subject == "st1") {
				t.Errorf("it is %+v", d)
			}
			delete(want, d.ID)
		}
	}},
	{"what a chat was told moves along", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		changeChat(t, s, "c:1", func(c *attache.Chat) {
			c.NoteAlert("st1", noon)
			c.LastSlot, c.Edition = noon, "e1"
		})
		enqueue(t, s, "e1", alert("c:1", "st1"), delivery("c:1", 0))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 10)...)
		move(t, s, "c:1", "c:2")
		chat, err := s.Chat(t.Context(), "c:2")
		if err != nil || !chat.WasAlerted("st1") || !chat.LastSlot.Equal(noon) || chat.Edition != "e1" {
			t.Errorf("the chat knows of %+v, last slot %s, %v", chat.Alerted, chat.LastSlot, err)
		}
		if n := enqueue(t, s, "e1", alert("c:2", "st1"), delivery("c:2", 0)); n != 0 {
			t.Errorf("%d of what was sent before the move are new after it", n)
		}
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 2})
	}},
	{"a chat that is there inherits what the one that moved to it was told", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		putChat(t, s, "c:2", 6)
		changeChat(t, s, "c:1", func(c *attache.Chat) {
			c.NoteAlert("st1", noon)
			c.LastSlot, c.Edition, c.Schedule = noon, "e1", "21:00"
		})
		changeChat(t, s, "c:2", func(c *attache.Chat) { c.NoteAlert("st2", minute(-5)) })
		move(t, s, "c:1", "c:2")
		got, err := s.Chat(t.Context(), "c:2")
		if err != nil || !got.WasAlerted("st1") || !got.WasAlerted("st2") || got.Edition != "e1" || !got.LastSlot.Equal(noon) ||
			got.Schedule != "08:00" {
			t.Errorf("%+v, %v", got, err)
		}
		wantDue(t, s, 9, 0, "c:2")
	}},
	{"a chat that is forgotten leaves nothing, and another's stays", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		putChat(t, s, "c:10", 6) // begins with the same letters
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:1", 1), delivery("c:10", 1))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...)
		enqueue(t, s, "e2", delivery("c:1", 2))
		for _, key := range []string{"views c:1", "views c:10"} {
			if err := s.SetNote(t.Context(), key, []byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.ForgetChat(t.Context(), "c:1", "views c:1", "unknown"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Chat(t.Context(), "c:1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("the chat: %v", err)
		}
		if _, err := s.Note(t.Context(), "views c:1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("its note: %v", err)
		}
		if _, err := s.Note(t.Context(), "views c:10"); err != nil {
			t.Errorf("another's note: %v", err)
		}
		if _, err := s.Edition(t.Context(), "e2"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("the edition that nobody is to get: %v", err)
		}
		wantDue(t, s, 9, 0, "c:10")
		wantClaim(t, s, 5, "c:10 1")
		if err := s.ForgetChat(t.Context(), "c:1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("forgotten twice: %v", err)
		}
	}},
	{"a claim goes with the delivery that is moved", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		enqueue(t, s, "e1", delivery("c:1", 0))
		d := claim(t, s, 0, 1)[0]
		move(t, s, "c:1", "c:2")
		wantClaim(t, s, 0)
		if err := settle(t, s, attache.Sent, d); !errors.Is(err, attache.ErrLeaseLost) {
			t.Errorf("settled under its old id: %v", err)
		}
		d = d.MovedTo("c:2")
		settleAs(t, s, attache.Sent, d)
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1})
	}},
	{"moving twice changes nothing, moving nothing is an error", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		move(t, s, "c:1", "c:2")
		move(t, s, "c:1", "c:2")
		move(t, s, "c:2", "c:2")
		wantDue(t, s, 9, 0, "c:2")
		if err := s.MoveChat(t.Context(), "c:none", "c:nowhere"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}},
	{"an id too long for a key is refused in words", func(t *testing.T, s attache.Store) {
		long := strings.Repeat("x", 40_000)
		for name, err := range map[string]error{
			"chat":    s.UpdateChat(t.Context(), long, func(*attache.Chat) error { return nil }),
			"source":  s.PutSources(t.Context(), attache.Source{ID: long}),
			"article": s.Save(t.Context(), attache.Filing{Article: attache.Article{ID: long}}),
			"note":    s.SetNote(t.Context(), long, nil),
		} {
			if err == nil || !strings.Contains(err.Error(), name) || len(err.Error()) > 300 {
				t.Errorf("%s: %.300v", name, err)
			}
		}
	}},
}

func move(t *testing.T, s attache.Store, old, id string) {
	t.Helper()
	if err := s.MoveChat(t.Context(), old, id); err != nil {
		t.Fatalf("move %s to %s: %v", old, id, err)
	}
}
