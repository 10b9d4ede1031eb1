package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// A digest about something leaves out what /follow would leave out by the same
// words; it must not bring just that.
func TestADigestAboutSomethingLeavesOutWhatIsRefused(t *testing.T) {
	for text, want := range map[string]attache.Filter{
		"/digest not Norway":         {NotActors: []string{"NOR"}},
		"/digest without Norway":     {NotActors: []string{"NOR"}},
		"/digest Iceland not Norway": {Actors: []string{"ISL"}, NotActors: []string{"NOR"}},
		"/digest Iceland -fishing":   {Actors: []string{"ISL"}, NotWords: []string{"fish"}},
		"/digest 48 not Norway":      {NotActors: []string{"NOR"}},
		"/digest Iceland":            {Actors: []string{"ISL"}},
	} {
		var got attache.Filter
		w := newWorld(t, func(c *Config) {
			c.Compile = func(_ context.Context, chat attache.Chat, _, _ time.Time) (attache.Edition, error) {
				got = chat.Filter
				return attache.Edition{}, nil
			}
		})
		w.Handle(t.Context(), private(text))
		if !slices.Equal(got.Actors, want.Actors) || !slices.Equal(got.NotActors, want.NotActors) ||
			!slices.Equal(got.Words, want.Words) || !slices.Equal(got.NotWords, want.NotWords) {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
		if asked := strings.Fields(text); !strings.Contains(w.texted(), strings.TrimPrefix(asked[len(asked)-1], "-")) {
			t.Errorf("%s: the answer does not say what it is about: %s", text, w.texted())
		}
	}
}
