package simulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRequest: no request makes the server panic or answer anything but JSON
// that says ok or not.
func FuzzRequest(f *testing.F) {
	for _, seed := range []struct{ method, query, kind, body string }{
		{
			"sendMessage", "", "application/json",
			`{"chat_id":1,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`,
		},
		{"sendMessage", "chat_id=1&text=x", "", ""},
		{"sendMessage", "", "application/x-www-form-urlencoded", "chat_id=1&text=%3Cb%3Ex&parse_mode=HTML"},
		{"sendMessage", "", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--x--"},
		{"getUpdates", "offset=-1&limit=0&allowed_updates=[1]", "", ""},
		{"setMyCommands", "", "application/json", `{"commands":[{"command":"a","description":"b"}],"scope":{"type":"chat","chat_id":1}}`},
		{
			"editMessageText", "", "application/json",
			`{"chat_id":"1","message_id":1,"text":"y","entities":[{"type":"bold","offset":0,"length":9}]}`,
		},
		{"answerCallbackQuery", "", "application/json", `[]`},
		{"deleteMessages", "", "application/json", `{"chat_id":1,"message_ids":"[1,2]"}`},
		{"sendMessage", "", "application/json", `{"chat_id":1,"text":null,"entities":{}}`},
	} {
		f.Add(seed.method, seed.query, seed.kind, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, query, kind, body string) {
		s := New(Options{})
		s.AddChat(Chat{ID: 1, FirstName: "Ada"})
		m, known := methods[strings.ToLower(method)]
		if !known {
			return
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", kind)
		p, err := readParams(r)
		if err != nil {
			return
		}
		p.values["timeout"] = "0"
		w := httptest.NewRecorder()
		s.serveMethod(w, r, m, p)
		if !strings.HasPrefix(w.Body.String(), `{"`) || w.Code == http.StatusInternalServerError {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}
