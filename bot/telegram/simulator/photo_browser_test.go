//go:build browser

package simulator_test

import (
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache/internal/picture"
)

func TestPageShowsPicturesWithTheirWords(t *testing.T) {
	parent := browser(t)
	png, err := picture.Card{
		Words: "We will sign when the last line of the text is agreed.", Quoted: true, Who: "Ola Lindqvist, foreign minister",
		Where: "Meridian Wire · 11 March 2026", Style: picture.Light,
	}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range screens {
		t.Run(s.name, func(t *testing.T) {
			w, page := newPage(t)
			bot, err := tgbotapi.NewBotAPIWithClient(w.Token(), w.http.URL+"/bot%s/%s", w.http.Client())
			if err != nil {
				t.Fatal(err)
			}
			photo := tgbotapi.NewPhoto(1001, tgbotapi.FileBytes{Name: "quote.png", Bytes: png})
			photo.Caption = "“We will sign when the last line of the text is agreed.”\n— Ola Lindqvist, foreign minister"
			if _, err := bot.Send(photo); err != nil {
				t.Fatal(err)
			}
			b := openTab(parent, t, s, page.URL)
			b.until(`document.querySelector("img.photo")?.naturalWidth === 1200`)
			if !eval[bool](b, `(() => { const r = document.querySelector("img.photo").getBoundingClientRect(); `+
				`return r.left >= 0 && r.right <= innerWidth && r.height > 100 && document.querySelector("img.photo").alt.includes("Ola `+
				`Lindqvist") })()`) {
				t.Error("the picture does not fit, or has no description")
			}
			b.picture("photo " + s.name)
			if p := b.complaints(); len(p) > 0 {
				t.Errorf("the console says %q", p)
			}
		})
	}
}
