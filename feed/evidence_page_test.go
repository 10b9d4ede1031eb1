package feed

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
)

// served answers by path and remembers what it was asked for.
type served struct {
	mu      sync.Mutex
	answers map[string]func(http.ResponseWriter, *http.Request)
	asked   []string
}

func newAnswers(t *testing.T) (*served, string) {
	t.Helper()
	s := &served{answers: map[string]func(http.ResponseWriter, *http.Request){}}
	w := newWire(t, func(rw http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path)
		answer := s.answers[r.URL.Path]
		s.mu.Unlock()
		if answer == nil {
			http.NotFound(rw, r)
			return
		}
		answer(rw, r)
	})
	return s, w.URL
}

func (s *served) set(path, kind, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[path] = func(rw http.ResponseWriter, _ *http.Request) {
		if kind != "" {
			rw.Header().Set("Content-Type", kind)
		}
		_, _ = rw.Write([]byte(body))
	}
}

func (s *served) redirect(path, to string) {
	s.answers[path] = func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, to, http.StatusFound) }
}

func (s *served) requests(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, p := range s.asked {
		if p == path {
			n++
		}
	}
	return n
}

const (
	talks     = "Envoys of Marrow and Keld resume talks on the northern crossing"
	talksPage = `The envoys of Marrow and Keld resumed their talks on Monday. The northern crossing stays closed until the lists of goods ` +
		`are compared, the ministry said in a statement.`
)

func dated(path, title, summary string) string {
	return fmt.Sprintf(`<item><title>%s</title><link>%s</link><description>%s</description><pubDate>%s</pubDate></item>`, title, path, summary,
		time.Now().Add(-time.Hour).UTC().Format(time.RFC1123Z))
}

