package telegram

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"attache"
)

// words makes a text of about n characters, each word marked with its block.
func words(mark string, n int) string {
	return strings.TrimSpace(strings.Repeat(mark+" ", 1+n/(len(mark)+1)))
}

func block(kind attache.BlockKind, group, drop int, spans ...attache.Inline) attache.Block {
	return attache.Block{Kind: kind, Group: group, Drop: drop, Spans: spans}
}

func plain(text string) attache.Inline { return attache.Inline{Text: text} }

// shown reads a rendered message and tells which of the words are in it.
func shown(t *testing.T, doc attache.Document) (checked, func(string) bool) {
	t.Helper()
	got, err := check(Render(doc))
	if err != nil {
		t.Fatal(err)
	}
	return got, func(word string) bool { return strings.Contains(got.text, word) }
}

func TestRenderLeavesOutWholeGroupsHighestDropFirstFromTheEnd(t *testing.T) {
	doc := attache.Document{Blocks: []attache.Block{
		block(attache.Heading, 0, 0, plain("digest")),
		block(attache.Heading, 1, 1, plain("one")), block(attache.Paragraph, 1, 1, plain(words("first", 1300))),
		block(attache.Heading, 2, 2, plain("two")), block(attache.Paragraph, 2, 2, plain(words("second", 1300))),
		block(attache.Heading, 3, 2, plain("three")), block(attache.Paragraph, 3, 2, plain(words("third", 1300))),
		block(attache.Heading, 4, 1, plain("four")), block(attache.Paragraph, 4, 1, plain(words("fourth", 1300))),
	}}
	_, has := shown(t, doc)
	for word, want := range map[string]bool{
		"digest": true, "one": true, "first": true, "two": true, "second": true,
		"three": false, "third": false, "four": true, "fourth": true,
	} {
		if has(word) != want {
			t.Errorf("%s shown: %v", word, has(word))
		}
	}
	if _, has := shown(t, doc); has("…") {
		t.Error("shortened although a group could go")
	}
}

func TestRenderUsesTheWholeRoom(t *testing.T) {
	exact := strings.Repeat("x", 4096)
	if got := Render(text(exact)); got != exact {
		t.Errorf("4096 characters became %d", len(got))
	}
	half := strings.Repeat("x", 2047)
	doc := attache.Document{Blocks: []attache.Block{
		block(attache.Paragraph, 0, 1, plain(half)), block(attache.Paragraph, 0, 2, plain(half)),
	}}
	if got := Render(doc); got != half+"\n\n"+half {
		t.Errorf("4096 characters in two blocks became %d", len(got))
	}
	doc.Blocks[0].Drop = 9 // the gap goes with the first
	doc.Blocks = append(doc.Blocks, block(attache.Paragraph, 0, 0, plain(half)))
	if got := Render(doc); got != half+"\n\n"+half {
		t.Errorf("4096 characters after a drop became %d", len(got))
	}
}

func TestRenderCountsUnitsNotBytes(t *testing.T) {
	if got := Render(text(strings.Repeat("ж", 4096))); got != strings.Repeat("ж", 4096) {
		t.Errorf("4096 Cyrillic letters became %d bytes", len(got))
	}
	got, _ := shown(t, text(strings.Repeat("🕊 ", 3000)))
	if n := units(got.text); n > 4096 || n < 4090 {
		t.Errorf("%d units", n)
	}
}

func TestRenderShortensAtAWordOutsideMarkup(t *testing.T) {
	long := words("peace", 6000)
	for _, style := range []attache.Inline{
		{Text: long}, {Text: long, Style: attache.Bold}, {Text: long, Href: "https://wire.example/1"},
	} {
		doc := attache.Document{Blocks: []attache.Block{
			block(attache.Heading, 0, 0, plain("Title")),
			block(attache.Paragraph, 0, 0, style, plain(" (Wire)")),
		}}
		html := Render(doc)
		got, err := check(html)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(got.text, "peace… (Wire)") || len(got.text) < 4080 {
			t.Errorf("ends %q after %d", got.text[len(got.text)-30:], len(got.text))
		}
		if strings.Contains(html, "…</") {
			t.Error("the ellipsis is within markup")
		}
	}
}

