package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// cache keeps rendered answers for a short time, so that many readers of one
// page cost one reading of the store. It is bounded by bytes; when it is full it
// starts anew.
type cache struct {
	mu      sync.Mutex
	now     func() time.Time
	entries map[string]*cached
	bytes   int
}

type cached struct {
	ready  chan struct{} // closed when the answer is made
	until  time.Time
	status int
	header http.Header
	body   []byte
	err    error
}

const (
	cacheFor   = 20 * time.Second
	cacheBytes = 24 << 20
	// makeWithin bounds the making of a page, whoever waits for it.
	makeWithin = 10 * time.Second
	// mostMaking is how many are made at a time: each holds what it reads.
	mostMaking = 16
)

// errBusy is that too many pages were being made.
var errBusy = errors.New("too many pages are being made")

func newCache(now func() time.Time) *cache {
	return &cache{now: now, entries: map[string]*cached{}}
}

// get returns a fresh answer for a key, or a place for one and whether the
// caller is to fill it.
func (c *cache) get(key string) (e *cached, fill bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e = c.entries[key]
	if e != nil && c.now().Before(e.until) {
		return e, false
	}
	if len(c.entries) > 20_000 {
		clear(c.entries)
		c.bytes = 0
	}
	if e != nil {
		c.bytes -= len(e.body)
	}
	e = &cached{ready: make(chan struct{}), until: c.now().Add(cacheFor)}
	c.entries[key] = e
	return e, true
}

// put opens an answer to who waits for it. One that failed is not kept.
func (c *cache) put(key string, e *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] == e {
		switch {
		case e.err != nil || e.status != http.StatusOK:
			delete(c.entries, key)
		case c.bytes+len(e.body) > cacheBytes:
			clear(c.entries)
			c.bytes = 0
		default:
			c.bytes += len(e.body)
		}
	}
	close(e.ready)
}

// cached answers from the cache; what is not there is made once, however many
// ask for it meanwhile.
func (s *Site) cached(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return s.cachedOr(s.fail, h)
}

// failure answers what went wrong.
type failure func(http.ResponseWriter, *http.Request, error)

// parameters are what a query may hold; the rest says nothing and makes no
// answer another one.
var parameters = []string{"after", "country", "cursor", "limit", "q", "speaker", "track"}

// plainQuery is a query with what is known of it, in one order.
func plainQuery(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	given, kept := r.URL.Query(), url.Values{} // what cannot be read is left out
	for _, name := range parameters {
		if value := strings.ToValidUTF8(given.Get(name), ""); value != "" {
			kept.Set(name, value)
		}
	}
	return kept.Encode()
}

func (s *Site) cachedOr(fail failure, h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := plainQuery(r)
		key := r.URL.Path + "?" + query
		e, fill := s.cache.get(key)
		if fill {
			s.fill(key, query, e, h, r)
		}
		select {
		case <-e.ready:
		case <-r.Context().Done():
			return
		}
		if e.err != nil {
			fail(w, r, e.err)
			return
		}
		maps.Copy(w.Header(), e.header)
		_ = send(w, r, e.status, e.body) // a client that left is nobody's fault
	})
}

// fill makes an answer, with a context of its own: others wait for it too.
func (s *Site) fill(key, query string, e *cached, h func(http.ResponseWriter, *http.Request) error, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), makeWithin)
	defer cancel()
	plain := r.Clone(ctx)
	plain.Method, plain.Header, plain.Host = http.MethodGet, http.Header{}, s.base.Host
	plain.URL.RawQuery = query
	rec := &recorder{status: http.StatusOK, header: http.Header{}}
	defer func() {
		if p := recover(); p != nil {
			e.err = fmt.Errorf("web: %s: %v\n%s", key, p, debug.Stack())
		}
		e.status, e.body, e.header = rec.status, rec.body.Bytes(), rec.header
		e.header.Del("Content-Length")
		s.cache.put(key, e)
	}()
	select {
	case s.making <- struct{}{}:
		defer func() { <-s.making }()
	case <-ctx.Done():
		e.err = errBusy
		return
	}
	e.err = h(rec, plain)
}

// recorder takes an answer down.
type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) WriteHeader(status int)      { r.status = status }
