package digest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestWhatMakesAStoryDisputed(t *testing.T) {
	said := func(code string, polarity attache.Polarity) attache.Article {
		return attache.Article{Reading: attache.Reading{Quotes: []attache.Quote{{Code: code, Polarity: polarity}}}}
	}
	for _, c := range []struct {
		rule     string
		articles []attache.Article
		want     bool
	}{
		{"one party denies what another confirms", []attache.Article{said("ARM", attache.Denied), said("AZE", attache.Agreed)}, true},
		{"whoever speaks first", []attache.Article{said("AZE", attache.Agreed), said("ARM", attache.Denied)}, true},
		{"a party that does both does not", []attache.Article{said("ARM", attache.Denied), said("ARM", attache.Agreed)}, false},
		{"nor two that deny", []attache.Article{said("ARM", attache.Denied), said("AZE", attache.Denied)}, false},
		{"nor two that confirm", []attache.Article{said("ARM", attache.Agreed), said("AZE", attache.Agreed)}, false},
		{"nor an accusation", []attache.Article{said("ARM", attache.Accused), said("AZE", attache.Agreed)}, false},
		{"nor one who is no party", []attache.Article{said("CHL", attache.Denied), said("AZE", attache.Agreed)}, false},
		{"nor a confirmation of one who is none", []attache.Article{said("ARM", attache.Denied), said("CHL", attache.Agreed)}, false},
		{"nor somebody who speaks for nobody", []attache.Article{said("", attache.Denied), said("AZE", attache.Agreed)}, false},
		{"nor silence", nil, false},
	} {
		if got := disputed(&attache.Story{Actors: []string{"ARM", "AZE"}}, c.articles); got != c.want {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
}

func TestAStoryIsRelevantWhenTwoFifthsOfItsOwnReportsAre(t *testing.T) {
	for _, c := range []struct {
		reports string // r: relevant, o: not, R and O: copies of the first
		want    bool
	}{
		{"r", true},
		{"o", false},
		{"ro", true},
		{"roo", false},
		{"rroo", true},
		{"rrooo", true},
		{"rroooo", false},
		{"rOOOO", true},
		{"oRRRR", false},
		{"", false},
	} {
		var articles []attache.Article
		for i, kind := range c.reports {
			a := attache.Article{ID: string(rune('a' + i)), Outlet: string(rune('A' + i)), Published: time.Unix(int64(i), 0)}
			a.Relevant = kind == 'r' || kind == 'R'
			if kind < 'a' {
				a.CopyOf = "a"
			}
			articles = append(articles, a)
		}
		if s := BuildStory(attache.Story{}, articles...); s.Relevant != c.want {
			t.Errorf("%s: %v", c.reports, s.Relevant)
		}
	}
}

func TestCopiesCountNothing(t *testing.T) {
	own := report("a1", "Meridian Wire", attache.Official, 10, "Armenia and Azerbaijan end border talks")
	copied := report("a2", "Baltic Ledger", attache.Official, 11, own.Title)
	copied.CopyOf, copied.Relevant = "a1", false
	copied.Event = attache.Event{Type: attache.Sanction, Source: []string{"CHL"}, Target: []string{"PER"}}
	copied.Actors = []attache.Actor{{Name: "Chile", Kind: attache.Country, Code: "CHL"}}
	s := BuildStory(attache.Story{}, own, copied)
	if s.Official != 1 || !slices.Equal(s.Outlets, []string{"Meridian Wire"}) || s.Event.Type != attache.Consult ||
		slices.Contains(s.Actors, "CHL") || !s.Relevant {
		t.Errorf("%+v", s)
	}
	if quotes := chooseQuotes([]attache.Article{{CopyOf: "a1", Reading: attache.Reading{Quotes: []attache.Quote{goodQuote("Ada Lind", "NOR",
		"We met at the border.")}}}}, &heard{}, nil); len(quotes) != 0 {
		t.Errorf("a copy's quotes are told: %+v", quotes)
	}
}

func TestATrackIsCutToItsBounds(t *testing.T) {
	var track attache.Track
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range trackMoves + 5 {
		s := attache.Story{ID: "s" + strings.Repeat("x", i), TrackID: "k1", First: start.AddDate(0, 0, i), Last: start.AddDate(0, 0, i)}
		s.Event = attache.Event{Type: attache.Agree, Source: []string{string(rune('A' + i%20))}}
		a := attache.Article{
			Title:   "Harbour dispute over cables and pipelines " + strings.Repeat("z", i),
			Reading: attache.Reading{Relevant: true},
		}
		for d := range 3 {
			a.Dates = append(a.Dates, attache.Appointment{Day: start.AddDate(0, 0, i+d+1), What: "They meet on day " + strings.Repeat("y", 3*i+d)})
		}
		track = BuildTrack(track, s, a)
	}
	if len(track.Moves) != trackMoves || track.Moves[len(track.Moves)-1].At != start.AddDate(0, 0, trackMoves+4) ||
		track.Moves[0].At != start.AddDate(0, 0, 5) {
		t.Errorf("%d moves, from %s", len(track.Moves), track.Moves[0].At)
	}
	if len(track.Actors) != trackActors || !slices.Contains(track.Actors[:3], "E") || len(track.Terms) > trackTerms ||
		len(track.Next) > trackNext ||
		!track.First.Equal(start) {
		t.Errorf("%d actors, %d terms, %d dates, since %s", len(track.Actors), len(track.Terms), len(track.Next), track.First)
	}
}

func TestTheNameOfATrackSettlesWithItsSecondStory(t *testing.T) {
	story := func(id string, at int) attache.Story {
		when := time.Date(2026, 1, at, 0, 0, 0, 0, time.UTC)
		return attache.Story{ID: id, TrackID: "k1", First: when, Last: when}
	}
	title := func(s string) attache.Article {
		return attache.Article{Title: s, Reading: attache.Reading{Relevant: true}}
	}
	track := BuildTrack(attache.Track{}, story("s1", 1), title("Harbour cables"))
	first := track.Name
	track = BuildTrack(track, story("s2", 2), title("Pipeline pipeline quota"))
	track = BuildTrack(track, story("s2", 2), title("Pipeline quota"))
	second := track.Name
	track = BuildTrack(track, story("s3", 3), title("Embargo embargo fishery embargo"))
	track = BuildTrack(track, story("s4", 4), title("Embargo fishery"))
	if first == "" || second == first || track.Name != second {
		t.Errorf("%q, then %q, then %q", first, second, track.Name)
	}
}

func TestWhatAMoveWasFirstAboutStays(t *testing.T) {
	when := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	story := attache.Story{ID: "s1", TrackID: "k1", First: when, Last: when}
	var track attache.Track
	for _, title := range []string{"Envoys meet in Oslo", "Cables cut, cables repaired", "Gas pipeline and gas quota"} {
		track = BuildTrack(track, story, attache.Article{Title: title, Reading: attache.Reading{Relevant: true}})
	}
	if len(track.Moves) != 1 || track.Moves[0].Topic != "cables" {
		t.Errorf("%+v", track.Moves)
	}
}

func goodQuote(speaker, code, text string) attache.Quote {
	return attache.Quote{Kind: attache.Mixed, Speaker: speaker, Code: code, Text: text, Confidence: 0.7}
}

func TestWhichQuotesAnEditionTells(t *testing.T) {
	base := goodQuote("Ada Lind", "NOR", "We met at the border this morning.")
	with := func(edit func(*attache.Quote)) attache.Quote {
		q := goodQuote("Bo Hale", "SWE", "They met at the border this morning.")
		edit(&q)
		return q
	}
	for _, c := range []struct {
		rule   string
		better attache.Quote
	}{
		{"the surer speaker", with(func(q *attache.Quote) { q.Confidence = 0.8 })},
		{"a whole utterance", with(func(q *attache.Quote) { q.Kind = attache.Direct })},
		{"one that takes a position", with(func(q *attache.Quote) { q.Polarity = attache.Denied })},
		{"one whose speaker has a role", with(func(q *attache.Quote) { q.Role = "envoy" })},
	} {
		got := chooseQuotes([]attache.Article{{Reading: attache.Reading{Quotes: []attache.Quote{base, c.better}}}}, &heard{}, nil)
		if len(got) != 2 || got[0].Speaker != "Bo Hale" {
			t.Errorf("%s comes first: %+v", c.rule, got)
		}
	}
	short := with(func(q *attache.Quote) { q.Text = "We will come." })
	if got := chooseQuotes([]attache.Article{{Reading: attache.Reading{Quotes: []attache.Quote{short, base}}}},
		&heard{}, nil); got[0].Speaker != "Ada Lind" {
		t.Errorf("a short one comes first: %+v", got)
	}
	for text, want := range map[string]string{
		"Seven!!": "", "Eight!!!": "Eight!!!", strings.Repeat("x", quoteLong): strings.Repeat("x", quoteLong),
		strings.Repeat("x", quoteLong+1):                               "",
		"They met at the border again.\nTwo lines of it came of that.": "They met at the border again. …",
	} {
		q := goodQuote("Ada Lind", "NOR", text)
		q.Kind = attache.Direct
		got, ok := presented(&readOnce{Article: &attache.Article{Reading: attache.Reading{Lang: "en"}}}, q)
		if ok != (want != "") || ok && got.Text != want {
			t.Errorf("%.20q… of %d: %v, %q", text, len(text), ok, got.Text)
		}
	}
}

func TestTheHeadlinesReportIsAlwaysRead(t *testing.T) {
	s := attache.Story{}
	for i := range perStory + 4 {
		s.Reports = append(s.Reports, attache.Report{
			ArticleID: string(rune('a' + i)), Outlet: string(rune('A' + i)), Kind: attache.Official, Title: "Statement of office " +
				strings.Repeat("n", i) + " on it", Relevant: true,
		})
	}
	s.Reports = append(s.Reports, attache.Report{
		ArticleID: "z", Outlet: "Z", Kind: attache.Press,
		Title: "Statement of office on it nn nnn nnnn", Relevant: true,
	})
	best := headliner(&s, nil)
	got := bestReports(&s, nil)
	if len(got) != perStory || !slices.ContainsFunc(got, func(r attache.Report) bool { return r.ArticleID == best.ArticleID }) {
		t.Errorf("%d are read, without the headline's %s", len(got), best.ArticleID)
	}
	if best.ArticleID == "z" && got[perStory-1].ArticleID != "z" {
		t.Errorf("it took the place of a better one: %+v", got)
	}
}

func TestThePartiesOfTheEventCountTwice(t *testing.T) {
	a := attache.Article{ID: "a1", Reading: attache.Reading{Actors: []attache.Actor{
		{Code: "NOR", Kind: attache.Country}, {Code: "SWE", Kind: attache.Country}, {Code: "FIN", Kind: attache.Country},
	}}}
	for _, c := range []struct {
		event attache.Event
		first string
	}{
		{attache.Event{}, "NOR"},
		{attache.Event{Type: attache.Consult, Source: []string{"SWE"}}, "SWE"},
		{attache.Event{Type: attache.Consult, Target: []string{"FIN"}}, "FIN"},
	} {
		a.Event = c.event
		if s := BuildStory(attache.Story{}, a); s.Actors[0] != c.first {
			t.Errorf("%+v: %v", c.event, s.Actors)
		}
	}
}

func TestFollowedSidesWeighMoreWhereTheyLead(t *testing.T) {
	to := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s := attache.Story{Actors: []string{"NOR", "SWE", "FIN"}, Last: to}
	plain := weight(&s, to.Add(-24*time.Hour), to, nil)
	for code, more := range map[string]bool{"NOR": true, "SWE": true, "FIN": false, "CHL": false} {
		if got := weight(&s, to.Add(-24*time.Hour), to, []string{code}); (got > plain) != more {
			t.Errorf("following %s: %v, without %v", code, got, plain)
		}
	}
}

func TestTheAgendaBeginsOnTheDayOfTheChatsZone(t *testing.T) {
	day := func(d int) attache.Appointment {
		return attache.Appointment{Day: time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC), What: "They meet again on day number " +
			strings.Repeat("i", d)}
	}
	to := time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC) // the 3rd in Tokyo
	for zone, first := range map[string]int{"UTC": 2, "Asia/Tokyo": 3, "Nowhere": 2} {
		got := agenda([]attache.Appointment{day(1), day(2), day(3)}, Request{To: to, TimeZone: zone})
		if len(got) == 0 || got[0].Day.Day() != first {
			t.Errorf("%s: %+v", zone, got)
		}
	}
}

