package markup

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func parsed(t *testing.T, doc string) Doc {
	t.Helper()
	d, err := Parse([]byte(doc))
	if err != nil {
		t.Fatalf("%.80q: %v", doc, err)
	}
	return d
}

func TestWhatIsWrongWithADocumentIsNotedOnce(t *testing.T) {
	for _, c := range []struct{ doc, want, notes string }{
		{`<a/>`, `a`, ``},
		{`<a>t</a>`, `a('t')`, ``},
		{`<a><b></a>`, `a(b)`, `an element that is not closed`},
		{`<a></b></c></a>`, `a`, `an end tag without its beginning`},
		{`<a`, ``, ``},
		{`<a><b`, `a…`, `the document ends within a tag|the document ends before its last element`},
		{`<a>`, `a…`, `the document ends before its last element`},
		{`x<a/>y`, `a`, `text outside the root element`},
		{" <a/>\n", `a`, ``},
		{`<a/><b/>`, `a`, `more than one root element`},
		{`<a><b</a>`, `a(b)`, `a tag that is not closed|an element that is not closed`},
		{`<a x=1/>`, `a[x=1]`, `an attribute without quotation marks`},
		{`<a x="1/>`, `a[x=1]`, `an attribute that is not closed`},
		{`<a x="1></a>`, `a[x=1]`, `an attribute that is not closed`},
		{`<a>1 < 2</a>`, `a('1 ''<'' 2')`, `a < that begins no element`},
		{`<a><</a>`, `a('<')`, `a < that begins no element`},
		{`<a><![CDATA[x</A>`, `a('x')`, `a CDATA section that is not closed`},
		{`<a><![CDATA[x`, `a('x')…`, `a CDATA section that is not closed|the document ends before its last element`},
		{`<![CDATA[x]]><a/>`, `a`, `text outside the root element`},
		{`<a><?x y?>t<?z></a>`, `a('t')`, `a declaration that is not closed`},
		{`<a><?z`, `a…`, `a declaration that is not closed|the document ends before its last element`},
		{`<!-- a --><a><!--b>c--></a>`, `a`, ``},
		{`<a><!-- b></a>`, `a`, `a declaration that is not closed`},
		{`<!DOCTYPE a><a/>`, `a`, ``},
		{`<!DOCTYPE a [<!ELEMENT a (b)>]><a/>`, `a`, ``},
		{`<!DOCTYPE a [<a/>`, ``, ``},
		{`<a><q:b/></a>`, `a(q:b)`, `a prefix that is not declared: q`},
		{`<a><q:b/><q:c/></a>`, `a(q:bq:c)`, `a prefix that is not declared: q`},
		{`<a xmlns:q="urn:x"><q:b/></a>`, `a[xmlns:q=urn:x](q:b)`, ``},
		{`<q:/>`, `q:_`, `a prefix that is not declared: q`},
		{`<rss><entry>1<entry>2</entry></rss>`, `rss(entry('1')entry('2'))`, `an element that is not closed`},
		{`<rss><item><x>1<item>2</item></rss>`, `rss(item(x('1'))item('2'))`, `an element that is not closed`},
		{`<a><b>1<b>2</b></b></a>`, `a(b('1'b('2')))`, ``},
	} {
		if c.want == "" {
			if _, err := Parse([]byte(c.doc)); !errors.Is(err, ErrNoElement) {
				t.Errorf("%s: %v", c.doc, err)
			}
			continue
		}
		d := parsed(t, c.doc)
		if got := outline(d.Root); got != c.want {
			t.Errorf("%s: %s, want %s", c.doc, got, c.want)
		}
		if got := strings.Join(d.Notes, "|"); got != c.notes {
			t.Errorf("%s: noted %q, want %q", c.doc, got, c.notes)
		}
	}
}

