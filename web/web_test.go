package web

import (
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"attache"
	"attache/internal/picture"
)

func TestASlugIsTheSameWhereverItIsMadeAndStandsInAnAddress(t *testing.T) {
	for name, want := range map[string]string{
		"Ola Lindqvist": "ola-lindqvist", "Štěpán Dvořák": "stepan-dvorak", "O'Brien, Mary-Ann": "o-brien-mary-ann", "  ": "", "!?": "",
		"سامي النجار": "سامي-النجار", "王小明": "王小明", "Иван Йорданов": "иван-йорданов",
	} {
		if got := slug(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestWordsAreFoundOnTheirPageByAFragment(t *testing.T) {
	for _, test := range []struct{ address, words, want string }{
		{"https://a.example/1", "We agree", "https://a.example/1#:~:text=We%20agree"},
		{"https://a.example/1", "this, and-that & more", "https://a.example/1#:~:text=this%2C%20and%2Dthat%20%26%20more"},
		{
			"https://a.example/1", "one two three four five six seven eight nine",
			"https://a.example/1#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine",
		},
		{"https://a.example/1", "the first part … the second", "https://a.example/1#:~:text=the%20first%20part"},
		{"https://a.example/1#x", "We agree", "https://a.example/1#x"},
		{"javascript:alert(1)", "We agree", ""},
		{"", "x", ""},
	} {
		if got := textFragment(test.address, test.words); got != test.want {
			t.Errorf("%q on %s: %s, want %s", test.words, test.address, got, test.want)
		}
	}
}

func TestSomebodyWithoutANameHasNoPage(t *testing.T) {
	for speaker, want := range map[string]string{"Ola Lindqvist": "/people/ola-lindqvist", "unnamed diplomat": "", "": "", "!": ""} {
		if got := personPath(speaker); got != want {
			t.Errorf("%q: %q, want %q", speaker, got, want)
		}
	}
}

func TestCardsAreDrawnOnceAndKeptWithinBounds(t *testing.T) {
	c, err := newCards()
	if err != nil {
		t.Fatal(err)
	}
	first := picture.Card{Words: "We will sign.", Quoted: true, Who: "Ola Lindqvist"}
	a, err := c.draw(first)
	b, err2 := c.draw(first)
	if err != nil || err2 != nil || &a[0] != &b[0] {
		t.Error("the same card was drawn twice", err, err2)
	}
	c.bytes += cardBytes - len(a) // as if there were many
	other, err := c.draw(picture.Card{Words: "We will not sign."})
	if err != nil || len(c.drawn) != 0 && c.bytes > cardBytes {
		t.Errorf("%d cards of %d bytes are kept, %v", len(c.drawn), c.bytes, err)
	}
	if c.drawn[first] != nil || len(other) == 0 {
		t.Error("what was asked for longest ago stays")
	}
}

func FuzzSlugsAndFragmentsStandInAddresses(f *testing.F) {
	for _, s := range []string{"Ola Lindqvist", "a/b?c#d", "\xff", "سامي", "%2f..", "…", "a … b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := slug(s); strings.ContainsAny(got, "/?#% \"<>") || slug(got) != got && utf8.ValidString(s) && len(got) < 100 {
			t.Errorf("%q gives %q, and that %q", s, got, slug(got))
		}
		if address := textFragment("https://a.example/1", s); address != "" {
			if _, err := url.Parse(address); err != nil || strings.ContainsAny(address, " \"<>\n") {
				t.Errorf("%q gives %q, %v", s, address, err)
			}
		}
		if _, err := url.Parse("https://news.example.org" + at("/stories/", s)); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func FuzzFeedsAreWellFormedWhateverTheirTitles(f *testing.F) {
	s := &Site{base: &url.URL{Scheme: "https", Host: "news.example.org"}}
	for _, text := range []string{"Talks", "]]>", "<script>", "\x00\x01", "\ufffe", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := attache.Quote{ID: text, Text: text, Speaker: text, Outlet: text, URL: "https://a.example/1"}
		c := channel{Title: text, Description: text, Path: "/", Entries: []entry{s.entryOfQuote(q)}}
		for _, write := range []func(channel, string) ([]byte, error){s.rss, s.atom} {
			b, err := write(c, "https://news.example.org/feed.xml")
			if err != nil {
				t.Fatal(err)
			}
			if err := xml.Unmarshal(b, new(struct{ XMLName xml.Name })); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		if _, err := s.jsonFeed(c, ""); err != nil {
			t.Error(err)
		}
	})
}
