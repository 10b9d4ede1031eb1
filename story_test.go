package attache

import (
	"reflect"
	"testing"
	"time"
)

// TestAReportThatLeadsToAnothersPageRelaysIt: of two outlets at one address, the
// one whose site it is was first hand; then an official; then who told it first.
func TestAReportThatLeadsToAnothersPageRelaysIt(t *testing.T) {
	const at = "https://marrow.example/1"
	press := Report{Outlet: "The Marrow Post", URL: at, Kind: Press}
	own, official := press, press
	own.Own, official.Kind = true, Official
	ownOfficial := own
	ownOfficial.Kind = Official
	other := func(r Report) Report { r.Outlet = "Dunmore Herald"; return r }
	elsewhere := press
	elsewhere.URL = "https://marrow.example/2"
	nowhere := press
	nowhere.URL = ""
	for _, c := range []struct {
		rule        string
		one, two    Report
		first, last bool // which of them relays
	}{
		{"of equals the later", press, other(press), false, true},
		{"of two officials the later", official, other(official), false, true},
		{"of two own ones the later", own, other(own), false, true},
		{"the press an official's", official, other(press), false, true},
		{"the press an official's that came later", press, other(official), true, false},
		{"the press another's own page", press, other(own), true, false},
		{"an official another's own page", official, other(own), true, false},
		{"an own page none", own, other(official), false, true},
		{"an official's own page is as own as another", ownOfficial, other(own), false, true},
		{"the same outlet does not relay itself", press, press, false, false},
		{"nor what has another address", press, other(elsewhere), false, false},
		{"nor what has none", nowhere, other(nowhere), false, false},
	} {
		c.one.ArticleID, c.two.ArticleID = "a", "b"
		s := Story{Reports: []Report{c.one, c.two}}
		if first, last := s.Relays(&s.Reports[0]), s.Relays(&s.Reports[1]); first != c.first || last != c.last {
			t.Errorf("%s: the first relays: %v, the last: %v", c.rule, first, last)
		}
		if s.Repeats(&s.Reports[0]) != c.first || s.Repeats(&s.Reports[1]) != c.last {
			t.Errorf("%s: what is relayed counts", c.rule)
		}
	}
	three := Story{Reports: []Report{elsewhere, press, other(press)}}
	three.Reports[0].ArticleID, three.Reports[1].ArticleID, three.Reports[2].ArticleID = "x", "a", "b"
	if three.Relays(&three.Reports[0]) || three.Relays(&three.Reports[1]) || !three.Relays(&three.Reports[2]) {
		t.Error("a report that has another address stands between")
	}
}

// ended is an edition of two sections: a story that two outlets tell, and one that
// only the first tells.
func ended() (Edition, Article) {
	const at, other = "https://marrow.example/1", "https://dunmore.example/2"
	a := Article{ID: "a1", StoryID: "s1", Outlet: "The Marrow Post", URL: at, Title: "Talks go on"}
	a.Dates = []Appointment{{Day: noon, What: "They meet on Monday."}}
	sentence := func(outlet, url string) Sentence { return Sentence{Text: "They met.", Outlet: outlet, URL: url} }
	e := Edition{ID: "e1", Sections: []Section{
		{TrackID: "t1", Title: "One", Items: []Item{{
			StoryID: "s1", Headline: "Talks go on", URL: at,
			Lead:     []Sentence{sentence("The Marrow Post", at), sentence("Dunmore Herald", other), sentence("Dunmore Herald", at)},
			Readouts: []Sentence{sentence("Dunmore Herald", other), sentence("The Marrow Post", at), sentence("The Marrow Post", other)},
			Quotes:   []Quote{{ArticleID: "a1"}, {ArticleID: "a2"}},
			Links: []Link{
				{Outlet: "The Marrow Post", URL: at},
				{Outlet: "Dunmore Herald", URL: other},
				{Outlet: "Dunmore Herald", URL: at},
				{Outlet: "The Marrow Post", URL: other},
			},
			Edits: []Revision{
				{Outlet: "The Marrow Post", URL: at},
				{Outlet: "Dunmore Herald", URL: other},
				{Outlet: "Dunmore Herald", URL: at},
				{Outlet: "The Marrow Post", URL: other},
			},
		}}},
		{TrackID: "t2", Title: "Two", Items: []Item{{StoryID: "s2", Headline: "Elsewhere", URL: other}}},
	}, Agenda: []Appointment{
		{Day: noon, What: "They meet on Monday."}, {Day: noon, What: "Another."}, {Day: noon.Add(24 * time.Hour), What: "They meet on Monday."},
	}}
	return e, a
}

