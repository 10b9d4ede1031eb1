package digest

import (
	"slices"
	"testing"
	"time"

	"attache"
)

func TestATrackIsNamedForItsLatestStateAndMediatorsAreNoParties(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	story := func(id string, n int, source, target []string) attache.Story {
		return attache.Story{
			ID: id, TrackID: "k1", First: day(n), Last: day(n), Actors: slices.Concat(source, target),
			Event: attache.Event{Type: attache.Consult, Source: source, Target: target},
		}
	}
	article := func(title, body string) attache.Article {
		a := attache.Article{Title: title, Body: body, Reading: attache.Reading{Lang: "en", Relevant: true}}
		for code, name := range map[string]string{"NOR": "Norway", "ISL": "Iceland", "OMN": "Oman", "DNK": "Denmark"} {
			a.Actors = append(a.Actors, attache.Actor{Kind: attache.Country, Code: code, Name: name})
		}
		return a
	}
	track := BuildTrack(attache.Track{}, story("s1", 0, []string{"OMN"}, []string{"NOR", "ISL"}),
		article("Oman hosts fishing talks of Norway and Iceland", "The talks on mackerel were mediated by Oman."))
	if track.Name != "Norway – Iceland: fishing" || !slices.Equal(track.Mediators, []string{"OMN"}) || track.Actors[2] != "OMN" {
		t.Errorf("%q between %v, mediated by %v", track.Name, track.Actors, track.Mediators)
	}
	for n := 20; n < 24; n++ {
		track = BuildTrack(track, story("t"+string(rune('a'+n)), n, []string{"ISL"}, []string{"DNK", "NOR"}),
			article("Iceland, Denmark and Norway draw a border at sea", "The border was drawn."))
	}
	if track.Name != "Norway – Iceland – Denmark: border" {
		t.Errorf("its stories moved on, and it is still called %q", track.Name)
	}
	if got := BuildTrack(track, story("tx", 23, []string{"ISL"}, []string{"DNK", "NOR"})); got.Name != track.Name {
		t.Errorf("a story without articles renames it to %q", got.Name)
	}
}

func TestWhoseNamesATrackHas(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	move := func(daysAgo int, actors ...string) attache.Move {
		return attache.Move{At: now.AddDate(0, 0, -daysAgo), Actors: actors}
	}
	by := func(m attache.Move, mediators ...string) attache.Move {
		m.Mediators = mediators
		return m
	}
	for _, c := range []struct {
		rule                       string
		moves                      []attache.Move
		known                      []string
		parties, actors, mediators []string
	}{
		{"the two of its move", []attache.Move{move(0, "A", "B")}, nil, []string{"A", "B"}, []string{"A", "B"}, nil},
		{
			"in the order in which they are known",
			[]attache.Move{move(0, "A", "B")},
			[]string{"B", "A"},
			[]string{"B", "A"},
			[]string{"B", "A"},
			nil,
		},
		{
			"those of the latest moves",
			[]attache.Move{move(60, "A", "B"), move(0, "B", "C")},
			nil,
			[]string{"B", "C"},
			[]string{"B", "C", "A"},
			nil,
		},
		{
			"a third where it is one often",
			[]attache.Move{move(1, "A", "B", "C"), move(0, "A", "B", "C")},
			nil,
			[]string{"A", "B", "C"},
			[]string{"A", "B", "C"},
			nil,
		},
		{
			"no third that came once",
			[]attache.Move{move(2, "A", "B"), move(1, "A", "B"), move(0, "A", "B", "C")},
			nil,
			[]string{"A", "B"},
			[]string{"A", "B", "C"},
			nil,
		},
		{"three at most", []attache.Move{move(0, "A", "B", "C", "D")}, nil, []string{"A", "B", "C"}, []string{"A", "B", "C", "D"}, nil},
		{"no mediator", []attache.Move{by(move(0, "M", "A", "B"), "M")}, nil, []string{"A", "B"}, []string{"A", "B", "M"}, []string{"M"}},
		{
			"one that mediated once and is a party since",
			[]attache.Move{by(move(40, "M", "A", "B"), "M"), move(0, "M", "A"), move(0, "M", "A")},
			nil,
			[]string{"M", "A"},
			[]string{"M", "A", "B"},
			nil,
		},
		{"a mediator where nobody else is left", []attache.Move{by(move(0, "M", "A"), "M")}, nil, []string{"M", "A"}, []string{"M", "A"}, nil},
		{"those known where moves name nobody", []attache.Move{move(0)}, []string{"A", "B"}, []string{"A", "B"}, []string{"A", "B"}, nil},
		{"nobody", nil, nil, nil, nil, nil},
	} {
		got := castOf(c.moves, now, c.known)
		if !slices.Equal(got.parties, c.parties) || !slices.Equal(got.actors, c.actors) || !slices.Equal(got.mediators, c.mediators) {
			t.Errorf("%s: %+v", c.rule, got)
		}
	}
}

