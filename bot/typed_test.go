package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/tongue"
)

// TestWhatIsOfferedToTypeIsUnderstood types every example that a text shows, in the
// language of the text.
func TestWhatIsOfferedToTypeIsUnderstood(t *testing.T) {
	for _, lang := range languageOrder {
		typed := offered(speaks(lang))
		if len(typed) < 20 {
			t.Fatalf("%s offers %d commands", lang, len(typed))
		}
		w := newWorld(t, func(c *Config) {
			c.Next, c.FindZone = nextOf, func(string) (string, error) { return "Europe/Berlin", nil }
		})
		w.fillWorld()
		for text := range typed {
			if strings.HasPrefix(text, "/admin") || strings.HasPrefix(text, "/channel") {
				continue // of who has the rights, or a channel; their own tests type them
			}
			in := private(text)
			in.UserLang = lang
			call, ok := w.callIn(in)
			if !ok || call.row == nil {
				t.Errorf("%s: %s is no command", lang, text)
				continue
			}
			r, err := w.requestFor(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			r.call = call
			if _, err := w.run(t.Context(), r); err != nil {
				t.Errorf("%s: %s: %v", lang, text, err)
			}
			if _, about, _, err := w.digested(r); call.row.name == "digest" && (err != nil || about.typed != "") {
				t.Errorf("%s: %s is one about %q (%v)", lang, text, about.typed, err)
			}
		}
	}
}

// offered are the commands that the texts of a language show.
func offered(to speaker) map[string]bool {
	typed := map[string]bool{}
	for _, id := range tongues().Messages() {
		phrases := []tongue.Phrase{to.Phrase(id)}
		if to.Counts(id) {
			phrases = append(phrases, to.Count(id, 1), to.Count(id, 3))
		}
		for _, part := range slices.Concat(phrases...) {
			if part.Typed && strings.HasPrefix(part.Text, "/") {
				typed[strings.Trim(part.Text, "\u2066\u2067\u2068\u2069")] = true
			}
		}
	}
	return typed
}

func TestTheKindsOfLengthAreCalledAsTheButtonsAre(t *testing.T) {
	for _, lang := range languageOrder {
		w := newWorld(t)
		in := private("/length " + speaks(lang).text(textButtonShort))
		in.UserLang = lang
		w.Handle(t.Context(), in)
		if chat, err := w.store.Chat(t.Context(), "t:1"); err != nil || chat.Length != attache.ShortLength {
			t.Errorf("%s: %s sets %q (%v)", lang, in.Text, chat.Length, err)
		}
	}
}

// readable is a schedule in the form that a channel's clock reads.
var readable = regexp.MustCompile(`^((daily|weekdays|weekends|[a-z]{3}(-[a-z]{3})?)(,[a-z]{3}(-[a-z]{3})?)* ` +
	`)?\d\d:\d\d(,\d\d:\d\d)*$|^30 7 \* \* 1-5$`)

func nextOf(schedule, _ string, after time.Time) (time.Time, error) {
	if !readable.MatchString(schedule) {
		return time.Time{}, fmt.Errorf("bad schedule %q", schedule)
	}
	return after.Add(time.Hour), nil
}
