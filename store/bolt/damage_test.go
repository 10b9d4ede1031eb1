package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"attache"
	"attache/store/bolt"
)

// reopen opens a store that was edited, with a log to be read.
func reopen(t *testing.T, path string) (*bolt.Store, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	s, err := bolt.Open(t.Context(), path, bolt.Options{NoSync: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, &log
}

// spoil overwrites the records of a bucket whose key contains part.
func spoil(t *testing.T, path, bucket, part string) {
	t.Helper()
	edit(t, path, func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		n := 0
		err := b.ForEach(func(k, _ []byte) error {
			if !strings.Contains(string(k), part) {
				return nil
			}
			n++
			return b.Put(bytes.Clone(k), []byte("\x01\x02{}"))
		})
		if n == 0 {
			t.Fatalf("nothing in %s has %q in its key", bucket, part)
		}
		return err
	})
}

func TestADamagedArticleIsLeftOutOfListsAndLoggedOnce(t *testing.T) {
	path := filled(t)
	spoil(t, path, "articles", "a0001")
	s, log := reopen(t, path)
	for range 3 {
		page, _, err := s.Articles(t.Context(), attache.ArticleQuery{All: true})
		if err != nil || len(page) != 1 || page[0].ID != "a0002" {
			t.Errorf("%d articles, %v", len(page), err)
		}
	}
	if n := strings.Count(log.String(), "id=a0001"); n != 1 {
		t.Errorf("it was logged %d times: %s", n, log)
	}
	if _, err := s.Article(t.Context(), "a0001"); !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(err.Error(), "a0001") {
		t.Errorf("read alone: %v", err)
	}
	if err := s.Dump(t.Context(), func(attache.Record) error { return nil }); !errors.Is(err, bolt.ErrDamaged) {
		t.Errorf("dumped: %v", err)
	}
	if err := s.Check(t.Context()); !errors.Is(err, bolt.ErrDamaged) {
		t.Errorf("checked: %v", err)
	}
}

func TestSavingADamagedArticleAgainMendsIt(t *testing.T) {
	for what, part := range map[string]string{"the article": "a0001", "its text": "a0001\x00"} {
		t.Run(what, func(t *testing.T) {
			path := filled(t)
			whole, _ := reopen(t, path)
			a, err := whole.Article(t.Context(), "a0001")
			if err != nil {
				t.Fatal(err)
			}
			if err := whole.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, path, "articles", part)
			s, _ := reopen(t, path)
			a.Title, a.Published = "Quite another", a.Published.Add(time.Hour)
			if err := s.Save(t.Context(), attache.Filing{Article: a}); err != nil {
				t.Fatal(err)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestADamagedStoryOrTrackIsMendedBySavingIt(t *testing.T) {
	path := filled(t)
	spoil(t, path, "stories", "st01")
	spoil(t, path, "tracks", "t1")
	s, log := reopen(t, path)
	stories, _, err := s.Stories(t.Context(), attache.StoryQuery{})
	if err != nil || len(stories) != 0 || !strings.Contains(log.String(), "st01") {
		t.Errorf("%d stories, %v, %s", len(stories), err, log)
	}
	a, err := s.Article(t.Context(), "a0001")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	if err := s.Save(t.Context(), attache.Filing{
		Article: a, Story: attache.Story{ID: "st01", Last: at}, Track: &attache.Track{ID: "t1", Last: at},
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADamagedDeliveryDoesNotHoldUpTheOthers(t *testing.T) {
	path := filled(t)
	spoil(t, path, "deliveries", "c:2")
	s, log := reopen(t, path)
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	got, err := s.Claim(t.Context(), at, at.Add(time.Minute), 10)
	if err != nil || len(got) != 1 || got[0].ChatID != "c:3" {
		t.Errorf("%+v, %v", got, err)
	}
	if !strings.Contains(log.String(), "c:2") {
		t.Errorf("not logged: %s", log)
	}
}

func TestCheckFindsWhatDoesNotFitTogether(t *testing.T) {
	for _, bucket := range []string{
		"ids", "segments", "segment_list", "articles", "identities", "story_index", "track_index", "chats_due", "settled",
		"counts", "edition_use", "waiting", "ready",
	} {
		t.Run(bucket, func(t *testing.T) {
			path := filled(t)
			edit(t, path, func(tx *bbolt.Tx) error {
				k, _ := tx.Bucket([]byte(bucket)).Cursor().Last()
				return tx.Bucket([]byte(bucket)).Delete(k)
			})
			s, _ := reopen(t, path)
			if err := s.Check(t.Context()); err == nil {
				t.Error("it found nothing")
			}
		})
	}
}

func TestABackupIsAStore(t *testing.T) {
	s, _ := reopen(t, filled(t))
	path := filepath.Join(t.TempDir(), "copy.db")
	writeFile(t, path, func(b *bytes.Buffer) {
		if _, err := s.Backup(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	})
	restored, _ := reopen(t, path)
	if err := restored.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if page, _, err := restored.Articles(t.Context(), attache.ArticleQuery{All: true}); err != nil || len(page) != 2 {
		t.Errorf("%d articles, %v", len(page), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Backup(ctx, &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
