package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestUpdatesBecomeIncoming(t *testing.T) {
	const (
		private = `"chat":{"id":5,"type":"private","first_name":"Ana","last_name":"Brook"},"from":{"id":5,"language_code":"pt-BR"}`
		group   = `"chat":{"id":-10,"type":"group","title":"Desk"},"from":{"id":5}`
		forum   = `"chat":{"id":-1007,"type":"supergroup","title":"Desk","is_forum":true},"from":{"id":5}`
		channel = `"chat":{"id":-1008,"type":"channel","title":"News"}`
		ours    = channel + `,"from":{"id":5}`
	)
	at := time.Unix(1_700_000_000, 0).UTC()
	now := time.Unix(1_800_000_000, 0).UTC()
	ana := attache.Incoming{
		ChatID: "telegram:5", ChatKind: attache.Private, ChatTitle: "Ana Brook", UserID: "telegram:5", UserLang: "pt",
		MessageID: "3", Time: at,
	}
	desk := attache.Incoming{
		ChatID: "telegram:-10", ChatKind: attache.Group, ChatTitle: "Desk", UserID: "telegram:5", MessageID: "3",
		Time: at,
	}
	topic := desk
	topic.ChatID = "telegram:-1007/9"
	super := desk
	super.ChatID = "telegram:-1007"
	news := attache.Incoming{
		ChatID: "telegram:-1008", ChatKind: attache.Channel, ChatTitle: "News", UserID: "telegram:-1008", MessageID: "3",
		Time: at,
	}
	member := func(in attache.Incoming) attache.Incoming { in.MessageID = ""; return in }
	with := func(in attache.Incoming, kind attache.IncomingKind, text string) attache.Incoming {
		in.Kind, in.Text = kind, text
		return in
	}
	press := with(topic, attache.IncomingPress, "/latest 10")
	press.PressID, press.Time, press.UserLang = "q1", now, "de"
	old := with(ana, attache.IncomingPress, "/stop")
	old.PressID, old.Time, old.Old = "q2", now, true
	edited := with(ana, attache.IncomingMessage, "/latest")
	edited.Edited = true
	moved := with(desk, attache.IncomingMoved, "")
	moved.NewChatID = "telegram:-1009"
	stranger := super
	stranger.UserID = "telegram:-1008"
	anonymous := super
	anonymous.UserID = "telegram:-1007"
	nobody := attache.Incoming{Kind: attache.IncomingIgnored, Time: now}

	msg := func(where, rest string) string {
		return `{"update_id":1,"message":{"message_id":3,"date":1700000000,` + where + rest + `}}`
	}
	rights := func(where, before, after string) string {
		return `{"update_id":1,"my_chat_member":{"date":1700000000,` + where + `,"old_chat_member":{"status":` + before +
			`},"new_chat_member":{"status":` + after + `}}}`
	}
	posted := news
	posted.UserID = "telegram:5"
	tests := []struct {
		name, update string
		want         attache.Incoming
	}{
		{"a command in private", msg(private, `,"text":"/latest talks 5"`), with(ana, attache.IncomingMessage, "/latest talks 5")},
		{"a text", msg(private, `,"text":"Hello attache_bot"`), with(ana, attache.IncomingMessage, "Hello attache_bot")},
		{"a command with our name", msg(group, `,"text":"/latest@Attache_Bot talks"`), with(desk, attache.IncomingMessage, "/latest talks")},
		{"a deep link in a group", msg(group, `,"text":"/start@attache_bot abc-1"`), with(desk, attache.IncomingMessage, "/start abc-1")},
		{"a command for another bot", msg(group, `,"text":"/latest@other_bot"`), with(desk, attache.IncomingIgnored, "")},
		{
			"a command for a bot whose name begins like ours", msg(group, `,"text":"/latest@attache_bot2"`),
			with(desk, attache.IncomingIgnored, ""),
		},
		{
			"a topic", msg(forum, `,"text":"/latest","message_thread_id":9,"is_topic_message":true`),
			with(topic, attache.IncomingMessage, "/latest"),
		},
		{
			"a thread of replies is no topic", msg(forum, `,"text":"/latest","message_thread_id":9`),
			with(super, attache.IncomingMessage, "/latest"),
		},
		{
			"an anonymous administrator", msg(forum, `,"text":"/stop","sender_chat":{"id":-1007,"type":"supergroup"}`),
			with(anonymous, attache.IncomingMessage, "/stop"),
		},
		{
			"another chat speaking in the group", msg(forum, `,"text":"/stop","sender_chat":{"id":-1008,"type":"channel"}`),
			with(stranger, attache.IncomingMessage, "/stop"),
		},
		{"a channel's post repeated in its group", msg(forum,
			`,"text":"/stop","is_automatic_forward":true,"sender_chat":{"id":-1008,"type":"channel"}`), with(stranger, attache.IncomingIgnored, "")},
		{
			"another bot", msg(`"chat":{"id":-10,"type":"group","title":"Desk"},"from":{"id":5,"is_bot":true}`, `,"text":"/latest"`),
			with(desk, attache.IncomingIgnored, ""),
		},
		{"a photo", msg(private, `,"photo":[{"file_id":"x"}],"caption":"latest"`), with(ana, attache.IncomingIgnored, "")},
		{"a group that became a supergroup", msg(group, `,"migrate_to_chat_id":-1009`), moved},
		{"the supergroup's side of it", msg(forum, `,"migrate_from_chat_id":-10`), with(super, attache.IncomingIgnored, "")},
		{
			"an edited command", `{"update_id":1,"edited_message":{"message_id":3,"date":1700000000,` + private + `,"text":"/latest"}}`,
			edited,
		},
		{
			"a channel post", `{"update_id":1,"channel_post":{"message_id":3,"date":1700000000,` + channel + `,"text":"/schedule 07:00"}}`,
			with(news, attache.IncomingMessage, "/schedule 07:00"),
		},
		{
			"an edited channel post", `{"update_id":1,"edited_channel_post":{"message_id":3,"date":1700000000,` + channel + `,"text":"/x"}}`,
			with(news, attache.IncomingIgnored, ""),
		},
		{"a button in a topic", `{"update_id":1,"callback_query":{"id":"q1","from":{"id":5,"language_code":"de"},"data":"/latest ` +
			`10","message":{"message_id":3,"date":1700000000,"message_thread_id":9,"is_topic_message":true,"from":{"id":123456,"is_bot":true},` +
			`"chat":{"id":-1007,"type":"supergroup","title":"Desk"}}}}`, press},
		{
			"a button of a message too old to see",
			`{"update_id":1,"callback_query":{"id":"q2","from":{"id":5,"language_code":"pt"},"data":"/stop","message":{"message_id":3,"date":0,` +
				private + `}}}`, old,
		},
		{
			"a button without a message", `{"update_id":1,"callback_query":{"id":"q3","from":{"id":5},"data":"/stop","inline_message_id":"x"}}`,
			attache.Incoming{
				Kind: attache.IncomingPress, Cursor: "1", ChatID: "telegram:5", ChatKind: attache.Private, UserID: "telegram:5",
				PressID: "q3", Old: true, Time: time.Unix(1_800_000_000, 0).UTC(),
			},
		},
		{
			"a button that says nothing", `{"update_id":1,"callback_query":{"id":"q4","from":{"id":5},"game_short_name":"x"}}`,
			attache.Incoming{
				Kind: attache.IncomingPress, Cursor: "1", ChatID: "telegram:5", ChatKind: attache.Private, UserID: "telegram:5",
				PressID: "q4", Old: true, Time: time.Unix(1_800_000_000, 0).UTC(),
			},
		},
		{"the bot is blocked", `{"update_id":1,"my_chat_member":{"date":1700000000,` + private +
			`,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}}}`, member(with(ana, attache.IncomingRemoved, ""))},
		{"the bot is unblocked", `{"update_id":1,"my_chat_member":{"date":1700000000,` + private +
			`,"old_chat_member":{"status":"kicked"},"new_chat_member":{"status":"member"}}}`, member(with(ana, attache.IncomingAdded, ""))},
		{
			"the bot is put into a group", `{"update_id":1,"my_chat_member":{"date":1700000000,` + group +
				`,"old_chat_member":{"status":"left"},"new_chat_member":{"status":"restricted","is_member":true}}}`,
			member(with(desk, attache.IncomingAdded, "")),
		},
		{
			"the bot is restricted and out", `{"update_id":1,"my_chat_member":{"date":1700000000,` + group +
				`,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"restricted","is_member":false}}}`,
			member(with(desk, attache.IncomingRemoved, "")),
		},
		{
			"the bot becomes an administrator", `{"update_id":1,"my_chat_member":{"date":1700000000,` + group +
				`,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"administrator"}}}`,
			member(with(desk, attache.IncomingUnmuted, "")),
		},
		{"a restriction is lifted", rights(group, `"restricted","is_member":true`, `"member"`), member(with(desk, attache.IncomingUnmuted, ""))},
		{
			"a restriction leaves text", rights(group, `"restricted","is_member":true`, `"restricted","is_member":true,"can_send_messages":true`),
			member(with(desk, attache.IncomingUnmuted, "")),
		},
		{
			"a restriction takes text away", rights(group, `"member"`, `"restricted","is_member":true`),
			member(with(desk, attache.IncomingIgnored, "")),
		},
		{"an administrator becomes a member", rights(group, `"administrator"`, `"member"`), member(with(desk, attache.IncomingIgnored, ""))},
		{
			"a channel lets the bot post", rights(ours, `"administrator"`, `"administrator","can_post_messages":true`),
			member(with(posted, attache.IncomingUnmuted, "")),
		},
		{
			"a channel takes posting away", rights(ours, `"administrator","can_post_messages":true`, `"administrator"`),
			member(with(posted, attache.IncomingIgnored, "")),
		},
		{"something of tomorrow", `{"update_id":1,"telepathy":{"id":3}}`, nobody},
		{"null for a message", `{"update_id":1,"message":null}`, nobody},
		{"a message without a chat", `{"update_id":1,"message":{"text":"/latest"}}`, nobody},
		{
			"a field of another type", msg(private, `,"text":"/latest","entities":"none","reply_to_message":7`),
			with(ana, attache.IncomingMessage, "/latest"),
		},
		{
			"hostile entities", msg(private, `,"text":"/é","entities":[{"type":"bot_command","offset":0,"length":900}]`),
			with(ana, attache.IncomingMessage, "/é"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Cursor = "1"
			got := poll(t, tt.update)
			if len(got) != 1 || got[0] != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestAnUpdateThatCannotBeReadIsConfirmedLikeTheRest(t *testing.T) {
	got := poll(t,
		`{"update_id":1,"message":"what"}`, `{"update_id":2,"message":{"message_id":1e99,"chat":7,"date":"x"}}`,
		`{"message":{}}`, `7`, `null`, `{"update_id":"3"}`,
		`{"update_id":4,"message":{"message_id":3,"chat":{"id":5,"type":"private"},"text":"/help"}}`)
	want := []struct {
		cursor string
		kind   attache.IncomingKind
	}{{"1", attache.IncomingIgnored}, {"2", attache.IncomingIgnored}, {"4", attache.IncomingMessage}}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, w := range want {
		if got[i].Cursor != w.cursor || got[i].Kind != w.kind {
			t.Errorf("got %+v, want %+v", got[i], w)
		}
	}
}

func TestUpdatesAskForWhatIsWanted(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	for after, want := range map[string]string{
		"": "", "40": "41", "-7": "", "0": "", "x": "", "9223372036854775807": "",
		"99999999999999999999": "",
	} {
		if _, err := c.Updates(t.Context(), after); err != nil {
			t.Fatal(err)
		}
		calls := f.calls("getUpdates")
		if got := calls[len(calls)-1].Get("offset"); got != want {
			t.Errorf("after %q it asks from %q, want %q", after, got, want)
		}
	}
	calls := f.calls("getUpdates")
	if calls[0].Get("timeout") != "50" || calls[0].Get("limit") != "100" || calls[0].Get("allowed_updates") != wanted {
		t.Errorf("asked %v", calls[0])
	}
}

func TestUpdatesFailClearly(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	for _, tt := range []struct {
		status int
		body   string
		want   attache.SendFault
	}{
		{
			409, `{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}`,
			attache.FaultRetry, // the webhook is removed
		},
		{401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, attache.FaultAuth},
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":"9"}}`, attache.FaultRate},
		{200, `{"ok":true,"result":{"update_id":1}}`, attache.FaultRetry},
		{200, `{"ok":true,"result":[{}]}`, attache.FaultRetry},
		{200, `{"ok":true,"result":[{"update_id":1},`, attache.FaultRetry},
	} {
		f.say("getUpdates", tt.status, tt.body)
		_, err := c.Updates(t.Context(), "")
		var failed *attache.SendError
		if !errors.As(err, &failed) || failed.Fault != tt.want {
			t.Errorf("%s: %v", tt.body, err)
		}
	}
}

func TestUpdatesEndAtOnceWithTheirContext(t *testing.T) {
	polling, done := make(chan struct{}), make(chan struct{})
	f := newFake(t)
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if filepath.Base(r.URL.Path) != "getUpdates" {
			f.ServeHTTP(w, r)
			return
		}
		_ = r.ParseForm() // with the body read, the server notices that the client goes
		close(polling)
		<-r.Context().Done()
		close(done)
	}))
	t.Cleanup(slow.Close)
	c, err := Open(t.Context(), Config{Token: testToken, APIURL: slow.URL})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-polling; cancel() }()
	if _, err := c.Updates(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-done // the request ended too
}

func TestWhatAMessageIsToTheBot(t *testing.T) {
	from := `"message_id":9,"date":100,"from":{"id":5},"chat":{"id":-1007,"type":"supergroup"}`
	for name, c := range map[string]struct {
		update string
		want   attache.Incoming // of it Kind, Text, Addressed, Forwarded, Edited, Old
	}{
		"a command in a caption": {
			`"message":{` + from + `,"caption":"/latest Iran","photo":[{"file_id":"x"}]}`,
			attache.Incoming{Text: "/latest Iran"},
		},
		"a photo of something": {
			`"message":{` + from + `,"caption":"my cat","photo":[{"file_id":"x"}]}`,
			attache.Incoming{Kind: attache.IncomingIgnored},
		},
		"a command that was edited": {
			`"edited_message":{` + from + `,"edit_date":160,"text":"/latest Iran"}`,
			attache.Incoming{Text: "/latest Iran", Edited: true},
		},
		"one that was edited a day later": {
			`"edited_message":{` + from + `,"edit_date":90000,"text":"/latest Iran"}`,
			attache.Incoming{Kind: attache.IncomingIgnored},
		},
		"a forwarded command": {
			`"message":{` + from + `,"forward_origin":{"type":"user"},"text":"/stop"}`,
			attache.Incoming{Text: "/stop", Forwarded: true},
		},
		"one forwarded as it was told formerly": {
			`"message":{` + from + `,"forward_date":90,"text":"/stop"}`,
			attache.Incoming{Text: "/stop", Forwarded: true},
		},
		"a mention": {
			`"message":{` + from + `,"text":"@Attache_bot, Iran talks"}`,
			attache.Incoming{Text: "Iran talks", Addressed: true},
		},
		"a mention at the end": {
			`"message":{` + from + `,"text":"Iran talks @attache_bot"}`,
			attache.Incoming{Text: "Iran talks", Addressed: true},
		},
		"another bot's mention": {
			`"message":{` + from + `,"text":"@attache_bot2 Iran"}`,
			attache.Incoming{Text: "@attache_bot2 Iran"},
		},
		"an answer to the bot": {`"message":{` + from + `,"text":"Iran","reply_to_message":{"message_id":3,"from":{"id":1,"is_bot":true,` +
			`"username":"attache_bot"}}}`, attache.Incoming{Text: "Iran", Addressed: true}},
		"talk in a topic that the bot opened": {`"message":{` + from + `,"text":"Iran","is_topic_message":true,"message_thread_id":3,` +
			`"reply_to_message":{"message_id":3,"from":{"id":1,"is_bot":true,"username":"attache_bot"}}}`, attache.Incoming{Text: "Iran"}},
		"a press below an old message": {`"callback_query":{"id":"q","from":{"id":5},"data":"/schedule ` +
			`12:00","message":{"message_id":3,"date":0,` +
			`"chat":{"id":-1007,"type":"supergroup"}}}`, attache.Incoming{Kind: attache.IncomingPress, Text: "/schedule 12:00", Old: true}},
	} {
		in, ok := read([]byte(`{"update_id":1,`+c.update+`}`), "attache_bot", time.Now)
		got := attache.Incoming{
			Kind: in.Kind, Text: in.Text, Addressed: in.Addressed, Forwarded: in.Forwarded, Edited: in.Edited, Old: in.Old,
		}
		if !ok || got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"message_id":3,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"/a@b c"}}`))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"q","data":"x","message":{"chat":{"id":-5}}}}`))
	f.Add([]byte(`{"update_id":1,"my_chat_member":{"chat":{"id":5},"new_chat_member":{"status":"kicked"}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, ok := read(data, "attache_bot", time.Now)
		if !ok {
			return
		}
		if in.Kind != attache.IncomingIgnored && in.ChatID == "" {
			t.Errorf("%+v has no chat", in)
		}
		if in.Kind == attache.IncomingMessage && in.Text == "" || in.Kind == attache.IncomingPress && in.PressID == "" {
			t.Errorf("%+v lacks what it needs", in)
		}
		if in.ChatID != "" {
			if a, err := parseChatID(in.ChatID); err != nil || ChatID(a.chat, a.thread) != in.ChatID {
				t.Errorf("address %q: %v", in.ChatID, err)
			}
		}
	})
}

func TestAWebhookThatWasLeftSetIsRemovedAndItsUpdatesKept(t *testing.T) {
	f := newFake(t)
	c, log := f.open(t)
	f.refuse("getUpdates", 409, "Conflict: can't use getUpdates method while webhook is active; "+
		"use deleteWebhook to delete the webhook first", "")
	_, err := c.Updates(t.Context(), "")
	var failed *attache.SendError
	if !errors.As(err, &failed) || failed.Fault != attache.FaultRetry {
		t.Errorf("got %v", err)
	}
	if calls := f.calls("deleteWebhook"); len(calls) != 1 || calls[0].Get("drop_pending_updates") == "true" {
		t.Errorf("asked to remove it with %v", calls)
	}
	if !strings.Contains(log.String(), "webhook was set") {
		t.Errorf("the log says nothing: %s", log)
	}
	if _, err = c.Updates(t.Context(), ""); err != nil {
		t.Error(err)
	}
}
