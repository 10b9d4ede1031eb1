package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/web"
)

// subscribeFeed sends a request to a hub, and gives its status.
func subscribeFeed(site http.Handler, callback, topic string) int {
	form := url.Values{"hub.mode": {"subscribe"}, "hub.callback": {callback}, "hub.topic": {topic}}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/hub", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w.Code
}

// TestTheArchiveIsItsOwnHub: a subscriber of a country's feed is asked, and brought the
// feed when a report comes; one at an address that is not public is not even asked.
func TestTheArchiveIsItsOwnHub(t *testing.T) {
	brought, asked := make(chan string, 8), make(chan string, 8)
	reader := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			asked <- r.URL.Query().Get("hub.topic")
			_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
			return
		}
		b, _ := io.ReadAll(r.Body)
		brought <- string(b)
	}))
	defer reader.Close()
	topic := archiveBase + "/countries/IRN/atom.xml"
	for _, public := range []bool{true, false} {
		h, _ := openArchive(t, 10, func(c *config) {
			c.Web.Hub = web.OwnHub
			c.Feed.AllowPrivate = !public
		})
		noted := make(chan struct{}, 8)
		h.store = toldStore{h.store, noted}
		site, err := h.site(mustBot(t, h))
		if err != nil {
			t.Fatal(err)
		}
		namesOwnHub(t, site)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- site.RunHub(ctx) }()
		for address, want := range map[string]int{
			topic: 202, archiveBase + "/nothing/feed.xml": 400, archiveBase + "/": 400,
			"https://b.example/feed.xml": 400,
		} {
			if code := subscribeFeed(site, reader.URL, address); code != want {
				t.Errorf("%s: %d, want %d", address, code, want)
			}
		}
		if public {
			stop()
			drain(ended)
			if len(asked) > 0 {
				t.Error("a subscriber at a private address was asked")
			}
			continue
		}
		if got := <-asked; got != topic {
			t.Errorf("it was asked about %q", got)
		}
		<-noted
		stop()
		drain(ended)
		p, err := h.pipeline(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		address := "https://wire.example/hubbed"
		err = p.file(t.Context(), []attache.Article{{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: "Fjord Wire",
			OutletKind: attache.Wire, Title: "France and Iran hold talks in Vienna", Body: viennaBody, Published: archiveNow.Add(-3 * time.Hour),
		}})
		if err != nil {
			t.Fatal(err)
		}
		again, err := h.site(mustBot(t, h)) // after a restart
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop = context.WithCancel(t.Context())
		go func() { ended <- again.RunHub(ctx) }()
		if body := <-brought; !strings.Contains(body, "hold talks in Vienna") {
			t.Error("what was brought does not tell of the report")
		}
		stop()
		drain(ended)
	}
}

// namesOwnHub looks whether feeds name the archive itself.
func namesOwnHub(t *testing.T, site http.Handler) {
	t.Helper()
	for _, path := range []string{"/feed.xml", "/countries/IRN/atom.xml", "/feed.json"} {
		if w := ask(site, http.MethodGet, path); !strings.Contains(w.Body.String(), archiveBase+"/hub") {
			t.Errorf("%s names another hub", path)
		}
	}
	if w := ask(site, http.MethodGet, "/hub"); w.Code == http.StatusOK {
		t.Errorf("a hub that is looked at: %d", w.Code)
	}
}

// toldStore tells when subscribers are noted.
type toldStore struct {
	attache.Store
	noted chan struct{}
}

func (s toldStore) SetNote(ctx context.Context, key string, value []byte) error {
	err := s.Store.SetNote(ctx, key, value)
	if strings.HasPrefix(key, "web.hub.") {
		s.noted <- struct{}{}
	}
	return err
}

// drain waits for what runs in the background to end: that its context did is its error.
func drain(ended <-chan error) {
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		panic(err)
	}
}
