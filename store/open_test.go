package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"attache/store"
)

func TestADSNNamesTheBackend(t *testing.T) {
	dir := t.TempDir()
	for _, dsn := range []string{"bolt:" + filepath.Join(dir, "a.db"), "BOLT:" + filepath.Join(dir, "b.db"), filepath.Join(dir, "c.db")} {
		s, err := store.Open(t.Context(), dsn)
		if err != nil {
			t.Errorf("%s: %v", dsn, err)
			continue
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnUnknownBackendIsRefusedNamingTheKnown(t *testing.T) {
	for _, dsn := range []string{"postgres://user:geheim@db/attache", "blot:x.db"} {
		_, err := store.Open(t.Context(), dsn)
		if err == nil || !strings.Contains(err.Error(), "bolt:") || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

func TestADSNWithoutAPathSaysWhatToWrite(t *testing.T) {
	for _, dsn := range []string{"", "bolt:"} {
		if _, err := store.Open(t.Context(), dsn); err == nil || !strings.Contains(err.Error(), "bolt:PATH") {
			t.Errorf("%q: %v", dsn, err)
		}
	}
}

func TestABoltStoreIsThereWhenItsFileIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	for _, dsn := range []string{path, "bolt:" + path, "BOLT:" + path} {
		if store.Exists(dsn) {
			t.Errorf("%s is there before it was made", dsn)
		}
	}
	s, err := store.Open(t.Context(), "bolt:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, dsn := range []string{path, "bolt:" + path, "BOLT:" + path, "elsewhere://host/db"} {
		if !store.Exists(dsn) {
			t.Errorf("%s is not there", dsn)
		}
	}
}
