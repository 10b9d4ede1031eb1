package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
	"attache/internal/spent"
)

func TestEveryFormatIsRead(t *testing.T) {
	const day = "2026-03-02T08:20:00Z"
	want := Entry{
		ID: "https://ana.example/1", URL: "https://ana.example/1", Title: "Talks open", Author: "K. Daneshfar", Summary: "The <b>envoys</b> met.",
		Content: "<p>The envoys met in Vienna.</p>",
	}
	want.Published, _ = time.Parse(time.RFC3339, day)
	for format, doc := range map[string]string{
		"rss 2.0": `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>ANA</title><language>en</language><item>
<title>Talks open</title><link>/1</link><guid>https://ana.example/1</guid><dc:creator>K. Daneshfar</dc:creator><pubDate>Mon, 02 Mar 2026 08:20:00 GMT</pubDate>
<description>The &lt;b&gt;envoys&lt;/b&gt; met.</description><content:encoded><![CDATA[<p>The envoys met in Vienna.</p>]]></content:encoded></item></channel></rss>`,
		"rss 0.91": `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>ANA</title><language>en</language><item>
<title>Talks open</title><link>/1</link><guid>https://ana.example/1</guid><author>desk@ana.example (K. Daneshfar)</author><pubDate>2 Mar 2026 08:20 UT</pubDate>
<description>The &lt;b&gt;envoys&lt;/b&gt; met.</description><fullitem>&lt;p&gt;The envoys met in Vienna.&lt;/p&gt;</fullitem></item></channel></rss>`,
		"rdf 1.0": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>ANA</title><d:language>en</d:language></channel><item rdf:about="https://ana.example/1"><title>Talks open</title><link>https://ana.example/1</link>
<d:creator>K. Daneshfar</d:creator><t:issued>2026-03-02T08:20:00Z</t:issued><description>The &lt;b&gt;envoys&lt;/b&gt; met.</description><c:encoded>&lt;p&gt;The envoys met in Vienna.&lt;/p&gt;</c:encoded></item></rdf:RDF>`,
		"atom 1.0": `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ana.example/" xml:lang="en"><title>ANA</title><entry><id>https://ana.example/1</id><link rel="edit" href="/e"/><link href="1"/>
<title>Talks open</title><author><name>K. Daneshfar</name></author><published>2026-03-02T09:20:00+01:00</published><summary type="html">The &lt;b>envoys&lt;/b> met.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The envoys met in Vienna.</p></div></content></entry></feed>`,
		"atom 0.3": `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>ANA</title><entry><id>https://ana.example/1</id><link rel="alternate" href="/1"/><title>Talks open</title><author><name>K. Daneshfar</name></author>
<issued>2026-03-02T08:20:00Z</issued><summary type="text/html" mode="escaped">The &lt;b>envoys&lt;/b> met.</summary><content type="text/html" mode="base64">PHA+VGhlIGVudm95cyBtZXQgaW4gVmllbm5hLjwvcD4=</content></entry></feed>`,
		"json 1.1": `{"version":"https://jsonfeed.org/version/1.1","title":"ANA","language":"en","items":[{"id":"https://ana.example/1","url":"/1","title":"Talks open","authors":[{"name":"K. Daneshfar"}],
"date_published":"2026-03-02T08:20:00Z","summary":"The <b>envoys</b> met.","content_html":"<p>The envoys met in Vienna.</p>"}]}`,
	} {
		t.Run(format, func(t *testing.T) {
			f, err := Parse([]byte(doc), "https://ana.example/feed", "")
			if err != nil || len(f.Entries) != 1 {
				t.Fatal(f, err)
			}
			got := f.Entries[0]
			got.plain, got.zoneless = nil, false
			got.Author = person(got.Author)
			if f.Format != format || f.Title != "ANA" || f.Lang != "en" || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s %s %s\n got %+v\nwant %+v", f.Format, f.Title, f.Lang, got, want)
			}
		})
	}
}

func TestTheJSONFormHasEveryField(t *testing.T) {
	f, err := Parse([]byte(`<rss><channel><title>ANA</title><item><title>T</title><pubDate>Mon, 02 Mar 2026 09:20:00 `+
		`+0100</pubDate></item></channel></rss>`), "", "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(f)
	const want = `{"title":"ANA","format":"rss","lang":"","entries":[{"id":"","url":"","title":"T","published":"2026-03-02T08:20:00Z",` +
		`"updated":"","author":"","summary":"","content":""}]}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestOfACutOffFeedWhatWasCompleteIsKept(t *testing.T) {
	one, two := item("https://ana.example/1", "One", "First."), item("https://ana.example/2", "Two", "Second.")
	whole := rssDoc(one, two)
	cut := strings.Index(whole, "Second") + 3
	for at, want := range map[int]int{cut: 1, strings.Index(whole, "</channel>"): 2, strings.Index(whole, two) + 4: 1, len(whole): 2} {
		f, err := Parse([]byte(whole[:at]), "", "")
		if err != nil || len(f.Entries) != want || f.Entries[0].Summary != "First." {
			t.Errorf("cut at %d: %+v, %v", at, f.Entries, err)
		}
	}
	doc := `{"version":"https://jsonfeed.org/version/1","title":"ANA","items":[{"id":"1","title":"One","content_text":"a [b] ` +
		`{c}"},{"id":"2","title":"Two"},{"id":"3","ti`
	f, err := Parse([]byte(doc), "", "")
	if err != nil || len(f.Entries) != 2 || f.Entries[1].Title != "Two" || len(f.Notes) == 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestPlainTextsKeepTheirBrackets(t *testing.T) {
	for doc, want := range map[string]string{
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="text">History of the &lt;blink&gt; tag</title></entry></feed>`:         "History of the <blink> tag",
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">History of the &amp;lt;blink&amp;gt; tag</title></entry></feed>`: "History of the <blink> tag",
		`<rss><channel><item><title>1 &lt; 2 &amp; 3</title></item></channel></rss>`:                                                          "1 < 2 & 3",
		`<rss><channel><item><title>&lt;b&gt;Talks&lt;/b&gt; &amp;amp; tea</title></item></channel></rss>`:                                    "Talks & tea",
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"A <b> & c"}]}`:                                               "A <b> & c",
	} {
		f, err := Parse([]byte(doc), "", "")
		if err != nil || len(f.Entries) != 1 {
			t.Fatal(err)
		}
		if got := Article(attache.Source{}, f, f.Entries[0], time.Now()).Title; got != want {
			t.Errorf("%s\n gives %q, want %q", doc, got, want)
		}
	}
}

func TestWhatIsNoFeedIsRefused(t *testing.T) {
	for doc, want := range map[string]error{
		"": ErrNotFeed, "hello": ErrNotFeed, "{}": ErrNotFeed, `{"items":`: ErrNotFeed, "[1]": ErrNotFeed, "<svg/>": ErrNotFeed,
		"\x00\x01\x02":                 ErrNotFeed,
		"<!doctype html><html><body>x": ErrIsPage, `<html xmlns="http://www.w3.org/1999/xhtml"/>`: ErrIsPage, "<!-- -->": ErrNotFeed,
	} {
		if _, err := Parse([]byte(doc), "", ""); !errors.Is(err, want) {
			t.Errorf("%q: %v", doc, err)
		}
	}
}

func TestHostileFeedsAreErrorsOrHarmless(t *testing.T) {
	for name, doc := range map[string]string{
		"deep":            strings.Repeat("<rss>", 100_000),
		"deep html":       "<rss><channel><item><description>" + strings.Repeat("&lt;div&gt;", 50_000) + "</description></item></channel></rss>",
		"many attributes": "<rss><channel><item " + strings.Repeat("a=b ", 100_000) + "/></channel></rss>",
		"many elements":   "<rss><channel>" + strings.Repeat("<item/>", 300_000),
		"billion laughs": `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("lol", 300) + `"><!ENTITY b "` + strings.Repeat("&a;", 300) +
			`">]><rss><channel><title>` + strings.Repeat("&b;", 10_000) + `</title></channel></rss>`,
		"ampersands": "<rss><channel><title>" + strings.Repeat("&", 2_000_000) + "</title></channel></rss>",
		"brackets":   "<rss><channel><title>" + strings.Repeat("<", 1_000_000),
		"deep json":  `{"items":` + strings.Repeat("[", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := spent.Processor()
			f, err := Parse([]byte(doc), "", "")
			for _, e := range f.Entries {
				_ = Article(attache.Source{}, f, e, time.Now())
			}
			if took := spent.Processor() - start; took > 20*time.Second {
				t.Errorf("took %s: %v", took, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		rssDoc(item("https://ana.example/1", "T", "S")),
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div>x</div></title><content ` +
			`mode="base64">eA==</content></entry></feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><title>x</title></item></rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"T"}]}`,
		`<urlset><url><loc>https://ana.example/1</loc></url></urlset>`, `<Channel HREF="x"><Item HREF="y"><Title>z</Title></Item></Channel>`,
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00",
	} {
		f.Add([]byte(s), "https://ana.example/feed", "text/xml; charset=koi8-r")
	}
	f.Fuzz(func(t *testing.T, data []byte, base, contentType string) {
		parsed, err := parse(data, base, contentType) // without the net for foreign panics
		if err != nil {
			return
		}
		if _, err := json.Marshal(parsed); err != nil {
			t.Error(err)
		}
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		for _, e := range parsed.Entries {
			a := Article(attache.Source{ID: "s1"}, parsed, e, now)
			if len(a.Keys) == 0 || a.ID == "" || a.Published.After(now) || !utf8.ValidString(a.Title+a.Body+a.Summary) ||
				strings.ContainsAny(a.Title, "\n\r") {
				t.Errorf("%+v", a)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(newsPage("Talks", longText)), "https://ana.example/1")
	f.Add([]byte(`<html><head><meta charset="x"><title>a<body><article><p>`+longText+`<blockquote class="q">x</blockquote><ul><li><a `+
		`href=x>y</a></ul>`), "")
	f.Fuzz(func(t *testing.T, data []byte, address string) {
		p, err := readPage(data, address, "text/html") // without the net for foreign panics
		if err == nil && (p.Text == "" || !utf8.ValidString(p.Text)) {
			t.Errorf("%+v", p)
		}
	})
}

func FuzzReadSources(f *testing.F) {
	f.Add(`<opml><body><outline text="a"><outline xmlUrl="https://ana.example/rss" text="b"/></outline></body></opml>`)
	f.Fuzz(func(t *testing.T, doc string) {
		list, _, err := ReadSources(strings.NewReader(doc))
		if err != nil || len(list) == 0 { // a list of nothing is none
			return
		}
		var b strings.Builder
		if err := WriteOPML(&b, list, time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
		again, _, err := ReadSources(strings.NewReader(b.String()))
		if err != nil || len(again) != len(list) {
			t.Errorf("%d sources became %d: %v", len(list), len(again), err)
		}
	})
}

func FuzzRobotsAndLinks(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*\nSitemap: https://ana.example/news.xml\nCrawl-delay: 5"), "/a?b")
	f.Add([]byte(`<link rel=alternate type="application/rss+xml" href="//x/y"><base href="https://b.example/"><a href="/feed">`), "/")
	f.Fuzz(func(_ *testing.T, body []byte, path string) {
		group, _ := parseRobots(body)
		if group != nil {
			group.Test(path)
		}
		_ = linkedFeeds(body, "https://ana.example/"+path, "")
	})
}

func FuzzSigned(f *testing.F) {
	f.Add([]byte("body"), "sha256=00")
	f.Fuzz(func(t *testing.T, body []byte, signature string) {
		if signed(body, "secret", signature) && signature != sign(string(body), "secret") && strings.HasPrefix(signature, "sha256=") &&
			!strings.EqualFold(signature, sign(string(body), "secret")) {
			t.Errorf("%q signs %q", signature, body)
		}
	})
}
