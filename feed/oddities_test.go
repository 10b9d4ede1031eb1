package feed

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestWhatIsOddAboutAFeedDoesNotMakeItUnreadable(t *testing.T) {
	const json1 = `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://a.example/1",` +
		`"title":"Talks %s","content_text":"x"}]}`
	rss := rssDoc(item("https://a.example/1", "Talks resume", "The envoys met."))
	for name, tc := range map[string]struct{ kind, doc, title string }{
		"a line's end in a JSON text":       {"application/feed+json", strings.Replace(json1, "%s", "\n resume", 1), "Talks resume"},
		"a tab in a JSON text":              {"application/feed+json", strings.Replace(json1, "%s", "\tresume", 1), "Talks resume"},
		"an escape that JSON does not have": {"application/feed+json", strings.Replace(json1, "%s", `in O\'Neill`, 1), `Talks in O\'Neill`},
		"half an escape":                    {"application/feed+json", strings.Replace(json1, "%s", `at \u12`, 1), `Talks at \u12`},
		"JSON before XML":                   {"text/xml", "{\"warning\":1}\n" + rss, "Talks resume"},
	} {
		f, err := Parse([]byte(tc.doc), "https://a.example/feed", tc.kind)
		if err != nil || len(f.Entries) != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := strings.Join(strings.Fields(Article(attache.Source{}, f, f.Entries[0], time.Now()).Title), " "); got != tc.title {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAFeedIsFoundHoweverAPageNamesIt(t *testing.T) {
	for name, tc := range map[string]struct{ link, page string }{
		"in a header": {`</ok.xml>; rel="alternate"; type="application/rss+xml"`, `<html><body>x</body></html>`},
		"in a header, beside others": {
			`</style.css>; rel=preload, </ok.xml>; type="application/atom+xml"; rel=alternate`,
			`<html><body>x</body></html>`,
		},
		"under the scheme feed:": {"", `<html><body><a href="feed:AT/ok.xml">Subscribe</a></body></html>`},
		"without a type":         {"", `<html><head><link rel="alternate" title="RSS" href="/ok.xml"></head></html>`},
		"beside its translations": {
			"",
			`<html><head><link rel="alternate" hreflang="fr" href="/fr/feed"><link rel="alternate" href="/ok.xml" title="Feed"></head></html>`,
		},
	} {
		s, at := newAnswers(t)
		s.set("/ok.xml", "", rssDoc(dated("/1", talks, "The envoys met.")))
		page := strings.ReplaceAll(tc.page, "AT", at)
		s.answers["/site"] = func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			if tc.link != "" {
				rw.Header().Set("Link", tc.link)
			}
			_, _ = rw.Write([]byte(page))
		}
		src := source(at + "/site")
		src.FullText = attache.FullTextNever
		if m := polls(t, 1, src); len(m.all()) != 1 || !strings.HasSuffix(m.source(src.ID).Polling.MovedTo, "/ok.xml") {
			t.Errorf("%s: asked for %v", name, s.asked)
		}
	}
}

func TestAListOfListsOfSitemapsIsFollowedOnceAndNoFurther(t *testing.T) {
	s, at := newAnswers(t)
	index := func(to string) string {
		return `<?xml version="1.0"?><sitemapindex><sitemap><loc>` + at + to +
			`</loc></sitemap></sitemapindex>`
	}
	s.set("/a.xml", "application/xml", index("/b.xml"))
	s.set("/b.xml", "application/xml", index("/news.xml"))
	s.set("/news.xml", "application/xml",
		`<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>`+at+`/1</loc><news:news><news:title>`+
			talks+`</news:title></news:news></url></urlset>`)
	src := source(at + "/a.xml")
	src.FullText = attache.FullTextNever
	if m := polls(t, 1, src); len(m.all()) != 1 || m.all()[0].Title != talks {
		t.Errorf("%v; asked for %v", m.all(), s.asked)
	}
	s.set("/b.xml", "application/xml", index("/b.xml"))
	before := len(s.asked)
	polls(t, 1, src)
	if n := len(s.asked) - before; n > 3 {
		t.Errorf("a list that names itself is asked for %d times", n)
	}
}

func TestNeighboursAreToldByTheirLettersWhateverTheLabel(t *testing.T) {
	const (
		ukrainian = "Міністр закордонних справ заявив у четвер, що переговори про припинення вогню триватимуть наступного тижня."
		russian   = "Министр иностранных дел заявил в четверг, что переговоры о прекращении огня продолжатся на следующей неделе, и объявил " +
			"об этом."
		persian = "وزیر امور خارجه روز پنجشنبه گفت که گفتگوهای آتش\u200cبس هفته آینده ادامه خواهد یافت و همه طرف\u200cها در آن شرکت می\u200cکنند."
		arabic  = "قال وزير الخارجية يوم الخميس إن المحادثات حول الهدنة ستستمر الأسبوع المقبل في جلسة ثانية بمشاركة الأطراف كافة."
	)
	for _, tc := range []struct{ text, label, want string }{
		{ukrainian, "ru", "uk"},
		{ukrainian, "bg", "uk"},
		{ukrainian, "uk", "uk"},
		{russian, "uk", "ru"},
		{russian, "ru", "ru"},
		{persian, "ar", "fa"},
		{persian, "fa", "fa"},
		{arabic, "fa", "ar"},
		{arabic, "ar", "ar"},
	} {
		if got := tongue(tc.text, tc.label); got != tc.want {
			t.Errorf("under %s: %s, want %s", tc.label, got, tc.want)
		}
	}
}
