package repair

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"attache/feed/markup"
)

// written gives what a document is written as, without the head and the ends.
func written(t *testing.T, doc string) string {
	t.Helper()
	base, _ := url.Parse("https://ana.example/feed/")
	f, _, err := XML([]byte(doc), base)
	if err != nil {
		t.Fatalf("%.100s: %v", doc, err)
	}
	s, ok := strings.CutPrefix(string(f.Text), rssHead)
	if !ok || !strings.HasSuffix(s, "</channel></rss>") {
		t.Fatalf("%.100s: %s", doc, f.Text)
	}
	return strings.ReplaceAll(strings.TrimSuffix(s, "</channel></rss>"), "\n", "")
}

// item gives what an entry of RSS is written as.
func item(t *testing.T, inner string) string {
	t.Helper()
	s := written(t, `<rss><channel>`+inner+`</channel></rss>`)
	if !strings.HasPrefix(inner, "<item") {
		s = written(t, `<rss><channel><item>`+inner+`</item></channel></rss>`)
	}
	return strings.TrimSuffix(strings.TrimPrefix(s, "<item>"), "</item>")
}

func TestEachFieldOfAnEntryHasItsName(t *testing.T) {
	for _, c := range []struct{ names, in, want string }{ // N is the name
		{"title dc:title atom:title", "<N> A </N>", "<title>A</title><note:plain>title</note:plain>"},
		{"media:title itunes:title news:title", "<N> A </N>", "<title>A</title>"},
		{"media:title itunes:title news:title", "<N>A</N><title>B</title>", "<title>B</title><note:plain>title</note:plain>"},
		{"link atom:link", `<N href="/a"/>`, "<link>https://ana.example/a</link>"},
		{"link", `<N>a</N>`, "<link>https://ana.example/feed/a</link>"},
		{"link atom:link", `<N rel="alternate" href="a"/>`, "<link>https://ana.example/feed/a</link>"},
		{"link atom:link", `<N rel="self" href="a"/>`, ""},
		{"link", `<N/>`, ""},
		{"feedburner:origlink pheedo:origlink", "<link>/a</link><N>/b</N>", "<link>https://ana.example/b</link>"},
		{"guid id", "<N>x</N>", "<link>https://ana.example/feed/x</link><guid>https://ana.example/feed/x</guid>"},
		{"guid id", "<N>urn:x</N><N>y</N>", "<guid>urn:x</guid>"},
		{"guid id", "<N>/x</N>", "<link>https://ana.example/x</link><guid>https://ana.example/x</guid>"},
		{"atom:id", "<N>https://ana.example/x</N>", "<guid>https://ana.example/x</guid>"},
		{"guid", `<N isPermaLink=" FALSE ">https://ana.example/x</N>`, "<guid>https://ana.example/x</guid>"},
		{"guid", `<N isPermaLink="true">https://ana.example/x</N>`, "<link>https://ana.example/x</link><guid>https://ana.example/x</guid>"},
		{"guid", `<link>/a</link><N>https://ana.example/x</N>`, "<link>https://ana.example/a</link><guid>https://ana.example/x</guid>"},
		{"guid", `<N>urn:x</N>`, "<guid>urn:x</guid>"},
		{"description dc:description tagline", "<N> &lt;b>A&lt;/b> </N>", "<description>&lt;b&gt;A&lt;/b&gt;</description>"},
		{"summary atom:summary abstract dcterms:abstract", "<N> A </N>", "<description>A</description><note:plain>summary</note:plain>"},
		{"itunes:summary media:description itunes:subtitle", "<N> A&lt;script>b&lt;/script> </N>", "<description>A</description>"},
		{"itunes:summary media:description itunes:subtitle", "<N>A</N><description>B</description>", "<description>B</description>"},
		{"content:encoded encoded fullitem content atom:content yandex:full-text", "<N>A</N><N>B</N>", "<content:encoded>A</content:encoded>"},
		{"body xhtml:body xhtml:div", "<N><p>A</p></N>", "<content:encoded>&lt;p&gt;A&lt;/p&gt;</content:encoded>"},
		{"body xhtml:body xhtml:div", "<N>A&lt;b</N>", "<content:encoded>A&amp;lt;b</content:encoded>"},
		{"source", `<N url=" https://b.example/ "> B </N>`, "<note:outlet>B</note:outlet><note:site>https://b.example/</note:site>"},
		{"source", `<N url="x"><title>B</title></N>`, ""},
		{
			"author atom:author dc:creator dc:author managingeditor itunes:author media:credit author:name", "<N> A. Lind </N>",
			"<author>A. Lind</author>",
		},
		{"itunes:author media:credit author:name", "<N>A</N><author>B</author>", "<author>B</author>"},
		{"author atom:author dc:creator dc:author managingeditor", "<N>A</N><N>B</N>", "<author>A</author>"},
		{"author atom:author", "<N><name>A</name></N>", "<author>A</author>"},
		{"author atom:author", "<N><email>a@x.example</email></N>", "<author>a@x.example</author>"},
		{"author atom:author", "<N><name>A</name><name>B</name><email>a</email><email>b</email></N>", "<author>A (a)</author>"},
		{"author", "<N><uri>x</uri></N>", ""},
		{
			"pubdate published issued dcterms:issued atom:published atom:issued prism:publicationdate prism:publishdate news:publication_date",
			"<N> A </N><N>B</N><N/>", "<pubDate>B</pubDate>",
		},
		{"dcterms:created", "<N>A</N><N>B</N>", "<pubDate>A</pubDate>"},
		{"dcterms:created", "<pubDate>A</pubDate><N>B</N>", "<pubDate>A</pubDate>"},
		{
			"dc:date updated modified dcterms:modified atom:updated atom:modified lastbuilddate date lastmod", "<N>A</N><N>B</N><N/>",
			"<dc:date>B</dc:date>",
		},
		{"category comments rating dc:subject", "<N>A</N>", ""},
		{"TITLE Dc:Title", "<N>A</N>", "<title>A</title><note:plain>title</note:plain>"},
		{"rss:title", "<N>A</N>", "<title>A</title><note:plain>title</note:plain>"},
	} {
		for name := range strings.FieldsSeq(c.names) {
			in := strings.ReplaceAll(strings.ReplaceAll(c.in, "<N", "<"+name), "</N>", "</"+name+">")
			if got := item(t, in); got != c.want {
				t.Errorf("%s\nis written %s\nwant       %s", in, got, c.want)
			}
		}
	}
}

