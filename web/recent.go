package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
)

// recent keeps in mind the latest stories, so that pages about all of them read only
// what is new: those of the last day again and again, the others once an hour.
type recent struct {
	mu      sync.Mutex
	stories map[string]brief
	list    []brief   // the same, the latest first
	read    time.Time // when the last day was read
	whole   time.Time // when all were
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
	recentFor   = 15 * time.Second
	recentDay   = 24 * time.Hour
	recentWhole = time.Hour
)

// forget has everything read anew.
func (m *recent) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.whole = time.Time{}
}

// latestStories are the newest stories about diplomacy, the latest first. Nobody may
// change them.
func (s *Site) latestStories(ctx context.Context) ([]brief, error) {
	m, now := &s.recent, s.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	all := now.Sub(m.whole) >= recentWhole || m.stories == nil
	if !all && now.Sub(m.read) < recentFor {
		return m.list, nil
	}
	q := attache.StoryQuery{Relevant: true, Limit: mostRecent, Until: now.Add(time.Hour)}
	if !all {
		q.Since = m.read.Add(-recentDay)
	}
	stories, _, err := s.Store.Stories(ctx, q)
	if err != nil {
		return nil, err
	}
	fresh := make(map[string]brief, len(stories)+len(m.stories))
	if !all {
		for id, b := range m.stories {
			if b.Last.Before(q.Since) { // one of the day that is not there now was joined with another
				fresh[id] = b
			}
		}
	}
	for i := range stories {
		fresh[stories[i].ID] = brief{stories[i].ID, stories[i].Last, stories[i].Actors}
	}
	list := make([]brief, 0, len(fresh))
	for _, b := range fresh {
		list = append(list, b)
	}
	slices.SortFunc(list, func(a, b brief) int {
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	for _, b := range list[min(len(list), mostRecent):] {
		delete(fresh, b.ID)
	}
	m.stories, m.list, m.read = fresh, list[:min(len(list), mostRecent)], now
	if all {
		m.whole = now
	}
	return m.list, nil
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
		for _, path := range kept {
			s.refresh(ctx, path)
		}
		s.announce(ctx)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
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
