package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"attache"
)

// front keeps in mind the edition of the last 24 hours, of which the front page, its
// feeds and its calendar are made: compiling it is most of their work.
type front struct {
	turn chan struct{} // holds the one who compiles
	mu   sync.Mutex
	of   []uint64 // hashes of what it tells of, in order
	at   time.Time
	lost int // counts how often something changed
	lastDay
}

// lastDay is a compiled day.
type lastDay struct {
	edition  attache.Edition
	from, to time.Time
}

// How old it may be: for a reader, and before Run makes another.
const (
	frontFor   = time.Minute
	frontEarly = 15 * time.Second
)

// forget has it compiled anew.
func (f *front) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = time.Time{}
	f.lost++
}

// changed has it compiled anew where it tells of one of the things.
func (f *front) changed(of []uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lost++
	if slices.ContainsFunc(of, func(h uint64) bool { _, tells := slices.BinarySearch(f.of, h); return tells }) {
		f.at = time.Time{}
	}
}

func (f *front) kept(now time.Time, within time.Duration) (d lastDay, of []uint64, lost int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lastDay, f.of, f.lost, !f.at.IsZero() && now.Sub(f.at) < within
}

// latestDay is the edition of the last 24 hours; where they are empty, of the latest
// day that has something. Nobody may change it.
func (s *Site) latestDay(ctx context.Context, within time.Duration) (lastDay, error) {
	f := &s.front
	if d, of, _, ok := f.kept(s.Now(), within); ok {
		noteHashes(ctx, of)
		return d, nil
	}
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return lastDay{}, ctx.Err()
	}
	now := s.Now()
	d, of, lost, ok := f.kept(now, within)
	if ok { // somebody compiled it meanwhile
		noteHashes(ctx, of)
		return d, nil
	}
	noted, read := withTrail(ctx)
	d, err := s.compileDay(noted, now.UTC())
	if err != nil {
		return d, err
	}
	of = read.sorted()
	noteHashes(ctx, of)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lost == lost {
		f.lastDay, f.of, f.at = d, of, now
	}
	return d, nil
}

func (s *Site) compileDay(ctx context.Context, now time.Time) (d lastDay, err error) {
	d.from, d.to = now.Add(-24*time.Hour), now
	stories, _, err := s.Store.Stories(ctx, attache.StoryQuery{Relevant: true, Limit: 1, Until: now.Add(time.Hour)})
	if err != nil {
		return d, err
	}
	if len(stories) > 0 && stories[0].Last.Before(d.from) {
		d.to = stories[0].Last.Add(time.Minute)
		d.from = d.to.Add(-24 * time.Hour)
	}
	d.edition, err = s.Compile(ctx, d.from, d.to)
	return d, err
}