func TestAnEntryOfRSSIsOneStory(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{
			"two descriptions are a summary and a text", "<summary>A</summary><description>B</description><abstract>C</abstract>",
			"<description>A</description>" +
				"<content:encoded>B</content:encoded><note:plain>summary</note:plain>",
		},
		{
			"a plain second one", "<description>B</description><summary>A</summary>",
			"<description>B</description><content:encoded>A</content:encoded><note:plain>content</note:plain>",
		},
		{"an empty one is none", "<description/><summary>A</summary>", "<description>A</description><note:plain>summary</note:plain>"},
		{"a document stands in for a page", `<link>/a.pdf</link>`, "<link>https://ana.example/a.pdf</link>"},
		{"a page comes before a document", `<link>/a.pdf</link><link>/a</link>`, "<link>https://ana.example/a</link>"},
		{"a document comes before another's link", `<link>/a.pdf</link><atom:link href="/b"/>`, "<link>https://ana.example/a.pdf</link>"},
		{
			"a page by its type", `<link type="application/pdf">/a</link><link type="text/HTML">/b.x</link>`,
			"<link>https://ana.example/b.x</link>",
		},
		{"an id of RDF", `<item rdf:about="/a"/>`, "<link>https://ana.example/a</link><guid>https://ana.example/a</guid>"},
		{"but not where it has one", `<item rdf:about="/a"><guid>urn:x</guid></item>`, "<guid>urn:x</guid>"},
		{"a base of its own", `<item xml:base="/b/"><link>c</link></item>`, "<link>https://ana.example/b/c</link>"},
		{"a base of its link", `<item><link xml:base="/b/">c</link></item>`, "<link>https://ana.example/b/c</link>"},
		{"order", "<author>F</author><pubDate>D</pubDate><dc:date>E</dc:date><description>G</description>" +
			"<content:encoded>H</content:encoded><guid>C</guid><link>/b</link><title>A</title>", "<title>A</title>" +
			"<link>https://ana.example/b</link><guid>C</guid><author>F</author><pubDate>D</pubDate><dc:date>E</dc:date>" +
			"<description>G</description>" +
			"<content:encoded>H</content:encoded><note:plain>title</note:plain>"},
		{"characters are escaped", "<title>A &amp;amp; B &lt;</title>", "<title>A &amp;amp; B &amp;lt;</title>"},
	} {
		if got := item(t, c.in); got != c.want {
			t.Errorf("%s:\n%s\nis written %s\nwant       %s", c.rule, c.in, got, c.want)
		}
	}
	for ext := range strings.FieldsSeq("pdf doc docx odt rtf xls xlsx ppt pptx zip jpg jpeg png mp3 mp4 PDF") {
		if !isDocument("https://a.example/x."+ext) || !isDocument("https://a.example/x."+ext+"?y=1") || isDocument("https://a.example/"+ext) {
			t.Errorf("%s", ext)
		}
	}
	if isDocument("https://a.example/x.html") || isDocument("https://a.example/x?f=y.pdf") {
		t.Error("a page is taken for a document")
	}
}

