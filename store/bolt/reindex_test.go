package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// writeOld puts articles into a store as the program with three migrations
// did, whose index of words was folded otherwise.
func writeOld(articles int) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		for n := range articles {
			a := attache.Article{ID: fmt.Sprintf("a%05d", n), Title: "Перемовини у Ґданську", Published: time.Unix(int64(n), 0).UTC()}
			a.Relevant = true
			a.Quotes = provenance(&attache.Article{ID: a.ID, Reading: attache.Reading{Quotes: []attache.Quote{
				{Kind: attache.Direct, Confidence: 1, Speaker: "علی نمونه", Text: "We met."},
				{Kind: attache.Direct, Confidence: 1, Text: "Nobody said this."},
			}}})
			record, err := encodeArticle(&a)
			ref := articleRef(&a)
			if err := errors.Join(err, tx.Bucket(bArticles).Put(ref, record), tx.Bucket(bIDs).Put([]byte(a.ID), stamp(a.Published)),
				putQuotes(tx, &a, ref), tx.Bucket(bPostings).Put(append([]byte("rwґданську\x00"), ref...), nil)); err != nil {
				return err
			}
		}
		return nil
	}
}

// found counts what a query finds, on all its pages.
func found(t *testing.T, s *Store, word, speaker string) (articles, quotes int) {
	t.Helper()
	for q := (attache.ArticleQuery{Words: []string{word}, Limit: 500}); ; {
		page, next, err := s.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		articles += len(page)
		if q.After = next; next == "" {
			break
		}
	}
	for q := (attache.QuoteQuery{Speaker: speaker, Limit: 500}); ; {
		page, next, err := s.Quotes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		quotes += len(page)
		if q.After = next; next == "" {
			return articles, quotes
		}
	}
}

func TestWordsOfAnOlderStoreAreFoldedAnew(t *testing.T) {
	const many = 2*reindexAtOnce + 7
	s := upgraded(t, 3, writeOld(many))
	if articles, quotes := found(t, s, "гданську", "علي"); articles != many || quotes != many {
		t.Errorf("%d articles and %d quotes are found, want %d", articles, quotes, many)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestIndexingAnewThatIsStoppedGoesOnAtTheNextStart(t *testing.T) {
	for _, stop := range []int{0, 1, 2} { // after so many transactions
		path := filepath.Join(t.TempDir(), "attache.db")
		s, err := openAs(t.Context(), path, Options{NoSync: true}, migrations()[:3])
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.db.Update(writeOld(2*reindexAtOnce+7)), s.Close()); err != nil {
			t.Fatal(err)
		}
		steps := 0
		ctx := stopAfter{Context: t.Context(), calls: 2 + stop, seen: &steps}
		if s, err = Open(ctx, path, Options{NoSync: true}); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d: %v, %v", stop, s, err)
		}
		if s, err = Open(t.Context(), path, Options{NoSync: true}); err != nil {
			t.Fatal(err)
		}
		if articles, quotes := found(t, s, "Ґданську", "علی"); articles != 2*reindexAtOnce+7 || quotes != articles || s.Check(t.Context()) != nil {
			t.Errorf("stopped after %d: %d articles, %d quotes, %v", stop, articles, quotes, s.Check(t.Context()))
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// stopAfter is a context that ends when it was asked so often.
type stopAfter struct {
	context.Context
	calls int
	seen  *int
}

func (c stopAfter) Err() error {
	if *c.seen++; *c.seen >= c.calls {
		return context.Canceled
	}
	return nil
}

func TestAlertsOfAnOlderStoreBelongToTheirChats(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s := upgraded(t, 3, func(tx *bolt.Tx) error {
		chat, err := encode("chat", "c:1", attache.Chat{ID: "c:1", Title: "Desk"})
		d, err2 := encode("delivery", "c:1!st1", map[string]any{"id": "c:1!st1", "chat": "c:1", "edition": "e1!", "slot": at, "state": "sent", "settled": at})
		return errors.Join(err, err2,
			tx.Bucket(bChats).Put([]byte("c:1"), chat),
			tx.Bucket(bDeliveries).Put([]byte("c:1!st1"), d),
			tx.Bucket(bSettled).Put(refOf(at, "c:1!st1"), nil),
			count(tx, attache.Sent, 1),
			useEdition(tx, attache.Edition{ID: "e1!"}, 1),
			tx.Bucket(bNotes).Put([]byte("alerts/c:1"), []byte(`[{"story":"st1","at":"2026-03-02T12:00:00Z"}]`)),
			tx.Bucket(bNotes).Put([]byte("alerts/c:gone"), []byte(`[{"story":"st1","at":"2026-03-02T12:00:00Z"}]`)),
			tx.Bucket(bNotes).Put([]byte("update"), []byte("7")),
		)
	})
	chat, err := s.Chat(t.Context(), "c:1")
	if err != nil || chat.Title != "Desk" || len(chat.Alerted) != 1 || chat.Alerted[0] != (attache.Alerted{StoryID: "st1", At: at}) {
		t.Errorf("%+v, %v", chat, err)
	}
	for note, kept := range map[string]bool{"alerts/c:1": false, "alerts/c:gone": false, "update": true} {
		if _, err := s.Note(t.Context(), note); (err == nil) != kept {
			t.Errorf("note %s: %v", note, err)
		}
	}
	_ = s.Dump(t.Context(), func(r attache.Record) error {
		if d := r.Delivery; d != nil && (d.Kind != attache.AlertDelivery || d.Subject != "st1") {
			t.Errorf("its delivery is dumped as %+v", d)
		}
		return nil
	})
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
