package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

var ingestRules = []rule{
	{"what is removed is gone, stays known as removed, and does not come back", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Keys = []string{"url:https://marrow.example/1"}
		a.Quotes = []attache.Quote{quote("Ada Quill", "We talked")}
		a.StoryID = "s1"
		story := attache.Story{ID: "s1", ArticleIDs: []string{a.ID}, Relevant: true, Last: a.Published, Reports: []attache.Report{a.Report()}}
		if err := s.Save(t.Context(), attache.Filing{Article: a, Story: story}); err != nil {
			t.Fatal(err)
		}
		e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{StoryID: "s1", Headline: a.Title, URL: a.URL}}}}}
		if _, err := s.Enqueue(t.Context(), e, attache.NewDigest("chat:1", noon, noon.Add(time.Hour), e.ID)); err != nil {
			t.Fatal(err)
		}
		if err := s.Remove(t.Context(), a.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time after it came again
			if _, err := s.Article(t.Context(), a.ID); !errors.Is(err, attache.ErrRemoved) {
				t.Errorf("the article: %v", err)
			}
			if _, err := s.Story(t.Context(), "s1"); !errors.Is(err, attache.ErrRemoved) || !errors.Is(err, attache.ErrNotFound) {
				t.Errorf("its story: %v", err)
			}
			if _, err := s.Find(t.Context(), a.Keys...); !errors.Is(err, attache.ErrRemoved) {
				t.Errorf("found by its key: %v", err)
			}
			articles, _, err := s.Articles(t.Context(), attache.ArticleQuery{All: true})
			quotes, _, err2 := s.Quotes(t.Context(), attache.QuoteQuery{Unsure: true})
			stories, _, err3 := s.Stories(t.Context(), attache.StoryQuery{})
			if err != nil || err2 != nil || err3 != nil || len(articles)+len(quotes)+len(stories) > 0 {
				t.Errorf("%d articles, %d quotes, %d stories are left", len(articles), len(quotes), len(stories))
			}
			if e, err := s.Edition(t.Context(), "e1"); err != nil || e.Stories() != 0 {
				t.Errorf("its edition tells %d stories, %v", e.Stories(), err)
			}
			if err := s.Save(t.Context(), attache.Filing{Article: a, Story: story}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Remove(t.Context(), "a-none", attache.Story{}); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("removing what is not there: %v", err)
		}
	}},
	{"a story keeps its other reports when one is removed", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.StoryID, b.StoryID = "s1", "s1"
		story := attache.Story{
			ID: "s1", ArticleIDs: []string{a.ID, b.ID}, Relevant: true, Last: a.Published, Reports: []attache.Report{a.Report(), b.Report()},
		}
		if err := s.Save(t.Context(), attache.Filing{Article: a, Story: story}, attache.Filing{Article: b, Story: story}); err != nil {
			t.Fatal(err)
		}
		e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{
			StoryID: "s1", Headline: "As it was called then", URL: a.URL, Links: []attache.Link{{Outlet: b.Outlet, URL: b.URL}},
		}}}}}
		if _, err := s.Enqueue(t.Context(), e, attache.NewDigest("chat:1", noon, noon.Add(time.Hour), e.ID)); err != nil {
			t.Fatal(err)
		}
		rest := story
		rest.ArticleIDs, rest.Reports, rest.Headline = []string{b.ID}, []attache.Report{b.Report()}, b.Title
		if err := s.Remove(t.Context(), a.ID, rest); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Story(t.Context(), "s1"); err != nil || len(got.ArticleIDs) != 1 || got.Headline != b.Title {
			t.Errorf("the story is %+v, %v", got, err)
		}
		got, err := s.Edition(t.Context(), "e1")
		if err != nil || got.Stories() != 1 || got.Sections[0].Items[0].Headline != b.Title || got.Sections[0].Items[0].URL != b.URL {
			t.Errorf("its edition is %+v, %v", got, err)
		}
	}},
	{"what is saved is read back as it was", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Titles = []attache.TitleChange{{Title: "Before", Until: noon}}
		a.Dates = []attache.Appointment{{Day: noon, What: "They meet again.", Span: attache.Span{1, 4}}}
		a.Quotes = []attache.Quote{quote("Ada Quill", "We talked"), quote("Ada Quill", "We did not agree")}
		save(t, s, a)
		got, err := s.Article(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i := range a.Quotes {
			q := &a.Quotes[i]
			q.ID, q.ArticleID, q.Outlet, q.URL, q.Published = got.Quotes[i].ID, a.ID, a.Outlet, a.URL, a.Published
		}
		if diff := cmp.Diff(a, got); diff != "" {
			t.Error("saved (-), read (+):\n" + diff)
		}
		if got.Quotes[0].ID == "" || got.Quotes[0].ID == got.Quotes[1].ID {
			t.Errorf("quotes have ids %q and %q", got.Quotes[0].ID, got.Quotes[1].ID)
		}
	}},
	{"every identity is visited with its article, also a removed one's", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		long := "url:https://marrow.example/" + strings.Repeat("x", 400)
		a.Keys, b.Keys = []string{"url:one", long}, []string{"url:two", long + "2"}
		save(t, s, a)
		save(t, s, b)
		if err := s.Remove(t.Context(), b.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		if err := s.EachKey(t.Context(), func(key, id string) error { got[key] = id; return nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"url:one": a.ID, long: a.ID, "url:two": b.ID, long + "2": b.ID}, got); diff != "" {
			t.Error(diff)
		}
	}},
	{"an article is found by each of its keys", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Keys = []string{"url:https://marrow.example/1", "guid:s1:7"}
		save(t, s, a)
		for _, key := range a.Keys {
			got, err := s.Find(t.Context(), "url:unknown", key)
			if err != nil || got.ID != a.ID {
				t.Errorf("find %s: %q, %v", key, got.ID, err)
			}
		}
		if _, err := s.Find(t.Context(), "url:unknown"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("find of an unknown key: %v", err)
		}
	}},
	{"an article that is replaced leaves no index and no quote behind", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Quotes = []attache.Quote{quote("Ada Quill", "We talked"), quote("Ben Ferro", "We walked")}
		save(t, s, a)
		b := a
		b.Title, b.SourceID, b.Outlet, b.Body = "Ministers part in Drumgate", "s2", "Harbor Wire", "They parted."
		b.Published = a.Published.Add(-time.Hour)
		b.Actors = []attache.Actor{{Name: "France", Kind: attache.Country, Code: "FRA"}}
		b.Quotes = []attache.Quote{quote("Cleo Marsh", "We part")}
		save(t, s, b)
		for _, q := range []attache.ArticleQuery{
			{Words: []string{"envoys"}}, {Words: []string{"marrow"}}, {Actor: "USA"}, {SourceID: "s1"}, {Since: a.Published},
		} {
			if ids := findIDs(t, s, q); len(ids) != 0 {
				t.Errorf("%+v still finds %v", q, ids)
			}
		}
		for _, q := range []attache.ArticleQuery{
			{}, {All: true}, {Words: []string{"drumgate"}}, {Actor: "FRA"}, {SourceID: "s2"},
		} {
			if diff := cmp.Diff([]string{a.ID}, findIDs(t, s, q)); diff != "" {
				t.Errorf("%+v: %s", q, diff)
			}
		}
		for _, q := range []attache.QuoteQuery{{}, {Speaker: "cleo"}, {About: "drumgate"}} {
			if diff := cmp.Diff([]string{"We part"}, said(t, s, q)); diff != "" {
				t.Errorf("%+v: %s", q, diff)
			}
		}
		for _, q := range []attache.QuoteQuery{{Speaker: "quill"}, {Speaker: "ferro"}, {About: "talked"}, {About: "envoys"}} {
			if texts := said(t, s, q); len(texts) != 0 {
				t.Errorf("%+v still finds %q", q, texts)
			}
		}
	}},
}
