package web

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// cache keeps rendered answers for a short time, so that many readers of one
// page cost one reading of the store. It is bounded by bytes: what was asked for
// longest ago leaves first. An answer that is a little too old is given all the same
// while a newer one is made.
type cache struct {
	mu      sync.Mutex
	now     func() time.Time
	entries map[string]*list.Element // of *cached
	recent  *list.List               // what was asked for last stands in front
	making  map[*cached]struct{}
	bytes   int
}

type cached struct {
	key    string
	size   int           // what it counts for
	ready  chan struct{} // closed when the answer is made
	until  time.Time
	stale  time.Time // and until then it is better than waiting
	newer  bool      // one is being made in its place
	made   bool
	lost   bool     // something that it may tell changed while it was made
	of     []uint64 // hashes of what it tells of, in order
	status int
	header http.Header
	body   []byte
	packed packed // the same, compressed
	err    error
}

const (
	cacheFor   = 20 * time.Second
	staleFor   = time.Minute // as long as readers' own caches may keep it
	cacheBytes = 24 << 20
	entryBytes = 1 << 10 // what an answer takes beside its key and its body
	// makeWithin bounds the making of a page, whoever waits for it.
	makeWithin = 10 * time.Second
	// mostMaking is how many are made at a time: each holds what it reads.
	mostMaking = 16
)

// errBusy is that too many pages were being made.
var errBusy = errors.New("too many pages are being made")

func newCache(now func() time.Time) *cache {
	return &cache{now: now, entries: map[string]*list.Element{}, recent: list.New(), making: map[*cached]struct{}{}}
}

// get returns an answer for a key, or a place for one; fill is the place that the
// caller is to fill, nil where there is none.
func (c *cache) get(key string) (e, fill *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if at := c.entries[key]; at != nil {
		e = at.Value.(*cached)
		c.recent.MoveToFront(at)
		switch {
		case !e.made || now.Before(e.until): // who asks while it is made waits for it
			return e, nil
		case now.Before(e.stale) && e.newer:
			return e, nil
		case now.Before(e.stale):
			e.newer = true
			return e, c.place(key, now)
		}
		c.drop(at)
	}
	e = c.place(key, now)
	c.keep(e)
	return e, e
}

// place is one for an answer that is not in the cache yet. c.mu is locked.
func (c *cache) place(key string, now time.Time) *cached {
	e := &cached{key: key, size: entryBytes + len(key), ready: make(chan struct{}), until: now.Add(cacheFor), stale: now.Add(staleFor)}
	c.making[e] = struct{}{}
	return e
}

// keep puts a place into the cache. c.mu is locked.
func (c *cache) keep(e *cached) {
	if at := c.entries[e.key]; at != nil {
		c.drop(at)
	}
	c.entries[e.key] = c.recent.PushFront(e)
	c.bytes += e.size
	for c.bytes > cacheBytes && c.recent.Len() > 1 {
		c.drop(c.recent.Back())
	}
}

// drop takes one out. Who waits for it gets it all the same. c.mu is locked.
func (c *cache) drop(at *list.Element) {
	e := c.recent.Remove(at).(*cached)
	delete(c.entries, e.key)
	c.bytes -= e.size
}

// put opens an answer to who waits for it. One that failed is not kept, nor is what
// it was to take the place of.
func (c *cache) put(e *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.made = true
	delete(c.making, e)
	at := c.entries[e.key]
	switch {
	case e.lost: // who asked before the change gets it, nobody else
		if at != nil && at.Value != e {
			at.Value.(*cached).newer = false
		}
	case e.err != nil || e.status != http.StatusOK:
		if at != nil {
			c.drop(at)
		}
	default:
		if at != nil && at.Value == e {
			c.drop(at)
		}
		e.size += len(e.body) + 8*len(e.of)
		c.keep(e)
	}
	close(e.ready)
}

// age makes an answer one that a newer is to be made of.
func (c *cache) age(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.entries[key]; at != nil {
		e := at.Value.(*cached)
		e.until = c.now()
	}
}

