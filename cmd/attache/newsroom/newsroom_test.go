package newsroom

import (
	"path/filepath"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func fill(tb testing.TB, size Size) *bolt.Store {
	tb.Helper()
	s, err := bolt.Open(tb.Context(), filepath.Join(tb.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	if err := Fill(tb.Context(), s, size, nil); err != nil {
		tb.Fatal(err)
	}
	return s
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		fill(b, Size{Seed: 1, Articles: 2000, Until: noon})
	}
}

func TestTheSameSeedMakesTheSameArchive(t *testing.T) {
	var all [2][]attache.Filing
	for i := range all {
		all[i] = NewArchive(4, noon).Filings(50)
	}
	for i := range all[0] {
		a, b := all[0][i].Article, all[1][i].Article
		if a.ID != b.ID || a.Hash != b.Hash || all[0][i].Story.ID != all[1][i].Story.ID {
			t.Fatalf("article %d: %+v and %+v", i, a, b)
		}
	}
	if other := NewArchive(5, noon).Filings(1)[0].Article; other.Hash == all[0][0].Article.Hash {
		t.Error("another seed makes the same")
	}
}

func TestWhatIsMadeIsWholeAndDiverse(t *testing.T) {
	s := fill(t, Size{Seed: 1, Articles: 400, Tracks: 20, Chats: 30, Until: noon, Next: noon})
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	langs, spoken, told := map[string]bool{}, 0, 0
	for after := ""; ; {
		page, next, err := s.Articles(t.Context(), attache.ArticleQuery{All: true, Limit: 100, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page {
			told++
			langs[a.Lang] = true
			runes := []rune(a.Body)
			for _, q := range a.Quotes {
				spoken++
				if at := q.Segments[0]; string(runes[at[0]:at[1]]) != q.Text {
					t.Errorf("article %s has %q, not %q", a.ID, string(runes[at[0]:at[1]]), q.Text)
				}
			}
		}
		if after = next; next == "" {
			break
		}
	}
	if told != 400 || len(langs) != len(tongues) || spoken < 400 {
		t.Errorf("%d articles in %d languages with %d quotes", told, len(langs), spoken)
	}
	due, err := s.DueChats(t.Context(), noon, 0)
	if err != nil || len(due) != 30 {
		t.Errorf("%d chats are due, %v", len(due), err)
	}
	tracks, err := s.ListTracks(t.Context(), noon.AddDate(-2, 0, 0))
	if err != nil || len(tracks) <= 20 {
		t.Errorf("%d tracks, %v", len(tracks), err)
	}
}
