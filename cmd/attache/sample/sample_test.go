package sample

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var (
	cut   = time.Date(2026, 3, 11, 6, 0, 0, 0, time.UTC)
	start = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
)

func wire(t *testing.T, now func() time.Time, pace time.Duration) (*Wire, int) {
	t.Helper()
	records, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(records, cut, pace, "http://127.0.0.1:1", now), len(records)
}

func TestTheLastRecordBeforeTheCutAppearedJustNow(t *testing.T) {
	w, all := wire(t, func() time.Time { return start }, time.Minute)
	out := w.published()
	if len(out) == 0 || len(out) >= all {
		t.Fatalf("%d of %d records are out at the start", len(out), all)
	}
	if age := start.Sub(out[len(out)-1].Published); age != time.Minute {
		t.Errorf("the newest record is %v old, want a minute", age)
	}
}

func TestLaterRecordsComeOutOnePerPace(t *testing.T) {
	now := start
	w, all := wire(t, func() time.Time { return now }, time.Minute)
	before := len(w.published())
	now = now.Add(3*time.Minute + time.Second)
	out := w.published()
	if len(out) != before+3 {
		t.Errorf("after three paces %d more records are out, want 3", len(out)-before)
	}
	if got := out[len(out)-1].Published; got.After(now) {
		t.Errorf("a record claims to be published at %v, after now %v", got, now)
	}
	now = now.Add(1000 * time.Hour)
	if got := len(w.published()); got != all {
		t.Errorf("in the end %d of %d records are out", got, all)
	}
}

func TestEveryPublishedRecordStandsInItsOutletsFeedOnce(t *testing.T) {
	w, _ := wire(t, func() time.Time { return start }, time.Minute)
	server := httptest.NewServer(w)
	defer server.Close()
	seen := map[string]int{}
	for _, source := range w.Sources() {
		body := get(t, server.URL+strings.TrimPrefix(source.URL, w.base), http.StatusOK)
		var feed struct {
			Items []struct {
				GUID string `xml:"guid"`
				Body string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			} `xml:"channel>item"`
		}
		if err := xml.Unmarshal([]byte(body), &feed); err != nil {
			t.Fatalf("%s: %v", source.URL, err)
		}
		for _, item := range feed.Items {
			seen[item.GUID]++
			if !strings.Contains(item.Body, "<p>") {
				t.Errorf("%s has no text", item.GUID)
			}
		}
	}
	for _, r := range w.published() {
		if seen[r.ID] != 1 {
			t.Errorf("%s stands in %d feeds, want 1", r.ID, seen[r.ID])
		}
	}
}

func TestAPageShowsItsRecordAndSaysItIsFictional(t *testing.T) {
	w, _ := wire(t, func() time.Time { return start }, time.Minute)
	server := httptest.NewServer(w)
	defer server.Close()
	body := get(t, server.URL+"/news/a1-e10-1", http.StatusOK)
	if !strings.Contains(body, "Alborz News Agency") || !strings.Contains(body, "fictional") {
		t.Errorf("the page lacks its outlet or the notice:\n%.400s", body)
	}
	get(t, server.URL+"/news/none", http.StatusNotFound)
}

func get(t *testing.T, address string, want int) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != want {
		t.Fatalf("%s answers %s, want %d", address, response.Status, want)
	}
	return string(body)
}
