package digest

import (
	"strings"
	"testing"
	"time"

	"attache"
)

// What a chat was told at once is a line in its next digest, unless somebody said
// something since, or a side gave its account.
func TestAnAlertedStoryIsALineUnlessItHasNews(t *testing.T) {
	told := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC) // after the three reports of the desk
	fourth := report("a4", "The Courier", attache.Press, 14, "Talks on the border end, envoys leave Yerevan")
	fourth.Body = "The envoys left the city in the afternoon without a word to the press."
	for _, c := range []struct {
		rule   string
		at     time.Time
		change func(*attache.Article)
		file   bool
		line   bool
		latest string
	}{
		{rule: "nothing came since", at: told, line: true},
		{rule: "another outlet reports it too", at: told, file: true, line: true, latest: "Talks on the border end, envoys leave Yerevan"},
		{rule: "somebody is quoted", at: told, file: true, change: func(a *attache.Article) {
			a.Quotes = []attache.Quote{{
				Kind: attache.Direct, Text: "We leave with nothing in our hands.", Speaker: "Tigran Sarkav",
				Confidence: 0.9,
			}}
		}},
		{
			rule: "somebody who is not sure is quoted", at: told, file: true, line: true, latest: "Talks on the border end, envoys leave Yerevan",
			change: func(a *attache.Article) {
				a.Quotes = []attache.Quote{{
					Kind: attache.Direct, Text: "We leave with nothing in our hands.", Speaker: "Tigran Sarkav",
					Confidence: 0.4,
				}}
			},
		},
		{
			rule: "the same words are quoted again", at: told, file: true, line: true, latest: "Talks on the border end, envoys leave Yerevan",
			change: func(a *attache.Article) {
				a.Quotes = []attache.Quote{{
					Kind: attache.Direct, Text: "We will not sign a map with holes in it.", Speaker: "Rovshan Alimardanov",
					Confidence: 0.9,
				}}
			},
		},
		{rule: "it was told before any of this", at: told.Add(-24 * time.Hour)},
		{rule: "the alert is to come", at: slotTime.Add(time.Hour)},
	} {
		store := desk(t, nil)
		if c.file {
			a := fourth
			if c.change != nil {
				c.change(&a)
			}
			store.articles[a.ID] = a
			list := []attache.Article{store.articles["a1"], store.articles["a2"], store.articles["a3"], a}
			store.stories = []attache.Story{BuildStory(attache.Story{}, list...)}
		}
		from := slotTime.AddDate(0, 0, -1)
		chat := attache.Chat{Alerted: []attache.Alerted{{StoryID: store.stories[0].ID, At: c.at}}}
		item := onlyItem(t, edition(t, store, RequestDue(chat, from, slotTime)))
		line := !item.Alerted.IsZero()
		if line != c.line || item.Latest.Text != c.latest {
			t.Errorf("%s: %+v", c.rule, item)
		}
		if line && (len(item.Lead)+len(item.Readouts)+len(item.Quotes) > 0 ||
			item.Headline != "Armenia and Azerbaijan end border talks without a date") {
			t.Errorf("%s: it is told again: %+v", c.rule, item)
		}
		if c.rule == "somebody is quoted" && (!item.Update || len(item.Quotes) != 1 ||
			!strings.Contains(item.Quotes[0].Text, "nothing in our hands")) {
			t.Errorf("%s: what is new is not told: %+v", c.rule, item)
		}
		whole := onlyItem(t, edition(t, store, RequestFor(chat, from, slotTime)))
		if !whole.Alerted.IsZero() || len(whole.Lead) == 0 {
			t.Errorf("%s: a digest that is asked for is short: %+v", c.rule, whole)
		}
	}
}

func TestChatsWithTheSameAlertsShareAnEdition(t *testing.T) {
	from := slotTime.AddDate(0, 0, -1)
	a := attache.Chat{ID: "t:1", Alerted: []attache.Alerted{
		{StoryID: "s1", At: slotTime.Add(-time.Hour)},
		{StoryID: "old", At: from.Add(-20 * time.Hour)},
	}}
	b := attache.Chat{ID: "t:2", Alerted: []attache.Alerted{{StoryID: "s1", At: slotTime.Add(-time.Hour)}}}
	none := attache.Chat{ID: "t:3"}
	key := func(c attache.Chat) string { return RequestDue(c, from, slotTime).Key() }
	if key(a) != key(b) || key(a) == key(none) || key(none) != RequestFor(none, from, slotTime).Key() {
		t.Error("who gets the same edition does not share it, or the other way round")
	}
}

func TestAHeadlineThatIsRemovedLeavesTheLine(t *testing.T) {
	e := attache.Edition{Sections: []attache.Section{{Items: []attache.Item{{
		StoryID: "s1", Headline: "Kept", URL: "https://a.example/", Alerted: slotTime,
		Latest: attache.Sentence{Text: "Gone", Outlet: "The Courier", URL: "https://b.example/"},
	}}}}}
	r := attache.Removal{ID: "b", StoryID: "s1", Outlet: "The Courier", URL: "https://b.example/"}
	rest, changed := e.Without(&r, nil)
	if !changed || rest.Sections[0].Items[0].Latest.Text != "" || rest.Sections[0].Items[0].Headline != "Kept" {
		t.Errorf("%v %+v", changed, rest)
	}
}
