package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/digest"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// newsroom is an alerter over a real store.
type newsroom struct {
	*Alerter
	t     *testing.T
	woken int
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	n := &newsroom{t: t}
	n.Alerter = &Alerter{Store: newStore(t), Wake: func() { n.woken++ }, Log: slog.New(slog.DiscardHandler)}
	return n
}

// breaks stores a story that so many outlets report just before noon.
func (n *newsroom) breaks(id string, outlets int, actors ...string) {
	n.t.Helper()
	var s attache.Story
	for i := range outlets {
		a := attache.Article{
			ID: fmt.Sprint(id, i), StoryID: id, Outlet: fmt.Sprint("Outlet ", i), URL: fmt.Sprint("https://marrow.example/", id, i), Title: "Talks on " + id,
			Body: "The envoys of both sides met in the harbour on Monday morning.", Published: noon.Add(-time.Duration(i+1) * time.Minute),
		}
		a.Relevant = true
		for _, code := range actors {
			a.Actors = append(a.Actors, attache.Actor{Name: code, Kind: attache.Country, Code: code})
		}
		s = digest.BuildStory(s, a)
		if err := n.Store.(attache.Store).Save(n.t.Context(), attache.Filing{Article: a, Story: s}); err != nil {
			n.t.Fatal(err)
		}
	}
}

