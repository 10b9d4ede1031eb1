package fetch

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

func server(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, edit ...func(*Config)) *Client {
	t.Helper()
	c := Config{UserAgent: "Attache/test (+ops@alborzna.example)", AllowPrivate: true, Pause: -1}
	for _, e := range edit {
		e(&c)
	}
	cl := New(c)
	t.Cleanup(cl.Close)
	return cl
}

func get(t *testing.T, c *Client, url string) (*Response, error) {
	t.Helper()
	r, err := c.Get(t.Context(), Request{URL: url})
	if err == nil {
		t.Cleanup(r.Release)
	}
	return r, err
}

func TestPrivateAddressesAreRefusedWhenDialling(t *testing.T) {
	hit := false
	s := server(t, func(http.ResponseWriter, *http.Request) { hit = true })
	strict := client(t, func(c *Config) { c.AllowPrivate = false })
	for _, url := range []string{
		s.URL, strings.Replace(s.URL, "127.0.0.1", "localhost", 1),
		strings.Replace(s.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1), "http://169.254.169.254/latest/meta-data", "http://0.0.0.0:1/",
	} {
		if _, err := get(t, strict, url); !errors.Is(err, ErrPrivateAddress) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if hit {
		t.Error("a private address was reached")
	}
}

func TestARedirectToAPrivateAddressIsRefused(t *testing.T) {
	hit := false
	private := server(t, func(http.ResponseWriter, *http.Request) { hit = true })
	strict := client(t, func(c *Config) { c.AllowPrivate = false })
	inner, err := strict.routes.transport("")
	if err != nil {
		t.Fatal(err)
	}
	strict.routes.fixed = stepping(roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Host == "public.example" {
			return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {private.URL}}, Body: http.NoBody, Request: r}, nil
		}
		return inner.RoundTrip(r)
	}))
	if _, err := get(t, strict, "http://public.example/feed"); !errors.Is(err, ErrPrivateAddress) || hit {
		t.Errorf("reached %t: %v", hit, err)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAnEndlessBodyEndsAtTheLimit(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := bytes.Repeat([]byte("x"), 64<<10)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	if _, err := get(t, client(t), s.URL); !errors.Is(err, ErrTooLarge) {
		t.Fatal(err)
	}
}

func TestDecompressionBombsEndAtTheLimit(t *testing.T) {
	for coding, pack := range packers {
		t.Run(coding, func(t *testing.T) {
			var bomb bytes.Buffer
			w := pack(&bomb)
			_, _ = io.CopyN(w, zeros{}, 16<<20)
			_ = w.Close()
			s := server(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", coding)
				_, _ = w.Write(bomb.Bytes())
			})
			if _, err := get(t, client(t), s.URL); !errors.Is(err, ErrTooLarge) {
				t.Fatal(err)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

var packers = map[string]func(io.Writer) io.WriteCloser{
	"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"br":   func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 1) },
	"zstd": func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
}

func TestCompressedBodiesAreRead(t *testing.T) {
	for coding, pack := range packers {
		s := server(t, func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Accept-Encoding"), coding) {
				t.Errorf("%s is not accepted", coding)
			}
			w.Header().Set("Content-Encoding", coding)
			p := pack(w)
			_, _ = io.WriteString(p, "hello")
			_ = p.Close()
		})
		if r, err := get(t, client(t), s.URL); err != nil || string(r.Body) != "hello" {
			t.Errorf("%s: %v", coding, err)
		}
	}
}

func TestABodyIsUnpackedAsItIsWhateverItsHeaderCallsIt(t *testing.T) {
	const doc = "<rss><channel><title>Talks</title></channel></rss>"
	packed := func(text string, pack func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		w := pack(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
		return b.Bytes()
	}
	asGzip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	asZlib := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	for name, tc := range map[string]struct {
		coding string
		body   []byte
	}{
		"gzip called deflate":   {"deflate", packed(doc, asGzip)},
		"zlib called gzip":      {"gzip", packed(doc, asZlib)},
		"zlib called nothing":   {"", packed(doc, asZlib)},
		"gzip with noise after": {"gzip", append(packed(doc, asGzip), "\x00\x00junk"...)},
		"gzip in two members":   {"gzip", append(packed(doc[:20], asGzip), packed(doc[20:], asGzip)...)},
		"two members unnamed":   {"", append(packed(doc[:20], asGzip), packed(doc[20:], asGzip)...)},
		"plain called br":       {"br", []byte(doc)},
	} {
		s := server(t, func(w http.ResponseWriter, _ *http.Request) {
			if tc.coding != "" {
				w.Header().Set("Content-Encoding", tc.coding)
			}
			_, _ = w.Write(tc.body)
		})
		if r, err := get(t, client(t), s.URL); err != nil || string(r.Body) != doc {
			t.Errorf("%s: %v", name, err)
		}
	}
	const text = "x\x9c is how a text may begin" // as a zlib stream does
	s := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	if r, err := get(t, client(t), s.URL); err != nil || string(r.Body) != text {
		t.Errorf("what only begins like zlib: %v", err)
	}
}

func TestDamagedBodiesAreErrorsOfTheSource(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.CopyN(z, zeros{}, 100_000)
	_ = z.Close()
	for name, tc := range map[string]struct {
		coding string
		body   []byte
		length string
		want   error
	}{
		"damaged gzip":       {"gzip", append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, bytes.Repeat([]byte{0xff}, 40)...), "", ErrBadEncoding},
		"gzip cut off":       {"gzip", packed.Bytes()[:packed.Len()-20], "", ErrTruncated},
		"no brotli at all":   {"br", []byte("hello hello hello"), "", ErrBadEncoding},
		"no zstd at all":     {"zstd", []byte("hello hello hello"), "", ErrBadEncoding},
		"unknown coding":     {"compress", []byte("uryyb"), "", ErrUnknownCoder},
		"codings on codings": {"gzip, gzip, gzip", packed.Bytes(), "", ErrUnknownCoder},
		"lying length":       {"", []byte("hello"), "5000", ErrTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			s := server(t, func(w http.ResponseWriter, _ *http.Request) {
				if tc.coding != "" {
					w.Header().Set("Content-Encoding", tc.coding)
				}
				if tc.length != "" {
					w.Header().Set("Content-Length", tc.length)
				}
				_, _ = w.Write(tc.body)
			})
			if _, err := get(t, client(t), s.URL); !errors.Is(err, tc.want) {
				t.Fatal(err)
			}
		})
	}
}

func TestASlowTrickleEndsInTime(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "x")
			_ = http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	if _, err := get(t, client(t, func(c *Config) { c.Timeout = 300 * time.Millisecond }), s.URL); !errors.Is(err, ErrTooSlow) {
		t.Fatal(err)
	}
}

func TestAServerThatNeverAnswersEndsInTime(t *testing.T) {
	s := server(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	if _, err := get(t, client(t, func(c *Config) { c.Timeout = 200 * time.Millisecond }), s.URL); !errors.Is(err, ErrTooSlow) {
		t.Fatal(err)
	}
}

func TestRedirectsEndAfterTen(t *testing.T) {
	var n atomic.Int32
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		if r.URL.Path == "/0" {
			_, _ = io.WriteString(w, "there")
			return
		}
		var left int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &left)
		http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
	})
	c := client(t)
	if r, err := get(t, c, s.URL+"/10"); err != nil || string(r.Body) != "there" || !strings.HasSuffix(r.URL, "/0") {
		t.Fatal(err)
	}
	n.Store(0)
	if _, err := get(t, c, s.URL+"/99"); !errors.Is(err, ErrRedirects) || n.Load() != 11 {
		t.Fatalf("%v after %d requests", err, n.Load())
	}
}

