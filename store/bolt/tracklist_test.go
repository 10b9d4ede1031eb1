package bolt

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// trackFiling is an article with a track of so many moves.
func trackFiling(n, moves int, at time.Time) attache.Filing {
	t := attache.Track{ID: fmt.Sprintf("t%05d", n), Name: fmt.Sprint("Track ", n), Last: at.Add(time.Duration(n) * time.Second)}
	for i := range moves {
		t.Moves = append(t.Moves, attache.Move{StoryID: fmt.Sprint("s", i), At: at.Add(time.Duration(n) * time.Second)})
	}
	return attache.Filing{Article: attache.Article{ID: fmt.Sprint("a", n), Title: "Envoys meet", Published: at}, Track: &t}
}

func TestAListOfTracksThatAnotherProgramLeftBehindIsMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	reopen := func(change func(*bolt.Tx) error) *Store {
		t.Helper()
		if change != nil {
			s, err := Open(t.Context(), path, Options{NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.db.Update(change); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		s, err := Open(t.Context(), path, Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s := reopen(nil)
	var filings []attache.Filing
	for n := range listAtOnce + 300 { // more than are listed in one transaction
		filings = append(filings, trackFiling(n, n%3, at))
	}
	if err := s.Save(t.Context(), filings...); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*bolt.Tx) error{
		"which knows of none": func(tx *bolt.Tx) error {
			_ = tx.DeleteBucket(bTrackDays)
			return tx.DeleteBucket(bTrackList)
		},
		"which was stopped in the middle": func(tx *bolt.Tx) error {
			k, _ := tx.Bucket(bTrackList).Cursor().First()
			return tx.Bucket(bTrackList).Delete(k)
		},
		"which stored a track": func(tx *bolt.Tx) error {
			list, days := tx.Bucket(bTrackList), tx.Bucket(bTrackDays)
			k, v := list.Cursor().Last()
			moved := *trackFiling(9, 2, at.AddDate(0, 0, 1)).Track
			if err := putTrack(tx, moved); err != nil {
				return err
			}
			if err := list.Delete(listKey(&moved)); err != nil { // as it was before
				return err
			}
			_ = days
			return list.Put(k, v)
		},
	} {
		s := reopen(change)
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("a program %s: %v", name, err)
		}
		if tracks, all, err := s.LatestTracks(t.Context(), at, 5); err != nil || all != listAtOnce+300 || len(tracks) != 5 {
			t.Errorf("a program %s: %d tracks of %d, %v", name, len(tracks), all, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADamagedTrackLeavesTheList(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := trackFiling(1, 2, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	if err := s.Save(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bTracks).Put([]byte(f.Track.ID), []byte("{")) }); err != nil {
		t.Fatal(err)
	}
	f.Track.Last = f.Track.Last.Add(50 * time.Hour)
	if err := s.Save(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
