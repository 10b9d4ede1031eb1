package main

import (
	"bytes"
	"strings"
	"testing"

	"attache"
)

func TestAPipedDocumentIsPlainTextWithItsLinks(t *testing.T) {
	var out bytes.Buffer
	doc := attache.Document{Blocks: []attache.Block{
		{Kind: attache.Heading, Spans: []attache.Inline{{Text: "Latest"}}},
		{Spans: []attache.Inline{{Text: "Talks resume", Style: attache.Bold, Href: "https://a.example/1"}, {Text: " in Vienna."}}},
		{Kind: attache.Verbatim, Tight: true, Spans: []attache.Inline{{Text: "“We agreed.”"}}},
	}}
	if err := newTerminal(&out).print(doc); err != nil {
		t.Fatal(err)
	}
	want := "Latest\n\nTalks resume <https://a.example/1> in Vienna.\n│ “We agreed.”\n"
	if out.String() != want {
		t.Errorf("got %q\nwant %q", out.String(), want)
	}
}

func TestForeignTextCannotCommandTheTerminal(t *testing.T) {
	var out bytes.Buffer
	doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{
		{Text: "a\x1b]0;owned\a\x1b[2J\u202eb", Href: "https://x.example/\x1b[31m"},
	}}}}
	if err := newTerminal(&out).print(doc); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\a\u202e") {
		t.Errorf("control characters came through: %q", out.String())
	}
}

func TestLinesAreNoWiderThanTheTerminal(t *testing.T) {
	var out bytes.Buffer
	screen := &terminal{w: &out, width: 20}
	doc := attache.Document{Blocks: []attache.Block{
		{Kind: attache.Verbatim, Spans: []attache.Inline{{Text: strings.Repeat("слово ", 40)}}},
	}}
	if err := screen.print(doc); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 20 {
			t.Errorf("a line has %d columns: %q", n, line)
		}
	}
}

func TestSpansThatTouchStayTogether(t *testing.T) {
	var out bytes.Buffer
	doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{
		{Text: "“Yes", Style: attache.Bold}, {Text: ",” he said "}, {Text: "today", Style: attache.Italic}, {Text: "."},
	}}}}
	if err := newTerminal(&out).print(doc); err != nil {
		t.Fatal(err)
	}
	if want := "“Yes,” he said today.\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestALinkIsOneOnALine(t *testing.T) {
	doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{
		{Text: "Talks resume in Vienna", Style: attache.Bold, Href: "https://a.example/1"},
		{Text: " and "},
		{Text: "end", Href: "https://a.example/2"},
	}}}}
	for _, c := range []struct {
		screen terminal
		links  int
		bold   int
	}{
		{terminal{width: 80}, 2, 1},
		{terminal{width: 12}, 3, 2}, // the first one over two lines
		{terminal{width: 80, plain: true}, 0, 0},
	} {
		var out bytes.Buffer
		c.screen.w = &out
		if err := c.screen.print(doc); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(out.String(), escapeLink+"https"); got != c.links || strings.Count(out.String(), sgrBold) != c.bold {
			t.Errorf("%d columns: %d links, %q", c.screen.width, got, out.String())
		}
		if strings.Count(out.String(), escapeLink) != 2*c.links || strings.Count(out.String(), sgrReset) != c.bold {
			t.Errorf("not all is shut: %q", out.String())
		}
	}
}
