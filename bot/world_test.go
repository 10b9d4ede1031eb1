package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// noon is when the tests' people write.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// world is a bot with a fictional press around it.
type world struct {
	*Bot
	store  *shelf
	stage  *stage
	states map[string]attache.StateOfPlay // by track
	log    *strings.Builder
}

func newWorld(t testing.TB, edit ...func(*Config)) *world {
	t.Helper()
	w := &world{
		store: newShelf(t), stage: &stage{admins: map[string]bool{"boss": true, "t:1": true}}, states: map[string]attache.StateOfPlay{},
		log: &strings.Builder{},
	}
	c := Config{
		Store: w.store, Channels: Router{"t": w.stage}, Compile: w.compile, Match: matchActors, Next: nextDaily,
		Timetable: func(schedule, tz string) (attache.Timetable, error) {
			return attache.Timetable{Days: everyDay, Clocks: []string{timesOf(schedule)}, TimeZone: tz}, nil
		},
		DescribeSchedule: func(s, tz string) string { return "at " + s + " (" + tz + ")" },
		FindZone:         findZone,
		CountSources:     func(context.Context) (int, error) { return 12, nil },
		Defaults:         Defaults{Schedule: "07:00", TimeZone: "UTC"},
		Version:          "1.0",
		Now:              func() time.Time { return noon },
		Logger:           slog.New(slog.NewTextHandler(w.log, nil)),
	}
	c.Tracks, c.StateOfPlay = w.store, w.stateOfPlay
	for _, e := range edit {
		e(&c)
	}
	var err error
	if w.Bot, err = New(c); err != nil {
		t.Fatal(err)
	}
	return w
}

// matchActors compares actors and words as a digest would.
func matchActors(s attache.Story, f attache.Filter) (m attache.Match, ok bool) {
	for _, code := range f.NotActors {
		if slices.Contains(s.Actors, code) {
			return m, false
		}
	}
	for _, w := range f.NotWords {
		if strings.Contains(strings.ToLower(s.Headline), w) {
			return m, false
		}
	}
	for _, code := range f.Actors {
		if slices.Contains(s.Actors, code) {
			m.Actors = append(m.Actors, code)
		}
	}
	for _, w := range f.Words {
		if strings.Contains(strings.ToLower(s.Headline), w) {
			m.Words = append(m.Words, w)
		}
	}
	return m, (len(f.Actors) == 0 || m.Actors != nil) && (len(f.Words) == 0 || m.Words != nil)
}

// nextDaily understands HH:MM, alone or after "weekdays" or "weekends".
func nextDaily(schedule, tz string, after time.Time) (time.Time, error) {
	loc, err := time.LoadLocation(tz)
	if err != nil {
		return time.Time{}, err
	}
	days, at, some := strings.Cut(schedule, " ")
	if !some {
		days, at = "", schedule
	}
	if !slices.Contains([]string{"", "daily", "weekdays", "weekends"}, days) {
		return time.Time{}, fmt.Errorf("bad schedule %q: %q is not a day", schedule, days)
	}
	clock, err := time.Parse("15:04", at)
	if err != nil {
		return time.Time{}, fmt.Errorf("bad schedule %q: type a time like 07:30", schedule)
	}
	t := after.In(loc)
	for day := range 8 {
		next := time.Date(t.Year(), t.Month(), t.Day()+day, clock.Hour(), clock.Minute(), 0, 0, loc)
		weekend := next.Weekday() == time.Saturday || next.Weekday() == time.Sunday
		if next.After(after) && (days == "" || days == "daily" || (days == "weekends") == weekend) {
			return next, nil
		}
	}
	return time.Time{}, errors.New("never")
}

func findZone(text string) (string, error) {
	switch strings.ToLower(text) {
	case "berlin", "europe/berlin":
		return "Europe/Berlin", nil
	case "utc":
		return "UTC", nil
	}
	return "", fmt.Errorf("unknown time zone %q: type a city (Berlin)", text)
}

func (w *world) compile(_ context.Context, chat attache.Chat, from, to time.Time) (attache.Edition, error) {
	e := sampleEdition()
	e.From, e.To, e.TimeZone = from, to, chat.TimeZone
	return e, nil
}

// track stores a negotiation.
func (w *world) track(t attache.Track) { w.store.load(attache.Record{Track: &t}) }

// stateOfPlay is digest's.
func (w *world) stateOfPlay(_ context.Context, id string) (attache.StateOfPlay, error) {
	state, ok := w.states[id]
	if !ok {
		return state, attache.ErrNotFound
	}
	return state, nil
}

// publish files an article and its story.
func (w *world) publish(a attache.Article) {
	if a.URL == "" {
		a.URL = "https://" + strings.ToLower(strings.ReplaceAll(a.Outlet, " ", "-")) + ".example/" + a.ID
	}
	a.Relevant = true
	if a.StoryID == "" {
		w.store.file(a, attache.Story{})
		return
	}
	s, err := w.store.Story(background(), a.StoryID)
	if errors.Is(err, attache.ErrNotFound) {
		s = attache.Story{ID: a.StoryID, Headline: a.Title, First: a.Published, Event: a.Event, Relevant: true}
		for _, actor := range a.Actors {
			s.Actors = append(s.Actors, actor.Code)
		}
	}
	s.Last = a.Published
	s.ArticleIDs, s.Outlets = append(s.ArticleIDs, a.ID), append(s.Outlets, a.Outlet)
	w.store.file(a, s)
}

