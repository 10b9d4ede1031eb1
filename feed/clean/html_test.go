package clean

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestOnlyTheHarmlessPartOfHTMLStays(t *testing.T) {
	base, _ := url.Parse("https://ana.example/news/1")
	for in, want := range map[string]string{
		`plain text`:                   `plain text`,
		`<p>a <b>b</b></p>`:            `<p>a <b>b</b></p>`,
		`a<br>b<BR/>c`:                 `a<br />b<br />c`,
		`<script>alert(1)</script>ok`:  `ok`,
		`<style>p{}</style>ok`:         `ok`,
		`<scr<script>ipt>x</script>ok`: `ipt>xok`,
		`ok<script>never closed`:       `ok`,
		`<p onclick="x()" style="color: red; position: fixed">t</p>`: `<p style="color: red;">t</p>`,
		`<p style="background: url(javascript:x)">t</p>`:             `<p>t</p>`,
		`<p style="width: expression(alert(1))">t</p>`:               `<p>t</p>`,
		`<a href="javascript:x()">t</a>`:                             `<a href="">t</a>`,
		"<a href=\"java\nscript:x()\">t</a>":                         `<a href="">t</a>`,
		`<a href="&#106;avascript:x()">t</a>`:                        `<a href="">t</a>`,
		`<a href="data:text/html,x">t</a>`:                           `<a href="">t</a>`,
		`<a href="../2?a=1&b=2" title='"x"'>t</a>`: `<a ` +
			`href="https://ana.example/2?a=1&amp;b=2" title="&quot;x&quot;">t</a>`,
		`<img src="i.png" onerror=x alt="a<b">`: `<img alt="a&lt;b" ` +
			`src="https://ana.example/news/i.png" />`,
		`<iframe src="https://x.example"></iframe><embed src=x>t`: `t`,
		`<svg viewBox="0 0 1 1" onload=x><script>x</script><circle r="1" onclick=y /></svg>t`: `<svg viewBox="0 0 1 1" ` +
			`xmlns="http://www.w3.org/2000/svg"><circle r="1"></circle></svg>t`,
		`<svg><foreignObject><img src=x onerror=y></foreignObject><a xlink:href="javascript:x">t</a></svg>`: `<svg ` +
			`xmlns="http://www.w3.org/2000/svg"><a xlink:href="" xmlns:xlink="http://www.w3.org/1999/xlink">t</a></svg>`,
		`<math><mi href=javascript:x>a</mi></math>`: `<math ` +
			`xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi></math>`,
		`<!-- c --><?php x ?><!DOCTYPE x>t`: `t`,
		`AT&T &amp; &copy; &#146; &#x26; &bogus; &copy=2`: `AT&amp;T &amp; &copy; &#x2019; ` +
			`&#x26; &amp;bogus; &amp;copy=2`,
		`1 < 2`:                        `1 &lt; 2`,
		`<span galleryimg="">t</span>`: `<span galleryimg="">t</span>`,
		`<object data="x.swf"><param name=a>inner</object>`:            `inner`,
		`<form action="https://x.example/steal"><input name=q></form>`: `<form action="https://x.example/steal"><input name="q" /></form>`,
	} {
		got := HTML(in, base)
		if got != want {
			t.Errorf("%q\n became %q\n want   %q", in, got, want)
		}
	}
}

func TestTextKeepsParagraphsAndWords(t *testing.T) {
	for in, want := range map[string]string{
		"one\n\ntwo &amp;\nstill two\n \nthree": "one\n\ntwo & still two\n\nthree", "<p>one\n\nstill one</p>": "one still one", "1 > 0": "1 > 0",
		"plain": "plain", "": "", "  a \n b  ": "a b",
		"<p>one</p><p>two</p>": "one\n\ntwo", "one<br>still one<br><br>two": "one still one\n\ntwo", "<div>a<div>b</div></div>c": "a\n\nb\n\nc",
		"<p>Talks &amp; <b>tea</b>.</p>": "Talks & tea.", "x<script>y</script>z": "x\n\nz", "<ul><li>a</li><li>b</li></ul>": "a\n\nb",
		"<td>a</td><td>b</td>": "a b", "soft\u00adhyphen zero\u200bwidth": "softhyphen zerowidth", "a&nbsp;b": "a b", "<iframe>x</iframe>a": "a",
		"<figure><img><figcaption>Photo: X</figcaption></figure>text": "text", "half<b": "half", "<style>never closed": "",
		"Ta<b>l</b>ks": "Talks",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		`<p onclick=x>a</p>`, `<a href="javascript:x">t`, `<script><!--`, `&#146;&copy`,
		`<p style="color:red;x:url(y)">`, "<a href='\x01javascript:x'>", `<plaintext><script>`,
	} {
		f.Add(s)
	}
	base, _ := url.Parse("https://ana.example/")
	f.Fuzz(func(t *testing.T, s string) {
		got := HTML(s, base)
		doc, err := html.Parse(strings.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "style", "iframe", "object", "embed", "link", "meta", "base", "animate", "set", "foreignobject", "use":
				t.Errorf("%q lets <%s> through: %q", s, n.Data, got)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") &&
					(addresses[a.Key] || a.Key == "xlink:href") {
					t.Errorf("%q lets %s=%q through", s, a.Key, a.Val)
				}
			}
		}
		_ = Text(s)
	})
}

func FuzzTails(f *testing.F) {
	f.Add("The envoys met.\n\nRead more: x")
	f.Add("会谈后没有签署文件。（编辑：陆向东）")
	f.Add("\n\nmore")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Tails(s); len(got) > len(s) || strings.TrimSpace(s) != "" && strings.TrimSpace(got) == "" {
			t.Errorf("%q became %q", s, got)
		}
	})
}
