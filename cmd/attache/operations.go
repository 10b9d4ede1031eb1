package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// What an operator's machines ask the running bot: whether it is alive, whether
// it is ready, and its figures. The address is for them alone: it has no password.

// operationsConfig says where that is answered; without Listen nowhere.
type operationsConfig struct {
	Listen string `yaml:"listen"` // such as 127.0.0.1:9092
}

// Bounds of what those who ask may hold of us.
const (
	operationsTime        = 30 * time.Second
	operationsHeadTime    = 5 * time.Second
	operationsConnections = 64
	healthTime            = 5 * time.Second // for the store to answer
)

// stuckAfter is how long a look that is made every few seconds may take before
// the bot counts as stuck.
const stuckAfter = 10 * time.Minute

// pulse knows when each of the loops came round last.
type pulse struct {
	mu    sync.Mutex
	beats map[string]time.Time
}

func (p *pulse) beat(loop string, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.beats == nil {
		p.beats = map[string]time.Time{}
	}
	p.beats[loop] = at
}

// stuck are the loops that have not come round for too long, by the clock that
// only goes forward.
func (p *pulse) stuck() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var names []string
	for loop, at := range p.beats {
		if time.Since(at) > stuckAfter {
			names = append(names, loop)
		}
	}
	slices.Sort(names)
	return names
}

// healthy says what keeps the bot from working; nil: nothing.
func (l *live) healthy(ctx context.Context) error {
	if stuck := l.pulse.stuck(); len(stuck) > 0 {
		return fmt.Errorf("stuck: %s", strings.Join(stuck, ", "))
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	read := make(chan error, 1)
	go func() {
		_, err := l.app.store.CountDeliveries(ctx)
		read <- err
	}()
	select {
	case err := <-read:
		return err
	case <-ctx.Done():
		return errors.New("the store does not answer")
	}
}

// ready says what the bot still waits for; nil: nothing.
func (l *live) ready(ctx context.Context) error {
	select {
	case <-l.connected:
	default:
		return errors.New("the channels are not connected yet")
	}
	select {
	case <-l.pipeline.ready:
	default:
		return errors.New("the latest articles are still being read")
	}
	if told := l.troubles.list(); slices.Contains(told, diskWords) {
		return errFull
	}
	return l.healthy(ctx)
}

// operations answers what is asked.
func (l *live) operations() http.Handler {
	mux := http.NewServeMux()
	answer := func(look func(context.Context) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			if err := look(r.Context()); err != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
				fmt.Fprintln(w, err)
				return
			}
			fmt.Fprintln(w, "ok")
		}
	}
	mux.HandleFunc("GET /healthz", answer(l.healthy))
	mux.HandleFunc("GET /readyz", answer(l.ready))
	mux.Handle("GET /metrics", l.figures.handler(l))
	return mux
}

// serveOperations answers until the context ends.
func (l *live) serveOperations(ctx context.Context, address string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("operations.listen: %w", err)
	}
	server := &http.Server{
		Handler: l.operations(), ReadTimeout: operationsTime, ReadHeaderTimeout: operationsHeadTime, WriteTimeout: operationsTime,
		IdleTimeout: operationsTime, MaxHeaderBytes: 16 << 10,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	l.app.log.Info("health and figures are answered", "address", "http://"+listener.Addr().String()+"/metrics")
	if err := server.Serve(netutil.LimitListener(listener, operationsConnections)); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}