func TestAttributesAreReadHoweverTheyAreWritten(t *testing.T) {
	for doc, want := range map[string]string{
		`<a b = "1"	c='2'>`:       `a[b=1][c=2]`,
		"<a\n b\n=\r'1'/>":        `a[b=1]`,
		`<a b="x'y" c='x"y'/>`:    `a[b=x'y][c=x"y]`,
		`<a b="1"c="2",d="3"/>`:   `a[b=1][c=2][d=3]`,
		`<a b=1>`:                 `a[b=1]`,
		`<a b=1/2>`:               `a[b=1/2]`,
		`<a b=1/2/>`:              `a[b=1/2]`,
		`<a b=http://x/>`:         `a[b=http://x]`,
		`<a b=1"/>`:               `a[b=1]`,
		`<a b=>`:                  `a[b=]`,
		`<a b= c>`:                `a[b=c]`,
		`<a b c/>`:                `a[b=][c=]`,
		`<a b/>`:                  `a[b=]`,
		`<a /b="1"/>`:             `a[b=1]`,
		`<a =1>`:                  `a[1=]`,
		`<a b="&lt;&#65;&amp;"/>`: `a[b=<A&]`,
		"<a b=\"x\x01y\"/>":       `a[b=xy]`,
		`<a-b.c_1:d é="1"/>`:      `a-b.c_1:d[é=1]`,
		`<_a :b="1"/>`:            `_a[:b=1]`,
		`<Aé/>`:                   `aé`,
		`<Z z="1" Z="2"/>`:        `z[z=1][Z=2]`,
		`<a b="1"<c/></a>`:        `a[b=1](c)`,
		`<a></ a></a >`:           `a`,
		`<a></a<b>`:               `a`,
	} {
		d := parsed(t, doc)
		d.Root.Open = false
		if got := outline(d.Root); got != want {
			t.Errorf("%s: %s, want %s", doc, got, want)
		}
	}
	for n, want := range map[int]int{200: 200, 201: 200} {
		doc := "<a"
		for i := range n {
			doc += fmt.Sprintf(" x%d='1'", i)
		}
		if got := len(parsed(t, doc+"/>").Root.Attrs); got != want {
			t.Errorf("of %d attributes %d are read", n, got)
		}
	}
	if maxTag != 262144 {
		t.Errorf("a tag holds %d bytes", maxTag)
	}
	if got := parsed(t, `<a><b x="`+strings.Repeat("y", maxTag-1)+`"/></a>`); len(got.Root.Children) != 0 {
		t.Errorf("a tag of more than its bound is read: %d", len(got.Root.Children))
	}
	if got := parsed(t, `<a><b x="`+strings.Repeat("y", maxTag-100)+`"/></a>`); len(got.Root.Children) != 1 {
		t.Error("a tag within its bound is not read")
	}
}

