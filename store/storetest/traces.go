package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// fresh is an article that was published so many minutes ago, in a story.
func fresh(minutes int) attache.Article {
	a := article(minutes)
	a.Published = time.Now().Add(-time.Duration(minutes) * time.Minute).UTC().Truncate(time.Second)
	return a
}

// filed files an article with a trace.
func filed(t *testing.T, s attache.Store, a attache.Article, story, trace string) {
	t.Helper()
	f := attache.Filing{Article: a, Trace: []byte(trace)}
	if trace == "" {
		f.Trace = nil
	}
	if story != "" {
		f.Story = attache.Story{ID: story, TrackID: "track of " + story, ArticleIDs: []string{a.ID}, First: a.Published, Last: a.Published}
	}
	if err := s.Save(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// wantTraces compares what is recalled, as "article story trace".
func wantTraces(t *testing.T, s attache.Store, since time.Time, want ...string) {
	t.Helper()
	var got []string
	for after := ""; ; {
		page, next, err := s.Recall(t.Context(), since, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			got = append(got, m.Article.ID+" "+m.Article.StoryID+" "+string(m.Trace))
		}
		if after = next; after == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

var traceRules = []rule{
	{"traces come oldest first, with where their articles are filed", func(t *testing.T, s attache.Store) {
		for _, n := range []int{3, 1, 5, 2, 4} {
			filed(t, s, fresh(n), "s1", "trace")
		}
		wantTraces(t, s, time.Time{}, "a0005 s1 trace", "a0004 s1 trace", "a0003 s1 trace", "a0002 s1 trace", "a0001 s1 trace")
		wantTraces(t, s, time.Now().Add(-3*time.Minute-30*time.Second), "a0003 s1 trace", "a0002 s1 trace", "a0001 s1 trace")
		a := fresh(1)
		a.CopyOf = "a0002"
		filed(t, s, a, "s1", "trace")
		page, _, err := s.Recall(t.Context(), time.Now().Add(-90*time.Second), "", 9)
		want := []attache.Memory{{
			Article: attache.Article{ID: a.ID, StoryID: "s1", TrackID: "track of s1", CopyOf: "a0002"},
			Trace:   []byte("trace"),
		}}
		if diff := cmp.Diff(want, page); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}},
	{"an article without a trace is recalled whole but for its quotes", func(t *testing.T, s attache.Store) {
		a := fresh(1)
		a.Relevant = false
		a.Quotes = []attache.Quote{quote("Ada Quill", "We talked")}
		filed(t, s, a, "", "")
		page, next, err := s.Recall(t.Context(), time.Time{}, "", 9)
		a.Quotes = nil
		if diff := cmp.Diff([]attache.Memory{{Article: a}}, page); diff != "" || err != nil || next != "" {
			t.Errorf("%v, %q\n%s", err, next, diff)
		}
	}},
	{"a trace stays with its text when the article is filed elsewhere", func(t *testing.T, s attache.Store) {
		filed(t, s, fresh(1), "s1", "trace")
		filed(t, s, fresh(1), "s2", "")
		wantTraces(t, s, time.Time{}, "a0001 s2 trace")
	}},
	{"a trace goes with its text", func(t *testing.T, s attache.Store) {
		filed(t, s, fresh(2), "s1", "old")
		filed(t, s, fresh(1), "s1", "old")
		other := fresh(2)
		other.Body += " And then they did not."
		filed(t, s, other, "s1", "")
		wantTraces(t, s, time.Time{}, "a0002 s1 ", "a0001 s1 old")
		filed(t, s, other, "s1", "new")
		other.Published = other.Published.Add(90 * time.Second)
		filed(t, s, other, "s1", "later")
		wantTraces(t, s, time.Time{}, "a0001 s1 old", "a0002 s1 later")
	}},
	{"traces are made up for, and only of articles that are there and young", func(t *testing.T, s attache.Store) {
		old := fresh(3)
		old.Published = time.Now().Add(-attache.TraceAge - time.Hour).UTC()
		filed(t, s, old, "s0", "old")
		filed(t, s, fresh(2), "s1", "")
		filed(t, s, fresh(1), "s1", "first")
		err := s.KeepTraces(t.Context(), attache.Memory{Article: old, Trace: []byte("x")}, attache.Memory{
			Article: attache.Article{ID: "none"},
			Trace:   []byte("x"),
		},
			attache.Memory{Article: attache.Article{ID: "a0002"}, Trace: []byte("made")}, attache.Memory{
				Article: attache.Article{ID: "a0001"},
				Trace:   []byte("anew"),
			})
		if err != nil {
			t.Error(err)
		}
		wantTraces(t, s, time.Time{}, "a0003 s0 ", "a0002 s1 made", "a0001 s1 anew")
	}},
	{"a cursor of something else does not continue a recall", func(t *testing.T, s attache.Store) {
		if _, _, err := s.Recall(t.Context(), time.Time{}, "nonsense", 2); !errors.Is(err, attache.ErrBadCursor) {
			t.Errorf("got %v", err)
		}
	}},
}
