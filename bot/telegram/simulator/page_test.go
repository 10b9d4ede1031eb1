package simulator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"attache/bot/telegram/simulator"
)

func newPageServer(t *testing.T, sim *simulator.Server) *httptest.Server {
	t.Helper()
	page := httptest.NewServer(simulator.Page(sim, simulator.PageOptions{Notice: "All fictional."}))
	t.Cleanup(page.Close)
	return page
}

// ask sends a request and returns its status and body.
func ask(t *testing.T, method, url, body string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw), resp.Header
}

func TestPageTakesNothingFromOtherSites(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	page := newPageServer(t, sim)
	said := `{"chat":"1001","text":"/start"}`
	const kind, isJSON = "Content-Type", "application/json"
	for _, c := range []struct {
		name   string
		header []string
		status int
	}{
		{"another site's script", []string{kind, isJSON, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"another site in an old browser", []string{kind, isJSON, "Origin", "https://evil.example"}, http.StatusForbidden},
		{"another port of this machine", []string{kind, isJSON, "Sec-Fetch-Site", "same-site"}, http.StatusForbidden},
		{"a form", []string{kind, "text/plain"}, http.StatusUnsupportedMediaType},
		{"a foreign name for this machine", []string{kind, isJSON, "Host", "evil.example"}, http.StatusMisdirectedRequest},
		{"the page itself", []string{kind, isJSON, "Origin", page.URL, "Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"a script on this machine", []string{kind, isJSON}, http.StatusOK},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := sim.Pending()
			status, body, _ := ask(t, http.MethodPost, page.URL+"/say", said, c.header...)
			if status != c.status {
				t.Errorf("status %d %s, want %d", status, body, c.status)
			}
			if heard := sim.Pending() > before; heard != (c.status == http.StatusOK) {
				t.Errorf("the bot heard it: %v", heard)
			}
		})
	}
}

func TestPageIsStrictAboutWhatItRuns(t *testing.T) {
	page := newPageServer(t, simulator.New(simulator.Options{}))
	kinds := map[string]string{"/": "text/html", "/app.css": "text/css", "/icon.svg": "image/svg+xml"}
	for script := range strings.FieldsSeq("dom text message chat scroll stream write theme") {
		kinds["/"+script+".js"] = "text/javascript"
	}
	for path, kind := range kinds {
		status, body, header := ask(t, http.MethodGet, page.URL+path, "")
		if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", path, status, header.Get("Content-Type"))
		}
		csp := header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(csp, rule) {
				t.Errorf("%s: the policy %q lacks %q", path, csp, rule)
			}
		}
		for _, word := range []string{"innerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://fonts", "//cdn"} {
			if strings.Contains(body, word) {
				t.Errorf("%s contains %s", path, word)
			}
		}
	}
}

// change is one event of the page's stream.
type change struct {
	name string
	data map[string]any
}

// stream reads the page's events until the test ends.
func stream(t *testing.T, url string) <-chan change {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, url+"/events", nil)
	resp, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed by the goroutine that reads it
	if err != nil {
		t.Fatal(err)
	}
	changes := make(chan change, 64)
	go func() {
		defer resp.Body.Close()
		defer close(changes)
		var c change
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "event":
				c.name = value
			case "data":
				c.data = nil
				_ = json.Unmarshal([]byte(value), &c.data)
				changes <- c
			}
		}
	}()
	return changes
}

func TestPageStreamsEverythingThenChanges(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	page := newPageServer(t, sim)
	w := &world{Server: sim, t: t, http: httptest.NewServer(sim)}
	t.Cleanup(w.http.Close)
	sim.AddChat(simulator.Chat{ID: 777, FirstName: "Stranger"})
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 1001, "text": "before"})
	changes := stream(t, page.URL)
	first := <-changes
	raw, _ := json.Marshal(first.data)
	if first.name != "state" || !strings.Contains(string(raw), `"text":"before"`) || !strings.Contains(string(raw), "All fictional.") {
		t.Fatalf("first %s %s", first.name, raw)
	}
	if strings.Contains(string(raw), "Stranger") {
		t.Error("the page shows another person's private chat")
	}
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 777, "text": "for a stranger"})
	ok[bool](w, "sendChatAction", fields{"chat_id": 1001, "action": "typing"})
	m := ok[simulator.Message](w, "sendMessage", fields{
		"chat_id": 1001, "text": "one",
		"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`),
	})
	status, body, _ := ask(t, http.MethodPost, page.URL+"/press", `{"chat":"1001","message":`+jsonOf(m.ID)+`,"data":"b"}`, "Content-Type",
		"application/json")
	var pressed struct {
		Query string `json:"query"`
	}
	if err := json.Unmarshal([]byte(body), &pressed); err != nil || status != http.StatusOK || pressed.Query == "" {
		t.Fatalf("press: %d %s", status, body)
	}
	ok[bool](w, "answerCallbackQuery", fields{"callback_query_id": pressed.Query, "text": "There", "show_alert": true})
	ok[simulator.Message](w, "editMessageText", fields{"chat_id": 1001, "message_id": m.ID, "text": "two"})
	ok[bool](w, "deleteMessage", fields{"chat_id": 1001, "message_id": m.ID})
	for _, want := range []string{"action", "message", "answer", "edit", "delete"} {
		if c := <-changes; c.data["kind"] != want {
			t.Errorf("got %v, want %s", c.data, want)
		}
	}
	for _, stranger := range []string{`{"chat":"777","text":"x"}`, `{"chat":"5","text":"x"}`} {
		if status, _, _ := ask(t, http.MethodPost, page.URL+"/say", stranger, "Content-Type", "application/json"); status != http.StatusNotFound {
			t.Errorf("say %s: %d, want 404", stranger, status)
		}
	}
}

func TestPageRefusesWhatItDoesNotKnow(t *testing.T) {
	page := newPageServer(t, simulator.New(simulator.Options{}))
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{"/say", `{"chat":"1001","text":"  "}`, http.StatusBadRequest},
		{"/say", `not json`, http.StatusBadRequest},
		{"/press", `{"chat":"1001","message":1,"data":"x"}`, http.StatusNotFound},
		{"/nothing", ``, http.StatusMethodNotAllowed},
	} {
		if status, body, _ := ask(t, http.MethodPost, page.URL+c.path, c.body, "Content-Type", "application/json"); status != c.status {
			t.Errorf("%s %s: %d %s, want %d", c.path, c.body, status, body, c.status)
		}
	}
}

func jsonOf(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}
