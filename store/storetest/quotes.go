package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// saying is an article with quotes, n minutes after noon.
func saying(n int, quotes ...attache.Quote) attache.Article {
	a := article(n)
	a.Quotes = quotes
	return a
}

var quoteRules = []rule{
	{"quotes come newest first, those of an article in its order", func(t *testing.T, s attache.Store) {
		save(t, s,
			saying(1, quote("Ada Quill", "one"), quote("Ben Ferro", "two")),
			saying(2, quote("Ada Quill", "three"), quote("Ada Quill", "four")))
		wantSaid(t, s, attache.QuoteQuery{}, "three", "four", "one", "two")
		wantSaid(t, s, attache.QuoteQuery{Limit: 1}, "three", "four", "one", "two")
		wantSaid(t, s, attache.QuoteQuery{Speaker: "quill", Limit: 2}, "three", "four", "one")
	}},
	{"a quote says where and when it was published", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"), quote("Ada Quill", "two"))
		if err := s.Save(t.Context(), attache.Filing{Article: a, Story: attache.Story{ID: "st1", Last: noon}}); err != nil {
			t.Fatal(err)
		}
		page, _, err := s.Quotes(t.Context(), attache.QuoteQuery{})
		if err != nil || len(page) != 2 {
			t.Fatal(page, err)
		}
		q := page[1]
		if q.ArticleID != a.ID || q.StoryID != "st1" || q.Outlet != a.Outlet || q.URL != a.URL || !q.Published.Equal(a.Published) {
			t.Errorf("got %+v", q)
		}
		if q.ID == "" || q.ID == page[0].ID {
			t.Errorf("ids %q and %q", page[0].ID, q.ID)
		}
	}},
	{"a quote's story follows its article's", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		for _, story := range []string{"st1", "st2"} {
			f := attache.Filing{Article: a, Story: attache.Story{ID: story, Last: noon, ArticleIDs: []string{a.ID}}}
			if err := s.Save(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		page, _, err := s.Quotes(t.Context(), attache.QuoteQuery{})
		if err != nil || len(page) != 1 || page[0].StoryID != "st2" {
			t.Errorf("got %+v, %v", page, err)
		}
	}},
	{"doubtful speakers and indirect quotes come only when they are asked for", func(t *testing.T, s attache.Store) {
		doubtful, indirect, sure := quote("Ada Quill", "perhaps"), quote("Ada Quill", "reported"), quote("Ada Quill", "surely")
		doubtful.Confidence = attache.Sure - 0.01
		indirect.Kind = attache.Indirect
		sure.Confidence = attache.Sure
		save(t, s, saying(1, doubtful, indirect, sure), saying(2, doubtful), saying(3, sure))
		wantSaid(t, s, attache.QuoteQuery{}, "surely", "surely")
		wantSaid(t, s, attache.QuoteQuery{Speaker: "ada", About: "envoys"}, "surely", "surely")
		wantSaid(t, s, attache.QuoteQuery{Unsure: true}, "surely", "perhaps", "perhaps", "reported", "surely")
		wantSaid(t, s, attache.QuoteQuery{Unsure: true, Speaker: "quill", About: "reported"}, "reported")
		wantSaid(t, s, attache.QuoteQuery{Unsure: true, Speaker: "quill", About: "lakeholm", Limit: 1},
			"surely", "perhaps", "perhaps", "reported", "surely")
		wantSaid(t, s, attache.QuoteQuery{About: "reported"})
	}},
	{"quotes of what is not diplomacy are not heard", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		a.Relevant = false
		save(t, s, a)
		wantSaid(t, s, attache.QuoteQuery{})
		wantSaid(t, s, attache.QuoteQuery{Unsure: true, Speaker: "quill"})
	}},
	{"all words of the speaker's name must be there, folded", func(t *testing.T, s attache.Store) {
		save(t, s, saying(1, quote("Šárka Łuczak", "one"), quote("Пётр Песков", "two"), quote("王毅", "three"), quote("أحمد الصباح", "four")))
		for speaker, want := range map[string]string{
			"luczak": "one", "SARKA LUCZAK": "one", "Łuczak": "one", "песков": "two", "петр": "two",
			"王毅": "three", "毅": "three", "احمد": "four", "أحمد الصباح": "four",
		} {
			wantSaid(t, s, attache.QuoteQuery{Speaker: speaker}, want)
		}
		wantSaid(t, s, attache.QuoteQuery{Speaker: "sarka песков"})
		wantSaid(t, s, attache.QuoteQuery{Speaker: "…"})
	}},
	{"a speaker is found by role, and by the side that is spoken for", func(t *testing.T, s attache.Store) {
		one, two := quote("Ada Quill", "one"), quote("Ben Ferro", "two")
		one.Role, one.Code = "Foreign Minister of Drumland", "USA"
		two.Role, two.Code = "deputy ministers' spokesman", "FRA"
		save(t, s, saying(1, one, two))
		wantSaid(t, s, attache.QuoteQuery{Speaker: "foreign ministers"}, "one")
		wantSaid(t, s, attache.QuoteQuery{Speaker: "minister"}, "one", "two")
		wantSaid(t, s, attache.QuoteQuery{Speaker: "quill minister"}, "one")
		wantSaid(t, s, attache.QuoteQuery{For: "FRA"}, "two")
		wantSaid(t, s, attache.QuoteQuery{For: "FRA", Speaker: "foreign"})
		wantSaid(t, s, attache.QuoteQuery{For: "DEU"})
		wantSaid(t, s, attache.QuoteQuery{Actors: []string{"USA"}}, "one", "two") // whom the article is about
		wantSaid(t, s, attache.QuoteQuery{Actors: []string{"USA"}, For: "FRA"}, "two")
		wantSaid(t, s, attache.QuoteQuery{Actors: []string{"DEU"}})
	}},
	{"two speakers of one article are not mixed up", func(t *testing.T, s attache.Store) {
		save(t, s, saying(1, quote("Ada Quill", "the grain shipments"), quote("Ben Ferro", "the harbour fees")))
		wantSaid(t, s, attache.QuoteQuery{Speaker: "quill", About: "harbour"})
		wantSaid(t, s, attache.QuoteQuery{Speaker: "ada ferro"})
		wantSaid(t, s, attache.QuoteQuery{Speaker: "ferro", About: "harbour"}, "the harbour fees")
	}},
	{"a quote is about the words in it and in its article's title", func(t *testing.T, s attache.Store) {
		save(t, s, saying(1, quote("Ada Quill", "Grain must flow"), quote("Ben Ferro", "We differ")))
		wantSaid(t, s, attache.QuoteQuery{About: "grains"}, "Grain must flow")
		wantSaid(t, s, attache.QuoteQuery{About: "lakeholm"}, "Grain must flow", "We differ")
		wantSaid(t, s, attache.QuoteQuery{About: "grain lakeholm"}, "Grain must flow")
		wantSaid(t, s, attache.QuoteQuery{About: "grain differ"})
	}},
	{"polarity and time narrow", func(t *testing.T, s attache.Store) {
		hot, cold := quote("Ada Quill", "hot"), quote("Ada Quill", "cold")
		hot.Polarity, cold.Polarity = "negative", "positive"
		save(t, s, saying(1, hot, cold), saying(2, cold), saying(3, hot))
		wantSaid(t, s, attache.QuoteQuery{Polarity: "negative"}, "hot", "hot")
		wantSaid(t, s, attache.QuoteQuery{Polarity: "negative", Until: article(3).Published}, "hot")
		wantSaid(t, s, attache.QuoteQuery{Since: article(2).Published, Until: article(3).Published}, "cold")
		wantSaid(t, s, attache.QuoteQuery{Since: noon.Add(time.Hour)})
	}},
	{"quotes are paged without doubles or gaps while new ones arrive", func(t *testing.T, s attache.Store) {
		var want []string
		for n := 9; n >= 0; n-- {
			var quotes []attache.Quote
			for i := range 3 {
				quotes = append(quotes, quote("Ada Quill", fmt.Sprintf("quote %d of %d", i, n)))
				want = append(want, quotes[i].Text)
			}
			save(t, s, saying(n, quotes...))
		}
		for _, q := range []attache.QuoteQuery{{}, {Speaker: "quill"}, {About: "quote", Unsure: true}} {
			for limit := 1; limit <= 4; limit++ {
				q.Limit, q.After = limit, ""
				var got []string
				for n := 0; ; n++ {
					page, next, err := s.Quotes(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					for _, q := range page {
						got = append(got, q.Text)
					}
					if next == "" {
						break
					}
					q.After = next
					later := saying(100+n, quote("Nobody", "later"))
					later.Relevant = n%2 == 0
					save(t, s, later)
				}
				got = got[min(countLater(got), len(got)):]
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%+v: %s", q, diff)
				}
			}
		}
	}},
	{"an article may have more quotes than fit on a page", func(t *testing.T, s attache.Store) {
		var quotes []attache.Quote
		for i := range 300 {
			quotes = append(quotes, quote("Ada Quill", fmt.Sprint("quote ", i)))
		}
		save(t, s, saying(1, quotes...))
		if got := said(t, s, attache.QuoteQuery{Limit: 7}); len(got) != 300 || got[299] != "quote 299" {
			t.Errorf("%d quotes", len(got))
		}
		if got := said(t, s, attache.QuoteQuery{Speaker: "quill"}); len(got) != 300 {
			t.Errorf("%d quotes of the speaker", len(got))
		}
	}},
}

// countLater counts the quotes at the front that arrived before the pages began.
func countLater(texts []string) int {
	for i, text := range texts {
		if text != "later" {
			return i
		}
	}
	return len(texts)
}

// wantSaid says which quotes a query must find.
func wantSaid(t *testing.T, s attache.Store, q attache.QuoteQuery, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, said(t, s, q)); diff != "" {
		t.Errorf("%+v: wanted (-), found (+):\n%s", q, diff)
	}
}