func ago(hours float64) time.Time {
	return noon.Add(-time.Duration(hours * float64(time.Hour)))
}

func countryActor(code, name string) attache.Actor {
	return attache.Actor{Kind: attache.Country, Code: code, Name: name}
}

func quote(speaker, role, text string, confidence float64) attache.Quote {
	return attache.Quote{Kind: attache.Direct, Speaker: speaker, Role: role, Text: text, Confidence: confidence}
}

// took gives a quote a polarity.
func took(polarity attache.Polarity, q attache.Quote) attache.Quote {
	q.Polarity = polarity
	return q
}

// fillWorld is a small, fictional day of news.
func (w *world) fillWorld() {
	norland := []attache.Actor{countryActor("NOR", "Norway"), countryActor("ISL", "Iceland")}
	w.publish(attache.Article{
		ID: "a1", StoryID: "s1", Outlet: "Meridian Wire", OutletKind: attache.Wire,
		Title: "Ministers meet over fishing grounds", Published: ago(5), Reading: attache.Reading{
			Lang: "en", Event: attache.Event{Type: attache.Consult}, Actors: norland, Evidence: []string{"fisheries minister", "talks", "share"},
			Quotes: []attache.Quote{
				took("agreed", quote("Maria Lind", "fisheries minister", "We will share the catch.", 0.9)),
				quote("Jon Arason", "envoy", "This may have been somebody else.", 0.3),
			},
		},
	})
	w.publish(attache.Article{
		ID: "a2", StoryID: "s1", Outlet: "Foreign Ministry", OutletKind: attache.Official,
		Title: "Statement on the talks", Published: ago(4), Reading: attache.Reading{Lang: "en"},
	})
	w.publish(attache.Article{
		ID: "a3", StoryID: "s1", Outlet: "Novy Vestnik", OutletKind: attache.StateMedia, Title: "Переговоры о рыбе",
		Published: ago(3), Reading: attache.Reading{
			Lang: "ru", Quotes: []attache.Quote{quote("Олег Ветров", "посол", "Мы услышали друг друга.", 0.95)},
		},
	})
	w.publish(attache.Article{
		ID: "a4", StoryID: "s2", Outlet: "The Courier", OutletKind: attache.Press,
		Title: "Envoy <b>rejects</b> the plan & leaves", Published: ago(2), Reading: attache.Reading{
			Lang: "en", Event: attache.Event{Type: attache.Reject}, Actors: []attache.Actor{{
				Kind: attache.Organization, Code: "EU",
				Name: "European Union",
			}, {Kind: attache.Organization, Code: "NATO", Name: "NATO"}},
			Quotes: []attache.Quote{took("denied", quote("Ana Duarte", "EU envoy", "Not like this.", 0.8))},
		},
	})
	w.publish(attache.Article{
		ID: "a5", StoryID: "s3", Outlet: "The Courier", OutletKind: attache.Press, Title: "Summit in Geneva postponed",
		Published: ago(30), Reading: attache.Reading{
			Lang: "en", Event: attache.Event{Type: attache.Retreat},
			Actors: []attache.Actor{countryActor("CHE", "Switzerland")},
		},
	})
	w.fillTracks()
}

// appointed is an announced move, so many days from noon.
func appointed(days int, what string, deadline bool) attache.Appointment {
	return attache.Appointment{Day: noon.Truncate(24*time.Hour).AddDate(0, 0, days), What: what, Deadline: deadline}
}

