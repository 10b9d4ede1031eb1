package feed

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestASourceHasItsShareOfADayAndNoMore(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	poll := 0
	text := strings.Repeat("The envoys met again and said nothing new. ", 1000)
	w := newWire(t, func(rw http.ResponseWriter, _ *http.Request) {
		poll++
		items := make([]string, 60)
		for i := range items {
			items[i] = item(fmt.Sprintf("https://ana.example/%d-%d", 100+poll, i), fmt.Sprintf("Flood %d of poll %d", i, poll), text)
		}
		_, _ = rw.Write([]byte(rssDoc(items...)))
	})
	src := source(w.URL + "/feed")
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	var log bytes.Buffer
	p := testPoller(t, m, func(c *Config) {
		c.Now, c.Logger = func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil))
	})
	pass := func() {
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	for range 6 {
		pass()
	}
	size := 0
	for _, a := range m.all() {
		size += len(a.Body)
	}
	if today := m.source(src.ID).Polling.Today; size > maxDayBytes || size < maxDayBytes/2 || today.Left == 0 ||
		strings.Count(log.String(), "more than is taken") != 1 {
		t.Errorf("%d bytes, %+v, log %s", size, today, &log)
	}
	before := len(m.all())
	now = now.Add(24 * time.Hour)
	pass()
	if got := len(m.all()) - before; got != 60 {
		t.Errorf("%d articles on the next day", got)
	}
}
