package feed

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"attache"
)

// hub is a WebSub hub that notes what it is asked.
type hub struct {
	*httptest.Server
	asked chan url.Values
}

func newHub(t *testing.T) *hub {
	t.Helper()
	h := &hub{asked: make(chan url.Values, 10)}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		h.asked <- r.PostForm
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(h.Close)
	return h
}

// call sends a request to the callback and returns status and body.
func call(t *testing.T, method, at, body, signature string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if signature != "" {
		r.Header.Set("X-Hub-Signature", signature)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text)
}

func sign(body, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func TestAHubPushesAndOnlyItsSignatureCounts(t *testing.T) {
	h := newHub(t)
	w := newWire(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Add("Link", `<`+h.URL+`/hub>; rel="hub", <https://ana.example/topic>; rel=self`)
		_, _ = rw.Write([]byte(rssDoc(item("https://ana.example/1", "Talks open", "The envoys met."))))
	})
	src := source(w.URL + "/feed")
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	mux := http.NewServeMux()
	public := httptest.NewServer(mux)
	t.Cleanup(public.Close)
	p := testPoller(t, m, func(c *Config) { c.PublicURL = public.URL + "/hook/" })
	mux.Handle("/hook/", p.Callback())

	articles := make(chan attache.Article, 10)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- p.Run(ctx, func(ctx context.Context, list []attache.Article) error {
			defer func() {
				for _, a := range list {
					articles <- a
				}
			}()
			return m.save(ctx, list)
		})
	}()
	<-articles // the first poll
	form := <-h.asked
	callback, secret := form.Get("hub.callback"), form.Get("hub.secret")
	if form.Get("hub.topic") != "https://ana.example/topic" || !strings.HasPrefix(callback, public.URL+"/hook/") ||
		len(callback) < len(public.URL)+30 || strings.Contains(callback, src.ID) || len(secret) < 16 || len(secret) > 200 {
		t.Fatalf("asked for %v", form)
	}
	verify := func(topic string) (int, string) {
		return call(t, http.MethodGet, callback+"?"+url.Values{
			"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.challenge": {"<b>42"}, "hub.lease_seconds": {"864000"},
		}.Encode(), "", "")
	}
	push := rssDoc(item("https://ana.example/2", "Talks end", "The envoys parted."))
	if status, _ := call(t, http.MethodPost, callback, push, sign(push, secret)); status != http.StatusGone {
		t.Errorf("a push before the subscription: %d", status)
	}
	if status, _ := verify("https://other.example/"); status != http.StatusNotFound {
		t.Errorf("a foreign topic: %d", status)
	}
	if status, body := verify("https://ana.example/topic"); status != http.StatusOK || body != "<b>42" {
		t.Errorf("verification: %d %q", status, body)
	}
	if status, _ := verify("https://ana.example/topic"); status != http.StatusNotFound {
		t.Errorf("a second verification of one request: %d", status)
	}
	for _, bad := range []string{"", "sha256=00", "md5=00", "sha256=" + strings.Repeat("0", 64), sign(push, "guess"), sign(push+" ", secret)} {
		forged := rssDoc(item("https://ana.example/forged", "Forged", "x"))
		if status, _ := call(t, http.MethodPost, callback, forged, bad); status != http.StatusAccepted {
			t.Errorf("%q: %d", bad, status)
		}
	}
	anybody := public.URL + "/hook/" + src.ID // what can be computed
	for _, mode := range []string{"denied", "subscribe", "unsubscribe"} {
		q := url.Values{"hub.mode": {mode}, "hub.topic": {"https://ana.example/topic"}, "hub.challenge": {"x"}, "hub.lease_seconds": {"864000"}}
		if status, _ := call(t, http.MethodGet, anybody+"?"+q.Encode(), "", ""); status != http.StatusNotFound {
			t.Errorf("%s from anybody: %d", mode, status)
		}
	}
	large := strings.Repeat("x", maxPush+1)
	if status, _ := call(t, http.MethodPost, callback, large, sign(large, secret)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a push of more than 2 MiB: %d", status)
	}
	if status, _ := call(t, http.MethodPost, callback, push, sign(push, secret)); status != http.StatusAccepted {
		t.Errorf("push: %d", status)
	}
	if a := <-articles; a.Title != "Talks end" {
		t.Errorf("pushed %+v", a)
	}
	cancel()
	if err := <-done; err != context.Canceled { //nolint:errorlint // exactly this
		t.Error(err)
	}
	s := m.source(src.ID).Polling
	if s.Hub != h.URL+"/hub" || s.HubSecret != secret || !strings.HasSuffix(callback, "/"+s.HubPath) ||
		time.Until(s.HubUntil) < 9*24*time.Hour {
		t.Errorf("kept %+v", s)
	}
	if len(m.all()) != 2 {
		t.Errorf("stored %+v", m.all())
	}
}