func polls(t *testing.T, n int, src attache.Source) *memory {
	t.Helper()
	m := newMemory(src)
	p := testPoller(t, m)
	for range n {
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestOnlyAPageWithTheEntrysWordsReplacesItsText(t *testing.T) {
	article := newsPage(talks, talksPage+" "+longText)
	for name, tc := range map[string]struct {
		kind, body string
		taken      bool
	}{
		"the article":          {"text/html", article, true},
		"the article as text":  {"text/plain", talks + "\n\n" + talksPage + " " + longText, true},
		"the article as a PNG": {"image/png", article, true}, // by its bytes it is a page
		"XHTML":                {"application/xhtml+xml", `<?xml version="1.0"?>` + article, true},
		"a consent page": {"text/html", newsPage("Before you continue",
			"We use cookies and data to deliver and maintain our services and to measure engagement with them.\n\nIf you accept all, we and our "+
				"partners will also use cookies to develop new services and to show personalised content to everybody."), false},
		"a check for robots": {"text/html", newsPage("Just a moment",
			"Checking your browser before accessing the site. This process is automatic, your browser will redirect to your requested content "+
				"shortly."), false},
		"a soft 404": {"text/html", newsPage("Page not found",
			"The page you are looking for could not be found. It may have been moved or deleted; use the search to find what you need on this "+
				"site."), false},
		"a log-in": {"text/html", newsPage(talks,
			"Please log in to read this article. Already registered? Sign in to your account, or create a free account in a minute."), false},
		"another article": {"text/html", newsPage("Weather turns cold",
			strings.Repeat("Snow fell in the mountains on Sunday and the roads were closed for hours. ", 6)), false},
		"a paywall after a line": {
			"text/html", newsPage(talks,
				"The envoys met.\n\nSubscribe to continue reading. You have used your free articles of this month. Get unlimited access for one euro."),
			false,
		},
		"a front page under a soft 404": {"text/html", newsPage("404",
			"The page you are looking for cannot be found. Here is what our readers read most.\n\nEnvoys of good taste: where to dine on the "+
				"crossing.\n\n"+
				"Northern talks of a lifetime: lists of goods in Marrow and Keld."), false},
		"a teaser of the feed's own text": {"text/html", newsPage(talks, "The envoys…\n\nThis article is for subscribers only."), false},
		"a picture":                       {"text/html", "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + strings.Repeat("\x00\x01\xfe", 2000), false},
		"an archive":                      {"text/html", "PK\x03\x04" + strings.Repeat("word/document.xml\x00\x01", 300), false},
		"JSON":                            {"text/html", `{"title":"` + talks + `","body":"` + strings.Repeat(talksPage, 4) + `"}`, false},
		"a feed":                          {"application/xml", rssDoc(item("/1", talks, talksPage+longText)), false},
		"RTF":                             {"text/plain", `{\rtf1 ` + talks + strings.Repeat(talksPage, 4) + `}`, false},
		"a PDF without a reader":          {"application/pdf", "%PDF-1.4\n" + strings.Repeat(talksPage, 4), false},
		"nothing":                         {"text/html", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s, at := newAnswers(t)
			s.set("/feed", "", rssDoc(dated("/1", talks, "The envoys met.")))
			s.set("/1", tc.kind, tc.body)
			m := polls(t, 1, source(at+"/feed"))
			all := m.all()
			if len(all) != 1 || strings.Contains(all[0].Body, "lists of goods") != tc.taken || !tc.taken && all[0].Body != "The envoys met." {
				t.Errorf("stored %+v", all)
			}
			if pages := m.source(all[0].SourceID).Polling.Pages; pages.Asked != 1 || (pages.Read == 1) != tc.taken ||
				(len(pages.Refused) == 1) == tc.taken {
				t.Errorf("counted %+v", pages)
			}
		})
	}
}

func TestAPageReadBadlyIsReadAgainSoonThenSeldomThenNever(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/feed", "", rssDoc(dated("/1", talks, "The envoys met.")))
	s.set("/1", "text/html", newsPage("Just a moment", "Checking your browser before accessing the site. This process is automatic."))
	m := newMemory(source(at + "/feed"))
	now := time.Now()
	p := testPoller(t, m, func(c *Config) { c.Now = func() time.Time { return now } })
	var asked []int
	for range 5 {
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, s.requests("/1"))
	}
	if !slices.Equal(asked, []int{1, 2, 2, 2, 2}) {
		t.Errorf("with polls one after the other it was asked %v times", asked)
	}
	for range 24 * 6 {
		now = now.Add(time.Hour)
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.requests("/1"); n != len(retryAfter) {
		t.Errorf("asked %d times in six days, want %d", n, len(retryAfter))
	}
}

func TestABetterTextReplacesAWorseOneAndNeverTheOtherWayRound(t *testing.T) {
	s, at := newAnswers(t)
	bot := newsPage("Just a moment", "Checking your browser before accessing the site. This process is automatic.")
	s.set("/feed", "", rssDoc(dated("/1", talks, "The envoys met.")))
	s.set("/1", "text/html", bot)
	src := source(at + "/feed")
	m := polls(t, 1, src)
	s.set("/1", "text/html", newsPage(talks, talksPage+" "+longText))
	p := testPoller(t, m) // another process
	if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if got := m.all()[0].Body; !strings.Contains(got, "lists of goods") {
		t.Fatalf("the second try gave %q", got)
	}
	s.set("/1", "text/html", bot)
	s.set("/feed", "", rssDoc(dated("/1", talks+" on Monday", "The envoys met on Monday.")))
	if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if got := m.all()[0].Body; !strings.Contains(got, "lists of goods") {
		t.Errorf("a bad answer replaced the text by %q", got)
	}
}

func TestOneTextForSeveralEntriesIsNone(t *testing.T) {
	s, at := newAnswers(t)
	titles := []string{"Envoys of Marrow resume talks", "Envoys of Keld resume talks", "Envoys of Alborzna resume talks"}
	var items []string
	for i, title := range titles {
		items = append(items, dated(fmt.Sprintf("/%d", i), title, "The envoys met, the ministry said."))
		s.set(fmt.Sprintf("/%d", i), "text/html", newsPage("News", strings.Join(titles, ". ")+". The envoys met, the ministry said. "+longText))
	}
	s.set("/feed", "", rssDoc(items...))
	for _, a := range polls(t, 2, source(at+"/feed")).all() {
		if a.Body != "The envoys met, the ministry said." {
			t.Errorf("%s has the text %q", a.Title, a.Body)
		}
	}
}

func TestARedirectElsewhereIsSuspect(t *testing.T) {
	for name, to := range map[string]string{"a consent page": "/consent?return=/press/1", "the front page": "/", "the section": "/press/"} {
		s, at := newAnswers(t)
		s.set("/feed", "", rssDoc(dated("/press/1", talks, "The envoys met.")))
		s.redirect("/press/1", to)
		path, _, _ := strings.Cut(to, "?")
		s.set(path, "text/html", newsPage("News of the ministry", talks+". "+strings.Repeat("Other things happened as well, the ministry said. ",
			8)))
		if got := polls(t, 1, source(at+"/feed")).all()[0].Body; got != "The envoys met." {
			t.Errorf("%s gave %q", name, got)
		}
	}
}

func TestAnArticleInPartsIsReadWhole(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/feed", "", rssDoc(dated("/story", talks, "The envoys met.")))
	part := func(text, next string) string {
		return strings.Replace(newsPage(talks, text), "</article>", `<p><a href="`+next+`">Next page</a></p></article>`, 1)
	}
	first, second := part(talksPage+" "+longText, "/story?page=2"),
		part("The second round was about the fees of the gate, said both sides, and about who is to pay them from the spring on, when "+
			"traffic grows.", "/story?page=2")
	s.answers["/story"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		if r.URL.Query().Get("page") == "" {
			_, _ = rw.Write([]byte(first))
			return
		}
		_, _ = rw.Write([]byte(second))
	}
	if got := polls(t, 1, source(at+"/feed")).all()[0].Body; !strings.Contains(got, "lists of goods") ||
		strings.Count(got, "fees of the gate") != 1 {
		t.Errorf("read %q", got)
	}
}

func TestAPageThatSendsItsReadersOnIsFollowedOnce(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/feed", "", rssDoc(dated("/1", talks, "The envoys met.")))
	s.set("/1", "text/html", `<html><head><meta http-equiv="refresh" content="0; url=/2"></head><body>One moment please.</body></html>`)
	s.set("/2", "text/html", newsPage(talks, talksPage+" "+longText))
	if got := polls(t, 1, source(at+"/feed")).all()[0].Body; !strings.Contains(got, "lists of goods") {
		t.Errorf("read %q", got)
	}
}

func TestAHostThatAsksToWaitIsAskedForNoMorePages(t *testing.T) {
	s, at := newAnswers(t)
	var items []string
	for i := range 12 {
		path := fmt.Sprintf("/q%d", i)
		items = append(items, dated(path, fmt.Sprintf("Statement %d of the ministry on talks", i), "Short."))
		s.answers[path] = func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Retry-After", "7200")
			rw.WriteHeader(http.StatusTooManyRequests)
		}
	}
	s.set("/feed", "", rssDoc(items...))
	m := polls(t, 1, source(at+"/feed"))
	if _, err := testPoller(t, m).Pass(t.Context(), nil, m.save); err != nil { // another process
		t.Fatal(err)
	}
	pages := 0
	for _, path := range s.asked {
		if strings.HasPrefix(path, "/q") {
			pages++
		}
	}
	if pages != 1 || len(m.all()) != 12 {
		t.Errorf("%d pages asked for, %d articles", pages, len(m.all()))
	}
}

func TestOneBadAnswerDoesNotExchangeAWorkingFeed(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/feed", "", rssDoc(dated("/1", talks, "The envoys met.")))
	s.set("/sport/feed", "", rssDoc(dated("/2", "National team wins the cup", "It won.")))
	src := source(at + "/feed")
	src.FullText = attache.FullTextNever
	m := polls(t, 1, src)
	s.set("/feed", "text/html", `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="Sport" `+
		`href="/sport/feed"></head><body>Maintenance</body></html>`)
	p := testPoller(t, m)
	before := len(s.asked)
	if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
		t.Fatal(err)
	}
	if got := s.asked[before:]; !slices.Equal(got, []string{"/feed"}) {
		t.Errorf("a page in place of the feed cost the requests %v", got)
	}
	if s := m.source(src.ID).Polling; s.MovedTo != "" || s.Failures != 1 || len(m.all()) != 1 {
		t.Errorf("polled at %q after %d failures; %d articles", s.MovedTo, s.Failures, len(m.all()))
	}
}

