package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// laying is a round whose layouts are counted, by the readers that they were given.
func laying(t *testing.T) (r *round, laid *[]attache.Chat) {
	t.Helper()
	r, laid = newRound(t, 0), new([]attache.Chat)
	r.Layout = func(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
		*laid = append(*laid, chat)
		return Layout(e, chat, limits)
	}
	r.defaults()
	return r, laid
}

// gets is the text that a chat would get of the round's edition.
func (r *round) gets(t *testing.T, chat attache.Chat) string {
	t.Helper()
	doc, err := r.document(t.Context(), r.edition.ID, chat)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(doc.Blocks, doc.Buttons)
}

func TestAMessageIsLaidOutOnceForAllWhoGetTheSame(t *testing.T) {
	r, laid := laying(t)
	r.subscribe(t, "t:1", time.Now())
	for i := range 20 {
		r.gets(t, attache.Chat{ID: fmt.Sprint("t:", i), Title: fmt.Sprint("Chat ", i), LastSlot: time.Unix(int64(i), 0)})
	}
	if len(*laid) != 1 {
		t.Errorf("it was laid out %d times", len(*laid))
	}
	if reader := (*laid)[0]; reader.Title != "" || reader.ID != "t:" || !reader.LastSlot.IsZero() {
		t.Errorf("a message for many was made for %+v", reader)
	}
	first, _ := r.document(t.Context(), "e1", attache.Chat{ID: "t:1"})
	second, _ := r.document(t.Context(), "e1", attache.Chat{ID: "t:2"})
	if first.Key == "" || first.Key != second.Key {
		t.Errorf("the same message has the keys %q and %q", first.Key, second.Key)
	}
}

func TestWhatMakesADifferenceMakesAnotherMessage(t *testing.T) {
	r, laid := laying(t)
	r.subscribe(t, "t:1", time.Now())
	chats := []attache.Chat{
		{ID: "t:1"},
		{ID: "u:1"},
		{ID: "t:2", Kind: attache.Channel},
		{ID: "t:3", Lang: "fr"},
		{ID: "t:7", Speaks: "de"},
		{ID: "t:9", Preview: true},
		{ID: "t:2", Kind: attache.Channel, Footer: "Fish daily"},
		{ID: "t:2", Kind: attache.Channel, Hashtags: true},
		{ID: "t:8", Length: attache.ShortLength},
		{ID: "t:4", TimeZone: "Asia/Tokyo"},
		{ID: "t:5", Filter: attache.Filter{Actors: []string{"NOR"}}},
		{ID: "t:6", Filter: attache.Filter{Actors: []string{"ISL"}}},
	}
	keys := map[string]bool{}
	for range 2 {
		for _, chat := range chats {
			doc, err := r.document(t.Context(), "e1", chat)
			if err != nil {
				t.Fatal(err)
			}
			keys[doc.Key] = true
		}
	}
	if len(*laid) != len(chats) || len(keys) != len(chats) {
		t.Errorf("%d layouts with %d keys for %d sorts of chats", len(*laid), len(keys), len(chats))
	}
}

func TestWhatIsRemovedInTheMiddleOfABroadcastIsNotInTheNextMessage(t *testing.T) {
	r, _ := laying(t)
	r.edition.Sections[0].Items[0].Quotes[0].ArticleID = "a1"
	a := attache.Article{ID: "a1", StoryID: "s1", URL: "https://meridian-wire.example/a1", Outlet: "Meridian Wire", Title: "Ministers meet"}
	r.store.file(a, attache.Story{ID: "s1", ArticleIDs: []string{"a1"}})
	r.subscribe(t, "t:1", time.Now())
	if !strings.Contains(r.gets(t, attache.Chat{ID: "t:1"}), "share the catch") {
		t.Fatal("it is not in the message at all")
	}
	r.store.must(r.store.Remove(background(), "a1", attache.Story{}))
	if got := r.gets(t, attache.Chat{ID: "t:2"}); strings.Contains(got, "share the catch") || !strings.Contains(got, "Envoy rejects") {
		t.Errorf("after it was removed:\n%s", got)
	}
}

func TestAChangedFollowAndABanAreHeededByTheNextMessage(t *testing.T) {
	r := newRoundOf(t, attache.Edition{ID: "e0", From: noon.Add(-time.Hour), To: noon}, 0)
	r.defaults()
	r.subscribe(t, "t:1", time.Now())
	prepared := func() string {
		doc, ok := r.prepare(t.Context(), r.only())
		return fmt.Sprint(ok, doc.Blocks)
	}
	everything := prepared()
	r.store.put(attache.Chat{ID: "t:1", State: attache.ChatActive, Filter: attache.Filter{Words: []string{"grain"}}})
	if followed := prepared(); followed == everything {
		t.Errorf("still as for a chat that follows everything: %s", followed)
	}
	r.store.put(attache.Chat{ID: "t:1", State: attache.ChatGone})
	if got := prepared(); got != "false []" {
		t.Errorf("a chat that is gone gets %s", got)
	}
}

func TestWhatCouldNotBeMadeIsMadeAnew(t *testing.T) {
	r, _ := laying(t)
	if _, err := r.document(t.Context(), "e1", attache.Chat{ID: "t:1"}); !errors.Is(err, attache.ErrNotFound) {
		t.Fatal(err)
	}
	r.subscribe(t, "t:1", time.Now())
	if got := r.gets(t, attache.Chat{ID: "t:2"}); !strings.Contains(got, "share the catch") {
		t.Errorf("got %s", got)
	}
	times := 0
	r.Layout = func(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
		if times++; times == 1 {
			panic("once")
		}
		return Layout(e, chat, limits)
	}
	lang := attache.Chat{ID: "t:1", Lang: "xx"}
	func() {
		defer func() { _ = recover() }()
		r.gets(t, lang)
		t.Error("a panic was swallowed")
	}()
	for range 3 {
		if got := r.gets(t, lang); !strings.Contains(got, "share the catch") {
			t.Errorf("after a panic: %s", got)
		}
	}
	if times != 3 { // the one that panicked, the one that met its place, the one that is kept
		t.Errorf("laid out %d times", times)
	}
}

func TestOnlyTheLastMessagesAreKept(t *testing.T) {
	r, laid := laying(t)
	r.subscribe(t, "t:1", time.Now())
	for i := range 5 * mostRendered {
		r.gets(t, attache.Chat{ID: "t:1", Lang: fmt.Sprint(i)})
	}
	if len(r.rendered.made) > mostRendered || len(r.rendered.order) > mostRendered {
		t.Errorf("%d messages are kept", len(r.rendered.made))
	}
	before := len(*laid)
	r.gets(t, attache.Chat{ID: "t:1", Lang: fmt.Sprint(5*mostRendered - 1)})
	r.gets(t, attache.Chat{ID: "t:1", Lang: "0"})
	if got := len(*laid) - before; got != 1 {
		t.Errorf("%d layouts for one that is kept and one that is not", got)
	}
	if !slices.ContainsFunc(*laid, func(c attache.Chat) bool { return c.Lang == "0" }) {
		t.Error("the first was never laid out")
	}
}
