package people

import (
	"testing"
	"time"

	"attache"
)

func TestAPersonInOfficeIsRememberedForAWhile(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	in := func(at time.Time) attache.Article {
		return attache.Article{Published: at, Reading: attache.Reading{Actors: []attache.Actor{
			{Name: "Kazem Daneshfar", Kind: attache.Person, Code: "IRN", Role: "Deputy Foreign Minister", Mentions: []attache.Span{{0, 5}}},
			{Name: "Oltmanns", Kind: attache.Person, Code: "DEU", Role: "ambassador"},
			{Name: "Rasa Vilkaitė", Kind: attache.Person},
			{Name: "Security Council", Kind: attache.Organization, Code: "UN", Role: "body"},
		}}}
	}
	p := New()
	p.Learn(in(day))
	p.Learn(in(day.Add(-10 * 24 * time.Hour))) // an older article that came later
	for _, test := range []struct {
		name string
		at   time.Time
		want bool
	}{
		{"Kazem Daneshfar", day.Add(24 * time.Hour), true},
		{"kazem daneshfar", time.Time{}, true},
		{"Kazem Daneshfar", day.Add(55 * 24 * time.Hour), true},
		{"Kazem Daneshfar", day.Add(100 * 24 * time.Hour), false},
		{"Kazem Daneshfar", day.Add(-100 * 24 * time.Hour), false},
		{"Oltmanns", day, false},         // one word may be many people
		{"Rasa Vilkaitė", day, false},    // no office was named
		{"Security Council", day, false}, // no person
	} {
		if got := p.Knows(test.name, test.at); got != test.want {
			t.Errorf("%s at %s: %t", test.name, test.at.Format(time.DateOnly), got)
		}
	}
}
