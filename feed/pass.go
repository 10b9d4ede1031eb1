package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"attache"
)

// Emit takes the articles of some polls and stores them. It is never called by
// two goroutines at a time. Until it returns nil, their sources' state stays as
// it was, so a crash or an error loses no article.
type Emit func(ctx context.Context, articles []attache.Article) error

// Summary counts what a pass did.
type Summary struct {
	Sources     int
	Articles    int // new or changed
	NotModified int
	Failed      int
	Paused      int // among the sources, after the pass
}

// Pass polls all sources once, now, whatever their due time; sources that are
// gone are left out. progress (may be nil) is told after each source. The
// error is that of the store or of emit, or the context's; a source that fails
// is counted, not returned.
func (p *Poller) Pass(ctx context.Context, progress func(done, total int), emit Emit) (Summary, error) {
	all, err := p.cfg.Store.ListSources(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("list sources: %w", err)
	}
	sources := all[:0]
	for _, s := range all {
		if s.Polling.State != attache.PollGone {
			sources = append(sources, s)
		}
	}
	sources = interleave(sources)
	sum := Summary{Sources: len(sources)}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	results := p.pollAll(ctx, sources)
	keep := keeper{store: p.cfg.Store, log: p.cfg.Logger}
	done := 0
	settled := func(r polled) {
		sum.count(r)
		if done++; progress != nil {
			progress(done, len(sources))
		}
	}
	var waiting gathered
	store := func() {
		failed := map[string]bool{}
		list := waiting.take()
		p.store(ctx, &keep, list, emit, func(r polled, err error) {
			failed[r.Source.ID] = true
			cancel(err)
		})
		for _, r := range list {
			if !failed[r.Source.ID] {
				settled(r)
			}
		}
	}
	for r := range results {
		if r.err == nil && len(r.Articles) > 0 && p.cfg.Gather > 0 {
			if waiting.add(r, p.cfg.Now()); waiting.articles >= gatherMost {
				store()
			}
			continue
		}
		if err := p.accept(ctx, &keep, r, emit); err != nil {
			cancel(err)
			continue
		}
		settled(r)
	}
	if len(waiting.list) > 0 && ctx.Err() == nil {
		store()
	}
	if err := keep.flush(context.WithoutCancel(ctx)); err != nil {
		return sum, err
	}
	if ctx.Err() != nil {
		return sum, context.Cause(ctx)
	}
	return sum, nil
}

// pollAll polls sources, as many at a time as there are workers; the channel is
// closed when all were, or the context ended.
func (p *Poller) pollAll(ctx context.Context, sources []attache.Source) <-chan polled {
	work := make(chan attache.Source)
	results := make(chan polled)
	go func() {
		defer close(work)
		for _, s := range sources {
			select {
			case work <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range min(p.cfg.Workers, len(sources)) {
		workers.Go(func() {
			for s := range work {
				res, err := p.Poll(ctx, s)
				select {
				case results <- polled{res, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { workers.Wait(); close(results) }()
	return results
}

// interleave orders sources so that those of one host are far apart: while a
// host pauses, others are asked.
func interleave(sources []attache.Source) []attache.Source {
	turn := make(map[string]int)
	at := make([]int, len(sources))
	for i, s := range sources {
		h := host(first(s.Polling.MovedTo, s.URL))
		at[i] = turn[h]
		turn[h]++
	}
	order := make([]int, len(sources))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return at[a] - at[b] })
	out := make([]attache.Source, len(sources))
	for i, j := range order {
		out[i] = sources[j]
	}
	return out
}

type polled struct {
	Result
	err error
}

func (s *Summary) count(r polled) {
	s.Articles += len(r.Articles)
	switch {
	case r.err != nil:
		s.Failed++
	case r.NotModified:
		s.NotModified++
	}
	if r.Source.Polling.State == attache.PollPaused {
		s.Paused++
	}
}

// accept hands a result's articles over, then notes the source's state.
func (p *Poller) accept(ctx context.Context, keep *keeper, r polled, emit Emit) error {
	if r.err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if errors.Is(r.err, errLookup) {
			return r.err
		}
		p.cfg.Logger.Debug("source failed", "source", r.Source.ID, "name", r.Source.Name,
			"failures", r.Source.Polling.Failures, "problem", r.Source.Polling.Problem)
		return keep.put(ctx, r.Source)
	}
	if len(r.Articles) > 0 {
		if err := emit(ctx, r.Articles); err != nil {
			return fmt.Errorf("store articles of %s: %w", first(r.Source.Name, r.Source.URL), err)
		}
	}
	return keep.put(ctx, r.Source)
}

// keepBatch is how many sources' states are stored in one transaction.
const keepBatch = 100

// keepFor is how long a state waits for others to be stored with.
const keepFor = 2 * time.Second
