package fetch

import (
	"context"
	"net"
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
	slots int
	pause time.Duration
}

type host struct {
	slots chan struct{}
	users int // waiting, requesting or pausing; the last one removes the host
}

func newHosts(slots int, pause time.Duration) *hosts {
	return &hosts{open: make(map[string]*host), slots: slots, pause: pause}
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

func loopback(hostport string) bool {
	name, _, err := net.SplitHostPort(hostport)
	if err != nil {
		name = hostport
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}
