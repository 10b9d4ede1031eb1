package feed

import (
	"strings"
	"testing"
	"time"

	"attache/internal/spent"
)

func TestAPageGivesItsTextAndNothingAroundIt(t *testing.T) {
	doc := `<!doctype html><html lang="en"><head><title>Talks open in Vienna | ANA</title><meta property="og:title" content="Talks open in Vienna">
<meta name="author" content="K. Daneshfar"><meta property="article:published_time" content="2026-03-02T08:20:00Z"><link rel="canonical" href="https://ana.example/1"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav><article><h1>Talks open in Vienna</h1><p>By K. Daneshfar</p><p>` + longText + `</p>
<h3><a href="/2">Envoys pack their bags in Graz again</a></h3><blockquote class="twitter-tweet"><p>We do not read tea leaves, we read texts, and this text says what it says.</p></blockquote><p>` + longText + `</p>
<p>Follow us on Telegram</p><p>Photo: A. Melikian / ANA</p></article><footer>© ANA. All rights reserved.</footer></body></html>`
	p, err := Page([]byte(doc), "https://ana.example/1?utm_source=x", "text/html; charset=utf-8")
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Talks open in Vienna" || p.Author != "K. Daneshfar" || p.Lang != "en" ||
		!p.Published.Equal(time.Date(2026, 3, 2, 8, 20, 0, 0, time.UTC)) || p.Canonical != "https://ana.example/1" {
		t.Errorf("%+v", p)
	}
	text := strings.TrimSpace(longText)
	if want := text + "\n\nWe do not read tea leaves, we read texts, and this text says what it says.\n\n" + text; p.Text != want {
		t.Errorf("text %q\nwant %q", p.Text, want)
	}
}

func TestAPageWithoutTextIsAnError(t *testing.T) {
	for _, doc := range []string{"", "<html></html>", "<html><body><nav><a href=/>Home</a></nav></body></html>", "\x00\xff"} {
		if p, err := Page([]byte(doc), "", ""); err == nil {
			t.Errorf("%q: %+v", doc, p)
		}
	}
}

func TestPagesOverTheBoundsAreRefused(t *testing.T) {
	for name, doc := range map[string]string{
		"deep":       "<html><body>" + strings.Repeat("<div>", 200_000) + longText,
		"deep spans": "<html><body><p>" + strings.Repeat("<span><b>", 100_000) + longText,
		"paragraphs": "<html><body><article>" + strings.Repeat("<p>"+longText+"</p>", 3000),
		"links":      "<html><body>" + strings.Repeat("<a href=/x>y</a> ", 40_000),
		"tables":     "<html><body>" + strings.Repeat("<table><tr><td>", 20_000) + longText,
		"breaks":     "<html><body><p>" + strings.Repeat("a<br><br>", 30_000),
		"letters":    "<html><body><p>" + strings.Repeat("x", 2<<20),
		"words":      "<html><body><p>" + strings.Repeat("word. ", 1<<18),
		"lists":      "<html><body>" + strings.Repeat("<ul><li>", 50_000) + longText,
	} {
		if p, err := Page([]byte(doc), "", ""); err == nil {
			t.Errorf("%s: a text of %d bytes", name, len(p.Text))
		}
	}
}

// The extractor looks at neighbours again and again: the cost may grow with the square of
// the elements, whose number is bounded, and no faster.
func TestTheCostOfAPageIsBoundedByTheSquareOfItsLength(t *testing.T) {
	for name, doc := range map[string]func(n int) string{ // n is at most 4, which is within the bounds
		"links": func(n int) string {
			return "<html><body><article>" + strings.Repeat("<p>"+longText+"</p>", 100) + strings.Repeat("<a href=/x>y</a> ", 4000*n)
		},
		"paragraphs": func(n int) string { return "<html><body><article>" + strings.Repeat("<p>"+longText+"</p>", 200*n) },
		"breaks":     func(n int) string { return "<html><body><p>" + strings.Repeat("a<br><br>", 2400*n) },
		"attributes": func(n int) string { return "<html><body><p " + strings.Repeat("a=b ", 24_000*n) + ">" + longText },
		"json-ld": func(n int) string {
			return `<html><head><script type="application/ld+json">` + strings.Repeat(`{"a":[`, 12_000*n) + `</script></head><body><article><p>` + longText
		},
	} {
		cost := func(n, tries int) time.Duration {
			page, best := []byte(doc(n)), time.Hour
			for range tries {
				start := spent.Processor()
				if _, err := Page(page, "", ""); err != nil && name != "attributes" && name != "json-ld" {
					t.Fatalf("%s %d: %v", name, n, err)
				}
				best = min(best, spent.Processor()-start)
			}
			return best
		}
		if short, long := cost(1, 2), cost(4, 1); long > 20*short+200*time.Millisecond {
			t.Errorf("%s: %v for one, %v for four times the page", name, short, long)
		}
	}
}