func TestOnlyPermanentRedirectsAreRemembered(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/new":
			http.Redirect(w, r, "/today", http.StatusFound)
		case "/script":
			http.Redirect(w, r, "javascript:alert(1)", http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		}
	})
	c := client(t)
	if r, err := get(t, c, s.URL+"/old"); err != nil || r.MovedTo != s.URL+"/new" || r.URL != s.URL+"/today" {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := get(t, c, s.URL+"/new"); err != nil || r.MovedTo != "" {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := get(t, c, s.URL+"/script"); !errors.Is(err, ErrBadAddress) {
		t.Error(err)
	}
	if _, err := get(t, c, s.URL+"/nowhere"); err == nil {
		t.Error("a redirect to nowhere was no error")
	}
}

func TestStatusesAreToldApart(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/same":
			if r.Header.Get("If-None-Match") != `"1"` || r.Header.Get("If-Modified-Since") != "yesterday" {
				t.Error("validators not sent")
			}
			w.WriteHeader(http.StatusNotModified)
		}
	})
	c := client(t)
	if _, err := get(t, c, s.URL+"/gone"); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	var status *StatusError
	if _, err := get(t, c, s.URL+"/busy"); !errors.As(err, &status) || status.RetryAfter != 2*time.Minute {
		t.Error(err)
	}
	c = client(t) // one that was not asked to wait
	r, err := c.Get(t.Context(), Request{URL: s.URL + "/same", ETag: `"1"`, LastModified: "yesterday"})
	if err != nil || !r.NotModified {
		t.Error(err)
	}
}

func TestNoCookiesAndAContactAddress(t *testing.T) {
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "" || r.Header.Get("User-Agent") != "Attache/test (+ops@alborzna.example)" {
			t.Errorf("sent %v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "7"})
	})
	c := client(t)
	for range 2 {
		if _, err := get(t, c, s.URL); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAHostGetsTwoRequestsAtATimeWithAPauseBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		var starts []time.Duration
		begin := time.Now()
		c := New(Config{Pause: time.Second, Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			now++
			most = max(most, now)
			starts = append(starts, time.Since(begin))
			mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			mu.Lock()
			now--
			mu.Unlock()
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		})})
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() { _, _ = c.Get(t.Context(), Request{URL: "http://Paper.example/x"}) })
		}
		wg.Wait()
		if most != 2 || len(starts) != 6 || starts[2] != 1100*time.Millisecond || starts[5] != 2200*time.Millisecond {
			t.Errorf("%d at a time, started at %v", most, starts)
		}
		time.Sleep(time.Minute)
		c.hosts.mu.Lock()
		defer c.hosts.mu.Unlock()
		if len(c.hosts.open) != 0 {
			t.Errorf("%d hosts are still remembered", len(c.hosts.open))
		}
	})
}

func TestRetryAfterReadsSecondsAndDates(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, " 5 ": 5 * time.Second, "-3": 0, "99999999": 24 * time.Hour, "soon": 0,
		"Mon, 02 Mar 2026 09:01:00 GMT": time.Minute, "Mon, 02 Mar 2020 09:01:00 GMT": 0, "12 monkeys": 0,
	} {
		if got := RetryAfter(value, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}
