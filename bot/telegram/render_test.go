package telegram

import (
	"strings"
	"testing"

	"attache"
)

func TestRender(t *testing.T) {
	span := func(text string) attache.Inline { return attache.Inline{Text: text} }
	for _, tt := range []struct {
		name  string
		block attache.Block
		want  string
	}{
		{"a heading is bold", attache.Block{Kind: attache.Heading, Spans: []attache.Inline{span("Talks")}}, "<b>Talks</b>"},
		{"a note is italic", attache.Block{Kind: attache.Note, Spans: []attache.Inline{span("small")}}, "<i>small</i>"},
		{"a quote is set off", attache.Block{Kind: attache.Verbatim, Spans: []attache.Inline{span("“No.”")}}, "<blockquote>“No.”</blockquote>"},
		{
			"a long quote is folded",
			attache.Block{Kind: attache.Verbatim, Spans: []attache.Inline{span(strings.Repeat("no ", 150))}},
			"<blockquote expandable>" + strings.TrimSpace(strings.Repeat("no ", 150)) + "</blockquote>",
		},
		{"markup in a text is text", attache.Block{Spans: []attache.Inline{span(`<b>&amp;</b>"`)}}, `&lt;b&gt;&amp;amp;&lt;/b&gt;"`},
		{
			"a link's quotes are escaped",
			attache.Block{Spans: []attache.Inline{{Text: "a", Href: `https://a.example/?q="x"&y=<`}}},
			`<a href="https://a.example/?q=&quot;x&quot;&amp;y=&lt;">a</a>`,
		},
		{
			"a link in a heading",
			attache.Block{Kind: attache.Heading, Spans: []attache.Inline{{Text: "a", Href: "https://a.example/"}}},
			`<b><a href="https://a.example/">a</a></b>`,
		},
		{"a bad link is text", attache.Block{Spans: []attache.Inline{
			{Text: "a", Href: "javascript:alert(1)"},
			{Text: "b", Href: "http://localhost/"},
			{Text: "c", Href: "ftp://a.example"},
		}}, "abc"},
		{"code goes with no other style", attache.Block{Kind: attache.Note, Spans: []attache.Inline{
			span("try "),
			{Text: "/latest", Style: attache.Code},
			span(" now"),
		}}, "<i>try </i><code>/latest</code><i> now</i>"},
		{"what cannot be seen goes", attache.Block{Spans: []attache.Inline{span(" \r\n\u202ea\u0000b\tc\x1b ")}}, "ab c"},
		{"never empty", attache.Block{Spans: []attache.Inline{span("\u200b \u2800")}}, nothing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Render(attache.Document{Blocks: []attache.Block{tt.block}}); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
