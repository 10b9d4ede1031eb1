package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot/telegram/simulator"
)

// clock is a time that only moves when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Date(2031, 5, 6, 7, 0, 0, 0, time.UTC)} }

func TestRatesAreEnforcedWithTheSecondsToWait(t *testing.T) {
	c := newClock()
	w := newWorld(t, simulator.Options{Now: c.Now, Rates: &simulator.DocumentedRates})
	send := fields{"chat_id": 501, "text": "x"}
	ok[simulator.Message](w, "sendMessage", send)
	if r := w.refused("sendMessage", send, 429, "Too Many Requests: retry after 1"); r.Parameters.RetryAfter != 1 {
		t.Errorf("parameters: %+v", r.Parameters)
	}
	c.add(time.Second)
	m := ok[simulator.Message](w, "sendMessage", send)
	w.refused("editMessageText", fields{"chat_id": 501, "message_id": m.ID, "text": "y"}, 429, "Too Many Requests: retry after 1")
	for range 20 {
		c.add(time.Second)
		ok[simulator.Message](w, "sendMessage", fields{"chat_id": groupID, "text": "x"})
	}
	c.add(time.Second)
	w.refused("sendMessage", fields{"chat_id": groupID, "text": "x"}, 429, "Too Many Requests: retry after 40")
	c.add(time.Minute)
	for i := range 30 {
		w.AddChat(simulator.Chat{ID: int64(900 + i), FirstName: "F"})
		ok[simulator.Message](w, "sendMessage", fields{"chat_id": 900 + i, "text": "x"})
	}
	w.refused("sendMessage", send, 429, "Too Many Requests: retry after 1")
	if n := len(w.Sent(groupID)); n != 20 {
		t.Errorf("the group has %d messages, want 20", n)
	}
}

func TestUpdatesExpireAfterADay(t *testing.T) {
	c := newClock()
	w := newWorld(t, simulator.Options{Now: c.Now})
	_, _ = w.Say(ada.ID, ada, "old")
	c.add(23 * time.Hour)
	_, _ = w.Say(ada.ID, ada, "new")
	c.add(2 * time.Hour)
	if got := ok[[]simulator.Update](w, "getUpdates", fields{}); len(got) != 1 || got[0].Message.Text != "new" {
		t.Errorf("got %+v", got)
	}
}

func TestNegativeOffsetKeepsTheNewest(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	for i := range 5 {
		_, _ = w.Say(ada.ID, ada, fmt.Sprint("n", i))
	}
	if got := ok[[]simulator.Update](w, "getUpdates", fields{"offset": -2}); len(got) != 2 || got[0].Message.Text != "n3" || w.Pending() != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestPrivacyModeHidesWhatIsNotForTheBot(t *testing.T) {
	w := newWorld(t, simulator.Options{Username: "attache_bot"})
	said := []string{"hello all", "/latest", "/latest@Attache_Bot 3", "/latest@other_bot", "hi @attache_bot", "see a/b"}
	for _, text := range said {
		if _, err := w.Say(superID, ada, text); err != nil {
			t.Fatal(err)
		}
	}
	var heard []string
	for _, u := range ok[[]simulator.Update](w, "getUpdates", fields{}) {
		heard = append(heard, u.Message.Text)
	}
	if got, want := strings.Join(heard, "|"), "/latest|/latest@Attache_Bot 3|hi @attache_bot"; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestChannelsPostWithoutASender(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	_, _ = w.Say(channelID, ada, "posted")
	got := ok[[]simulator.Update](w, "getUpdates", fields{})
	if len(got) != 1 || got[0].ChannelPost == nil || got[0].ChannelPost.From != nil || got[0].ChannelPost.SenderChat.ID != channelID {
		t.Errorf("got %+v", got)
	}
}

func TestBlockingAndComingBackAreTold(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	if err := w.SetState(501, simulator.Blocked); err != nil {
		t.Fatal(err)
	}
	_, _ = w.Say(501, ada, "/start")
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "welcome back"})
	got := ok[[]simulator.Update](w, "getUpdates", fields{})
	if len(got) != 3 || got[0].MyChatMember.New.Status != "kicked" || got[1].MyChatMember.New.Status != "member" || got[2].Message == nil {
		t.Errorf("updates: %+v", got)
	}
}