func TestATracksTopicHasAFairShareOfItsMoves(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		rule   string
		topics []string // oldest first, a fortnight apart
		want   string
	}{
		{"the only one", []string{"gas"}, "gas"},
		{"the newest of two", []string{"gas", "oil"}, "oil"},
		{"one of two moves", []string{"", "oil"}, "oil"},
		{"not an old one", []string{"oil", ""}, ""},
		{"several old ones against a new", []string{"gas", "gas", "gas", "gas", "gas", "oil"}, "oil"},
		{"none", []string{"", ""}, ""},
	} {
		var moves []attache.Move
		for i, topic := range c.topics {
			moves = append(moves, attache.Move{Topic: topic, At: now.AddDate(0, 0, -14*(len(c.topics)-1-i))})
		}
		if got := trackTopic(moves, now); got != c.want {
			t.Errorf("%s: %q, want %q", c.rule, got, c.want)
		}
	}
	equal := []attache.Move{{Topic: "oil", At: now}, {Topic: "gas", At: now}}
	if got := trackTopic(equal, now); got != "gas" {
		t.Errorf("of two equal ones %q", got)
	}
}

func TestHowATrackIsCalled(t *testing.T) {
	for _, c := range []struct {
		parties             []string
		topic, before, want string
	}{
		{[]string{"NOR", "ISL"}, "fishing", "", "Norway – Iceland: fishing"},
		{[]string{"NOR", "ISL"}, "", "old", "Norway – Iceland"},
		{nil, "fishing", "old", "Fishing"},
		{nil, "", "old", "old"},
		{[]string{"GUY", "EU"}, "", "", "Guyana – European Union"},
		{[]string{"IAEA", "NATO"}, "", "", "IAEA – NATO"},
		{[]string{"XQZ", "NOR"}, "", "", "Norway"}, // a code that nobody knows
		{[]string{"CARICOM"}, "", "", "Caribbean Community"},
	} {
		if got := trackTitle(c.parties, c.topic, c.before); got != c.want {
			t.Errorf("%v, %q: %q, want %q", c.parties, c.topic, got, c.want)
		}
	}
}

func TestWhoOnlyBringsOthersTogether(t *testing.T) {
	actors := []attache.Actor{
		{Kind: attache.Country, Code: "OMN", Name: "Oman"},
		{Kind: attache.Country, Code: "NOR", Name: "Norway"},
		{Kind: attache.Person, Code: "ISL", Name: "Iceland Olsen"},
		{Kind: attache.Country, Name: "Nowhere"},
	}
	for title, want := range map[string][]string{
		"Oman hosts talks":                                   {"OMN"},
		"Talks mediated by Oman":                             {"OMN"},
		"Oman, which is hosting talks":                       {"OMN"},
		"Omani mediators leave":                              {"OMN"},
		"Norway thanks mediator Oman":                        {"OMN"},
		"Norway said that four of its ships had left Oman":   nil,
		"Iceland Olsen mediates":                             nil,
		"Nowhere hosts talks":                                nil,
		"Oman and Norway fish where a third country brokers": nil,
	} {
		a := attache.Article{Title: title, Reading: attache.Reading{Lang: "en", Actors: actors}}
		if got := mediatorsIn([]attache.Article{a}); !slices.Equal(got, want) {
			t.Errorf("%q: %v", title, got)
		}
		a.Title, a.Body = "", title
		if got := mediatorsIn([]attache.Article{a}); !slices.Equal(got, want) {
			t.Errorf("in the text %q: %v", title, got)
		}
		if a.CopyOf = "a0"; mediatorsIn([]attache.Article{a}) != nil {
			t.Error("a copy tells it again")
		}
	}
}
