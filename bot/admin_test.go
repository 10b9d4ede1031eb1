package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"attache"
)

// fakeHouse is what an operator sees of a bot that is none.
type fakeHouse struct {
	sources []attache.SourceState
	added   []string
	failure error
}

func (h *fakeHouse) State(context.Context) ([]attache.Fact, error) {
	return []attache.Fact{
		{Name: "running", Value: "since noon"},
		{Name: "deliveries", Value: "3 pending"},
		{Name: "trouble", Value: "the disk is full"},
	}, h.failure
}

func (h *fakeHouse) Sources(context.Context) ([]attache.SourceState, error) {
	return h.sources, h.failure
}

func (h *fakeHouse) AddSource(_ context.Context, address string) (string, error) {
	h.added = append(h.added, address)
	return "found Example: rss 2.0, 3 entries\nadded " + address, h.failure
}

func (h *fakeHouse) CheckSource(_ context.Context, id string) (string, error) {
	return "✓ " + id, h.failure
}

func (h *fakeHouse) RestSource(_ context.Context, id string, rest bool) error {
	for i := range h.sources {
		if h.sources[i].Source.ID == id {
			h.sources[i].Resting = rest
			return h.failure
		}
	}
	return attache.ErrNotFound
}

// operated is a world that t:1 runs.
func operated(t *testing.T, edit ...func(*Config)) (*world, *fakeHouse) {
	t.Helper()
	h := &fakeHouse{sources: []attache.SourceState{
		{
			Source:  attache.Source{ID: "s0123456789abcdef", Name: "The Courier", URL: "https://courier.example/feed"},
			Problem: "failed 3 times: 404",
		},
		{Source: attache.Source{ID: "s1", Name: "Meridian Wire", URL: "https://wire.example/feed"}},
	}}
	w := newWorld(t, append([]func(*Config){func(c *Config) { c.House, c.Operators = h, []string{"t:1"} }}, edit...)...)
	w.fillWorld()
	return w, h
}

func (w *world) says(t *testing.T, in attache.Incoming) string {
	t.Helper()
	before := len(w.stage.all())
	w.Handle(t.Context(), in)
	out := ""
	for _, e := range w.stage.all()[before:] {
		out += plainText(e.doc) + e.text + "\n"
	}
	return out
}

func byUser(user, text string) attache.Incoming {
	in := private(text)
	in.ChatID, in.UserID = user, user
	return in
}

// To all others there is no such command, typed, pressed, passed on or by a link.
func TestOnlyOperatorsAloneWithTheBotHaveAdmin(t *testing.T) {
	w, h := operated(t)
	passed := private("/admin add https://evil.example")
	passed.Forwarded = true
	group := private("/admin add https://evil.example")
	group.ChatID, group.ChatKind = "t:-5", attache.Group
	for name, in := range map[string]attache.Incoming{
		"another": byUser("t:2", "/admin add https://evil.example"), "pressed": pressedAs("t:2", "/admin add https://evil.example"),
		"nobody": byUser("", "/admin add https://evil.example"), "passed on": passed, "in a group": group,
		"linked": private("/start admin_add_x"), "by settings": private("/settings admin add https://evil.example"),
		"for a channel": private("/channel -100900 admin add https://evil.example"), "glued": byUser("t:2", "/adminAdd"),
	} {
		got := w.says(t, in)
		if len(h.added) > 0 || strings.Contains(got, "since noon") {
			t.Fatalf("%s: %s", name, got)
		}
		if name == "another" && got != w.says(t, byUser("t:2", "/admln add https://evil.example")) &&
			!strings.Contains(got, "I don't know `/admin`") {
			t.Errorf("it shows that there is such a command: %s", got)
		}
	}
	if got := w.says(t, byUser("t:2", "/help admin")) + w.says(t, byUser("t:2", "/help")) +
		w.says(t, byUser("t:2", "/admi")); strings.Contains(got, "/admin sources") {
		t.Error(got)
	}
}

func TestAnOperatorSeesHowThingsAreAndKeepsTheSources(t *testing.T) {
	w, h := operated(t)
	if got := w.says(t, private("/admin")); !strings.Contains(got, "*running*: since noon") || !strings.Contains(got, "the disk is full") {
		t.Error(got)
	}
	got := w.says(t, private("/admin sources"))
	if !strings.Contains(got, "Sources: 2") || !strings.Contains(got, "failed 3 times: 404") || strings.Contains(got, "Meridian") {
		t.Error(got)
	}
	pause := buttonOf(t, lastDoc(w), "Pause")
	if len(pause) > 64 {
		t.Errorf("%q is longer than a button holds", pause)
	}
	if got := w.says(t, press(pause)); !h.sources[0].Resting || !strings.Contains(got, "paused by an operator") {
		t.Error(got)
	}
	w.says(t, press(buttonOf(t, lastDoc(w), "Resume")))
	if h.sources[0].Resting {
		t.Error("it still rests")
	}
	w.says(t, private("/admin pause meridian"))
	if !h.sources[1].Resting {
		t.Error("a source is not found by its name")
	}
	for text, want := range map[string]string{
		"/admin check https://wire.example/feed": "✓ s1", "/admin add https://new.example": "found Example", "/admin pause nothing": "0 sources",
		"/admin pause": "0 sources", "/admin dance": "/admin sources", "/admin add": "polled", "/admin wrong": "nothing to be wrong",
	} {
		if got := w.says(t, private(text)); !strings.Contains(got, want) {
			t.Errorf("%s: %s", text, got)
		}
	}
	h.failure = errors.New("the store is full")
	if got := w.says(t, private("/admin")); !strings.Contains(got, "the store is full") {
		t.Errorf("an operator is not told what went wrong: %s", got)
	}
}