func TestAServersMoveForGoodIsBelievedWhereTheFeedIsTheSame(t *testing.T) {
	s, at := newAnswers(t)
	known := dated("/1", talks, "The envoys met.")
	s.set("/feed", "", rssDoc(known))
	s.set("/sport", "", rssDoc(dated("/9", "Marrow wins the cup after extra time", "Two goals.")))
	src := source(at + "/feed")
	src.FullText = attache.FullTextNever
	m := polls(t, 1, src)
	p := testPoller(t, m)
	poll := func() attache.Polling {
		t.Helper()
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
		return m.source(src.ID).Polling
	}
	s.answers["/feed"] = func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/sport", http.StatusMovedPermanently)
	}
	if got := poll(); got.MovedTo != "" || got.Failures != 0 {
		t.Errorf("one answer moved the source to %q: %+v", got.MovedTo, got)
	}
	s.set("/sport", "", rssDoc(known, dated("/10", "Keld recalls its envoy over the crossing", "He left.")))
	if got := poll(); !strings.HasSuffix(got.MovedTo, "/sport") || len(got.Addresses) != 1 {
		t.Errorf("the feed itself moved: %+v", got)
	}
}

func TestAFeedsAddressThatAnswersWithAPageCostsOneRequest(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/press.xml", "text/html", `<!doctype html><html><body>maintenance</body></html>`)
	polls(t, 1, source(at+"/press.xml"))
	if len(s.asked) != 1 {
		t.Errorf("asked for %v", s.asked)
	}
}

