package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheLimitsOfARequest(t *testing.T) {
	for name, c := range map[string]struct{ got, want int64 }{
		"body": {MaxBody, 10485760}, "time": {int64(MaxTime), 30e9}, "redirects": {MaxRedirects, 10}, "routes": {maxRoutes, 64},
		"large": {largeBody, 524288},
		"ratio": {maxRatio, 200}, "chunk": {chunk, 131072}, "shut hosts": {maxShut, 10000}, "too many": {int64(tooManyWait), 600e9},
		"head": {sniffedHead, 512},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", name, c.got, c.want)
		}
	}
	c := New(Config{})
	if c.timeout != 30*time.Second || c.hosts.slots != 2 || c.hosts.pause != time.Second || cap(c.large) != 2 {
		t.Errorf("of its own: %+v, %+v", c, c.hosts)
	}
	c = New(Config{PerHost: 5, Pause: -1, Timeout: time.Minute})
	if c.timeout != time.Minute || c.hosts.slots != 5 || c.hosts.pause != 0 {
		t.Errorf("as configured: %+v, %+v", c, c.hosts)
	}
	tr, err := c.routes.transport("")
	if err != nil || !tr.ForceAttemptHTTP2 || !tr.DisableCompression || tr.TLSHandshakeTimeout != 10*time.Second ||
		tr.ResponseHeaderTimeout != 20*time.Second ||
		tr.MaxResponseHeaderBytes != 262144 || tr.MaxIdleConns != 64 || tr.MaxIdleConnsPerHost != 5 || tr.IdleConnTimeout != 30*time.Second ||
		tr.Proxy != nil {
		t.Errorf("%+v, %v", tr, err)
	}
	if d := dialer(false); d.Timeout != 10*time.Second || d.KeepAlive != 30*time.Second || d.Control == nil ||
		d.Control("tcp", "no address", nil) == nil ||
		d.Control("tcp", "8.8.8.8:80", nil) != nil || !errors.Is(d.Control("tcp", "10.0.0.1:80", nil), ErrPrivateAddress) {
		t.Errorf("%+v", d)
	}
	if dialer(true).Control != nil {
		t.Error("private addresses are refused although they are allowed")
	}
}

func TestAProxyIsAnAddressWithASchemeOfItsKind(t *testing.T) {
	for _, s := range []string{"http://p.example:80", "https://p.example", "socks5://p.example:1080", "socks5h://p.example"} {
		if u, err := ParseProxy(s); err != nil || u.String() != s {
			t.Errorf("%s: %v, %v", s, u, err)
		}
	}
	for _, s := range []string{"", "p.example:80", "ftp://p.example", "http://", "%zz", "socks4://p.example"} {
		if _, err := ParseProxy(s); !errors.Is(err, ErrBadProxy) {
			t.Errorf("%s: %v", s, err)
		}
	}
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST.": true, "a.localhost": true, "127.0.0.1": true, "10.0.0.1": true, "::1": true, "8.8.8.8": false,
		"paper.example": false, "notlocalhost": false,
	} {
		if privateName(host) != want {
			t.Errorf("%s is private: %v", host, !want)
		}
	}
}

func TestTheWayToAServer(t *testing.T) {
	at, _ := url.Parse("https://paper.example/")
	private, _ := url.Parse("https://localhost/")
	r := newRoutes(Config{Proxy: "http://all.example"})
	r.env = func(*url.URL) (*url.URL, error) { return url.Parse("http://env.example") }
	one, err := r.to(at, "")
	if err != nil || r.byName["http://all.example"] != one {
		t.Errorf("the proxy for all: %v, %v", err, r.byName)
	}
	if again, err := r.to(at, ""); err != nil || again != one {
		t.Errorf("a way is made twice: %v", err)
	}
	if own, err := r.to(at, "http://own.example"); err != nil || r.byName["http://own.example"] != own || own == one {
		t.Errorf("the source's own: %v", err)
	}
	if direct, err := r.to(at, Direct); err != nil || r.byName[""] != direct {
		t.Errorf("none at all: %v", err)
	}
	if _, err := r.to(private, "http://own.example"); !errors.Is(err, ErrPrivateAddress) {
		t.Errorf("a private name by a proxy: %v", err)
	}
	if _, err := r.to(private, Direct); err != nil {
		t.Errorf("straight, the dialler decides: %v", err)
	}
	if _, err := r.to(at, "ftp://x.example"); !errors.Is(err, ErrBadProxy) {
		t.Errorf("no proxy: %v", err)
	}
	r.cfg.Proxy = ""
	if env, err := r.to(at, ""); err != nil || r.byName["http://env.example"] != env {
		t.Errorf("what the environment says: %v", err)
	}
	for i := range maxRoutes - len(r.byName) {
		if _, err := r.to(at, fmt.Sprintf("http://p%d.example", i)); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.byName) != 64 {
		t.Errorf("%d ways are open", len(r.byName))
	}
	if _, err := r.to(at, "http://last.example"); err != nil || len(r.byName) != 1 {
		t.Errorf("%d ways are open after one too many: %v", len(r.byName), err)
	}
	if r.close(); len(r.byName) != 0 {
		t.Error("a way is open after the end")
	}
}

