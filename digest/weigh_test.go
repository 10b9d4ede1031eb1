package digest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// How things are weighed: a rule a table.

func TestWhatGivesAStoryItsPlace(t *testing.T) {
	from := slotTime.AddDate(0, 0, -1)
	base := func() attache.Story {
		return attache.Story{Outlets: []string{"A"}, Last: slotTime, Event: attache.Event{Type: attache.Consult}, Actors: []string{"NOR"}}
	}
	with := func(change func(*attache.Story)) attache.Story {
		s := base()
		change(&s)
		return s
	}
	plain := base()
	for _, c := range []struct {
		rule  string
		story attache.Story
		more  float64
	}{
		{"itself", base(), 0},
		{"three more outlets: twice as many, and once more", with(func(s *attache.Story) { s.Outlets = []string{"A", "B", "C"} }), 1.2},
		{"an official report", with(func(s *attache.Story) { s.Official = 1 }), 0.5},
		{"two", with(func(s *attache.Story) { s.Official = 2 }), 1},
		{"more than two say no more", with(func(s *attache.Story) { s.Official = 5 }), 1},
		{"an agreement", with(func(s *attache.Story) { s.Event.Type = attache.Agree }), 0.4},
		{"a statement", with(func(s *attache.Story) { s.Event.Type = attache.Statement }), -0.4},
		{"no event", with(func(s *attache.Story) { s.Event.Type = "" }), -0.6},
		{"two sides", with(func(s *attache.Story) { s.Actors = []string{"NOR", "ISL"} }), 0.3},
		{"half a window old", with(func(s *attache.Story) { s.Last = slotTime.Add(-12 * time.Hour) }), math.Exp(-0.75) - 1},
		{"a window old", with(func(s *attache.Story) { s.Last = from }), math.Exp(-1.5) - 1},
		{"ahead of it", with(func(s *attache.Story) { s.Last = slotTime.Add(time.Hour) }), 0},
	} {
		if got := weight(&c.story, from, slotTime, nil) - weight(&plain, from, slotTime, nil); math.Abs(got-c.more) > 1e-9 {
			t.Errorf("%s: %+.3f, want %+.3f", c.rule, got, c.more)
		}
	}
	if a, b := weight(&plain, slotTime, slotTime, nil), weight(&plain, from, slotTime, nil); math.Abs(b-a-1) > 1e-9 {
		t.Errorf("without a window %v, with one %v", a, b)
	}
	both := base()
	both.Actors = []string{"NOR", "ISL"}
	if got := weight(&both, from, slotTime, []string{"ISL", "NOR"}) - weight(&both, from, slotTime, nil); math.Abs(got-1) > 1e-9 {
		t.Errorf("two followed sides weigh %v more", got)
	}
}

func TestWhatMakesATitleSober(t *testing.T) {
	base := attache.Report{Kind: attache.Press, Lang: "de", Title: "Gesandte treffen sich im Hafen"}
	for _, c := range []struct {
		rule   string
		change func(*attache.Report)
		more   float64
	}{
		{"an agency", func(r *attache.Report) { r.Kind = attache.Wire }, 0.8},
		{"an office", func(r *attache.Report) { r.Kind = attache.Official }, -0.2},
		{"a state's medium", func(r *attache.Report) { r.Kind = attache.StateMedia }, -1.2},
		{"nobody knows whose", func(r *attache.Report) { r.Kind = "" }, -1.2},
		{"a copy", func(r *attache.Report) { r.CopyOf = "a0" }, -3},
		{"diplomacy", func(r *attache.Report) { r.Relevant = true }, 1},
		{"English", func(r *attache.Report) { r.Lang = "en" }, 0.8},
		{"a short one", func(r *attache.Report) { r.Title = "Gesandte im Hafen da" }, -0.5},
		{"a very short one", func(r *attache.Report) { r.Title = "Gesandte" }, -2.5},
		{"ten letters", func(r *attache.Report) { r.Title = strings.Repeat("a", 10) }, -0.5},
		{"thirty", func(r *attache.Report) { r.Title = strings.Repeat("a", 30) }, 0},
		{"a hundred", func(r *attache.Report) { r.Title = strings.Repeat("a", 100) }, 0},
		{"a hundred and one", func(r *attache.Report) { r.Title = strings.Repeat("a", 101) }, -0.5},
		{"a hundred and forty", func(r *attache.Report) { r.Title = strings.Repeat("a", 140) }, -0.5},
		{"longer", func(r *attache.Report) { r.Title = strings.Repeat("a", 141) }, -2.5},
		{"a short one in Chinese", func(r *attache.Report) { r.Lang, r.Title = "zh", "两国特使在港口会谈两天后离开" }, 0},
		{"a question", func(r *attache.Report) { r.Title += "?" }, -0.7},
		{"a cry", func(r *attache.Report) { r.Title += "!" }, -0.7},
		{"a quotation", func(r *attache.Report) { r.Title = "„Wir“ treffen uns im Hafen von Osk" }, -0.5},
		{"capitals", func(r *attache.Report) { r.Title = strings.ToUpper(r.Title) }, -1},
	} {
		r := base
		c.change(&r)
		if got := titleScore(&r) - titleScore(&base); math.Abs(got-c.more) > 1e-9 {
			t.Errorf("%s: %+.2f, want %+.2f", c.rule, got, c.more)
		}
	}
}

