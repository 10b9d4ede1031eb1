package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"attache"
	"attache/bot"
	"attache/cmd/attache/sample"
	"attache/web"
)

// archiveBase is where the tests' archive is reached: never where it listens.
const archiveBase = "https://news.example.org"

// archiveNow is a day on which the sample wire has news.
var archiveNow = time.Date(2026, 3, 11, 20, 0, 0, 0, time.UTC)

// openArchive makes an archive over a store with some of the sample wire.
func openArchive(t testing.TB, reports int, change func(*config)) (*app, *web.Site) {
	t.Helper()
	c := defaultConfig()
	c.Store = "bolt:" + filepath.Join(t.TempDir(), "attache.db")
	c.Web = webConfig{Listen: "127.0.0.1:0", PublicURL: archiveBase}
	if change != nil {
		change(&c)
	}
	s := &session{ctx: t.Context(), env: environment{err: t.Output()}}
	h, err := s.openWith(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	h.now = func() time.Time { return archiveNow }
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.file(t.Context(), latestWire(t, reports)); err != nil {
		t.Fatal(err)
	}
	conversation, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	site, err := h.site(conversation)
	if err != nil {
		t.Fatal(err)
	}
	return h, site
}

var loadWire = sync.OnceValues(sample.Load)

// latestWire are the latest reports of the wire before archiveNow.
func latestWire(t testing.TB, n int) []attache.Article {
	t.Helper()
	records, err := loadWire()
	if err != nil {
		t.Fatal(err)
	}
	var out []attache.Article
	for i, r := range records {
		if r.Published.After(archiveNow) {
			continue
		}
		address := fmt.Sprintf("https://wire.example/%d", i)
		out = append(out, attache.Article{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: r.Outlet, OutletKind: r.Kind,
			Title: r.Title, Body: r.Body, Published: r.Published, Hash: attache.TextHash(r.Title, r.Body),
		})
	}
	return out[max(0, len(out)-n):]
}

func ask(site http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, target, nil)
	r.Host = "evil.example"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// page is a page as a browser takes it.
type page struct {
	links, alternates map[string]string // address to relation or kind
	meta              map[string]string
	canonical         string
	jsonld            []string
}

func parsePage(t *testing.T, body string) page {
	t.Helper()
	p := page{links: map[string]string{}, alternates: map[string]string{}, meta: map[string]string{}}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		a := map[string]string{}
		for _, attr := range n.Attr {
			a[attr.Key] = attr.Val
			if strings.HasPrefix(attr.Key, "on") || attr.Key == "style" {
				t.Errorf("an element has %s=%q", attr.Key, attr.Val)
			}
		}
		switch n.Data {
		case "a":
			p.links[a["href"]] = a["rel"]
		case "link":
			switch a["rel"] {
			case "canonical":
				p.canonical = a["href"]
			case "alternate", "service-desc":
				p.alternates[a["href"]] = a["type"]
			default:
				p.links[a["href"]] = a["rel"]
			}
		case "meta":
			if name := a["property"] + a["name"]; name != "" {
				p.meta[name] = a["content"]
			}
		case "form":
			p.links[a["action"]] = "form"
		case "script":
			if a["type"] != "application/ld+json" {
				t.Errorf("a script of kind %q", a["type"])
			}
			p.jsonld = append(p.jsonld, n.FirstChild.Data)
		}
	}
	return p
}

