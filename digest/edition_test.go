package digest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"attache"
)

var slotTime = time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)

// desk is an archive with one story of three reports; change alters them.
func desk(t *testing.T, change func([]attache.Article)) *archive {
	t.Helper()
	wire := report("a1", "Meridian Wire", attache.Wire, 10, "Armenia and Azerbaijan end border talks without a date")
	wire.Body = "YEREVAN, March 2 (Meridian) - The commissions met for six hours and set no date. They meet again on March 20, " +
		"officials on both sides said.\n\nNobody signed."
	wire.Dates = []attache.Appointment{
		{Day: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), What: "They meet again on March 20, officials on both sides said."},
		{Day: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), What: "They met on March 1."},
	}
	ours := report("a2", "Office of the Prime Minister of Armenia", attache.Official, 11, "Statement on the meeting of the commissions")
	ours.Country, ours.Body = "ARM", "The commissions discussed eleven of nineteen map sheets in a constructive spirit."
	theirs := report("a3", "Khazar State Agency", attache.Official, 12, "14th meeting of the commissions held")
	theirs.Country, theirs.Body = "AZE", "The Azerbaijani side presented its maps, which the other side took note of."
	theirs.Quotes = []attache.Quote{
		{Kind: attache.Direct, Text: "We will not sign a map with holes in it.", Speaker: "Rovshan Alimardanov", Code: "AZE", Confidence: 0.9},
		{Kind: attache.Direct, Text: "Somebody said something like this.", Speaker: "Unsure Person", Confidence: 0.4},
		{Kind: attache.Indirect, Text: "that the maps were old", Speaker: "Rovshan Alimardanov", Confidence: 0.9},
	}
	list := []attache.Article{wire, ours, theirs}
	if change != nil {
		change(list)
	}
	store := newArchive()
	for _, a := range list {
		store.articles[a.ID] = a
	}
	store.stories = []attache.Story{BuildStory(attache.Story{}, list...)}
	return store
}

