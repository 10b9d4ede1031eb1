package feed

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestAnOfficialPageIsReadAgainForTwoDays(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	text := longText + longText
	reads := 0
	w := newWire(t, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			if r.Header.Get("If-None-Match") == `"1"` {
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			rw.Header().Set("ETag", `"1"`)
			_, _ = rw.Write([]byte(rssDoc(item("/news/1417", "Envoys of two ministries met in Vienna",
				"The envoys of the two ministries met on Monday in Vienna."))))
		case "/news/1417":
			reads++
			rw.Header().Set("Content-Type", "text/html")
			_, _ = rw.Write([]byte(newsPage("Envoys of two ministries met in Vienna", text)))
		default:
			http.NotFound(rw, r)
		}
	})
	src := source(w.URL + "/feed")
	src.Kind = attache.Official
	m := newMemory(src)
	p := testPoller(t, m, func(c *Config) { c.Now = func() time.Time { return now } })
	pass := func(after time.Duration) attache.Article {
		now = now.Add(after)
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
		return m.all()[0]
	}
	if a := pass(0); len(a.Edits) != 0 || reads != 1 {
		t.Fatalf("%d reads, %+v", reads, a)
	}
	pass(time.Hour)
	text = strings.ReplaceAll(text, "keep the southern one under joint watch", "close the southern one")
	a := pass(3 * time.Hour)
	if reads != 2 || len(a.Edits) != 1 || !strings.Contains(a.Edits[0].Gone[0], "joint watch") ||
		!strings.Contains(a.Edits[0].Came[0], "close the southern") ||
		!strings.Contains(a.Body, "close the southern") {
		t.Fatalf("%d reads, edits %+v, body %s", reads, a.Edits, a.Body)
	}
	if m.source(src.ID).Polling.Habits.Edits != 1 {
		t.Errorf("%+v", m.source(src.ID).Polling)
	}
	pass(4 * time.Hour)
	pass(100 * time.Hour)
	pass(time.Hour)
	if reads > 4 || len(m.source(src.ID).Polling.Watched) != 0 {
		t.Errorf("%d reads; still watched: %v", reads, m.source(src.ID).Polling.Watched)
	}
}
