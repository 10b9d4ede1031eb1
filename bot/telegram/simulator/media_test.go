package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache/bot/telegram/simulator"
)

func TestAPhotoIsUploadedOnceAndSentAgainByItsID(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	bot, err := tgbotapi.NewBotAPIWithClient(w.Token(), w.http.URL+"/bot%s/%s", w.http.Client())
	if err != nil {
		t.Fatal(err)
	}
	photo := tgbotapi.NewPhoto(501, tgbotapi.FileBytes{Name: "map.png", Bytes: []byte("png")})
	photo.Caption, photo.ParseMode = "<b>The map</b>", tgbotapi.ModeHTML
	sent, err := bot.Send(photo)
	if err != nil || len(sent.Photo) != 1 || sent.Caption != "The map" || len(sent.CaptionEntities) != 1 {
		t.Fatalf("sendPhoto: %+v, %v", sent, err)
	}
	again := ok[simulator.Message](w, "sendPhoto", fields{"chat_id": groupID, "photo": sent.Photo[0].FileID})
	if again.Photo[0].UniqueID != sent.Photo[0].FileUniqueID {
		t.Errorf("again: %+v", again.Photo)
	}
	edited := ok[simulator.Message](w, "editMessageCaption", fields{"chat_id": 501, "message_id": sent.MessageID, "caption": "Another"})
	if edited.Caption != "Another" || len(edited.CaptionEntities) > 0 {
		t.Errorf("edited: %+v", edited)
	}
	w.refused("sendPhoto", fields{"chat_id": 501}, 400, "Bad Request: there is no photo in the request")
	w.refused("sendPhoto", fields{"chat_id": 501, "photo": "nonsense"}, 400, "Bad Request: wrong file identifier/HTTP URL specified")
	w.refused("sendDocument", fields{"chat_id": 501, "document": sent.Photo[0].FileID}, 400, "Bad Request: type of file mismatch")
	w.refused("sendPhoto", fields{"chat_id": 501, "photo": sent.Photo[0].FileID, "caption": strings.Repeat("x", 1025)}, 400,
		"Bad Request: message caption is too long")
	w.refused("editMessageText", fields{"chat_id": 501, "message_id": sent.MessageID, "text": "x"}, 400,
		"Bad Request: there is no text in the message to edit")
}

func TestInlineAnswersKeepTheirLimits(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	id := w.AskInline(ada, "corridor")
	if got := ok[[]simulator.Update](w, "getUpdates", fields{}); len(got) != 1 || got[0].InlineQuery.Query != "corridor" {
		t.Fatalf("updates: %+v", got)
	}
	results := func(n int, form string) []map[string]string {
		list := make([]map[string]string, n)
		for i := range list {
			list[i] = map[string]string{"type": "article", "id": fmt.Sprintf(form, i)}
		}
		return list
	}
	w.refused("answerInlineQuery", fields{"inline_query_id": id, "results": results(51, "r%d")}, 400, "Bad Request: RESULTS_TOO_MUCH")
	w.refused("answerInlineQuery", fields{"inline_query_id": id, "results": results(1, strings.Repeat("x", 64)+"%d")}, 400,
		"Bad Request: RESULT_ID_INVALID")
	w.refused("answerInlineQuery", fields{"inline_query_id": id, "results": results(2, "same %T")}, 400, "Bad Request: RESULT_ID_DUPLICATE")
	ok[bool](w, "answerInlineQuery", fields{"inline_query_id": id, "results": results(50, "r%d")})
}

// Everything at once, for the race detector; nothing is lost or doubled.
func TestManyTalkAtOnce(t *testing.T) {
	w := newWorld(t, simulator.Options{Rates: &simulator.Rates{PerSecond: 1_000_000}})
	page := newPageServer(t, w.Server)
	changes := stream(t, page.URL)
	go func() {
		for range changes { // a page that reads along
		}
	}()
	const people, messages = 8, 25
	keyboard := map[string]any{"inline_keyboard": [][]map[string]string{{{"text": "a", "callback_data": "b"}}}}
	var all sync.WaitGroup
	for i := range people {
		id := int64(9000 + i)
		w.AddChat(simulator.Chat{ID: id, FirstName: "P"})
		all.Go(func() {
			for n := range messages {
				_, _ = w.Say(id, simulator.User{ID: id, FirstName: "P"}, fmt.Sprint("said ", n))
				m := ok[simulator.Message](w, "sendMessage", fields{"chat_id": id, "text": fmt.Sprint("n ", n), "reply_markup": keyboard})
				ok[simulator.Message](w, "editMessageText", fields{"chat_id": id, "message_id": m.ID, "text": "edited", "reply_markup": keyboard})
				query, err := w.Press(id, m.ID, ada, "b")
				if err != nil {
					t.Error(err)
				}
				ok[bool](w, "answerCallbackQuery", fields{"callback_query_id": query})
			}
		})
	}
	heard := map[int64]bool{}
	offset := int64(0)
	for len(heard) < people*messages*2 {
		for _, u := range ok[[]simulator.Update](w, "getUpdates", fields{"offset": offset, "timeout": 5}) {
			if heard[u.ID] {
				t.Fatalf("update %d came twice", u.ID)
			}
			heard[u.ID], offset = true, u.ID+1
		}
	}
	all.Wait()
	if n := len(w.Journal()); n != people*messages*3 {
		t.Errorf("%d entries in the journal, want %d", n, people*messages*3)
	}
	if w.Unanswered() != 0 {
		t.Errorf("%d presses unanswered", w.Unanswered())
	}
	for i := range people {
		if n := len(w.Messages(int64(9000 + i))); n != messages*2 {
			t.Errorf("chat %d holds %d messages, want %d", i, n, messages*2)
		}
	}
}

func TestThePageShowsTheLatestPictures(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	page := httptest.NewServer(simulator.Page(w.Server, simulator.PageOptions{}))
	defer page.Close()
	bot, err := tgbotapi.NewBotAPIWithClient(w.Token(), w.http.URL+"/bot%s/%s", w.http.Client())
	if err != nil {
		t.Fatal(err)
	}
	get := func(id string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL+"/picture/"+id, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(b)
	}
	var first string
	for n := range 33 {
		data := fmt.Sprintf("\x89PNG\r\n\x1a\n%d", n)
		sent, err := bot.Send(tgbotapi.NewPhoto(501, tgbotapi.FileBytes{Name: "card.png", Bytes: []byte(data)}))
		if err != nil {
			t.Fatal(err)
		}
		id := sent.Photo[0].FileUniqueID
		if status, body := get(id); status != http.StatusOK || body != data {
			t.Errorf("picture %d: %d, %q", n, status, body)
		}
		if n == 0 {
			first = id
		}
	}
	sent, err := bot.Send(tgbotapi.NewPhoto(501, tgbotapi.FileBytes{Name: "page.png", Bytes: []byte("<script>")}))
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{"the oldest": first, "no picture": sent.Photo[0].FileUniqueID, "none": "u0"} {
		if status, _ := get(id); status != http.StatusNotFound {
			t.Errorf("%s: %d", name, status)
		}
	}
}
