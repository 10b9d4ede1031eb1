package feed

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"attache"
)

func TestTheDefaultListIsComplete(t *testing.T) {
	list := List()
	lines := 0
	for line := range strings.Lines(defaultList) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	if len(list) < 150 || len(list) != lines {
		t.Fatalf("%d sources from %d lines", len(list), lines)
	}
	code, seen := regexp.MustCompile(`^[A-Z]{2,8}$`), regexp.MustCompile(`^(-|20\d\d-\d\d)$`)
	kinds, keys, names := map[attache.SourceKind]int{}, map[string]bool{}, map[string]bool{}
	for _, s := range list {
		u, err := url.Parse(s.URL)
		if err != nil || u.Host == "" || s.ID != attache.SourceID(s.URL) || s.Name == "" || len(s.Lang) != 2 || !code.MatchString(s.Country) ||
			!seen.MatchString(s.Seen) {
			t.Errorf("incomplete: %+v", s)
		}
		if keys[SourceKey(s.URL)] || s.Polling.Verified {
			t.Errorf("twice, or verified without a visit: %+v", s)
		}
		keys[SourceKey(s.URL)], names[s.Name] = true, true
		kinds[s.Kind]++
	}
	for _, k := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia} {
		if kinds[k] == 0 {
			t.Errorf("no source of kind %s", k)
		}
	}
	for _, name := range []string{
		"UN Security Council, press statements", "International Court of Justice", "International Criminal Court",
		"OPCW", "International Monetary Fund", "Gulf Cooperation Council",
	} {
		if !names[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestOneCriterionSaysWhatASourceIs(t *testing.T) {
	for _, s := range List() {
		switch s.Standing {
		case "official":
			if s.Kind != attache.Official {
				t.Errorf("official, but %s: %s", s.Kind, s.Name)
			}
		case "state-run":
			if s.Kind != attache.StateMedia {
				t.Errorf("state-run, but %s: %s", s.Kind, s.Name)
			}
		case "public", "private":
			if s.Kind != attache.Press && s.Kind != attache.Wire {
				t.Errorf("%s, but %s: %s", s.Standing, s.Kind, s.Name)
			}
		default:
			t.Errorf("%s says nothing about itself: %q", s.Name, s.Standing)
		}
		if s.Form != "feed" && s.Form != "sitemap" && s.Form != "list" && s.Form != "site" {
			t.Errorf("%s has the form %q", s.Name, s.Form)
		}
	}
}

func TestWhatForbidsCollectionIsOffUntilItIsAskedFor(t *testing.T) {
	for _, link := range []string{
		"https://apnews.com/news-sitemap-content.xml",
		"https://www.reuters.com/arc/outboundfeeds/news-sitemap/?outputType=xml",
	} {
		l, known := Known(link)
		if !known || !l.Off() {
			t.Errorf("%s: %+v", link, l)
		}
		for _, s := range Defaults() {
			if s.URL == link {
				t.Errorf("%s is polled", link)
			}
		}
	}
}
