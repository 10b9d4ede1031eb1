package bolt

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"attache"
)

func TestADamagedRecordIsNotThereAndLoggedOnceWhereTheProgramLogs(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var log strings.Builder
	s.LogTo(slog.New(slog.NewTextHandler(&log, nil)))
	err = s.update(t.Context(), func(tx *bolt.Tx) error { return tx.Bucket(bStories).Put([]byte("s1"), []byte("garbage")) })
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err = s.Story(t.Context(), "s1"); !errors.Is(err, attache.ErrNotFound) || !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
	if n := strings.Count(log.String(), "damaged record"); n != 1 {
		t.Errorf("logged %d times: %s", n, log.String())
	}
}
