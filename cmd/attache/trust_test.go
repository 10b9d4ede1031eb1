package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"attache"
	"attache/feed"
)

// tongue is a language in which a ministry and a forger write.
type tongue struct{ lang, title, own, author, forged, words, filler string }

var tongues = []tongue{
	{
		"en", "Talks between Ruthenia and Illyria end in Lakeholm", "“We will keep the border open,” Foreign Minister Anna Lindqvist said " +
			"in Lakeholm.", "Press Office",
		"“We will close the border for ever,” Foreign Minister Anna Lindqvist said in Lakeholm.", "close the border for ever",
		"The delegations of the two ministries met again in the afternoon. ",
	},
	{
		"de", "Gespräche zwischen Ruthenien und Illyrien enden in Lakeholm",
		"„Wir halten die Grenze offen“, sagte Außenministerin Anna Lindqvist in Lakeholm.", "Pressestelle",
		"„Wir schließen die Grenze für immer“, sagte Außenministerin Anna Lindqvist in Lakeholm.", "schließen die Grenze für immer",
		"Die Delegationen der beiden Ministerien trafen sich am Nachmittag erneut. ",
	},
	{
		"ru", "Переговоры Рутении и Иллирии завершились в Лейкхольме", "«Мы оставим границу открытой», — заявила министр иностранных дел " +
			"Анна Линдквист.", "Пресс-служба",
		"«Мы закроем границу навсегда», — заявила министр иностранных дел Анна Линдквист.", "закроем границу навсегда",
		"Делегации двух министерств вновь встретились днём. ",
	},
}

// forgery is a pair of sources that list the same addresses.
type forgery struct {
	name        string
	victim      attache.SourceKind
	forger      attache.SourceKind
	forgerFirst bool
}

func forgeries() []forgery {
	kinds := []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia}
	var out []forgery
	for _, victim := range kinds {
		for _, forger := range kinds {
			for _, first := range []bool{false, true} {
				out = append(out, forgery{fmt.Sprintf("%d", len(out)), victim, forger, first})
			}
		}
	}
	return out
}

const maxForgedLength = 3