func TestTheAgendaIsInOrderAndNamesADayAndMatterOnce(t *testing.T) {
	on := func(d int, what string) attache.Appointment {
		return attache.Appointment{Day: time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC), What: what}
	}
	got := upcoming([]attache.Appointment{
		on(9, "The commissions meet again in the harbour"),
		on(4, "Envoys of both countries sign the treaty in Meren"),
		on(4, "The treaty is signed in Meren, envoys of both countries announced"), // the same, in other words
		on(4, "Parliament votes on fisheries"),
		on(4, ""),
		on(30, "A summit begins in Osk"), // too far away
		on(1, "A summit ended in Osk"),
	}, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), 10)
	var days []int
	for _, a := range got {
		days = append(days, a.Day.Day())
	}
	if !slices.Equal(days, []int{4, 4, 9}) || !strings.HasPrefix(got[0].What, "Envoys") || !strings.HasPrefix(got[1].What, "Parliament") {
		t.Errorf("%+v", got)
	}
}

func TestTheLanguagesOfAChatComeFirst(t *testing.T) {
	s := attache.Story{Reports: []attache.Report{
		{ArticleID: "a", Outlet: "A", Kind: attache.Wire, Lang: "en", Title: "Envoys meet in the harbour of Osk", Relevant: true},
		{ArticleID: "b", Outlet: "B", Kind: attache.StateMedia, Lang: "de", Title: "Gesandte treffen sich im Hafen von Osk"},
	}}
	for _, c := range []struct {
		langs []string
		want  string
	}{{nil, "a"}, {[]string{"de"}, "b"}, {[]string{"fr"}, "a"}, {[]string{"fr", "de"}, "b"}} {
		if got := headliner(&s, c.langs); got.ArticleID != c.want {
			t.Errorf("for %v it is %s", c.langs, got.ArticleID)
		}
		if got := bestReports(&s, c.langs); got[0].ArticleID != c.want {
			t.Errorf("for %v %s is read first", c.langs, got[0].ArticleID)
		}
	}
}

