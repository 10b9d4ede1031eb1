package simulator

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// accept runs a text through all that sendMessage does to it.
func accept(html string) (body, error) {
	c := &call{params: params{values: map[string]string{"parse_mode": "HTML"}}}
	return c.readText(html, "entities", maxText)
}

// show writes entities one a word: type, offset+length, and what they carry.
func show(list []Entity) string {
	var words []string
	for _, e := range list {
		words = append(words, fmt.Sprintf("%s %d+%d%s", e.Type, e.Offset, e.Length, strings.TrimRight(" "+e.URL+e.Language, " ")))
	}
	return strings.Join(words, ", ")
}

func TestHTMLBecomesTextAndEntities(t *testing.T) {
	for _, c := range []struct{ name, html, text, entities string }{
		{
			"styles and their synonyms", "<b>a</b><STRONG>b</STRONG> <i>c</i> <em>d</em> <u>e</u> <ins>f</ins> <s>g</s> <strike>h</strike> " +
				"<del>i</del>", "ab c d e f g h i",
			"bold 0+2, italic 3+1, italic 5+1, underline 7+1, underline 9+1, strikethrough 11+1, strikethrough 13+1, strikethrough 15+1",
		},
		{"spoilers", `<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>`, "a b", "spoiler 0+1, spoiler 2+1"},
		{"offsets count UTF-16 units", "😀é<b>😀</b>", "😀é😀", "bold 3+2"},
		{"a tag may have spaces and an empty end tag closes", "<b >x</>", "x", "bold 0+1"},
		{"references, with and without semicolon", "&lt;&gt;&amp;&quot;&#65;&#x42;&amp", "<>&\"AB&", ""},
		{"other references stay as typed", "&nbsp; & &copy; &#0; &#x110000;", "&nbsp; & &copy; &#0; &#x110000;", "hashtag 22+8"},
		{"a bare greater-than is text", "a > b", "a > b", ""},
		{"a link", `<a href="https://Wire.Example/A?b=1&amp;c=2">x</a>`, "x", "text_link 0+1 https://wire.example/A?b=1&c=2"},
		{"a link without address links its text", "<a>wire.example/a</a>", "wire.example/a", "text_link 0+14 http://wire.example/a"},
		{
			"single quotes and bare words", "<a href='https://a.example/'>x</a> <a href=b.example>y</a>", "x y",
			"text_link 0+1 https://a.example/, text_link 2+1 http://b.example/",
		},
		{"javascript loses the link", `<a href="javascript:alert(1)">x</a>`, "x", ""},
		{"ftp loses the link", `<a href="ftp://a.example/">x</a>`, "x", ""},
		{"a host without a dot loses the link", `<a href="http://localhost/">x</a>`, "x", ""},
		{"a space before the address loses the link", `<a href=" https://a.example/">x</a>`, "x", ""},
		{"a user", `<a href="tg://user?id=42">x</a>`, "x", "text_mention 0+1"},
		{"code with a language", `<pre><code class="language-go">x</code></pre>`, "x", "pre 0+1 go"},
		{"a language without pre is plain code", `<code class="language-go">x</code>`, "x", "code 0+1"},
		{"pre inside code", `<code class="language-go"><pre>x</pre></code>`, "x", "pre 0+1 go"},
		{"quotations", "<blockquote>a</blockquote>\n<blockquote expandable>b</blockquote>", "a\nb", "blockquote 0+1, expandable_blockquote 2+1"},
		{"a quotation in a quotation is lost", "<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", "blockquote 0+2"},
		{
			"styles inside links and quotations stay", `<blockquote><b>a</b> <a href="https://a.example/"><i>b</i></a></blockquote>`, "a b",
			"blockquote 0+3, bold 0+1, text_link 2+1 https://a.example/, italic 2+1",
		},
		{"bold in code is lost", "<code>a<b>b</b></code>", "ab", "code 0+2"},
		{"bold around code stops at it", "<b>a<code>b</code>c</b>", "abc", "bold 0+1, code 1+1, bold 2+1"},
		{"code in a link is lost", `<a href="https://a.example/">a <code>b</code></a>`, "a b", "text_link 0+3 https://a.example/"},
		{
			"a link in a link is lost", `<a href="https://a.example/">a <a href="https://b.example/">b</a></a>`, "a b",
			"text_link 0+3 https://a.example/",
		},
		{"touching styles become one", "<b>a</b><b>b</b>", "ab", "bold 0+2"},
		{"an empty element leaves nothing", "<b></b>a", "a", ""},
		{"the ends are trimmed", " \n a <b>b</b> \n", "a b", "bold 2+1"},
		{"white space at a first entity's beginning stays", " <b> a</b>", " a", "bold 0+2"},
		{"carriage returns, line separators and overrides go", "a\r\nb\u2028c\u202ed", "a\nbcd", ""},
		{"tabs and control characters are spaces", "a\tb\x01c", "a b c", ""},
		{"a ring above a letter goes", "A\u030angstro\u0308m", "Angstro\u0308m", ""},
		{"entities move with dropped characters", "\r\r<b>a\rb</b>", "ab", "bold 0+2"},
		{
			"words with a dot become links", "see README.md and wire.example or costa.it", "see README.md and wire.example or costa.it",
			"url 4+9, url 34+8",
		},
		{
			"commands, hashtags, mentions", "/latest 5 #news @desk a/b #1", "/latest 5 #news @desk a/b #1",
			"bot_command 0+7, hashtag 10+5, mention 16+5",
		},
		{"links in code are not found", "<code>wire.com</code>", "wire.com", "code 0+8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := accept(c.html)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.text+"\n"+c.entities, got.text+"\n"+show(got.entities)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBadHTMLIsRefusedInTelegramsWords(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"a <br> b", `Unsupported start tag "br" at byte offset 2`},
		{"я <P>", `Unsupported start tag "p" at byte offset 3`},
		{"a < b > c", `Unsupported start tag "" at byte offset 2`},
		{"a <", "Unclosed start tag at byte offset 2"},
		{"<b", "Unclosed start tag at byte offset 0"},
		{"<b>a", `Can't find end tag corresponding to start tag "b"`},
		{"a</b>", "Unexpected end tag at byte offset 1"},
		{"<b>a</i>", `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"<b>a</b", "Unclosed end tag at byte offset 4"},
		{`<a href="x>a</a>`, "Unclosed start tag at byte offset 0"},
		{`<a href=x/y>a</a>`, "Unexpected end of name token at byte offset 8"},
		{`<a ="x">a</a>`, `Empty attribute name in the tag "a" at byte offset 0`},
		{`<a href`, `Unclosed start tag "a" at byte offset 0`},
		{`<span class="red">a</span>`, `Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{`<tg-emoji emoji-id="x">a</tg-emoji>`, "Invalid custom emoji identifier specified"},
		{"a &#xD83D; b", "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"},
	} {
		t.Run(c.html, func(t *testing.T) {
			_, err := accept(c.html)
			if want := "400 Bad Request: can't parse entities: " + c.want; err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func TestMoreThanAHundredEntitiesLoseTheirStylesFirst(t *testing.T) {
	var html strings.Builder
	for i := range 60 {
		fmt.Fprintf(&html, "<b>b%d</b> <code>c%d</code> ", i, i)
	}
	got, err := accept(html.String())
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, e := range got.entities {
		count[e.Type]++
	}
	if count["code"] != 60 || count["bold"] != 40 {
		t.Errorf("kept %v, want all 60 code and the first 40 bold", count)
	}
}

func TestManyLongLinksAreTooLong(t *testing.T) {
	link := fmt.Sprintf(`<a href="https://a.example/%s">x</a> `, strings.Repeat("p", 190))
	if _, err := accept(strings.Repeat(link, 40)); err != nil {
		t.Errorf("40 links: %v", err)
	}
	if _, err := accept(strings.Repeat(link, 50)); err == nil || err.Error() != "400 Bad Request: ENTITIES_TOO_LONG" {
		t.Errorf("50 links of 213 bytes: %v", err)
	}
}

// FuzzParseHTML: whatever comes, the parser returns text or an error; the
// entities lie inside the text, on character boundaries, and nest.
func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{
		"", "a", "<b>a</b>", "<b>😀<i>é</i></b>", `<a href="https://a.example/?a=1&amp;b">x</a>`, "&#x1F600;&lt",
		"<pre><code class=\"language-go\">x</code></pre>",
		"<blockquote expandable>a\r\n<b> b</b> </blockquote>", "<a href=x", "</", "<b></i>", "<span class='tg-spoiler'>x</span>",
		"<tg-time unix=\"1\" format=\"D\">x</tg-time>",
		"wire.com /a@b_bot #x @y a@b.co", "\u202e\u200f\u200e<b>\u0085</b>", "<\x00>", "<b\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, html string) {
		got, err := accept(html)
		if err != nil {
			return
		}
		if !utf8.ValidString(got.text) || got.text == "" {
			t.Fatalf("text %q", got.text)
		}
		starts := charStarts(got.text)
		end, open := 0, []Entity{}
		for _, e := range got.entities {
			if e.Length <= 0 || checkSpan(e, starts) != nil || e.Offset < end {
				t.Fatalf("entity %+v of %q: %v", e, got.text, checkSpan(e, starts))
			}
			end = e.Offset
			for len(open) > 0 && open[len(open)-1].end() <= e.Offset {
				open = open[:len(open)-1]
			}
			if len(open) > 0 && open[len(open)-1].end() < e.end() {
				t.Fatalf("%+v crosses %+v in %q", e, open[len(open)-1], got.text)
			}
			open = append(open, e)
		}
	})
}
