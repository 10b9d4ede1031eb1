package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

const document = `<?xml version="1.0"?><rss><channel><title>ANA</title></channel></rss>`

func zipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestABodyIsReadWhateverCodingItsHeaderTells(t *testing.T) {
	once := zipped(t, []byte(document))
	for name, tc := range map[string]struct {
		coding string
		body   []byte
	}{
		"gzip without a header": {"", once}, "gzip twice under one header": {"gzip", zipped(t, once)},
		"gzip twice without any": {"", zipped(t, once)},
		"utf-8":                  {"utf-8", []byte(document)}, "none": {"none", []byte(document)}, "binary, gzip": {"binary, gzip", once},
		"8bit":                       {"8bit", once},
		"gzip announced, plain sent": {"gzip", []byte(document)}, "brotli announced, plain sent": {"br", []byte(document)},
		"zstd announced, plain sent": {"zstd", []byte("\ufeff\n" + document)}, "deflate announced, plain sent": {"deflate", []byte(document)},
		"a coding nobody knows": {"x-unknown", once},
	} {
		s := server(t, func(w http.ResponseWriter, _ *http.Request) {
			if tc.coding != "" {
				w.Header().Set("Content-Encoding", tc.coding)
			}
			_, _ = w.Write(tc.body)
		})
		r, err := get(t, client(t), s.URL)
		if err != nil || string(bytes.TrimLeft(r.Body, "\ufeff\n")) != document {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABombInsideOfGzipWithoutAHeaderIsRefused(t *testing.T) {
	bomb := zipped(t, make([]byte, 9<<20))
	s := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bomb) })
	if _, err := get(t, client(t), s.URL); !errors.Is(err, ErrTooLarge) {
		t.Fatal(err)
	}
}

func TestAHostThatAsksToWaitIsLeftAlone(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		after  string
		asked  int
	}{
		"429 with a time": {429, "7200", 1}, "503 with a time": {503, "7200", 1}, "429 without": {429, "", 1}, "503 without": {503, "", 3},
		"404": {404, "", 3},
	} {
		asked := 0
		s := server(t, func(w http.ResponseWriter, _ *http.Request) {
			asked++
			if tc.after != "" {
				w.Header().Set("Retry-After", tc.after)
			}
			w.WriteHeader(tc.status)
		})
		now := time.Now()
		c := client(t, func(c *Config) { c.Now = func() time.Time { return now } })
		var last error
		for range 3 {
			_, last = get(t, c, s.URL)
		}
		if asked != tc.asked {
			t.Errorf("%s: asked %d times, want %d", name, asked, tc.asked)
		}
		wait, ok := errors.AsType[*WaitError](last)
		if ok != (tc.asked == 1) {
			t.Errorf("%s: %v", name, last)
		}
		if ok {
			now = wait.Until
			if _, _ = get(t, c, s.URL); asked != 2 {
				t.Errorf("%s: not asked again when the time has come", name)
			}
		}
	}
}

func TestACookieLivesThroughItsOwnRedirect(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("seen"); err == nil && c.Value == "1" {
			_, _ = w.Write([]byte(document))
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	})
	if r, err := get(t, client(t), s.URL+"/feed"); err != nil || string(r.Body) != document {
		t.Fatal(err)
	}
}

func TestASourcesOwnHeadersGoToItsOwnHostAlone(t *testing.T) {
	var other http.Header
	elsewhere := server(t, func(w http.ResponseWriter, r *http.Request) { other = r.Header; _, _ = w.Write([]byte(document)) })
	var own http.Header
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		own = r.Header
		http.Redirect(w, r, elsewhere.URL, http.StatusFound)
	})
	m := Manner{UserAgent: "Reader/1", Headers: map[string]string{"Authorization": "Bearer x", "Accept-Language": "en"}}
	if _, err := client(t).Get(t.Context(), Request{URL: s.URL, Manner: m}); err != nil {
		t.Fatal(err)
	}
	if own.Get("Authorization") != "Bearer x" || own.Get("User-Agent") != "Reader/1" || own.Get("Accept-Language") != "en" {
		t.Errorf("sent %v", own)
	}
	if other.Get("Authorization") != "" || other.Get("User-Agent") != "Reader/1" {
		t.Errorf("sent elsewhere %v", other)
	}
}

func TestAProxyIsAskedForTheSourcesThatNameIt(t *testing.T) {
	asked := ""
	proxy := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.RequestURI
		_, _ = w.Write([]byte(document))
	})
	strict := client(t, func(c *Config) { c.AllowPrivate = false })
	const far = "http://ministry.example/feed"
	if r, err := strict.Get(t.Context(), Request{URL: far, Manner: Manner{Proxy: proxy.URL}}); err != nil || string(r.Body) != document ||
		asked != far {
		t.Errorf("asked %q: %v", asked, err)
	}
	for _, private := range []string{"http://127.0.0.1:1/feed", "http://localhost/feed", "http://[::1]/", "http://10.0.0.1/"} {
		if _, err := strict.Get(t.Context(), Request{URL: private, Manner: Manner{Proxy: proxy.URL}}); !errors.Is(err, ErrPrivateAddress) {
			t.Errorf("%s through a proxy: %v", private, err)
		}
	}
	if _, err := strict.Get(t.Context(), Request{URL: far, Manner: Manner{Proxy: "ftp://proxy.example"}}); !errors.Is(err, ErrBadProxy) {
		t.Error(err)
	}
	all := client(t, func(c *Config) { c.Proxy = proxy.URL })
	asked = ""
	if _, err := all.Get(t.Context(), Request{URL: far}); err != nil || asked != far {
		t.Errorf("the proxy for all was asked %q: %v", asked, err)
	}
	direct := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(document)) }))
	t.Cleanup(direct.Close)
	asked = ""
	if _, err := all.Get(t.Context(), Request{URL: direct.URL, Manner: Manner{Proxy: Direct}}); err != nil || asked != "" {
		t.Errorf("a source without a proxy went through %q: %v", asked, err)
	}
}