func TestTheCallbackRefusesWhatNobodyAskedFor(t *testing.T) {
	p := testPoller(t, newMemory())
	s := httptest.NewServer(p.Callback())
	t.Cleanup(s.Close)
	for _, tc := range []struct {
		method, query string
		want          int
	}{
		{http.MethodGet, "", 404},
		{http.MethodGet, "?hub.mode=subscribe&hub.topic=x&hub.challenge=y&hub.lease_seconds=1", 404},
		{http.MethodGet, "?hub.mode=unsubscribe&hub.topic=x&hub.challenge=y", 404},
		{http.MethodGet, "?hub.mode=denied&hub.topic=x", 404},
		{http.MethodPost, "", 404},
		{http.MethodDelete, "", 405},
	} {
		if status, _ := call(t, tc.method, s.URL+"/s123"+tc.query, "", ""); status != tc.want {
			t.Errorf("%s %s: %d, want %d", tc.method, tc.query, status, tc.want)
		}
	}
}

// slowBody never ends.
type slowBody struct{ stop <-chan struct{} }

func (b slowBody) Read(p []byte) (int, error) {
	select {
	case <-b.stop:
		return 0, io.EOF
	default:
	}
	if len(p) > 0 {
		<-b.stop
	}
	return 0, io.EOF
}

func TestPushesThatDoNotEndAreFewAndUnsignedOnesAreNotRead(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := testPoller(t, newMemory(), func(c *Config) { c.Now = func() time.Time { return now } })
	p.subs["path"] = &subscription{source: "s1", topic: "t", secret: "secret", until: now.Add(time.Hour)}
	stop := make(chan struct{})
	statuses := make(chan int, 60)
	push := func(signature string) int {
		rec := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/path", slowBody{stop})
		r.ContentLength = -1
		r.Header.Set("X-Hub-Signature", signature)
		p.Callback().ServeHTTP(rec, r)
		return rec.Code
	}
	for range 60 {
		if status := push(""); status != http.StatusAccepted { // answered although the body never comes
			t.Fatalf("an unsigned push: %d", status)
		}
	}
	for range 60 {
		go func() { statuses <- push(sign("x", "secret")) }()
	}
	for range 60 - pushesRead {
		if status := <-statuses; status != http.StatusServiceUnavailable {
			t.Errorf("one too many: %d", status)
		}
	}
	close(stop)
	for range pushesRead {
		<-statuses
	}
}

func TestAnotherHubIsNotToldWhatTheFirstOneWas(t *testing.T) {
	first, second := newHub(t), newHub(t)
	p := testPoller(t, newMemory(), func(c *Config) { c.PublicURL = "https://me.example/hook" })
	src := source("https://ana.example/feed")
	src.Polling.Hub, src.Polling.HubTopic = first.URL, "https://ana.example/feed"
	src = p.subscribe(t.Context(), src)
	one := <-first.asked
	src.Polling.Hub = second.URL
	p.subscribe(t.Context(), src)
	two := <-second.asked
	if one.Get("hub.secret") == two.Get("hub.secret") || one.Get("hub.callback") == two.Get("hub.callback") {
		t.Errorf("both were told %v", one)
	}
	if len(p.subs) != 1 {
		t.Errorf("%d subscriptions", len(p.subs))
	}
}
