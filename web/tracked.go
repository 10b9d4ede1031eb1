package web

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"attache"
)

// tracked keeps in mind the negotiations of the last months that several stories tell
// of: every page of a country asks for some.
type tracked struct {
	mu   sync.Mutex
	list []attache.Track // the latest first
	read time.Time
	lost int
	torn map[string]bool // which changed since it was read
}

// The bounds of what is kept in mind.
const (
	mostTracks  = 2000
	trackedFor  = time.Minute      // for a reader
	trackedSoon = 15 * time.Second // for Run
	trackedBack = 6                // months
)

// forget has everything read anew.
func (m *tracked) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.read = time.Time{}
	m.lost++
}

// changed has tracks read anew, by their IDs among others.
func (m *tracked) changed(ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		if slices.ContainsFunc(m.list, func(t attache.Track) bool { return t.ID == id }) {
			m.torn[id] = true
		}
	}
	m.lost++
}

// latestTracks are the negotiations of the last months that several stories tell of,
// the latest first. Nobody may change them; what is shown of them is to be noted.
func (s *Site) latestTracks(ctx context.Context) ([]attache.Track, error) {
	return s.tracksWithin(ctx, trackedFor)
}

func (s *Site) tracksWithin(ctx context.Context, within time.Duration) ([]attache.Track, error) {
	m, now := &s.tracked, s.Now()
	ctx = unnoted(ctx)
	m.mu.Lock()
	if age := now.Sub(m.read); age < within {
		defer m.mu.Unlock()
		return m.mended(ctx, s.Store)
	}
	lost := m.lost
	m.mu.Unlock()
	all, err := s.Store.ListTracks(ctx, now.AddDate(0, -trackedBack, 0))
	if err != nil {
		return nil, err
	}
	list := slices.Clone(limit(several(all), mostTracks)) // the others are let go
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lost == lost {
		m.list, m.read, m.torn = list, now, map[string]bool{}
	}
	return list, nil
}

// mended is the list with what changed read anew. m.mu is locked.
func (m *tracked) mended(ctx context.Context, store attache.Tracks) ([]attache.Track, error) {
	if len(m.torn) == 0 {
		return m.list, nil
	}
	list := make([]attache.Track, 0, len(m.list)) // the old one may be in use
	for _, t := range m.list {
		if m.torn[t.ID] {
			now, err := store.Track(ctx, t.ID)
			if errors.Is(err, attache.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			t = now
		}
		list = append(list, t)
	}
	m.list, m.torn = several(list), map[string]bool{}
	return m.list, nil
}
