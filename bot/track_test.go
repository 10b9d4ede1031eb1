package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"attache"
)

func TestWithoutTracksThereIsNoSuchCommand(t *testing.T) {
	for name, spoil := range map[string]func(*Config){
		"no tracks":        func(c *Config) { c.Tracks = nil },
		"no state of play": func(c *Config) { c.StateOfPlay = nil },
	} {
		w := newWorld(t, spoil)
		w.Handle(t.Context(), private("/track"))
		if !strings.HasPrefix(w.texted(), "I don't know /track.") && !strings.HasPrefix(w.texted(), "I don't know `/track`.") {
			t.Errorf("%s: %q", name, w.texted())
		}
		w.Handle(t.Context(), private("/help"))
		if strings.Contains(w.texted(), "/track") {
			t.Errorf("%s: /help has it", name)
		}
	}
}

func TestATrackIsFoundByWhatPeopleCallIt(t *testing.T) {
	w := newWorld(t)
	w.fillTracks()
	tracks, err := w.store.ListTracks(t.Context(), ago(24*365))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"fishing":               "k1",
		"FISH":                  "k1",
		"Mackerel":              "k1",
		"Iceland and Norway":    "k1",
		"NOR ISL":               "k1",
		"🇳🇴🇮🇸":                  "k1",
		"Norway steel":          "k2",
		"European Union":        "k2",
		"eu":                    "k2",
		"tariffs":               "k2",
		"Norway":                "k1 k2",
		"Swiss":                 "k3",
		"Switzerland":           "k3",
		"Switzerland tariffs":   "k3",
		"France":                "",
		"France fishing":        "",
		"and":                   "",
		"fi":                    "",
		"\"European Union\" 🇳🇴": "k2",
	} {
		var got []string
		for _, track := range matchingTracks(tracks, splitWords(text)) {
			got = append(got, track.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, want %q", text, got, want)
		}
	}
}

func TestATracksTemperatureIsACalmWord(t *testing.T) {
	for _, tt := range []struct {
		temperature float64
		moves       []attache.EventType
		want        string
	}{
		{0, nil, "steady"},
		{0.9, []attache.EventType{attache.Agree}, "warm"},
		{0.9, []attache.EventType{attache.Agree, attache.Agree}, "warm"},
		{0.9, []attache.EventType{attache.Agree, attache.Reject}, "cooling"},
		{0.1, []attache.EventType{attache.Agree, attache.Consult}, "warming"},
		{0.1, []attache.EventType{attache.Consult}, "steady"},
		{0, []attache.EventType{attache.Consult, attache.Statement}, "steady"},
		{-0.1, []attache.EventType{attache.Consult, attache.Accuse}, "cooling"},
		{-0.5, []attache.EventType{attache.Reject}, "tense"},
		{-0.5, []attache.EventType{attache.Reject, attache.Sanction}, "tense"},
		{-0.5, []attache.EventType{attache.Reject, attache.Consult}, "tense, easing"},
	} {
		track := attache.Track{Temperature: tt.temperature}
		for _, e := range tt.moves {
			track.Moves = append(track.Moves, attache.Move{Type: e})
		}
		if got := english.text(mood(track)); got != tt.want {
			t.Errorf("%v after %v: %q, want %q", tt.temperature, tt.moves, got, tt.want)
		}
	}
}

func TestAStateOfPlayHasOnlyCertainWordsAndDatesToCome(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	w.Handle(t.Context(), private("/track k1"))
	for _, never := range []string{"somebody else", "demanded", "They meet on Wednesday"} {
		if strings.Contains(w.texted(), never) {
			t.Errorf("%q is told:\n%s", never, w.texted())
		}
	}
}

func TestADateOfTodayIsStillToCome(t *testing.T) {
	w := newWorld(t)
	dates := []attache.Appointment{appointed(1, "b", false), appointed(0, "a", false), appointed(-1, "c", false)}
	for zone, want := range map[string]string{"UTC": "a b", "Pacific/Kiritimati": "b", "Pacific/Pago_Pago": "a b"} {
		var got []string
		for _, a := range w.ahead(dates, attache.Chat{TimeZone: zone}) {
			got = append(got, a.What)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("in %s: %v, want %s", zone, got, want)
		}
	}
}

func TestALongStateOfPlayKeepsItsShape(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	state := w.states["k1"]
	for i := range 20 {
		turn := state.Timeline[1]
		turn.Headline = fmt.Sprintf("Old headline %02d", i)
		state.Timeline = append(state.Timeline, turn)
		p := state.Positions[2]
		p.Quote.Text = fmt.Sprintf("Words %02d. ", i) + strings.Repeat("More of them. ", 20)
		state.Positions = append(state.Positions, p)
	}
	state.Positions[0].Quote.Text = strings.Repeat("Too long for it. ", 100)
	w.states["k1"] = state
	w.Handle(t.Context(), private("/track k1"))
	full := lastDoc(w)
	if text := plainText(full); strings.Contains(text, "Too long for it") || !strings.Contains(text, "a statement of 400 words") {
		t.Error("a quote too long is not named whole")
	}
	for _, room := range []int{5000, 4000, 2000, 1000, 400} {
		doc := squeeze(full, room)
		text := plainText(doc)
		if !strings.Contains(text, "Ministers meet over fishing grounds") {
			t.Errorf("%d: the last move left:\n%s", room, text)
		}
		for i, b := range doc.Blocks {
			if b.Kind == attache.Verbatim && (i+1 == len(doc.Blocks) || !strings.HasPrefix(doc.Blocks[i+1].Spans[0].Text, "—") ||
				!strings.HasSuffix(doc.Blocks[i-1].Spans[1].Text, ":")) {
				t.Errorf("%d: quoted words without whose they are:\n%s", room, text)
			}
			if b.Kind == attache.Heading && (i+1 == len(doc.Blocks) || doc.Blocks[i+1].Kind == attache.Heading) {
				t.Errorf("%d: a heading without its part:\n%s", room, text)
			}
		}
	}
}

