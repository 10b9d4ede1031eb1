package bot

import (
	"strings"
	"testing"
	"time"

	"attache"
)

func TestADigestTellsWhatAnOutletChangedAndWhatHasNoLink(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	e := attache.Edition{ID: "e1", From: at, To: at.Add(time.Hour), Sections: []attache.Section{{Items: []attache.Item{
		{
			StoryID: "s1", Headline: "Ministers meet", URL: "https://a.example/1",
			Links: []attache.Link{{Outlet: "Ministry A", URL: "https://a.example/1"}},
			Edits: []attache.Revision{
				{Outlet: "Ministry A", URL: "https://a.example/1", Gone: "The gate stays open.", Came: "The gate may close.", At: at},
				{Outlet: "Ministry A", URL: "https://a.example/1", Gone: "All agreed.", At: at},
			},
		},
		{StoryID: "s2", Headline: "Envoys part"},
	}}}}
	got := plainText(Layout(e, attache.Chat{}, atTelegram))
	for _, want := range []string{
		"text changed since", "“The gate stays open.”", "“The gate may close.”", "took out “All agreed.”",
		"no link to the report",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestWhoLinksAPageDoesNotBorrowItsOutletsKind(t *testing.T) {
	e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{
		StoryID: "s1", Headline: "Ministers meet", URL: "https://a.example/1",
		Links: []attache.Link{{Outlet: "Ministry A", Kind: attache.Official, URL: "https://a.example/1"}},
		Quotes: []attache.Quote{{
			Kind: attache.Direct, Text: "We will close the border", Speaker: "Anna Lindqvist", Confidence: 1,
			Outlet: "Outlet B", URL: "https://a.example/1",
		}},
	}}}}}
	got := plainText(Layout(e, attache.Chat{}, atTelegram))
	if before, _, ok := strings.Cut(got, "Outlet B"); !ok || strings.Contains(before, "official") {
		t.Errorf("the quote is shown as an official's:\n%s", got)
	}
}