func TestEachFieldOfAFeedHasItsName(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{`<rss><channel><title> A </title><title>B</title><dc:title>C</dc:title></channel></rss>`, "<title>A</title>"},
		{`<rss><channel><dc:title>C</dc:title></channel></rss>`, "<title>C</title>"},
		{`<rss><channel><link>/a</link><link>/b</link><atom:link href="/c"/></channel></rss>`, "<link>https://ana.example/a</link>"},
		{
			`<rss><channel><link rel="self">/a</link><atom:link rel="self" href="/b"/><atom:link rel="alternate" href="/c"/></channel></rss>`,
			"<link>https://ana.example/c</link>",
		},
		{`<rss><channel><ttl> 5 </ttl></channel></rss>`, "<ttl>5</ttl>"},
		{`<rss><channel><language>de_AT</language></channel></rss>`, "<language>de-AT</language>"},
		{`<rss><channel><dc:language> de </dc:language><language>fr</language></channel></rss>`, "<language>de</language>"},
		{`<rss xml:lang="de"><channel/></rss>`, "<language>de</language>"},
		{`<rss xml:lang="de"><channel xml:lang="fr"/></rss>`, "<language>fr</language>"},
		{`<rss><channel><description>A</description><tagline>B</tagline></channel></rss>`, "<description>A</description>"},
		{`<rss><channel><tagline>B</tagline></channel></rss>`, "<description>B</description>"},
		{`<rss><channel><subtitle>B</subtitle></channel></rss>`, "<description>B</description>"},
		{`<rss><channel><dc:description>B</dc:description></channel></rss>`, "<description>B</description>"},
		{
			`<rss xml:base="/r/"><channel xml:base="c/"><link>a</link><item><link>i</link></item></channel><item><link>o</link></item></rss>`,
			"<link>https://ana.example/r/c/a</link>" +
				"<item><link>https://ana.example/r/c/i</link></item><item><link>https://ana.example/r/o</link></item>",
		},
		{
			`<rss><channel><items><item><title>A</title></item></items><entry><title>B</title></entry></channel></rss>`,
			"<item><title>A</title><note:plain>title</note:plain></item>" +
				"<item><title>B</title><note:plain>title</note:plain></item>",
		},
		{`<rss><item><title>A</title></item></rss>`, "<item><title>A</title><note:plain>title</note:plain></item>"},
		{
			`<rss><channel><atom:entry><title>B</title></atom:entry></channel></rss>`,
			"<item><title>B</title><note:plain>title</note:plain></item>",
		},
		// cut off
		{`<rss><channel><item><title>A</title></item><item><title>B`, "<item><title>A</title><note:plain>title</note:plain></item>"},
		{`<rss><channel><item><guid>urn:A</guid><title>B`, "<item><guid>urn:A</guid></item>"},
		{`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>A</id></entry><entry><id>B`, "<item><guid>A</guid></item>"},
		{`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>A</id><title>B`, "<item><guid>A</guid></item>"},
		// Atom
		{`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title><dc:title>U</dc:title><link href="/a"/><link ` +
			`href="/b"/><subtitle>S</subtitle><tagline>R</tagline></feed>`, "<title>T</title>" +
			"<link>https://ana.example/a</link><description>S</description><language>de</language>"},
		{
			`<feed xmlns="http://www.w3.org/2005/Atom" lang="de"><link rel="self" href="/a"/><tagline>R</tagline></feed>`,
			"<description>R</description><language>de</language>",
		},
		{`<feed xmlns="http://www.w3.org/2005/Atom" lang="de"><language>fr</language><dc:language>it</dc:language><link rel="alternate" ` +
			`href="/a"/></feed>`, "<link>https://ana.example/a</link><language>fr</language>"},
		{`<feed xmlns="http://www.w3.org/2005/Atom"><item><id>1</id></item></feed>`, "<item><guid>1</guid></item>"},
		// CDF
		{`<CHANNEL BASE="https://b.example/x/" HREF="a"><TITLE>T</TITLE><TITLE>U</TITLE><ABSTRACT>A</ABSTRACT><ABSTRACT>B</ABSTRACT><ITEM ` +
			`HREF="i" LASTMOD="2026"><TITLE>I</TITLE><ABSTRACT>J</ABSTRACT></ITEM></CHANNEL>`, "<title>T</title>" +
			"<link>https://b.example/x/a</link><description>A</description>" +
			"<item><title>I</title><link>https://b.example/x/i</link><pubDate>2026</pubDate><description>J</description></item>"},
		{`<service xmlns="http://www.w3.org/2007/app"><workspace/></service>`, ""},
		{`<categories xmlns="http://www.w3.org/2007/app"/>`, ""},
	} {
		if got := written(t, c.doc); got != c.want {
			t.Errorf("%s\nis written %s\nwant       %s", c.doc, got, c.want)
		}
	}
}

