package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

func TestIsAdmin(t *testing.T) {
	tests := []struct {
		name, chat, user string
		status           string // of getChatMember
		refused          bool   // getChatMember is
		want             bool
		asks             int
	}{
		{"everybody in a private chat", "telegram:5", "telegram:5", "", false, true, 0},
		{"the creator", "telegram:-7", "telegram:5", "creator", false, true, 1},
		{"an administrator, by number", "telegram:-7/3", "5", "administrator", false, true, 1},
		{"a member", "telegram:-7", "telegram:5", "member", false, false, 1},
		{"somebody restricted", "telegram:-7", "telegram:5", "restricted", false, false, 1},
		{"who speaks as the chat", "telegram:-7/3", "telegram:-7", "", false, true, 0},
		{"who speaks as another chat", "telegram:-7", "telegram:-8", "", false, false, 0},
		{"nobody", "telegram:-7", "", "", false, false, 0},
		{"a listed one where members are hidden", "telegram:-7", "telegram:5", "", true, true, 1},
		{"another where members are hidden", "telegram:-7", "telegram:6", "", true, false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake(t)
			c, _ := f.open(t)
			if tt.refused {
				f.refuse("getChatMember", 400, "Bad Request: member list is inaccessible", "")
				f.say("getChatAdministrators", 200,
					`{"ok":true,"result":[{"status":"creator","user":{"id":4}},{"status":"administrator","user":{"id":5}}]}`)
			} else {
				f.say("getChatMember", 200, fmt.Sprintf(`{"ok":true,"result":{"status":%q,"user":{"id":5}}}`, tt.status))
			}
			got, err := c.IsAdmin(t.Context(), tt.chat, tt.user)
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
			if n := len(f.calls("getChatMember")); n != tt.asks {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestIsAdminOfAChatThatCannotBeAskedIsAnError(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	f.refuse("getChatMember", 403, "Forbidden: bot was kicked from the group chat", "")
	ok, err := c.IsAdmin(t.Context(), "telegram:-7", "telegram:5")
	var failed *attache.SendError
	if ok || !errors.As(err, &failed) || failed.Fault != attache.FaultGone {
		t.Errorf("got %v, %v", ok, err)
	}
}

func TestPressAnswersWithAtMost200Characters(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	for _, text := range []string{"", " Saved ", strings.Repeat("é", 300)} {
		if err := c.Press(t.Context(), "telegram:5", "q1", text); err != nil {
			t.Fatal(err)
		}
	}
	calls := f.calls("answerCallbackQuery")
	if calls[0].Get("callback_query_id") != "q1" || calls[0].Has("text") || calls[1].Get("text") != "Saved" {
		t.Errorf("sent %v", calls)
	}
	if n := utf8.RuneCountInString(calls[2].Get("text")); n != 200 {
		t.Errorf("%d characters", n)
	}
	f.refuse("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "")
	var failed *attache.SendError
	if err := c.Press(t.Context(), "telegram:5", "q1", ""); !errors.As(err, &failed) || failed.Fault != attache.FaultHarmless {
		t.Errorf("too late: %v", err)
	}
}

func TestSetMenuLeavesOutWhatTelegramWouldRefuse(t *testing.T) {
	f := newFake(t)
	c, log := f.open(t)
	items := []attache.MenuItem{
		{Name: "latest", Description: "The newest stories"},
		{Name: "/quotes", Description: strings.Repeat("x", 300)},
		{Name: "Digest", Description: "upper case"},
		{Name: "", Description: "nameless"},
		{Name: "a-b", Description: "a dash"},
		{Name: strings.Repeat("a", 33), Description: "too long"},
		{Name: "stop", Description: " "},
	}
	for i := range 120 {
		items = append(items, attache.MenuItem{Name: fmt.Sprint("more", i), Description: "x"})
	}
	if err := c.SetMenu(t.Context(), attache.Menu{Private: items, About: strings.Repeat("y", 200), Description: "What I do"}); err != nil {
		t.Fatal(err)
	}
	var got []tgbotapi.BotCommand
	if err := json.Unmarshal([]byte(f.calls("setMyCommands")[0].Get("commands")), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 100 || got[0].Command != "latest" || got[1].Command != "quotes" || utf8.RuneCountInString(got[1].Description) != 256 ||
		got[2].Command != "more0" {
		t.Errorf("sent %v", got)
	}
	var scopes []string
	for _, call := range f.calls("setMyCommands") {
		scopes = append(scopes, call.Get("scope"))
	}
	if got := strings.Join(scopes, " "); got != `{"type":"default"} {"type":"all_private_chats"} {"type":"all_group_chats"} `+
		`{"type":"all_chat_administrators"}` {
		t.Errorf("scopes %s", got)
	}
	if about := f.calls("setMyShortDescription")[0].Get("short_description"); utf8.RuneCountInString(about) != 120 {
		t.Errorf("said %q in a line", about)
	}
	if n := strings.Count(log.String(), "left a command out"); n != 2*(5+22) { // for everybody, and for private chats
		t.Errorf("logged %d", n)
	}
	if err := c.SetMenu(t.Context(), attache.Menu{}); err != nil || f.calls("setMyCommands")[4].Get("commands") != "[]" {
		t.Errorf("an empty menu: %v", err)
	}
}

func TestAMenuIsSetForTheLanguageOfWhoSeesIt(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	menu := attache.Menu{
		Lang: "uk", About: "Про мене", Description: "Що я роблю",
		Private: []attache.MenuItem{{Name: "latest", Description: "Останнє"}, {Name: "channel", Description: "Канал"}},
		Group:   []attache.MenuItem{{Name: "latest", Description: "Останнє"}},
		Admins:  []attache.MenuItem{{Name: "latest", Description: "Останнє"}, {Name: "stop", Description: "Досить"}},
	}
	if err := c.SetMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	calls := f.calls("setMyCommands")
	for _, call := range calls {
		if call.Get("language_code") != "uk" {
			t.Errorf("for %s in language %q", call.Get("scope"), call.Get("language_code"))
		}
	}
	if len(calls) != 4 {
		t.Errorf("%d menus", len(calls))
	}
	for _, method := range []string{"setMyShortDescription", "setMyDescription"} {
		if got := f.calls(method); len(got) != 1 || got[0].Get("language_code") != "uk" {
			t.Errorf("%s: %v", method, got)
		}
	}
}

func TestAChatsOwnMenuStandsInItsScopesAndGoesAgain(t *testing.T) {
	latest, stop := attache.MenuItem{Name: "latest", Description: "Neues"}, attache.MenuItem{Name: "stop", Description: "Schluss"}
	menu := attache.Menu{
		Lang: "de", Private: []attache.MenuItem{latest, stop}, Group: []attache.MenuItem{latest},
		Admins: []attache.MenuItem{stop},
	}
	for _, c := range []struct{ chat, want, gone string }{
		{"telegram:5", `{"type":"chat","chat_id":5} latest stop`, `{"type":"chat","chat_id":5}`},
		{
			"telegram:-1007", `{"type":"chat","chat_id":-1007} latest, {"type":"chat_administrators","chat_id":-1007} stop`,
			`{"type":"chat","chat_id":-1007}, {"type":"chat_administrators","chat_id":-1007}`,
		},
	} {
		f := newFake(t)
		client, _ := f.open(t)
		if err := client.SetChatMenu(t.Context(), c.chat, menu); err != nil {
			t.Fatal(err)
		}
		var set, gone []string
		for _, call := range f.calls("setMyCommands") {
			if call.Get("language_code") != "" { // the chat chose: it holds whatever a member's client speaks
				t.Errorf("%s: in language %q alone", c.chat, call.Get("language_code"))
			}
			var items []tgbotapi.BotCommand
			if err := json.Unmarshal([]byte(call.Get("commands")), &items); err != nil {
				t.Fatal(err)
			}
			line := call.Get("scope")
			for _, item := range items {
				line += " " + item.Command
			}
			set = append(set, line)
		}
		if err := client.SetChatMenu(t.Context(), c.chat, attache.Menu{}); err != nil {
			t.Fatal(err)
		}
		for _, call := range f.calls("deleteMyCommands") {
			gone = append(gone, call.Get("scope"))
		}
		slices.Sort(set)
		slices.Sort(gone)
		if got := strings.Join(set, ", "); got != c.want {
			t.Errorf("%s: set %s", c.chat, got)
		}
		if got := strings.Join(gone, ", "); got != c.gone {
			t.Errorf("%s: gone %s", c.chat, got)
		}
	}
	f := newFake(t)
	client, _ := f.open(t)
	if err := client.SetChatMenu(t.Context(), "mail:a@b", menu); err == nil {
		t.Error("an address of another channel is taken")
	}
}

func TestButtonsThatTelegramWouldRefuseAreLeftOut(t *testing.T) {
	f := newFake(t)
	c, log := f.open(t)
	doc := text("Choose")
	doc.Buttons = [][]attache.Button{
		{{Label: "ok", Command: strings.Repeat("x", 64)}, {Label: "toolong", Command: strings.Repeat("x", 65)}},
		{{Label: "bytes", Command: strings.Repeat("é", 33)}, {Label: " ", Command: "/x"}, {Label: "nothing"}},
		{{Label: "bad", URL: "javascript:alert(1)"}, {Label: "nodot", URL: "https://localhost/"}},
		{},
		{{Label: "either", URL: "ftp://x.example", Command: "/latest"}, {Label: "read", URL: "https://wire.example/?a=\"b\""}},
	}
	if _, err := c.Send(t.Context(), "telegram:5", doc); err != nil {
		t.Fatal(err)
	}
	want := `{"inline_keyboard":[[{"text":"ok","callback_data":"` + strings.Repeat("x", 64) + `"}],` +
		`[{"text":"either","callback_data":"/latest"},{"text":"read","url":"https://wire.example/?a=\"b\""}]]}`
	if got := f.calls("sendMessage")[0].Get("reply_markup"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, label := range []string{"toolong", "bytes", "nothing", "bad", "nodot"} {
		if !strings.Contains(log.String(), label) {
			t.Errorf("%s is not in the log", label)
		}
	}
	doc.Buttons = [][]attache.Button{{{Label: "nothing"}}, {}}
	if _, err := c.Send(t.Context(), "telegram:5", doc); err != nil || f.calls("sendMessage")[1].Has("reply_markup") {
		t.Errorf("a keyboard without buttons was sent: %v", err)
	}
}

func TestKeyboardsAreAtMostEightWideAndAHundredInAll(t *testing.T) {
	var row []attache.Button
	for i := range 19 {
		row = append(row, attache.Button{Label: fmt.Sprint(i), Command: "/x"})
	}
	markup, dropped := keyboard([][]attache.Button{row, row, row, row, row, row})
	count := 0
	for _, line := range markup.InlineKeyboard {
		if len(line) > 8 || len(line) == 0 {
			t.Errorf("a row of %d", len(line))
		}
		count += len(line)
	}
	if count != 100 || len(dropped) != 14 {
		t.Errorf("%d buttons, %d dropped", count, len(dropped))
	}
	if got := markup.InlineKeyboard[1][0].Text; got != "8" {
		t.Errorf("the second row begins with %s", got)
	}
}

func TestARefusedKeyboardGoesWithTheMarkup(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	f.refuse("sendMessage", 400, "Bad Request: BUTTON_URL_INVALID", "")
	doc := text("Choose")
	doc.Buttons = [][]attache.Button{{{Label: "read", URL: "https://wire.example/"}}}
	if _, err := c.Send(t.Context(), "telegram:5", doc); err != nil {
		t.Fatal(err)
	}
	if f.calls("sendMessage")[1].Has("reply_markup") {
		t.Error("sent the keyboard again")
	}
}

func TestWhatIsNoAddressIsNeverAsked(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	for _, id := range []string{
		"", "5", "telegram:", "telegram:x", "telegram:0", "telegram:5/", "telegram:5/0", "telegram:5/-1",
		"telegram:5/6/7", "matrix:5", "telegram:99999999999999999999",
	} {
		_, err := c.Send(t.Context(), id, text("x"))
		var failed *attache.SendError
		if !errors.As(err, &failed) || failed.Fault != attache.FaultMalformed {
			t.Errorf("%q: %v", id, err)
		}
		if err := c.Edit(t.Context(), id, "1", text("x")); err == nil {
			t.Errorf("%q: edited", id)
		}
	}
	for _, id := range []string{"", "x", "-1", "0"} {
		if err := c.Edit(t.Context(), "telegram:5", id, text("x")); err == nil {
			t.Errorf("message %q: edited", id)
		}
	}
	if n := len(f.calls("sendMessage")) + len(f.calls("editMessageText")); n > 0 {
		t.Errorf("asked %d times", n)
	}
}

func TestAnAcceptedMessageIsNeverAnError(t *testing.T) {
	for _, result := range []string{`true`, `null`, `{}`, `{"message_id":"x"}`} {
		f := newFake(t)
		c, log := f.open(t)
		f.say("sendMessage", 200, `{"ok":true,"result":`+result+`}`)
		id, err := c.Send(t.Context(), "telegram:5", text("x"))
		if err != nil || id != "" || !strings.Contains(log.String(), "no number") {
			t.Errorf("%s: %q, %v", result, id, err)
		}
	}
}

// TestEveryMethodAndParameterExists asks for everything once and looks each
// name up in the machine-readable Bot API.
func TestEveryMethodAndParameterExists(t *testing.T) {
	folder := os.Getenv("ATTACHE_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(folder, "data", "telegram", "api.json"))
	if err != nil {
		t.Skipf("the Bot API's specification is not here: %v", err)
	}
	var spec struct {
		Methods map[string]struct {
			Fields []struct{ Name string }
		}
	}
	if err := json.Unmarshal(data, &spec); err != nil || len(spec.Methods) < 100 {
		t.Fatalf("%d methods, %v", len(spec.Methods), err)
	}
	f := newFake(t)
	c, _ := f.open(t)
	doc := text("x")
	doc.Silent = true
	doc.Buttons = [][]attache.Button{{{Label: "a", Command: "/b"}}}
	f.refuse("getChatMember", 400, "Bad Request: member list is inaccessible", "")
	f.say("getChatAdministrators", 200, `{"ok":true,"result":[]}`)
	_, errSend := c.Send(t.Context(), "telegram:-5/6", doc)
	_, errUpdates := c.Updates(t.Context(), "7")
	_, errAdmin := c.IsAdmin(t.Context(), "telegram:-5", "telegram:6")
	if err := errors.Join(errSend, errUpdates, errAdmin, c.Edit(t.Context(), "telegram:5", "6", doc),
		c.Press(t.Context(), "telegram:5", "q", "text"),
		c.SetMenu(t.Context(), attache.Menu{Private: []attache.MenuItem{{Name: "latest", Description: "News"}}})); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, call := range f.asked {
		seen[call.method] = true
		method, known := spec.Methods[call.method]
		if !known {
			t.Errorf("no method %s", call.method)
		}
		names := map[string]bool{}
		for _, field := range method.Fields {
			names[field.Name] = true
		}
		for name := range call.params {
			if !names[name] {
				t.Errorf("%s has no parameter %s", call.method, name)
			}
		}
	}
	if len(seen) != 10 {
		t.Errorf("asked for %v", seen)
	}
}

func TestWhereAMemberMayNotBeLookedUpTheAdministratorsAreAsked(t *testing.T) {
	for _, refusal := range []string{
		"Bad Request: CHAT_ADMIN_REQUIRED", "Bad Request: member list is inaccessible", "Bad Request: PARTICIPANT_ID_INVALID",
	} {
		f := newFake(t)
		c, _ := f.open(t)
		f.refuse("getChatMember", 400, refusal, "")
		f.say("getChatAdministrators", 200, `{"ok":true,"result":[{"status":"creator","user":{"id":5}}]}`)
		if ok, err := c.IsAdmin(t.Context(), "telegram:-7", "telegram:5"); !ok || err != nil {
			t.Errorf("%s: %v, %v", refusal, ok, err)
		}
	}
}

func TestNothingIsAskedWhileA429Holds(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	f.refuse("sendMessage", 429, "Too Many Requests: retry after 3600", `{"retry_after":3600}`)
	f.refuse("sendMessage", 429, "Too Many Requests: retry after 3600", `{"retry_after":3600}`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, tt := range []struct {
		to    string
		asked int // so far
	}{{"telegram:5", 1}, {"telegram:5", 1}, {"telegram:6", 2}, {"telegram:6", 2}, {"telegram:7", 2}} {
		_, err := c.Send(ctx, tt.to, text("Good morning"))
		var failed *attache.SendError
		if !errors.As(err, &failed) || failed.Fault != attache.FaultRate || failed.RetryAfter < 59*time.Minute {
			t.Errorf("to %s: %v", tt.to, err)
		}
		if n := len(f.calls("sendMessage")); n != tt.asked {
			t.Errorf("to %s: %d requests, want %d", tt.to, n, tt.asked)
		}
	}
	if err := c.Press(ctx, "telegram:8", "q", ""); err == nil || len(f.calls("answerCallbackQuery")) > 0 {
		t.Errorf("a press was answered: %v", err)
	}
}
