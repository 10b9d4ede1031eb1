package digest

import (
	"fmt"
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
	follows := attache.Chat{
		State: attache.ChatActive, TimeZone: "Europe/Berlin", Filter: attache.Filter{Actors: []string{"ARM"}},
		Alerts: attache.Alerts{PerDay: 2, QuietFrom: "22:00", QuietUntil: "07:00"},
	}
	fast := story(10, 30, 60)
	copies := story(10, 30, 60)
	copies.Reports[1].CopyOf, copies.Reports[2].CopyOf = "a", "a"
	alerted := follows
	alerted.NoteAlert("t1", ago(1))
	elsewhere := follows
	elsewhere.Filter.Actors = []string{"CHL"}
	all := follows
	all.Filter = attache.Filter{}
	stopped := follows
	stopped.State = attache.ChatStopped
	night := follows
	night.TimeZone = "Asia/Tokyo" // 23:00 there
	never := follows
	never.Alerts.PerDay = 0
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
		{"it goes out once", fast, alerted, nil, false},
		{"what the chat does not follow is left", fast, elsewhere, nil, false},
		{"a chat that follows everything needs twice as many", fast, all, nil, false},
		{"and gets it then", story(5, 10, 20, 30, 40, 50), all, nil, true},
		{"a stopped chat gets none", fast, stopped, nil, false},
		{"quiet hours are those of the chat's zone", fast, night, nil, false},
		{"a chat that wants none a day gets none", fast, never, nil, false},
		{"the day's measure is kept", fast, follows, []time.Time{ago(60), ago(120)}, false},
		{"yesterday's alerts do not count", fast, follows, []time.Time{ago(60), ago(16 * 60)}, true},
	} {
		for i, at := range c.sent {
			c.chat.Alerted = append(c.chat.Alerted, attache.Alerted{StoryID: fmt.Sprint("earlier", i), At: at})
		}
		loc, err := time.LoadLocation(c.chat.TimeZone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Breaking(&c.story, &c.chat, loc, now); got != c.want {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
}
