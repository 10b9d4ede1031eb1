package bolt_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	bbolt "go.etcd.io/bbolt"

	"attache"
	"attache/store/bolt"
)

// salvagedTo loads what is salvaged of a store into another one.
func salvagedTo(t *testing.T, from *bolt.Store) (to *bolt.Store, lost int) {
	t.Helper()
	to, err := bolt.Open(t.Context(), filepath.Join(t.TempDir(), "saved.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = to.Close() })
	err = from.Salvage(t.Context(), func(r attache.Record) error {
		_, err := to.Load(t.Context(), r)
		return err
	}, func(string, error) { lost++ })
	if err != nil {
		t.Fatal(err)
	}
	return to, lost
}

func TestWhatWasRemovedDoesNotComeBackThroughASalvage(t *testing.T) {
	for what, damage := range map[string]func(t *testing.T, path string){
		"all that stays of it is whole": func(*testing.T, string) {},
		"what stays of it is damaged":   func(t *testing.T, path string) { spoil(t, path, "notes", "removed:article:a0001") },
		"it was removed before its addresses were written down": func(t *testing.T, path string) {
			edit(t, path, func(tx *bbolt.Tx) error {
				return tx.Bucket([]byte("notes")).Put([]byte("removed:article:a0001"), []byte{1})
			})
		},
	} {
		t.Run(what, func(t *testing.T) {
			path := filled(t)
			s, _ := reopen(t, path)
			a, err := s.Article(t.Context(), "a0001")
			if err == nil {
				err = s.Remove(t.Context(), a.ID, attache.Story{})
			}
			if err = errors.Join(err, s.Close()); err != nil {
				t.Fatal(err)
			}
			damage(t, path)
			damaged, err := bolt.OpenDamaged(path, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			defer damaged.Close()
			saved, _ := salvagedTo(t, damaged)
			if _, err := saved.Article(t.Context(), a.ID); !errors.Is(err, attache.ErrRemoved) {
				t.Errorf("it reads %v", err)
			}
			for _, key := range a.Keys {
				if _, err := saved.Find(t.Context(), key); !errors.Is(err, attache.ErrRemoved) {
					t.Errorf("%s finds %v", key, err)
				}
			}
			if err := saved.Save(t.Context(), attache.Filing{Article: a}); err != nil {
				t.Fatal(err)
			}
			page, _, err := saved.Articles(t.Context(), attache.ArticleQuery{All: true})
			if err != nil || len(page) != 1 || page[0].ID == a.ID {
				t.Errorf("%d articles, %v", len(page), err)
			}
		})
	}
}
