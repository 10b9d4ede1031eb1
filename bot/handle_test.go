package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"attache"
)

// texted is what the last message in the chat said.
func (w *world) texted() string {
	all := w.stage.all()
	if len(all) == 0 {
		return ""
	}
	return plainText(all[len(all)-1].doc)
}

func TestEveryCommandIsInTheMenuAndInHelp(t *testing.T) {
	w := newWorld(t)
	if err := w.PublishMenu(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Handle(t.Context(), private("/help"))
	menu := w.stage.menu
	if len(menu.Private) != 25 || menu.About == "" || len([]rune(menu.About)) > 120 || len([]rune(menu.Description)) > 512 {
		t.Errorf("the menu has %d items; %q, %q", len(menu.Private), menu.About, menu.Description)
	}
	for _, item := range menu.Private {
		if item.Description == "" || !strings.Contains(w.texted(), "/"+item.Name) {
			t.Errorf("/%s is not explained, or not in /help", item.Name)
		}
	}
	has := func(items []attache.MenuItem, name string) bool {
		return slices.ContainsFunc(items, func(i attache.MenuItem) bool { return i.Name == name })
	}
	if has(menu.Group, "stop") || !has(menu.Group, "latest") || !has(menu.Admins, "stop") || has(menu.Admins, "channel") ||
		!has(menu.Private, "channel") {
		t.Errorf("who sees what: %+v", menu)
	}
}

func TestAboutTellsPeopleTheirOwnIDAndOnlyThem(t *testing.T) {
	const says = "Your Telegram id: `12345`"
	for _, tt := range []struct {
		kind attache.ChatKind
		user string
		told bool
	}{
		{attache.Private, "telegram:12345", true},
		{attache.Group, "telegram:12345", false},
		{attache.Channel, "telegram:12345", false},
		{attache.Private, "", false},
	} {
		w := newWorld(t)
		in := private("/about")
		in.ChatKind, in.UserID = tt.kind, tt.user
		w.Handle(t.Context(), in)
		if strings.Contains(w.texted(), says) != tt.told || strings.Contains(w.texted(), "id:") != tt.told {
			t.Errorf("%s by %q:\n%s", tt.kind, tt.user, w.texted())
		}
	}
	doc, err := newWorld(t).Answer(t.Context(), attache.Chat{}, "/about")
	if err != nil || strings.Contains(plainText(doc), "id:") {
		t.Errorf("without a chat: %v\n%s", err, plainText(doc))
	}
}

func TestTheDaysThatAreSetAreMarkedAndCanBeChangedBack(t *testing.T) {
	for schedule, marked := range map[string]string{
		"08:30": english.text(textButtonEveryDay), "weekends 08:30": english.text(textButtonWeekends),
		"weekdays 08:30": english.text(textButtonWeekdays),
	} {
		w := newWorld(t)
		w.store.put(attache.Chat{ID: "t:1", State: attache.ChatActive, Schedule: schedule, TimeZone: "Europe/Berlin"})
		w.Handle(t.Context(), private("/schedule"))
		for _, label := range []string{english.text(textButtonEveryDay), english.text(textButtonWeekends), english.text(textButtonWeekdays)} {
			if got := strings.Contains(w.texted(), "[✓ "+label); got != (label == marked) {
				t.Errorf("%s: %s marked is %v:\n%s", schedule, label, got, w.texted())
			}
		}
	}
}

func TestATimeKeepsTheDaysAndDaysKeepTheTime(t *testing.T) {
	w := newWorld(t)
	for _, step := range [][2]string{
		{"/start", "07:00"},
		{"/schedule weekdays", "weekdays 07:00"},
		{"/schedule 08:30", "weekdays 08:30"},
		{"/settings schedule 12:00", "weekdays 12:00"},
		{"/settings schedule weekends", "weekends 12:00"},
		{"/schedule off", ""},
		{"/schedule 08:30", "08:30"},
	} {
		w.Handle(t.Context(), private(step[0]))
		if got := w.store.chat("t:1").Schedule; got != step[1] {
			t.Errorf("%s: %q, want %q", step[0], got, step[1])
		}
	}
}

func TestAChangedScheduleIsAnsweredBriefly(t *testing.T) {
	for _, text := range []string{"/schedule 08:30", "/schedule weekdays", "/schedule off"} {
		w := newWorld(t)
		w.Handle(t.Context(), private("/start"))
		w.Handle(t.Context(), private(text))
		if read := w.texted(); strings.Contains(read, "/timezone") || strings.Contains(read, "cron") ||
			strings.Contains(read, "next one:") == (text == "/schedule off") {
			t.Errorf("%s:\n%s", text, read)
		}
	}
}

func TestStartSubscribesAtOnce(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	chat := w.store.chat("t:1")
	want := time.Date(2026, 3, 6, 7, 0, 0, 0, time.UTC)
	if chat.State != attache.ChatActive || chat.Schedule != "07:00" || chat.TimeZone != "UTC" || !chat.NextSlot.Equal(want) ||
		!chat.Joined.Equal(noon) || chat.Kind != attache.Private {
		t.Errorf("stored %+v", chat)
	}
}

func TestAChatThatIsGoneOrStoppedOrPausedComesBackWithStart(t *testing.T) {
	for _, state := range []attache.ChatState{attache.ChatGone, attache.ChatStopped, attache.ChatPaused} {
		w := newWorld(t)
		w.store.put(attache.Chat{ID: "t:1", State: state, Problem: "x", Schedule: "09:00", TimeZone: "Europe/Berlin"})
		w.Handle(t.Context(), private("/start"))
		chat := w.store.chat("t:1")
		if chat.State != attache.ChatActive || chat.Problem != "" || chat.Schedule != "09:00" || chat.NextSlot.IsZero() {
			t.Errorf("%s: stored %+v", state, chat)
		}
	}
}

func TestAPausedChatIsTakenUpWhenAnAnswerReachesIt(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", State: attache.ChatPaused, Schedule: "09:00", TimeZone: "UTC"})
	w.Handle(t.Context(), private("/about"))
	if chat := w.store.chat("t:1"); chat.State != attache.ChatActive || chat.NextSlot.IsZero() {
		t.Errorf("stored %+v", chat)
	}
}

func TestAPausedChatIsTakenUpWithoutAWordWhenTheBotMayWrite(t *testing.T) {
	slot := noon.Add(time.Hour)
	for _, kind := range []attache.IncomingKind{attache.IncomingUnmuted, attache.IncomingAdded} {
		for name, tt := range map[string]struct {
			chat *attache.Chat
			want attache.ChatState
			next time.Time
		}{
			"without a slot": {
				&attache.Chat{State: attache.ChatPaused, Problem: "x", Schedule: "09:00", TimeZone: "UTC"}, attache.ChatActive,
				noon.Add(21 * time.Hour),
			},
			"with a slot": {
				&attache.Chat{State: attache.ChatPaused, Problem: "x", Schedule: "09:00", TimeZone: "UTC", NextSlot: slot},
				attache.ChatActive, slot,
			},
			"for alerts": {&attache.Chat{State: attache.ChatPaused, Problem: "x", TimeZone: "UTC"}, attache.ChatActive, time.Time{}},
			"active": {
				&attache.Chat{State: attache.ChatActive, Schedule: "09:00", TimeZone: "UTC", NextSlot: slot}, attache.ChatActive,
				slot,
			},
		} {
			w := newWorld(t)
			tt.chat.ID = "t:-5"
			w.store.put(*tt.chat)
			w.Handle(t.Context(), attache.Incoming{Kind: kind, ChatID: "t:-5", ChatKind: attache.Group})
			if chat := w.store.chat("t:-5"); chat.State != tt.want || chat.Problem != "" || !chat.NextSlot.Equal(tt.next) {
				t.Errorf("%d, %s: stored %+v", kind, name, chat)
			}
			if n := len(w.stage.all()); n != 0 {
				t.Errorf("%d, %s: the chat was told %d things", kind, name, n)
			}
		}
	}
}

func TestThatTheBotMayWriteSubscribesNobody(t *testing.T) {
	for _, state := range []attache.ChatState{"", attache.ChatStopped, attache.ChatGone} {
		w := newWorld(t)
		if state != "" {
			w.store.put(attache.Chat{ID: "t:-5", State: state, Problem: "x", Schedule: "09:00", TimeZone: "UTC"})
		}
		before := len(w.store.chats())
		w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingUnmuted, ChatID: "t:-5", ChatKind: attache.Group})
		if chat := w.store.chat("t:-5"); chat.State != state || len(w.store.chats()) != before || len(w.stage.all()) != 0 {
			t.Errorf("%q: stored %+v, told %v", state, w.store.chats(), w.stage.all())
		}
	}
}

