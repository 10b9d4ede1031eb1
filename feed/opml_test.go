package feed

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestOPMLComesBackAsItWasWritten(t *testing.T) {
	want := []attache.Source{
		{
			ID: attache.SourceID("https://ana.example/rss"), URL: "https://ana.example/rss", Name: "ANA & Co", Kind: attache.StateMedia,
			Country: "IRN", Lang: "en",
		},
		{
			ID: attache.SourceID("https://b.example/"), URL: "https://b.example/", Name: "B", Topics: []string{"Europe", "Balkans"},
			FullText: attache.FullTextNever,
		},
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, want, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	got, _, err := ReadSources(&b)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestOPMLOfOtherReadersIsRead(t *testing.T) {
	doc := `<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><body>
 <outline text="Am&eacute;rica"><outline text="Sur">
  <outline text="Uno" xmlURL="https://uno.example/feed?a=1&b=2" type="rss"/>
 </outline></outline>
 <outline title="Otra vez" xmlUrl="https://uno.example/feed?a=1&b=2" category="/Wire/World,Press"/>
 <outline text="a note" /><outline text="bad" xmlUrl="javascript:alert(1)"/>`
	got, _, err := ReadSources(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].URL != "https://uno.example/feed?a=1&b=2" || got[0].Name != "Uno" ||
		!reflect.DeepEqual(got[0].Topics, []string{"América", "Sur", "Wire", "World", "Press"}) {
		t.Fatalf("got %+v", got)
	}
}

func TestWhatIsNotOPMLIsRefused(t *testing.T) {
	for _, doc := range []string{"", "hello", "<rss></rss>", "{}", strings.Repeat("<opml>"+strings.Repeat("<outline>", 40), 1)} {
		if _, _, err := ReadSources(strings.NewReader(doc)); !errors.Is(err, ErrNotOPML) {
			t.Errorf("%.20q: %v", doc, err)
		}
	}
}

func TestNothingOfAListVanishesInSilence(t *testing.T) {
	o := func(body string) string {
		return `<?xml version="1.0"?><opml version="2.0"><body>` + body + `</body></opml>`
	}
	g := `<outline text="g" xmlUrl="https://g.example/rss"/>`
	for name, tc := range map[string]struct {
		doc  string
		want string // addresses
		left int
	}{
		"a bare < in a name": {
			o(`<outline text="a < b" xmlUrl="https://bad.example/rss"/>` + g),
			"https://bad.example/rss https://g.example/rss", 0,
		},
		"a bare & and a quote": {
			o(`<outline text='R&D "x"' xmlUrl="https://bad.example/rss?a=1&copy=2"/>` + g),
			"https://bad.example/rss?a=1&copy=2 https://g.example/rss", 0,
		},
		"a control character": {
			o("<outline text=\"a\x0bb\" xmlUrl=\"https://c.example/rss\"/>" + g),
			"https://c.example/rss https://g.example/rss", 0,
		},
		"XML 1.1":            {strings.Replace(o(g), "1.0", "1.1", 1), "https://g.example/rss", 0},
		"an unclosed folder": {o(`<outline text="F">` + g), "https://g.example/rss", 0},
		"feed:, HTTPS://, no scheme, a site alone": {
			o(`<outline text="a" xmlUrl="feed://a.example/rss"/><outline text="b" xmlUrl="HTTPS://b.example/rss"/><outline text="c" ` +
				`xmlUrl="c.example/rss"/>` +
				`<outline text="d" type="rss" htmlUrl="https://d.example/"/><outline text="e" xmlUrl="feed:https://e.example/rss"/>`),
			"http://a.example/rss https://b.example/rss https://c.example/rss https://d.example/ https://e.example/rss", 0,
		},
		"what is no address": {
			o(`<outline text="x" xmlUrl="javascript:alert(1)"/><outline text="y" type="rss"/>` + g), "https://g.example/rss",
			2,
		},
		"variants of one": {o(g + `<outline text="g" xmlUrl="http://www.g.example/rss/"/>`), "https://g.example/rss", 0},
		"plain addresses": {
			"# mine\nhttps://a.example/feed\nb.example/rss  The B\n\nnot an address\n",
			"https://a.example/feed https://b.example/rss", 1,
		},
		"a table": {
			"name,address,kind\nThe A,https://a.example/feed,official\nThe B;https://b.example/rss\n",
			"https://a.example/feed https://b.example/rss", 1,
		},
		"addresses of Windows": {"\ufeffhttps://a.example/feed\r\nhttps://b.example/\r\n", "https://a.example/feed https://b.example/", 0},
	} {
		got, left, err := ReadSources(strings.NewReader(tc.doc))
		var links []string
		for _, s := range got {
			links = append(links, s.URL)
		}
		if err != nil || strings.Join(links, " ") != tc.want || len(left) != tc.left {
			t.Errorf("%s: %v, left %q, %v", name, links, left, err)
		}
	}
}