func (n *newsroom) chat(id string, edit func(*attache.Chat)) {
	n.t.Helper()
	err := n.Store.UpdateChat(n.t.Context(), id, func(c *attache.Chat) error {
		c.State, c.TimeZone, c.Alerts.PerDay, c.Filter.Actors = attache.ChatActive, "UTC", 1, []string{"NOR"}
		edit(c)
		return nil
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

// told gives what is sent now, "chat story".
func (n *newsroom) told(at time.Time) []string {
	n.t.Helper()
	if err := n.Look(n.t.Context(), at); err != nil {
		n.t.Fatal(err)
	}
	due, err := n.Store.Claim(n.t.Context(), at, at.Add(time.Hour), 100)
	if err != nil {
		n.t.Fatal(err)
	}
	var list []string
	for _, d := range due {
		e, err := n.Store.Edition(n.t.Context(), d.EditionID)
		if err != nil || !e.Alert || e.Stories() != 1 || d.Kind != attache.AlertDelivery || !d.Expires.Equal(at.Add(alertWindow)) {
			n.t.Errorf("%+v with %+v, %v", d, e, err)
		}
		list = append(list, d.ChatID+" "+d.Subject)
	}
	slices.Sort(list)
	return list
}

func (n *newsroom) want(at time.Time, want ...string) {
	n.t.Helper()
	if got := n.told(at); !slices.Equal(got, want) {
		n.t.Errorf("told at %s: %q, want %q", at.Format("15:04"), got, want)
	}
}

func TestAStoryThatBreaksIsToldOnceToThoseWhoWantIt(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:follows", func(*attache.Chat) {})
	n.chat("c:never", func(c *attache.Chat) { c.Alerts.PerDay = 0 })
	n.chat("c:stopped", func(c *attache.Chat) { c.State = attache.ChatStopped })
	n.chat("c:paused", func(c *attache.Chat) { c.State = attache.ChatPaused })
	n.want(noon, "c:follows st1")
	if chat, err := n.Store.Chat(t.Context(), "c:follows"); err != nil || !slices.Equal(chat.Alerted, []attache.Alerted{{StoryID: "st1", At: noon}}) {
		t.Errorf("the chat knows of %+v, %v", chat.Alerted, err)
	}
	n.want(noon.Add(time.Minute))
	if n.woken != 1 {
		t.Errorf("the courier was woken %d times", n.woken)
	}
}

func TestAStoryThatWasToldDoesNotEatTheDaysMeasure(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:1", func(c *attache.Chat) { c.Alerts.PerDay = 2 })
	n.want(noon, "c:1 st1")
	for range 3 { // it goes on breaking
		n.want(noon.Add(time.Minute))
	}
	n.breaks("st2", 3, "NOR")
	n.want(noon.Add(2*time.Minute), "c:1 st2")
	n.breaks("st3", 3, "NOR")
	n.want(noon.Add(3 * time.Minute)) // two a day are two a day
}

func TestAStoryOfWhichNothingIsLeftIsNotCounted(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st2", 3, "NOR")
	empty, err := n.Store.Story(t.Context(), "st2")
	if err != nil {
		t.Fatal(err)
	}
	empty.ID = "st1"
	for i := range empty.Reports {
		empty.Reports[i].ArticleID = fmt.Sprint("gone", i)
	}
	n.Store = withStory{n.Store, empty}
	n.chat("c:1", func(*attache.Chat) {})
	n.want(noon, "c:1 st2")
}

// withStory is a store with one more story, whose articles are gone.
type withStory struct {
	Store
	story attache.Story
}

func (w withStory) Stories(ctx context.Context, q attache.StoryQuery) ([]attache.Story, string, error) {
	page, next, err := w.Store.Stories(ctx, q)
	return append([]attache.Story{w.story}, page...), next, err
}

func TestACrashBetweenTheOutboxAndTheChatsMemoryDoublesNothing(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:1", func(*attache.Chat) {})
	n.want(noon, "c:1 st1")
	n.chat("c:1", func(c *attache.Chat) { c.Alerted = nil })
	n.want(noon.Add(time.Minute))
	if chat, err := n.Store.Chat(t.Context(), "c:1"); err != nil || !chat.WasAlerted("st1") {
		t.Errorf("the chat knows of %+v, %v", chat.Alerted, err)
	}
}

func TestAStoryThatGrewLongAgoIsNotLookedAt(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:1", func(*attache.Chat) {})
	n.want(noon.Add(alertWindow + time.Minute))
}

func TestQuietHoursAreThoseOfTheChatsZone(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	quiet := func(zone string) func(*attache.Chat) {
		return func(c *attache.Chat) {
			c.TimeZone, c.Alerts.QuietFrom, c.Alerts.QuietUntil = zone, "21:00", "22:00"
		}
	}
	n.chat("c:london", quiet("Europe/London"))
	n.chat("c:tokyo", quiet("Asia/Tokyo")) // 21:00 there
	n.want(noon, "c:london st1")
}

func TestAFailureOfTheStoreIsToldWithTheChat(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:1", func(*attache.Chat) {})
	full := errors.New("no space left")
	n.Store = refusing{n.Store, full}
	if err := n.Look(t.Context(), noon); !errors.Is(err, full) || !strings.Contains(err.Error(), "c:1") {
		t.Errorf("got %v", err)
	}
}

// refusing is a store that takes nothing.
type refusing struct {
	Store
	err error
}

func (r refusing) Enqueue(context.Context, attache.Edition, ...attache.Delivery) (int, error) {
	return 0, r.err
}

// moving is a store in which a chat moves as soon as it is to be changed.
type moving struct{ Store }

func (m moving) UpdateChat(ctx context.Context, id string, change func(*attache.Chat) error) error {
	if err := m.MoveChat(ctx, id, "c:-1001"); err != nil {
		return err
	}
	return m.Store.UpdateChat(ctx, id, change)
}

func TestAChatThatMovesWhileItIsLookedAtLeavesNoGhost(t *testing.T) {
	n := newNewsroom(t)
	n.breaks("st1", 3, "NOR")
	n.chat("c:1", func(*attache.Chat) {})
	w := newClockwork(t, monday)
	w.subscribe("c:1", "07:00", "UTC")
	n.Store, w.Store = moving{n.Store}, moving{w.Store}
	n.want(noon, "c:-1001 st1")
	w.tickAt(monday.Add(time.Minute))
	for _, store := range []Store{n.Store, w.Store} {
		var ids []string
		err := store.EachChat(t.Context(), func(c attache.Chat) error { ids = append(ids, c.ID); return nil })
		if err != nil || !slices.Equal(ids, []string{"c:-1001"}) {
			t.Errorf("the chats are %v, %v", ids, err)
		}
	}
}