func TestEachFieldOfAnAtomEntryHasItsName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`<title>A</title><dc:title>B</dc:title>`, "<title>A</title><note:plain>title</note:plain>"},
		{`<title type="html">&lt;b>A&lt;/b></title>`, "<title>&lt;b&gt;A&lt;/b&gt;</title>"},
		{`<title>&lt;b>A&lt;/b></title>`, "<title>&lt;b&gt;A&lt;/b&gt;</title><note:plain>title</note:plain>"},
		{`<link href="/a"/><link href="/b"/>`, "<link>https://ana.example/a</link>"},
		{`<link rel=" Alternate " href="/a"/>`, "<link>https://ana.example/a</link>"},
		{`<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>`, "<link>https://ana.example/a</link>"},
		{`<link rel="related" href="/a"/><link rel="via" href="/b"/>`, "<link>https://ana.example/a</link>"},
		{`<link rel="via" href="/b"/>`, "<link>https://ana.example/b</link>"},
		{`<link rel="via" href="/b"/><link href="/a.pdf"/>`, "<link>https://ana.example/a.pdf</link>"},
		{`<link rel="edit" href="/b"/>`, ""},
		{`<id>https://ana.example/x</id>`, "<link>https://ana.example/x</link><guid>https://ana.example/x</guid>"},
		{`<id>HTTP://ana.example/x</id>`, "<link>HTTP://ana.example/x</link><guid>HTTP://ana.example/x</guid>"},
		{`<id>http:x</id>`, "<guid>http:x</guid>"},
		{`<id>tag:x</id><id>y</id><guid>z</guid>`, "<guid>tag:x</guid>"},
		{`<id>/x</id>`, "<link>https://ana.example/x</link><guid>https://ana.example/x</guid>"},
		{`<id>./x</id>`, "<link>https://ana.example/feed/x</link><guid>https://ana.example/feed/x</guid>"},
		{`<id>../x</id>`, "<link>https://ana.example/x</link><guid>https://ana.example/x</guid>"},
		{`<id>x</id>`, "<guid>x</guid>"},
		{`<guid>z</guid>`, "<guid>z</guid>"},
		{`<summary>A</summary>`, "<description>A</description><note:plain>summary</note:plain>"},
		{`<description>A</description>`, "<description>A</description><note:plain>summary</note:plain>"},
		{`<dc:description>A</dc:description>`, "<description>A</description><note:plain>summary</note:plain>"},
		{`<content>A</content>`, "<content:encoded>A</content:encoded><note:plain>content</note:plain>"},
		{`<content type="text/html">A</content>`, "<content:encoded>A</content:encoded>"},
		{`<content:encoded>A</content:encoded>`, "<content:encoded>A</content:encoded>"},
		{`<body>A</body>`, "<content:encoded>A</content:encoded>"},
		{`<author><name>A</name></author><author><name>B</name></author>`, "<author>A</author>"},
		{`<dc:creator>A</dc:creator><dc:creator>B</dc:creator>`, "<author>A</author>"},
		{`<published>A</published><updated>B</updated>`, "<pubDate>A</pubDate><dc:date>B</dc:date>"},
		{`<issued>A</issued><modified>B</modified>`, "<pubDate>A</pubDate><dc:date>B</dc:date>"},
		// what a text holds
		{
			`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A</p></div></content>`,
			"<content:encoded>&lt;p&gt;A&lt;/p&gt;</content:encoded>",
		},
		{
			`<content type="xhtml"><div>A</div><div>B</div></content>`,
			"<content:encoded>&lt;div&gt;A&lt;/div&gt;&lt;div&gt;B&lt;/div&gt;</content:encoded>",
		},
		{`<content type="xhtml"> <DIV>A</DIV> </content>`, "<content:encoded>A</content:encoded>"},
		{`<content type="xhtml">x<div>A</div></content>`, "<content:encoded>x&lt;div&gt;A&lt;/div&gt;</content:encoded>"},
		{`<content type="xhtml">A&lt;b></content>`, "<content:encoded>A&amp;lt;b&amp;gt;</content:encoded>"},
		{`<content type="application/xml"><p>A</p></content>`, "<content:encoded>&lt;p&gt;A&lt;/p&gt;</content:encoded>"},
		{`<content type="text/plain">A &lt;b></content>`, "<content:encoded>A &lt;b&gt;</content:encoded><note:plain>content</note:plain>"},
		{`<content type="TEXT">A</content>`, "<content:encoded>A</content:encoded><note:plain>content</note:plain>"},
		{
			`<content><p>A<br/>B</p><img src="i" xmlns:x="y"/></content>`,
			`<content:encoded>&lt;p&gt;A&lt;br /&gt;B&lt;/p&gt;&lt;img src=&#34;https://ana.example/feed/i&#34; /&gt;</content:encoded>`,
		},
		{
			`<content><p>1 &lt; 2 &amp;amp; <![CDATA[<i>x</i>]]></p></content>`,
			"<content:encoded>&lt;p&gt;1 &amp;lt; 2 &amp;amp;amp; &lt;i&gt;x&lt;/i&gt;&lt;/p&gt;</content:encoded>",
		},
		{`<content><div>A</div></content>`, "<content:encoded>A</content:encoded><note:plain>content</note:plain>"},
		{`<content><div><p>A</p></div></content>`, "<content:encoded>&lt;div&gt;&lt;p&gt;A&lt;/p&gt;&lt;/div&gt;</content:encoded>"},
		{`<content type="application/octet-stream">PGI+
			QTwvYj4=</content>`, "<content:encoded>&lt;b&gt;A&lt;/b&gt;</content:encoded>"},
		{`<content mode="BASE64">PGI+QTwvYj4=</content>`, "<content:encoded>&lt;b&gt;A&lt;/b&gt;</content:encoded>"},
		{
			`<content mode="escaped" type="application/x">QUJD</content>`,
			"<content:encoded>QUJD</content:encoded><note:plain>content</note:plain>",
		},
		{`<content mode="base64">no base64</content>`, "<content:encoded>no base64</content:encoded><note:plain>content</note:plain>"},
		{`<content type="application/json">QUJD</content>`, "<content:encoded>QUJD</content:encoded><note:plain>content</note:plain>"},
		{`<content mode="base64">//8=</content>`, "<content:encoded>//8=</content:encoded><note:plain>content</note:plain>"},
	} {
		if got := written(t, `<feed xmlns="http://www.w3.org/2005/Atom"><entry>`+c.in+`</entry></feed>`); got != "<item>"+c.want+"</item>" {
			t.Errorf("%s\nis written %s\nwant       %s", c.in, got, c.want)
		}
	}
	if got := written(t, `<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:lang="de" xml:base="/b/"><link href="a"/></entry></feed>`); got !=
		"<item><link>https://ana.example/b/a</link><note:lang>de</note:lang></item>" {
		t.Errorf("%s", got)
	}
	if got := written(t, `<feed xmlns="http://purl.org/atom/ns#"><entry><content type="application/xhtml+xml" `+
		`mode="xml"><div>A</div></content></entry></feed>`); got !=
		"<item><content:encoded>&lt;div&gt;A&lt;/div&gt;</content:encoded></item>" {
		t.Errorf("Atom 0.3 has no div of its own around a text: %s", got)
	}
}

