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
