package people

import (
	"fmt"
	"testing"
	"time"

	"attache"
)

func TestAnOfficeIsBelievedForSixtyDays(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	m := New()
	m.Learn(attache.Article{Fetched: day, Reading: attache.Reading{Actors: []attache.Actor{
		{Name: "Ada  LIND", Kind: attache.Person, Code: "NOR", Role: "minister"},
		{Name: "Per Holt", Kind: attache.Person, Role: "minister"},
		{Name: "Bo Ek", Kind: attache.Person, Code: "NOR"},
	}}})
	const days = 24 * time.Hour
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{0, true}, {60 * days, true}, {60*days + 1, false}, {-60 * days, true}, {-60*days - 1, false}} {
		if got := m.Knows("Ada Lind", day.Add(c.after)); got != c.want {
			t.Errorf("%s later: %v", c.after, got)
		}
	}
	for _, name := range []string{"Per Holt", "Bo Ek", "", "Lind"} {
		if m.Knows(name, time.Time{}) {
			t.Errorf("%q is known", name)
		}
	}
}

func TestTheMemoryOfPersonsIsBounded(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	m := New()
	for i := range maxPeople {
		m.seen[fmt.Sprintf("ada lind%d", i)] = day
	}
	learn := func(name string, at time.Time) {
		m.Learn(attache.Article{Published: at, Reading: attache.Reading{Actors: []attache.Actor{{
			Name: name, Kind: attache.Person, Code: "NOR",
			Role: "r",
		}}}})
	}
	learn("Per Holt", day)
	learn("Ada Lind7", day.Add(time.Hour))
	if m.Knows("Per Holt", day) || len(m.seen) != 50_000 || !m.seen["ada lind7"].Equal(day.Add(time.Hour)) {
		t.Errorf("%d are remembered", len(m.seen))
	}
	delete(m.seen, "ada lind8")
	if learn("Per Holt", day); !m.Knows("Per Holt", day) {
		t.Error("where there is room nobody is learned")
	}
}
