package bolt_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// prunes takes away what is older, in so many steps.
func prunes(t *testing.T, s *bolt.Store, before time.Time) (stories, articles, steps int) {
	t.Helper()
	for from := ""; ; {
		done, err := s.Prune(t.Context(), before, from)
		if err != nil {
			t.Fatal(err)
		}
		stories, articles, steps = stories+done.Stories, articles+done.Articles, steps+1
		if from = done.Next; from == "" {
			return stories, articles, steps
		}
	}
}

// filed is a store with so many articles of the corpus, three to a story.
func filed(t *testing.T, n int) (*bolt.Store, *corpus) {
	t.Helper()
	s, err := bolt.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := newCorpus()
	var batch []attache.Filing
	for i := range n {
		batch = append(batch, c.filing(i))
	}
	if err := s.Save(t.Context(), batch...); err != nil {
		t.Fatal(err)
	}
	return s, c
}

func countArticles(t *testing.T, s *bolt.Store) (n int) {
	t.Helper()
	for q := (attache.ArticleQuery{All: true, Limit: 500}); ; {
		page, next, err := s.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		n += len(page)
		if q.After = next; next == "" {
			return n
		}
	}
}

func TestWhatIsOldLeavesWholeAndEverythingElseFitsTogether(t *testing.T) {
	const n = 900
	s, c := filed(t, n)
	cut := benchStart.Add(600 * time.Minute)
	stories, articles, steps := prunes(t, s, cut)
	if articles != 600 || stories < 200 || steps < 3 {
		t.Errorf("%d stories, %d articles went in %d steps; want 600 articles in some", stories, articles, steps)
	}
	isWhole(t, s)
	if got := countArticles(t, s); got != n-600 {
		t.Errorf("%d articles are left, want %d", got, n-600)
	}
	gone := newCorpus().filing(0)
	if _, err := s.Article(t.Context(), gone.Article.ID); !errors.Is(err, attache.ErrNotFound) {
		t.Errorf("an article that went is there: %v", err)
	}
	if _, err := s.Find(t.Context(), gone.Article.Keys...); !errors.Is(err, attache.ErrRemoved) {
		t.Errorf("an address that went is not known any more, and would be read anew: %v", err)
	}
	if quotes, _, err := s.Quotes(t.Context(), attache.QuoteQuery{Until: cut, Limit: 10}); err != nil || len(quotes) != 0 {
		t.Errorf("%d quotes of what went, %v", len(quotes), err)
	}
	at, err := s.Oldest(t.Context(), time.Time{})
	if err != nil || at.Before(cut) {
		t.Errorf("the oldest is of %s, %v", at, err)
	}
	if stories, articles, _ := prunes(t, s, cut); stories+articles != 0 {
		t.Errorf("once more: %d stories, %d articles", stories, articles)
	}
	_ = c
}

func TestAStoryThatGoesOnAndATrackThatGoesOnKeepWhatTheyHave(t *testing.T) {
	s, _ := filed(t, 0)
	old, now := benchStart, benchStart.AddDate(1, 0, 0)
	file := func(id, story, track string, at, last time.Time, trackLast time.Time) {
		a := attache.Article{ID: id, Keys: []string{"url:" + id}, Title: "Talks on " + id, Published: at, StoryID: story}
		a.Relevant = true
		st := attache.Story{ID: story, TrackID: track, ArticleIDs: []string{id}, First: at, Last: last, Relevant: true}
		f := attache.Filing{Article: a, Story: st}
		if track != "" {
			f.Track = &attache.Track{ID: track, Name: track, Stories: []string{story}, First: at, Last: trackLast}
		}
		if err := s.Save(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	file("a1", "ended", "", old, old, old)
	file("a2", "goes-on", "", old, now, now)
	file("a3", "of-a-live-track", "t1", old, old, now)
	file("a4", "of-a-dead-track", "t2", old, old, old)
	for _, id := range []string{"a1", "a2"} {
		c := attache.Correction{ArticleID: id, Kind: attache.NotDiplomacy, First: now, Last: now}
		if _, err := s.Correct(t.Context(), c, "v1"); err != nil {
			t.Fatal(err)
		}
	}
	prunes(t, s, old.AddDate(0, 6, 0))
	if err := s.EachCorrection(t.Context(), func(c attache.Correction) error {
		if c.ArticleID != "a2" {
			t.Errorf("what was said of %s stays without it", c.ArticleID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for id, stays := range map[string]bool{"a1": false, "a2": true, "a3": true, "a4": false} {
		if _, err := s.Article(t.Context(), id); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %v", id, err, stays)
		}
	}
	tracks, err := s.ListTracks(t.Context(), time.Time{})
	if err != nil || len(tracks) != 1 || tracks[0].ID != "t1" {
		t.Errorf("tracks %+v, %v", tracks, err)
	}
	isWhole(t, s)
}

func TestRoomThatWasGivenUpIsUsedAgain(t *testing.T) {
	s, c := filed(t, 1500)
	size, _, err := s.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		cut := benchStart.Add(time.Duration(1500+round*600-900) * time.Minute)
		prunes(t, s, cut)
		for i := range 600 {
			if err := s.Save(t.Context(), c.filing(1500+round*600+i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	after, _, err := s.Size(t.Context())
	if err != nil || after > size*3/2 {
		t.Errorf("with as much in it the file grew from %d to %d, %v", size, after, err)
	}
	isWhole(t, s)
}

func TestOldProofsGoAndTheChainHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s := sealed(t, path, signing(1))
	defer s.Close()
	for i := range 10 {
		tell(t, s, fmt.Sprint("c:", i%3), i, fmt.Sprint(i))
	}
	// The first link, the key's, was made by the clock of today.
	n, err := s.PruneProofs(t.Context(), time.Now().Add(time.Hour))
	if err != nil || n != 10 {
		t.Fatal(n, err)
	}
	wantChain(t, s, 2, 1, 0)
	tell(t, s, "c:1", 20, "later")
	sum := wantChain(t, s, 3, 2, 0)
	if sum.First != 11 {
		t.Errorf("it begins at %d", sum.First)
	}
	if list, err := s.ProvenTo(t.Context(), "c:2"); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

// BenchmarkPrune takes a year's articles out of two years', and tells how long a step
// held the store: nobody who writes waits longer, but for its sync.
func BenchmarkPrune(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, err := bolt.Open(b.Context(), filepath.Join(b.TempDir(), "attache.db"), bolt.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for filings := range corpusOf(20_000) {
			if err := s.Save(b.Context(), filings...); err != nil {
				b.Fatal(err)
			}
		}
		var longest time.Duration
		articles := 0
		b.StartTimer()
		for from, first := "", true; first || from != ""; first = false {
			begun := time.Now()
			done, err := s.Prune(b.Context(), benchStart.Add(10_000*time.Minute), from)
			if err != nil {
				b.Fatal(err)
			}
			longest, articles, from = max(longest, time.Since(begun)), articles+done.Articles, done.Next
		}
		b.ReportMetric(float64(longest.Milliseconds()), "longest-ms")
		b.ReportMetric(float64(articles), "articles")
		_ = s.Close()
	}
}
