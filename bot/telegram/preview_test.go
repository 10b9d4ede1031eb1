package telegram

import (
	"testing"
)

func TestOnlyThePageThatADocumentNamesIsPreviewed(t *testing.T) {
	for page, want := range map[string]string{
		"":                             noPreview,
		"https://wire.example/a?b=1":   `{"url":"https://wire.example/a?b=1"}`,
		`https://wire.example/"},{"x"`: `{"url":"https://wire.example/\"},{\"x\""}`,
		"javascript:alert(1)":          noPreview,
		"/stories/s1":                  noPreview,
		"https://":                     noPreview,
		"http://%zz":                   noPreview,
	} {
		f := newFake(t)
		c, _ := f.open(t)
		doc := text("README.md was changed")
		doc.Preview = page
		if _, err := c.Send(t.Context(), "telegram:5", doc); err != nil {
			t.Fatal(err)
		}
		if err := c.Edit(t.Context(), "telegram:5", "77", doc); err != nil {
			t.Fatal(err)
		}
		for _, method := range []string{"sendMessage", "editMessageText"} {
			if got := f.calls(method)[0].Get("link_preview_options"); got != want {
				t.Errorf("%s of %q: %s, want %s", method, page, got, want)
			}
		}
	}
}
