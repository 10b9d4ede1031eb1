package bolt_test

import (
	"context"
	"path/filepath"
	"testing"

	"attache"
	"attache/store/bolt"
	"attache/store/storetest"
)

// open makes an empty store that is closed at the test's end. Tests of rules
// need no durability; the crash tests sync.
func open(t *testing.T) attache.Store {
	t.Helper()
	s, err := bolt.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SealWith(t.Context(), signing(1)); err != nil { // what is told is proven, which changes nothing else
		t.Fatal(err)
	}
	t.Cleanup(func() { // after every rule, all that the rule did must fit together
		if err := s.Check(context.Background()); err != nil {
			t.Error(err)
		}
		if _, err := verified(context.Background(), s); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestBoltKeepsTheContract(t *testing.T) { storetest.Run(t, open) }
