package web

import (
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
	site = &Site{Config: Config{Now: time.Now}, base: &url.URL{Scheme: "https", Host: "news.example.org"},
		making: make(chan struct{}, mostMaking)}
	site.cache = newCache(time.Now)
	h := site.cached(func(w http.ResponseWriter, r *http.Request) error {
		*made++
		return send(w, r, http.StatusOK, []byte(strconv.Itoa(*made)+strings.Repeat("x", size)))
	}, reads...)
	return site, made, func(target string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
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
