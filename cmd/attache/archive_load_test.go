package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"attache"
)

// serveSite serves an archive as `attache run` does.
func serveSite(t *testing.T, server *http.Server) (address string) {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	s.Config = server
	s.Start()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

func dialSite(t *testing.T, address, request string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestAHalfSentRequestIsEndedWithinTheTimeThatItHas(t *testing.T) {
	_, site := openArchive(t, 5, nil)
	server := site.Server()
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.ReadHeaderTimeout > 45*time.Second ||
		server.ReadTimeout > 45*time.Second {
		t.Errorf("a head may take %v, a request %v", server.ReadHeaderTimeout, server.ReadTimeout)
	}
	server.ReadHeaderTimeout, server.ReadTimeout = server.ReadHeaderTimeout/40, server.ReadTimeout/40
	address := serveSite(t, server)
	for _, half := range []string{
		"", "G", "GET / HTTP/1.1\r\nHost: x\r\nX-Half",
		"POST /mail/leave/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nList-",
	} {
		conn := dialSite(t, address, half)
		if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(conn); err != nil {
			if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
				t.Errorf("%q was still held", half)
			}
		}
	}
}

// slowClients are fewer than there may be; what each holds is what is looked at.
const slowClients = 300

func TestClientsThatReadNothingHoldLittleEach(t *testing.T) {
	withoutDetector(t) // which holds memory of its own
	_, site := openArchive(t, 30, func(c *config) { c.Web.Rate = 0 })
	page := ask(site, http.MethodGet, "/countries/").Body.Len()
	address := serveSite(t, site.Server())
	held := func() uint64 {
		runtime.GC()
		runtime.GC() // what pools kept over the first
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc + m.StackInuse
	}
	ask(site, http.MethodGet, "/") // what is kept of it is no client's
	before := held()
	for range slowClients { // each asks for pages without end
		dialSite(t, address, strings.Repeat("GET /countries/ HTTP/1.1\r\nHost: x\r\n\r\n", 40))
	}
	w, err := http.Get("http://" + address + "/") //nolint:noctx // the test's own time bounds it
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Body.Close()
	each := (int64(held()) - int64(before)) / slowClients
	t.Logf("%d bytes for each client; the page has %d", each, page)
	if w.StatusCode != http.StatusOK || each > 64<<10 {
		t.Errorf("a client that reads nothing holds %d bytes; another is answered %d", each, w.StatusCode)
	}
}

func TestTheLatestStoriesAreReadOnceAndFollowedAsTheyGrow(t *testing.T) {
	h, _ := openArchive(t, 60, nil)
	now := archiveNow
	h.now = func() time.Time { return now }
	site, err := h.site(mustBot(t, h))
	if err != nil {
		t.Fatal(err)
	}
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.gone = site.Forget
	listed := func(id string) bool {
		now = now.Add(5 * time.Minute) // longer than an answer is kept
		return strings.Contains(ask(site, http.MethodGet, "/sitemap.xml").Body.String(), "/stories/"+id+"<")
	}
	stories, _, err := h.store.Stories(t.Context(), attache.StoryQuery{Relevant: true})
	if err != nil || len(stories) < 10 {
		t.Fatal(err, len(stories))
	}
	for _, s := range stories {
		if !listed(s.ID) {
			t.Errorf("the sitemap lacks %s", s.ID)
		}
	}
	address := "https://wire.example/new"
	a := attache.Article{
		ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: "Fjord Wire", OutletKind: attache.Wire,
		Title: "France and Iran hold talks in Vienna", Body: viennaBody, Published: now.Add(-3 * time.Hour),
	}
	if err := p.file(t.Context(), []attache.Article{a}); err != nil {
		t.Fatal(err)
	}
	a, err = h.store.Article(t.Context(), a.ID)
	if err != nil || !listed(a.StoryID) {
		t.Errorf("the sitemap lacks a new story: %v", err)
	}
	if _, err := p.remove(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if story, err := h.store.Story(t.Context(), a.StoryID); err != nil && listed(a.StoryID) {
		t.Errorf("the sitemap has a removed one: %v %v", story.ID, err)
	}
}
