package feed

import (
	"context"
	"strings"
	"testing"
	"time"

	"attache"
)

// FuzzCollect: whatever a document lists, however often it is polled, each of
// its entries is one article, and the second poll brings nothing new.
func FuzzCollect(f *testing.F) {
	for _, s := range []string{
		rssDoc(item("https://ana.example/1", "T", "S"), item("https://ana.example/1?x=2", "T", "S"), item("", "T", "")),
		rssDoc(entryDoc("/list", "1", "One", "a"), entryDoc("/list", "1", "Two", "b")),
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"T"},{"id":1,"title":"U"}]}`,
	} {
		f.Add([]byte(s))
	}
	var m *memory
	var now time.Time
	p := New(Config{
		Find: func(ctx context.Context, keys ...string) (attache.Article, error) { return m.Find(ctx, keys...) },
		Now:  func() time.Time { return now },
	})
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Parse(data, "https://ana.example/feed", "")
		if err != nil || len(doc.Entries) > 40 {
			return
		}
		src := attache.Source{ID: "s1", URL: "https://ana.example/feed", FullText: attache.FullTextNever}
		m = newMemory(src)
		now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		seen := map[string]bool{}
		for range 3 {
			list, _, err := p.articles(t.Context(), &src, doc, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range list {
				if len(a.Keys) == 0 || a.ID == "" {
					t.Errorf("no identity: %+v", a)
				}
			}
			_ = m.save(context.Background(), list)
			now = now.Add(time.Hour)
		}
		for _, a := range m.all() {
			seen[a.ID] = true
		}
		if len(seen) > len(doc.Entries) {
			t.Errorf("%d articles of %d entries", len(seen), len(doc.Entries))
		}
	})
}

// FuzzEdited: what went was there, and what came is there.
func FuzzEdited(f *testing.F) {
	f.Add("One. Two! “Three?” Four", "One. 2! “Three?” Five")
	f.Fuzz(func(t *testing.T, old, fresh string) {
		e, _ := edited(old, fresh, time.Time{})
		for _, s := range e.Gone {
			if !strings.Contains(old, strings.TrimSuffix(s, "…")) {
				t.Errorf("%q went from %q", s, old)
			}
		}
		for _, s := range e.Came {
			if !strings.Contains(fresh, strings.TrimSuffix(s, "…")) {
				t.Errorf("%q came into %q", s, fresh)
			}
		}
	})
}
