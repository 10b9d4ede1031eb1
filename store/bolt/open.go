package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterr "go.etcd.io/bbolt/errors"

	"attache"
)

// lockWait is how long Open waits for another process to let go of the file:
// long enough for one that is just closing, too short to look like a hang.
const lockWait = 200 * time.Millisecond

// mapped is how much address space is reserved at once, so that a growing
// store seldom has to be mapped anew, which waits for all readers.
const mapped = 1 << 30

// Options are what a store may be given. The zero value is ready for use.
type Options struct {
	Log *slog.Logger     // of damaged records; nil means slog.Default
	Now func() time.Time // nil means time.Now
	// NoSync leaves writing to the operating system: a power failure may
	// destroy the file. Only for tests and bulk loads that can be repeated.
	NoSync bool
}

// Open opens or makes the store at path and brings it to the newest schema.
// It returns ErrLocked where another process has it, ErrNewerSchema where a
// newer program wrote it; all errors name the path and say what to do.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	return openAs(ctx, path, o, migrations())
}

// openAs is Open for a program that knows so many migrations.
func openAs(ctx context.Context, path string, o Options, schema []migration) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if path == "" {
		return nil, errors.New("store: no file named; use bolt:PATH")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("store %s: it is a directory; name a file in it, such as bolt:%s/attache.db", path, path)
	}
	s := &Store{path: path, log: o.Log, now: o.Now, budget: maxSteps, schema: schema}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(ctx, o.NoSync); err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, noSync bool) (err error) {
	defer s.recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if s.db, err = openFile(s.path, noSync); err != nil {
		return explain(err)
	}
	dropCompacting(s.path)
	if err := s.prepare(ctx, noSync); err != nil {
		return errors.Join(err, s.db.Close())
	}
	if len(s.schema) >= rewritten {
		if err := s.guard(func() error { return s.listTracks(ctx) }); errors.Is(err, ErrDamaged) {
			s.log.Error("store: tracks cannot be listed", "error", err) // all else can be read, and salvaged
		} else if err != nil {
			return errors.Join(err, s.db.Close())
		}
	}
	if err := s.release(); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

func openFile(path string, noSync bool) (*bolt.DB, error) {
	opts := &bolt.Options{
		Timeout: lockWait, NoSync: noSync, NoGrowSync: noSync, FreelistType: bolt.FreelistMapType,
	}
	opts.InitialMmapSize = mappedSize()
	db, err := bolt.Open(path, 0o600, opts)
	if err == nil {
		db.AllocSize = grows
	}
	return db, err
}

// dropCompacting takes away what a compaction left behind that was killed: who has the
// store open is the only one who compacts it.
func dropCompacting(path string) {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+compacting+"*"))
	for _, name := range left {
		_ = os.Remove(name)
	}
}

// grows is by how many bytes the file grows at a time. bbolt's 16 MiB are more than
// a thousand reports.
const grows = 1 << 20

// mappedSize is what is reserved on this system; 0: as much as the file has.
func mappedSize() int {
	if runtime.GOOS != "windows" && strconv.IntSize == 64 { // there the file itself would take that size
		return mapped
	}
	return 0
}

// prepare checks that the file is whole and brings it to the newest schema.
func (s *Store) prepare(ctx context.Context, noSync bool) error {
	version := 0
	err := s.db.View(func(tx *bolt.Tx) error {
		info, err := os.Stat(s.path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("%d bytes of %d are missing; restore it from a backup: %w",
				tx.Size()-info.Size(), tx.Size(), ErrDamaged)
		}
		if version, err = schemaOf(tx); err != nil {
			return err
		}
		return s.checkSchema(version)
	})
	if err != nil || version == len(s.schema) {
		return err
	}
	if version > 0 && version < rewritten && len(s.schema) >= rewritten {
		if version < rewritten-1 { // else nothing is written: by its last transaction the file is known again
			if err := s.db.Update(func(tx *bolt.Tx) error { return s.migrate(tx, rewritten-1) }); err != nil {
				return err
			}
		}
		if err := s.rewrite(ctx, noSync); err != nil {
			return err
		}
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := s.migrate(tx, len(s.schema)); err != nil {
			return err
		}
		return tx.Bucket(bMeta).Delete(rewriteKey)
	})
}

// explain turns what bbolt says into what a person can act upon.
func explain(err error) error {
	switch {
	case errors.Is(err, bolterr.ErrTimeout):
		return fmt.Errorf("%w: stop the other attache, or give this one another --store", attache.ErrLocked)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no permission to write there; change the owner or name another file with --store: %w", err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("its disk is read-only; mend or remount it, or copy the file elsewhere and name the copy with --store; "+
			"`attache export --salvage` reads it where it is: %w", err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("its folder does not exist; make it first: %w", err)
	}
	var path *fs.PathError
	var system syscall.Errno
	if errors.As(err, &path) || errors.As(err, &system) {
		return err
	}
	return fmt.Errorf("it is not a store of attache, or it is damaged (%w); "+
		"name another file or restore it from a backup: %w", err, ErrDamaged)
}
