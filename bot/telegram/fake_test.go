package telegram

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
)

const testToken = "123456:AAF-secretsecretsecretsecret_key"

// fake is a small Bot API: it keeps what was asked and answers from a queue,
// or as if all went well.
type fake struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []asked
	answers map[string][]answer
}

type asked struct {
	method string
	params url.Values
}

// answer is what the fake says once; status 0 breaks the connection.
type answer struct {
	status int
	body   string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{answers: map[string][]answer{}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseMultipartForm(1 << 20) // and other forms
	token, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	f.mu.Lock()
	f.asked = append(f.asked, asked{method, r.PostForm})
	var next *answer
	if queue := f.answers[method]; len(queue) > 0 {
		next, f.answers[method] = &queue[0], queue[1:]
	}
	f.mu.Unlock()
	switch {
	case next != nil && next.status == 0:
		panic(http.ErrAbortHandler)
	case next != nil:
		w.WriteHeader(next.status)
		_, _ = io.WriteString(w, next.body)
	case token != testToken:
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
	default:
		_, _ = io.WriteString(w, usual(method))
	}
}

func usual(method string) string {
	switch method {
	case "getMe":
		return `{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"Attaché","username":"attache_bot"}}`
	case "sendMessage", "editMessageText":
		return `{"ok":true,"result":{"message_id":77,"date":1,"chat":{"id":5,"type":"private"}}}`
	case "getUpdates":
		return `{"ok":true,"result":[]}`
	case "getChatMember":
		return `{"ok":true,"result":{"status":"member","user":{"id":9}}}`
	default:
		return `{"ok":true,"result":true}`
	}
}

// say queues an answer of the API to the next call of a method.
func (f *fake) say(method string, status int, body string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[method] = append(f.answers[method], answer{status, body})
}

// refuse queues an error as the API words it.
func (f *fake) refuse(method string, code int, description, parameters string) {
	if parameters != "" {
		parameters = `,"parameters":` + parameters
	}
	f.say(method, code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q%s}`, code, description, parameters))
}

// calls gives the parameters of each call of a method.
func (f *fake) calls(method string) []url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []url.Values
	for _, a := range f.asked {
		if a.method == method {
			all = append(all, a.params)
		}
	}
	return all
}

// open gives a client of the fake without rate limits, and its log.
func (f *fake) open(t *testing.T) (*Client, *logged) {
	t.Helper()
	log := &logged{}
	c, err := Open(t.Context(), Config{
		Token: testToken, APIURL: f.URL, PerSecond: -1,
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:    func() time.Time { return time.Unix(1_800_000_000, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, log
}

// logged keeps a log.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// text is a document of one paragraph.
func text(words string) attache.Document {
	return attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: words}}}}}
}

// poll gives what a list of updates in JSON becomes.
func poll(t *testing.T, updates ...string) []attache.Incoming {
	t.Helper()
	f := newFake(t)
	c, _ := f.open(t)
	f.say("getUpdates", 200, `{"ok":true,"result":[`+strings.Join(updates, ",")+`]}`)
	in, err := c.Updates(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// answerOf is an answer without a server.
func answerOf(body string) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}