func TestAHostThatIsLeftAloneIsAskedAgainInTime(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	hs := newHosts(1, 0)
	if !hs.closedUntil("a", now).IsZero() {
		t.Error("a host is shut that never asked")
	}
	hs.close("a", now.Add(time.Hour))
	hs.close("a", now.Add(time.Minute)) // it does not get shorter
	if got := hs.closedUntil("a", now); !got.Equal(now.Add(time.Hour)) || !hs.closedUntil("b", now).IsZero() {
		t.Errorf("until %s", got)
	}
	if got := hs.closedUntil("a", now.Add(time.Hour-1)); got.IsZero() {
		t.Error("it is asked too early")
	}
	if got := hs.closedUntil("a", now.Add(time.Hour)); !got.IsZero() || len(hs.shut) != 0 {
		t.Errorf("at the hour it is shut until %s", got)
	}
	for i := range maxShut {
		hs.close(fmt.Sprint(i), now.Add(time.Hour))
	}
	if len(hs.shut) != 10000 {
		t.Errorf("%d hosts are shut", len(hs.shut))
	}
	if hs.close("last", now.Add(time.Hour)); len(hs.shut) != 1 {
		t.Errorf("%d hosts are shut", len(hs.shut))
	}
	if got := (&WaitError{now}).Error(); got != "the server asked not to be asked before 2026-03-02 12:00 UTC" {
		t.Error(got)
	}
	for _, c := range []struct {
		err  error
		want time.Duration
	}{
		{nil, 0},
		{io.EOF, 0},
		{&StatusError{429, 0}, 10 * time.Minute},
		{&StatusError{429, time.Second}, time.Second},
		{&StatusError{503, time.Second}, time.Second},
		{&StatusError{503, 0}, 0},
		{&StatusError{500, time.Second}, 0},
		{fmt.Errorf("x: %w", &StatusError{429, 5}), 5},
	} {
		if got := asksToWait(c.err); got != c.want {
			t.Errorf("%v: %s", c.err, got)
		}
	}
	for name, want := range map[string]bool{
		"127.0.0.1:80": true, "[::1]:80": true, "127.0.0.1": true, "8.8.8.8:80": false,
		"localhost:80": false, "paper.example": false,
	} {
		if loopback(name) != want {
			t.Errorf("%s is loopback: %v", name, !want)
		}
	}
}

func TestATurnEndsAfterItsPauseAndTheLastOneForgetsTheHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hs := newHosts(1, time.Second)
		start := time.Now()
		for range 3 {
			done, err := hs.enter(t.Context(), "paper.example")
			if err != nil {
				t.Fatal(err)
			}
			done()
		}
		if got := time.Since(start); got != 2*time.Second {
			t.Errorf("three turns began within %s", got)
		}
		time.Sleep(2 * time.Second) // a bubble's clock: nobody waits
		synctest.Wait()
		hs.mu.Lock()
		if len(hs.open) != 0 {
			t.Errorf("%d hosts are remembered", len(hs.open))
		}
		hs.mu.Unlock()
		start = time.Now()
		for range 3 {
			done, _ := hs.enter(t.Context(), "127.0.0.1:80")
			done()
		}
		if got := time.Since(start); got != 0 {
			t.Errorf("our own machine waits %s", got)
		}
	})
}

