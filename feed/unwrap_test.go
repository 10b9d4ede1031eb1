package feed

import (
	"encoding/base64"
	"testing"
)

func TestAnAggregatorsLinkGivesTheReport(t *testing.T) {
	id := base64.RawURLEncoding.EncodeToString([]byte("\x08\x13\x22\x1fhttps://post.example/world/talks-1\xd2\x01\x00"))
	for link, want := range map[string]string{
		"https://www.google.com/url?rct=j&sa=t&url=https://post.example/a%3Fb%3D1&ct=ga":   "https://post.example/a?b=1",
		"https://www.google.de/url?q=https://post.example/a":                               "https://post.example/a",
		"https://news.google.com/rss/articles/" + id + "?oc=5":                             "https://post.example/world/talks-1",
		"https://news.google.com/rss/articles/CBMiAU_yqLNewer":                             "https://news.google.com/rss/articles/CBMiAU_yqLNewer",
		"https://l.facebook.com/l.php?u=https%3A%2F%2Fpost.example%2Fa&h=x":                "https://post.example/a",
		"https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fpost.example%2fa": "https://post.example/a",
		"https://post.example/share?url=https://other.example/":                            "https://post.example/share?url=https://other.example/",
		"https://www.google.com/url?url=javascript:alert(1)":                               "https://www.google.com/url?url=javascript:alert(1)",
	} {
		if got := unwrapped(link); got != want {
			t.Errorf("%s\n got %s\nwant %s", link, got, want)
		}
	}
}

func TestAnAggregatorsEntryHasItsOutlet(t *testing.T) {
	doc := `<rss><channel><title>"talks" - Google News</title>
<item><title>Envoys resume talks - The Marrow Post</title><link>https://news.google.com/rss/articles/CBMiAU_yqLNewer</link><source url="https://post.example">The Marrow Post</source></item>
<item><title>Gate reopened - Keld Herald</title><link>https://www.google.com/url?url=https://herald.example/1</link></item></channel></rss>`
	f, err := Parse([]byte(doc), "https://news.google.com/rss/search?q=talks", "")
	if err != nil || len(f.Entries) != 2 {
		t.Fatal(f, err)
	}
	a, b := f.Entries[0], f.Entries[1]
	if a.Title != "Envoys resume talks" || a.Outlet != "The Marrow Post" || b.Title != "Gate reopened" || b.Outlet != "Keld Herald" ||
		b.URL != "https://herald.example/1" {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestAFeedsOwnNameIsNoPartOfItsTitles(t *testing.T) {
	own, err := Parse([]byte(`<rss><channel><title>The Marrow Post</title><item><title>Envoys resume talks | The Marrow Post</title><link>https://post.example/1</link>
<source url="https://mfa.example">Ministry of Keld</source></item><item><title>Marrow - Keld</title><link>https://post.example/2</link></item></channel></rss>`), "https://post.example/feed", "")
	if err != nil || own.Entries[0].Title != "Envoys resume talks" || own.Entries[0].Outlet != "" || own.Entries[1].Title != "Marrow - Keld" {
		t.Errorf("%+v, %v", own.Entries, err)
	}
}