func TestRenderNeverCutsWithinQuotationMarks(t *testing.T) {
	for _, marks := range []string{`""`, "“”", "«»", "„“", "»«", "「」"} {
		m := []rune(marks)
		quote := string(m[0]) + words("verbatim", 3000) + string(m[1])
		doc := text("He said " + quote + " and left. " + words("after", 2000))
		got, _ := shown(t, doc)
		if !strings.Contains(got.text, quote) {
			t.Errorf("%s: the quote is not whole", marks)
		}
		doc = text(words("before", 2000) + " He said " + string(m[0]) + words("verbatim", 3000) + string(m[1]))
		if got, has := shown(t, doc); has("verbatim") || !strings.HasSuffix(got.text, "said…") {
			t.Errorf("%s: cut within the quote: %q", marks, got.text[len(got.text)-40:])
		}
		// In pieces of different styles it is still one quote.
		doc = attache.Document{Blocks: []attache.Block{
			block(attache.Paragraph, 0, 0,
				plain("start "+string(m[0])), attache.Inline{Text: words("verbatim", 5000), Style: attache.Italic}, plain(string(m[1]))),
			block(attache.Note, 0, 0, plain("rest")),
		}}
		if got, _ := shown(t, doc); got.text != "rest" {
			t.Errorf("%s: %q", marks, got.text)
		}
	}
}

func TestRenderShowsVerbatimWholeOrNotAtAll(t *testing.T) {
	doc := attache.Document{Blocks: []attache.Block{
		block(attache.Heading, 0, 0, plain("Quotes")),
		block(attache.Paragraph, 1, 0, plain("Ana Brook, minister:")), block(attache.Verbatim, 1, 0, plain(words("short", 500))),
		block(attache.Paragraph, 2, 0, plain("Ben Cole, envoy:")), block(attache.Verbatim, 2, 0, plain(words("long", 5000))),
		block(attache.Note, 0, 0, plain("small print")),
	}}
	got, has := shown(t, doc)
	if has("long") || has("Cole") {
		t.Error("a part of a quote, or its speaker without it, is shown")
	}
	doc.Blocks[1].Group, doc.Blocks[2].Group, doc.Blocks[3].Group, doc.Blocks[4].Group = 2, 2, 1, 1
	doc.Blocks[1], doc.Blocks[2], doc.Blocks[3], doc.Blocks[4] = doc.Blocks[3], doc.Blocks[4], doc.Blocks[1], doc.Blocks[2]
	if again, _ := shown(t, doc); again.text != got.text {
		t.Errorf("with the long quote first: %q", again.text)
	}
	if !has(words("short", 500)) || !has("Brook") || !has("small print") || has("…") {
		t.Errorf("lost more than the quote: %q", got.text)
	}
}

func TestRenderKeepsMarkupLimitsByDroppingStylesThenLinks(t *testing.T) {
	var many, heavy, raw attache.Block
	for i := range 80 {
		href := fmt.Sprintf("https://wire.example/%d", i)
		many.Spans = append(many.Spans, attache.Inline{Text: fmt.Sprint("link", i), Href: href},
			attache.Inline{Text: fmt.Sprint(" bold", i, " "), Style: attache.Bold})
		heavy.Spans = append(heavy.Spans, attache.Inline{Text: fmt.Sprint("link", i), Href: href + "?" + strings.Repeat("q", 300)}, plain(" "))
		raw.Spans = append(raw.Spans, attache.Inline{
			Text: fmt.Sprint("link", i, strings.Repeat("&", 30)),
			Href: href + "?" + strings.Repeat("&", 80),
		}, plain(" "))
	}
	for name, b := range map[string]attache.Block{"many": many, "heavy": heavy, "raw": raw} {
		got, has := shown(t, attache.Document{Blocks: []attache.Block{b}})
		links := 0
		for _, e := range got.entities {
			if e.tag == "a" {
				links++
			}
		}
		if !has("link0") || !has("link79") || has("…") {
			t.Errorf("%s: lost words", name)
		}
		if name == "many" && links != 80 {
			t.Errorf("lost links before styles: %d are left", links)
		}
		if links < 20 {
			t.Errorf("%s: only %d links are left", name, links)
		}
	}
}

// manyPieces is a message of n pieces in one paragraph and one quote, and one
// of n paragraphs.
func manyPieces(n int) []attache.Document {
	var wide, deep attache.Document
	var b attache.Block
	for i := range n {
		deep.Blocks = append(deep.Blocks, block(attache.BlockKind(i%4), i/3, i%5, plain("line")))
		b.Spans = append(b.Spans, attache.Inline{Text: "x", Style: attache.Style(i % 4), Href: "https://wire.example/"})
	}
	quote := b
	quote.Kind = attache.Verbatim
	quote.Spans = quote.Spans[:n/5]
	wide.Blocks = []attache.Block{b, quote}
	return []attache.Document{wide, deep}
}

// allocated counts the bytes that something allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestRenderingFourTimesAsManyPiecesIsAboutFourTimesTheWork(t *testing.T) {
	few, many := manyPieces(5000), manyPieces(20000)
	for i, name := range []string{"wide", "deep"} {
		if _, err := check(Render(many[i])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		least, most := allocated(func() { Render(few[i]) }), allocated(func() { Render(many[i]) })
		if most > 8*least { // it is measured anew for every piece that leaves: 16 times
			t.Errorf("%s: %d bytes for 5,000 pieces, %d for 20,000", name, least, most)
		}
	}
}

