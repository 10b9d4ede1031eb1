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
		{ID: attache.SourceID("https://ana.example/rss"), URL: "https://ana.example/rss", Name: "ANA & Co", Kind: attache.StateMedia, Country: "IRN", Lang: "en"},
		{ID: attache.SourceID("https://b.example/"), URL: "https://b.example/", Name: "B", Topics: []string{"Europe", "Balkans"}, FullText: attache.FullTextNever},
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, want, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML(&b)
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
	got, err := ReadOPML(strings.NewReader(doc))
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
		if _, err := ReadOPML(strings.NewReader(doc)); !errors.Is(err, ErrNotOPML) {
			t.Errorf("%.20q: %v", doc, err)
		}
	}
}
