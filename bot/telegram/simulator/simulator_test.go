package simulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"attache/bot/telegram/simulator"
)

func TestTokenAndMethodMustBeRight(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	for _, c := range []struct {
		name, path, description string
		code                    int
	}{
		{"unknown well-formed token", "/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe", "Unauthorized", 401},
		{"malformed token", "/botnonsense/getMe", "Not Found", 404},
		{"unknown method", "/bot" + w.Token() + "/getYou", "Not Found: method not found", 404},
		{"no bot in the path", "/getMe", "Not Found", 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+c.path, nil)
			r, err := readReply(w.http.Client().Do(req))
			if err != nil || r.OK || r.Code != c.code || r.Description != c.description {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestBodiesMayBeFormMultipartJSONOrQuery(t *testing.T) {
	multipart := "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n501\r\n--x\r\nContent-Disposition: form-data; " +
		"name=\"text\"\r\n\r\nhello\r\n--x--\r\n"
	for _, c := range []struct{ name, kind, query, body string }{
		{"form", "application/x-www-form-urlencoded", "", url.Values{"chat_id": {"501"}, "text": {"hello"}}.Encode()},
		{"JSON", "application/json", "", `{"chat_id":501,"text":"hello"}`},
		{"JSON with id as text", "application/json; charset=utf-8", "", `{"chat_id":"501","text":"hello"}`},
		{"multipart", "multipart/form-data; boundary=x", "", multipart},
		{"query", "", "?chat_id=501&text=hello", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.http.URL+"/bot"+w.Token()+"/SENDMESSAGE"+c.query,
				strings.NewReader(c.body))
			if c.kind != "" {
				req.Header.Set("Content-Type", c.kind)
			}
			if r, err := readReply(w.http.Client().Do(req)); err != nil || !r.OK {
				t.Fatalf("got %+v, %v", r, err)
			}
			if sent := w.Sent(501); len(sent) != 1 || sent[0].Text != "hello" {
				t.Errorf("journal: %+v", sent)
			}
		})
	}
}

func TestUpdatesAreGivenAgainUntilConfirmed(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	for _, text := range []string{"/start", "two", "three"} {
		if _, err := w.Say(ada.ID, ada, text); err != nil {
			t.Fatal(err)
		}
	}
	first := ok[[]simulator.Update](w, "getUpdates", fields{"limit": 2})
	again := ok[[]simulator.Update](w, "getUpdates", fields{})
	if len(first) != 2 || len(again) != 3 || first[0].ID != again[0].ID || again[0].Message.Text != "/start" {
		t.Fatalf("first %+v\nagain %+v", first, again)
	}
	if e := again[0].Message.Entities; len(e) != 1 || e[0].Type != "bot_command" || e[0].Length != 6 {
		t.Errorf("entities of a command: %+v", e)
	}
	rest := ok[[]simulator.Update](w, "getUpdates", fields{"offset": again[1].ID + 1})
	if len(rest) != 1 || rest[0].Message.Text != "three" || w.Pending() != 1 {
		t.Errorf("after confirming two: %+v, %d pending", rest, w.Pending())
	}
}

func TestLongPollEndsWhenSomethingArrives(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	answered := make(chan []simulator.Update)
	go func() { answered <- ok[[]simulator.Update](w, "getUpdates", fields{"timeout": 50}) }()
	w.awaitPoll()
	if _, err := w.Say(ada.ID, ada, "now"); err != nil {
		t.Fatal(err)
	}
	if got := <-answered; len(got) != 1 || got[0].Message.Text != "now" {
		t.Errorf("got %+v", got)
	}
}

// awaitPoll returns when a getUpdates waits: only then has the server an
// update to wake it for.
func (w *world) awaitPoll() {
	for !w.Polling() {
		if w.t.Context().Err() != nil {
			w.t.Fatal("no poll came")
		}
	}
}

func TestSecondPollEndsTheFirstWithConflict(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	ended := make(chan reply)
	go func() { ended <- w.call("getUpdates", fields{"timeout": 50}) }()
	w.awaitPoll()
	if got := ok[[]simulator.Update](w, "getUpdates", fields{}); len(got) != 0 {
		t.Errorf("second poll got %+v", got)
	}
	if r := <-ended; r.Code != 409 ||
		r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("first poll: %+v", r)
	}
}