func TestPausedTopicsAreTakenUpWithTheirGroup(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"t:-5/9", "t:-55/9", "t:-55"} {
		w.store.put(attache.Chat{ID: id, State: attache.ChatPaused, Schedule: "09:00", TimeZone: "UTC"})
	}
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingUnmuted, ChatID: "t:-5", ChatKind: attache.Group})
	for id, want := range map[string]attache.ChatState{
		"t:-5/9": attache.ChatActive, "t:-55/9": attache.ChatPaused,
		"t:-55": attache.ChatPaused,
	} {
		if got := w.store.chat(id).State; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestAPausedChatKeepsASlotThroughItsSettings(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", State: attache.ChatPaused, Schedule: "09:00", TimeZone: "UTC"})
	w.stage.before = func(context.Context, string, int) error { return fault(attache.FaultPaused) }
	w.Handle(t.Context(), private("/timezone Berlin"))
	if chat := w.store.chat("t:1"); chat.State != attache.ChatPaused || !chat.NextSlot.Equal(noon.Add(20*time.Hour)) {
		t.Errorf("stored %+v", chat)
	}
}

func TestRemovalDeactivatesAndAMoveKeepsTheSubscription(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingMoved, ChatID: "t:1", NewChatID: "t:-100"})
	if chat := w.store.chat("t:-100"); chat.State != attache.ChatActive {
		t.Fatalf("moved %+v", w.store.chats())
	}
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingRemoved, ChatID: "t:-100"})
	if chat := w.store.chat("t:-100"); chat.State != attache.ChatGone {
		t.Errorf("removed %+v", chat)
	}
	before := len(w.stage.all())
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingRemoved, ChatID: "t:unknown"})
	w.Handle(t.Context(), attache.Incoming{Kind: attache.IncomingMoved, ChatID: "t:unknown", NewChatID: "t:unknown2"})
	if len(w.store.chats()) != 1 || len(w.stage.all()) != before {
		t.Errorf("an unknown chat left a trace: %v", w.store.chats())
	}
}