func TestARedirectLeadsWhereItsLocationSays(t *testing.T) {
	at, _ := url.Parse("https://paper.example/a/b#part")
	for _, c := range []struct {
		status          int
		location, where string
		bad             bool
	}{
		{301, "/c", "https://paper.example/c#part", false},
		{302, "c", "https://paper.example/a/c#part", false},
		{303, "https://x.example/#y", "https://x.example/#y", false},
		{307, "/c", "https://paper.example/c#part", false},
		{308, "/c", "https://paper.example/c#part", false},
		{300, "/c", "", false},
		{304, "/c", "", false},
		{200, "/c", "", false},
		{301, "", "", true},
		{301, "%zz", "", true},
	} {
		next, err := redirected(at, &Response{Status: c.status, Header: http.Header{"Location": {c.location}}})
		got := ""
		if next != nil {
			got = next.String()
		}
		if got != c.where || (err != nil) != c.bad {
			t.Errorf("%d to %q: %q, %v", c.status, c.location, got, err)
		}
	}
	for address, ok := range map[string]bool{
		"http://x.example": true, "https://x.example/a": true, "ftp://x.example": false,
		"https:///a": false, "x": false,
	} {
		u, _ := url.Parse(address)
		if err := checkAddress(u); (err == nil) != ok || err != nil && !errors.Is(err, ErrBadAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	u, _ := url.Parse("https://me:pass@x.example/a")
	if shown(u) != "https://x.example/a" || u.User == nil {
		t.Errorf("%s is shown as %s", u, shown(u))
	}
}

func TestWhatARequestTells(t *testing.T) {
	c := New(Config{UserAgent: "ours"})
	for _, r := range []struct {
		rule string
		req  Request
		want string
	}{
		{"nothing", Request{}, "User-Agent=ours Accept-Encoding=gzip, br, zstd"},
		{
			"all",
			Request{ETag: "e", LastModified: "l", Accept: "a", Form: "f"},
			"User-Agent=ours Accept-Encoding=gzip, br, zstd Accept=a If-None-Match=e If-Modified-Since=l " +
				"Content-Type=application/x-www-form-urlencoded",
		},
		{"its own name", Request{Manner: Manner{UserAgent: "x"}}, "User-Agent=x Accept-Encoding=gzip, br, zstd"},
		{
			"headers",
			Request{Manner: Manner{Headers: map[string]string{"Cookie": "c", "User-Agent": "y", "host": "h.example"}}},
			"User-Agent=ours Accept-Encoding=gzip, br, zstd Cookie=c Host=h.example",
		},
	} {
		hr, _ := http.NewRequest(http.MethodGet, "https://paper.example/", nil) //nolint:noctx // it is never sent
		c.setHeaders(hr, r.req)
		var got []string
		for _, name := range []string{"User-Agent", "Accept-Encoding", "Accept", "If-None-Match", "If-Modified-Since", "Content-Type", "Cookie"} {
			if v := hr.Header.Get(name); v != "" {
				got = append(got, name+"="+v)
			}
		}
		if hr.Host != "paper.example" {
			got = append(got, "Host="+hr.Host)
		}
		if s := strings.Join(got, " "); s != r.want || len(hr.Header) != len(got)-strings.Count(s, "Host=") {
			t.Errorf("%s: %s, want %s", r.rule, s, r.want)
		}
	}
}

func TestWhichStatusIsWhat(t *testing.T) {
	status := 0
	s := server(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(status)
		if status != 304 && status != 204 {
			_, _ = io.WriteString(w, "body")
		}
	})
	c := client(t)
	for _, c2 := range []struct {
		status int
		body   string
		fails  bool
	}{
		{200, "body", false},
		{204, "", false},
		{299, "body", false},
		{300, "", false},
		{304, "", false},
		{305, "", false},
		{399, "", false},
		{400, "", true},
		{404, "", true},
		{500, "", true},
	} {
		status = c2.status
		r, err := get(t, c, s.URL)
		if se, ok := errors.AsType[*StatusError](err); (err != nil) != c2.fails || ok &&
			(se.Status != c2.status || se.RetryAfter != 7*time.Second) {
			t.Errorf("%d: %v", status, err)
		}
		if err == nil && (string(r.Body) != c2.body || r.Status != status || r.NotModified != (status == 304)) {
			t.Errorf("%d: %+v", status, r)
		}
	}
	status = 410
	if _, err := get(t, c, s.URL); !errors.Is(err, ErrGone) {
		t.Errorf("410: %v", err)
	}
}

func TestRetryAfterIsBoundedToADay(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, " 5 ": 5 * time.Second, "-5": 0, "86400": 24 * time.Hour, "86401": 24 * time.Hour, "99999999999": 24 * time.Hour, "x": 0, "5 s": 0,
		"1:00": 0, "1,5": 0,
		"Mon, 02 Mar 2026 12:01:00 GMT": time.Minute, "Mon, 02 Mar 2026 11:00:00 GMT": 0, "Wed, 04 Mar 2026 12:00:00 GMT": 24 * time.Hour,
	} {
		if got := RetryAfter(value, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}

func TestOnlyCodingsThatAreKnownAreUndone(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = io.WriteString(w, "<a>text</a>")
	_ = w.Close()
	for _, c := range []struct{ codings, want string }{
		{"gzip", "<a>text</a>"},
		{"GZIP", "<a>text</a>"},
		{"x-gzip", "<a>text</a>"},
		{"utf-8, gzip", "<a>text</a>"},
		{"none", z.String()},
		{"", z.String()},
	} {
		r, done, err := Decompress(bytes.NewReader(z.Bytes()), []string{c.codings})
		if err != nil {
			t.Errorf("%s: %v", c.codings, err)
			continue
		}
		got, err := io.ReadAll(r)
		done()
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v", c.codings, got, err)
		}
	}
	for _, codings := range []string{"compress", "dcb", "dcz", "gzip, gzip, gzip"} {
		if _, _, err := Decompress(strings.NewReader(""), []string{codings}); !errors.Is(err, ErrUnknownCoder) {
			t.Errorf("%s: %v", codings, err)
		}
	}
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		for _, body := range []string{"", "<a>plain</a>", "\ufeff {\"a\": 1}", "[1]"} {
			r, done, err := Decompress(strings.NewReader(body), []string{coding})
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			done()
			if string(got) != body || err != nil && body != "" {
				t.Errorf("%s announced, %q sent: %q, %v", coding, body, got, err)
			}
		}
	}
	for head, want := range map[string]bool{
		"": true, "<a>": false, " \n<a": false, "{": false, "[": false, "a": true, "<\x01": true,
		"<\t\r\n": false, "<" + strings.Repeat("a", 63) + "\x01": false, "<" + strings.Repeat("a", 62) + "\x01": true,
	} {
		if notPlain([]byte(head)) != want {
			t.Errorf("%q is not plain: %v", head, !want)
		}
	}
}