// modified is when a kept answer says that it last changed; "" where there is none.
func (c *cache) modified(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.entries[key]
	if at == nil || !at.Value.(*cached).made {
		return ""
	}
	return at.Value.(*cached).header.Get("Last-Modified")
}

// forget drops all answers: what they tell may be gone.
func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.recent.Init()
	c.bytes = 0
	for e := range c.making {
		e.lost = true
	}
}

// changed drops the answers that tell of one of the things, and what is being made: it
// may have read them as they were.
func (c *cache) changed(of []uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := range c.making {
		e.lost = true
		if at := c.entries[e.key]; at != nil && at.Value == e {
			c.drop(at)
		}
	}
	for at := c.recent.Front(); at != nil; {
		e, next := at.Value.(*cached), at.Next()
		if slices.ContainsFunc(of, func(h uint64) bool { _, tells := slices.BinarySearch(e.of, h); return tells }) {
			c.drop(at)
		}
		at = next
	}
}

// has tells whether there is an answer for a key.
func (c *cache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[key] != nil
}

// grow counts more bytes of an answer that is kept.
func (c *cache) grow(e *cached, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.entries[e.key]
	if at == nil || at.Value != e {
		return
	}
	e.size += bytes
	c.bytes += bytes
	for c.bytes > cacheBytes && c.recent.Len() > 1 {
		c.drop(c.recent.Back())
	}
}

// Forget has every page made anew: something was removed.
func (s *Site) Forget() {
	s.recent.forget()
	s.tracked.forget()
	s.front.forget()
	s.cache.forget()
	s.wakeUp()
}

// Changed has the pages made anew that tell of articles or tracks that are not what
// they were, by their IDs. It is told after the store has them.
func (s *Site) Changed(ids ...string) {
	if len(ids) == 0 {
		return
	}
	s.tracked.changed(ids)
	of := make([]uint64, len(ids))
	for i, id := range ids {
		of[i] = hashOf(id)
	}
	s.front.changed(of)
	s.cache.changed(of)
	s.wakeUp()
}

// cached answers from the cache; what is not there is made once, however many
// ask for it meanwhile. reads are the parameters that the answer depends on: the
// others make no answer another one.
func (s *Site) cached(h func(http.ResponseWriter, *http.Request) error, reads ...string) http.Handler {
	return s.cachedOr(s.fail, h, reads...)
}

// failure answers what went wrong.
type failure func(http.ResponseWriter, *http.Request, error)

// plainQuery is a query with what is read of it, in one order.
func plainQuery(r *http.Request, reads []string) string {
	if r.URL.RawQuery == "" || len(reads) == 0 {
		return ""
	}
	given, kept := r.URL.Query(), url.Values{} // what cannot be read is left out
	for _, name := range reads {
		if value := strings.ToValidUTF8(given.Get(name), ""); value != "" {
			kept.Set(name, value)
		}
	}
	return kept.Encode()
}

func (s *Site) cachedOr(fail failure, h func(http.ResponseWriter, *http.Request) error, reads ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := plainQuery(r, reads)
		e, fill := s.cache.get(r.URL.Path + "?" + query)
		switch fill {
		case nil:
		case e:
			s.fill(query, fill, h, r)
		default: // the reader has the older one
			go s.fill(query, fill, h, r)
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
		s.give(w, r, e)
	})
}

// fill makes an answer, with a context of its own: others wait for it too.
func (s *Site) fill(query string, e *cached, h func(http.ResponseWriter, *http.Request) error, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), makeWithin)
	defer cancel()
	ctx, read := withTrail(ctx)
	plain := r.Clone(ctx)
	plain.Method, plain.Header, plain.Host = http.MethodGet, http.Header{}, s.base.Host
	plain.URL.RawQuery = query
	rec := &recorder{status: http.StatusOK, header: http.Header{}}
	defer func() {
		if p := recover(); p != nil {
			e.err = fmt.Errorf("web: %s: %v\n%s", e.key, p, debug.Stack())
		}
		e.status, e.body, e.header = rec.status, rec.body.Bytes(), rec.header
		e.header.Del("Content-Length")
		e.of = read.sorted()
		s.cache.put(e)
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