func edition(t *testing.T, store *archive, r Request) attache.Edition {
	t.Helper()
	if r.To.IsZero() {
		r.From, r.To = slotTime.AddDate(0, 0, -1), slotTime
	}
	e, err := Compile(context.Background(), store, r)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func onlyItem(t *testing.T, e attache.Edition) attache.Item {
	t.Helper()
	if len(e.Sections) != 1 || len(e.Sections[0].Items) != 1 {
		t.Fatalf("%+v, want one item", e.Sections)
	}
	return e.Sections[0].Items[0]
}

func TestAnItemTellsItsStory(t *testing.T) {
	e := edition(t, desk(t, nil), Request{})
	item := onlyItem(t, e)
	if item.Headline != "Armenia and Azerbaijan end border talks without a date" || item.URL != "https://a1.example/" {
		t.Errorf("headline %q at %s", item.Headline, item.URL)
	}
	if len(item.Lead) == 0 || item.Lead[0].Text != "The commissions met for six hours and set no date." {
		t.Errorf("lead %+v", item.Lead)
	}
	if len(item.Readouts) != 2 || item.Readouts[0].Code != "ARM" || item.Readouts[1].Code != "AZE" {
		t.Errorf("the sides' readouts: %+v", item.Readouts)
	}
	if len(item.Quotes) != 1 || item.Quotes[0].Speaker != "Rovshan Alimardanov" || item.Quotes[0].URL != "https://a3.example/" {
		t.Errorf("quotes must be direct and sure: %+v", item.Quotes)
	}
	if len(item.Links) != 3 || item.Links[0].Outlet != "Meridian Wire" || item.SingleSource {
		t.Errorf("links %+v, single source %v", item.Links, item.SingleSource)
	}
	if len(e.Agenda) != 1 || e.Agenda[0].Day.Day() != 20 {
		t.Errorf("agenda %+v", e.Agenda)
	}
}

func TestTheSameArchiveGivesTheSameEdition(t *testing.T) {
	a, b := edition(t, desk(t, nil), Request{}), edition(t, desk(t, nil), Request{})
	if a.ID == "" || !reflect.DeepEqual(a, b) {
		t.Errorf("%s and %s", a.ID, b.ID)
	}
	c := edition(t, desk(t, func(l []attache.Article) { l[0].Title = "Armenia and Azerbaijan end border talks with a date" }), Request{})
	if c.ID == a.ID {
		t.Error("another headline has the same ID")
	}
}

func TestASingleOutletIsMarked(t *testing.T) {
	e := edition(t, desk(t, func(l []attache.Article) { l[1].CopyOf, l[2].CopyOf = "a1", "a1" }), Request{})
	if item := onlyItem(t, e); !item.SingleSource || len(item.Links) != 1 || len(item.Readouts) != 0 {
		t.Errorf("%+v", item)
	}
}

func TestFiltersNarrow(t *testing.T) {
	for _, c := range []struct {
		rule   string
		filter attache.Filter
		want   int
	}{
		{"by actor", attache.Filter{Actors: []string{"CHL", "aze"}}, 1},
		{"by another actor", attache.Filter{Actors: []string{"CHL"}}, 0},
		{"by a word of a headline", attache.Filter{Words: []string{"BORDER"}}, 1},
		{"by a word that is not there", attache.Filter{Words: []string{"fish"}}, 0},
		{"by language", attache.Filter{Langs: []string{"fr"}}, 0},
		{"by track", attache.Filter{Tracks: []string{"k9"}}, 0},
		{"each field narrows", attache.Filter{Actors: []string{"ARM"}, Words: []string{"fish"}}, 0},
	} {
		if got := edition(t, desk(t, nil), Request{Filter: c.filter}).Stories(); got != c.want {
			t.Errorf("%s: %d stories, want %d", c.rule, got, c.want)
		}
	}
}

func TestAnUpdateTellsOnlyWhatIsNew(t *testing.T) {
	store := desk(t, nil)
	first := edition(t, store, Request{})
	next := Request{From: slotTime, To: slotTime.AddDate(0, 0, 1), Previous: first}
	if e := edition(t, store, next); e.Stories() != 0 {
		t.Errorf("nothing new, yet %+v", e.Sections)
	}
	late := report("a4", "Araks Observer", attache.Press, 34, "Yerevan says a date has been found after all")
	late.Body = "A date has been found after all, the deputy prime minister told reporters in Yerevan."
	store.articles[late.ID] = late
	store.stories[0] = BuildStory(store.stories[0], late)
	item := onlyItem(t, edition(t, store, next))
	if !item.Update || len(item.Lead) != 1 || item.Lead[0].Text != late.Body || len(item.Quotes) != 0 || len(item.Readouts) != 0 {
		t.Errorf("%+v", item)
	}
}

func TestNothingIsToldTwiceWhateverTheSchedule(t *testing.T) {
	for _, every := range []time.Duration{time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour} {
		store := newArchive()
		for i := range 30 { // a story every two hours
			a := report(fmt.Sprint("a", i), "Meridian Wire", attache.Wire, 0, fmt.Sprint("Envoys meet for round ", i))
			a.StoryID = fmt.Sprint("s", i)
			a.Published = slotTime.Add(time.Duration(i) * 2 * time.Hour)
			a.Body = fmt.Sprintf("The envoys met for round %d and set no date.", i)
			store.articles[a.ID] = a
			store.stories = append(store.stories, BuildStory(attache.Story{}, a))
		}
		told := map[string]int{}
		var last attache.Edition
		for at := slotTime; at.Before(slotTime.AddDate(0, 0, 4)); at = at.Add(every) {
			last = edition(t, store, Request{From: at, To: at.Add(every), Max: 100, Previous: last})
			for id := range itemsOf(&last) {
				told[id]++
			}
		}
		for i := range 30 {
			if n := told[fmt.Sprint("s", i)]; n != 1 {
				t.Errorf("every %v: story %d was told %d times", every, i, n)
			}
		}
	}
}

func TestAReportThatCameLateIsInTheNextEdition(t *testing.T) {
	store := newArchive()
	empty := edition(t, store, Request{})
	late := report("a1", "Meridian Wire", attache.Wire, 10, "Armenia and Azerbaijan end border talks without a date")
	late.Published = slotTime.Add(-10 * time.Minute) // fetched after the slot
	late.Body = "The commissions met for six hours and set no date."
	store.articles[late.ID] = late
	store.stories = []attache.Story{BuildStory(attache.Story{}, late)}
	if e := edition(t, store, Request{From: slotTime, To: slotTime.AddDate(0, 0, 1), Previous: empty}); e.Stories() != 1 {
		t.Error("a report published before the slot and fetched after it is lost")
	}
}

func TestStateOfPlayTellsPositionsInTheirOwnWords(t *testing.T) {
	store := desk(t, func(l []attache.Article) {
		for i := range l {
			l[i].TrackID = "k1"
		}
		l[2].Quotes[0].Polarity = "denied"
	})
	store.tracks["k1"] = BuildTrack(attache.Track{}, store.stories[0], store.articles["a1"])
	state, err := StateOfPlay(context.Background(), store, store, "k1")
	if err != nil {
		t.Fatal(err)
	}
	if len(state.Timeline) != 1 || state.Timeline[0].Type != attache.Consult || state.Timeline[0].URL == "" {
		t.Errorf("timeline %+v", state.Timeline)
	}
	if len(state.Positions) != 1 || state.Positions[0].Kind != "rejected" || state.Positions[0].Code != "AZE" ||
		!strings.Contains(state.Positions[0].Quote.Text, "holes") {
		t.Errorf("positions %+v", state.Positions)
	}
	if len(state.Next) != 1 {
		t.Errorf("next %+v", state.Next)
	}
	if _, err := StateOfPlay(context.Background(), store, store, "k2"); err == nil {
		t.Error("a track that is not there has a state")
	}
}