func TestGzipWithinABodyIsUndoneTwiceAtMostAndWithinTheRatio(t *testing.T) {
	zip := func(b []byte) []byte {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		_, _ = w.Write(b)
		_ = w.Close()
		return z.Bytes()
	}
	text := []byte("text")
	once, twice, thrice := zip(text), zip(zip(text)), zip(zip(zip(text)))
	for _, c := range []struct{ in, want []byte }{
		{text, text},
		{once, text},
		{twice, text},
		{thrice, once},
		{[]byte("\x1f\x8b\x08"), []byte("\x1f\x8b\x08")},
		{nil, nil},
	} {
		if got, err := unpack(c.in, 100); err != nil || !bytes.Equal(got, c.want) {
			t.Errorf("%q: %q, %v", c.in, got, err)
		}
	}
	for n, want := range map[int]error{largeBody: nil, largeBody + 1: ErrBomb, MaxBody + 1: ErrBomb} {
		if _, err := unpack(zip(make([]byte, n)), 1); !errors.Is(err, want) {
			t.Errorf("%d bytes of one: %v", n, err)
		}
	}
	if _, err := unpack(zip(make([]byte, MaxBody+1)), MaxBody); !errors.Is(err, ErrTooLarge) || errors.Is(err, ErrBomb) {
		t.Errorf("beyond the bound of a body: %v", err)
	}
	if _, err := unpack(append([]byte{}, once[:10]...), 100); !errors.Is(err, ErrBadEncoding) {
		t.Errorf("cut off at once: %v", err)
	}
}