func TestATitleWhoseWordsOthersShareIsInTheMiddle(t *testing.T) {
	words := []map[string]bool{
		titleWords("Envoys leave harbour town"), titleWords("Envoys leave harbour late"), titleWords("Nobody knows anything"), {},
	}
	for i, want := range []float64{2 * 3.0 / (4 * 3), 2 * 3.0 / (4 * 3), 0, 0} {
		if got := centrality(words, i); math.Abs(got-want) > 1e-9 {
			t.Errorf("title %d: %v, want %v", i, got, want)
		}
	}
	if centrality(words, 4) != 0 || centrality(words[:1], 0) != 0 {
		t.Error("what is alone is in a middle")
	}
}

func TestWhatMostReportsSayHappened(t *testing.T) {
	for _, c := range []struct {
		rule, reports string // type letters: c consult, a agree, s statement; capitals are diplomacy; a digit is the source
		want          attache.EventType
		source        string
	}{
		{"what most say", "c1 c1 a1", attache.Consult, "1"},
		{"diplomacy says more", "c1 A1", attache.Agree, "1"},
		{"but not more than two", "c1 c1 A1", attache.Consult, "1"},
		{"of equals the more telling", "c1 a1", attache.Agree, "1"},
		{"whoever comes first", "a1 c1", attache.Agree, "1"},
		{"by the side that most say", "c1 c2 c2", attache.Consult, "2"},
		{"of equals by name", "c2 c1", attache.Consult, "1"},
		{"a statement is the least telling", "s1 c1", attache.Consult, "1"},
		{"nothing", "", "", ""},
	} {
		s := attache.Story{}
		for i, r := range strings.Fields(c.reports) {
			types := map[byte]attache.EventType{'c': attache.Consult, 'a': attache.Agree, 's': attache.Statement}
			s.Reports = append(s.Reports, attache.Report{
				ArticleID: fmt.Sprint("a", i), Relevant: r[0] < 'a',
				Event: attache.Event{Type: types[strings.ToLower(r)[0]], Source: []string{r[1:]}},
			})
		}
		got := eventOf(&s)
		if got.Type != c.want || strings.Join(got.Source, "") != c.source {
			t.Errorf("%s: %s by %v", c.rule, got.Type, got.Source)
		}
	}
}

func TestATracksTemperatureIsThatOfItsMovesTheLatestMost(t *testing.T) {
	move := func(daysAgo int, kind attache.EventType, act attache.Act) attache.Move {
		return attache.Move{At: slotTime.AddDate(0, 0, -daysAgo), Type: kind, Act: act}
	}
	for _, c := range []struct {
		rule  string
		moves []attache.Move
		want  float64
	}{
		{"of one", []attache.Move{move(0, attache.Agree, "")}, 1},
		{"of one long ago", []attache.Move{move(100, attache.Assault, "")}, -1},
		{"a fortnight halves", []attache.Move{move(14, attache.Assault, ""), move(0, attache.Agree, "")}, 0.33},
		{"four weeks quarter", []attache.Move{move(28, attache.Assault, ""), move(0, attache.Agree, "")}, 0.6},
		{"one ahead counts as now", []attache.Move{move(-30, attache.Assault, ""), move(0, attache.Agree, "")}, 0},
		{"talks broken off are not warm", []attache.Move{move(0, attache.Consult, attache.Breakdown)}, -0.6},
		{"none", nil, 0},
	} {
		if got := temperature(c.moves, slotTime); got != c.want {
			t.Errorf("%s: %v, want %v", c.rule, got, c.want)
		}
	}
}

