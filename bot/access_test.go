package bot

import (
	"strings"
	"testing"
	"time"

	"attache"
)

// closed is a world that only t:1, who runs it, and t:7 may use.
func closed(t *testing.T, edit ...func(*Config)) *world {
	t.Helper()
	w, _ := operated(t, append([]func(*Config){func(c *Config) {
		c.Access = &Access{
			Notes: c.Store, Listed: true,
			IDs: []string{"t:7", "t:-7"}, Operators: []string{"t:1"},
		}
	}}, edit...)...)
	return w
}

func inGroup(group, user, text string) attache.Incoming {
	in := private(text)
	in.ChatID, in.ChatKind, in.UserID, in.MessageID = group, attache.Group, user, "typed"
	return in
}

func TestWhoIsNotListedIsToldSoOnceADay(t *testing.T) {
	now := noon
	w := closed(t, func(c *Config) { c.Now = func() time.Time { return now } })
	for i, want := range []string{"only those whom its operator lets in", "", ""} {
		got := strings.TrimSpace(w.says(t, byUser("t:2", "/latest")))
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("message %d: %q", i, got)
		}
	}
	now = now.Add(24 * time.Hour)
	if got := w.says(t, byUser("t:2", "/start")); !strings.Contains(got, "lets in") || w.store.chat("t:2").State != "" {
		t.Errorf("the next day: %q", got)
	}
	for _, who := range []string{"t:7", "t:1"} {
		if got := w.says(t, byUser(who, "/latest")); !strings.Contains(got, "Ministers meet") {
			t.Errorf("%s: %s", who, got)
		}
	}
	if got := w.says(t, pressedAs("t:2", "/latest")); strings.Contains(got, "Ministers") {
		t.Error(got)
	}
	in := byUser("t:2", "Lind")
	in.Kind, in.PressID = attache.IncomingInline, "q"
	if got := w.says(t, in); strings.Contains(got, "Lind") {
		t.Error(got)
	}
}

func TestAGroupAndAChannelObeyTheListToo(t *testing.T) {
	w := closed(t)
	if got := w.says(t, inGroup("t:-5", "t:7", "/latest")); strings.Contains(got, "Ministers") {
		t.Errorf("a group that nobody let in: %s", got)
	}
	if got := w.says(t, inGroup("t:-5", "t:2", "just talk")); got != "" {
		t.Errorf("plain talk is answered: %s", got)
	}
	for _, group := range []string{"t:-7", "t:-7/9"} {
		if got := w.says(t, inGroup(group, "t:2", "/latest")); !strings.Contains(got, "Ministers") {
			t.Errorf("a listed group: %s", got)
		}
	}
	added := attache.Incoming{Kind: attache.IncomingAdded, ChatID: "t:-100900", ChatKind: attache.Channel, ChatTitle: "Fish", UserID: "t:2"}
	if got := w.says(t, added); got != "" || w.store.chat("t:-100900").ID != "" {
		t.Errorf("a stranger's channel: %s", got)
	}
	added.UserID = "t:7"
	if got := w.says(t, added); !strings.Contains(got, "What should the channel") {
		t.Errorf("a listed user's channel: %s", got)
	}
}

func TestAnInvitationLetsInSoManyUntilItEnds(t *testing.T) {
	now := noon
	w := closed(t, func(c *Config) { c.Now = func() time.Time { return now } })
	invited := func(text string) string {
		got := w.says(t, private(text))
		_, payload, ok := strings.Cut(got, "?start=")
		if !ok {
			t.Fatal(got)
		}
		return strings.Trim(strings.Fields(payload)[0], "`")
	}
	once := invited("/admin invite")
	if len(once) > 64 || len(once) < len(invitePayload)+20 || once == invited("/admin invite") {
		t.Errorf("%q can be guessed, or is no payload", once)
	}
	for _, forged := range []string{"invite-", "invite-x", once + "x", strings.ToUpper(once), "invite"} {
		if got := w.says(t, byUser("t:2", "/start "+forged)); strings.Contains(got, "diplomacy") {
			t.Fatalf("%s lets in", forged)
		}
	}
	passed := byUser("t:2", "/start "+once)
	passed.Forwarded = true
	w.says(t, passed)
	if got := w.says(t, byUser("t:2", "/start "+once)); !strings.Contains(got, "This chat gets the digest") ||
		strings.Contains(got, "don't know") {
		t.Error(got)
	}
	w.says(t, byUser("t:2", "/start "+once))
	if got := w.says(t, byUser("t:3", "/start "+once)); strings.Contains(got, "This chat gets") {
		t.Error("used twice")
	}
	twice := invited("/admin invite 2 3")
	w.says(t, inGroup("t:-5", "boss", "/start "+twice))
	if got := w.says(t, inGroup("t:-5", "t:99", "/latest")); !strings.Contains(got, "Ministers") {
		t.Errorf("an invited group: %s", got)
	}
	now = now.Add(3 * 24 * time.Hour)
	if got := w.says(t, byUser("t:4", "/start "+twice)); strings.Contains(got, "This chat gets") {
		t.Error("it is over")
	}
	again := newWorld(t, func(c *Config) {
		c.Store, c.Access = w.store, &Access{Notes: w.store, Listed: true}
	})
	if got := again.says(t, byUser("t:2", "/latest")); !strings.Contains(got, "Ministers") {
		t.Errorf("after a restart: %s", got)
	}
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingMoved, ChatID: "t:-5", NewChatID: "t:-1005"})
	if got := w.says(t, inGroup("t:-1005", "t:99", "/latest")); !strings.Contains(got, "Ministers") {
		t.Errorf("a group with a new id: %s", got)
	}
	for _, bad := range []string{
		"/admin invite 0", "/admin invite 5000", "/admin invite 1 400", "/admin invite x", "/admin invite 1 2 3",
		"/admin invite -1",
	} {
		if got := w.says(t, private(bad)); !strings.Contains(got, "how many may come") {
			t.Errorf("%s: %s", bad, got)
		}
	}
}

