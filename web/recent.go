package web

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
)

// recent keeps in mind the latest stories, so that pages about all of them read only
// what is new: those of the last day again and again, the others once an hour. That
// hour's reading is nobody's waiting: Run does it before it is due.
type recent struct {
	turn    chan struct{} // holds the one who reads
	mu      sync.Mutex
	stories map[string]brief
	list    []brief   // the same, the latest first
	read    time.Time // when the last day was read
	whole   time.Time // when all were
	lost    int       // counts how often something went
}

// brief is what of a story stands in mind.
type brief struct {
	ID     string
	Last   time.Time
	Actors []string
}

// The bounds of what is kept in mind. A sitemap may name 50,000 addresses.
const (
	mostRecent  = 5000
	recentFor   = time.Minute      // for a reader
	recentSoon  = 15 * time.Second // for Run, which reads before a reader has to
	recentDay   = 24 * time.Hour
	recentWhole = time.Hour
	recentEarly = 50 * time.Minute // when Run reads all
	recentPage  = 500              // stories read at a time
)

// forget has everything read anew.
func (m *recent) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.whole = time.Time{}
	m.lost++
}

// fresh gives what is in mind, and how it is to be read where it is too old. early has
// all read before it must be.
func (m *recent) fresh(now time.Time, early bool) (list []brief, all, old bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	age := now.Sub(m.whole)
	all, within := m.stories == nil || age >= recentWhole, recentFor
	if early {
		all, within = all || age >= recentEarly, recentSoon
	}
	return m.list, all, all || now.Sub(m.read) >= within
}

// latestStories are the newest stories about diplomacy, the latest first. Nobody may
// change them.
func (s *Site) latestStories(ctx context.Context) ([]brief, error) { return s.recall(ctx, false) }

// Recall reads what many pages are made of before a reader would have to wait for that:
// the latest stories, negotiations, the last day's edition. Run does it.
func (s *Site) Recall(ctx context.Context) error {
	_, err1 := s.recall(ctx, true)
	_, err2 := s.tracksWithin(ctx, trackedSoon)
	_, err3 := s.latestDay(ctx, frontEarly)
	return errors.Join(err1, err2, err3)
}

func (s *Site) recall(ctx context.Context, early bool) ([]brief, error) {
	m := &s.recent
	if list, _, old := m.fresh(s.Now(), early); !old {
		return list, nil
	}
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	now := s.Now()
	list, all, old := m.fresh(now, early)
	if !old { // somebody read it meanwhile
		return list, nil
	}
	m.mu.Lock()
	q := attache.StoryQuery{Relevant: true, Until: now.Add(time.Hour)}
	if !all {
		q.Since = m.read.Add(-recentDay)
	}
	lost, known := m.lost, m.stories
	m.mu.Unlock()
	fresh := make(map[string]brief, len(known)+64)
	if !all {
		for id, b := range known {
			if b.Last.Before(q.Since) { // one of the day that is not there now was joined with another
				fresh[id] = b
			}
		}
	}
	if err := s.readBriefs(ctx, q, fresh); err != nil {
		return nil, err
	}
	list = slices.SortedFunc(maps.Values(fresh), func(a, b brief) int {
		return cmp.Or(b.Last.Compare(a.Last), strings.Compare(a.ID, b.ID))
	})
	for _, b := range list[min(len(list), mostRecent):] {
		delete(fresh, b.ID)
	}
	list = list[:min(len(list), mostRecent)]
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lost != lost { // something went while this was read
		return list, nil
	}
	m.stories, m.list, m.read = fresh, list, now
	if all {
		m.whole = now
	}
	return list, nil
}

// readBriefs reads the stories of a query, a page at a time, so that none but the
// latest page is held whole. No page tells their words: none is to be made anew for them.
func (s *Site) readBriefs(ctx context.Context, q attache.StoryQuery, into map[string]brief) error {
	ctx = unnoted(ctx)
	q.Limit = recentPage
	for range mostRecent / recentPage {
		stories, next, err := s.Store.Stories(ctx, q)
		if err != nil {
			return err
		}
		for i := range stories {
			into[stories[i].ID] = brief{stories[i].ID, stories[i].Last, stories[i].Actors}
		}
		if q.After = next; next == "" {
			return nil
		}
	}
	return nil
}

// kept are the addresses that are made before anybody asks: what everybody asks for,
// and what takes longest.
var kept = []string{
	"/", "/countries/", "/tracks/", "/quotes/", "/sources", "/sitemap.xml", "/feed.xml", "/atom.xml", "/feed.json", "/calendar.ics",
	"/quotes/feed.xml", "/api/stories", "/api/quotes",
}

// keepEvery is how often they are made: within the time that they may be given.
const keepEvery = 30 * time.Second

// Run keeps those pages made until the context ends, and tells the configured hub of
// what is new in the feeds among them. It is called once.
func (s *Site) Run(ctx context.Context) error {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		if err := s.Recall(ctx); err != nil && ctx.Err() == nil {
			s.Logger.WarnContext(ctx, "what pages are made of could not be read", "err", err)
		}
		for _, path := range kept {
			s.refresh(ctx, path)
		}
		s.announce(ctx)
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
				waiting = false
			case <-s.wake:
				s.mend(ctx)
			}
		}
	}
}

// wakeUp has Run make what was dropped.
func (s *Site) wakeUp() {
	select {
	case s.wake <- struct{}{}:
	default: // it wakes anyway
	}
}

// mend makes the kept pages that are not there any more.
func (s *Site) mend(ctx context.Context) {
	for _, path := range kept {
		if !s.cache.has(path + "?") {
			s.refresh(ctx, path)
		}
	}
}

// refresh has a page made anew; who asks meanwhile gets the one there is.
func (s *Site) refresh(ctx context.Context, path string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return // none of ours
	}
	s.cache.age(path + "?")
	s.routed.ServeHTTP(&recorder{header: http.Header{}}, r)
}
