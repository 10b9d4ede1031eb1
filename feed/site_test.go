package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"attache"
)

// serve answers by path; a path without an answer is 404.
func paths(answers map[string]string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		doc, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		if strings.HasPrefix(doc, "<!doctype html>") {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		_, _ = rw.Write([]byte(doc))
	}
}

const longText = `The envoys of the two ministries met on Monday in Vienna for the third round of the talks on the crossing. ` +
	`They agreed to reopen the northern gate by the end of the month and to keep the southern one under joint watch. ` +
	`The next round is set for Friday, when the lists of goods are to be compared and the fees settled, both sides said. ` +
	`A spokeswoman of the hosts called the mood “sober, and better for it”. Observers from three neighbours attended. `

func newsPage(title, text string) string {
	return `<!doctype html><html lang="en"><head><title>` + title + `</title></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>` + title + `</h1><p>` + strings.ReplaceAll(text, "\n\n", "</p><p>") + `</p></article><footer>© ANA</footer></body></html>`
}

func TestASummaryIsCompletedFromItsPageOnce(t *testing.T) {
	w := newWire(t, nil)
	answers := map[string]string{
		"/feed": rssDoc(item("/1", "Talks open", "The envoys met.")),
		"/1":    newsPage("Talks open", longText+"\n\n"+longText),
	}
	w.serve(paths(answers))
	src := source(w.URL + "/feed")
	m := newMemory(src)
	p := testPoller(t, m)
	for range 2 {
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	all := m.all()
	if len(all) != 1 || !strings.Contains(all[0].Body, "northern gate") || !strings.Contains(all[0].Body, "\n\n") ||
		strings.Contains(all[0].Body, "Home") || all[0].Summary != "The envoys met." || all[0].Lang != "en" {
		t.Fatalf("stored %+v", all)
	}
	if got := w.hits.Load(); got != 4 { // feed, robots.txt, page; feed
		t.Errorf("%d requests, want 4", got)
	}
}

func TestACorrectedArticleIsReadAgainAndKeepsItsID(t *testing.T) {
	w := newWire(t, nil)
	src := source(w.URL + "/feed")
	m := newMemory(src)
	p := testPoller(t, m)
	for _, v := range []struct{ title, place string }{{"Talks open in Vienna", "Vienna"}, {"Correction: talks open in Graz", "Graz"}} {
		text := strings.ReplaceAll(longText, "Vienna", v.place)
		w.serve(paths(map[string]string{"/feed": rssDoc(item("/1", v.title, "The envoys met.")), "/1": newsPage(v.title, text+text)}))
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	all := m.all()
	if len(all) != 1 || !strings.Contains(all[0].Body, "Graz") || len(all[0].Titles) != 1 ||
		all[0].Hash != attache.TextHash(all[0].Title, all[0].Body) {
		t.Fatalf("stored %+v", all)
	}
}

func TestRobotsTxtKeepsPagesUnread(t *testing.T) {
	w := newWire(t, nil)
	w.serve(paths(map[string]string{
		"/feed":       rssDoc(item("/private/1", "Talks open", "The envoys met.")),
		"/private/1":  newsPage("Talks open", longText),
		"/robots.txt": "User-agent: *\nDisallow: /private/\n",
	}))
	src := source(w.URL + "/feed")
	m := newMemory(src)
	if _, err := testPoller(t, m).Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if all := m.all(); len(all) != 1 || all[0].Body != "The envoys met." {
		t.Fatalf("stored %+v", all)
	}
}

func TestASiteIsEnough(t *testing.T) {
	doc := rssDoc(item("https://ana.example/1", "Talks open", "The envoys met."))
	news := `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://ana.example/1</loc><news:news><news:publication><news:name>ANA</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-02T08:00:00Z</news:publication_date><news:title>Talks open</news:title></news:news></url></urlset>`
	home := func(head, body string) string {
		return `<!doctype html><html><head>` + head + `</head><body>` + body + `</body></html>`
	}
	for name, answers := range map[string]map[string]string{
		"linked in the head": {
			"/": home(`<link rel="alternate" type="application/rss+xml" title="Comments" href="/c"><link rel=alternate `+
				`type="application/atom+xml" href="news.atom">`, ""),
			"/news.atom": doc, "/c": rssDoc(item("https://ana.example/c", "Comment", "x")),
		},
		"linked in the text": {"/": home("", `<a href="/en/rss.xml">RSS</a>`), "/en/rss.xml": doc},
		"at a usual address": {"/": home("", "Welcome"), "/feed.xml": doc},
		"sitemap in robots":  {"/": home("", "Welcome"), "/robots.txt": "Sitemap: /maps/google-news.xml", "/maps/google-news.xml": news},
		"usual sitemap":      {"/": home("", "Welcome"), "/news-sitemap.xml": news},
		"in a sitemap's list": {
			"/":            home("", ""),
			"/sitemap.xml": `<sitemapindex><sitemap><loc>/all.xml</loc></sitemap><sitemap><loc>/m-news.xml</loc></sitemap></sitemapindex>`,
			"/m-news.xml":  news,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, paths(answers))
			src := source(w.URL + "/")
			src.FullText = attache.FullTextNever
			m := newMemory(src)
			p := testPoller(t, m)
			for range 2 {
				if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
					t.Fatal(err)
				}
			}
			all := m.all()
			if len(all) != 1 || all[0].Title != "Talks open" {
				t.Fatalf("stored %+v; source %+v", all, m.source(src.ID))
			}
			if s := m.source(src.ID); s.Polling.MovedTo == "" || !s.Polling.Verified {
				t.Errorf("the address is not remembered: %+v", s.Polling)
			}
			found, err := p.Discover(t.Context(), source(w.URL))
			if err != nil || len(found) == 0 || found[0].Entries != 1 || strings.HasSuffix(found[0].URL, "/c") {
				t.Errorf("Discover gives %+v, %v", found, err)
			}
		})
	}
	t.Run("no feed at all", func(t *testing.T) {
		w := newWire(t, paths(map[string]string{"/": home("", "Welcome")}))
		m := newMemory(source(w.URL))
		if _, err := testPoller(t, m).Discover(t.Context(), source(w.URL)); err == nil || !strings.Contains(err.Error(), "no feed found") {
			t.Fatal(err)
		}
	})
}

