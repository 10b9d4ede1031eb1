package main

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

// FuzzEveryQuestionIsAnsweredWell asks the archive for paths and queries of any bytes,
// with any Accept header: it answers each with one of the statuses that it has, in
// the form that it says, and leads nowhere else.
func FuzzEveryQuestionIsAnsweredWell(f *testing.F) {
	for _, path := range []string{
		"/", "/stories/%00", "/people/ola-lindqvist/feed.xml", "/countries/NOR/ISL", "/countries/isl/nor/calendar.ics", "//evil.example/", "/..%2f..%2fetc/passwd",
		"/search", "/api/stories", "/days/2026-03-11", "/cards/quotes/x.png", "/channels/x/atom.xml", "/mail/leave/x", "/base", "/assets/../x", "/people/%ff%fe",
		"/quotes/feed.json", "/sitemap.xml", "/outlets/%f0%9f%98%80", "/editions/x",
	} {
		f.Add(path, "q=talks&after=%00&limit=3&cursor=x", "text/html")
	}
	f.Add("/search", "q=%ff%fe&q=\x00", "*/*;q=x")
	_, site := openArchive(f, 12, func(c *config) { c.Web.Rate = 0 })
	f.Fuzz(func(t *testing.T, path, query, accept string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		u, err := url.ParseRequestURI("/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return // no server would take it
		}
		r.URL = &url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: query}
		r.RequestURI, r.Host = r.URL.RequestURI(), "evil.example"
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

// checkAnswer looks whether an answer is what it says.
func checkAnswer(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	switch w.Code {
	case 200, 301, 307, 308, 400, 404, 405, 410, 414:
	default:
		t.Errorf("it answers %d: %.300s", w.Code, w.Body.String())
	}
	if to := w.Header().Get("Location"); to != "" && !strings.HasPrefix(to, archiveBase+"/") && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
		t.Errorf("it leads to %q", to)
	}
	if w.Header().Get("Content-Security-Policy") == "" || strings.Contains(w.Body.String(), "who-asked.example") && !strings.Contains(w.Header().Get("Content-Type"), "json") {
		t.Errorf("%d names who asked, or lacks its policy: %.300s", w.Code, w.Body.String())
	}
	if w.Code != http.StatusOK {
		return
	}
	body, kind := w.Body.String(), w.Header().Get("Content-Type")
	switch kind, _, _ = strings.Cut(kind, ";"); kind {
	case "application/rss+xml", "application/atom+xml", "application/xml", "text/x-opml":
		if err := xml.Unmarshal([]byte(body), new(struct{ XMLName xml.Name })); err != nil {
			t.Errorf("%s that is none: %v", kind, err)
		}
	case "application/json", "application/feed+json":
		if !json.Valid([]byte(body)) {
			t.Errorf("%s that is none", kind)
		}
	case "text/calendar":
		if _, err := ics.ParseCalendar(strings.NewReader(body)); err != nil {
			t.Errorf("a calendar that is none: %v", err)
		}
	}
}
