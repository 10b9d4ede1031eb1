package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// hosts gives each host its turns: so many at a time, and after each a pause
// before the slot is free again. Loopback, the operator's own machine, gets no
// pause.
type hosts struct {
	mu    sync.Mutex
	open  map[string]*host
	shut  map[string]time.Time // hosts that asked to be left alone, until when
	slots int
	pause time.Duration
}

type host struct {
	slots chan struct{}
	users int // waiting, requesting or pausing; the last one removes the host
}

func newHosts(slots int, pause time.Duration) *hosts {
	return &hosts{open: make(map[string]*host), shut: make(map[string]time.Time), slots: slots, pause: pause}
}

// enter waits for the host's turn and returns what ends it.
func (hs *hosts) enter(ctx context.Context, name string) (func(), error) {
	hs.mu.Lock()
	h := hs.open[name]
	if h == nil {
		h = &host{slots: make(chan struct{}, hs.slots)}
		hs.open[name] = h
	}
	h.users++
	hs.mu.Unlock()

	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		hs.leave(name, h)
		return nil, context.Cause(ctx)
	}
	free := func() {
		<-h.slots
		hs.leave(name, h)
	}
	pause := hs.pause
	if loopback(name) {
		pause = 0
	}
	return func() {
		if pause <= 0 {
			free()
			return
		}
		time.AfterFunc(pause, free)
	}, nil
}

func (hs *hosts) leave(name string, h *host) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if h.users--; h.users == 0 {
		delete(hs.open, name)
	}
}

// maxShut bounds how many hosts that wait are remembered.
const maxShut = 10_000

// close leaves a host alone until then.
func (hs *hosts) close(name string, until time.Time) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if len(hs.shut) >= maxShut {
		clear(hs.shut)
	}
	if until.After(hs.shut[name]) {
		hs.shut[name] = until
	}
}

// closedUntil tells until when a host wants to be left alone; zero: it does not.
func (hs *hosts) closedUntil(name string, now time.Time) time.Time {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	until, shut := hs.shut[name]
	if shut && !now.Before(until) {
		delete(hs.shut, name)
		return time.Time{}
	}
	return until
}

// WaitError is returned, without a request, for a host that asked to be left
// alone for a while.
type WaitError struct{ Until time.Time }

// Error says until when.
func (e *WaitError) Error() string {
	return "the server asked not to be asked before " + e.Until.UTC().Format("2006-01-02 15:04 UTC")
}

// tooManyWait is how long a host is left alone that has had too many requests
// and does not say how long it wants to wait.
const tooManyWait = 10 * time.Minute

// asksToWait tells how long the server that answered so wants to be left alone.
func asksToWait(err error) time.Duration {
	status, ok := errors.AsType[*StatusError](err)
	switch {
	case !ok:
		return 0
	case status.Status == http.StatusTooManyRequests && status.RetryAfter == 0:
		return tooManyWait
	case status.Status == http.StatusTooManyRequests, status.Status == http.StatusServiceUnavailable:
		return status.RetryAfter
	}
	return 0
}

func loopback(hostport string) bool {
	name, _, err := net.SplitHostPort(hostport)
	if err != nil {
		name = hostport
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}