func TestAllowedUpdatesAreRemembered(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	ok[[]simulator.Update](w, "getUpdates", fields{"allowed_updates": []string{"callback_query"}})
	_, _ = w.Say(ada.ID, ada, "unheard")
	if n := w.Pending(); n != 0 {
		t.Errorf("%d updates pending, want none: messages are not allowed", n)
	}
	ok[[]simulator.Update](w, "getUpdates", fields{})
	_, _ = w.Say(ada.ID, ada, "still unheard")
	if n := w.Pending(); n != 0 {
		t.Errorf("%d updates pending, want none: the setting stays", n)
	}
	ok[[]simulator.Update](w, "getUpdates", fields{"allowed_updates": []string{}})
	_, _ = w.Say(ada.ID, ada, "heard")
	if n := w.Pending(); n != 1 {
		t.Errorf("%d updates pending, want 1: an empty list is the default", n)
	}
}

func TestSendMessageKeepsItsRules(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	long := strings.Repeat("я", 4096)
	m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "<b>" + long + "</b>", "parse_mode": "HTML"})
	if len([]rune(m.Text)) != 4096 || len(m.Entities) != 1 {
		t.Errorf("4096 code points and a bold: %d, %+v", len([]rune(m.Text)), m.Entities)
	}
	markup := func(s string) json.RawMessage { return json.RawMessage(s) }
	for _, c := range []struct {
		name, description string
		body              fields
	}{
		{"unknown chat", "Bad Request: chat not found", fields{"chat_id": 777, "text": "x"}},
		{"no chat", "Bad Request: chat_id is empty", fields{"text": "x"}},
		{"no text", "Bad Request: message text is empty", fields{"chat_id": 501}},
		{"white space", "Bad Request: text must be non-empty", fields{"chat_id": 501, "text": " \n\t "}},
		{"only empty markup", "Bad Request: text must be non-empty", fields{"chat_id": 501, "text": "<b> </b>", "parse_mode": "html"}},
		{"too long", "Bad Request: message is too long", fields{"chat_id": 501, "text": long + "я"}},
		{
			"a tag Telegram does not know", `Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 3`,
			fields{"chat_id": 501, "text": "яx<br>", "parse_mode": "HTML"},
		},
		{"unknown parse mode", "Bad Request: unsupported parse_mode", fields{"chat_id": 501, "text": "x", "parse_mode": "BBCode"}},
		{"long callback data", "Bad Request: BUTTON_DATA_INVALID", fields{
			"chat_id": 501, "text": "x",
			"reply_markup": markup(`{"inline_keyboard":[[{"text":"a","callback_data":"` + strings.Repeat("x", 65) + `"}]]}`),
		}},
		{
			"null keyboard", `Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`,
			fields{"chat_id": 501, "text": "x", "reply_markup": markup(`{"inline_keyboard":null}`)},
		},
		{
			"text button", "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
			fields{"chat_id": 501, "text": "x", "reply_markup": markup(`{"inline_keyboard":[[{"text":"a"}]]}`)},
		},
		{
			"bad button URL", "Bad Request: inline keyboard button URL 'javascript:x' is invalid: Wrong port number specified in the URL",
			fields{"chat_id": 501, "text": "x", "reply_markup": markup(`{"inline_keyboard":[[{"text":"a","url":"javascript:x"}]]}`)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.refused("sendMessage", c.body, 400, c.description)
		})
	}
	if n := len(w.Journal()); n != 1 {
		t.Errorf("the journal has %d entries, want 1: what is refused is not accepted", n)
	}
}