func TestReferencesAreDecoded(t *testing.T) {
	long := strings.Repeat("0", 33)
	for in, want := range map[string]string{
		"&lt;&gt;&amp;&quot;&apos;": "<>&\"'", "&AMP;&NBSP;&Eacute;&eacute;": "&\u00a0Éé", "&#65;&#x41;&#X41;": "AAA", "&": "&", "&;": "&;",
		"a&b":          "a&b",
		"&lang;&rang;": "\u2329\u232a", "&copyright;": "&copyright;", "&copy;": "©", "&copy": "&copy", "&a b;": "&a b;", "&a-b;": "&a-b;",
		"&frac12;": "½",
		"&#;":      "&#;", "&#x;": "&#x;", "&#xg;": "&#xg;", "&#4294967296;": "&#4294967296;", "&#1114111;": "\U0010ffff", "&#1114112;": "",
		"&#xD800;":                 "",
		"&#xFFFE;&#xFFFF;&#xFFFD;": "\ufffd", "&#9;&#10;&#13;": "\t\n\r", "&#8;&#11;&#31;": "", "&#32;": " ", "&#127;": "\x7f", "&#128;": "€",
		"&#159;": "Ÿ", "&#x80;": "€",
		"&#160;": "\u00a0", "&amp;amp;": "&amp;", "x&amp;y&lt;z": "x&y<z", "&#" + long + "065;": "A", "&#" + long + "0065;": "A",
		"&#" + long + "00065;": "&#" + long + "00065;", "&z;": "&z;", "&Z;": "&Z;", "&[;": "&[;", "&:;": "&:;", "&sup2;": "²",
	} {
		if got := (&entities{}).decode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestADocumentsOwnEntities(t *testing.T) {
	for _, c := range []struct{ rule, doctype, in, want string }{
		{"in quotation marks of either kind", `<!ENTITY a "1"><!ENTITY b '2'>`, "&a;&b;", "12"},
		{"on lines of their own", "<!ENTITY\n a\t\"1\"\r>", "&a;", "1"},
		{"the first of two counts", `<!ENTITY a "1"><!ENTITY a "2">`, "&a;", "1"},
		{"they come before HTML's", `<!ENTITY copy "c">`, "&copy;", "c"},
		{"characters by number are decoded, entities not followed", `<!ENTITY a "&#65;&b;"><!ENTITY b "x">`, "&a;", "A&b;"},
		{"those of parameters are none", `<!ENTITY % a "1">`, "&a;", "&a;"},
		{"nothing is fetched", `<!ENTITY a SYSTEM "file:///x"><!ENTITY b PUBLIC "x" "y">`, "&a;&b;", "&a;&b;"},
		{"one that does not end is none", `<!ENTITY a "1`, "&a;", "&a;"},
		{"one of a thousand bytes", `<!ENTITY a "` + strings.Repeat("x", 1000) + `">`, "&a;", strings.Repeat("x", 1000)},
		{"one of more is none", `<!ENTITY a "` + strings.Repeat("x", 1001) + `">`, "&a;", "&a;"},
		{"and the next one still counts", `<!ENTITY a SYSTEM "x"><!ENTITY b "2">`, "&a;&b;", "&a;2"},
		{"one without a value", `<!ENTITY a`, "&a;", "&a;"},
	} {
		var e entities
		e.declare(c.doctype)
		if got := e.decode(c.in); got != c.want {
			t.Errorf("%s: %.60q, want %.60q", c.rule, got, c.want)
		}
	}
	for n, want := range map[int]string{200: "x", 201: "&last;"} {
		var e entities
		e.declare(strings.Repeat(`<!ENTITY a "1">`, n-1) + `<!ENTITY last "x">`)
		if got := e.decode("&last;"); got != want {
			t.Errorf("the entity %d: %q", n, got)
		}
	}
	e := entities{values: map[string]string{"a": strings.Repeat("x", maxDeclared/2)}}
	if got := len(e.decode("&a;&a;&a;")); got != maxDeclared || maxDeclared != 1048576 {
		t.Errorf("a document's entities add %d bytes", got)
	}
}

func TestANamespaceHasItsUsualPrefix(t *testing.T) {
	for space, want := range map[string]string{
		"http://backend.userland.com/rss": "", "http://blogs.law.harvard.edu/tech/rss": "", "http://purl.org/rss/1.0/": "",
		"http://purl.org/net/rss1.1#":            "",
		"http://my.netscape.com/rdf/simple/0.9/": "", "http://purl.org/atom/ns#": "atom", "http://www.w3.org/2005/Atom": "atom",
		"https://www.w3.org/2005/Atom":                "atom",
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf", "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/elements/1.0/": "dc",
		"http://purl.org/dc/terms/": "dcterms", "http://purl.org/rss/1.0/modules/content/": "content",
		"http://purl.org/rss/1.0/modules/syndication/": "sy",
		"http://www.itunes.com/DTDs/Podcast-1.0.dtd":   "itunes", "http://search.yahoo.com/mrss/": "media",
		"http://search.yahoo.com/mrss": "media",
		"http://www.w3.org/1999/xhtml": "xhtml", "http://www.sitemaps.org/schemas/sitemap/0.9": "",
		"http://www.google.com/schemas/sitemap-news/0.9": "news",
		"http://news.yandex.ru":                          "yandex", " http://purl.org/syndication/thread/1.0 ": "thr", "urn:unknown": "q",
		"": "q",
	} {
		if got := prefixOf(space, "Q"); got != want {
			t.Errorf("%s: %q, want %q", space, got, want)
		}
	}
	for _, c := range [][2]string{
		{`<a xmlns="http://www.w3.org/2005/Atom"/>`, "atom:a"},
		{`<a xmlns="http://purl.org/rss/1.0/"/>`, "a"},
		{`<x:a xmlns:x=" http://purl.org/dc/elements/1.1/ "/>`, "dc:a"},
		{`<X:a xmlns:x="http://purl.org/dc/elements/1.1/"/>`, "dc:a"},
		{`<dc:a xmlns:dc="urn:mine"/>`, "dc:a"},
		{`<atom10:a/>`, "atom:a"},
		{`<a10:a/>`, "atom:a"},
		{`<dcq:a/>`, "dcterms:a"},
		{`<rss:a/>`, "a"},
		{`<content:a/>`, "content:a"},
		{`<atom03:a/>`, "atom:a"},
	} {
		if got := parsed(t, c[0]).Root.Key(); got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
	d := parsed(t, `<a xmlns="urn:1" xmlns:x="urn:2"><b xmlns="urn:3"><c/><x:d/></b><e/></a>`)
	var spaces []string
	var walk func(n *Node)
	walk = func(n *Node) {
		spaces = append(spaces, n.Name+"="+n.Space)
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(d.Root)
	if want := []string{"a=urn:1", "b=urn:3", "c=urn:3", "d=urn:2", "e=urn:1"}; !slices.Equal(spaces, want) {
		t.Errorf("%v, want %v", spaces, want)
	}
}

func TestTheBoundsAreMetAndNotPassed(t *testing.T) {
	for n, want := range map[int]error{200: nil, 201: ErrTooDeep} {
		if _, err := Parse([]byte(strings.Repeat("<a>", n))); !errors.Is(err, want) {
			t.Errorf("%d deep: %v", n, err)
		}
	}
	for n, want := range map[int]error{MaxNodes: nil, MaxNodes + 1: ErrTooMany} {
		if _, err := Parse([]byte("<r>" + strings.Repeat("<a/>", n-1) + "</r>")); !errors.Is(err, want) {
			t.Errorf("%d elements: %v", n, err)
		}
	}
	if MaxNodes != 400_000 {
		t.Errorf("%d", MaxNodes)
	}
	for n, want := range map[int]string{100: "x", 64 << 10: "&e;"} { // a declaration of 64 KiB is skipped
		if got := parsed(t, `<!DOCTYPE a [<!ENTITY e "x">`+strings.Repeat("y", n)+"]><a>&e;</a>").Root.Words(); got != want {
			t.Errorf("behind %d bytes: %q, want %q", n, got, want)
		}
	}
}

func TestANodeTellsItsWordsAttributesAndChildren(t *testing.T) {
	root := parsed(t, `<a X="1">p<b>q<c>r</c></b><dc:b>s</dc:b>t</a>`).Root
	if got := root.Words(); got != "pqrst" {
		t.Errorf("its words are %q", got)
	}
	if got := root.Find("b").Find("c").Words(); got != "r" {
		t.Errorf("c says %q", got)
	}
	if root.Attr("x") != "1" || root.Attr("y") != "" {
		t.Errorf("%q, %q", root.Attr("x"), root.Attr("y"))
	}
	if root.Find("dc:b") == nil || root.Find("dc:b").Words() != "s" || root.Find("z") != nil || root.Find("") != nil {
		t.Error("a child is not found by its key")
	}
	if !root.HasElements() || root.Find("dc:b").HasElements() || !root.Find("b").HasElements() {
		t.Error("it is not told which element has others in it")
	}
	if d := parsed(t, `<a>x<![CDATA[y]]></a>`); d.Root.Children[0].CDATA || !d.Root.Children[1].CDATA {
		t.Error("a CDATA section is not told from a text")
	}
}
