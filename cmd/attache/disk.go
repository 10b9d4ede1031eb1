package main

import (
	"context"
	"errors"
	"sync/atomic"
	"syscall"
	"time"
)

// A disk that is full, or that cannot be written to, is told to operators once,
// and that there is room again. Meanwhile the bot answers from what it has; what
// sources gave is not confirmed to them and comes again.

const (
	diskTrouble = "disk"
	diskWords   = "The store cannot be written to: its disk is full or read-only. Nothing is lost: questions are answered from what is " +
		"there, and everything else is made up for as soon as there is room."
	diskAgain = "The store can be written to again."
)

// errFull is what a bot says of itself meanwhile.
var errFull = errors.New("the store cannot be written to: its disk is full or read-only")

// diskFault tells whether a write failed for want of room, or of the right to write.
func diskFault(err error) bool {
	for _, fault := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EFBIG, syscall.EIO} {
		if errors.Is(err, fault) {
			return true
		}
	}
	return false
}

// diskCalm is how long no write may have failed for the disk to count as well
// again: a small one fits where a large one does not.
const diskCalm = 10 * time.Minute

// watchDisk looks at what becomes of every write to the store.
func (h *app) watchDisk(ctx context.Context) {
	watched, ok := h.store.(interface{ OnWrite(told func(error)) })
	if !ok {
		return
	}
	var failed atomic.Int64 // when a write failed last, by the bot's clock
	watched.OnWrite(func(err error) {
		now := h.now()
		known := h.live.troubles.has(diskTrouble)
		switch {
		case diskFault(err):
			failed.Store(now.UnixNano())
			if !known {
				go h.live.trouble(ctx, diskTrouble, diskWords) // whoever writes does not wait for a message
			}
		case err == nil && known && now.Sub(time.Unix(0, failed.Load())).Abs() > diskCalm:
			go h.live.calm(ctx, diskTrouble, diskAgain)
		}
	})
}
