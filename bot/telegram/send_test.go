package telegram

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
)

func TestSendStatesEverythingTelegramWouldElseChoose(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	doc := attache.Document{
		Silent: true,
		Blocks: []attache.Block{{Kind: attache.Heading, Spans: []attache.Inline{{Text: "Talks & tea"}}}},
		Buttons: [][]attache.Button{{
			{Label: "More", Command: "/latest 10"}, {Label: "Read", URL: "https://wire.example/a"},
		}},
	}
	id, err := c.Send(t.Context(), "telegram:-100200/7", doc)
	if err != nil || id != "77" {
		t.Fatalf("got %q, %v", id, err)
	}
	got := f.calls("sendMessage")[0]
	want := map[string]string{
		"chat_id": "-100200", "message_thread_id": "7", "text": "<b>Talks &amp; tea</b>", "parse_mode": "HTML",
		"link_preview_options": `{"is_disabled":true}`, "disable_notification": "true",
		"reply_markup": `{"inline_keyboard":[[{"text":"More","callback_data":"/latest 10"},{"text":"Read","url":"https://wire.example/a"}]]}`,
	}
	for name, value := range want {
		if got.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.Get(name), value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("sent %v", got)
	}
}

func TestSendWithoutTopicSoundOrButtonsLeavesThemOut(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	if _, err := c.Send(t.Context(), "telegram:5", text("Good morning")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"message_thread_id", "disable_notification", "reply_markup"} {
		if f.calls("sendMessage")[0].Has(name) {
			t.Errorf("sent %s", name)
		}
	}
}

func TestEditStatesItsKeyboardEvenWhenEmpty(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	with := text("Page 2")
	with.Buttons = [][]attache.Button{{{Label: "Back", Command: "/latest"}}}
	for _, doc := range []attache.Document{with, text("The end")} {
		if err := c.Edit(t.Context(), "telegram:5", "77", doc); err != nil {
			t.Fatal(err)
		}
	}
	calls := f.calls("editMessageText")
	if got := calls[0].Get("reply_markup"); !strings.Contains(got, "Back") {
		t.Errorf("kept no button: %s", got)
	}
	if got := calls[1].Get("reply_markup"); got != `{"inline_keyboard":[]}` {
		t.Errorf("cleared with %q", got)
	}
	if calls[0].Get("message_id") != "77" || calls[0].Get("link_preview_options") != noPreview {
		t.Errorf("sent %v", calls[0])
	}
}

