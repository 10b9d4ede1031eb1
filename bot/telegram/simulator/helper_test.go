package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"attache/bot/telegram/simulator"
)

// world is a simulator behind real HTTP, with a private chat, a group and a
// channel, and people in them.
type world struct {
	*simulator.Server
	t    testing.TB
	http *httptest.Server
}

var ada = simulator.User{ID: 501, FirstName: "Ada", LanguageCode: "en"}

const (
	groupID   = -40
	superID   = -1001000000040
	channelID = -1001000000050
)

func newWorld(t testing.TB, opts simulator.Options) *world {
	t.Helper()
	w := &world{Server: simulator.New(opts), t: t}
	w.AddChat(simulator.Chat{ID: ada.ID, Type: simulator.Private, FirstName: "Ada"})
	w.AddChat(simulator.Chat{ID: groupID, Type: simulator.Group, Title: "Desk"})
	w.AddChat(simulator.Chat{ID: superID, Type: simulator.Supergroup, Title: "Forum", Username: "desk_forum"})
	w.AddChat(simulator.Chat{ID: channelID, Type: simulator.Channel, Title: "Wire"})
	w.http = httptest.NewServer(w.Server)
	t.Cleanup(w.http.Close)
	return w
}

// reply is an answer of the Bot API.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type fields map[string]any

// call sends a JSON body and expects an answer, good or bad.
func (w *world) call(method string, body fields) reply {
	w.t.Helper()
	r, err := w.try(w.t.Context(), method, body)
	if err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	return r
}

func (w *world) try(ctx context.Context, method string, body fields) (reply, error) {
	raw, _ := json.Marshal(body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.http.URL+"/bot"+w.Token()+"/"+method, bytes.NewReader(raw))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	return readReply(w.http.Client().Do(req))
}

func readReply(resp *http.Response, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return reply{}, err
	}
	var r reply
	err = json.Unmarshal(raw, &r)
	return r, err
}

// ok is call where it must succeed; the result is decoded.
func ok[T any](w *world, method string, body fields) T {
	w.t.Helper()
	var result T
	r := w.call(method, body)
	if !r.OK {
		w.t.Fatalf("%s %v: %d %s", method, body, r.Code, r.Description)
	}
	if err := json.Unmarshal(r.Result, &result); err != nil {
		w.t.Fatalf("%s: %v in %s", method, err, r.Result)
	}
	return result
}

// refused is call where it must fail with this code and description.
func (w *world) refused(method string, body fields, code int, description string) reply {
	w.t.Helper()
	r := w.call(method, body)
	if r.OK || r.Code != code || r.Description != description {
		w.t.Errorf("%s %v:\n got %v %d %q\nwant %d %q", method, body, r.OK, r.Code, r.Description, code, description)
	}
	return r
}