func TestTracksAreListedWithinAMessage(t *testing.T) {
	w := newWorld(t)
	for i := range 60 {
		w.track(attache.Track{
			ID: "k" + strings.Repeat("9", i), Name: strings.Repeat("A very long name of a track – ", 20), Last: ago(float64(i)),
			Actors: []string{"NOR", "ISL", "EU", "NATO", "USA"}, Next: []attache.Appointment{appointed(i, "x", true)},
		})
	}
	w.track(attache.Track{ID: "old", Name: "Forgotten", Last: ago(24 * 90)})
	w.track(attache.Track{ID: "n", Last: ago(1)})
	for _, text := range []string{"/track", "/track 20", "/track norway", "/track track"} {
		w.Handle(t.Context(), private(text))
		doc := lastDoc(w)
		if chars, _ := weigh(doc.Blocks); chars > 4096 || strings.Contains(plainText(doc), "Forgotten") {
			t.Errorf("%s: %d code points:\n%s", text, chars, plainText(doc))
		}
		for _, row := range doc.Buttons {
			for _, b := range row {
				if len(b.Command) > 64 || utf8.RuneCountInString(b.Label) > 40 || b.Label == "" {
					t.Errorf("%s: button %q", text, b)
				}
			}
		}
	}
}

func TestATrackWithoutANameIsNamedByItsParties(t *testing.T) {
	for want, track := range map[string]attache.Track{
		"Norway – NATO":                {Actors: []string{"NOR", "NATO"}},
		english.text(textUnnamedTrack): {Name: " \n "},
		"A B":                          {Name: "A\n\u202eB"},
	} {
		if got := english.trackName(track); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestATrackThatWentMeanwhileIsSaidSo(t *testing.T) {
	w := newWorld(t)
	w.fillTracks()
	delete(w.states, "k1")
	if _, err := w.Answer(t.Context(), attache.Chat{}, "/track fishing"); err == nil || err.Error() != english.text(textTrackGone) {
		t.Errorf("%v", err)
	}
	w.store.fail(errors.New("bucket 7 is torn"))
	w.Handle(t.Context(), private("/track fishing"))
	if w.texted() != english.text(textTrouble) {
		t.Errorf("read %q", w.texted())
	}
}

func TestNoTracksYetIsSaidSo(t *testing.T) {
	w := newWorld(t)
	for text, want := range map[string]string{"/track": english.text(textNoTracks), "/track Norway": "No track about `Norway`."} {
		doc, err := w.Answer(t.Context(), attache.Chat{TimeZone: "UTC"}, text)
		if err != nil || plainText(doc) != want {
			t.Errorf("%s: %q, %v", text, plainText(doc), err)
		}
	}
}

func TestTheListOfTracksKeepsTheLatestFirst(t *testing.T) {
	move := func(n int) []attache.Move { return make([]attache.Move, n) }
	late := move(2)
	late[1].At = noon
	list := livingFirst([]attache.Track{
		{ID: "a", Moves: move(1)},
		{ID: "b", Moves: move(2)},
		{ID: "c"},
		{ID: "d", Moves: move(9)},
		{ID: "e", Moves: late},
		{ID: "f", Last: noon},
	})
	ids := make([]string, 0, len(list))
	for _, track := range list {
		ids = append(ids, track.ID)
	}
	if want := []string{"e", "b", "d", "a", "f", "c"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
}

func TestAnOldTrackIsFoundButNotListed(t *testing.T) {
	w := newWorld(t)
	old := attache.Track{ID: "old", Name: "Norway: whaling", Actors: []string{"NOR"}, Last: ago(24 * 90)}
	young := attache.Track{ID: "new", Name: "Norway: gas", Actors: []string{"NOR"}, Last: ago(1)}
	w.track(young)
	w.track(old)
	w.states["old"] = attache.StateOfPlay{Track: old}
	w.states["new"] = attache.StateOfPlay{Track: young}
	for text, want := range map[string]string{
		"/track whaling": "# Norway: whaling", "/track Norway": "# Norway: gas",
		"/track": "# Tracks\n\n*Norway: gas*",
	} {
		w.Handle(t.Context(), private(text))
		if !strings.HasPrefix(w.texted(), want) || text != "/track whaling" && strings.Contains(w.texted(), "whaling") {
			t.Errorf("%s reads\n%s", text, w.texted())
		}
	}
}
