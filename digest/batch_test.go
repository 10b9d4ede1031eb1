package digest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"attache"
)

// However articles come and whatever moves, each is in the one story that the
// shelf says it is in, and no story is empty.
func TestFilingKeepsArticlesAndStoriesInStep(t *testing.T) {
	moved := 0
	for seed := range uint64(3) {
		list := wire(t)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		store, c := newArchive(), NewClusterer(Options{})
		for len(list) > 0 {
			n := min(7, len(list))
			b := NewBatch(store, c)
			for _, a := range list[:n] {
				got, err := b.Add(context.Background(), a)
				if err != nil || got.StoryID == "" {
					t.Fatalf("%+v, %v", got, err)
				}
			}
			filings, err := b.Filings(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			moved += len(filings) - n
			for _, f := range filings {
				store.save(f)
			}
			list = list[n:]
		}
		inStep(t, store)
	}
	if moved == 0 {
		t.Error("nothing moved: the test does not try what it should")
	}
}

func inStep(t *testing.T, store *archive) {
	t.Helper()
	told := map[string]string{}
	for _, s := range store.stories {
		if len(s.Reports) == 0 || len(s.Reports) != len(s.ArticleIDs) {
			t.Errorf("story %s has %d reports of %d articles", s.ID, len(s.Reports), len(s.ArticleIDs))
		}
		for _, r := range s.Reports {
			if other := told[r.ArticleID]; other != "" {
				t.Errorf("article %s is in %s and in %s", r.ArticleID, other, s.ID)
			}
			told[r.ArticleID] = s.ID
		}
	}
	for id, a := range store.articles {
		if told[id] != a.StoryID {
			t.Errorf("article %s says story %s, the stories say %s", id, a.StoryID, told[id])
		}
	}
	if len(told) != len(store.articles) {
		t.Errorf("%d of %d articles are in stories", len(told), len(store.articles))
	}
}

// broken is a shelf that fails.
type broken struct{ archive }

var errBroken = errors.New("the disk is gone")

func (*broken) Story(context.Context, string) (attache.Story, error) {
	return attache.Story{}, errBroken
}

func TestFilingPassesOnWhatTheShelfSays(t *testing.T) {
	b := NewBatch(&broken{*newArchive()}, NewClusterer(Options{}))
	if _, err := b.Add(context.Background(), report("a1", "Meridian Wire", attache.Wire, 1, "Envoys meet in Meren")); !errors.Is(err,
		errBroken) {
		t.Errorf("%v", err)
	}
}

func TestAnUpdateInTheSameBatchReplaces(t *testing.T) {
	store, c := newArchive(), NewClusterer(Options{})
	b := NewBatch(store, c)
	a := report("a1", "Meridian Wire", attache.Wire, 1, "Envoys meet in Meren for border talks")
	a.StoryID = ""
	for _, title := range []string{a.Title, "Envoys meet in Meren for talks about the border"} {
		a.Title = title
		if _, err := b.Add(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	filings, err := b.Filings(context.Background())
	if err != nil || len(filings) != 1 || filings[0].Story.Headline != a.Title || !slices.Equal(filings[0].Story.ArticleIDs, []string{"a1"}) {
		t.Errorf("%+v, %v", filings, err)
	}
}
