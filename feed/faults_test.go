package feed

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"attache"
	"attache/feed/fetch"
)

// faults are the ways a server can be wrong, by path.
var faults = map[string]http.HandlerFunc{
	"/endless": func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat("<item><title>more</title></item>", 2000))
		_, _ = io.WriteString(w, "<rss><channel>")
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	},
	"/bomb": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range 64 {
			_, _ = z.Write(zeros)
		}
		_ = z.Close()
	},
	"/deep": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("<rss>", 10_000))
	},
	"/many": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<rss>"+strings.Repeat("<a/>", 500_000))
	},
	"/lying": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "9999")
		_, _ = io.WriteString(w, "<rss/>")
	},
	"/noise":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte{0, 1, 2, 0xff, 0xfe, 0xfd}) },
	"/empty":  func(http.ResponseWriter, *http.Request) {},
	"/teapot": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
	"/circle": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) },
	"/away":   func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://[::1]:1/", http.StatusFound) },
	"/scheme": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	},
	"/hangup": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"/coding": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		_, _ = io.WriteString(w, "no zstd")
	},
	"/nothing": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<!doctype html><p>no feed here")
	},
}

func TestAFaultOfOneSourceIsNothingToTheOthers(t *testing.T) {
	w := newWire(t, func(rw http.ResponseWriter, r *http.Request) {
		if fault, ok := faults[r.URL.Path]; ok {
			fault(rw, r)
			return
		}
		if r.URL.Path != "/good" {
			http.NotFound(rw, r)
			return
		}
		_, _ = io.WriteString(rw, rssDoc(item("https://ana.example/1", "Talks open", "The envoys met.")))
	})
	good := source(w.URL + "/good")
	good.FullText = attache.FullTextNever
	m := newMemory(good)
	for path := range faults {
		_ = m.PutSources(t.Context(), source(w.URL+path))
	}
	seen := 0
	sum, err := testPoller(t, m).Pass(t.Context(), func(done, total int) {
		if seen++; done != seen || total != len(faults)+1 {
			t.Errorf("progress %d of %d", done, total)
		}
	}, m.save)
	if err != nil || sum.Failed != len(faults) || sum.Articles != 1 || seen != len(faults)+1 {
		t.Errorf("%+v, %v", sum, err)
	}
	list, _ := m.ListSources(t.Context())
	for _, s := range list {
		failed := s.ID != good.ID
		if p := s.Polling; failed != (p.Failures == 1) || failed != (p.Problem != "") || p.Next.IsZero() ||
			strings.Contains(p.Problem, "127.0.0.1:") && !strings.HasSuffix(s.URL, "/away") {
			t.Errorf("%s: %+v", s.URL, p)
		}
	}
}

func TestPrivateAddressesNeedPermission(t *testing.T) {
	w := newWire(t, paths(map[string]string{"/feed": rssDoc()}))
	m := newMemory(source(w.URL + "/feed"))
	p := testPoller(t, m, func(c *Config) { c.AllowPrivate = false })
	res, err := p.Poll(t.Context(), source(w.URL+"/feed"))
	if !errors.Is(err, fetch.ErrPrivateAddress) || !strings.Contains(res.Source.Polling.Problem, "feed.allow_private_addresses") ||
		w.hits.Load() != 0 {
		t.Errorf("%v, %+v", err, res.Source.Polling)
	}
}

func TestAJSONFeedTellsItsHub(t *testing.T) {
	f, err := Parse([]byte(`{"version":"https://jsonfeed.org/version/1.1","title":"ANA","hubs":[{"type":"rssCloud",`+
		`"url":"https://c.example"},{"type":"WebSub","url":"https://hub.example"}],"items":[]}`), "", "")
	if err != nil || f.Hub != "https://hub.example" {
		t.Errorf("%+v, %v", f, err)
	}
}