func TestEntriesWithoutIDLinkOrDateMakeArticlesOnce(t *testing.T) {
	w := newWire(t, paths(map[string]string{"/": rssDoc(
		`<item><title>Only a title</title></item>`, `<item><description>Only a text.</description></item>`,
		`<item><guid isPermaLink="false">7</guid><title>Only an id</title></item>`, `<item></item>`,
	)}))
	m := newMemory(source(w.URL + "/"))
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := testPoller(t, m, func(c *Config) { c.Now = func() time.Time { return now } })
	for range 3 {
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	all := m.all()
	if len(all) != 3 || m.saves != 1 {
		t.Fatalf("%d articles in %d saves: %+v", len(all), m.saves, all)
	}
	for _, a := range all {
		if a.Title == "" || !a.Published.IsZero() { // a backlog without dates is not of this minute
			t.Errorf("%+v", a)
		}
	}
}

func TestDatesOfTheFutureAndOfTheDistantPastAreNotBelieved(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for date, want := range map[string]time.Time{
		"2026-03-01T09:00:00Z": now.AddDate(0, 0, -1), "2027-01-01T00:00:00Z": now, "1970-01-01T00:00:00Z": {}, "not a date": {},
	} {
		w := newWire(t, paths(map[string]string{"/": rssDoc(fmt.Sprintf(`<item><title>T</title><pubDate>%s</pubDate></item>`, date))}))
		m := newMemory(source(w.URL + "/"))
		p := testPoller(t, m, func(c *Config) { c.Now = func() time.Time { return now } })
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
		if got := m.all()[0].Published; !got.Equal(want) {
			t.Errorf("%s: published %s, want %s", date, got, want)
		}
	}
}

func TestOfALongListTheNewestAreRead(t *testing.T) {
	var b strings.Builder
	now := time.Now().UTC().Truncate(time.Second)
	for i := range 900 { // the oldest first
		fmt.Fprintf(&b, `<url><loc>https://ana.example/%d</loc><news:news><news:title>No `+
			`%d</news:title><news:publication_date>%s</news:publication_date></news:news></url>`,
			i, i, now.Add(time.Duration(i-900)*time.Minute).Format(time.RFC3339))
	}
	w := newWire(t, paths(map[string]string{"/": "<urlset>" + b.String() + "</urlset>"}))
	src := source(w.URL + "/")
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	if _, err := testPoller(t, m).Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Find(t.Context(), "url:"+src.ID+":https://ana.example/899"); err != nil || len(m.all()) != maxEntries {
		t.Errorf("%v; %d articles", err, len(m.all()))
	}
}

func TestASiteInTroubleIsNotAskedForEveryPage(t *testing.T) {
	items := make([]string, 30)
	for i := range items {
		items[i] = item(fmt.Sprintf("/%d", i), fmt.Sprintf("No %d", i), "x")
	}
	w := newWire(t, paths(map[string]string{"/feed": rssDoc(items...)}))
	m := newMemory(source(w.URL + "/feed"))
	if _, err := testPoller(t, m).Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if n := w.hits.Load(); n != 2+maxMisses || len(m.all()) != 30 {
		t.Errorf("%d requests, %d articles", n, len(m.all()))
	}
}
