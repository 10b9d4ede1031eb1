package storetest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

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
	{"lists of tracks show those of several moves first, the latest move first, and count them all", func(t *testing.T, s attache.Store) {
		tracks := someTracks(t, s, 90)
		for _, since := range []time.Time{{}, noon.Add(-5 * 24 * time.Hour), noon.Add(-30 * time.Hour), noon.Add(time.Hour)} {
			want := slices.DeleteFunc(slices.Clone(tracks), func(t attache.Track) bool { return t.Last.Before(since) })
			slices.SortFunc(want, func(a, b attache.Track) int {
				return cmp.Or(min(len(b.Moves), 2)-min(len(a.Moves), 2), lastMoved(b).Compare(lastMoved(a)), b.Last.Compare(a.Last),
					strings.Compare(b.ID, a.ID))
			})
			for _, limit := range []int{1, 8, 1000} {
				got, all, err := s.LatestTracks(t.Context(), since, limit)
				if err != nil || all != len(want) || len(got) != min(limit, len(want)) {
					t.Fatalf("since %s: %d tracks of %d, wanted %d of %d, %v", since, len(got), all, limit, len(want), err)
				}
				for i := range got {
					full := want[i]
					full.Stories, full.Moves = nil, full.Moves[max(0, len(full.Moves)-2):]
					if diff := gocmp.Diff(fmt.Sprintf("%+v", full), fmt.Sprintf("%+v", got[i])); diff != "" {
						t.Fatalf("since %s, place %d (-wanted, +got):\n%s", since, i, diff)
					}
				}
			}
		}
	}},
	{"a track is found by its parties and by how words of its name and terms begin", func(t *testing.T, s attache.Store) {
		tracks := someTracks(t, s, 60)
		since := noon.Add(-4 * 24 * time.Hour)
		for _, c := range []struct{ codes, beginnings []string }{
			{nil, nil},
			{[]string{"AAA"}, nil},
			{[]string{"AAA", "BBB"}, nil},
			{nil, []string{"grai"}},
			{nil, []string{"sumi", "poz"}},
			{[]string{"BBB"}, []string{"bord"}},
			{nil, []string{"none"}},
		} {
			got, err := s.FindTracks(t.Context(), since, c.codes, c.beginnings)
			if err != nil {
				t.Fatal(err)
			}
			have := map[string]bool{}
			for i, track := range got {
				have[track.ID] = true
				n := slices.IndexFunc(tracks, func(o attache.Track) bool { return o.ID == track.ID })
				brief := tracks[n]
				brief.Stories, brief.Moves, brief.Next = nil, nil, nil
				if diff := gocmp.Diff(brief, track); diff != "" {
					t.Errorf("%v (-wanted, +got):\n%s", c, diff)
				}
				if i > 0 && got[i-1].Last.Before(track.Last) || track.Last.Before(since) {
					t.Errorf("%v: %s of %s is at the wrong place", c, track.ID, track.Last)
				}
			}
			for _, track := range tracks {
				fits := !track.Last.Before(since)
				for _, code := range c.codes {
					fits = fits && slices.Contains(track.Actors, code)
				}
				text := strings.ToLower(track.Name + " " + strings.Join(track.Terms, " "))
				begins := len(c.beginnings) == 0 || slices.ContainsFunc(c.beginnings, func(w string) bool { return strings.Contains(text, " "+w) })
				if fits && begins && !have[track.ID] {
					t.Errorf("%v: %+v is not found", c, track)
				}
			}
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
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// someTracks stores tracks that differ in all that lists go by, and gives them as they
// are at last: many change once or twice.
func someTracks(t *testing.T, s attache.Store, n int) []attache.Track {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 5))
	tracks := map[string]attache.Track{}
	for range 2 * n {
		id := fmt.Sprintf("t%03d", random.IntN(n))
		track := attache.Track{ID: id, Name: "Of " + modelWords[random.IntN(len(modelWords))] + " and Žumpa", First: noon}
		track.Last = noon.Add(-time.Duration(random.IntN(8*24)) * time.Hour)
		if random.IntN(3) > 0 {
			track.Actors = []string{"AAA", "BBB", "CCC"}[random.IntN(3):]
		}
		for i := range random.IntN(4) {
			track.Stories = append(track.Stories, fmt.Sprint("s", i))
			at := track.Last.Add(-time.Duration(random.IntN(60)) * time.Minute)
			track.Moves = append(track.Moves, attache.Move{StoryID: fmt.Sprint("s", i), At: at})
		}
		track.Terms = []string{"sumit", "poz" + modelWords[random.IntN(len(modelWords))]}[random.IntN(2):]
		file(t, s, attache.Filing{Article: article(random.IntN(30)), Track: &track})
		tracks[id] = track
	}
	return slices.Collect(maps.Values(tracks))
}

func lastMoved(t attache.Track) time.Time {
	if n := len(t.Moves); n > 0 {
		return t.Moves[n-1].At
	}
	return t.Last
}