func TestSendFaults(t *testing.T) {
	const html = "<html><body><h1>502 Bad Gateway</h1></body></html>"
	tests := []struct {
		code        int
		description string // or a raw body, when it does not begin with a letter
		parameters  string
		want        attache.SendFault
	}{
		{403, "Forbidden: bot was blocked by the user", "", attache.FaultGone},
		{403, "Forbidden: user is deactivated", "", attache.FaultGone},
		{403, "Forbidden: bot can't initiate conversation with a user", "", attache.FaultGone},
		{403, "Forbidden: bot was kicked from the group chat", "", attache.FaultGone},
		{403, "Forbidden: bot was kicked from the supergroup chat", "", attache.FaultGone},
		{403, "Forbidden: bot was kicked from the channel chat", "", attache.FaultGone},
		{403, "Forbidden: bot is not a member of the supergroup chat", "", attache.FaultGone},
		{403, "Forbidden: the group chat was deleted", "", attache.FaultGone},
		{403, "Forbidden: something new", "", attache.FaultPaused},
		{400, "Bad Request: chat not found", "", attache.FaultGone},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001234}`, attache.FaultMoved},
		{400, "Bad Request: not enough rights to send text messages to the chat", "", attache.FaultPaused},
		{400, "Bad Request: have no write access to the chat", "", attache.FaultPaused},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", "", attache.FaultPaused},
		{400, "Bad Request: message thread not found", "", attache.FaultPaused},
		{400, "Bad Request: TOPIC_CLOSED", "", attache.FaultPaused},
		{400, "Bad Request: message is not modified: specified new message content is the same", "", attache.FaultHarmless},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "", attache.FaultHarmless},
		{429, "Too Many Requests: retry after 40000", `{"retry_after":40000}`, attache.FaultRate},
		{429, "Too Many Requests", "", attache.FaultRate},
		{401, "Unauthorized", "", attache.FaultAuth},
		{404, "Not Found", "", attache.FaultAuth},
		{409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "", attache.FaultConflict},
		{500, "Internal Server Error", "", attache.FaultRetry},
		{502, html, "", attache.FaultRetry},
		{404, html, "", attache.FaultRetry},
		{429, html, "", attache.FaultRate},
		{200, `{"ok":true,"result":{"message_id":7`, "", attache.FaultRetry},
		{200, `[]`, "", attache.FaultRetry},
		{200, ` `, "", attache.FaultRetry},
		{302, ` `, "", attache.FaultRetry},
		{0, "reset", "", attache.FaultRetry},
	}
	for _, tt := range tests {
		t.Run(tt.description, func(t *testing.T) {
			f := newFake(t)
			c, _ := f.open(t)
			if first := tt.description[0]; first >= 'A' && first <= 'Z' {
				f.refuse("sendMessage", tt.code, tt.description, tt.parameters)
			} else {
				f.say("sendMessage", tt.code, tt.description)
			}
			_, err := c.Send(t.Context(), "telegram:5", text("Good morning"))
			var failed *attache.SendError
			if !errors.As(err, &failed) {
				t.Fatalf("got %v", err)
			}
			if failed.Fault != tt.want {
				t.Errorf("fault %d, want %d: %v", failed.Fault, tt.want, err)
			}
			if n := len(f.calls("sendMessage")); n != 1 {
				t.Errorf("asked %d times", n)
			}
			switch tt.want {
			case attache.FaultMoved:
				if failed.NewChatID != "telegram:-1001234" {
					t.Errorf("moved to %q", failed.NewChatID)
				}
			case attache.FaultRate:
				want := time.Second
				if strings.Contains(tt.parameters, "40000") {
					want = 40000 * time.Second
				}
				if failed.RetryAfter != want {
					t.Errorf("wait %s, want %s", failed.RetryAfter, want)
				}
			default: // the others have nothing besides
			}
		})
	}
}

func TestSendFallsBackToPlainTextOnce(t *testing.T) {
	for _, description := range []string{
		"Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3",
		"Bad Request: message is too long",
		"Bad Request: ENTITIES_TOO_LONG",
		"Bad Request: something new",
	} {
		f := newFake(t)
		c, log := f.open(t)
		f.refuse("sendMessage", 400, description, "")
		doc := attache.Document{Blocks: []attache.Block{{Kind: attache.Heading, Spans: []attache.Inline{{Text: "A < B"}}}}}
		id, err := c.Send(t.Context(), "telegram:5", doc)
		if err != nil || id != "77" {
			t.Fatalf("%s: got %q, %v", description, id, err)
		}
		calls := f.calls("sendMessage")
		if len(calls) != 2 || calls[1].Get("text") != "A < B" || calls[1].Has("parse_mode") {
			t.Errorf("%s: sent %v", description, calls)
		}
		if !strings.Contains(log.String(), "level=ERROR") {
			t.Errorf("%s: not logged: %s", description, log)
		}

		f.refuse("sendMessage", 400, description, "")
		f.refuse("sendMessage", 400, description, "")
		_, err = c.Send(t.Context(), "telegram:5", doc)
		var failed *attache.SendError
		if !errors.As(err, &failed) || failed.Fault != attache.FaultMalformed || len(f.calls("sendMessage")) != 4 {
			t.Errorf("%s: refused twice: %v after %d calls", description, err, len(f.calls("sendMessage")))
		}
	}
}

func TestAnInlineAnswerIsWithinTelegramsLimits(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	var offers []attache.Offer
	for i := range 60 {
		offers = append(offers, attache.Offer{
			ID: strconv.Itoa(i / 2 * 2), Title: strings.Repeat("t", 300), Description: "d",
			Doc: text("Talks & more"),
		})
	}
	offers[4].Title, offers[5].Title, offers[6].ID, offers[7].ID = " ", " ", strings.Repeat("x", 65), ""
	for i := range 60 {
		offers = append(offers, attache.Offer{ID: "more" + strconv.Itoa(i), Title: "x", Doc: text("x")})
	}
	if err := c.AnswerInline(t.Context(), "i1", offers, "10", time.Minute); err != nil {
		t.Fatal(err)
	}
	call := f.calls("answerInlineQuery")[0]
	var got []offer
	if err := json.Unmarshal([]byte(call.Get("results")), &got); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, o := range got {
		ids[o.ID] = true
	}
	if len(got) != 50 || len(ids) != 50 || got[0].Content.Text != "Talks &amp; more" || utf8.RuneCountInString(got[0].Title) > 200 {
		t.Errorf("%d results, %+v", len(got), got[0])
	}
	if call.Get("next_offset") != "10" || call.Get("cache_time") != "60" || call.Get("inline_query_id") != "i1" {
		t.Errorf("asked %v", call)
	}
}

func TestAFileGoesAlongWithItsText(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	doc := text("All that is kept.")
	doc.File = &attache.File{Name: "chat.json", Data: []byte(`{"id":1}`)}
	if _, err := c.Send(t.Context(), "telegram:5", doc); err != nil {
		t.Fatal(err)
	}
	if call := f.calls("sendDocument")[0]; call.Get("caption") != "All that is kept." || call.Get("chat_id") != "5" {
		t.Errorf("sent %v", call)
	}
}

func TestAnAnswerRepliesToAMessageThatMayBeGone(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	doc := text("x")
	doc.ReplyTo = "9"
	if _, err := c.Send(t.Context(), "telegram:-5", doc); err != nil {
		t.Fatal(err)
	}
	if got := f.calls("sendMessage")[0].Get("reply_parameters"); got != `{"message_id":9,"allow_sending_without_reply":true}` {
		t.Errorf("replies %s", got)
	}
}

func TestLinksToTheBotHoldWhatTheyCan(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	base := "https://t.me/" + c.Username()
	for payload, want := range map[string]string{
		"latest_Iran": base + "?start=latest_Iran", "": base, "a b": base, "Иран": base, strings.Repeat("a", 65): base, "a&b": base,
	} {
		if got := c.Link(payload); got != want {
			t.Errorf("%q: %s", payload, got)
		}
	}
	if got := c.Invite(attache.Channel); got != base+"?startchannel&admin=post_messages" {
		t.Error(got)
	}
}