// anyDocument makes a document in which every block can be told by its mark.
func anyDocument(r *rand.Rand) attache.Document {
	var doc attache.Document
	texts := []string{"&", "<b>", `"q" `, "«да» ", "🕊", "é ", "“", "word ", "\n\n", "\u202e", "長い文章", "https://x.example "}
	hrefs := []string{
		"", "", "https://wire.example/a?b=1&c=\"2\"", "javascript:x", "http://nodot/",
		"https://" + strings.Repeat("long.", 60) + "example/",
	}
	size := r.IntN(400)
	for i := range r.IntN(60) {
		b := attache.Block{Kind: attache.BlockKind(r.IntN(4)), Drop: r.IntN(4), Tight: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			b.Group = 1 + i/3
		}
		b.Spans = append(b.Spans, plain(fmt.Sprintf("[%d] ", i)))
		for range r.IntN(6) {
			b.Spans = append(b.Spans, attache.Inline{
				Text:  strings.Repeat(texts[r.IntN(len(texts))], r.IntN(size+1)),
				Style: attache.Style(r.IntN(4)), Href: hrefs[r.IntN(len(hrefs))],
			})
		}
		doc.Blocks = append(doc.Blocks, b)
	}
	return doc
}

func TestRenderOfAnyDocumentHoldsEveryRule(t *testing.T) {
	for seed := range uint64(200) {
		doc := anyDocument(rand.New(rand.NewPCG(seed, 1)))
		got, err := check(Render(doc))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := wholeOrNothing(doc, got); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if p := Plain(doc); units(p) > 4096 || !visible(p) {
			t.Errorf("seed %d: plain text of %d units", seed, units(p))
		}
	}
}

// wholeOrNothing checks that groups stand or fall together, that none went
// while a lesser one stayed, and that quotes are whole.
func wholeOrNothing(doc attache.Document, got checked) error {
	if len(doc.Blocks) == 0 {
		return nil
	}
	present := func(i int) bool { return strings.Contains(got.text, fmt.Sprintf("[%d]", i)) }
	groups := map[int]bool{}
	drops := map[int]int{}
	for i, b := range doc.Blocks {
		if b.Group == 0 {
			continue
		}
		if was, known := groups[b.Group]; known && was != present(i) {
			return fmt.Errorf("group %d is torn at block %d", b.Group, i)
		}
		groups[b.Group] = present(i)
		drops[b.Group] = max(drops[b.Group], b.Drop)
	}
	dropOf := func(b attache.Block) int {
		if b.Group == 0 {
			return b.Drop
		}
		return drops[b.Group]
	}
	highest := 0 // of those that stayed
	for i, b := range doc.Blocks {
		if present(i) {
			highest = max(highest, dropOf(b))
		}
	}
	for i, b := range doc.Blocks {
		if !present(i) && dropOf(b) > 0 && dropOf(b) < highest {
			return fmt.Errorf("block %d with Drop %d went before one with %d", i, dropOf(b), highest)
		}
	}
	for _, e := range got.entities {
		if e.tag != "blockquote" {
			continue
		}
		whole := false
		for _, b := range doc.Blocks {
			var full strings.Builder
			for _, span := range b.Spans {
				full.WriteString(strings.ReplaceAll(span.Text, "\u202e", ""))
			}
			whole = whole || (b.Kind == attache.Verbatim && strings.TrimSpace(full.String()) == e.text)
		}
		if !whole {
			return fmt.Errorf("a quote is not whole: %.80q", e.text)
		}
	}
	return nil
}

func FuzzRender(f *testing.F) {
	f.Add("Talks", "https://wire.example/a", "“No,” she said.", 3, 1, 2, uint8(5))
	f.Add("<b>&\"", "http://a.b/\"<>&", "\xff\x00\u202e", 1, 0, 0, uint8(200))
	f.Add(strings.Repeat("x", 5000), "", strings.Repeat("“ ", 3000), 0, 1, 9, uint8(2))
	f.Fuzz(func(t *testing.T, a, href, b string, kind, group, drop int, n uint8) {
		var doc attache.Document
		for i := range int(n) {
			doc.Blocks = append(doc.Blocks, attache.Block{
				Kind: attache.BlockKind((kind + i) % 5), Group: group * i / 2, Drop: drop * i, Tight: i%2 == 0,
				Spans: []attache.Inline{{Text: a, Style: attache.Style((kind + i) % 6), Href: href}, {Text: b, Style: attache.Style(i % 4)}, {Text: a}},
			})
		}
		if _, err := check(Render(doc)); err != nil {
			t.Error(err)
		}
		if p := Plain(doc); units(p) > maxUnits || !visible(p) || clean(p) != p {
			t.Errorf("plain: %.80q", p)
		}
	})
}