func TestTopicsMustExistAndBeOpen(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.AddChat(simulator.Chat{ID: superID, Type: simulator.Supergroup, Title: "Forum", IsForum: true})
	_ = w.AddTopic(superID, 7, true)
	_ = w.AddTopic(superID, 8, false)
	m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": superID, "message_thread_id": 7, "text": "x"})
	if m.ThreadID != 7 || !m.IsTopic {
		t.Errorf("message: %+v", m)
	}
	w.refused("sendMessage", fields{"chat_id": superID, "message_thread_id": 8, "text": "x"}, 400, "Bad Request: TOPIC_CLOSED")
	w.refused("sendMessage", fields{"chat_id": superID, "message_thread_id": 9, "text": "x"}, 400, "Bad Request: message thread not found")
	_, _ = w.SayIn(superID, 7, ada, "/latest")
	if got := ok[[]simulator.Update](w, "getUpdates", fields{}); len(got) != 1 || got[0].Message.ThreadID != 7 || !got[0].Message.IsTopic {
		t.Errorf("updates: %+v", got)
	}
}

func TestManyButtonsAreCutAndAnEmptyKeyboardIsNone(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	row := make([]map[string]string, 14)
	for i := range row {
		row[i] = map[string]string{"text": "b", "callback_data": "d"}
	}
	rows := make([][]map[string]string, 40)
	for i := range rows {
		rows[i] = row
	}
	m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "x", "reply_markup": map[string]any{"inline_keyboard": rows}})
	total := 0
	for _, r := range m.ReplyMarkup.Rows {
		if len(r) > 12 {
			t.Errorf("a row of %d", len(r))
		}
		total += len(r)
	}
	if total != 300 {
		t.Errorf("%d buttons, want 300", total)
	}
	m = ok[simulator.Message](w, "sendMessage", fields{
		"chat_id": 501, "text": "x",
		"reply_markup": map[string]any{"inline_keyboard": []any{}},
	})
	if m.ReplyMarkup != nil {
		t.Errorf("markup: %+v", m.ReplyMarkup)
	}
}