func TestWhatLiesInAGroupGoesAndComesBackWithIt(t *testing.T) {
	w := newWorld(t)
	for id, state := range map[string]attache.ChatState{
		"t:-5": attache.ChatActive, "t:-5/9": attache.ChatActive, "t:-5/11": attache.ChatStopped, "t:-6/9": attache.ChatActive,
	} {
		w.store.put(attache.Chat{ID: id, State: state, Schedule: "07:00", TimeZone: "UTC"})
	}
	for _, step := range []struct {
		kind                attache.IncomingKind
		group, topic, other attache.ChatState
	}{
		{attache.IncomingRemoved, attache.ChatGone, attache.ChatGone, attache.ChatActive},
		{attache.IncomingAdded, attache.ChatActive, attache.ChatActive, attache.ChatActive},
	} {
		w.Handle(t.Context(), attache.Incoming{Kind: step.kind, ChatID: "t:-5", ChatKind: attache.Group, UserID: "boss"})
		for id, want := range map[string]attache.ChatState{
			"t:-5": step.group, "t:-5/9": step.topic, "t:-5/11": attache.ChatStopped, "t:-6/9": step.other,
		} {
			if got := w.store.chat(id).State; got != want {
				t.Errorf("after %v %s is %s, want %s", step.kind, id, got, want)
			}
		}
	}
}

func TestAnAnswerWaitsOutALimitAndFollowsAMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Handle(t.Context(), private("/start"))
		w.stage.before = func(_ context.Context, chat string, n int) error {
			switch {
			case n == 2:
				return &attache.SendError{Fault: attache.FaultRate, RetryAfter: 4 * time.Second, Err: errors.New("429")}
			case chat == "t:1":
				return &attache.SendError{Fault: attache.FaultMoved, NewChatID: "t:2", Err: errors.New("moved")}
			}
			return nil
		}
		began := time.Now()
		w.Handle(t.Context(), private("/about"))
		if sent := w.stage.sent(); sent["t:2"] != 1 {
			t.Errorf("sent %v", sent)
		}
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("it took %s", took)
		}
		if w.store.chat("t:2").State != attache.ChatActive {
			t.Errorf("chats %v", w.store.chats())
		}
	})
}