func TestWhoIsBannedGetsNothingAndCannotComeBack(t *testing.T) {
	w, _ := operated(t)
	for _, user := range []string{"t:2", "t:3"} {
		w.says(t, byUser(user, "/start"))
	}
	w.store.put(attache.Chat{ID: "t:-100900", Kind: attache.Channel, State: attache.ChatActive, Manager: "t:2"})
	w.store.put(attache.Chat{ID: "t:-5/9", Kind: attache.Group, State: attache.ChatActive})
	if got := w.says(t, private("/admin ban 2")); !strings.Contains(got, "What 2 chats got by itself has ended") {
		t.Error(got)
	}
	w.says(t, private("/admin ban t:-5"))
	for id, want := range map[string]attache.ChatState{"t:2": "stopped", "t:-100900": "stopped", "t:-5/9": "stopped", "t:3": "active"} {
		if got := w.store.chat(id).State; got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
	w.says(t, byUser("t:2", "/start"))
	w.says(t, inGroup("t:-6", "t:2", "/start"))
	w.says(t, inGroup("t:-5/9", "boss", "/start"))
	if w.store.chat("t:2").State != "stopped" || w.store.chat("t:-6").ID != "" || w.store.chat("t:-5/9").State != "stopped" {
		t.Error("who is banned came back")
	}
	ok, err := w.Access.AdmitsChat(t.Context(), w.Channels, w.store.chat("t:-100900"))
	if ok || err != nil {
		t.Error("the channel of who is banned is sent something")
	}
	for text, want := range map[string]string{
		"/admin ban 1": "That is an operator", "/admin ban": "Whom?", "/admin ban bob": "Whom?", "/admin ban -": "Whom?",
		"/admin ban 3 4": "Whom?",
		"/admin unban 2": "Not banned any more",
	} {
		if got := w.says(t, private(text)); !strings.Contains(got, want) {
			t.Errorf("%s: %s", text, got)
		}
	}
	if got := w.says(t, byUser("t:2", "/start")); !strings.Contains(got, "This chat gets the digest") {
		t.Error(got)
	}
}

// What fell due before a chat was shut out is not sent to it.
// Who runs the bot is let in without being listed: also where it comes by itself.
func TestWhoRunsTheBotIsSentDigestsAndBringsGroupsAndChannelsIn(t *testing.T) {
	w := closed(t)
	w.says(t, byUser("t:1", "/start"))
	w.says(t, inGroup("t:-5", "t:1", "/latest"))
	if got := w.says(t, inGroup("t:-5", "t:8", "/latest")); strings.Contains(got, "Ministers") {
		t.Errorf("a group in which an operator only asked something: %s", got)
	}
	w.says(t, inGroup("t:-5", "t:1", "/start"))
	if got := w.says(t, inGroup("t:-5", "t:8", "/latest")); !strings.Contains(got, "Ministers") {
		t.Errorf("a group that an operator subscribed: %s", got)
	}
	w.store.put(attache.Chat{ID: "t:-100900", Kind: attache.Channel, State: attache.ChatActive, Manager: "t:1"})
	for _, id := range []string{"t:1", "t:-5", "t:-100900"} {
		if ok, err := w.Access.AdmitsChat(t.Context(), w.Channels, w.store.chat(id)); err != nil || !ok {
			t.Errorf("%s, %s, is sent nothing: %v", id, w.store.chat(id).State, err)
		}
	}
	w.store.must(w.Access.Ban(t.Context(), "t:-5", true, noon))
	w.says(t, inGroup("t:-5", "t:1", "/start"))
	if ok, err := w.Access.AdmitsChat(t.Context(), w.Channels, w.store.chat("t:-5")); err != nil || ok {
		t.Errorf("a group that is banned was let in again by its subscription: %v", err)
	}
}

// Others who type the same inline get the same answer from Telegram, for a while: not
// where somebody is shut out, whoever asks first after a start.
func TestWhatAnOperatorIsShownInlineIsKeptForNobodyWhereSomeAreShutOut(t *testing.T) {
	w, _ := operated(t)
	w.store.must((&Access{Notes: w.Store}).Ban(t.Context(), "t:66", true, noon))
	if limited, err := w.Access.limits(t.Context()); err != nil || !limited {
		t.Errorf("nobody is shut out: %v", err)
	}
}

func TestAChatThatIsNotLetInIsSentNothing(t *testing.T) {
	w := closed(t)
	w.store.put(attache.Chat{ID: "t:2", Kind: attache.Private, State: attache.ChatActive})
	w.store.put(attache.Chat{ID: "t:7", Kind: attache.Private, State: attache.ChatActive})
	e := sampleEdition()
	_, err := w.store.Enqueue(t.Context(), e, attache.NewDigest("t:2", noon, noon.Add(time.Hour), e.ID),
		attache.NewDigest("t:7", noon, noon.Add(time.Hour), e.ID))
	w.store.must(err)
	w.restarted(t)
	if got := w.stage.sent(); got["t:2"] != 0 || got["t:7"] != 1 {
		t.Errorf("%v", got)
	}
}
