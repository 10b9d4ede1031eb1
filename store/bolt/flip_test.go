package bolt_test

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// TestAFileWithWrongBytesNeverCrashesTheProgram: pages whose bytes a disk got
// wrong may hide what they held or give errors, but no panic and no hang.
func TestAFileWithWrongBytesNeverCrashesTheProgram(t *testing.T) {
	path := filled(t)
	s, _ := reopen(t, path)
	c := newCorpus()
	for n := 0; n < 160; n += 8 { // enough for most wrong bytes to lie in records, as in a store that is used
		var filings []attache.Filing
		for i := range 8 {
			filings = append(filings, c.filing(n+i))
		}
		if err := s.Save(t.Context(), filings...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	const firstPages = 2 * 4096 // both descriptions of the file, which bbolt checks itself
	failed := 0
	for range 12 {
		data := bytes.Clone(whole)
		for range 1 + random.IntN(60) {
			data[firstPages+random.IntN(len(data)-firstPages)] = byte(random.IntN(256))
		}
		bad := filepath.Join(t.TempDir(), "bad.db")
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if useDamaged(t, bad) {
			failed++
		}
	}
	if failed == 0 {
		t.Error("no damage was ever noticed: the test does not damage anything")
	}
}

// useDamaged does some of everything and tells whether any of it failed.
func useDamaged(t *testing.T, path string) bool {
	t.Helper()
	ctx := t.Context()
	s, err := bolt.Open(ctx, path, bolt.Options{NoSync: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return true
	}
	_, _, articles := s.Articles(ctx, attache.ArticleQuery{All: true})
	_, _, quotes := s.Quotes(ctx, attache.QuoteQuery{Speaker: "quill"})
	_, claim := s.Claim(ctx, benchStart, benchStart.Add(time.Minute), 10)
	save := s.Save(ctx, newCorpus().filing(1))
	dump := s.Dump(ctx, func(attache.Record) error { return nil })
	fits := s.Check(ctx)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	for _, err := range []error{articles, quotes, claim, save, dump, fits} {
		if err != nil {
			return true
		}
	}
	return false
}