func TestAnAnswerThatCannotBeSentIsKeptAsTheChatsState(t *testing.T) {
	for f, want := range map[attache.SendFault]attache.ChatState{
		attache.FaultGone: attache.ChatGone, attache.FaultPaused: attache.ChatPaused, attache.FaultMalformed: attache.ChatActive,
	} {
		w := newWorld(t)
		w.Handle(t.Context(), private("/start"))
		w.stage.before = func(context.Context, string, int) error { return fault(f) }
		w.Handle(t.Context(), private("/about"))
		if got := w.store.chat("t:1").State; got != want {
			t.Errorf("fault %d: the chat is %s, want %s", f, got, want)
		}
	}
}

func TestAPanicBecomesAnApologyAndALogLine(t *testing.T) {
	w := newWorld(t, func(c *Config) {
		c.Compile = func(context.Context, attache.Chat, time.Time, time.Time) (attache.Edition, error) {
			panic("secret detail")
		}
	})
	w.Handle(t.Context(), private("/digest"))
	if w.texted() != english.text(textTrouble) {
		t.Errorf("the person read %q", w.texted())
	}
	if !strings.Contains(w.log.String(), "secret detail") {
		t.Error("the log does not know")
	}
	w.stage.before = func(context.Context, string, int) error { panic("the channel too") }
	w.Handle(t.Context(), private("/digest")) // must not bring down the test
}

func TestAFailureIsExplainedWithoutItsDetails(t *testing.T) {
	w := newWorld(t)
	w.store.fail(errors.New("bucket 7 is torn"))
	w.Handle(t.Context(), private("/latest"))
	if w.texted() != english.text(textTrouble) || !strings.Contains(w.log.String(), "bucket 7 is torn") {
		t.Errorf("the person read %q, the log has %q", w.texted(), w.log)
	}
}

func TestAnAnswerThatTakesTooLongIsCutAndSaidSo(t *testing.T) {
	for _, opaque := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, func(c *Config) {
				c.Compile = func(ctx context.Context, _ attache.Chat, _, _ time.Time) (attache.Edition, error) {
					<-ctx.Done()
					if opaque {
						return attache.Edition{}, errors.New("interrupted")
					}
					return attache.Edition{}, ctx.Err()
				}
			})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			w.Handle(ctx, private("/digest"))
			if w.texted() != english.text(textTooSlow) {
				t.Errorf("the person read %q", w.texted())
			}
		})
	}
}

func TestOnlyAdministratorsChangeAGroup(t *testing.T) {
	for _, text := range []string{
		"/start", "/stop", "/schedule 08:00", "/timezone Berlin", "/schedule off", "/follow Norway", "/follow all",
		"/unfollow all", "/alerts 3", "/alerts off",
	} {
		w := newWorld(t)
		in := private(text)
		in.ChatID, in.ChatKind, in.UserID = "t:-5", attache.Group, "member"
		w.Handle(t.Context(), in)
		in.Kind, in.PressID = attache.IncomingPress, "p"
		w.Handle(t.Context(), in)
		in.Kind, in.PressID = attache.IncomingMessage, ""
		if all := w.stage.all(); len(w.store.chats()) != 0 || len(all) != 1 || all[0].what != "press" ||
			all[0].text != english.text(textNotPermitted) {
			t.Errorf("%s by a member: %v, stored %v", text, all, w.store.chats())
		}
		in.UserID = ""
		w.Handle(t.Context(), in)
		if len(w.store.chats()) != 0 {
			t.Errorf("%s by nobody: stored %v", text, w.store.chats())
		}
		in.UserID = "boss"
		w.Handle(t.Context(), in)
		if len(w.store.chats()) != 1 && text != "/stop" {
			t.Errorf("%s by an administrator: %q", text, w.texted())
		}
	}
}

