package feed

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"attache"
)

// passes serves the documents one after the other, a pass for each.
func passes(t *testing.T, src attache.Source, m *memory, w *wire, rounds ...map[string]string) []attache.Article {
	t.Helper()
	_ = m.PutSources(t.Context(), src)
	p := testPoller(t, m)
	for _, answers := range rounds {
		w.serve(paths(answers))
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	return m.all()
}

func entryDoc(link, guid, title, body string) string {
	return fmt.Sprintf(`<item><link>%s</link><guid isPermaLink="false">%s</guid><title>%s</title><description>%s</description></item>`, link,
		guid, title, body)
}

func TestEntriesThatShareALinkOrAnIDAreStillSeveral(t *testing.T) {
	for name, doc := range map[string]string{
		"one link": rssDoc(entryDoc("https://ana.example/news?all=1", "1", "One", "a"),
			entryDoc("https://ana.example/news?all=1", "2", "Two", "b"), entryDoc("https://ana.example/news?all=1", "3", "Three", "c")),
		"one id": rssDoc(entryDoc("https://ana.example/1", "ana", "One", "a"), entryDoc("https://ana.example/2", "ana", "Two", "b"),
			entryDoc("https://ana.example/3", "ana", "Three", "c")),
		"the front page": rssDoc(item("https://ana.example/", "One", "a"), item("https://ana.example", "Two", "b"),
			item("https://www.ana.example/?utm_source=x", "Three", "c")),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, nil)
			src := source(w.URL + "/feed")
			src.FullText = attache.FullTextNever
			if all := passes(t, src, newMemory(), w, map[string]string{"/feed": doc}, map[string]string{"/feed": doc}); len(all) != 3 {
				t.Errorf("%d articles: %+v", len(all), all)
			}
		})
	}
}

func TestASiteThatSendsEverybodyToOnePageMakesNotOneArticleOfMany(t *testing.T) {
	w := newWire(t, nil)
	wall := newsPage("Please accept",
		strings.Repeat("We value your privacy and so do our nine hundred partners, who would like to know you better. ", 10))
	wall = strings.Replace(wall, "<title>", `<link rel="canonical" href="/consent"><title>`, 1)
	answers := map[string]string{
		"/feed": rssDoc(item("/1", "Envoys open the talks", "They met."), item("/2", "Harvest fails in the north", "It rained.")), "/1": wall,
		"/2": wall,
	}
	if all := passes(t, source(w.URL+"/feed"), newMemory(), w, answers); len(all) != 2 {
		t.Errorf("%d articles: %+v", len(all), all)
	}
}

func TestARepublicationUnderANewAddressIsTheSameArticle(t *testing.T) {
	w := newWire(t, nil)
	m := newMemory()
	page := newsPage("Envoys open talks in Vienna", longText+longText)
	all := passes(t, source(w.URL+"/feed"), m, w,
		map[string]string{"/feed": rssDoc(item("/1-envoys-open-talks", "Envoys open talks", "They met.")), "/1-envoys-open-talks": page},
		map[string]string{
			"/feed":                          rssDoc(item("/1-envoys-open-talks-in-vienna", "Envoys open talks in Vienna", "They met.")),
			"/1-envoys-open-talks-in-vienna": page,
		},
	)
	if len(all) != 1 || len(all[0].Titles) != 1 || all[0].Title != "Envoys open talks in Vienna" {
		t.Errorf("stored %d: %+v", len(all), all)
	}
}

func TestTheSameWordsTwiceInAFeedAreTwoArticles(t *testing.T) {
	w := newWire(t, nil)
	src := source(w.URL + "/feed")
	src.FullText = attache.FullTextNever
	first := rssDoc(item("/1", "Bulletin 1 of the ministry", longText), item("/2", "Bulletin 2 of the ministry", longText),
		item("/3", "Bulletin of the ministry", longText), item("/4", "Bulletin of a ministry", longText))
	second := rssDoc(item("/5", "Bulletin 3 of the ministry", longText))
	if all := passes(t, src, newMemory(), w, map[string]string{"/feed": first}, map[string]string{"/feed": second}); len(all) != 5 {
		t.Errorf("%d articles: %+v", len(all), all)
	}
}

