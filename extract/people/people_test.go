package people

import (
	"testing"
	"time"

	"attache"
)

func TestAPersonsOfficeIsRememberedForAWhile(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	p := New()
	p.Learn(attache.Article{Published: day, Reading: attache.Reading{Actors: []attache.Actor{
		{Name: "Kazem Daneshfar", Kind: attache.Person, Code: "IRN", Role: "Deputy Foreign Minister", Mentions: []attache.Span{{0, 5}}},
		{Name: "Oltmanns", Kind: attache.Person, Code: "DEU", Role: "ambassador"},
		{Name: "Rasa Vilkaitė", Kind: attache.Person},
		{Name: "Security Council", Kind: attache.Organization, Code: "UN", Role: "body"},
	}}})
	for _, test := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"Kazem Daneshfar", day.Add(24 * time.Hour), "Deputy Foreign Minister"},
		{"kazem daneshfar", time.Time{}, "Deputy Foreign Minister"},
		{"Kazem Daneshfar", day.Add(100 * 24 * time.Hour), ""},
		{"Oltmanns", day, ""},         // one word may be many people
		{"Rasa Vilkaitė", day, ""},    // no office was named
		{"Security Council", day, ""}, // no person
	} {
		got, ok := p.Find(test.name, test.at)
		if got.Role != test.want || ok != (test.want != "") || len(got.Mentions) != 0 {
			t.Errorf("%s at %s: %+v, want the role %q", test.name, test.at.Format(time.DateOnly), got, test.want)
		}
	}
}

func TestTheLatestOfficeCountsWhateverTheOrderOfArticles(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	in := func(at time.Time, role string) attache.Article {
		return attache.Article{Published: at, Reading: attache.Reading{Actors: []attache.Actor{
			{Name: "Ingrid Hallvorsen", Kind: attache.Person, Code: "IAEA", Role: role},
		}}}
	}
	p := New()
	p.Learn(in(day.Add(time.Hour), "director general"))
	p.Learn(in(day, "deputy director"))
	if got, _ := p.Find("Ingrid Hallvorsen", day); got.Role != "director general" {
		t.Errorf("the role is %q, want the later one", got.Role)
	}
}