func TestEditsReplaceTextAndButtons(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	keyboard := json.RawMessage(`{"inline_keyboard":[[{"text":"More","callback_data":"more"}]]}`)
	m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "one", "reply_markup": keyboard})
	w.refused("editMessageText", fields{"chat_id": 501, "message_id": m.ID, "text": "one", "reply_markup": keyboard}, 400,
		"Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and "+
			"reply markup of the message")
	w.refused("editMessageText", fields{"chat_id": 501, "message_id": 99, "text": "x"}, 400, "Bad Request: message to edit not found")
	w.refused("editMessageText", fields{"chat_id": groupID, "message_id": m.ID, "text": "x"}, 400, "Bad Request: message to edit not found")
	e := ok[simulator.Message](w, "editMessageText", fields{"chat_id": 501, "message_id": m.ID, "text": "two"})
	if e.Text != "two" || e.ReplyMarkup != nil || e.EditDate == 0 {
		t.Errorf("edited without reply_markup: %+v", e)
	}
	e = ok[simulator.Message](w, "editMessageReplyMarkup", fields{"chat_id": 501, "message_id": m.ID, "reply_markup": keyboard})
	if e.Text != "two" || e.ReplyMarkup == nil {
		t.Errorf("edited buttons: %+v", e)
	}
	if id, _ := w.Say(ada.ID, ada, "mine"); id != 0 {
		w.refused("editMessageText", fields{"chat_id": 501, "message_id": id, "text": "x"}, 400, "Bad Request: message can't be edited")
	}
}

func TestPressIsAnsweredOnce(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	m := ok[simulator.Message](w, "sendMessage", fields{
		"chat_id": 501, "text": "one",
		"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"More","callback_data":"/latest 10"}]]}`),
	})
	if _, err := w.Press(501, m.ID, ada, "nothing"); !errors.Is(err, simulator.ErrNoChat) {
		t.Errorf("pressing a button that is not there: %v", err)
	}
	id, err := w.Press(501, m.ID, ada, "/latest 10")
	if err != nil {
		t.Fatal(err)
	}
	got := ok[[]simulator.Update](w, "getUpdates", fields{})
	if len(got) != 1 || got[0].CallbackQuery == nil || got[0].CallbackQuery.ID != id || got[0].CallbackQuery.Data != "/latest 10" ||
		got[0].CallbackQuery.Message.ID != m.ID || got[0].CallbackQuery.ChatInstance == "" {
		t.Fatalf("update: %+v", got)
	}
	w.refused("answerCallbackQuery", fields{"callback_query_id": id, "text": strings.Repeat("x", 201)}, 400, "Bad Request: MESSAGE_TOO_LONG")
	ok[bool](w, "answerCallbackQuery", fields{"callback_query_id": id, "text": "There"})
	w.refused("answerCallbackQuery", fields{"callback_query_id": id}, 400,
		"Bad Request: query is too old and response timeout expired or query ID is invalid")
}

func TestCommandsAreKeptPerScopeAndLanguage(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	list := []simulator.Command{{Command: "latest", Description: "The newest"}}
	ok[bool](w, "setMyCommands", fields{"commands": list})
	ok[bool](w, "setMyCommands", fields{"commands": []simulator.Command{{Command: "neu", Description: "Neues"}}, "language_code": "de"})
	if got := ok[[]simulator.Command](w, "getMyCommands", fields{}); len(got) != 1 || got[0] != list[0] {
		t.Errorf("default: %+v", got)
	}
	if got := w.Commands(501, "de"); len(got) != 1 || got[0].Command != "neu" {
		t.Errorf("a German's menu: %+v", got)
	}
	w.refused("setMyCommands", fields{"commands": []simulator.Command{{Command: "la-test", Description: "x"}}}, 400,
		"Bad Request: BOT_COMMAND_INVALID")
}