// fillTracks is two tracks and a lone story, and where the first one stands.
func (w *world) fillTracks() {
	fishing := attache.Track{
		ID: "k1", Name: "Norway – Iceland: fishing, quotas", Actors: []string{"NOR", "ISL"}, First: ago(500), Last: ago(3), Temperature: 0.1,
		Terms: []string{"fishing", "quotas", "mackerel"},
		Moves: []attache.Move{{StoryID: "s0", At: ago(500), Type: attache.Reject}, {StoryID: "s1", At: ago(5), Type: attache.Consult}},
		Next:  []attache.Appointment{appointed(-1, "They meet on Wednesday.", false), appointed(4, "The two sides meet again on Monday.", true)},
	}
	tracks := []attache.Track{
		{
			ID: "k3", Name: "Switzerland: summit", Actors: []string{"CHE"}, Last: ago(2),
			Moves: []attache.Move{{StoryID: "s3", At: ago(2), Type: attache.Retreat}}, Temperature: 0.8,
		},
		fishing,
		{
			ID: "k2", Name: "European Union – Norway: border tariffs", Actors: []string{"EU", "NOR"}, Last: ago(30), Temperature: -0.6,
			Terms: []string{"tariffs", "steel"},
			Moves: []attache.Move{{At: ago(60), Type: attache.Threaten}, {At: ago(30), Type: attache.Reject}},
		},
	}
	for _, track := range tracks {
		w.track(track)
	}
	lind := took("agreed", quote("Maria Lind", "fisheries minister", "We will share the catch.", 0.9))
	lind.ArticleID, lind.Outlet, lind.URL, lind.Published = "a1", "Meridian Wire", "https://meridian-wire.example/a1", ago(5)
	guess := quote("Jon Arason", "envoy", "This may have been somebody else.", 0.3)
	vetur := took("denied", quote("Sigrún Vetur", "prime minister", "Not one mackerel more.", 0.8))
	vetur.Outlet, vetur.URL, vetur.Published = "Government Offices", "https://gov.example/0", ago(500)
	w.states["k1"] = attache.StateOfPlay{
		Track: fishing,
		Timeline: []attache.Turn{
			{
				Move: fishing.Moves[1], Headline: "Ministers meet over fishing grounds", URL: "https://meridian-wire.example/a1",
				Actors: fishing.Actors,
			},
			{Move: fishing.Moves[0], Headline: "Iceland refuses a <quota>", URL: "https://gov.example/0", Actors: fishing.Actors},
		},
		Positions: []attache.Position{
			{Code: "NOR", Kind: "accepted", Quote: lind},
			{Code: "NOR", Kind: "demanded", Quote: guess},
			{Code: "ISL", Kind: "rejected", Quote: vetur},
		},
		Next: fishing.Next,
	}
	w.states["k2"] = attache.StateOfPlay{Track: tracks[2]}
	w.states["k3"] = attache.StateOfPlay{Track: tracks[0]}
}

// private is a message in a private chat.
func private(text string) attache.Incoming {
	return attache.Incoming{
		Kind: attache.IncomingMessage, ChatID: "t:1", ChatKind: attache.Private, UserID: "t:1", UserLang: "en", Text: text,
		Time: noon,
	}
}

// press is a press on a button of a private chat's message.
func press(command string) attache.Incoming {
	in := private(command)
	in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m1"
	return in
}

func sampleEdition() attache.Edition {
	return attache.Edition{
		ID: "e1", From: noon.Add(-24 * time.Hour), To: noon.Add(-5 * time.Hour), TimeZone: "Europe/Berlin",
		Sections: []attache.Section{
			{TrackID: "t1", Title: "Norway and Iceland: fishing", Items: []attache.Item{{
				StoryID: "s1", Headline: "Ministers meet over fishing grounds", URL: "https://meridian-wire.example/a1",
				Lead: []attache.Sentence{{Text: "Ministers of both countries met on Thursday."}, {Text: "They spoke for three hours."}},
				Readouts: []attache.Sentence{
					{Text: "The meeting was constructive.", Outlet: "Foreign Ministry", URL: "https://mfa.example/1", Code: "NOR"},
					{Text: "The meeting was frank.", Outlet: "Government Offices", URL: "https://gov.example/1", Code: "ISL"},
				},
				Quotes: []attache.Quote{
					{
						Kind: attache.Direct, Text: "We will share the catch.", Speaker: "Maria Lind", Role: "fisheries minister", Confidence: 0.9,
						Outlet: "Meridian Wire", URL: "https://meridian-wire.example/a1",
					},
					{
						Kind: attache.Direct, Text: "Nobody knows who said this.", Speaker: "Jon Arason", Confidence: 0.4, Outlet: "Meridian Wire",
						URL: "https://meridian-wire.example/a1",
					},
				},
				Links: []attache.Link{
					{Outlet: "Meridian Wire", Kind: attache.Wire, URL: "https://meridian-wire.example/a1", Lang: "en"},
					{Outlet: "Foreign Ministry", Kind: attache.Official, URL: "https://mfa.example/1", Lang: "en"},
					{Outlet: "Novy Vestnik", Kind: attache.StateMedia, URL: "https://vestnik.example/a3", Lang: "ru"},
				},
				Event: attache.Event{Type: attache.Consult}, Actors: []string{"NOR", "ISL"}, Update: true, Disputed: true,
			}}},
			{Items: []attache.Item{{
				StoryID: "s2", Headline: "Envoy rejects the plan", URL: "https://courier.example/a4",
				Lead: []attache.Sentence{{Text: "The envoy left early."}},
				Quotes: []attache.Quote{{
					Kind: attache.Direct, Text: "Мы услышали друг друга.", Speaker: "Олег Ветров", Role: "посол", Confidence: 0.9,
					Outlet: "The Courier", URL: "https://courier.example/a4",
				}},
				Links: []attache.Link{{Outlet: "The Courier", Kind: attache.Press, URL: "https://courier.example/a4"}},
				Event: attache.Event{Type: attache.Reject}, Actors: []string{"EU", "NATO"}, SingleSource: true,
			}}},
		},
		Agenda: []attache.Appointment{{
			Day: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC), What: "The two sides meet again on Monday.",
			Deadline: true,
		}},
		LeftOut: 3, Articles: 9,
	}
}

// english speaks as most tests hear it.
var english = speaks(homeLang)

// saying is a document of words.
func saying(words string) attache.Document {
	return attache.Document{Blocks: []attache.Block{para(plain(words))}}
}
