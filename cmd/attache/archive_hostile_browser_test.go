//go:build browser

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"attache"
)

// seriousFindings are what axe finds in a page that keeps somebody from using it, a
// line each.
const seriousFindings = `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations` +
	`.filter((v) => v.impact === "serious" || v.impact === "critical")` +
	`.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")).join("\n"))`

// accessible looks at a page with axe-core, where ATTACHE_AXE names its file; make
// browser gets it from npm.
func (b *tab) accessible(name string) {
	b.t.Helper()
	file := os.Getenv("ATTACHE_AXE")
	if file == "" {
		return
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](string(axe)+"\n;true")); err != nil {
		b.t.Fatal(err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](seriousFindings, chromedp.EvalAwaitPromise))
	if err != nil || found != "" {
		b.t.Errorf("%s: axe finds %s (%v)", name, found, err)
	}
}

// pieces are what hostile texts are made of.
var pieces = []string{
	`<script>pwned()</script>`, `"><img src=x onerror=pwned()>`, `' onmouseover='pwned()`, `</script><script>pwned()//`, `]]><svg/onload=pwned()>`,
	`javascript:pwned()`, `{{pwned}}`, `${pwned()}`, `</title><script>pwned()</script>`, `</style><script>pwned()</script>`, `<!--`, `-->`, "\u202e",
	"\u2028", "\x00", "&lt;script&gt;pwned()&lt;/script&gt;", "&#x3c;script>pwned()", `<iframe srcdoc="<script>parent.pwned()</script>">`,
	`<a href="javascript:pwned()">x</a>`, `<math><mtext></mtext><mglyph><style><img src=x onerror=pwned()>`, `\"; pwned(); //`, "`", "\xff", "talks", " ",
	`<base href="//evil.example/">`, `<meta http-equiv="refresh" content="0;url=javascript:pwned()">`, `<template><script>pwned()`, `%3Cscript%3Epwned()`,
}

func hostileText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// hostileDay is a day whose headlines, sentences, names and links are hostile.
func hostileDay(r *rand.Rand, n int) attache.Edition {
	var section attache.Section
	for i := range n {
		text := func() string { return hostileText(r) }
		address := "https://wire.example/" + text()
		if i%5 == 0 {
			address = text()
		}
		section.Items = append(section.Items, attache.Item{
			StoryID: fmt.Sprint("s", i, text()), Headline: text(), URL: address, Lead: []attache.Sentence{{Text: text(), Outlet: text(), URL: address}},
			Quotes: []attache.Quote{{ID: text(), Text: text(), Speaker: text(), Role: text(), Outlet: text(), URL: address, Confidence: 1, Kind: attache.Direct}},
			Links:  []attache.Link{{Outlet: text(), URL: address, Lang: text()}}, Actors: []string{text()},
		})
	}
	return attache.Edition{Sections: []attache.Section{section}, Agenda: []attache.Appointment{{Day: archiveNow, What: hostileText(r)}}}
}

// TestBrowserTenThousandHostileTitlesRunNothing also without the policy that would
// stop a script: what keeps it from being one is that it stays text.
func TestBrowserTenThousandHostileTitlesRunNothing(t *testing.T) {
	const days, each = 10, 1000
	browser := startBrowser(t)
	server := httptest.NewUnstartedServer(nil)
	defer server.Close()
	_, site := openArchive(t, 5, func(c *config) { c.Web.PublicURL = "http://" + server.Listener.Addr().String() })
	seen := map[time.Time]int{}
	site.Compile = func(_ context.Context, from, _ time.Time) (attache.Edition, error) {
		e := hostileDay(rand.New(rand.NewPCG(1, uint64(from.Unix()))), each)
		seen[from] = e.Stories()
		return e, nil
	}
	server.Config.Handler = site
	server.Start()
	b := openPage(browser, t, pageWindows[0])
	if _, err := chromedp.Call(b.ctx, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	for day := range days {
		b.do(chromedp.Navigate(server.URL + "/days/" + archiveNow.AddDate(0, 0, -day-1).Format(time.DateOnly)))
		b.expect("the day is there", fmt.Sprintf(`document.querySelectorAll(".item").length >= %d`, each))
		b.expect("there is no script", `![...document.scripts].some((s) => s.type !== "application/ld+json") && `+
			`!document.querySelector("iframe,img,object,embed,base,template,math,style,meta[http-equiv]")`)
		b.expect("nothing would run", `[...document.querySelectorAll("*")].every((n) => [...n.attributes].every((a) => `+
			`!a.name.startsWith("on") && a.name !== "srcdoc" && !(/^\s*javascript:/i.test(a.value) && /^(href|src|action)$/.test(a.name))))`)
		b.expect("nothing ran", `typeof pwned === "undefined" && location.origin === "`+server.URL+`"`)
	}
	if len(seen) < days {
		t.Errorf("%d days were read", len(seen))
	}
}
