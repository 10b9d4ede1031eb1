package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

func TestAMigrationRunsOnceAndAFailedOneChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	opened := func(known []migration) error {
		s, err := openAs(t.Context(), path, Options{NoSync: true}, known)
		if err != nil {
			return err
		}
		return s.Close()
	}
	known := migrations()
	if err := opened(known); err != nil {
		t.Fatal(err)
	}
	ran := 0
	second := func(tx *bolt.Tx) error {
		ran++
		_, err := tx.CreateBucket([]byte("second"))
		return err
	}
	failing := append(slices.Clone(known), second, func(*bolt.Tx) error { return errors.New("no room") })
	if err := opened(failing); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("schema %d", len(failing))) ||
		!strings.Contains(err.Error(), path) {
		t.Errorf("a failed migration: %v", err)
	}
	for range 2 { // the second time nothing is left to do
		if err := opened(append(slices.Clone(known), second)); err != nil {
			t.Fatal(err)
		}
	}
	if ran != 2 {
		t.Errorf("it ran %d times: once in vain, once for good", ran)
	}
	if err := opened(known); !errors.Is(err, attache.ErrNewerSchema) {
		t.Errorf("the older program: %v", err)
	}
}

func TestAPageOfBoundedWorkLeavesNothingOut(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var filings []attache.Filing
	for n := range 400 { // two frequent words that meet twice
		title := map[bool]string{true: "even", false: "odd"}[n%2 == 0]
		if n == 100 || n == 300 {
			title = "even odd"
		}
		a := attache.Article{ID: attache.ArticleID(title + string(rune('a'+n))), Title: title, Published: time.Unix(int64(n), 0)}
		a.Relevant = true
		a.Quotes = []attache.Quote{{Kind: attache.Direct, Confidence: 1, Speaker: title, Text: title}}
		filings = append(filings, attache.Filing{Article: a})
	}
	if err := s.Save(t.Context(), filings...); err != nil {
		t.Fatal(err)
	}
	for _, s.budget = range []int{1, 7, 100, 10_000} {
		articles, quotes, pages := 0, 0, 0
		for q := (attache.ArticleQuery{Words: []string{"even", "odd"}}); ; pages++ {
			page, next, err := s.Articles(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			articles += len(page)
			if q.After = next; next == "" {
				break
			}
		}
		for q := (attache.QuoteQuery{Speaker: "even", About: "odd"}); ; pages++ {
			page, next, err := s.Quotes(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			quotes += len(page)
			if q.After = next; next == "" {
				break
			}
		}
		if articles != 2 || quotes != 2 || (pages > 0) != (s.budget < 1000) {
			t.Errorf("budget %d: %d articles and %d quotes on %d pages more than one", s.budget, articles, quotes, pages)
		}
	}
}

func TestACallAfterCloseSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := Open(t.Context(), path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	_, _, read := s.Articles(t.Context(), attache.ArticleQuery{})
	for _, err := range []error{read, s.SetNote(t.Context(), "k", nil)} {
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "not open") {
			t.Errorf("got %v", err)
		}
	}
}

// upgraded opens a store that a program with only the first so many migrations
// made and wrote to.
func upgraded(t *testing.T, known int, write func(*bolt.Tx) error) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := openAs(t.Context(), path, Options{NoSync: true}, migrations()[:known])
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.db.Update(write), s.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path, Options{NoSync: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestAStoreFromBeforeTracesIsTakenOver(t *testing.T) {
	a := attache.Article{ID: "a1", Title: "Envoys meet", Body: "Envoys met.", Published: time.Now().UTC()}
	s := upgraded(t, 1, func(tx *bolt.Tx) error {
		return putFirst(tx, a)
	})
	page, _, err := s.Recall(t.Context(), time.Time{}, "", 9)
	if err != nil || len(page) != 1 || page[0].Article.Body != a.Body || page[0].Trace != nil {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestTracesThatAreTooOldAreForgottenAsNewOnesCome(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), Options{NoSync: true, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	count := func() (n int) {
		_ = s.db.View(func(tx *bolt.Tx) error { n = tx.Bucket(bTraces).Stats().KeyN; return nil })
		return n
	}
	put := func(id string) {
		a := attache.Article{ID: id, Title: "Envoys meet " + id, Published: now}
		if err := s.Save(t.Context(), attache.Filing{Article: a, Trace: []byte("trace")}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		put(id)
	}
	if count() != 5 {
		t.Fatalf("%d traces of 5 articles", count())
	}
	now = now.Add(attache.TraceAge + time.Minute)
	for _, id := range []string{"f", "g", "h"} {
		put(id)
	}
	if count() != 3 {
		t.Errorf("%d traces, want those of the last two weeks alone", count())
	}
}

func TestPausedChatsOfAnOlderStoreBecomeDue(t *testing.T) {
	slot := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	s := upgraded(t, 2, func(tx *bolt.Tx) error {
		for _, state := range []attache.ChatState{attache.ChatPaused, attache.ChatGone} {
			id := "c:" + string(state)
			record, err := encode("chat", id, attache.Chat{ID: id, State: state, NextSlot: slot})
			if err = errors.Join(err, tx.Bucket(bChats).Put([]byte(id), record)); err != nil {
				return err
			}
		}
		return nil
	})
	due, err := s.DueChats(t.Context(), slot, 0)
	if err != nil || len(due) != 1 || due[0].ID != "c:paused" || s.Check(t.Context()) != nil {
		t.Errorf("%+v, %v, %v", due, err, s.Check(t.Context()))
	}
}
