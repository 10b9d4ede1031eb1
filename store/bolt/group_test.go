package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	bolt "go.etcd.io/bbolt"

	"attache"
)

func groupStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// together makes writes that share one transaction: they wait for a writer
// that is held until all of them are in the queue.
func together(t *testing.T, s *Store, writes ...func(*bolt.Tx) error) []error {
	t.Helper()
	s.group.writing.Lock()
	errs := make([]error, len(writes))
	var all sync.WaitGroup
	for i, w := range writes {
		all.Go(func() { errs[i] = s.update(t.Context(), w) })
	}
	for queued := 0; queued < len(writes); {
		s.group.waiting.Lock()
		queued = len(s.group.queue)
		s.group.waiting.Unlock()
	}
	s.group.writing.Unlock()
	all.Wait()
	return errs
}

func TestAWriteThatFailsDoesNotTakeTheOthersOfItsTransactionWithIt(t *testing.T) {
	s := groupStore(t)
	refused := errors.New("no")
	txs := map[int]int{}
	var mu sync.Mutex
	writes := make([]func(*bolt.Tx) error, 20)
	for i := range writes {
		writes[i] = func(tx *bolt.Tx) error {
			mu.Lock()
			txs[tx.ID()]++
			mu.Unlock()
			if err := tx.Bucket(bNotes).Put(fmt.Appendf(nil, "%02d", i), nil); err != nil {
				return err
			}
			switch i {
			case 7:
				return refused
			case 13:
				panic("a bug")
			}
			return nil
		}
	}
	for i, err := range together(t, s, writes...) {
		switch {
		case i == 7 && !errors.Is(err, refused), i == 13 && err == nil, i != 7 && i != 13 && err != nil:
			t.Errorf("write %d: %v", i, err)
		}
		if _, err := s.Note(t.Context(), fmt.Sprintf("%02d", i)); (err != nil) != (i == 7 || i == 13) {
			t.Errorf("note %d: %v", i, err)
		}
	}
	if len(txs) > 3 {
		t.Errorf("they took %d transactions", len(txs))
	}
}

func TestAChangeThatPanicsPanicsAtItsCallerAlone(t *testing.T) {
	s := groupStore(t)
	func() {
		defer func() {
			if r := recover(); r != "a bug" {
				t.Errorf("recovered %v", r)
			}
		}()
		_ = s.UpdateChat(t.Context(), "c:1", func(*attache.Chat) error { panic("a bug") })
	}()
	if err := s.UpdateChat(t.Context(), "c:1", func(*attache.Chat) error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
