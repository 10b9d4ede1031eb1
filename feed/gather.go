package feed

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// gatherMost is how many articles are handed over at once without waiting for more.
const gatherMost = 50

// gathered is what sources gave and nobody has stored yet. Their state is stored
// after it, so that what is lost with the process is asked for again.
type gathered struct {
	list     []polled
	articles int
	since    time.Time // when the first of it came
}

func (g *gathered) add(r polled, now time.Time) {
	if len(g.list) == 0 {
		g.since = now
	}
	g.list = append(g.list, r)
	g.articles += len(r.Articles)
}

// has tells whether a source's articles are among it.
func (g *gathered) has(id string) bool {
	for i := range g.list {
		if g.list[i].Source.ID == id {
			return true
		}
	}
	return false
}

// due tells how long it may wait for more; 0: no longer.
func (g *gathered) due(now time.Time, most time.Duration) time.Duration {
	if g.articles >= gatherMost || now.Before(g.since) { // the clock was set back
		return 0
	}
	return max(0, g.since.Add(most).Sub(now))
}

// take gives all of it.
func (g *gathered) take() []polled {
	list := g.list
	*g = gathered{}
	return list
}

// store hands over what several sources gave, then notes their states. Where that
// fails, each is tried alone: what cannot be stored of one keeps no other waiting.
// failed is told of those that were not stored.
func (p *Poller) store(ctx context.Context, keep *keeper, list []polled, emit Emit, failed func(polled, error)) {
	all := list[0].Articles
	for _, r := range list[1:] {
		all = append(slices.Clip(all), r.Articles...)
	}
	err := emit(ctx, all)
	for _, r := range list {
		err := err
		if err != nil && len(list) > 1 && ctx.Err() == nil {
			err = emit(ctx, r.Articles)
		}
		if err == nil {
			err = keep.put(ctx, r.Source)
		} else {
			err = fmt.Errorf("store articles of %s: %w", first(r.Source.Name, r.Source.URL), err)
		}
		if err != nil {
			failed(r, err)
		}
	}
}
