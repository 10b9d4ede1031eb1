package address

import "testing"

func TestOnePageHasOneKeyHoweverItIsLinked(t *testing.T) {
	const want = "https://alborzna.example/en/news/85702214?id=7"
	for _, variant := range []string{
		"https://alborzna.example/en/news/85702214?id=7",
		"http://www.alborzna.example/en/news/85702214?id=7",
		"HTTPS://ALBORZNA.EXAMPLE:443/en/news/85702214?id=7",
		"https://m.alborzna.example/en/news/85702214/?id=7&utm_source=rss&utm_medium=feed",
		"https://amp.alborzna.example/en/news/85702214?fbclid=x&id=7",
		"https://alborzna.example/amp/en/news/85702214?id=7",
		"https://alborzna.example/en/news/85702214/amp/?id=7",
		"https://alborzna.example/en/news/85702214.amp?id=7",
		"https://alborzna.example/en//news/85702214?id=7#comments",
		"https://alborzna-example.cdn.ampproject.org/c/s/alborzna.example/en/news/85702214?id=7",
		"https://www.google.com/amp/s/alborzna.example/en/news/85702214?id=7",
		" https://alborzna.example./en/news/85702214?ref=rss&id=7 ",
		"https://reader:secret@alborzna.example/en/news/85702214?id=7",
	} {
		if got := Key(variant); got != want {
			t.Errorf("Key(%q) = %q, want %q", variant, got, want)
		}
	}
}

func TestDifferentPagesKeepDifferentKeys(t *testing.T) {
	pages := []string{
		"https://paper.example/", "https://paper.example/a", "https://paper.example/a?id=1", "https://paper.example/a?id=2",
		"https://paper.example/a?source=iaea", "https://paper.example/A", "https://news.paper.example/a",
		"https://paper.example:8080/a", "https://paper.example/#!/a", "https://paper.example/a%2Fb", "https://paper.example/a/b",
	}
	seen := map[string]string{}
	for _, p := range pages {
		k := Key(p)
		if other, dup := seen[k]; dup || k == "" {
			t.Errorf("%q and %q share the key %q", p, other, k)
		}
		seen[k] = p
	}
}

func TestCanonicalStaysAnAddressThatAnswers(t *testing.T) {
	for raw, want := range map[string]string{
		"http://WWW.Paper.example/a/?utm_campaign=x#top": "http://www.paper.example/a/",
		"https://m.paper.example/a?b=2&a=1":              "https://m.paper.example/a?a=1&b=2",
		"https://paper.example":                          "https://paper.example/",
		"https://xn--e1aybc.example/ъ":                   "https://xn--e1aybc.example/%D1%8A",
		"https://www.google.com/amp/s/paper.example/a":   "https://paper.example/a",
		"javascript:alert(1)":                            "",
		"mailto:desk@paper.example":                      "",
		"/relative":                                      "",
		"https://":                                       "",
		"http://[::1":                                    "",
	} {
		if got := Canonical(raw); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", raw, got, want)
		}
	}
}
