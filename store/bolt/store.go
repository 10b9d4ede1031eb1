// Package bolt keeps Attaché's store in one bbolt file, for one process.
//
// Lists are reverse scans over keys that begin with a time; every filter is a
// list of its own, and several filters are leapt through together, so that no
// query counts or sorts what the archive holds. What is found in articles and
// quotes stands in segments (see segment.go), which are written once and become
// larger ones, so that an article costs pages, not a page a word. Articles, quotes,
// story, track and all indexes of a Save change in one transaction. Writers
// that arrive while one is at work share the next transaction and its sync.
//
// A record that cannot be decoded is never dropped silently: reading it alone
// returns ErrDamaged; a list leaves it out and logs its name once.
package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterr "go.etcd.io/bbolt/errors"

	"attache"
)

// ErrDamaged says that a file or a record in it cannot be read.
var ErrDamaged = errors.New("damaged")

// Store is a store in a bbolt file. Its methods may be called concurrently.
type Store struct {
	path string
	db   *bolt.DB
	swap sync.RWMutex // held to read by who uses db, to write by who replaces it
	log  *slog.Logger
	now  func() time.Time
	// budget bounds the work of one page: see maxSteps.
	budget int
	schema []migration

	group     group
	revisions revisions
	warned    sync.Map // names of damaged records that were logged

	claimed atomic.Pointer[time.Time] // when deliveries were claimed last, by the clock of then

	written func(error) // told how each transaction ended; may be nil
	seal    *sealer     // proves what is told; nil: nothing is proven
}

var _ attache.Store = (*Store)(nil)

// Path is the file of the store.
func (s *Store) Path() string { return s.path }

// Close waits for what is under way and closes the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("store %s: close: %w", s.path, err)
	}
	return nil
}

// view runs a read. Bytes of the transaction must be copied before it ends.
func (s *Store) view(ctx context.Context, read func(*bolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.swap.RLock()
	defer s.swap.RUnlock()
	return s.guard(func() error { return s.db.View(read) })
}

// guard turns the panic of a damaged file into an error, and names the file.
func (s *Store) guard(do func() error) (err error) {
	defer func() {
		if errors.Is(err, ErrDamaged) || errors.Is(err, bolterr.ErrDatabaseNotOpen) {
			err = fmt.Errorf("store %s: %w", s.path, err)
		}
	}()
	defer s.recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return do()
}

// recovered is deferred around what reads a file that may be damaged: bbolt
// panics at what it cannot read. The log has where, should it be our fault.
func (s *Store) recovered(err *error) {
	if r := recover(); r != nil {
		s.log.Error("store: reading panicked", "path", s.path, "panic", r, "stack", string(debug.Stack()))
		*err = fmt.Errorf("reading it failed (%v); restore it from a backup: %w", r, ErrDamaged)
	}
}

// LogTo has damaged records logged there from now on; it is called before the
// store is used.
func (s *Store) LogTo(log *slog.Logger) { s.log = log }

// OnWrite has somebody told how every transaction that was to be stored ended;
// it is called before the store is used, and must not call the store.
func (s *Store) OnWrite(told func(error)) { s.written = told }

// leftOut makes a record that is damaged one that is not there, to those who
// look it up, and logs it once; the error still is ErrDamaged besides.
func (s *Store) leftOut(what, id string, err error) error {
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	s.skip(what, id, err)
	return fmt.Errorf("%w: %w", attache.ErrNotFound, err)
}

// skip logs a record that a list leaves out, once.
func (s *Store) skip(what, id string, err error) {
	if _, known := s.warned.LoadOrStore(what+" "+id, true); !known {
		s.log.Error("store: a damaged record is left out of lists", "record", what, "id", id, "error", err)
	}
}

// Written is how many bytes of the file were written since it was opened.
func (s *Store) Written() int64 {
	stats := s.db.Stats()
	return stats.TxStats.GetPageAlloc()
}

// inOrder visits a bucket's records until visit fails. Keys that are not in order are
// of a damaged page, behind which there may be no end.
func inOrder(b *bolt.Bucket, visit func(k, v []byte) error) error {
	var last []byte
	return b.ForEach(func(k, v []byte) error {
		if last != nil && bytes.Compare(k, last) <= 0 {
			return fmt.Errorf("keys are not in order: %w", ErrDamaged)
		}
		last = k
		return visit(k, v)
	})
}
