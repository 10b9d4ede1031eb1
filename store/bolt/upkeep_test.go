package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// dumped is all of a store, a line a record.
func dumped(t *testing.T, s *bolt.Store) []string {
	t.Helper()
	var lines []string
	if err := s.Dump(t.Context(), func(r attache.Record) error {
		lines = append(lines, nameOf(r))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return lines
}

func nameOf(r attache.Record) string {
	switch {
	case r.Article != nil:
		return fmt.Sprintf("article %s %d", r.Article.ID, len(r.Article.Quotes))
	case r.Story != nil:
		return "story " + r.Story.ID
	case r.Chat != nil:
		return "chat " + r.Chat.ID
	case r.Delivery != nil:
		return "delivery " + r.Delivery.ID
	case r.Source != nil:
		return "source " + r.Source.ID
	case r.Edition != nil:
		return "edition " + r.Edition.ID
	case r.Correction != nil:
		return "correction " + r.Correction.Key()
	case r.Removal != nil:
		return "removal " + r.Removal.ID
	}
	return "track " + r.Track.ID
}

// readTwice reads within reading.
func readTwice(t *testing.T, s *bolt.Store) error {
	return s.EachChat(t.Context(), func(c attache.Chat) error {
		_, err := s.Chat(t.Context(), c.ID)
		return err
	})
}

// isWhole tells that a store can be backed up and is as it should be.
func isWhole(t *testing.T, s *bolt.Store) {
	t.Helper()
	var backup bytes.Buffer
	if n, err := s.Backup(t.Context(), &backup); err != nil || int64(backup.Len()) != n || n == 0 {
		t.Errorf("a backup of %d bytes, %v", n, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// makeRoom takes room in a store and gives it up again.
func makeRoom(t *testing.T, s *bolt.Store) {
	t.Helper()
	for _, note := range [][]byte{bytes.Repeat([]byte("x"), 20_000), nil} {
		for i := range 300 {
			if err := s.SetNote(t.Context(), fmt.Sprintf("n%d", i), note); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// bbolt lets nobody map a grown file anew while somebody reads: a pager that is not
// scrolled on must not stop the bot.
func TestWhoVisitsHoldsNobodyUp(t *testing.T) {
	s, _ := filed(t, 1)
	id := newCorpus().filing(0).Article.ID
	c := attache.Correction{ArticleID: id, Kind: attache.NotDiplomacy, First: benchStart, Last: benchStart}
	_, corrected := s.Correct(t.Context(), c, "v1")
	_, enqueued := s.Enqueue(t.Context(), attache.Edition{ID: "e1"}, attache.NewDigest("c:1", benchStart, benchStart.Add(time.Hour), "e1"))
	if err := errors.Join(corrected, enqueued); err != nil {
		t.Fatal(err)
	}
	visited := 0
	compact := func() error { // which waits for all readers
		visited++
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		return s.Compact(ctx)
	}
	for what, err := range map[string]error{
		"deliveries":  s.EachDelivery(t.Context(), attache.DeliveryQuery{}, func(attache.Delivery) error { return compact() }),
		"of a chat":   s.EachDelivery(t.Context(), attache.DeliveryQuery{ChatID: "c:1"}, func(attache.Delivery) error { return compact() }),
		"corrections": s.EachCorrection(t.Context(), func(attache.Correction) error { return compact() }),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if visited != 3 {
		t.Errorf("%d visits", visited)
	}
}

func TestACompactedStoreHoldsTheSameInLessRoom(t *testing.T) {
	path := filled(t)
	s, _ := reopen(t, path)
	makeRoom(t, s)
	want := dumped(t, s)
	before, free, err := s.Size(t.Context())
	if err != nil || free < 1<<20 {
		t.Fatalf("%d bytes, %d free, %v", before, free, err)
	}
	var busy sync.WaitGroup
	stop := make(chan bool)
	for range 4 { // who reads and writes meanwhile
		busy.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := s.SetNote(t.Context(), "busy", []byte{byte(i)}); err != nil {
					t.Error(err)
				}
				if err := readTwice(t, s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	err = s.Compact(t.Context())
	close(stop)
	busy.Wait()
	if err != nil {
		t.Fatal(err)
	}
	after, _, err := s.Size(t.Context())
	if err != nil || after >= before/2 {
		t.Errorf("%d bytes became %d, %v", before, after, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if other, err := bolt.Open(t.Context(), path, bolt.Options{}); !errors.Is(err, attache.ErrLocked) {
		t.Errorf("another program opened it: %v, %v", other, err)
	}
	isWhole(t, s)
	if got := dumped(t, s); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("it holds\n%v, not\n%v", got, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := reopen(t, path)
	if got := dumped(t, again); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("opened again it holds\n%v, not\n%v", got, want)
	}
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(rest) > 0 {
		t.Errorf("left over: %v", rest)
	}
}

// saved is what can be salvaged of a store, and what is lost.
func saved(t *testing.T, s *bolt.Store) (lines, lost []string) {
	t.Helper()
	if err := s.Salvage(t.Context(), func(r attache.Record) error {
		lines = append(lines, nameOf(r))
		return nil
	}, func(what string, err error) { lost = append(lost, what+": "+err.Error()) }); err != nil {
		t.Fatal(err)
	}
	return lines, lost
}

func TestSalvagingLeavesOutWhatIsDamagedAndNothingElse(t *testing.T) {
	path := filled(t)
	whole, _ := reopen(t, path)
	want := dumped(t, whole)
	if got, lost := saved(t, whole); fmt.Sprint(got) != fmt.Sprint(want) || len(lost) > 0 {
		t.Errorf("of a whole store: %v, lost %v; want %v", got, lost, want)
	}
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, path, "articles", "a0001")
	spoil(t, path, "stories", "")
	s, _ := reopen(t, path)
	got, lost := saved(t, s)
	for _, line := range want {
		damaged := line == "article a0001 2" || line[:5] == "story"
		if found := contains(got, line); found == damaged {
			t.Errorf("%s: saved %v", line, found)
		}
	}
	if len(lost) != len(want)-len(got) {
		t.Errorf("%d of %d are missing, %d are told: %v", len(want)-len(got), len(want), len(lost), lost)
	}
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

func TestSalvagingAFileThatCannotBeOpenedNeverPanicsAndWritesNothing(t *testing.T) {
	path := filled(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	saves := 0
	for round := range 60 {
		broken := bytes.Clone(whole)
		if round%3 == 0 {
			broken = broken[:len(broken)/2+random.IntN(len(broken)/2)]
		}
		for range 1 + round%7 {
			at := 8192 + random.IntN(len(broken)-8192-512) // behind the meta pages
			for i := range 512 {
				broken[at+i] = byte(random.IntN(256))
			}
		}
		file := filepath.Join(t.TempDir(), "broken.db")
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := bolt.OpenDamaged(file, slog.New(slog.DiscardHandler))
		if err != nil {
			continue
		}
		_ = s.Salvage(t.Context(), func(attache.Record) error { saves++; return nil }, func(string, error) {})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, broken) {
			t.Errorf("round %d: the file was changed, %v", round, err)
		}
	}
	if saves == 0 {
		t.Error("nothing was ever saved")
	}
}
