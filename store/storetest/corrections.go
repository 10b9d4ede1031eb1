package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"attache"
)

// correctionRules are those of what readers say is wrong.
var correctionRules = []rule{
	{"a voice is counted once, and a correction stays with its article", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		c := wrongSpeaker(a, noon)
		for _, step := range []struct {
			voice string
			added bool
		}{{"v1", true}, {"v1", false}, {"v2", true}} {
			if added, err := s.Correct(t.Context(), c, step.voice); err != nil || added != step.added {
				t.Errorf("voice %s: %v, %v", step.voice, added, err)
			}
		}
		all := correctionsOf(t, s)
		if len(all) != 1 || !slices.Equal(all[0].Voices, []string{"v1", "v2"}) || !all[0].First.Equal(noon) || all[0].Text != "one" {
			t.Errorf("%+v", all)
		}
		c.ArticleID = "none"
		if _, err := s.Correct(t.Context(), c, "v1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("of no article: %v", err)
		}
		if _, err := s.Correct(t.Context(), attache.Correction{ArticleID: a.ID, Kind: "taste"}, "v1"); err == nil {
			t.Error("a kind that is not known was taken")
		}
	}},
	{"a correction goes with its article, and does not come back", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		c := wrongSpeaker(a, noon)
		if _, err := s.Correct(t.Context(), c, "v1"); err != nil {
			t.Fatal(err)
		}
		before := dump(t, s)
		if err := s.Remove(t.Context(), a.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		if _, err := transfer(t, s).Load(t.Context(), before...); err != nil {
			t.Fatal(err)
		}
		if all := correctionsOf(t, s); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	}},
	{"every correction is visited once, however many there are", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		const most = 1001
		var records []attache.Record
		for i := range most {
			c := wrongSpeaker(a, noon)
			c.QuoteKey, c.Voices = fmt.Sprintf("q%d", i), []string{"v1"}
			records = append(records, attache.Record{Correction: &c})
		}
		if _, err := transfer(t, s).Load(t.Context(), records...); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, c := range correctionsOf(t, s) {
			seen[c.Key()] = true
		}
		if n := len(correctionsOf(t, s)); n != most || len(seen) != most {
			t.Errorf("%d visits of %d corrections, not of %d", n, len(seen), most)
		}
	}},
	{"corrections of another store add their voices, once", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		c := wrongSpeaker(a, noon)
		if _, err := s.Correct(t.Context(), c, "v1"); err != nil {
			t.Fatal(err)
		}
		c.Voices = []string{"v1", "v2"}
		c.Last = noon.Add(time.Hour)
		for _, want := range []bool{true, false} {
			added, err := transfer(t, s).Load(t.Context(), attache.Record{Correction: &c})
			if err != nil || added[0] != want {
				t.Errorf("%v, %v", added, err)
			}
		}
		all := correctionsOf(t, s)
		if len(all) != 1 || !slices.Equal(all[0].Voices, []string{"v1", "v2"}) {
			t.Errorf("%+v", all)
		}
	}},
}

func wrongSpeaker(a attache.Article, at time.Time) attache.Correction {
	q := a.Quotes[0]
	return attache.Correction{
		ArticleID: a.ID, Kind: attache.WrongSpeaker, QuoteKey: q.Key(), Speaker: q.Speaker, Text: q.Text, First: at, Last: at,
	}
}

func correctionsOf(t *testing.T, s attache.Store) []attache.Correction {
	t.Helper()
	var all []attache.Correction
	if err := s.EachCorrection(t.Context(), func(c attache.Correction) error {
		all = append(all, c)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}