func TestAnEditionWithoutAReportHasNothingOfIt(t *testing.T) {
	const at, other = "https://marrow.example/1", "https://dunmore.example/2"
	e, a := ended()
	before, _ := ended()
	r, rest := a.Removal(false), Story{Headline: "They talk", Reports: []Report{{Title: "They talk", URL: other, Outlet: "Dunmore Herald"}}}
	got, changed := e.Without(&r, &rest)
	if !reflect.DeepEqual(e, before) {
		t.Errorf("the edition was changed in place: %+v", e)
	}
	want, _ := ended()
	it := &want.Sections[0].Items[0]
	it.Headline, it.URL = "They talk", other
	it.Lead, it.Readouts = it.Lead[1:], []Sentence{it.Readouts[0], it.Readouts[2]}
	it.Quotes, it.Links, it.Edits = it.Quotes[1:], it.Links[1:], it.Edits[1:]
	want.Agenda = want.Agenda[1:]
	if !changed || !reflect.DeepEqual(got, want) {
		t.Errorf("changed %v:\n%+v, want\n%+v", changed, got, want)
	}
}

func TestAStoryThatIsGoneLeavesTheEditionAndASectionWithNothingGoesToo(t *testing.T) {
	e, a := ended()
	r := a.Removal(true)
	got, changed := e.Without(&r, nil)
	if !changed || len(got.Sections) != 1 || got.Sections[0].TrackID != "t2" || got.Stories() != 1 {
		t.Errorf("changed %v: %+v", changed, got.Sections)
	}
}

func TestAHeadlineWithoutAnotherReportLeavesTheEdition(t *testing.T) {
	e, a := ended()
	e.Sections[0].Items[0] = Item{StoryID: a.StoryID, Headline: a.Title, URL: a.URL, Links: []Link{{Outlet: a.Outlet, URL: a.URL}}}
	r := a.Removal(false)
	if got, changed := e.Without(&r, nil); !changed || got.Stories() != 1 {
		t.Errorf("changed %v: %+v", changed, got.Sections)
	}
}

func TestAnEditionTellsWhetherTakingAReportOutChangedIt(t *testing.T) {
	a := Article{ID: "a1", StoryID: "s1", Outlet: "The Marrow Post", URL: "https://marrow.example/1", Title: "Talks go on"}
	a.Dates = []Appointment{{Day: noon, What: "They meet."}}
	const other = "https://dunmore.example/2"
	theirs := Item{
		StoryID: "s1", Headline: "Theirs", URL: other, Lead: []Sentence{{Outlet: "Dunmore Herald", URL: other}},
		Readouts: []Sentence{{URL: other}}, Quotes: []Quote{{ArticleID: "a2"}}, Links: []Link{{URL: other}}, Edits: []Revision{{URL: other}},
	}
	for _, c := range []struct {
		rule string
		edit func(*Item, *Edition)
		want bool
	}{
		{"nothing of it", func(*Item, *Edition) {}, false},
		{"the headline alone", func(it *Item, _ *Edition) { it.Headline, it.URL = a.Title, a.URL }, true},
		{"another's headline of the same words", func(it *Item, _ *Edition) { it.Headline = a.Title }, false},
		{"what it was called before, at its address", func(it *Item, _ *Edition) { it.URL = a.URL }, true},
		{"a sentence of the lead", func(it *Item, _ *Edition) { it.Lead[0] = Sentence{Outlet: a.Outlet, URL: a.URL} }, true},
		{"a readout", func(it *Item, _ *Edition) { it.Readouts[0] = Sentence{Outlet: a.Outlet, URL: a.URL} }, true},
		{"a quote", func(it *Item, _ *Edition) { it.Quotes[0].ArticleID = a.ID }, true},
		{"a link", func(it *Item, _ *Edition) { it.Links[0] = Link{Outlet: a.Outlet, URL: a.URL} }, true},
		{"an edit", func(it *Item, _ *Edition) { it.Edits[0] = Revision{Outlet: a.Outlet, URL: a.URL} }, true},
		{"a date", func(_ *Item, e *Edition) { e.Agenda = []Appointment{{Day: noon, What: "They meet."}} }, true},
	} {
		it := theirs
		it.Lead, it.Readouts, it.Quotes = append([]Sentence{}, it.Lead...), append([]Sentence{}, it.Readouts...), append([]Quote{}, it.Quotes...)
		it.Links, it.Edits = append([]Link{}, it.Links...), append([]Revision{}, it.Edits...)
		e := Edition{Sections: []Section{{Items: []Item{it}}}}
		c.edit(&e.Sections[0].Items[0], &e)
		r := a.Removal(false)
		if _, changed := e.Without(&r, nil); changed != c.want {
			t.Errorf("%s: changed %v", c.rule, changed)
		}
	}
}