func TestWhatHasNoLeadTakesThatOfAnotherInItsLanguage(t *testing.T) {
	const text = "The envoys of both sides met in the harbour on Monday morning."
	article := func(id, lang, body string) attache.Article {
		return attache.Article{ID: id, Body: body, Reading: attache.Reading{Lang: lang}}
	}
	for _, c := range []struct {
		main  attache.Article
		other attache.Article
		want  bool
	}{
		{article("a", "en", text), article("b", "en", ""), true},
		{article("a", "en", ""), article("b", "en", text), true},
		{article("a", "en", ""), article("b", "de", text), false},
	} {
		if got := lead(&c.main, []attache.Article{c.main, c.other}, &heard{}); (len(got) > 0) != c.want {
			t.Errorf("%s of %s: %+v", c.main.Lang, c.other.Lang, got)
		}
	}
}

func TestWhatIsNotWantedIsLeftOutWhateverElsePasses(t *testing.T) {
	s := attache.Story{
		Headline: "Norway and Iceland meet over fishing", Actors: []string{"NOR", "ISL"}, Outlets: []string{"The Courier", "Wire One"},
		Reports: []attache.Report{{Title: "Fishing talks"}},
	}
	for _, c := range []struct {
		f    attache.Filter
		want bool
	}{
		{attache.Filter{Actors: []string{"NOR"}}, true},
		{attache.Filter{Actors: []string{"NOR"}, NotActors: []string{"ISL"}}, false},
		{attache.Filter{Actors: []string{"NOR"}, NotActors: []string{"RUS"}}, true},
		{attache.Filter{NotWords: []string{"fishing"}}, false},
		{attache.Filter{NotWords: []string{"steel"}}, true},
		{attache.Filter{Muted: []string{"The Courier"}}, true}, // another reports it too
		{attache.Filter{Muted: []string{"The Courier", "Wire One"}}, false},
	} {
		if _, ok := Match(&s, c.f); ok != c.want {
			t.Errorf("%+v passes: %v", c.f, ok)
		}
	}
}