func TestRedirectsAndCanonicalLinksAreOneArticle(t *testing.T) {
	w := newWire(t, nil)
	page := strings.Replace(newsPage("Envoys open talks", longText+longText), "<title>", `<link rel="canonical" href="/news/1"><title>`, 1)
	first, second := source(w.URL+"/a.xml"), source(w.URL+"/b.xml")
	m := newMemory(first, second)
	w.serve(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a.xml":
			_, _ = io.WriteString(rw, rssDoc(item("/go?to=1", "Envoys open talks", "They met.")))
		case "/b.xml":
			_, _ = io.WriteString(rw, rssDoc(item("/m/1", "Envoys open the talks", "They met.")))
		case "/go":
			http.Redirect(rw, r, "/news/1?utm_source=rss", http.StatusFound)
		case "/news/1", "/m/1":
			rw.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(rw, page)
		default:
			http.NotFound(rw, r)
		}
	})
	p := testPoller(t, m, func(c *Config) { c.Workers = 1 })
	if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if all := m.all(); len(all) != 1 {
		t.Errorf("%d articles: %+v", len(all), all)
	}
}

func TestMergeIsTheSameWhenDoneTwice(t *testing.T) {
	old := attache.Article{ID: "a1", SourceID: "s1", Keys: []string{"url:1"}, Title: "One", Body: "Body.", Hash: "x"}
	fresh := attache.Article{ID: "a2", SourceID: "s1", Keys: []string{"url:2"}, Title: "Two", Body: "Better body."}
	once, changed := Merge(old, fresh)
	if !changed || once.ID != "a1" || len(once.Keys) != 2 || len(once.Titles) != 1 || once.Hash != attache.TextHash("Two", "Better body.") {
		t.Errorf("%+v", once)
	}
	twice, changed := Merge(old, once)
	if !changed || fmt.Sprint(twice) != fmt.Sprint(once) {
		t.Errorf("%+v\n%+v", once, twice)
	}
	if _, changed := Merge(once, once); changed {
		t.Error("nothing changed, and yet it did")
	}
}

func TestMergeKeepsALongTextAndTheFirstSourcesWords(t *testing.T) {
	old := attache.Article{SourceID: "s1", Title: "One", Body: strings.Repeat("A long text. ", 100)}
	if got, _ := Merge(old, attache.Article{SourceID: "s1", Title: "One", Body: "Loading…"}); got.Body != old.Body {
		t.Error("a bad reading replaced the text")
	}
	if got, changed := Merge(old, attache.Article{SourceID: "s2", Title: "Another headline", Body: "Short."}); changed || got.Title != "One" {
		t.Errorf("another source's wording counted as a correction: %+v", got)
	}
	thin := attache.Article{SourceID: "s1", Title: "One", Body: "Short."}
	thin.Keys = []string{"outlet:1"}
	if got, changed := Merge(thin, attache.Article{SourceID: "s2", Body: old.Body, Keys: thin.Keys}); !changed || got.Body != old.Body ||
		got.Title != "One" {
		t.Errorf("the missing text was not taken: %+v", got)
	}
}

func TestCheckTellsWhatASourceGives(t *testing.T) {
	w := newWire(t, paths(map[string]string{
		"/": `<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">`,
		"/feed": `<rss version="2.0"><channel><title>ANA</title><item><title>T</title><link>/1</link><pubDate>Mon, 02 Mar 2026 08:20:00 ` +
			`GMT</pubDate><description>` + strings.Repeat(longText, 3) + `</description></item><item><title>U</title></item></channel></rss>`,
	}))
	p := testPoller(t, newMemory())
	r := p.Check(t.Context(), source(w.URL+"/"))
	if r.Problem != "" || r.Format != "rss 2.0" || r.Title != "ANA" || r.Entries != 2 || r.FullText != 1 || r.Address != w.URL+"/feed" ||
		!r.Source.Polling.Verified || r.Newest.IsZero() || r.Source.Polling.ETag != "" {
		t.Errorf("%+v", r)
	}
	if r := p.Check(t.Context(), source(w.URL+"/none")); !strings.Contains(r.Problem, "404") || r.Source.Polling.Verified {
		t.Errorf("%+v", r)
	}
}