func TestTheTerminalGetsTheSameAnswers(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for _, text := range []string{
		"/latest", "/latest fishing 2", "/quotes", "/quotes Lind", "/quotes rejected about plan", "/digest",
		"Geneva", "/latest nowhere", "/track", "/track fishing", "/track k1",
	} {
		w.Handle(t.Context(), private(text))
		doc, err := w.Answer(t.Context(), attache.Chat{}, text)
		if err != nil {
			t.Fatal(err)
		}
		doc.Buttons = nil
		chat, _, _ := strings.Cut(w.texted(), "\n[")
		if got := plainText(doc); got != chat {
			t.Errorf("%s: the terminal reads\n%s\nthe chat\n%s", text, got, chat)
		}
	}
	if len(w.store.chats()) != 0 {
		t.Errorf("answers left chats behind: %v", w.store.chats())
	}
}

func TestTheTerminalIsRefusedWhatNeedsAChat(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Channels = nil })
	for _, text := range []string{
		"/start", "/stop", "/schedule 08:00", "/timezone Berlin", "/page 1 1", "/follow", "/follow Norway",
		"/unfollow all", "/alerts", "/alerts 3",
	} {
		var advice *Advice
		if _, err := w.Answer(t.Context(), attache.Chat{}, text); !errors.As(err, &advice) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestNoButtonHoldsMoreThanAChannelTakes(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	long := strings.Repeat("Föderation der sehr vereinigten Inseln ", 5)
	w.publish(attache.Article{ID: "b1", StoryID: "s9", Outlet: "X", Title: "T", Published: ago(1), Reading: attache.Reading{
		Actors: []attache.Actor{{Kind: attache.Organization, Name: long, Code: "ZZZ"}},
		Quotes: []attache.Quote{quote(long, "role", "Words.", 0.9)},
	}})
	for _, text := range []string{
		"/latest", "/latest x1", "/quotes 1", "/quotes x1", "/latest " + strings.Repeat("Geneva ", 100), "/schedule",
		"/digest", "/start",
	} {
		w.Handle(t.Context(), private(text))
	}
	for _, e := range w.stage.all() {
		for _, row := range e.doc.Buttons {
			for _, b := range row {
				if len(b.Command) > 64 || !utf8.ValidString(b.Command) || b.Label == "" {
					t.Errorf("button %q: %q has %d bytes", b.Label, b.Command, len(b.Command))
				}
			}
		}
	}
}

func TestWhoAdministersAChatUnknownIsSaidSo(t *testing.T) {
	w := newWorld(t)
	w.Channels = Router{"t": &doorless{w.stage}}
	in := private("/stop")
	in.ChatID, in.ChatKind = "t:-5", attache.Group
	w.Handle(t.Context(), in)
	if w.texted() != english.text(textTrouble) || len(w.store.chats()) != 0 {
		t.Errorf("the person read %q, stored %v", w.texted(), w.store.chats())
	}
}

// doorless is a channel that cannot say who administers a chat.
type doorless struct{ *stage }

func (doorless) IsAdmin(context.Context, string, string) (bool, error) {
	return true, fault(attache.FaultRetry)
}

func TestTheTimesOfAScheduleAreFound(t *testing.T) {
	for schedule, want := range map[string]string{
		"07:30":             "07:30",
		"7.30":              "7.30",
		"weekdays 07:30":    "07:30",
		"mon,wed 7am,18:00": "7am,18:00",
		"30 7 * * 1-5":      "07:30",
		"0 */6 * * *":       "",
		"weekdays":          "",
		"":                  "",
	} {
		if got := timesOf(schedule); got != want {
			t.Errorf("%q: %q, want %q", schedule, got, want)
		}
	}
}

func TestPlainWordsMayLeaveOutTheSlash(t *testing.T) {
	w := newWorld(t)
	for text, want := range map[string]string{
		"help":                     "/help",
		"Help":                     "/help",
		"latest":                   "/latest",
		"quotes Lind 3":            "/quotes Lind 3",
		"stop":                     "/stop",
		"stop the war":             "/find stop the war",
		"start talks":              "/find start talks",
		"schedule 08:00":           "/schedule 08:00",
		"follow Norway":            "/follow Norway",
		"thanks":                   "/find thanks",
		"pause in fighting":        "/find pause in fighting",
		"settings":                 "/settings",
		"news about Iran":          "/latest about Iran",
		"page 1 1":                 "/find page 1 1",
		"Geneva":                   "/find Geneva",
		"about Iran":               "/find about Iran",
		"digest of today":          "/digest of today",
		"/ latest":                 "/latest",
		"/latestIran":              "/latest Iran",
		"/latest_Iran_5":           "/latest Iran 5",
		"/latestiran":              "/latest iran",
		"/latests":                 "/latests",
		"／latest Иран":             "/latest Иран",
		"/latestИран":              "/latest Иран",
		"/latest@attache_bot Iran": "/latest Iran",
		"/follow, Norway":          "/follow Norway",
		"/schedule0730":            "/schedule 0730",
		"/subscribe":               "/subscribe",
		"/Иран":                    "/find Иран",
		"/":                        "/help",
	} {
		if c, ok := w.callIn(private(text)); written(&c) != want || !ok {
			t.Errorf("%q is %q, want %q", text, written(&c), want)
		}
	}
}

// written is a call as somebody would have typed it; "" for none.
func written(c *call) string {
	if c == nil {
		return ""
	}
	return strings.TrimSpace("/" + c.name + " " + c.text)
}

func TestADeepLinkTakesNothingAway(t *testing.T) {
	w := newWorld(t)
	for payload, want := range map[string]string{
		"":                                   "",
		"latest":                             "/latest",
		"latest_Iran_5":                      "/latest Iran 5",
		"Quotes_Lind":                        "/quotes Lind",
		"digest":                             "/digest",
		"stop":                               "",
		"start":                              "",
		"schedule_off":                       "",
		"timezone_Berlin":                    "/timezone Berlin",
		"follow_Norway":                      "/follow Norway",
		"follow_all":                         "",
		"unfollow_Norway":                    "",
		"unsubscribe":                        "",
		"alerts_3":                           "/alerts 3",
		payloadOf("/why #e0123456789abcdef"): "/why #e0123456789abcdef",
		payloadOf("/latest Иран"):            "/latest Иран",
		payloadOf("/latest snake_case"):      "/latest snake_case",
		"xnobase64":                          "",
		"track_Norway":                       "/track Norway",
		"page_1_1":                           "",
		"campaign42":                         "",
		"-_-":                                "",
		strings.Repeat("a", 100):             "",
	} {
		if got := written(w.linked(payload)); got != want {
			t.Errorf("%q runs %q, want %q", payload, got, want)
		}
	}
}

func TestHostileInputIsHarmless(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for _, text := range []string{
		"/latest <b>&\"'", "/quotes \x00\xff\u202e", "/schedule ' OR 1=1", "/timezone ../../etc/passwd", "/page -1 -1", "/page 1e9 1",
		"/page 99999999999999999999 1", "/start " + strings.Repeat("A", 5000), "/start schedule_off", "/start stop", "/start page_1_1",
		"/" + strings.Repeat("x", 5000), strings.Repeat("a ", 5000), "/latest \"", "/latest 0", "/latest -5", "/quotes about", "\u202e",
		"/\u202e",
		"/track " + strings.Repeat("k", 2000), "/track \x00", "/track \"", "/follow \x00\xff\u202e", "/follow \"", "/unfollow \xff",
		"/alerts 22-", "/alerts \x00",
	} {
		w.Handle(t.Context(), private(text))
	}
	if log := w.log.String(); strings.Contains(log, "panic") || strings.Contains(log, "level=ERROR") {
		t.Error(log)
	}
	if chat := w.store.chat("t:1"); chat.State != attache.ChatActive || chat.Schedule != "07:00" {
		t.Errorf("the chat's settings changed: %+v", chat)
	}
}

func TestOnlyCertainVerbatimQuotesAreShown(t *testing.T) {
	for _, q := range []attache.Quote{
		quote("Maria Lind", "", "x", attache.Sure-0.01),
		{Kind: attache.Indirect, Speaker: "Maria Lind", Text: "x", Confidence: 1},
		{Kind: attache.Direct, Text: "x", Confidence: 1},
		{Kind: attache.Direct, Speaker: "Maria Lind", Text: " ", Confidence: 1},
	} {
		if q.Showable() {
			t.Errorf("shown: %+v", q)
		}
	}
	if q := quote("Maria Lind", "", "x", attache.Sure); !q.Showable() {
		t.Error("a certain quote is not shown")
	}
}

func TestQuotedWordsKeepTheirLanguagesMarks(t *testing.T) {
	for _, tt := range []struct{ text, lang, want string }{
		{"We agree.", "en", "“We agree.”"},
		{"Wir sind einig.", "de", "„Wir sind einig.“"},
		{"Nous sommes d’accord.", "fr", "«\u00a0Nous sommes d’accord.\u00a0»"},
		{"Мы согласны.", "ru", "«Мы согласны.»"},
		{"Ми згодні.", "", "«Ми згодні.»"},
		{"نحن متفقون", "ar", "«نحن متفقون»"},
		{"我们同意", "zh", "“我们同意”"},
		{"He said “no”.", "", "“He said “no”.”"},
		{"", "", "“”"},
		{"x", "e", "“x”"},
	} {
		if got := inMarks(tt.text, tt.lang); got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.text, tt.lang, got, tt.want)
		}
	}
}