func TestADocumentsFamilyAndVersion(t *testing.T) {
	for _, c := range []struct {
		doc     string
		family  Family
		version string
	}{
		{`<rss version="0.92"/>`, RSS, "0.92"},
		{`<RSS/>`, RSS, ""},
		{`<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel/></rdf:RDF>`, RDF, "1.0"},
		{`<rdf:RDF xmlns="http://channel.netscape.com/rdf/simple/0.9/"><channel/></rdf:RDF>`, RDF, "0.9"},
		{`<rdf:RDF xmlns="urn:x"><channel/></rdf:RDF>`, RDF, ""},
		{`<feed xmlns="http://www.w3.org/2005/Atom"/>`, Atom, "1.0"},
		{`<feed xmlns="http://purl.org/atom/ns#"/>`, Atom, "0.3"},
		{`<feed version="0.3" xmlns="http://www.w3.org/2005/Atom"/>`, Atom, "0.3"},
		{`<entry/>`, Atom, ""},
		{`<urlset/>`, Sitemap, ""},
		{`<sitemapindex/>`, Index, ""},
		{`<channel href="x"><item/></channel>`, CDF, ""},
		{`<channel base="x"><item/></channel>`, CDF, ""},
		{`<channel><abstract/><item/></channel>`, CDF, ""},
		{`<channel/>`, CDF, ""},
		{`<channel><item/></channel>`, RSS, ""},
		{`<service xmlns="http://purl.org/atom/app#"/>`, App, ""},
		{`<news><channel/></news>`, RSS, ""},
	} {
		f, _, err := XML([]byte(c.doc), nil)
		if err != nil || f.Family != c.family || f.Version != c.version {
			t.Errorf("%s: %q %q, %v", c.doc, f.Family, f.Version, err)
		}
		if sitemap := c.family == Sitemap || c.family == Index; sitemap != (len(f.Text) == 0) {
			t.Errorf("%s is written %s", c.doc, f.Text)
		}
	}
}

