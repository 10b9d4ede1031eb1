package telegram

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache"
)

var anew = flag.Bool("update", false, "write the golden files anew")

// brief is a morning's digest of n stories, of an invented world.
func brief(n int) attache.Document {
	doc := attache.Document{Blocks: []attache.Block{{
		Kind:  attache.Heading,
		Spans: []attache.Inline{plain("Morning brief · Thursday, 5 March")},
	}}}
	group := 0
	add := func(drop int, blocks ...attache.Block) {
		group++
		for _, b := range blocks {
			b.Group, b.Drop = group, drop
			doc.Blocks = append(doc.Blocks, b)
		}
	}
	for i := 1; i <= n; i++ {
		at := fmt.Sprintf("https://wire.example/%d?from=brief&day=\"5\"", i)
		link := func(outlet string) attache.Inline { return attache.Inline{Text: outlet, Href: at} }
		drop := 10
		if i == 1 {
			drop = 0
		}
		add(drop,
			attache.Block{Spans: []attache.Inline{{
				Text: fmt.Sprintf("Norrland & Suderia sign pact no. %d <in full>", i), Style: attache.Bold,
				Href: at,
			}}},
			attache.Block{Kind: attache.Note, Tight: true, Spans: []attache.Inline{
				plain("agreement · "), link("Norrland MFA"), plain(", "),
				link("The Harbour Post"), plain(", "), link("Wire One"),
			}})
		add(100+10*i, attache.Block{
			Tight: true,
			Spans: []attache.Inline{plain("The two governments signed the text on Wednesday. See README.md of the treaty office.")},
		})
		add(100+10*i+4,
			attache.Block{Kind: attache.Verbatim, Tight: true, Spans: []attache.Inline{plain("“This pact ends nine years of waiting.”")}},
			attache.Block{Kind: attache.Note, Tight: true, Spans: []attache.Inline{
				plain("— "),
				{Text: "Ana Brook", Style: attache.Bold},
				plain(", foreign minister · "), link("Norrland MFA"),
			}})
		add(100+10*i+5,
			attache.Block{Kind: attache.Verbatim, Tight: true, Spans: []attache.Inline{plain("“" +
				strings.TrimSpace(strings.Repeat("We will not sign what we cannot keep. ", 10)) + "”")}},
			attache.Block{Kind: attache.Note, Tight: true, Spans: []attache.Inline{
				plain("— "),
				{Text: "Ben Cole", Style: attache.Bold},
				plain(", envoy · "), link("Wire One"),
			}})
	}
	doc.Blocks = append(doc.Blocks, attache.Block{Kind: attache.Note, Spans: []attache.Inline{
		plain("Times in Norrhaven. "),
		{Text: "/latest", Style: attache.Code},
		plain(" shows more."),
	}})
	return doc
}

func TestGoldenMessages(t *testing.T) {
	for name, doc := range map[string]attache.Document{
		"brief":         brief(1),
		"brief-reduced": brief(12),
		"brief-headlines": func() attache.Document { // many links: the small print stands upright
			doc := brief(20)
			var few []attache.Block
			for _, b := range doc.Blocks {
				if b.Drop < 100 {
					few = append(few, b)
				}
			}
			doc.Blocks = few
			return doc
		}(),
		"nothing": {},
	} {
		t.Run(name, func(t *testing.T) {
			html := Render(doc)
			if _, err := check(html); err != nil {
				t.Error(err)
			}
			golden(t, name+".html", html)
			golden(t, name+".txt", Plain(doc))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *anew {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", file, got)
	}
}

func BenchmarkRender(b *testing.B) {
	doc := brief(12)
	for b.Loop() {
		Render(doc)
	}
}