func FuzzHandle(f *testing.F) {
	for _, seed := range []string{
		"/latest Iran 5", "/quotes «Мария Линд» about рыба 3", "/schedule 08:30", "/start latest_Iran", "08:30", "/page 1 1",
		"/timezone \x00\xff", "/digest", "Geneva", "/help@attache_bot", "/quotes about", "/schedule off",
		"/track fishing 2", "/track 🇳🇴", "/quotes Lind rejected about x", "/follow 🇳🇴, \"grain\" and fish", "/unfollow all", "/alerts 3 22:30–6",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, press bool) {
		w := newWorld(t)
		w.fillWorld()
		in := private(text)
		if press {
			in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m"
		}
		w.Handle(t.Context(), in)
		if log := w.log.String(); strings.Contains(log, "panic") || strings.Contains(log, "level=ERROR") {
			t.Error(log)
		}
		for _, e := range w.stage.all() {
			if e.what != "press" && strings.TrimSpace(plainText(attache.Document{Blocks: e.doc.Blocks})) == "" {
				t.Errorf("%q: an empty answer", text)
			}
			if !utf8.ValidString(plainText(e.doc)) || utf8.RuneCountInString(e.text) > 200 {
				t.Errorf("%q: an answer no channel takes", text)
			}
		}
	})
}