func TestANoticeGoesOnceToAllAfterAPreview(t *testing.T) {
	w, _ := operated(t)
	for _, c := range []attache.Chat{
		{ID: "t:1", Kind: attache.Private, State: attache.ChatActive, Schedule: "07:00"},
		{ID: "t:2", Kind: attache.Private, State: attache.ChatPaused},
		{ID: "t:3", Kind: attache.Private, State: attache.ChatStopped},
		{ID: "t:-100900", Kind: attache.Channel, State: attache.ChatActive},
		{ID: "t:-5", Kind: attache.Group, State: attache.ChatActive, Silent: true},
		{ID: "mail:list", State: attache.ChatActive},
		{ID: "t:9", Kind: attache.Private, State: attache.ChatActive, Rest: noon.Add(20 * 24 * time.Hour)},
	} {
		w.store.put(c)
	}
	got := w.says(t, private("/admin notice We move on Sunday.\nTwo hours <b>without</b> digests."))
	if !strings.Contains(got, "From whoever runs this bot") || !strings.Contains(got, "[Send to 3 chats: /admin send ") {
		t.Fatal(got)
	}
	send := buttonOf(t, lastDoc(w), "Send to")
	if n := len(w.store.deliveries()); n != 0 {
		t.Fatalf("%d were sent before it was confirmed", n)
	}
	w.says(t, pressedAs("t:2", send)) // who is no operator
	w.says(t, press("/admin send 0123456789abcdef"))
	if n := len(w.store.deliveries()); n != 0 {
		t.Fatalf("a forged press sent %d", n)
	}
	w.says(t, press(send))
	again := w.says(t, press(send))
	all := w.store.deliveries()
	if len(all) != 3 || !strings.Contains(again, "went to 3 chats already") {
		t.Fatalf("%d, %s", len(all), again)
	}
	w.restarted(t)
	wantNotices := func() {
		t.Helper()
		got := map[string]int{}
		for _, e := range w.stage.all() {
			if e.what == "send" && strings.HasPrefix(plainText(e.doc), "# From whoever runs this bot") {
				if got[e.chat]++; !strings.Contains(plainText(e.doc), "Two hours <b>without</b> digests.") || e.doc.Silent != (e.chat == "t:-5") {
					t.Errorf("%s: %s", e.chat, plainText(e.doc))
				}
			}
		}
		if len(got) != 3 || got["t:1"] != 1 || got["t:2"] != 1 || got["t:-5"] != 1 {
			t.Errorf("%v", got)
		}
	}
	wantNotices()
	for _, d := range w.store.deliveries() {
		if d.State != attache.Sent {
			t.Errorf("%+v", d)
		}
	}
	w.restarted(t) // nothing comes twice
	wantNotices()
}

func TestANoticeIsHeadedInTheLanguageThatItsChatChose(t *testing.T) {
	doc := Layout(attache.Edition{Notice: "We move on Sunday."}, attache.Chat{Lang: "en", Speaks: "de"}, attache.Limits{})
	if got, want := plainText(doc), speaks("de").text(textNotice); !strings.Contains(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// emptied ends a courier once nothing is due.
type emptied struct {
	attache.Outbox
	end func()
}

func (o emptied) Claim(ctx context.Context, now, lease time.Time, limit int) ([]attache.Delivery, error) {
	batch, err := o.Outbox.Claim(ctx, now, lease, limit)
	if len(batch) == 0 {
		o.end()
	}
	return batch, err
}

// restarted delivers what is due: by a courier that is ended at its first send, and by
// another one.
func (w *world) restarted(t *testing.T) {
	t.Helper()
	for _, most := range []int{1, 0} {
		ctx, end := context.WithCancel(t.Context())
		n := 0
		c := &Courier{
			Outbox: emptied{w.store, end}, Chats: w.store, Channels: w.Channels, Now: w.Now, Workers: 1,
			Admits: func(ctx context.Context, chat attache.Chat) (bool, error) {
				if n++; n == most {
					end()
				}
				return w.Access.AdmitsChat(ctx, w.Channels, chat)
			},
		}
		if err := c.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnOldPreviewIsNotSent(t *testing.T) {
	now := noon
	w, _ := operated(t, func(c *Config) { c.Now = func() time.Time { return now } })
	w.store.put(attache.Chat{ID: "t:2", Kind: attache.Private, State: attache.ChatActive})
	w.says(t, private("/admin notice First text."))
	first := buttonOf(t, lastDoc(w), "Send to")
	w.says(t, private("/admin notice Second text."))
	second := buttonOf(t, lastDoc(w), "Send to")
	if got := w.says(t, press(first)); !strings.Contains(got, "preview is old") {
		t.Error(got)
	}
	now = now.Add(2 * time.Hour)
	if got := w.says(t, press(second)); !strings.Contains(got, "preview is old") || len(w.store.deliveries()) > 0 {
		t.Error(got)
	}
	if got := w.says(t, private("/admin notice "+strings.Repeat("long ", 300))); !strings.Contains(got, "longer than 1024") {
		t.Error(got)
	}
	if got := w.says(t, private("/admin notice")); !strings.Contains(got, "/admin notice We move") {
		t.Error(got)
	}
}
