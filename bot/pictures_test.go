package bot

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache"
)

// meets publishes a story in which an event happens between parties.
func (w *world) meets(id string, hours float64, e attache.Event) {
	w.publish(attache.Article{
		ID: "m" + id, StoryID: "ms" + id, Outlet: "Meridian Wire", OutletKind: attache.Wire, Title: "Something " + id, Published: ago(hours),
		Reading: attache.Reading{Lang: "en", Event: e},
	})
}

// presses presses a button, and gives what came of it: a picture, and words.
func (w *world) presses(t *testing.T, command string) (picture bool, words string) {
	t.Helper()
	before := len(w.stage.all())
	w.Handle(t.Context(), press(command))
	var doc attache.Document
	var b strings.Builder
	for _, e := range w.stage.all()[before:] {
		b.WriteString(e.text)
		if e.what == "send" {
			doc = e.doc
		}
	}
	for _, block := range doc.Blocks {
		for _, s := range block.Spans {
			b.WriteString(s.Text)
		}
		b.WriteByte('\n')
	}
	if doc.File == nil {
		return false, b.String()
	}
	c, err := png.DecodeConfig(bytes.NewReader(doc.File.Data))
	if err != nil || !doc.File.Picture || c.Width < 1000 {
		t.Errorf("no picture: %v, %+v", err, c)
	}
	if folder := os.Getenv("ATTACHE_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "chat-"+doc.File.Name), doc.File.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return true, b.String()
}

func TestAPictureSaysInWordsWhatItShows(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	w.meets("1", 5, attache.Event{Type: attache.Consult, Source: []string{"NOR"}, Target: []string{"ISL"}})
	w.meets("2", 30, attache.Event{Type: attache.Consult, Source: []string{"ISL", "NOR"}})
	w.meets("3", 50, attache.Event{Type: attache.Cooperate, Act: attache.Visit, Source: []string{"FRA"}, Target: []string{"EU", "NOR"}})
	for command, want := range map[string][]string{
		"/picture quote a1-1":  {"“We will share the catch.”", "Maria Lind", "fisheries minister", "Meridian Wire"},
		"/picture quote a3-1":  {"Мы услышали друг друга.", "Олег Ветров"},
		"/picture track k1":    {"Norway – Iceland: fishing, quotas", "2 moves", "above the line", "talks"},
		"/picture met":         {"3 stories", "Iceland – Norway: 2", "European Union – France: 1", "France – Norway: 1"},
		"/picture quote a1-2":  nil, // it is not certain who said it
		"/picture quote a9-0":  nil,
		"/picture quote":       nil,
		"/picture track k3":    nil, // one move has no course
		"/picture track none":  nil,
		"/picture":             nil,
		"/picture something x": nil,
	} {
		shown, words := w.presses(t, command)
		if shown != (want != nil) {
			t.Errorf("%s: a picture: %v; %s", command, shown, words)
		}
		for _, text := range want {
			if !strings.Contains(words, text) {
				t.Errorf("%s does not say %q: %s", command, text, words)
			}
		}
	}
}

func TestOnlyThoseWhoMetAreShownToHaveMet(t *testing.T) {
	for name, e := range map[string]attache.Event{
		"a call":            {Type: attache.Consult, Act: attache.Call, Source: []string{"NOR"}, Target: []string{"ISL"}},
		"put off":           {Type: attache.Consult, Act: attache.Postponement, Source: []string{"NOR"}, Target: []string{"ISL"}},
		"broken off":        {Type: attache.Consult, Act: attache.Breakdown, Source: []string{"NOR"}, Target: []string{"ISL"}},
		"a warning":         {Type: attache.Threaten, Source: []string{"NOR"}, Target: []string{"ISL"}},
		"one alone":         {Type: attache.Consult, Source: []string{"NOR"}},
		"one with oneself":  {Type: attache.Consult, Source: []string{"NOR"}, Target: []string{"NOR"}},
		"three of one side": {Type: attache.Consult, Source: []string{"NOR", "ISL", "FRA"}},
		"nobody we know":    {Type: attache.Consult, Source: []string{"NOR"}, Target: []string{"XQX"}},
	} {
		w := newWorld(t)
		w.meets("1", 5, e)
		if shown, words := w.presses(t, "/picture met"); shown || !strings.Contains(words, "No story of the last seven days") {
			t.Errorf("%s: %v, %s", name, shown, words)
		}
	}
	w := newWorld(t)
	w.meets("1", 24*7, attache.Event{Type: attache.Consult, Source: []string{"NOR"}, Target: []string{"ISL"}})
	if shown, words := w.presses(t, "/picture met"); shown {
		t.Errorf("a week ago: %s", words)
	}
}

func TestThereIsAButtonForEachPictureThatThereIs(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for command, want := range map[string]string{
		"/quotes":      "/picture quote a4-1 /picture quote a3-1 /picture quote a1-1",
		"/quotes Lind": "/picture quote a1-1",
		"/track k1":    "/picture track k1",
		"/track k3":    "",
		"/track":       "/picture met",
	} {
		w.Handle(t.Context(), private(command))
		all := w.stage.all()
		var got []string
		for _, row := range all[len(all)-1].doc.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Command, "/picture") {
					got = append(got, b.Command)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has %q, want %q", command, got, want)
		}
	}
}
