package web

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"attache"
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

// TestACardShowsItsWordsWholeOrNotAtAll also leaves the pictures where
// ATTACHE_PICTURES says.
func TestACardShowsItsWordsWholeOrNotAtAll(t *testing.T) {
	c, err := newCards()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		card  card
		drawn bool
	}{
		"latin": {card{
			"We will sign when the last line of the text is agreed, not before.", true, "Ola Lindqvist, foreign minister of Norway",
			"Meridian Wire · 11 March 2026",
		}, true},
		"cyrillic": {card{"Мы подпишем соглашение, когда будет согласована последняя строка.", true, "Иван Йорданов", "Meridian Wire"}, true},
		"arabic": {card{
			"سنوقع الاتفاق عندما يتم الاتفاق على السطر الأخير من النص", true, "سامي النجار، وزير الخارجية",
			"Meridian Wire · 11 March 2026",
		}, true},
		"chinese":  {card{"我们将签署协议", true, "王小明", "Meridian Wire"}, false},
		"too long": {card{strings.Repeat("very long words ", 60), true, "Ola Lindqvist", ""}, false},
		"one word": {card{strings.Repeat("x", 400), false, "", ""}, false},
		"nothing":  {card{}, true},
		"bad":      {card{"\xff\xfe", false, "", ""}, false},
	} {
		b, err := c.draw(test.card)
		if (err == nil) != test.drawn {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		picture, err := png.Decode(bytes.NewReader(b))
		if err != nil || picture.Bounds().Dx() != cardWidth || picture.Bounds().Dy() != cardHeight {
			t.Errorf("%s: no picture of that size: %v", name, err)
		}
		if folder := os.Getenv("ATTACHE_PICTURES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, "card-"+name+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
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
