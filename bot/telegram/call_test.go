package telegram

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
)

func TestAnAnswerThatBreaksOffIsARetry(t *testing.T) {
	f := newFake(t)
	for name, breakOff := range map[string]func(http.ResponseWriter){
		"before the length it promised": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "500")
			_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":77}}`)
		},
		"in the middle of a chunk": func(w http.ResponseWriter) {
			_, _ = io.WriteString(w, `{"ok":true,`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"never": func(w http.ResponseWriter) {
			page := strings.Repeat("x", 1<<20)
			for range 17 {
				if _, err := io.WriteString(w, page); err != nil {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/getMe") {
					f.ServeHTTP(w, r)
					return
				}
				breakOff(w)
			}))
			t.Cleanup(server.Close)
			c, err := Open(t.Context(), Config{Token: testToken, APIURL: server.URL, PerSecond: -1})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_, err = c.Send(t.Context(), "telegram:5", text("Good morning"))
			var failed *attache.SendError
			if !errors.As(err, &failed) || failed.Fault != attache.FaultRetry {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestA429IsWaitedForHoweverItIsSaid(t *testing.T) {
	const week = 7 * 24 * time.Hour
	for _, c := range []struct {
		header, body string
		want         time.Duration
	}{
		{"", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}`, 35 * time.Second},
		{"", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35"}`, 35 * time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":"35"}}`, 35 * time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":34.2}}`, 35 * time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":3.5e1}}`, 35 * time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":0}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":-5}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":null}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":{}}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":"NaN"}}`, time.Second},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":99999999999999999999999}}`, week},
		{"", `{"ok":false,"error_code":429,"parameters":{"retry_after":1e400}}`, week},
		{"", `{"ok":false,"error_code":429,"parameters":[]}`, time.Second},
		{"35", `{"ok":false,"error_code":429,"description":"Too Many Requests"}`, 35 * time.Second},
		{"35", `<html>429 Too Many Requests</html>`, 35 * time.Second},
		{"Thu, 01 Jan 1970 00:00:00 GMT", `<html>429 Too Many Requests</html>`, time.Second},
		{"Fri, 01 Jan 9999 00:00:00 GMT", `<html>429 Too Many Requests</html>`, week},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/getMe") {
				_, _ = io.WriteString(w, usual("getMe"))
				return
			}
			if c.header != "" {
				w.Header().Set("Retry-After", c.header)
			}
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, c.body)
		}))
		client, err := Open(t.Context(), Config{Token: testToken, APIURL: server.URL, PerSecond: -1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Send(t.Context(), "telegram:5", text("Good morning"))
		failed, ok := errors.AsType[*attache.SendError](err)
		if !ok || failed.Fault != attache.FaultRate || failed.RetryAfter != c.want {
			t.Errorf("%s %s: %v, want a wait of %s", c.header, c.body, err, c.want)
		}
		client.Close()
		server.Close()
	}
}

func TestARefusalWithoutACodeIsReadByItsWords(t *testing.T) {
	for body, want := range map[string]attache.SendFault{
		`{"ok":false}`: attache.FaultRetry,
		`{"ok":false,"description":"Forbidden: bot was blocked by the user"}`:                                                             attache.FaultGone,
		`{"ok":false,"description":"Bad Request: message thread not found"}`:                                                              attache.FaultPaused,
		`{"ok":false,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-100}}`: attache.FaultMoved,
		`{"ok":false,"description":"Too Many Requests: retry after 5"}`:                                                                   attache.FaultRate,
		`{"ok":false,"description":"something new"}`:                                                                                      attache.FaultRetry,
	} {
		f := newFake(t)
		c, _ := f.open(t)
		f.say("sendMessage", http.StatusOK, body)
		_, err := c.Send(t.Context(), "telegram:5", text("Good morning"))
		failed, ok := errors.AsType[*attache.SendError](err)
		if !ok || failed.Fault != want {
			t.Errorf("%s: %v, want fault %d", body, err, want)
		}
	}
}

func TestAnAnswerToASendIsBoundedInMemory(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	f.say("sendMessage", http.StatusOK, `{"ok":true,"result":{"message_id":77},"more":"`+strings.Repeat("x", 2<<20)+`"}`)
	_, err := c.Send(t.Context(), "telegram:5", text("Good morning"))
	if failed, ok := errors.AsType[*attache.SendError](err); !ok || failed.Fault != attache.FaultRetry {
		t.Errorf("got %v", err)
	}
	f.say("getUpdates", http.StatusOK, `{"ok":true,"result":[],"more":"`+strings.Repeat("x", 2<<20)+`"}`)
	if _, err := c.Updates(t.Context(), ""); err != nil {
		t.Errorf("a hundred updates may be long: %v", err)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	f := newFake(t)
	for _, status := range []int{http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		moved := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, f.URL+r.URL.Path, status)
		}))
		t.Cleanup(moved.Close)
		if _, err := Open(t.Context(), Config{Token: testToken, APIURL: moved.URL}); err == nil {
			t.Errorf("%d was followed", status)
		}
	}
	if n := len(f.calls("getMe")); n > 0 {
		t.Errorf("the token went elsewhere %d times", n)
	}
}

func TestManyUseOneClientAtOnce(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	var wg sync.WaitGroup
	for i := range int64(40) {
		wg.Go(func() {
			if id, err := c.Send(t.Context(), ChatID(5+i, 0), brief(2)); err != nil || id != "77" {
				t.Errorf("%q, %v", id, err)
			}
			if _, err := c.Updates(t.Context(), fmt.Sprint(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	chats := map[string]bool{}
	for _, call := range f.calls("sendMessage") {
		chats[call.Get("chat_id")] = true
	}
	if len(chats) != 40 {
		t.Errorf("reached %d chats", len(chats))
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add(200, []byte(`{"ok":true,"result":{"message_id":77}}`))
	f.Add(400, []byte(`{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`))
	f.Add(429, []byte(`{"ok":false,"error_code":429,"parameters":{"retry_after":99999999999999999999}}`))
	f.Add(400, []byte(`{"ok":false,"parameters":{"migrate_to_chat_id":"-1"}}`))
	f.Add(200, []byte(`{"ok":false,"error_code":-1,"description":7,"parameters":[]}`))
	f.Add(502, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		sent := false
		c, err := Open(t.Context(), Config{Token: testToken, PerSecond: -1, HTTPClient: &http.Client{
			Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				if !sent {
					sent = true
					return answerOf(usual("getMe")), nil
				}
				return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(body)))}, nil
			}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		_, sendErr := c.Send(t.Context(), "telegram:5", text("x"))
		_, pollErr := c.Updates(t.Context(), "1")
		for _, err := range []error{sendErr, pollErr} {
			if err == nil {
				continue
			}
			var failed *attache.SendError
			if !errors.As(err, &failed) {
				t.Fatalf("unclassed: %v", err)
			}
			if failed.RetryAfter < 0 || failed.RetryAfter.Hours() > 7*24 || (failed.Fault == attache.FaultMoved) != (failed.NewChatID != "") {
				t.Errorf("%+v", failed)
			}
			if text := fmt.Sprint(err); len(text) > 2000 || strings.Contains(text, "\n") {
				t.Errorf("unfit for a log: %q", text)
			}
		}
	})
}
