package feed

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"attache"
)

func TestTheDefaultListIsComplete(t *testing.T) {
	list := Defaults()
	lines := 0
	for line := range strings.Lines(defaultList) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	if len(list) < 60 || len(list) != lines {
		t.Fatalf("%d sources from %d lines", len(list), lines)
	}
	code := regexp.MustCompile(`^[A-Z]{2,5}$`)
	kinds, seen, names := map[attache.SourceKind]int{}, map[string]bool{}, map[string]bool{}
	for _, s := range list {
		u, err := url.Parse(s.URL)
		if err != nil || u.Host == "" || s.ID != attache.SourceID(s.URL) || s.Name == "" || len(s.Lang) != 2 || !code.MatchString(s.Country) {
			t.Errorf("incomplete: %+v", s)
		}
		if seen[s.ID] || s.Polling.Verified {
			t.Errorf("twice, or verified without a visit: %+v", s)
		}
		seen[s.ID] = true
		names[s.Name] = true
		kinds[s.Kind]++
	}
	for _, k := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia} {
		if kinds[k] == 0 {
			t.Errorf("no source of kind %s", k)
		}
	}
	if len(kinds) != 4 || !names["Pravda.Ru"] || !names["UN News"] || !names["OSCE"] || !names["ASEAN"] {
		t.Errorf("kinds %v", kinds)
	}
}