// walk follows every internal link, and gives every page by its path.
func walk(t *testing.T, site http.Handler, most int) map[string]page {
	t.Helper()
	pages := map[string]page{}
	queue := []string{"/"}
	seen := map[string]bool{"/": true}
	for len(queue) > 0 && len(pages) < most {
		path := queue[0]
		queue = queue[1:]
		w := ask(site, http.MethodGet, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d, and a page links to it", path, w.Code)
			continue
		}
		if w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			continue
		}
		body := w.Body.String()
		if strings.Contains(body, "evil.example") {
			t.Errorf("%s names the Host that was asked for", path)
		}
		p := parsePage(t, body)
		pages[path] = p
		for address := range p.links {
			u, err := url.Parse(address)
			if err != nil {
				t.Errorf("%s links to %q: %v", path, address, err)
				continue
			}
			if strings.HasPrefix(address, "?") {
				u = &url.URL{Path: strings.SplitN(path, "?", 2)[0], RawQuery: u.RawQuery}
			} else if strings.HasPrefix(address, "#") || u.Host != "news.example.org" {
				continue
			}
			next := u.EscapedPath()
			if u.RawQuery != "" {
				next += "?" + u.RawQuery
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return pages
}

// checkHead looks for what every page's head has.
func checkHead(t *testing.T, path string, p page) {
	t.Helper()
	if !strings.HasPrefix(p.canonical, archiveBase+"/") || p.meta["og:url"] != p.canonical {
		t.Errorf("%s: canonical %q, og:url %q", path, p.canonical, p.meta["og:url"])
	}
	for _, name := range []string{
		"og:title", "og:description", "og:image", "og:type", "og:site_name", "twitter:card", "twitter:title", "twitter:image", "description",
	} {
		if p.meta[name] == "" {
			t.Errorf("%s has no %s", path, name)
		}
	}
	for _, text := range p.jsonld {
		if !json.Valid([]byte(text)) {
			t.Errorf("%s: JSON-LD %q", path, text)
		}
	}
}

func TestEveryPageIsCompleteAndEveryLinkOfItLeadsSomewhere(t *testing.T) {
	withoutDetector(t)
	_, site := openArchive(t, 120, nil)
	pages := walk(t, site, 3000)
	if len(pages) < 200 {
		t.Fatalf("%d pages were found", len(pages))
	}
	kinds, feeds, pictures := map[string]int{}, map[string]string{}, map[string]bool{}
	for path, p := range pages {
		kinds[strings.SplitN(path, "/", 3)[1]]++
		checkHead(t, path, p)
		pictures[p.meta["og:image"]] = true
		maps.Copy(feeds, p.alternates)
	}
	for _, kind := range []string{"", "stories", "quotes", "people", "countries", "days", "tracks", "about", "privacy", "sources", "search"} {
		if kinds[kind] == 0 {
			t.Errorf("no page of /%s was found: %v", kind, kinds)
		}
	}
	t.Logf("%d pages %v, %d feeds, %d pictures", len(pages), kinds, len(feeds), len(pictures))
	n := 0
	for address := range pictures {
		if n++; n > 40 && !strings.HasSuffix(address, "/assets/card.png") {
			continue
		}
		w := ask(site, http.MethodGet, strings.TrimPrefix(address, archiveBase))
		picture, err := png.Decode(w.Body)
		if err != nil || picture.Bounds().Dx() != 1200 || picture.Bounds().Dy() != 630 {
			t.Errorf("%s answers %d: %v", address, w.Code, err)
		}
	}
	n = 0
	for address, kind := range feeds {
		if n++; n <= 400 {
			checkAlternate(t, site, strings.TrimPrefix(address, archiveBase), kind)
		}
	}
}

func checkAlternate(t *testing.T, site http.Handler, path, kind string) {
	t.Helper()
	w := ask(site, http.MethodGet, path)
	got, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if w.Code != http.StatusOK || got != kind {
		t.Errorf("%s answers %d, %s; want %s", path, w.Code, got, kind)
		return
	}
	body := w.Body.String()
	switch kind {
	case "text/calendar":
		if _, err := ics.ParseCalendar(strings.NewReader(body)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		if _, err := gofeed.NewParser().ParseString(body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !strings.Contains(body, "hub") || !strings.Contains(body, archiveBase+strings.ReplaceAll(path, "&", "&amp;")) {
			t.Errorf("%s names no hub, or not itself:\n%.600s", path, body)
		}
	default:
		if kind == "text/x-opml" && xml.Unmarshal([]byte(body), new(struct{})) != nil {
			t.Errorf("%s is no XML", path)
		}
	}
}

func TestTheThreeFormatsOfAFeedSayTheSame(t *testing.T) {
	_, site := openArchive(t, 80, nil)
	for _, at := range []string{"/", "/quotes/", "/countries/NOR/", "/search/"} {
		query := ""
		if at == "/search/" {
			query = "?q=talks"
		}
		var items [3][]string
		for i, name := range []string{"feed.xml", "atom.xml", "feed.json"} {
			feed, err := gofeed.NewParser().ParseString(ask(site, http.MethodGet, at+name+query).Body.String())
			if err != nil {
				t.Fatalf("%s%s: %v", at, name, err)
			}
			for _, it := range feed.Items {
				items[i] = append(items[i], it.GUID+"|"+it.Title+"|"+it.Link+"|"+strings.TrimSpace(it.Content)+"|"+
					it.PublishedParsed.UTC().Format(time.RFC3339))
			}
		}
		if len(items[0]) == 0 && at != "/countries/NOR/" {
			t.Errorf("%s: no entries", at)
		}
		if !slices.Equal(items[0], items[1]) || !slices.Equal(items[0], items[2]) {
			t.Errorf("%s: the formats differ:\n%.900q\n%.900q\n%.900q", at, items[0], items[1], items[2])
		}
	}
}

func TestAnswersHaveTheStatusAndTheHeadersThatTheyShould(t *testing.T) {
	_, site := openArchive(t, 30, nil)
	for _, test := range []struct {
		method, target string
		want           int
		location       string
	}{
		{"GET", "/", 200, ""},
		{"HEAD", "/", 200, ""},
		{"POST", "/", 405, ""},
		{"DELETE", "/stories/x", 405, ""},
		{"GET", "/nothing", 404, ""},
		{"GET", "/stories/none", 404, ""},
		{"GET", "/quotes/none", 404, ""},
		{"GET", "/people/nobody", 404, ""},
		{"GET", "/countries/ZZZ", 404, ""},
		{"GET", "/days/2026-13-40", 404, ""},
		{"GET", "/days/1991-01-01", 404, ""},
		{"GET", "/editions/e1", 404, ""},
		{"GET", "/?after=%zz", 200, ""},
		{"GET", "/quotes/?after=nonsense", 404, ""},
		{"GET", "/search?q=%ff%fe", 200, ""},
		{"GET", "/" + strings.Repeat("a", 600), 414, ""},
		{"GET", "/search?q=" + strings.Repeat("a", 5000), 414, ""},
		{"GET", "/countries/USA/ISL", 301, "/countries/ISL/USA"},
		{"GET", "/countries/usa", 301, "/countries/USA"},
		{"GET", "/countries/NOR/NOR", 301, "/countries/NOR"},
		{"GET", "/countries/USA/ISL/feed.xml", 301, "/countries/ISL/USA/feed.xml"},
		{"GET", "/countries/USA/ISL/calendar.ics", 301, "/countries/ISL/USA/calendar.ics"},
		{"GET", "/countries/nor/atom.xml", 301, "/countries/NOR/atom.xml"},
		{"GET", "/api/stories?limit=0", 400, ""},
		{"GET", "/api/quotes?cursor=nonsense", 400, ""},
		{"GET", "/api/stories?limit=x", 400, ""},
		{"GET", "/assets/", 404, ""},
		{"GET", "/assets/../web.go", 307, ""},
		{"GET", "/cards/quotes/none.png", 404, ""},
	} {
		w := ask(site, test.method, test.target)
		if w.Code != test.want {
			t.Errorf("%s %.60s answers %d, want %d", test.method, test.target, w.Code, test.want)
		}
		if test.location != "" && w.Header().Get("Location") != archiveBase+test.location {
			t.Errorf("%s leads to %q", test.target, w.Header().Get("Location"))
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, part := range []string{"default-src", "base-uri", "form-action", "frame-ancestors"} {
			if !strings.Contains(policy, part) || strings.Contains(policy, "unsafe-inline") {
				t.Errorf("%s: policy %q", test.target, policy)
			}
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s has no %s", test.target, name)
			}
		}
	}
	w := ask(site, http.MethodGet, "/")
	if head := ask(site, http.MethodHead, "/"); head.Body.Len() != 0 ||
		head.Header().Get("Content-Length") != w.Header().Get("Content-Length") {
		t.Error("HEAD is not GET without its body")
	}
	if again := ask(site, http.MethodGet, "/", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified ||
		again.Body.Len() > 0 {
		t.Errorf("a client that has the page is answered %d", again.Code)
	}
	feed := ask(site, http.MethodGet, "/feed.xml")
	if feed.Header().Get("Last-Modified") == "" ||
		ask(site, http.MethodGet, "/feed.xml", "If-Modified-Since", feed.Header().Get("Last-Modified")).Code != http.StatusNotModified {
		t.Error("a reader that has the feed gets it again")
	}
	if got := ask(site, http.MethodGet, "/robots.txt").Body.String(); !strings.Contains(got, "Sitemap: "+archiveBase+"/sitemap.xml") {
		t.Errorf("robots.txt: %s", got)
	}
	if got := ask(site, http.MethodGet, "/api/stories").Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("the API allows %q", got)
	}
}

func TestBehindAPathEveryAnswerLeadsIntoTheArchive(t *testing.T) {
	_, site := openArchive(t, 20, func(c *config) { c.Web.PublicURL = archiveBase + "/base" })
	for target, want := range map[string]string{
		"/base/tracks": "/base/tracks/", "/tracks": "/base/tracks/", "/base/quotes?after=x": "/base/quotes/?after=x",
		"/base/countries": "/base/countries/",
		"/base":           "/base/", "/base/countries/usa": "/base/countries/USA", "/base//tracks/": "/base/tracks/",
		"/favicon.ico": "/base/assets/favicon.svg",
	} {
		if w := ask(site, http.MethodGet, target); w.Header().Get("Location") != archiveBase+want {
			t.Errorf("%s answers %d and leads to %q", target, w.Code, w.Header().Get("Location"))
		}
	}
	for _, target := range []string{"/base/", "/", "/base/tracks/", "/base/feed.xml"} {
		if w := ask(site, http.MethodGet, target); w.Code != http.StatusOK {
			t.Errorf("%s answers %d", target, w.Code)
		}
	}
}

func TestOneAddressThatAsksTooMuchIsToldToWaitAndOthersAreNot(t *testing.T) {
	_, site := openArchive(t, 5, func(c *config) { c.Web.Rate = 2 })
	codes := map[int]int{}
	var last *httptest.ResponseRecorder
	for range 30 {
		last = ask(site, http.MethodGet, "/about")
		codes[last.Code]++
	}
	if codes[200] != 10 || codes[429] != 20 || last.Header().Get("Retry-After") == "" {
		t.Errorf("%v, Retry-After %q", codes, last.Header().Get("Retry-After"))
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/about", nil)
	r.RemoteAddr = "198.51.100.7:1"
	w := httptest.NewRecorder()
	if site.ServeHTTP(w, r); w.Code != http.StatusOK {
		t.Errorf("another address is answered %d", w.Code)
	}
}

func TestTheAPIGivesEveryStoryOnceOverItsPages(t *testing.T) {
	_, site := openArchive(t, 60, nil)
	for _, list := range []string{"stories", "quotes"} {
		seen, cursor := map[string]bool{}, ""
		for range 200 {
			var answer map[string]json.RawMessage
			if err := json.Unmarshal(ask(site, http.MethodGet, "/api/"+list+"?limit=3&cursor="+cursor).Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			var items []struct {
				ID        string
				Countries []string
			}
			if err := json.Unmarshal(answer[list], &items); err != nil {
				t.Fatal(err)
			}
			for _, it := range items {
				if it.ID == "" || it.Countries == nil || seen[it.ID] {
					t.Errorf("%s: %+v", list, it)
				}
				seen[it.ID] = true
			}
			if err := json.Unmarshal(answer["next"], &cursor); err != nil {
				t.Fatal(err)
			}
			if cursor == "" {
				break
			}
		}
		if len(seen) < 5 || cursor != "" {
			t.Errorf("%d %s, and %q goes on", len(seen), list, cursor)
		}
	}
}

func TestForeignTitlesAndNamesStayText(t *testing.T) {
	h, site := openArchive(t, 0, nil)
	hostile := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</script><script>alert(1)//`, "]]><x>", `javascript:alert(1)`,
		"{{.Site}}", "\u202eevil\u202c", "a\x00b\x07", "\u2028", `' onmouseover='x`, "&lt;b&gt;", "<!--", "%3Cscript%3E",
	}
	var articles []attache.Article
	for i, text := range hostile {
		address := fmt.Sprintf("https://wire.example/h%d", i)
		body := viennaBody + "\n\n“We " + text + " have an agreement here,” said Ola " + text + " Lindqvist, foreign minister of Norway."
		articles = append(articles, attache.Article{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: "Wire " + text,
			OutletKind: attache.Wire,
			Title:      "France and Iran hold talks in Vienna " + text, Body: body, Published: archiveNow.Add(-time.Duration(i) * time.Minute),
		})
	}
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.file(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	pages := walk(t, site, 400) // fails at any script, handler or broken JSON-LD
	if len(pages) < 10 {
		t.Fatalf("%d pages", len(pages))
	}
	for path, p := range pages {
		for address, kind := range p.alternates {
			if at, ours := strings.CutPrefix(address, archiveBase); ours {
				checkAlternate(t, site, at, kind)
			}
		}
		for address := range p.links {
			if strings.HasPrefix(strings.ToLower(address), "javascript:") {
				t.Errorf("%s links to %s", path, address)
			}
		}
	}
}

func TestOnlyEditionsOfChannelsAreShown(t *testing.T) {
	h, site := openArchive(t, 40, nil)
	store := publicEditions{h.store}
	for _, c := range []struct {
		chat attache.Chat
		want int
	}{
		{attache.Chat{ID: "telegram:7", Kind: attache.Private, Title: "Ola at home", State: attache.ChatActive}, 404},
		{attache.Chat{ID: "telegram:-8", Kind: attache.Group, Title: "A closed circle", State: attache.ChatActive}, 404},
		{attache.Chat{ID: "telegram:-9", Kind: attache.Channel, Title: "Fjord news", State: attache.ChatActive}, 200},
	} {
		if err := h.store.UpdateChat(t.Context(), c.chat.ID, func(chat *attache.Chat) error { *chat = c.chat; return nil }); err != nil {
			t.Fatal(err)
		}
		e := attache.Edition{
			ID: "e" + c.chat.ID[len(c.chat.ID)-1:], From: archiveNow.Add(-time.Hour), To: archiveNow,
			Sections: []attache.Section{{Items: []attache.Item{{StoryID: "s1", Headline: "Talks"}}}},
		}
		if _, err := store.Enqueue(t.Context(), e, attache.NewDigest(c.chat.ID, archiveNow, archiveNow.Add(time.Hour), e.ID)); err != nil {
			t.Fatal(err)
		}
		if w := ask(site, http.MethodGet, "/editions/"+e.ID); w.Code != c.want {
			t.Errorf("the edition of a %s answers %d, want %d", c.chat.Kind, w.Code, c.want)
		}
	}
	feed, err := gofeed.NewParser().ParseString(ask(site, http.MethodGet, "/channels/"+channelID("telegram:-9")+"/feed.xml").Body.String())
	if err != nil || len(feed.Items) != 1 || feed.Items[0].Link != archiveBase+"/editions/e9" ||
		!strings.Contains(feed.Items[0].Content, "Talks") {
		t.Errorf("the channel's feed is %+v, %v", feed, err)
	}
	for _, id := range []string{"telegram:7", "telegram:-8"} {
		if w := ask(site, http.MethodGet, "/channels/"+channelID(id)+"/feed.xml"); w.Code != http.StatusNotFound {
			t.Errorf("the feed of %s answers %d", id, w.Code)
		}
	}
	for path := range walk(t, site, 300) {
		body := ask(site, http.MethodGet, path).Body.String()
		for _, private := range []string{"Ola at home", "A closed circle", "telegram:7"} {
			if strings.Contains(body, private) {
				t.Errorf("%s shows %q", path, private)
			}
		}
	}
}

func TestAQuoteUnfoldsWithItsWordsAndItsSpeaker(t *testing.T) {
	h, site := openArchive(t, 60, nil)
	quotes, _, err := h.store.Quotes(t.Context(), attache.QuoteQuery{Limit: 10})
	if err != nil || len(quotes) == 0 {
		t.Fatal(err, len(quotes))
	}
	for _, q := range quotes {
		p := parsePage(t, ask(site, http.MethodGet, "/quotes/"+q.ID).Body.String())
		if !strings.Contains(p.meta["og:title"], q.Speaker) || !strings.Contains(p.meta["og:description"], q.Text) {
			t.Errorf("%s by %s: %q %q", q.Text, q.Speaker, p.meta["og:title"], p.meta["og:description"])
		}
	}
}

func TestTheSearchOfTheArchiveIsThatOfTheChat(t *testing.T) {
	_, site := openArchive(t, 60, nil)
	body := ask(site, http.MethodGet, "/search?q=Talks+5").Body.String() // as in a chat, 5 is how many
	if !strings.Contains(body, "/stories/") {
		t.Error("a number behind the words was looked for as a word")
	}
}

func TestDigestsLeadToTheArchive(t *testing.T) {
	h, _ := openArchive(t, 60, nil)
	conversation, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := conversation.Answer(t.Context(), attache.Chat{Kind: attache.Private, TimeZone: "UTC"}, "/latest")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, b := range doc.Blocks {
		for _, s := range b.Spans {
			found = found || strings.HasPrefix(s.Href, archiveBase+"/stories/")
		}
	}
	if !found {
		t.Error("/latest links no story of the archive")
	}
	e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{
		StoryID: "s1", Headline: "Talks",
		URL: "https://wire.example/1",
	}}}}}
	doc = bot.LayoutLinked(h.pages())(e, attache.Chat{Kind: attache.Channel}, attache.Limits{})
	var b bytes.Buffer
	for _, row := range doc.Buttons {
		for _, button := range row {
			b.WriteString(button.URL + " ")
		}
	}
	if !strings.Contains(b.String(), archiveBase+"/editions/e1") {
		t.Errorf("a channel's digest has the buttons %q", &b)
	}
}

func TestWhatIsRemovedIsGoneEverywhereAndDoesNotComeBack(t *testing.T) {
	h, site := openArchive(t, 60, nil)
	articles, _, err := h.store.Articles(t.Context(), attache.ArticleQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	alone := slices.IndexFunc(articles, func(a attache.Article) bool {
		s, err := h.store.Story(t.Context(), a.StoryID)
		return err == nil && len(s.Reports) == 1
	})
	shared := slices.IndexFunc(articles, func(a attache.Article) bool {
		s, err := h.store.Story(t.Context(), a.StoryID)
		return err == nil && len(s.Reports) > 2 && s.Headline == a.Title
	})
	if alone < 0 || shared < 0 {
		t.Fatal("the wire has no such stories", alone, shared)
	}
	for at, want := range map[int]int{alone: http.StatusGone, shared: http.StatusOK} {
		a := articles[at]
		if w := ask(site, http.MethodGet, "/stories/"+a.StoryID); w.Code != http.StatusOK {
			t.Fatalf("its story answers %d before", w.Code)
		}
		if _, err := h.newPipeline().remove(t.Context(), a.URL); err != nil {
			t.Fatal(err)
		}
		if _, err := h.newPipeline().remove(t.Context(), a.URL); err != nil {
			t.Errorf("removed again: %v", err)
		}
		p, err := h.pipeline(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := p.file(t.Context(), []attache.Article{{
			Keys: a.Keys, ID: a.ID, URL: a.URL, Title: a.Title, Body: a.Body,
			Published: a.Published,
		}}); err != nil {
			t.Fatal(err)
		}
		site, err = h.site(mustBot(t, h)) // with nothing cached
		if err != nil {
			t.Fatal(err)
		}
		if w := ask(site, http.MethodGet, "/stories/"+a.StoryID); w.Code != want {
			t.Errorf("the story answers %d, want %d", w.Code, want)
		}
		for path := range walk(t, site, 400) {
			if body := ask(site, http.MethodGet, path).Body.String(); strings.Contains(body, `"`+a.URL+`"`) ||
				strings.Contains(body, html.EscapeString(a.URL)+"#") {
				t.Errorf("%s still links to %s", path, a.URL)
			}
		}
	}
	if _, err := h.newPipeline().remove(t.Context(), "https://wire.example/none"); err == nil {
		t.Error("what is not there was removed")
	}
}

func mustBot(t testing.TB, h *app) *bot.Bot {
	t.Helper()
	b, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestARunningBotRemovesWhatItIsAsked(t *testing.T) {
	h, site := openArchive(t, 30, nil)
	articles, _, err := h.store.Articles(t.Context(), attache.ArticleQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	h.live = newLive(h)
	var out, told bytes.Buffer
	env := environment{out: &out, err: &told, getenv: noEnvironment}
	if status := execute(t.Context(), []string{"remove", articles[0].URL}, env, h.live); status != 0 ||
		!strings.Contains(out.String(), articles[0].Title) {
		t.Errorf("status %d, %q, %q", status, &out, &told)
	}
	if status := execute(t.Context(), []string{"remove", "https://wire.example/none"}, env, h.live); status != exitUsage {
		t.Errorf("what is not there: status %d, %q", status, &told)
	}
	if w := ask(site, http.MethodGet, "/"); strings.Contains(w.Body.String(), `"`+articles[0].URL+`"`) {
		t.Error("it is still there")
	}
}
