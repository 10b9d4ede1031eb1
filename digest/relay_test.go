package digest

import (
	"testing"
	"time"

	"attache"
)

func TestWhoLinksAnothersPageDoesNotHeadItsStoryInAnyOrder(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	article := func(id, outlet, title string, kind attache.SourceKind, own bool) attache.Article {
		return attache.Article{
			ID: id, StoryID: "s1", Outlet: outlet, OutletKind: kind, Title: title, URL: "https://a.example/1", Own: own, Published: at,
			Reading: attache.Reading{Relevant: true, Lang: "en"},
		}
	}
	for _, kind := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia} {
		a := article("a", "Ministry A", "Ministry says that the border stays open", kind, true)
		for _, forger := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia} {
			b := article("b", "Outlet B", "Border closed for ever, ministry says today", forger, false)
			for _, order := range [][]attache.Article{{a, b}, {b, a}} {
				s := BuildStory(attache.Story{}, order...)
				if s.Headline != a.Title || len(s.Outlets) != 1 || s.Outlets[0] != "Ministry A" || len(s.ArticleIDs) != 2 {
					t.Errorf("%s and %s, %s first: %q by %v", kind, forger, order[0].ID, s.Headline, s.Outlets)
				}
			}
		}
	}
}
