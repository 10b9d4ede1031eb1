package digest

import (
	"testing"
	"time"

	"attache"
)

func TestBreaking(t *testing.T) {
	now := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	ago := func(m int) time.Time { return now.Add(-time.Duration(m) * time.Minute) }
	story := func(minutes ...int) attache.Story {
		s := attache.Story{ID: "t1", Relevant: true, Actors: []string{"ARM", "AZE"}, First: now}
		for i, m := range minutes {
			r := attache.Report{ArticleID: string(rune('a' + i)), Outlet: "Outlet " + string(rune('A'+i)), Published: ago(m)}
			s.Reports = append(s.Reports, r)
			if r.Published.Before(s.First) {
				s.First = r.Published
			}
		}
		return s
	}
	follows := attache.Chat{State: attache.ChatActive, TimeZone: "Europe/Berlin", Filter: attache.Filter{Actors: []string{"ARM"}}}
	rules := AlertRules{PerDay: 2, QuietFrom: 22 * time.Hour, QuietUntil: 7 * time.Hour}
	fast := story(10, 30, 60)
	copies := story(10, 30, 60)
	copies.Reports[1].CopyOf, copies.Reports[2].CopyOf = "a", "a"
	alerted := story(10, 30, 60)
	alerted.Alerted = &now
	elsewhere := follows
	elsewhere.Filter.Actors = []string{"CHL"}
	all := follows
	all.Filter = attache.Filter{}
	stopped := follows
	stopped.State = attache.ChatStopped
	night := follows
	night.TimeZone = "Asia/Tokyo" // 23:00 there
	for _, c := range []struct {
		rule  string
		story attache.Story
		chat  attache.Chat
		sent  []time.Time
		want  bool
	}{
		{"three independent outlets within two hours break", fast, follows, nil, true},
		{"two do not", story(10, 30), follows, nil, false},
		{"copies of one report do not", copies, follows, nil, false},
		{"slow growth does not", story(10, 150, 200), follows, nil, false},
		{"an old story does not", story(10, 20, 30, 800), follows, nil, false},
		{"it goes out once", alerted, follows, nil, false},
		{"what the chat does not follow is left", fast, elsewhere, nil, false},
		{"a chat that follows everything needs twice as many", fast, all, nil, false},
		{"and gets it then", story(5, 10, 20, 30, 40, 50), all, nil, true},
		{"a stopped chat gets none", fast, stopped, nil, false},
		{"quiet hours are those of the chat's zone", fast, night, nil, false},
		{"the day's measure is kept", fast, follows, []time.Time{ago(60), ago(120)}, false},
		{"yesterday's alerts do not count", fast, follows, []time.Time{ago(60), ago(16 * 60)}, true},
	} {
		if got := Breaking(c.story, c.chat, rules, c.sent, now); got != c.want {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
	if Breaking(fast, follows, AlertRules{}, nil, now) {
		t.Error("rules that allow none a day let one through")
	}
}
