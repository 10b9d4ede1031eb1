package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"attache"
	"attache/store/bolt"
)

func TestWhatCannotBeWrittenToIsSavedByReadingIt(t *testing.T) {
	wrap := func(err error) error {
		return fmt.Errorf("store attache.db: %w", &os.PathError{Op: "open", Path: "attache.db", Err: err})
	}
	for err, want := range map[error]bool{
		bolt.ErrDamaged: true, wrap(syscall.EROFS): true, wrap(syscall.EACCES): true, wrap(syscall.ENOSPC): true,
		wrap(fs.ErrNotExist): false, attache.ErrLocked: false, errors.New("?"): false,
	} {
		if got := unwritten(err); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}
