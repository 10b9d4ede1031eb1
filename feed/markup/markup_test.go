package markup

import (
	"errors"
	"strings"
	"testing"
)

// outline writes a tree briefly: name[attributes](children), texts quoted.
func outline(n *Node) string {
	if n.Name == "" {
		return "'" + n.Text + "'"
	}
	var b strings.Builder
	b.WriteString(n.Key())
	for _, a := range n.Attrs {
		b.WriteString("[" + a.Name + "=" + a.Value + "]")
	}
	if len(n.Children) > 0 {
		b.WriteString("(")
		for _, c := range n.Children {
			b.WriteString(outline(c))
		}
		b.WriteString(")")
	}
	if n.Open {
		b.WriteString("…")
	}
	return b.String()
}

func TestIllFormedXMLIsReadAsItWasMeant(t *testing.T) {
	for name, tc := range map[string]struct{ doc, want string }{
		"well-formed":               {`<a x="1"><b>t</b></a>`, `a[x=1](b('t'))`},
		"stray ampersands":          {`<a>AT&T & you&me=1;x &amp; &#38;</a>`, `a('AT&T & you&me=1;x & &')`},
		"an address with &copy=":    {`<a href="?a=1&copy=2&b;=3"/>`, `a[href=?a=1&copy=2&b;=3]`},
		"entities of HTML":          {`<a>&eacute;&nbsp;&hellip;&bogus;&rang;</a>`, "a('é\u00a0…&bogus;\u232A')"},
		"Windows' numbers":          {`<a>&#146;&#x92;&#0;&#xD800;&#1;</a>`, `a('’’')`},
		"control characters":        {"<a>x\x00\x01\x0by\x7f\uFFFE</a>", `a('xy')`},
		"unclosed elements":         {`<a><b>one<c>two</a>`, `a(b('one'c('two')))`},
		"crossed elements":          {`<a><b><i>t</b>u</i></a>`, `a(b(i('t'))'u')`},
		"an end without beginning":  {`<a></x>t</a>`, `a('t')`},
		"entries that nobody ends":  {`<rss><item>1<item>2</rss>`, `rss(item('1')item('2'))`},
		"attributes without quotes": {`<a x=1 y='2' z checked=no/>`, `a[x=1][y=2][z=][checked=no]`},
		"an attribute twice":        {`<a x="1" x="2"/>`, `a[x=1]`},
		"an attribute not closed":   {`<a x="1><b>t</b></a>`, `a[x=1](b('t'))`},
		"a tag not closed":          {`<a<b>t</b></a>`, `a(b('t'))`},
		"a bare <":                  {`<a>1 < 2 <3</a>`, `a('1 ''<'' 2 ''<''3')`},
		"text around the root":      {`junk <a>t</a> junk <b/>`, `a('t')`},
		"letter case":               {`<A><B>t</b></a>`, `a(b('t'))`},
		"CDATA":                     {`<a><![CDATA[<b>&amp;]]>x]]></a>`, `a('<b>&amp;''x]]>')`},
		"CDATA not closed":          {`<a><b><![CDATA[text</b><c>t</c></a>`, `a(b('text')c('t'))`},
		"a comment not closed":      {`<a><!-- x ><b/></a>`, `a(b)`},
		"cut in a text":             {`<a><b>one</b><b>tw`, `a(b('one')b('tw')…)…`},
		"cut in a tag":              {`<a><b>one</b><b x="`, `a(b('one'))…`},
		"declared entities": {
			`<!DOCTYPE a [<!ENTITY co "Alborz &#38; Co"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&co; &f;</a>`,
			`a('Alborz & Co &f;')`,
		},
		"prefixes": {
			`<a xmlns:q="http://purl.org/dc/elements/1.1/"><q:date/><dc:date/><zz:date/></a>`,
			`a[xmlns:q=http://purl.org/dc/elements/1.1/](dc:datedc:datezz:date)`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Parse([]byte(tc.doc))
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(doc.Root); got != tc.want {
				t.Errorf("read %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestTheBoundsHold(t *testing.T) {
	for name, tc := range map[string]struct {
		doc  string
		want error
	}{
		"deep nesting":  {strings.Repeat("<a>", 100_000), ErrTooDeep},
		"many elements": {"<r>" + strings.Repeat("<a/>", MaxNodes+1), ErrTooMany},
		"nothing":       {"", ErrNoElement},
		"only text":     {"hello", ErrNoElement},
		"only comments": {"<!-- x --><?xml?>", ErrNoElement},
	} {
		if _, err := Parse([]byte(tc.doc)); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEntitiesDoNotMultiply(t *testing.T) {
	doc := `<!DOCTYPE a [<!ENTITY l0 "` + strings.Repeat("ha", 500) + `">`
	for _, n := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		prev := string(rune(n[0] - 1))
		doc += `<!ENTITY l` + n + ` "` + strings.Repeat("&l"+prev+";", 10) + `">`
	}
	doc += `]><a>` + strings.Repeat("&l9;&l0;", 20_000) + `</a>`
	got, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Root.Words()); n > 2*len(doc)+maxDeclared {
		t.Errorf("%d bytes became %d", len(doc), n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`<a x="1"><b>t &amp; &#38; &bogus;</b></a>`, `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, `<a><![CDATA[x]]><!-- y --><?z?></a>`,
		`<rss><item>1<item>2`, "<a x=1 y='2' z", `<x:y xmlns:x="u"><x:z/></x:y>`, "<\x00a>\xff</a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Parse(data)
		if err != nil {
			return
		}
		depth(t, doc.Root, 0)
	})
}

func depth(t *testing.T, n *Node, d int) {
	t.Helper()
	if d > MaxDepth+1 {
		t.Fatal("deeper than the bound")
	}
	for _, c := range n.Children {
		depth(t, c, d+1)
	}
}
