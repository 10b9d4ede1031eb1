package feed

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

func TestAPageBeyondItsBoundsIsRefusedBeforeThereIsATree(t *testing.T) {
	var attributes strings.Builder
	for i := range 2_000 {
		fmt.Fprintf(&attributes, " a%d=%d", i, i)
	}
	var styled strings.Builder
	for i := range 200 {
		fmt.Fprintf(&styled, "<b a=%d>", i)
	}
	for name, page := range map[string]string{
		"1.6 million nested tags": "<html><body><!--" + strings.Repeat(" ", 64<<10) + "-->" + strings.Repeat("<p><b>", 1_600_000),
		"nested deeper than 256":  "<html><body>" + strings.Repeat("<div>", 300) + "text",
		"formatting never closed": "<html><body>" + styled.String() + strings.Repeat("<p>x", 5_000),
		"two thousand attributes": "<html><body><p" + attributes.String() + ">text",
		"two MiB of text":         "<html><body><p>" + strings.Repeat("word ", 420_000),
		"five MiB without a tag":  "<html><body><p " + strings.Repeat("x", 5<<20),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := Page([]byte(page), "", "text/html")
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrPageTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if cost := (after.TotalAlloc - before.TotalAlloc) >> 20; cost > 60 {
			t.Errorf("%s cost %d MiB", name, cost)
		}
	}
}

func TestAPageIsReadAsAReaderSeesIt(t *testing.T) {
	const (
		one = "The envoys of Marrow and Keld met on Monday in Vienna for the third round of the talks on the crossing, the ministry said."
		two = "“We will keep our word,” Minister Orla Venn told reporters before the meeting began in the old town hall of the city."
		the = "The next round is set for Friday, when the lists of goods are to be compared and the fees of the gate settled."
	)
	p := func(texts ...string) string { return "<p>" + strings.Join(texts, "</p><p>") + "</p>" }
	page := func(body string) string {
		return `<!DOCTYPE html><html lang="en"><head><title>Talks open</title></head><body>` + body + `</body></html>`
	}
	whole := strings.Join([]string{one, two, the}, "\n\n")
	for name, tc := range map[string]struct{ body, want string }{
		"text in <noscript>": {"<article><h1>Talks open</h1>" + p(one) + "<noscript>" + p(two, the) + "</noscript></article>", whole},
		"the wish for scripts": {"<article><h1>Talks open</h1>" + p(one, two, the) +
			"<noscript>Please enable JavaScript to see the comments of our readers on this page, which need it.</noscript></article>", whole},
		"<q> has marks": {"<article><h1>Talks open</h1>" + p(one+" She said <q>we will keep our word</q> again.", the) +
			"</article>", one + " She said “we will keep our word” again.\n\n" + the},
		"veiled paragraphs": {`<article><h1>Talks open</h1>` + p(one) + `<p class="paywall" aria-hidden="true">` + two + "</p>" +
			p(the) + "</article>", whole},
		"lines that are broken twice": {`<div class="news-detail"><h1>Talks open</h1>` + one + "<br><br>" + two + "<br /><br />" + the +
			"</div>", whole},
		"lines that are broken once": {`<div class="content"><h1>Talks open</h1><div class="text">` + one + "<br>" + two + "<br>" + the +
			"</div></div>", whole},
		"a short statement, once":    {"<main><h1>Statement by the spokesperson on the crossing</h1>" + p(one) + "</main>", one},
		"a quotation that is a link": {"<article><h1>Talks open</h1>" + p(one, `<a href="/q">`+two+"</a>", the) + "</article>", whole},
		"a layout of tables": {`<table><tr><td class="menu"><a href="/a">Home</a><br><a href="/b">Minister</a><br><a ` +
			`href="/c">Embassies</a></td><td>` + p(one, two, the) + "</td></tr></table>", whole},
		"a sentence that begins By": {"<article><h1>Talks open</h1>" + p("By 2030 the two governments want to double their trade", one, two,
			the) + "</article>", "By 2030 the two governments want to double their trade\n\n" + whole},
		"a byline": {
			"<article><h1>Talks open</h1>" + p("By Tansy Hallow and Orlo Venn", one, two, the) + "</article>",
			whole,
		},
		"a date and a counter": {`<div class="news-detail"><h3>Talks open</h3><span class="news-date-time">26.11.2026 10:30</span>` +
			one + "<br/><br/>" + two + "<br/><br/>" + the + "<div></div><br/>Views: 1,234<br/></div>", whole},
		"a notice about cookies": {"<div><h1>Talks open</h1>" + p(one, two, the) + "</div><div>" +
			p("This website uses cookies. We use cookies to personalise content and ads and to analyse our traffic.") + "</div>", whole},
		"other news": {"<article><h1>Talks open</h1>" + p(one, two, the) + "<div><h3>More news</h3>" +
			p(`<a href="/3">Weather turns cold</a>`, "Two ports sign an agreement on fishing after nine months of talks, officials said.") +
			"</div></article>", whole},
		"escaped twice": {
			"<article><h1>Talks open</h1>" + p(one,
				strings.NewReplacer("“", "&amp;quot;", "”", "&amp;quot;").Replace(two), the) + "</article>",
			strings.NewReplacer("“", `"`, "”", `"`).Replace(whole),
		},
		"paragraphs glued in its data": {`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + one + two + the +
			`"}</script><h1>Talks open</h1><div id="app"></div>`, whole},
	} {
		got, err := Page([]byte(page(tc.body)), "https://mfa.example/news/1", "text/html")
		if err != nil || got.Text != tc.want {
			t.Errorf("%s: %v\n got %q\nwant %q", name, err, got.Text, tc.want)
		}
	}
}

func FuzzPageBounds(f *testing.F) {
	f.Add([]byte("<html><body><p>text<br><br>more<table><tr><td><q>x</q><noscript>y"), "text/html")
	f.Add([]byte("%PDF-1.4\n"), "application/pdf")
	f.Add([]byte(`{"a":1}`), "text/plain")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		if len(data) > 1<<16 {
			return
		}
		page, err := Page(data, "https://mfa.example/news/1", contentType)
		if err == nil && page.Text == "" && page.Refresh == "" {
			t.Error("a page without text is no error")
		}
	})
}
