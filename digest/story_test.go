package digest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"attache"
)

func report(id, outlet string, kind attache.SourceKind, hour int, title string) attache.Article {
	return attache.Article{
		ID: id, StoryID: "t1", Outlet: outlet, OutletKind: kind, URL: "https://" + id + ".example/", Title: title,
		Published: time.Date(2026, 3, 2, hour, 0, 0, 0, time.UTC),
		Reading: attache.Reading{
			Lang: "en", Relevant: true, Event: attache.Event{Type: attache.Consult, Source: []string{"ARM"}, Target: []string{"AZE"}},
			Actors: []attache.Actor{{Name: "Armenia", Kind: attache.Country, Code: "ARM"}, {Name: "Azerbaijan", Kind: attache.Country, Code: "AZE"}},
		},
	}
}

func TestBuildStory(t *testing.T) {
	wire := report("a1", "Meridian Wire", attache.Wire, 10, "Armenia and Azerbaijan end border talks without a date")
	press := report("a2", "Araks Observer", attache.Press, 12, "Berkaber waits while the map-makers argue?")
	official := report("a3", "Office of the Prime Minister", attache.Official, 9, "Statement on the meeting of the commissions")
	copied := report("a4", "Baltic Ledger", attache.Press, 13, wire.Title)
	copied.CopyOf = "a1"
	s := BuildStory(attache.Story{}, press, wire, official, copied)

	t.Run("the headline is the soberest title, verbatim", func(t *testing.T) {
		if s.Headline != wire.Title {
			t.Errorf("headline %q", s.Headline)
		}
	})
	t.Run("copies are no independent outlets", func(t *testing.T) {
		if want := []string{"Araks Observer", "Meridian Wire", "Office of the Prime Minister"}; !reflect.DeepEqual(s.Outlets, want) {
			t.Errorf("outlets %q, want %q", s.Outlets, want)
		}
	})
	t.Run("times span all reports, officials are counted", func(t *testing.T) {
		if !s.First.Equal(official.Published) || !s.Last.Equal(copied.Published) || s.Official != 1 || len(s.ArticleIDs) != 4 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("article by article gives the same as all at once", func(t *testing.T) {
		var one attache.Story
		for _, a := range []attache.Article{press, wire, official, copied} {
			one = BuildStory(one, a)
		}
		if !reflect.DeepEqual(one, s) {
			t.Errorf("one by one %+v\nat once %+v", one, s)
		}
	})
	t.Run("a repeated article changes nothing", func(t *testing.T) {
		if again := BuildStory(s, wire); !reflect.DeepEqual(again, s) {
			t.Errorf("%+v", again)
		}
	})
	t.Run("an updated article replaces what it brought in", func(t *testing.T) {
		changed := wire
		changed.Title = "Armenia and Azerbaijan end border talks with a date"
		changed.Event.Type = attache.Agree
		got := BuildStory(s, changed)
		if got.Headline != changed.Title || len(got.Reports) != 4 {
			t.Errorf("headline %q, %d reports", got.Headline, len(got.Reports))
		}
		if s.Headline != wire.Title || s.Reports[1].Title != wire.Title {
			t.Error("the stored story was changed in place")
		}
	})
	t.Run("an article taken out leaves no trace", func(t *testing.T) {
		if got, want := without(s, "a4"), BuildStory(attache.Story{}, press, wire, official); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nwant %+v", got, want)
		}
	})
}

func TestACopyWhoseOriginalIsElsewhereStandsForIt(t *testing.T) {
	one := report("a1", "Baltic Ledger", attache.Press, 10, "Armenia and Azerbaijan meet")
	two := report("a2", "Ostrava Daily", attache.Press, 11, "Armenia and Azerbaijan meet")
	one.CopyOf, two.CopyOf = "a0", "a0"
	if s := BuildStory(attache.Story{}, one, two); len(s.Outlets) != 1 || s.Outlets[0] != "Baltic Ledger" {
		t.Errorf("outlets %q, want the first copy's alone", s.Outlets)
	}
}

func TestBuildTrackTellsTheMovesAndTheirWarmth(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }
	story := func(id string, day int, kind attache.EventType) attache.Story {
		return attache.Story{
			ID: id, TrackID: "k1", First: at(day), Last: at(day), Actors: []string{"ARM", "AZE"},
			Event: attache.Event{Type: kind, Source: []string{"ARM"}, Target: []string{"AZE"}},
		}
	}
	talks := report("a1", "Meridian Wire", attache.Wire, 12, "Armenia and Azerbaijan trade border maps")
	talks.Dates = []attache.Appointment{{Day: at(20).Truncate(24 * time.Hour), What: "The commissions meet again on March 20."}}
	track := BuildTrack(attache.Track{}, story("t2", 5, attache.Accuse), talks)
	cold := track.Temperature
	track = BuildTrack(track, story("t1", 2, attache.Consult))
	track = BuildTrack(track, story("t3", 9, attache.Agree))
	again := BuildTrack(track, story("t3", 9, attache.Agree))
	if !reflect.DeepEqual(again, track) {
		t.Errorf("a repeat changes the track: %+v", again)
	}
	if cold >= 0 || track.Temperature <= 0 {
		t.Errorf("after an accusation %.2f, after an agreement %.2f", cold, track.Temperature)
	}
	if len(track.Moves) != 3 || track.Moves[0].StoryID != "t1" || track.Moves[2].Type != attache.Agree {
		t.Errorf("moves out of order: %+v", track.Moves)
	}
	if track.Name != "Armenia – Azerbaijan" || len(track.Next) != 1 {
		t.Errorf("name %q, next %v", track.Name, track.Next)
	}
}

func TestAStoryOfHundredsKeepsABoundedNumberOfReportsTheFirstTheNewestAndTheOfficial(t *testing.T) {
	var s attache.Story
	for i := range 300 {
		a := report(fmt.Sprint("a", i), fmt.Sprint("Outlet ", i), attache.Press, 0, "Envoys meet")
		a.StoryID, a.Published = "s", slotTime.Add(time.Duration(i)*time.Minute)
		if i == 40 {
			a.OutletKind = attache.Official
		}
		s = BuildStory(s, a)
	}
	if len(s.Reports) != maxReports || len(s.ArticleIDs) != maxReports {
		t.Errorf("%d reports are kept, want %d", len(s.Reports), maxReports)
	}
	if !s.First.Equal(slotTime) || s.Last.Sub(slotTime) != 299*time.Minute || s.Official != 1 {
		t.Errorf("first %v, last %v, %d official", s.First, s.Last, s.Official)
	}
}