func TestTheFirstHubAndTheFirstAddressCount(t *testing.T) {
	f, _, err := XML([]byte(`<rss><channel><atom:link rel="HUB" href="/a"/><atom:link rel="hub" href="/b"/><link rel="self" `+
		`href="/c"/><atom:link rel="self" href="/d"/></channel></rss>`),
		&url.URL{Scheme: "https", Host: "ana.example"})
	if err != nil || f.Hub != "https://ana.example/a" || f.Self != "https://ana.example/c" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestALongFeedIsReadByItsLatestEntries(t *testing.T) {
	doc := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<item><guid>urn:%d</guid><pubDate>%d</pubDate></item>", i, 1700000000-i)
		}
		fmt.Fprintf(&b, "<item><guid>urn:last</guid><pubDate>1800000000</pubDate></item><item><guid>urn:never</guid></item>")
		return "<rss><channel>" + b.String() + "</channel></rss>"
	}
	got := written(t, doc(1998))
	if n := strings.Count(got, "<item>"); n != 2000 || !strings.Contains(got, "<guid>urn:never</guid>") {
		t.Errorf("of 2000 entries %d are written", n)
	}
	got = written(t, doc(2001))
	if n := strings.Count(got, "<item>"); n != 2000 || !strings.Contains(got, "<guid>urn:last</guid>") ||
		strings.Contains(got, "<guid>urn:never</guid>") ||
		strings.Contains(got, "<guid>urn:1999</guid>") || !strings.Contains(got, "<guid>urn:1998</guid>") ||
		strings.Index(got, "<guid>urn:0</guid>") > strings.Index(got, "<guid>urn:last</guid>") {
		t.Errorf("of 2003 entries %d are written", n)
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom">` + strings.Repeat("<entry><id>x</id></entry>", 2001) + "</feed>"
	if n := strings.Count(written(t, atom), "<item>"); n != 2000 {
		t.Errorf("of 2001 entries of Atom %d are written", n)
	}
}