func TestChatStatesRefuseInTelegramsWords(t *testing.T) {
	for _, c := range []struct {
		chat        int64
		state       simulator.ChatState
		code        int
		description string
	}{
		{501, simulator.Blocked, 403, "Forbidden: bot was blocked by the user"},
		{501, simulator.Deactivated, 403, "Forbidden: user is deactivated"},
		{501, simulator.NotStarted, 403, "Forbidden: bot can't initiate conversation with a user"},
		{groupID, simulator.Kicked, 403, "Forbidden: bot was kicked from the group chat"},
		{superID, simulator.Kicked, 403, "Forbidden: bot was kicked from the supergroup chat"},
		{channelID, simulator.NotMember, 403, "Forbidden: bot is not a member of the channel chat"},
		{groupID, simulator.Deleted, 403, "Forbidden: the group chat was deleted"},
		{superID, simulator.ReadOnly, 400, "Bad Request: not enough rights to send text messages to the chat"},
	} {
		t.Run(c.description, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			if err := w.SetState(c.chat, c.state); err != nil {
				t.Fatal(err)
			}
			w.refused("sendMessage", fields{"chat_id": c.chat, "text": "x"}, c.code, c.description)
		})
	}
	t.Run("an upgraded group names its new id", func(t *testing.T) {
		w := newWorld(t, simulator.Options{})
		if err := w.Migrate(groupID, -1007); err != nil {
			t.Fatal(err)
		}
		r := w.refused("sendMessage", fields{"chat_id": groupID, "text": "x"}, 400, "Bad Request: group chat was upgraded to a supergroup chat")
		if r.Parameters.MigrateTo != -1007 {
			t.Errorf("parameters: %+v", r.Parameters)
		}
		ok[simulator.Message](w, "sendMessage", fields{"chat_id": -1007, "text": "x"})
		got := ok[[]simulator.Update](w, "getUpdates", fields{})
		if len(got) != 2 || got[0].Message.MigrateTo != -1007 || got[1].Message.MigrateFrom != groupID {
			t.Errorf("updates: %+v", got)
		}
	})
}

func TestADelayThatOutlastsTheClientAcceptsNothing(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.Inject(simulator.Fault{Kind: simulator.Delay, Wait: time.Hour, Times: -1})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if r, err := w.try(ctx, "sendMessage", fields{"chat_id": 501, "text": "x"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %+v, %v", r, err)
	}
	if n := len(w.Sent(501)); n != 0 {
		t.Errorf("%d messages accepted, want none", n)
	}
}

func TestCorrectionsAreTold(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	id, _ := w.Say(501, ada, "/latets")
	if err := w.Correct(501, id, "/latest"); err != nil {
		t.Fatal(err)
	}
	got := ok[[]simulator.Update](w, "getUpdates", fields{})
	if len(got) != 2 || got[0].Message.Text != "/latets" || got[1].EditedMessage == nil || got[1].EditedMessage.Text != "/latest" {
		t.Errorf("updates: %+v", got)
	}
}

func TestFaultsGoWrongAsTheyShould(t *testing.T) {
	send := fields{"chat_id": 501, "text": "x"}
	t.Run("a refusal is taken once", func(t *testing.T) {
		w := newWorld(t, simulator.Options{})
		w.Inject(simulator.Fault{RetryAfter: 7})
		if r := w.refused("sendMessage", send, 429, "Too Many Requests: retry after 7"); r.Parameters.RetryAfter != 7 {
			t.Errorf("parameters: %+v", r.Parameters)
		}
		ok[simulator.Message](w, "sendMessage", send)
	})
	t.Run("getMe is not touched by faults of sends", func(t *testing.T) {
		w := newWorld(t, simulator.Options{})
		w.Inject(simulator.Fault{Code: 500})
		ok[simulator.User](w, "getMe", nil)
	})
	for _, c := range []struct {
		name     string
		kind     simulator.FaultKind
		accepted int
	}{
		{"dropped before accepting", simulator.DropEarly, 0},
		{"dropped after accepting", simulator.DropLate, 1},
		{"HTML of a gateway", simulator.BadGate, 0},
		{"half the JSON", simulator.Truncate, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			w.Inject(simulator.Fault{Kind: c.kind})
			if r, err := w.try(context.Background(), "sendMessage", send); err == nil {
				t.Errorf("got an answer: %+v", r)
			}
			if n := len(w.Sent(501)); n != c.accepted {
				t.Errorf("%d messages accepted, want %d", n, c.accepted)
			}
		})
	}
}
