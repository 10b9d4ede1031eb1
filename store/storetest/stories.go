package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// story is one whose latest article came n minutes after noon.
func story(n int, articles ...string) attache.Story {
	return attache.Story{
		ID: fmt.Sprintf("st%02d", n), Headline: fmt.Sprint("Headline ", n), ArticleIDs: articles,
		First: noon, Last: noon.Add(time.Duration(n) * time.Minute), Relevant: true,
	}
}

func file(t *testing.T, s attache.Store, filings ...attache.Filing) {
	t.Helper()
	if err := s.Save(t.Context(), filings...); err != nil {
		t.Fatalf("save: %v", err)
	}
}

var storyRules = []rule{
	{"a story is read back as it was saved", func(t *testing.T, s attache.Store) {
		st := story(1, article(1).ID)
		st.Outlets, st.Actors = []string{"The Marrow Post"}, []string{"USA"}
		file(t, s, attache.Filing{Article: article(1), Story: st})
		got, err := s.Story(t.Context(), st.ID)
		if diff := cmp.Diff(st, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		if a, err := s.Article(t.Context(), article(1).ID); err != nil || a.StoryID != st.ID {
			t.Errorf("its article is of story %q, %v", a.StoryID, err)
		}
		if _, err := s.Story(t.Context(), "none"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("an unknown story: %v", err)
		}
	}},
	{"stories come by their latest article, newest first, within the window", func(t *testing.T, s attache.Store) {
		for n := range 30 {
			file(t, s, attache.Filing{Article: article(n), Story: story(n, article(n).ID)})
		}
		wantStories(t, s, attache.StoryQuery{Since: story(3).Last, Until: story(6).Last}, 5, 4, 3)
		wantStories(t, s, attache.StoryQuery{Since: story(3).Last, Until: story(6).Last, Limit: 1}, 5, 4, 3)
		page, next, err := s.Stories(t.Context(), attache.StoryQuery{})
		if err != nil || len(page) != 30 || next != "" {
			t.Errorf("without a limit %d stories, next %q, %v", len(page), next, err)
		}
	}},
	{"a story that grew stands where its latest article is, once", func(t *testing.T, s attache.Store) {
		file(t, s, attache.Filing{Article: article(1), Story: story(1, article(1).ID)},
			attache.Filing{Article: article(2), Story: story(2, article(2).ID)})
		grown := story(1, article(1).ID, article(3).ID)
		grown.Last, grown.TrackID = article(3).Published, "t1"
		file(t, s, attache.Filing{Article: article(3), Story: grown})
		wantStories(t, s, attache.StoryQuery{}, 1, 2)
		wantStories(t, s, attache.StoryQuery{TrackID: "t1"}, 1)
		grown.TrackID, grown.Relevant = "t2", false
		file(t, s, attache.Filing{Article: article(3), Story: grown})
		wantStories(t, s, attache.StoryQuery{TrackID: "t1"})
		wantStories(t, s, attache.StoryQuery{TrackID: "t2"}, 1)
		wantStories(t, s, attache.StoryQuery{TrackID: "t2", Relevant: true})
		wantStories(t, s, attache.StoryQuery{Relevant: true}, 2)
	}},
	{"a story that an article left loses it, and goes with its last", func(t *testing.T, s attache.Store) {
		old := story(1, article(1).ID, article(2).ID)
		old.Reports = []attache.Report{{ArticleID: article(1).ID}, {ArticleID: article(2).ID}}
		file(t, s, attache.Filing{Article: article(1), Story: old}, attache.Filing{Article: article(2), Story: old})
		file(t, s, attache.Filing{Article: article(1), Story: story(3, article(1).ID)})
		left, err := s.Story(t.Context(), old.ID)
		if diff := cmp.Diff([]string{article(2).ID}, left.ArticleIDs); diff != "" || err != nil || len(left.Reports) != 1 {
			t.Error(err, diff, left.Reports)
		}
		file(t, s, attache.Filing{Article: article(2), Story: story(3, article(1).ID, article(2).ID)})
		if _, err := s.Story(t.Context(), old.ID); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("the empty story: %v", err)
		}
		wantStories(t, s, attache.StoryQuery{}, 3)
	}},
	{"a filing that gives the old story anew has the last word on it", func(t *testing.T, s attache.Store) {
		both := story(1, article(1).ID, article(2).ID)
		file(t, s, attache.Filing{Article: article(1), Story: both}, attache.Filing{Article: article(2), Story: both})
		rest := story(1, article(2).ID)
		rest.Headline = "Told anew"
		file(t, s, attache.Filing{Article: article(2), Story: rest}, attache.Filing{Article: article(1), Story: story(2, article(1).ID)})
		got, err := s.Story(t.Context(), rest.ID)
		if diff := cmp.Diff(rest, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}},
	{"an article is found by the track of its filing", func(t *testing.T, s attache.Store) {
		st := story(1, article(1).ID)
		st.TrackID = "t1"
		file(t, s, attache.Filing{Article: article(1), Story: st, Track: &attache.Track{ID: "t1", Name: "Talks", Last: noon}})
		wantIDs(t, s, attache.ArticleQuery{TrackID: "t1"}, 1)
		if track, err := s.Track(t.Context(), "t1"); err != nil || track.Name != "Talks" {
			t.Errorf("its track: %+v, %v", track, err)
		}
	}},
	{"the articles of a story follow it to its track", func(t *testing.T, s attache.Store) {
		st := story(1, article(1).ID, article(2).ID)
		file(t, s, attache.Filing{Article: article(1), Story: st}, attache.Filing{Article: article(2), Story: st})
		wantIDs(t, s, attache.ArticleQuery{TrackID: "t1"})
		st.TrackID, st.ArticleIDs = "t1", append(st.ArticleIDs, article(3).ID)
		file(t, s, attache.Filing{Article: article(3), Story: st})
		wantIDs(t, s, attache.ArticleQuery{TrackID: "t1"}, 3, 2, 1)
		st.TrackID = "t2"
		file(t, s, attache.Filing{Article: article(3), Story: st})
		wantIDs(t, s, attache.ArticleQuery{TrackID: "t1"})
		wantIDs(t, s, attache.ArticleQuery{TrackID: "t2"}, 3, 2, 1)
	}},
}

// wantStories says which stories a query must find, of all pages.
func wantStories(t *testing.T, s attache.Store, q attache.StoryQuery, minutes ...int) {
	t.Helper()
	want, got := []string{}, []string{}
	for _, n := range minutes {
		want = append(want, story(n).ID)
	}
	for range 1000 {
		page, next, err := s.Stories(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range page {
			got = append(got, st.ID)
		}
		if q.After = next; next == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%+v: wanted (-), found (+):\n%s", q, diff)
	}
}