func TestTitlesAndTextsAreBounded(t *testing.T) {
	for n, want := range map[int]int{8192: 8192, 8193: 8192} {
		if got := len(item(t, "<guid/><title>"+strings.Repeat("x",
			n)+"</title>")); got != want+len("<title></title><note:plain>title</note:plain>") {
			t.Errorf("a title of %d bytes is written in %d", n, got)
		}
	}
	if got := len(item(t, "<guid/><description>"+strings.Repeat("x",
		2<<20+9)+"</description>")); got != 2<<20+len("<description></description>") {
		t.Errorf("a text is written in %d bytes", got)
	}
}

func TestTwoUsualMistakesOfEncodingAreUndone(t *testing.T) {
	for in, want := range map[string]string{
		"it\u00e2\u20ac\u2122s": "it’s", "\u00c3\u00a9": "é", "é": "é", "x\u0092y中": "x’y中", "\u0080": "€", "\u009f中": "Ÿ中", "\u00a0中": "\u00a0中",
		"plain": "plain", "": "",
	} {
		if got := mend(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestAnElementWithoutASchemeIsInItsBase(t *testing.T) {
	abs, _ := url.Parse("https://ana.example/a/")
	relative, _ := url.Parse("/x/")
	for _, c := range []struct {
		base       *url.URL
		attr, want string
	}{
		{abs, " b/ ", "https://ana.example/a/b/y"},
		{abs, "", "https://ana.example/a/y"},
		{abs, "%zz", "https://ana.example/a/y"},
		{nil, "https://b.example/", "https://b.example/y"},
		{nil, "b/", "y"},
		{relative, "https://b.example/", "https://b.example/y"},
		{relative, "b/", "y"},
	} {
		s := scope{base: c.base}.enter(&markup.Node{Attrs: []markup.Attr{{Name: "xml:base", Value: c.attr}}})
		if got := s.resolve("y"); got != c.want {
			t.Errorf("within %q: %q, want %q", c.attr, got, c.want)
		}
	}
}