// TestAPopUpSpeaksToWhoPressed: in a group only they see it.
func TestAPopUpSpeaksToWhoPressed(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	press := func(kind attache.ChatKind, chat, user, lang, command string) string {
		in := private(command)
		in.Kind, in.PressID, in.MessageID, in.ChatKind, in.ChatID, in.UserID, in.UserLang = attache.IncomingPress, "p", "m1", kind, chat, user,
			lang
		before := len(w.stage.all())
		w.Handle(t.Context(), in)
		for _, e := range w.stage.all()[before:] {
			if e.what == "press" {
				return e.text
			}
		}
		return "nothing"
	}
	group := private("/start")
	group.ChatKind, group.ChatID, group.UserID, group.UserLang = attache.Group, "t:-5", "boss", "ru"
	w.Handle(t.Context(), group)
	for _, tt := range []struct {
		kind             attache.ChatKind
		chat, user, lang string
		want             speaker
		text             key
	}{
		{attache.Group, "t:-5", "member", "de-AT", speaks("de"), textNotPermitted},
		{attache.Group, "t:-5", "member", "fr", speaks("fr"), textNotPermitted},
		{attache.Group, "t:-5", "boss", "es", speaks("es"), textSaved},
		{attache.Group, "t:-5", "boss", "sw", speaks("ru"), textSaved}, // of none that is spoken, that of the group
		{attache.Group, "t:-5", "boss", "", speaks("ru"), textSaved},
	} {
		if got, want := press(tt.kind, tt.chat, tt.user, tt.lang, "/settings silent on"), tt.want.text(tt.text); got != want {
			t.Errorf("%s of %s is told %q, want %q", tt.user, tt.lang, got, want)
		}
	}
	w.Handle(t.Context(), private("/language de"))
	if got, want := press(attache.Private, "t:1", "t:1", "fr", "/settings silent on"), speaks("de").text(textSaved); got != want {
		t.Errorf("alone with the bot, who chose German is told %q, want %q", got, want)
	}
}
