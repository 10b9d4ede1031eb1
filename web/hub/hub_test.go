package hub

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
)

// notebook keeps notes in memory.
type notebook struct {
	mu    sync.Mutex
	notes map[string][]byte
}

func (n *notebook) Note(_ context.Context, key string) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if v, ok := n.notes[key]; ok {
		return v, nil
	}
	return nil, attache.ErrNotFound
}

func (n *notebook) SetNote(_ context.Context, key string, value []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes[key] = value
	return nil
}

const topic = "https://news.example.org/feed.xml"

// desk is a hub with one feed, on a clock of its own.
type desk struct {
	*Hub
	t     *testing.T
	feed  Feed
	now   time.Time
	notes *notebook
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 3, 11, 8, 0, 0, 0, time.UTC), notes: &notebook{notes: map[string][]byte{}}}
	d.change("first")
	d.open()
	return d
}

// open makes the hub as a start does.
func (d *desk) open() {
	d.t.Helper()
	d.Hub = New(Config{
		Self: "https://news.example.org/hub", Notes: d.notes, Client: &http.Client{}, Now: func() time.Time { return d.now },
		Load: func(_ context.Context, address string) (Feed, error) {
			if address != topic {
				return Feed{}, attache.ErrNotFound
			}
			return d.feed, nil
		},
	})
	if err := d.recall(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) change(body string) {
	d.feed = Feed{Body: []byte(body), Type: "application/rss+xml; charset=utf-8", Tag: `"` + body + `"`}
}

// ask sends a request and gives its status.
func (d *desk) ask(form url.Values) int {
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, "/hub", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Code
}

// work verifies what waits.
func (d *desk) work() {
	for {
		select {
		case r := <-d.queue:
			d.settle(r, d.verify(d.t.Context(), r))
			d.store(d.t.Context())
		default:
			return
		}
	}
}

// reader is a subscriber.
type reader struct {
	*httptest.Server
	mu     sync.Mutex
	agrees bool
	status int // for what is brought; 0 is 204
	got    []http.Header
	bodies []string
	asked  []url.Values
}

func newReader(t *testing.T) *reader {
	t.Helper()
	s := &reader{agrees: true}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.Method == http.MethodGet {
			s.asked = append(s.asked, r.URL.Query())
			if s.agrees {
				_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
			}
			return
		}
		b, _ := io.ReadAll(r.Body)
		s.got, s.bodies = append(s.got, r.Header), append(s.bodies, string(b))
		if s.status == 0 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

func wish(mode, callback string, more ...string) url.Values {
	form := url.Values{"hub.mode": {mode}, "hub.callback": {callback}, "hub.topic": {topic}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestASubscriberWhoMeantItIsBroughtWhatIsNewSignedAlsoAfterARestart(t *testing.T) {
	d, s := newDesk(t), newReader(t)
	if code := d.ask(wish("subscribe", s.URL+"/x?a=1", "hub.secret", "hush", "hub.lease_seconds", "86400")); code != http.StatusAccepted {
		t.Fatal(code)
	}
	d.work()
	if len(s.asked) != 1 || s.asked[0].Get("a") != "1" || s.asked[0].Get("hub.mode") != "subscribe" ||
		s.asked[0].Get("hub.topic") != topic || s.asked[0].Get("hub.lease_seconds") != "86400" {
		t.Fatalf("it was asked %v", s.asked)
	}
	d.Look(t.Context())
	if len(s.got) != 0 {
		t.Error("it was brought what it can read itself")
	}
	d.change("second")
	d.open() // a restart
	d.Look(t.Context())
	d.Look(t.Context())
	if len(s.got) != 1 || s.bodies[0] != "second" {
		t.Fatalf("it was brought %q", s.bodies)
	}
	mac := hmac.New(sha256.New, []byte("hush"))
	mac.Write([]byte("second"))
	h := s.got[0]
	if h.Get("X-Hub-Signature") != "sha256="+hex.EncodeToString(mac.Sum(nil)) || h.Get("Content-Type") != d.feed.Type ||
		strings.Join(h.Values("Link"), ", ") != `<https://news.example.org/hub>; rel="hub", <`+topic+`>; rel="self"` {
		t.Errorf("with %v", h)
	}
	d.open()
	d.Look(t.Context())
	if len(s.got) != 1 {
		t.Error("it was brought again after a restart")
	}
	d.ask(wish("unsubscribe", s.URL+"/x?a=1"))
	d.work()
	d.change("third")
	d.open()
	d.Look(t.Context())
	if len(s.got) != 1 || len(d.subs) != 0 {
		t.Error("it left, and was brought more")
	}
}

func TestNobodyIsSubscribedOrUnsubscribedByAnother(t *testing.T) {
	d, s := newDesk(t), newReader(t)
	s.agrees = false
	d.ask(wish("subscribe", s.URL))
	d.work()
	if len(d.subs) != 0 {
		t.Error("who did not agree is subscribed")
	}
	s.agrees = true
	d.ask(wish("subscribe", s.URL))
	d.work()
	s.agrees = false
	d.ask(wish("unsubscribe", s.URL))
	d.work()
	d.change("second")
	d.Look(t.Context())
	if len(d.subs) != 1 || len(s.got) != 1 {
		t.Errorf("%d are subscribed, %d were brought something", len(d.subs), len(s.got))
	}
}

func TestALeaseEnds(t *testing.T) {
	d, s := newDesk(t), newReader(t)
	d.ask(wish("subscribe", s.URL, "hub.lease_seconds", "1")) // raised to the least
	d.work()
	d.now = d.now.Add(leastLease - time.Second)
	d.change("second")
	d.Look(t.Context())
	d.now = d.now.Add(time.Second)
	d.change("third")
	d.Look(t.Context())
	if len(s.got) != 1 || len(d.subs) != 0 {
		t.Errorf("%d were brought, %d are subscribed", len(s.got), len(d.subs))
	}
}

func TestWhoIsGoneIsLetGoAndWhoFailsIsTriedForADay(t *testing.T) {
	d, gone, down := newDesk(t), newReader(t), newReader(t)
	gone.status, down.status = http.StatusGone, http.StatusInternalServerError
	for _, s := range []*reader{gone, down} {
		d.ask(wish("subscribe", s.URL))
	}
	d.work()
	d.change("second")
	d.Look(t.Context())
	if len(gone.got) != 1 || len(d.subs) != 1 {
		t.Errorf("who is gone: %d tries, %d are left", len(gone.got), len(d.subs))
	}
	for range 3 * 24 * 60 {
		if len(d.subs) == 0 {
			break
		}
		d.now = d.now.Add(time.Minute)
		d.Look(t.Context())
	}
	if tries := len(down.got); len(d.subs) != 0 || tries < leastFailed || tries > 25 {
		t.Errorf("after %d tries %d are subscribed", tries, len(d.subs))
	}
}

func TestWhatOneMissedIsBroughtLater(t *testing.T) {
	d, s := newDesk(t), newReader(t)
	d.ask(wish("subscribe", s.URL))
	d.work()
	s.status = http.StatusServiceUnavailable
	d.change("second")
	d.Look(t.Context())
	s.status = 0
	d.Look(t.Context())
	d.now = d.now.Add(firstPause)
	d.Look(t.Context())
	if strings.Join(s.bodies, ",") != "second,second" {
		t.Errorf("it was brought %q", s.bodies)
	}
}

func TestARequestThatIsNoneIsRefused(t *testing.T) {
	d := newDesk(t)
	for name, form := range map[string]url.Values{
		"nothing": {}, "no mode": wish("", "https://a.example/"), "another mode": wish("publish", "https://a.example/"),
		"no callback": wish("subscribe", ""), "a file": wish("subscribe", "file:///etc/passwd"), "no host": wish("subscribe", "https:///x"),
		"a fragment": wish("subscribe", "https://a.example/#x"), "a name": wish("subscribe", "https://u:p@a.example/"),
		"too long":        wish("subscribe", "https://a.example/"+strings.Repeat("x", longestCallback)),
		"another's topic": wish("subscribe", "https://a.example/", "hub.topic", "https://b.example/feed.xml"),
		"a long secret":   wish("subscribe", "https://a.example/", "hub.secret", strings.Repeat("x", longestSecret)),
		"a bad lease":     wish("subscribe", "https://a.example/", "hub.lease_seconds", "-1"),
		"a long form":     wish("subscribe", "https://a.example/", "x", strings.Repeat("x", maxForm)),
	} {
		if code := d.ask(form); code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, code)
		}
	}
	if len(d.queue) != 0 {
		t.Errorf("%d requests wait", len(d.queue))
	}
}

func TestWhatWaitsAndWhoIsSubscribedIsBounded(t *testing.T) {
	d := newDesk(t)
	for n := range waitingOfHost + 1 {
		want := http.StatusAccepted
		if n == waitingOfHost {
			want = http.StatusServiceUnavailable
		}
		if code := d.ask(wish("subscribe", fmt.Sprintf("https://a.example/%d", n))); code != want {
			t.Errorf("request %d of a host is answered %d", n, code)
		}
	}
	full := 0
	for n := range 2 * mostWaiting {
		if d.ask(wish("subscribe", fmt.Sprintf("https://b%d.example/", n))) == http.StatusServiceUnavailable {
			full++
		}
	}
	if full != mostWaiting+waitingOfHost || len(d.queue) != mostWaiting {
		t.Errorf("%d were refused, %d wait", full, len(d.queue))
	}
	for len(d.queue) > 0 {
		d.settle(<-d.queue, false)
	}
	for n := range mostOfHost {
		d.settle(request{subscription: subscription{Callback: fmt.Sprintf("https://c.example/%d", n), Topic: topic}, lease: leastLease}, true)
	}
	if code := d.ask(wish("subscribe", "https://c.example/another")); code != http.StatusServiceUnavailable {
		t.Errorf("one more of a host: %d", code)
	}
	if code := d.ask(wish("subscribe", "https://c.example/1")); code != http.StatusAccepted {
		t.Errorf("one that is renewed: %d", code)
	}
	if len(d.waiting) != 1 {
		t.Errorf("hosts that wait: %v", d.waiting)
	}
}

// hostile is a network of subscribers that do what they should not.
type hostile struct{}

func (hostile) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := func(status int, body io.Reader) (*http.Response, error) {
		return &http.Response{StatusCode: status, Body: io.NopCloser(body), Header: http.Header{"Location": {"http://169.254.169.254/"}}}, nil
	}
	challenge := r.URL.Query().Get("hub.challenge")
	switch strings.SplitN(r.URL.Host, ".", 2)[0] {
	case "endless":
		return answer(200, io.MultiReader(strings.NewReader(challenge), endless{}))
	case "redirect":
		return answer(302, strings.NewReader(challenge))
	case "refused":
		return answer(404, strings.NewReader(challenge))
	case "longer":
		return answer(200, strings.NewReader(challenge+"0"))
	case "part":
		return answer(200, strings.NewReader(challenge[:len(challenge)/2]))
	}
	return nil, errors.New("the address is not public")
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestHostileSubscribersAreNone(t *testing.T) {
	d := newDesk(t)
	d.Client.Transport = hostile{}
	for _, name := range []string{"endless", "redirect", "refused", "longer", "part", "private"} {
		if code := d.ask(wish("subscribe", "https://"+name+".example/")); code != http.StatusAccepted {
			t.Errorf("%s: %d", name, code)
		}
		d.work()
		if len(d.subs) != 0 {
			t.Errorf("%s is subscribed", name)
		}
	}
}

func FuzzRequests(f *testing.F) {
	f.Add("hub.mode=subscribe&hub.callback=https%3A%2F%2Fa.example%2F&hub.topic=https%3A%2F%2Fnews.example.org%2Ffeed.xml")
	f.Add("hub.mode=unsubscribe&hub.callback=%zz")
	f.Add(strings.Repeat("hub.mode=x&", 1000))
	f.Fuzz(func(t *testing.T, body string) {
		d := newDesk(t)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hub", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		if waits := len(d.queue) == 1; waits != (w.Code == http.StatusAccepted) || w.Code >= 500 {
			t.Errorf("%q: %d", body, w.Code)
		}
	})
}