func TestWebhookRulesAndConflict(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.refused("setWebhook", fields{"url": "http://a.example/"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
	w.refused("setWebhook", fields{"url": "https://a.example:444/"}, 400,
		"Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	ok[bool](w, "setWebhook", fields{"url": "https://a.example:8443/hook", "secret_token": "abc"})
	w.refused("getUpdates", fields{}, 409,
		"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	ok[bool](w, "deleteWebhook", nil)
	ok[[]simulator.Update](w, "getUpdates", fields{})
}

func TestAdministratorsAreTold(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	_ = w.SetMember(superID, ada, "creator")
	_ = w.SetMember(superID, simulator.User{ID: 502, FirstName: "Boris"}, "member")
	m := ok[simulator.Member](w, "getChatMember", fields{"chat_id": "@desk_forum", "user_id": 501})
	if m.Status != "creator" || m.User.ID != 501 {
		t.Errorf("member: %+v", m)
	}
	if list := ok[[]simulator.Member](w, "getChatAdministrators", fields{"chat_id": superID}); len(list) != 1 || list[0].User.ID != 501 {
		t.Errorf("administrators: %+v", list)
	}
	if n := ok[int](w, "getChatMemberCount", fields{"chat_id": superID}); n != 3 {
		t.Errorf("%d members, want 3", n)
	}
	w.refused("getChatMember", fields{"chat_id": superID, "user_id": 9}, 400, "Bad Request: user not found")
	w.refused("getChatAdministrators", fields{"chat_id": 501}, 400, "Bad Request: there are no administrators in the private chat")
}

func TestEntitiesBesideATextAreChecked(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	send := func(offset, length int) fields {
		return fields{"chat_id": 501, "text": "a😀b", "entities": []simulator.Entity{{Type: "bold", Offset: offset, Length: length}}}
	}
	if m := ok[simulator.Message](w, "sendMessage", send(1, 2)); len(m.Entities) != 1 || m.Entities[0].Length != 2 {
		t.Errorf("entities: %+v", m.Entities)
	}
	w.refused("sendMessage", send(2, 1), 400, "Bad Request: entity begins in a middle of a UTF-16 symbol at UTF-16 offset 2")
	w.refused("sendMessage", send(3, 9), 400,
		"Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 12")
	w.refused("sendMessage", send(7, 1), 400, "Bad Request: entity begins after the end of the text at UTF-16 offset 7")
}

func TestJournalIsReadOverHTTP(t *testing.T) {
	w := newWorld(t, simulator.Options{JournalLimit: 3})
	for i := range 5 {
		ok[simulator.Message](w, "sendMessage", fields{
			"chat_id": 501, "text": fmt.Sprintf("<b>n%d</b> & <script", i)[:9], "parse_mode": "HTML",
			"disable_web_page_preview": true,
		})
	}
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": groupID, "text": "other"})
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+"/journal?chat=501&after=4", nil)
	resp, err := w.http.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got []simulator.Entry
	for lines := json.NewDecoder(resp.Body); lines.More(); {
		var e simulator.Entry
		if err := lines.Decode(&e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if len(got) != 1 || got[0].Seq != 5 || got[0].Text != "n4" || got[0].HTML != "<b>n4</b>" || len(got[0].Entities) != 1 {
		t.Fatalf("journal: %+v", got)
	}
	if len(got[0].Ignored) != 1 || got[0].Ignored[0] != "disable_web_page_preview" {
		t.Errorf("ignored parameters: %v", got[0].Ignored)
	}
	if all := w.Journal(); len(all) != 3 || all[0].Seq != 4 || all[2].Seq != 6 {
		t.Errorf("the newest three: %+v", all)
	}
}

func TestHistoryOfAChatIsBounded(t *testing.T) {
	w := newWorld(t, simulator.Options{HistoryLimit: 40})
	for range 200 {
		_, _ = w.Say(501, ada, "x")
	}
	if n := len(w.Messages(501)); n < 40 || n > 50 {
		t.Errorf("%d messages kept, want 40 to 50", n)
	}
}

func TestDeletedMessagesAreGone(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "x"})
	ok[bool](w, "deleteMessage", fields{"chat_id": 501, "message_id": m.ID})
	w.refused("deleteMessage", fields{"chat_id": 501, "message_id": m.ID}, 400, "Bad Request: message to delete not found")
	w.refused("editMessageText", fields{"chat_id": 501, "message_id": m.ID, "text": "y"}, 400, "Bad Request: message to edit not found")
	if e := w.Journal(); len(e) != 2 || e[1].Method != "deleteMessage" {
		t.Errorf("journal: %+v", e)
	}
}

func TestFaultsChooseTheirChatAndMethod(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.Inject(simulator.Fault{Chat: groupID, Code: 403, Description: "bot was kicked from the group chat", Times: 2},
		simulator.Fault{Method: "getMe", Code: 502, Description: "Bad Gateway"})
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "x"})
	for range 2 {
		w.refused("sendMessage", fields{"chat_id": groupID, "text": "x"}, 403, "Forbidden: bot was kicked from the group chat")
	}
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": groupID, "text": "x"})
	w.refused("getMe", nil, 502, "Bad Gateway")
	w.Inject(simulator.Fault{Times: -1, Code: 500})
	for range 3 {
		w.refused("sendMessage", fields{"chat_id": 501, "text": "x"}, 500, "Internal Server Error")
	}
	w.Heal()
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 501, "text": "x"})
}

// BenchmarkBroadcast sends one message to each of 200 chats over HTTP.
func BenchmarkBroadcast(b *testing.B) {
	w := newWorld(b, simulator.Options{})
	for i := range 200 {
		w.AddChat(simulator.Chat{ID: int64(10_000 + i), FirstName: "Reader"})
	}
	text := "<b>Digest</b>\n" + strings.Repeat("<blockquote>“A short word.”</blockquote>\n<a href=\"https://wire.example/a\">Wire</a>\n", 15)
	for b.Loop() {
		var all sync.WaitGroup
		for worker := range 8 {
			all.Go(func() {
				for i := worker; i < 200; i += 8 {
					if r, err := w.try(b.Context(), "sendMessage", fields{"chat_id": 10_000 + i, "text": text, "parse_mode": "HTML"}); err != nil ||
						!r.OK {
						b.Errorf("%v %v", r, err)
					}
				}
			})
		}
		all.Wait()
	}
	b.ReportMetric(float64(b.N)*200/b.Elapsed().Seconds(), "messages/s")
}