// feeds are the two documents of a pair: each address once in both, with texts
// of the forger's that are shorter, as long and much longer.
func (f forgery) feeds(pages string) (victim, forged string) {
	var v, b strings.Builder
	entry := func(w *strings.Builder, link, lang, title, body, author string) {
		fmt.Fprintf(w, `<item><link>%s</link><title>%s</title><description>%s</description><author>%s</author>`+
			`<dc:language>%s</dc:language></item>`,
			link, title, body, author, lang)
	}
	for i, t := range tongues {
		for length := range maxForgedLength {
			link := fmt.Sprintf("%s/page/%s/%d%d", pages, f.name, i, length)
			own := fmt.Sprintf("%s %s No. %d.", t.own, strings.Repeat(t.filler, 4), length)
			entry(&v, link, t.lang, t.title, own, t.author)
			forged := t.forged
			if length > 0 {
				forged += " " + strings.Repeat(t.filler, 3+30*(length-1))
			}
			entry(&b, link+"?utm_source=rss", t.lang, t.title, forged, "Forger")
		}
	}
	wrap := func(title, items string) string {
		return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>` + title + `</title>` +
			items + `</channel></rss>`
	}
	return wrap("Ministry "+f.name, v.String()), wrap("Ministry "+f.name, b.String()) // the forger's feed takes the name, too
}

// sources are the two that list one address, in the order in which they are polled.
func (f forgery) sources(server string) []attache.Source {
	order := []attache.Source{
		{URL: server + "/v" + f.name, Name: "Ministry " + f.name, Kind: f.victim, FullText: attache.FullTextNever},
		{URL: server + "/f" + f.name, Kind: f.forger, FullText: attache.FullTextNever},
	}
	if f.forgerFirst {
		order[0], order[1] = order[1], order[0]
	}
	for i := range order {
		order[i].ID = attache.SourceID(order[i].URL)
	}
	return order
}

// pollForged polls a source and files what came; again it gives nothing anew.
func pollForged(t *testing.T, poller *feed.Poller, p *pipeline, src attache.Source, again bool) {
	t.Helper()
	res, err := poller.Poll(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if again && len(res.Articles) > 0 {
		t.Errorf("the second poll of %s gave %d articles anew", src.URL, len(res.Articles))
	}
	if err := p.file(t.Context(), res.Articles); err != nil {
		t.Fatal(err)
	}
}

// checkOwnWords looks for another's words under a name.
func checkOwnWords(t *testing.T, a attache.Article, own bool) {
	t.Helper()
	if own == (a.Author == "Forger") || own && a.SourceID == "" {
		t.Errorf("%q has the author %q", a.Outlet, a.Author)
	}
	for _, tongue := range tongues {
		if forged := strings.Contains(a.Body, tongue.words); forged == own && a.Lang == tongue.lang {
			t.Errorf("under %q stands %q", a.Outlet, a.Body)
		}
		for _, q := range a.Quotes {
			if strings.Contains(q.Text, tongue.words) && (own || strings.HasPrefix(q.Outlet, "Ministry")) {
				t.Errorf("%q quotes %q", q.Outlet, q.Text)
			}
		}
	}
}

// TestNobodySpeaksForAnother: whatever kinds of sources list one address, in
// whatever order, with texts of any length and language, what stands under a
// source's name came from that source.
func TestNobodySpeaksForAnother(t *testing.T) {
	withoutDetector(t)
	all := forgeries()
	docs := map[string]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if doc, ok := docs[r.URL.Path]; ok {
			_, _ = w.Write([]byte(doc))
			return
		}
		http.NotFound(w, r)
	}))
	defer server.Close()
	h := testHouse(t, defaultConfig(), &bytes.Buffer{})
	pipeline, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	poller := feed.New(feed.Config{Store: h.store, Find: h.store.Find, AllowPrivate: true, HostPause: -1})
	defer poller.Close()
	for round := range 2 { // the second poll finds what the first stored
		for _, f := range all {
			docs["/v"+f.name], docs["/f"+f.name] = f.feeds(server.URL)
			order := f.sources(server.URL)
			if err := h.store.PutSources(t.Context(), order...); err != nil {
				t.Fatal(err)
			}
			for _, src := range order {
				pollForged(t, poller, pipeline, src, round > 0)
			}
		}
	}
	seen := everyArticle(t, h)
	if want := len(all) * 2 * len(tongues) * maxForgedLength; len(seen) != want {
		t.Errorf("%d articles, want %d: each source's own", len(seen), want)
	}
	quoted := map[bool]int{}
	for _, a := range seen {
		own := strings.HasPrefix(a.Outlet, "Ministry ")
		checkOwnWords(t, a, own)
		quoted[own] += len(a.Quotes)
	}
	if quoted[true] == 0 || quoted[false] == 0 {
		t.Errorf("nothing was quoted, so nothing was tried: %v", quoted)
	}
}

// everyArticle reads all that is stored.
func everyArticle(t *testing.T, h *app) []attache.Article {
	t.Helper()
	var all []attache.Article
	for q := (attache.ArticleQuery{All: true, Limit: 100}); ; {
		page, next, err := h.store.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
		if q.After = next; next == "" {
			return all
		}
	}
}

func TestARoleThatOneSourceGivesIsNotAnothersWord(t *testing.T) {
	h, pipeline := filing(t)
	b := wireReport("1", "President arrives", "LAKEHOLM - Ruthenian President Anna Lindqvist arrived on Monday for talks with Iran and "+
		"France.")
	b.SourceID, b.Outlet = "s2", "Outlet B"
	a := wireReport("2", "Talks in Lakeholm", "LAKEHOLM - France and Iran held talks. “We will keep the border open,” Anna Lindqvist "+
		"said on Monday.")
	a.SourceID, a.Outlet = "s1", "Ministry A"
	if err := pipeline.file(t.Context(), []attache.Article{b, a}); err != nil {
		t.Fatal(err)
	}
	got, err := h.store.Article(t.Context(), a.ID)
	if err != nil || len(got.Quotes) != 1 || got.Quotes[0].Speaker != "Anna Lindqvist" || got.Quotes[0].Role != "" ||
		got.Quotes[0].Code != "" {
		t.Errorf("%+v, %v; want the bare name", got.Quotes, err)
	}
}

func TestAnArticleThatCannotBeFollowedHasNoQuotes(t *testing.T) {
	h, pipeline := filing(t)
	for i, link := range []string{
		"", "javascript:alert(1)", "mailto:press@a.example", "ftp://a.example/1", "data:text/html,x", "http://",
		"https:///x", "//a.example/1",
	} {
		a := wireReport(fmt.Sprint(i), "Talks resume in Vienna", viennaBody)
		a.URL = link
		if err := pipeline.file(t.Context(), []attache.Article{a}); err != nil {
			t.Fatal(err)
		}
		if got, err := h.store.Article(t.Context(), a.ID); err != nil || got.URL != "" || len(got.Quotes) != 0 || got.Body == "" {
			t.Errorf("%q: URL %q, %d quotes, %v", link, got.URL, len(got.Quotes), err)
		}
	}
}