func TestNewsComeBeforeVacanciesAndTheOthersAreTold(t *testing.T) {
	s, at := newAnswers(t)
	s.set("/f/jobs.xml", "", rssDoc(dated("/j", "Clerk wanted", "Apply.")))
	s.set("/f/press.xml", "", rssDoc(dated("/1", talks, "The envoys met.")))
	s.set("/", "text/html", `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="Vacancies" href="/f/jobs.xml">
<link rel="alternate" type="application/rss+xml" title="Press releases" href="/f/press.xml"></head></html>`)
	src := source(at + "/")
	src.FullText = attache.FullTextNever
	m := polls(t, 1, src)
	if p := m.source(src.ID).Polling; !strings.HasSuffix(p.MovedTo, "/f/press.xml") || len(p.Others) != 1 || len(p.Addresses) != 1 ||
		len(m.all()) != 1 {
		t.Errorf("%+v", p)
	}
}

func TestAPressReleaseListIsASource(t *testing.T) {
	s, at := newAnswers(t)
	list := func(ids ...int) string {
		var b strings.Builder
		for _, id := range ids {
			fmt.Fprintf(&b, `<li><span>%s</span> <a href="/press/%d">Statement %d of the ministry on the northern crossing</a></li>`,
				time.Now().UTC().AddDate(0, 0, id-9).Format("2 January 2006"), id, id)
		}
		return `<!doctype html><html lang="en"><body><h1>Press releases</h1><ul>` + b.String() + `</ul></body></html>`
	}
	s.set("/press", "text/html", list(4, 3, 2, 1))
	src := source(at + "/press")
	src.FullText = attache.FullTextNever
	m := newMemory(src)
	p := testPoller(t, m)
	poll := func() {
		t.Helper()
		if _, err := p.Pass(t.Context(), nil, m.save); err != nil {
			t.Fatal(err)
		}
	}
	poll()
	s.set("/press", "text/html", list(5, 4, 3, 2))
	poll()
	if got := m.source(src.ID).Polling; len(m.all()) != 5 || got.Format != "list" || got.List == nil || !got.Verified ||
		s.requests("/press") != 2 || s.requests("/feed") != 0 {
		t.Fatalf("%d articles, %+v, asked for %v", len(m.all()), got, s.asked)
	}
	other := strings.ReplaceAll(list(1, 1, 1), "/press/", "/most-read/")
	for i := range 3 {
		other = strings.Replace(other, "/most-read/1", fmt.Sprintf("/most-read/x%d", i), 1)
	}
	s.set("/press", "text/html", other)
	poll()
	if got := m.source(src.ID).Polling; len(m.all()) != 5 || got.Failures != 1 || got.List == nil {
		t.Errorf("a list that has nothing of the one before was taken: %d articles, %+v", len(m.all()), got)
	}
}
