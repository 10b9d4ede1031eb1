//go:build browser

package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"attache"
	"attache/digest"
)

// pageWindows are how somebody looks at the archive.
var pageWindows = []window{
	{"desktop", 1280, 900, false}, {"desktop-dark", 1280, 900, true}, {"phone", 390, 844, false}, {"phone-dark", 390, 844, true},
}

// inEveryWindow are the pages that are looked at in all of them.
var inEveryWindow = map[string]bool{"home": true, "story": true, "track": true, "person": true, "search": true, "arabic": true}

// TestBrowserTheArchiveFitsEveryWindow also takes the pictures of docs/web.md
// into the folder that ATTACHE_PICTURES names.
func TestBrowserTheArchiveFitsEveryWindow(t *testing.T) {
	browser := startBrowser(t)
	server := httptest.NewUnstartedServer(nil)
	defer server.Close()
	h, site := openArchive(t, 150, func(c *config) { c.Web.PublicURL = "http://" + server.Listener.Addr().String() })
	fileArabic(t, h)
	server.Config.Handler = site
	server.Start()
	pages := archivePages(t, h, site)
	for _, w := range pageWindows {
		t.Run(w.name, func(t *testing.T) {
			b := openPage(browser, t, w)
			looked := w.name == "desktop" || w.name == "phone-dark" // what is alike in all of them
			for name, path := range pages {
				if !looked && !inEveryWindow[name] {
					continue
				}
				b.do(chromedp.Navigate(server.URL + path))
				b.expect(name+" is no wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
				b.expect(name+" has one heading of the first level", `document.querySelectorAll("h1").length === 1`)
				b.expect(name+" has its style", `getComputedStyle(document.querySelector(".top")).borderBottomWidth === "3px"`)
				b.expect(name+": every link and field can be reached and has a name", `[...document.querySelectorAll("a[href],input,button")].every(`+
					`(n) => n.tabIndex >= 0 && (n.textContent.trim() || n.labels?.length || n.getAttribute("aria-label") || n.closest("svg")))`)
				b.expect(name+" runs no script", `![...document.scripts].some((s) => s.type !== "application/ld+json")`)
				if strings.HasPrefix(name, "arabic") {
					b.expect("Arabic goes from right to left", `getComputedStyle(document.querySelector("h1")).direction === "rtl"`)
				}
				if looked {
					b.accessible(name)
				}
				b.picture("archive-" + name + "-" + w.name)
			}
		})
	}
	b := openPage(browser, t, pageWindows[0])
	b.do(chromedp.Navigate(server.URL+pages["story"]), chromedp.KeyEvent("\t"))
	b.expect("the first stop of the keyboard leads past the navigation, and is seen", `document.activeElement.matches(".skip") && `+
		`document.activeElement.getBoundingClientRect().left >= 0`)
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if err != nil {
		t.Fatal(err)
	}
	b.expect("what is printed has no navigation", `getComputedStyle(document.querySelector(".top")).display === "none"`)
	b.picture("archive-" + "story-print")
}

// fileArabic files what the wire has in Arabic, whenever it was.
func fileArabic(t *testing.T, h *app) {
	t.Helper()
	records, err := loadWire()
	if err != nil {
		t.Fatal(err)
	}
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var articles []attache.Article
	for _, r := range records {
		if r.Lang != "ar" {
			continue
		}
		address := "https://wire.example/ar/" + r.ID
		articles = append(articles, attache.Article{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: r.Outlet, OutletKind: r.Kind,
			Title: r.Title, Body: r.Body, Published: archiveNow.Add(-time.Hour), Hash: attache.TextHash(r.Title, r.Body),
		})
	}
	if err := p.file(t.Context(), articles[:min(len(articles), 20)]); err != nil {
		t.Fatal(err)
	}
}

// kindsOfPages are those that others link to.
var kindsOfPages = map[string]*regexp.Regexp{
	"country": regexp.MustCompile(`^/countries/[A-Z]{3}$`), "pair": regexp.MustCompile(`^/countries/[A-Z]{3}/[A-Z]{3}$`),
	"day": regexp.MustCompile(`^/days/[^/]+$`),
}

// archivePages are a page of each kind.
func archivePages(t *testing.T, h *app, site http.Handler) map[string]string {
	t.Helper()
	pages := map[string]string{"home": "/", "search": "/search?q=talks", "countries": "/countries/", "sources": "/sources"}
	stories, _, err := h.store.Stories(t.Context(), attache.StoryQuery{Relevant: true})
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, s := range stories {
		if len(s.Reports) > most {
			most, pages["story"] = len(s.Reports), "/stories/"+s.ID
		}
		if s.Lang == "ar" {
			pages["arabic"] = "/stories/" + s.ID
		}
	}
	if pages["arabic"] == "" {
		t.Error("there is no story in Arabic")
	}
	tracks, err := h.store.ListTracks(t.Context(), archiveNow.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	most = 0
	for _, track := range tracks {
		if len(track.Stories) > most {
			most, pages["track"] = len(track.Stories), "/tracks/"+track.ID
		}
	}
	quotes, _, err := h.store.Quotes(t.Context(), attache.QuoteQuery{Limit: 1})
	if err != nil || len(quotes) == 0 {
		t.Fatal(err)
	}
	pages["quotes"], pages["tracks"], pages["about"], pages["privacy"] = "/quotes/", "/tracks/", "/about", "/privacy"
	pages["missing"], pages["nothing"] = "/stories/none", "/search?q=zzz"
	pages["search-arabic"] = "/search?q=" + url.QueryEscape("محادثات")
	findKinds(t, h, site, pages)
	pages["edition"], pages["channel"] = "/editions/shown", "/channels/"+broadcastEdition(t, h, "shown")
	pages["quote"], pages["person"] = "/quotes/"+quotes[0].ID, "/people/"+strings.ToLower(strings.ReplaceAll(quotes[0].Speaker, " ", "-"))
	return pages
}

// findKinds adds the pages of the kinds that others link to.
func findKinds(t *testing.T, h *app, site http.Handler, pages map[string]string) {
	t.Helper()
	for _, from := range []string{"story", "country", "home", "sources"} { // a country of the story has more to show than the list's first
		found := map[string]string{}
		for address := range parsePage(t, ask(site, http.MethodGet, pages[from]).Body.String()).links {
			path := strings.TrimPrefix(address, h.config.Web.PublicURL)
			for name, shape := range kindsOfPages {
				if shape.MatchString(path) && (found[name] == "" || path < found[name]) {
					found[name] = path
				}
			}
		}
		for name, path := range found {
			if pages[name] == "" {
				pages[name] = path
			}
		}
	}
	for name := range kindsOfPages {
		if pages[name] == "" {
			t.Errorf("no %s was found", name)
		}
	}
}

// broadcastEdition gives a channel the edition of the day, and the channel's address.
func broadcastEdition(t *testing.T, h *app, id string) (channel string) {
	t.Helper()
	const chat = "telegram:-9"
	err := h.store.UpdateChat(t.Context(), chat, func(c *attache.Chat) error {
		*c = attache.Chat{ID: chat, Kind: attache.Channel, Title: "Fjord news", State: attache.ChatActive}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := h.press.Compile(t.Context(), digest.Request{From: archiveNow.Add(-24 * time.Hour), To: archiveNow})
	if err != nil {
		t.Fatal(err)
	}
	e.ID = id
	if _, err := (publicEditions{h.store}).Enqueue(t.Context(), e, attache.NewDigest(chat, archiveNow, archiveNow.Add(time.Hour),
		id)); err != nil {
		t.Fatal(err)
	}
	return channelID(chat)
}

func openPage(browser context.Context, t *testing.T, w window) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	scheme := "light"
	if w.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(w.width, w.height))
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
