package web

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// counting is an archive of one address, that counts how often its answer is made.
func counting(size int, reads ...string) (site *Site, made *int, get func(target string) string) {
	made = new(int)
	site = &Site{
		Config: Config{Now: time.Now}, base: &url.URL{Scheme: "https", Host: "news.example.org"},
		making: make(chan struct{}, mostMaking), wake: make(chan struct{}, 1),
	}
	site.cache = newCache(time.Now)
	h := site.cached(func(w http.ResponseWriter, r *http.Request) error {
		*made++
		return send(w, r, http.StatusOK, []byte(strconv.Itoa(*made)+strings.Repeat("x", size)))
	}, reads...)
	return site, made, func(target string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, target, nil))
		return strings.TrimRight(w.Body.String(), "x")
	}
}

func TestOnlyParametersThatAPageReadsMakeItAnother(t *testing.T) {
	_, made, get := counting(10, "after")
	for i := range 50 {
		get("/?q=" + strconv.Itoa(i) + "&limit=7&track=" + strconv.Itoa(i))
		get("/?after=1&after=" + strconv.Itoa(i))
	}
	if *made != 2 {
		t.Errorf("a page and its second one were made %d times", *made)
	}
}

func TestAnAnswerThatIsALittleOldIsGivenWhileANewerOneIsMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, get := counting(0)
		for _, step := range []struct {
			after time.Duration
			want  string
		}{{0, "1"}, {cacheFor - 1, "1"}, {1, "1"}, {0, "2"}, {cacheFor, "2"}, {0, "3"}, {staleFor, "4"}} {
			time.Sleep(step.after)
			synctest.Wait()
			if got := get("/"); got != step.want {
				t.Errorf("after %v: %q, want %q", step.after, got, step.want)
			}
			synctest.Wait()
		}
	})
}

func TestWhatIsKeptIsBoundedWithItsAddressesAndTheLatestStay(t *testing.T) {
	site, made, get := counting(0, "q")
	get("/?q=often")
	for i := range 15_000 {
		get("/?q=" + strings.Repeat("y", 1000) + strconv.Itoa(i))
		if i%1000 == 0 {
			get("/?q=often")
		}
	}
	if site.cache.bytes > cacheBytes || site.cache.recent.Len() != len(site.cache.entries) || len(site.cache.entries) < 1000 {
		t.Errorf("%d bytes in %d answers", site.cache.bytes, len(site.cache.entries))
	}
	sum := 0
	for at := site.cache.recent.Front(); at != nil; at = at.Next() {
		sum += at.Value.(*cached).size
	}
	if sum != site.cache.bytes || *made != 15_001 {
		t.Errorf("it counts %d bytes of %d; made %d times", site.cache.bytes, sum, *made)
	}
}

func TestACorrectionHasExactlyTheAnswersMadeAnewThatTellOfIt(t *testing.T) {
	site, _, _ := counting(0)
	made := map[string]int{}
	h := site.cached(func(w http.ResponseWriter, r *http.Request) error {
		made[r.URL.Path]++
		note(r.Context(), "every", r.URL.Path)
		return send(w, r, http.StatusOK, []byte(r.URL.Path))
	})
	ask := func(path string) {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	}
	for _, step := range []struct {
		changed string
		a, b    int
	}{{"", 1, 1}, {"/a", 2, 1}, {"/c", 2, 1}, {"every", 3, 2}, {"/b", 3, 3}} {
		site.Changed(step.changed)
		ask("/a")
		ask("/b")
		if made["/a"] != step.a || made["/b"] != step.b {
			t.Errorf("after a change of %q the pages were made %v times", step.changed, made)
		}
	}
}

func TestWhatIsBeingMadeWhenSomethingChangesIsGivenToWhoWaitsAndToNobodyElse(t *testing.T) {
	c := newCache(time.Now)
	old, _ := c.get("/")
	c.changed([]uint64{1})
	e, fill := c.get("/")
	if e == old || fill == nil {
		t.Fatal("who asks after the change waits for what was read before it")
	}
	for _, answer := range []*cached{e, old} {
		answer.status = http.StatusOK
		c.put(answer)
	}
	if kept, fill := c.get("/"); kept != e || fill != nil {
		t.Error("the older answer took the place of the newer")
	}
	if len(c.making) != 0 {
		t.Errorf("%d answers are being made for ever", len(c.making))
	}
}

func TestAnAnswerIsCompressedForWhoTakesItSo(t *testing.T) {
	site, made, _ := counting(0)
	text := strings.Repeat("word for word ", 500)
	h := site.cached(func(w http.ResponseWriter, r *http.Request) error {
		*made++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		return send(w, r, http.StatusOK, []byte(text))
	})
	get := func(accept, tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", accept)
		r.Header.Set("If-None-Match", tag)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	plain, packed := get("", ""), get("br;q=1.0, gzip;q=0.8", "")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err, packed.Header())
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != text || plain.Body.String() != text {
		t.Errorf("%d bytes instead of %d: %v", len(b), len(text), err)
	}
	a, b := plain.Header(), packed.Header()
	if a.Get("ETag") == b.Get("ETag") || a.Get("Vary") != "Accept-Encoding" || b.Get("Vary") != "Accept-Encoding" ||
		a.Get("Content-Encoding") != "" || b.Get("Content-Encoding") != "gzip" || b.Get("Content-Length") == a.Get("Content-Length") {
		t.Errorf("plain %v\npacked %v", a, b)
	}
	for _, tag := range []string{a.Get("ETag"), b.Get("ETag"), "W/" + b.Get("ETag")} {
		if w := get("gzip", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("who has %s is answered %d", tag, w.Code)
		}
	}
	if w := get("gzip;q=0", ""); w.Header().Get("Content-Encoding") != "" || *made != 1 {
		t.Errorf("%v, made %d times", w.Header(), *made)
	}
	sum := 0
	for at := site.cache.recent.Front(); at != nil; at = at.Next() {
		sum += at.Value.(*cached).size
	}
	if sum != site.cache.bytes || sum < len(text)+entryBytes+50 {
		t.Errorf("it counts %d bytes of %d", site.cache.bytes, sum)
	}
}

func TestWhoTakesGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "*": true, "*;q=0": false, "gzip;q=0": false, "gzip;q=0.000": false,
		"br, deflate": false, "identity, gzip ; q=0.5": true, "gzip;q=0, *": false, "*;q=0, gzip": true, "gzip;q=x": false, ",,;;": false,
		"gzip;q=NaN": false,
	} {
		if got := takesGzip([]string{header}); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	for _, s := range []string{"gzip", "*;q=0, gzip;q=1e9", ";;;,,,===", "\x00", "gzip;q=-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if takesGzip([]string{s}) && !strings.Contains(strings.ToLower(s), "gzip") && !strings.Contains(s, "*") {
			t.Errorf("%q takes gzip", s)
		}
	})
}

func TestWhatWasMadeBeforeARemovalIsNotKept(t *testing.T) {
	c := newCache(time.Now)
	e, fill := c.get("/")
	if e != fill {
		t.Fatal("a first answer is not to be made")
	}
	c.forget()
	e.status = http.StatusOK
	c.put(e)
	if _, fill := c.get("/"); fill == nil {
		t.Error("it is kept")
	}
}