func TestTheWordsOfAnIssueRiseWithEachReport(t *testing.T) {
	article := func(title, body string) *attache.Article {
		a := &attache.Article{Title: title, Body: body, Reading: attache.Reading{Relevant: true}}
		a.Actors = []attache.Actor{{Name: "Armenia", Kind: attache.Country, Code: "ARM"}}
		return a
	}
	terms := withTerms(nil, article("Harbour cables, cables", "The pipeline is Armenian.\nThe embargo comes later."))
	if !slices.Equal(terms, []string{"cables", "harbour", "pipeline"}) {
		t.Errorf("a title's words come before those of the first lines, without names, each once: %v", terms)
	}
	terms = withTerms(terms, article("Pipeline", "The pipeline and the fishery."))
	if terms[0] != "pipeline" && terms[1] != "pipeline" || terms[len(terms)-1] != "fishery" {
		t.Errorf("what comes again rises, what is new comes last: %v", terms)
	}
	if got := withTerms([]string{"cables"}, article("Cables the and of", "")); !slices.Equal(got, []string{"cables"}) {
		t.Errorf("plain words tell nothing: %v", got)
	}
	copied, other := article("Fishery", ""), article("Fishery", "")
	copied.CopyOf, other.Relevant = "a0", false
	for _, a := range []*attache.Article{copied, other} {
		if got := withTerms([]string{"cables"}, a); !slices.Equal(got, []string{"cables"}) {
			t.Errorf("a copy, and what is no diplomacy, tells nothing: %v", got)
		}
	}
	for word, want := range map[string]bool{"armenian": true, "armenia": true, "armada": false, "arm": false} {
		if got := isActorWord(word, []string{"armenia"}); got != want {
			t.Errorf("%s: %v", word, got)
		}
	}
}

func TestWhichReportAFullStoryDoesWithout(t *testing.T) {
	for _, c := range []struct {
		rule, reports string // an outlet each; small letters are official, "!" a copy
		want          int
	}{
		{"a copy", "A B C! D E", 2},
		{"not the newest, though it is a copy", "A B C!", 1},
		{"a further report of an outlet", "A B B C D", 2},
		{"of the first outlet too", "A B A D E", 2},
		{"not an official's", "a b b C D", 3},
		{"else the first that is not official", "A b C D", 2},
		{"else the second", "a b c d", 1},
	} {
		var reports []attache.Report
		for i, r := range strings.Fields(c.reports) {
			report := attache.Report{ArticleID: fmt.Sprint("a", i), Outlet: strings.TrimSuffix(r, "!")}
			if r[0] >= 'a' {
				report.Kind = attache.Official
			}
			if strings.HasSuffix(r, "!") {
				report.CopyOf = "x"
			}
			reports = append(reports, report)
		}
		if got := spare(reports); got != c.want {
			t.Errorf("%s: report %d", c.rule, got)
		}
	}
}

func TestALeadSentenceIsWholeAndOfAFairLength(t *testing.T) {
	for s, want := range map[string]bool{
		strings.Repeat("a", shortestLead-1) + ".":                   true,
		strings.Repeat("a", shortestLead-2) + ".":                   false,
		strings.Repeat("a", longestLead-1) + ".":                    true,
		strings.Repeat("a", longestLead) + ".":                      false,
		strings.Repeat("a", 40):                                     false,
		strings.Repeat("a", 40) + "?”":                              true,
		strings.Repeat("a", 40) + ".)":                              true,
		"代表团会谈了两天没有协议。":                                             true,
		"代表团会谈了两天。":                                                 false,
		"For all of this and for much more, click here to read on.": false,
	} {
		if got := usable(s); got != want {
			t.Errorf("%.40q of %d: %v", s, len(s), got)
		}
	}
	for _, c := range []struct {
		sentence, title string
		want            bool
	}{
		{"Envoys leave harbour town early today.", "Envoys leave harbour town early", true},
		{"Envoys leave harbour town after three days of talks without any agreement.", "Envoys leave harbour town", false},
		{"It is so.", "It is so", false},
		{"Envoys leave harbour town.", "", false},
	} {
		if got := sameWords(c.sentence, c.title); got != c.want {
			t.Errorf("%q, %q: %v", c.sentence, c.title, got)
		}
	}
}

