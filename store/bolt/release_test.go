package bolt_test

import (
	"path/filepath"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

func TestAClaimEndsWithTheProcessThatHeldIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	s, err := bolt.Open(t.Context(), path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	slot := now.Add(-time.Minute)
	waiting := attache.NewDigest("c:b", slot, time.Time{}, "e")
	waiting.NotBefore = now.Add(time.Minute)
	_, err = s.Enqueue(t.Context(), attache.Edition{ID: "e"}, attache.NewDigest("c:a", slot, now.Add(time.Hour), "e"), waiting)
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Claim(t.Context(), now, now.Add(time.Hour), 10)
	if err != nil || len(first) != 1 {
		t.Fatalf("claimed %d, %v; want the one that is due", len(first), err)
	}
	if again, err := s.Claim(t.Context(), now, now.Add(time.Hour), 10); err != nil || len(again) != 0 {
		t.Fatalf("a claim was handed out twice: %v, %v", again, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = bolt.Open(t.Context(), path, bolt.Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	again, err := s.Claim(t.Context(), now.Add(time.Second), now.Add(time.Hour), 10)
	if err != nil || len(again) != 1 || again[0].ChatID != "c:a" {
		t.Errorf("after a restart %v was claimed, %v; want a at once, b not before its time", again, err)
	}
	if err := s.Settle(t.Context(), first[0]); err == nil {
		t.Error("the old claim still settles")
	}
}
