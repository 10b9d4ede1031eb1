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

func TestWishesAreCountriesAndWords(t *testing.T) {
	for text, want := range map[string]string{
		"Norway":                             "NOR |",
		"Norway fishing quotas":              "NOR | fishing / quotas",
		"Norway, fishing quotas":             "NOR | fishing quotas",
		"fishing quotas; Norway and Iceland": "NOR ISL | fishing quotas",
		"freedom of navigation, EU":          "EU | freedom of navigation",
		"the grain and the oil":              "| grain / oil",
		"\"grain deal\" steel":               "| grain deal / steel",
		"\"South Korea\"":                    "| South Korea",
		"🇳🇴🇮🇸 steel":                         "NOR ISL | steel",
		"steel steel NOR Norway":             "NOR | steel",
		"xy a €":                             "|",
		"核":                                  "|",
		"渔业":                                 "| 渔业",
		"рыба, Norway":                       "NOR | рыба",
		",,, ;":                              "|",
		"«a\"b deal» steel“":                 "| ab deal / steel",
		"":                                   "|",
		"not Russia":                         "| | RUS |",
		"Norway -fishing":                    "NOR | | | fishing",
		"Norway not Russia":                  "NOR | | RUS |",
		"-Russia Norway":                     "NOR | | RUS |",
		"-South Africa Norway":               "NOR | | ZAF |",
		"Norway, not fishing quotas, EU":     "NOR EU | | | fishing quotas",
		"EU without sport or weather":        "EU | | | sport / weather",
		"без России":                         "| | RUS |",
		`"not Russia"`:                       "| not Russia",
		"Norway in French":                   "NOR | fr",
	} {
		w := wishes(splitWords(text))
		got := strings.TrimSpace(strings.Join(w.codes, " ") + " | " + strings.Join(append(w.words, w.langs...), " / "))
		if len(w.notCodes)+len(w.notWords) > 0 {
			got = strings.TrimSpace(got + " | " + strings.Join(w.notCodes, " ") + " | " + strings.Join(w.notWords, " / "))
		}
		if strings.Join(strings.Fields(got), " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAChatsFilterIsStored(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	for _, step := range []struct {
		text, actors, words string
	}{
		{"/follow Norway, 🇮🇸, fishing grounds", "NOR ISL", "fishing grounds"},
		{"/follow norway, Fishing Grounds, NATO", "NOR ISL NATO", "fishing grounds"},
		{"/unfollow Iceland", "NOR NATO", "fishing grounds"},
		{"/unfollow fishing", "NOR NATO", "fishing grounds"}, // not that word
		{"/unfollow Fishing grounds", "NOR NATO", ""},
		{"/unfollow ISL", "NOR NATO", ""},
		{"/unfollow NATO, Norway", "", ""},
		{"/follow Norway", "NOR", ""},
		{"/unfollow ALL", "", ""},
	} {
		w.Handle(t.Context(), private(step.text))
		f := w.store.chat("t:1").Filter
		if strings.Join(f.Actors, " ") != step.actors || strings.Join(f.Words, "/") != step.words {
			t.Errorf("%s: stored %+v", step.text, f)
		}
	}
	if f := w.store.chat("t:1").Filter; filtered(f) {
		t.Errorf("everything is %+v", f)
	}
}

// What is due and not yet compiled must come, whatever is set meanwhile.
func TestADigestThatIsDueStaysDueWhenTheChatFollowsMore(t *testing.T) {
	for _, text := range []string{"/follow Norway", "/unfollow all", "/alerts 3"} {
		w := newWorld(t)
		due := ago(0.01)
		w.store.put(attache.Chat{ID: "t:1", State: attache.ChatActive, Schedule: "11:59", TimeZone: "UTC", NextSlot: due})
		w.Handle(t.Context(), private(text))
		if got := w.store.chat("t:1").NextSlot; !got.Equal(due) {
			t.Errorf("%s: the next digest is due %s, not %s", text, got, due)
		}
	}
}

func TestAFilterIsBounded(t *testing.T) {
	w := newWorld(t)
	for i := range 40 {
		w.Handle(t.Context(), private(fmt.Sprintf("/follow word%02d", i)))
	}
	if n := len(w.store.chat("t:1").Filter.Words); n != mostFollowed || w.texted() != english.text(textFollowMost) {
		t.Errorf("%d words, read %q", n, w.texted())
	}
	w.Handle(t.Context(), private("/unfollow word03"))
	w.Handle(t.Context(), private("/follow "+strings.Repeat("长", 100)))
	doc := lastDoc(w)
	if chars, _ := weigh(doc.Blocks); chars > 4096 {
		t.Errorf("%d code points", chars)
	}
	for _, word := range w.store.chat("t:1").Filter.Words {
		if utf8.RuneCountInString(word) > longestFollowed {
			t.Errorf("%q is kept", word)
		}
	}
}

func TestEveryButtonTakesOffWhatItSays(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private(`/follow Norway, NATO, grain deal, "Jordan", “a ‘quoted’ word”, `+strings.Repeat("ж", 40)))
	before := w.store.chat("t:1").Filter
	for _, row := range lastDoc(w).Buttons {
		for _, b := range row {
			if len(b.Command) > 64 || b.Command == "/unfollow all" || strings.HasPrefix(b.Command, "/follow") {
				continue
			}
			w.store.put(attache.Chat{ID: "t:1", Filter: before})
			w.Handle(t.Context(), private(b.Command))
			after := w.store.chat("t:1").Filter
			gone := strings.TrimPrefix(b.Label, "✕ ")
			if len(after.Actors)+len(after.Words) != len(before.Actors)+len(before.Words)-1 || slices.Contains(after.Words, gone) {
				t.Errorf("%s left %+v of %+v", b.Command, after, before)
			}
		}
	}
	if len(before.Words) != 4 || len(before.Actors) != 2 {
		t.Errorf("followed %+v", before)
	}
}

func TestWhatIsFollowedIsSaidAsTheDigestReadsIt(t *testing.T) {
	for want, f := range map[string]attache.Filter{
		"": {},
		"The digest tells only stories about 🇳🇴 Norway.": {Actors: []string{"NOR"}},
		"The digest tells only stories with a, b or c in a headline.": {
			Words: []string{"a", "b", "c"},
		},
		"The digest tells only stories about NATO or 🇪🇺 European Union.\nOf these, only those with x in a headline.": {
			Actors: []string{"NATO", "EU"}, Words: []string{"x"},
		},
		"The digest tells only stories of 2 tracks.\nOf these, only those in German or French.": {
			Tracks: []string{"k1", "k2"}, Langs: []string{"de", "fr"},
		},
	} {
		if got := plainText(attache.Document{Blocks: followed(english, f)}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNothingIsStoredWhereNothingIsUnderstood(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"/follow xy", "/unfollow Norway", "/alerts often", "/alerts 99"} {
		w.Handle(t.Context(), private(text))
		if len(w.store.chats()) != 0 {
			t.Errorf("%s: stored %v", text, w.store.chats())
		}
	}
	w.store.fail(errors.New("torn"))
	w.Handle(t.Context(), private("/follow Norway"))
	if w.texted() != english.text(textTrouble) {
		t.Errorf("read %q", w.texted())
	}
}