// An article without an address takes no sentence along that has none either.
func TestAReportWithoutAnAddressTakesNobodysSentences(t *testing.T) {
	a := Article{ID: "a1", StoryID: "s1", Outlet: "The Marrow Post", Title: "T"}
	e := Edition{Sections: []Section{{Items: []Item{{
		StoryID: "s1", Headline: "H",
		Lead: []Sentence{{Text: "They met.", Outlet: "The Marrow Post"}},
	}}}}}
	r := a.Removal(false)
	if got, changed := e.Without(&r, nil); changed || len(got.Sections[0].Items[0].Lead) != 1 {
		t.Errorf("changed %v: %+v", changed, got)
	}
}

func TestAnAlertIsKeptInMindForTwoDaysAndFiftyOfThem(t *testing.T) {
	if alertMemory != 48*time.Hour || mostAlerted != 50 {
		t.Errorf("%s, %d", alertMemory, mostAlerted)
	}
	var c Chat
	c.NoteAlert("s1", noon)
	c.NoteAlert("s2", noon.Add(48*time.Hour))
	c.NoteAlert("s1", noon.Add(48*time.Hour))
	if len(c.Alerted) != 2 || c.Alerted[0].StoryID != "s2" || c.Alerted[1].StoryID != "s1" {
		t.Errorf("a story that is told again is the newest: %+v", c.Alerted)
	}
}

func TestAnInheritedAlertIsTheOneThatWasNewest(t *testing.T) {
	var old, c Chat
	for i := range 60 {
		old.Alerted = append(old.Alerted, Alerted{string(rune('a' + i)), noon.Add(time.Duration(i))})
	}
	c.Inherit(old)
	if len(c.Alerted) != 50 || c.Alerted[0].StoryID != string(rune('a'+10)) {
		t.Errorf("%d, from %s", len(c.Alerted), c.Alerted[0].StoryID)
	}
	same := Chat{LastSlot: noon, Edition: "mine"}
	if same.Inherit(Chat{LastSlot: noon, Edition: "theirs"}); same.Edition != "mine" {
		t.Error("of two digests of one slot its own is forgotten")
	}
}

func TestQuietHoursWithinADayBeginWithTheirFirstMinute(t *testing.T) {
	a := Alerts{QuietFrom: "12:00", QuietUntil: "13:00"}
	for _, c := range []struct {
		h, m int
		want bool
	}{{11, 59, false}, {12, 0, true}, {12, 59, true}, {13, 0, false}} {
		if got := a.Quiet(time.Date(2026, 3, 2, c.h, c.m, 0, 0, time.UTC)); got != c.want {
			t.Errorf("%02d:%02d: %v", c.h, c.m, got)
		}
	}
}
