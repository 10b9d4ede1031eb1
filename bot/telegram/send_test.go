package telegram

import (
	"errors"
	"strings"
	"testing"
	"time"

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
