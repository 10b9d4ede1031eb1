package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
	"attache/internal/durable"
)

var _ attache.Upkeep = (*Store)(nil)

// compactBatch is how many bytes are copied in one transaction.
const compactBatch = 4 << 20

// compacting is in the name of a file that is being compacted into.
const compacting = ".compact"

// swapLook is how often the copy tries to take the store's place.
const swapLook = 2 * time.Millisecond

// Size is how many bytes the file has, and how many of them hold nothing.
func (s *Store) Size(ctx context.Context) (bytes, free int64, err error) {
	var used int64
	err = s.view(ctx, func(tx *bolt.Tx) error {
		used = tx.Size()
		info, err := os.Stat(s.path)
		if err == nil {
			bytes = info.Size()
		}
		return err
	})
	s.swap.RLock()
	defer s.swap.RUnlock()
	stats := s.db.Stats()
	return bytes, max(bytes-used, 0) + int64(stats.FreePageN+stats.PendingPageN)*int64(s.db.Info().PageSize), err
}

// Compact writes the store anew without the room that nothing needs any more.
// Reading goes on meanwhile, writing waits. The file is replaced when the copy is
// whole: after a crash there is the one or the other.
func (s *Store) Compact(ctx context.Context) error {
	s.group.writing.Lock()
	defer s.group.writing.Unlock()
	if err := s.compact(ctx); err != nil {
		return fmt.Errorf("compacting %s: %w", s.path, err)
	}
	return nil
}

func (s *Store) compact(ctx context.Context) (err error) {
	folder := filepath.Dir(s.path)
	made, err := os.CreateTemp(folder, "."+filepath.Base(s.path)+compacting+"*")
	if err != nil {
		return err
	}
	name := made.Name()
	if err := made.Close(); err != nil {
		return err
	}
	// The copy stays open, and locked, under the name that it is given then.
	var current atomic.Value
	current.Store(name)
	fresh, err := bolt.Open(name, 0o600, &bolt.Options{
		Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoSync: true, InitialMmapSize: mappedSize(),
		OpenFile: func(_ string, flag int, mode os.FileMode) (*os.File, error) {
			return os.OpenFile(current.Load().(string), flag, mode)
		},
	})
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, fresh.Close(), os.Remove(name))
		}
	}()
	fresh.AllocSize = 0 // the file is as long as what is in it, not rounded up to the next 16 MiB
	if err := s.guard(func() error { return bolt.Compact(fresh, s.db, compactBatch) }); err != nil {
		return err
	}
	if err := errors.Join(ctx.Err(), fresh.Sync()); err != nil {
		return err
	}
	fresh.NoSync, fresh.NoGrowSync, fresh.AllocSize = s.db.NoSync, s.db.NoGrowSync, s.db.AllocSize
	old := s.db
	if err := s.replace(ctx, func() error {
		if err := os.Rename(name, s.path); err != nil {
			return err
		}
		current.Store(s.path)
		s.db = fresh
		return nil
	}); err != nil {
		return err
	}
	time.Sleep(2 * lockWait)                                                 // a program that waits for the old file's lock must not get it
	if err := errors.Join(old.Close(), durable.Folder(folder)); err != nil { // the copy is in place all the same
		s.log.Warn("store: compacted; the old file did not close well", "path", s.path, "err", err)
	}
	return nil
}

// replace does what must happen while nobody uses the file.
func (s *Store) replace(ctx context.Context, with func() error) error {
	for !s.swap.TryLock() { // a waiting Lock would stop readers that read within a read
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(swapLook):
		}
	}
	defer s.swap.Unlock()
	return with()
}
