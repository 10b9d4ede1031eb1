package repair

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestEachVocabularyIsWrittenAsOne(t *testing.T) {
	base, _ := url.Parse("https://ana.example/feed/")
	for name, tc := range map[string]struct {
		doc    string
		family Family
		want   []string
	}{
		"first title counts": {
			`<rss><channel><item><title>A</title><title>B</title><media:title>C</media:title></item></channel></rss>`, RSS,
			[]string{"<title>A</title>", "<note:plain>title</note:plain>"},
		},
		"a title in its stead": {`<rss><channel><item><media:title>C</media:title></item></channel></rss>`, RSS, []string{"<title>C</title>"}},
		"two descriptions": {
			`<rss><channel><item><summary>S</summary><description>D</description></item></channel></rss>`, RSS,
			[]string{"<description>S</description>", "<content:encoded>D</content:encoded>"},
		},
		"xml:base": {`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><entry xml:base="b/"><link ` +
			`href="c"/></entry></feed>`, Atom, []string{"<link>https://ana.example/a/b/c</link>"}},
		"an id that is a link": {
			`<rss><channel><item><guid>https://ana.example/1</guid></item></channel></rss>`, RSS,
			[]string{"<link>https://ana.example/1</link>"},
		},
		"an id that is no link": {
			`<rss><channel><item><guid isPermaLink="false">https://ana.example/1</guid></item></channel></rss>`, RSS,
			[]string{"<item><guid>https://ana.example/1</guid>"},
		},
		"markup in a text": {
			`<rss><channel><item><description>One<br>two <b>three</b></description></item></channel></rss>`, RSS,
			[]string{"One&lt;br /&gt;two &lt;b&gt;three&lt;/b&gt;"},
		},
		"typepad's div": {`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html"><div>x ` +
			`&lt;b>y&lt;/b></div></content></entry></feed>`, Atom, []string{"x &lt;b&gt;y&lt;/b&gt;"}},
		"UTF-8 written twice": {"<rss><channel><title>it\u00e2\u20ac\u2122s</title></channel></rss>", RSS, []string{"<title>it’s</title>"}},
		"Windows' characters": {"<rss><channel><title>it\u0092s</title></channel></rss>", RSS, []string{"<title>it’s</title>"}},
		"an address and a name": {
			`<feed ` +
				`xmlns="http://www.w3.org/2005/Atom"><entry><author><name>K</name><email>k@x.example</email></author></entry></feed>`, Atom,
			[]string{"<author>K (k@x.example)</author>"},
		},
		"CDF": {
			`<CHANNEL HREF="https://ana.example/"><TITLE>T</TITLE><ITEM ` +
				`HREF="/1"><TITLE>I</TITLE><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>`, CDF,
			[]string{"<link>https://ana.example/1</link>", "<description>A</description>"},
		},
		"a bare entry": {
			`<entry xmlns="http://www.w3.org/2005/Atom"><title>T</title></entry>`, Atom,
			[]string{"<item><title>T</title>"},
		},
		"a root of one's own": {`<news><channel><item><title>T</title></item></channel></news>`, RSS, []string{"<item><title>T</title>"}},
		"entries outside":     {`<rdf:RDF><channel/><item><title>T</title></item></rdf:RDF>`, RDF, []string{"<item><title>T</title>"}},
		"a strange namespace": {
			`<rss xmlns="urn:x"><channel><item><title>T</title></item></channel></rss>`, RSS,
			[]string{"<item><title>T</title>"},
		},
		"the last date counts": {
			`<rss><channel><item><pubDate>A</pubDate><pubDate>B</pubDate></item></channel></rss>`, RSS,
			[]string{"<pubDate>B</pubDate>"},
		},
		"nothing but publishing": {`<service xmlns="http://www.w3.org/2007/app"><workspace><a:title ` +
			`xmlns:a="http://www.w3.org/2005/Atom">T</a:title></workspace></service>`, App, []string{"<title>T</title>"}},
	} {
		t.Run(name, func(t *testing.T) {
			f, _, err := XML([]byte(tc.doc), base)
			if err != nil || f.Family != tc.family {
				t.Fatal(f.Family, err)
			}
			for _, w := range tc.want {
				if !strings.Contains(string(f.Text), w) {
					t.Errorf("%q is not in %s", w, f.Text)
				}
			}
		})
	}
}

func TestTheHubAndTheFeedsOwnAddressAreFound(t *testing.T) {
	for _, doc := range []string{
		`<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" ` +
			`href="https://ana.example/f"/></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self hub" href="https://x.example/"/><link rel="hub" ` +
			`href="https://hub.example/"/></feed>`,
	} {
		f, _, err := XML([]byte(doc), nil)
		if err != nil || f.Hub == "" || f.Self == "" {
			t.Errorf("%+v, %v", f, err)
		}
	}
}

func TestWhatIsNoFeedIsNone(t *testing.T) {
	for _, doc := range []string{`<svg/>`, `<opml><body/></opml>`, `<service/>`} {
		if _, _, err := XML([]byte(doc), nil); !errors.Is(err, ErrNotFeed) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}
