package bot

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"attache"
	"attache/bot/telegram"
)

var (
	openingTag = regexp.MustCompile(`<[a-z]+[ >]`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

// TestTheLongestMessagesOfEveryLanguageFit gives every command where all that is stored
// is as long as it comes, and holds what comes back to a message's bounds.
func TestTheLongestMessagesOfEveryLanguageFit(t *testing.T) {
	w := newWorld(t)
	w.fillLongest()
	messages, longest := 0, 0
	for _, lang := range languageOrder {
		chat := attache.Chat{
			ID: "t:1", Kind: attache.Private, Speaks: lang, State: attache.ChatActive, Schedule: "07:00", TimeZone: "America/Argentina/Buenos_Aires",
			Title: strings.Repeat("🪶 title ", 40), Filter: attache.Filter{},
		}
		for i := range 30 {
			chat.Filter.NotWords = append(chat.Filter.NotWords, fmt.Sprint("außenministerkonferenz", i))
			chat.Filter.Muted = append(chat.Filter.Muted, fmt.Sprint("The Very Long Courier of the North ", i))
		}
		for _, c := range w.visible() {
			tails := []string{""} // one of the longest in each language, all of them in one
			switch {
			case lang == "de":
				tails = []string{"", " 20", " " + strings.Repeat("Ministerpräsident 外交部长 ", 30)}
			case c.list != nil:
				tails = []string{" 20"}
			}
			for _, behind := range tails {
				w.store.put(chat)
				before := len(w.stage.all())
				w.Handle(t.Context(), private("/"+c.name+behind))
				for _, e := range w.stage.all()[before:] {
					if e.what == "press" || len(e.doc.Blocks) == 0 {
						continue
					}
					rendered := telegram.Render(e.doc)
					shown := len(utf16.Encode([]rune(html.UnescapeString(anyTag.ReplaceAllString(rendered, "")))))
					messages, longest = messages+1, max(longest, shown)
					if tags := len(openingTag.FindAllString(rendered, -1)); shown > 4096 || tags > 100 {
						t.Errorf("%s: /%s%.20s: %d units, %d entities", lang, c.name, behind, shown, tags)
					}
				}
			}
		}
	}
	if messages < 8*20 || longest < 3000 {
		t.Errorf("%d messages, the longest of %d units: the test does not try what it should", messages, longest)
	}
}

// fillLongest is news whose every part is as long as it comes.
func (w *world) fillLongest() {
	long := strings.Repeat("Ministerialkonferenz der Außenminister 🇳🇴 外交 & <переговоры> ", 12)
	for i := range 20 {
		a := attache.Article{
			ID: fmt.Sprint("a", i), StoryID: fmt.Sprint("s", i/2), Outlet: fmt.Sprint("The ", strings.Repeat("Very ", 12), "Long Courier ", i),
			OutletKind: attache.Press, Title: fmt.Sprint(i, " ", long), Published: noon.Add(-time.Duration(i) * time.Minute),
			URL:     fmt.Sprint("https://courier.example/", strings.Repeat("path/", 60), i),
			Reading: attache.Reading{Lang: "en", Event: attache.Event{Type: attache.Consult}},
		}
		for _, code := range []string{"NOR", "ISL", "BIH", "CAF", "VCT", "PRK", "SWE", "EU"} {
			a.Actors = append(a.Actors, countryActor(code, code))
		}
		for n := range 4 {
			a.Quotes = append(a.Quotes, quote(fmt.Sprint("Anna-Maria ", strings.Repeat("von und zu ", 8), n),
				strings.Repeat("deputy minister for ", 8)+"fish",
				fmt.Sprint(n, " ", strings.Repeat("We have said so and say it again. ", 40)), 0.9))
		}
		w.publish(a)
	}
}