func TestWhatAPartyTookAPositionTo(t *testing.T) {
	quote := func(code string, p attache.Polarity, text string) attache.Quote {
		q := goodQuote("Speaker of "+code, code, text)
		q.Polarity = p
		return q
	}
	a := attache.Article{ID: "a1", Reading: attache.Reading{
		Event: attache.Event{Type: attache.Reject, Source: []string{"NOR"}},
		Quotes: []attache.Quote{
			quote("NOR", attache.Denied, "We will not sign the draft of the treaty."),
			quote("ISL", attache.Agreed, "We accept the text as it stands now."),
			quote("NOR", "", "The weather in the harbour was fine today."), quote("CHL", attache.Denied, "We will not pay for cables of others."),
			quote("NOR", attache.Urged, "No."),
		},
	}}
	got := positionsIn(&a, []string{"NOR", "ISL"})
	if len(got) != 2 || got[0].Kind != attache.PositionRejected || got[0].Code != "NOR" || got[1].Kind != attache.PositionAccepted ||
		got[1].Quote.ArticleID != "a1" {
		t.Errorf("the words of saying alone decide, of parties alone: %+v", got)
	}
	at := func(p attache.Position, hours int) attache.Position {
		p.Quote.Published = slotTime.Add(time.Duration(hours) * time.Hour)
		p.Quote.Text += fmt.Sprint(" Number ", hours)
		return p
	}
	said := []attache.Position{at(got[0], 1), at(got[1], 2)}
	for i, words := range []string{
		"Another day, another draft, and the same answer.", "Fish do not sign.", "Cables are another matter.",
		"Not before winter comes.",
	} {
		p := at(got[0], 10+i)
		p.Quote.Text = words
		said = append(said, p)
	}
	demand := at(got[0], 5)
	demand.Kind, demand.Quote.Text = attache.PositionDemanded, "Give us back the buoys."
	said = append(said, demand, demand)
	latest := latestPositions(said, []string{"NOR", "ISL"})
	var text []string
	for _, p := range latest {
		text = append(text, p.Code+" "+string(p.Kind)+" "+p.Quote.Published.Format("15"))
	}
	if want := []string{"NOR rejected 20", "NOR demanded 12", "NOR rejected 19", "ISL accepted 09"}; !slices.Equal(text, want) {
		t.Errorf("%q, want %q", text, want)
	}
}

// paged is an archive that gives its stories two at a time.
type paged struct{ *archive }

func (p paged) Stories(ctx context.Context, q attache.StoryQuery) ([]attache.Story, string, error) {
	all, _, err := p.archive.Stories(ctx, q)
	start := 0
	_, _ = fmt.Sscan(q.After, &start) // "" is the start
	end := min(start+2, len(all))
	if end == len(all) {
		return all[start:end], "", err
	}
	return all[start:end], fmt.Sprint(end), err
}

func TestAnEditionLooksAtAllPagesOfStories(t *testing.T) {
	store := busyDay(slotTime, 40)
	r := Request{From: slotTime.AddDate(0, 0, -1), To: slotTime, Max: 5}
	want, err := Compile(t.Context(), store, r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Compile(t.Context(), paged{store}, r)
	if err != nil || got.ID != want.ID || got.LeftOut != want.LeftOut {
		t.Errorf("%d stories left out, want %d; %v", got.LeftOut, want.LeftOut, err)
	}
}

func TestAStateOfPlayTellsTheTwelveLatestMovesOfThoseThatAreThere(t *testing.T) {
	store := newArchive()
	track := attache.Track{ID: "k1", Actors: []string{"NOR", "ISL"}, Last: slotTime}
	for i := range stateTurns + 4 {
		a := report(fmt.Sprint("a", i), "Meridian Wire", attache.Wire, 0, fmt.Sprintf("Envoys meet for round %d", i))
		a.StoryID, a.TrackID, a.Published = fmt.Sprint("s", i), "k1", slotTime.Add(time.Duration(i)*time.Hour)
		switch i {
		case 15:
			a.TrackID = "k2" // joined with a story of another track since
			store.stories = append(store.stories, BuildStory(attache.Story{}, a))
		case 14: // its story is gone
		default:
			store.stories = append(store.stories, BuildStory(attache.Story{}, a))
		}
		store.articles[a.ID] = a
		track.Moves = append(track.Moves, attache.Move{StoryID: a.StoryID, At: a.Published})
	}
	store.tracks["k1"] = track
	state, err := StateOfPlay(t.Context(), store, store, "k1")
	if err != nil || len(state.Timeline) != 12 || state.Timeline[0].StoryID != "s13" || state.Timeline[11].StoryID != "s2" {
		t.Errorf("%d moves, %v", len(state.Timeline), err)
	}
}

func TestAnAlertIsMarkedAndAStoryWithoutReportsIsNotTold(t *testing.T) {
	store := busyDay(slotTime, 3)
	s := store.stories[0]
	e, err := CompileAlert(t.Context(), store, &s, "UTC", slotTime)
	if err != nil || !e.Alert || e.Stories() != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	if item, err := Tell(t.Context(), store, &s); err != nil || item.StoryID != s.ID {
		t.Errorf("%+v, %v", item, err)
	}
	clear(store.articles)
	if _, err := Tell(t.Context(), store, &s); !errors.Is(err, attache.ErrNotFound) {
		t.Errorf("a story of which nothing is left: %v", err)
	}
}

func TestAWordIsFollowedInHeadlineActorsAndTitles(t *testing.T) {
	s := attache.Story{Headline: "Envoys meet", Actors: []string{"NATO"}, Reports: []attache.Report{{Title: "A harbour is closed"}}}
	for word, want := range map[string]bool{"envoys": true, "nato": true, "harbour": true, "fish": false, " ": false} {
		if got := hasWord(&s, word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}
