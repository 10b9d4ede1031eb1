package storetest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// keeperRules are those of tracks, sources and notes.
var keeperRules = []rule{
	{"tracks come latest first, each once, since a time", func(t *testing.T, s attache.Store) {
		put := func(id string, minute int) {
			track := attache.Track{ID: id, Name: "Track " + id, First: noon, Last: noon.Add(time.Duration(minute) * time.Minute)}
			file(t, s, attache.Filing{Article: article(minute), Track: &track})
		}
		put("t1", 1)
		put("t2", 2)
		put("t3", 3)
		put("t1", 4)
		for _, c := range []struct {
			since time.Time
			want  string
		}{
			{time.Time{}, "t1 t3 t2"},
			{noon.Add(3 * time.Minute), "t1 t3"},
			{noon.Add(3*time.Minute + 1), "t1"},
			{noon.Add(time.Hour), ""},
		} {
			tracks, err := s.ListTracks(t.Context(), c.since)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, track := range tracks {
				ids = append(ids, track.ID)
			}
			if got := strings.Join(ids, " "); got != c.want {
				t.Errorf("since %s: %q, wanted %q", c.since, got, c.want)
			}
		}
		if _, err := s.Track(t.Context(), "none"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("an unknown track: %v", err)
		}
	}},
	{"sources are added, replaced, listed by id and removed", func(t *testing.T, s attache.Store) {
		one := attache.Source{ID: "s1", URL: "https://one.example/feed", Kind: attache.Official}
		two := attache.Source{ID: "s2", URL: "https://two.example/feed", Polling: attache.Polling{
			ETag: `"x"`, Next: noon, Interval: time.Hour, State: attache.PollPaused, HubSecret: "kept here",
		}}
		putSources(t, s, two, one)
		wantSources(t, s, one, two)
		one.Name = "One"
		putSources(t, s, one)
		wantSources(t, s, one, two)
		save(t, s, article(1))
		if err := s.RemoveSource(t.Context(), "s1"); err != nil {
			t.Fatal(err)
		}
		wantSources(t, s, two)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s1"}, 1)
		if err := s.RemoveSource(t.Context(), "s1"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
	}},
	{"sources that cannot all be stored are not stored at all", func(t *testing.T, s attache.Store) {
		if err := s.PutSources(t.Context(), attache.Source{ID: "s1"}, attache.Source{}); err == nil {
			t.Error("a source without an id was taken")
		}
		wantSources(t, s)
	}},
	{"a note is kept byte for byte, an empty one too", func(t *testing.T, s attache.Store) {
		for _, value := range [][]byte{[]byte("7"), {0, 0xff, 10}, {}} {
			if err := s.SetNote(t.Context(), "telegram:offset", value); err != nil {
				t.Fatal(err)
			}
			got, err := s.Note(t.Context(), "telegram:offset")
			if err != nil || !bytes.Equal(got, value) {
				t.Errorf("%v became %v, %v", value, got, err)
			}
		}
		if _, err := s.Note(t.Context(), "none"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("an unknown note: %v", err)
		}
	}},
	{"what was given or got may be changed without changing the store", func(t *testing.T, s attache.Store) {
		value := []byte("kept")
		if err := s.SetNote(t.Context(), "k", value); err != nil {
			t.Fatal(err)
		}
		value[0] = 'X'
		got, err := s.Note(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		got[1] = 'X'
		if got, err = s.Note(t.Context(), "k"); err != nil || string(got) != "kept" {
			t.Errorf("got %q, %v", got, err)
		}
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		if a.Quotes[0].ID != "" {
			t.Error("saving an article changed the one that was given")
		}
	}},
}

func putSources(t *testing.T, s attache.Store, sources ...attache.Source) {
	t.Helper()
	if err := s.PutSources(t.Context(), sources...); err != nil {
		t.Fatal(err)
	}
}

func wantSources(t *testing.T, s attache.Store, want ...attache.Source) {
	t.Helper()
	got, err := s.ListSources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
