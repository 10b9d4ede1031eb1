package feed

import (
	"context"
	"slices"
	"time"

	"attache"
)

// How often the pages of official releases are read again, and for how long:
// a ministry that changes a text says nothing of it. One that was seen to do so
// is looked at more often.
const (
	watchFor    = 48 * time.Hour
	watchFirst  = 3 * time.Hour
	watchUsual  = 21 * time.Hour
	watchEditor = 4 * time.Hour
	maxWatched  = 40 // of a source, the latest
	watchPages  = 10 // read again with one poll
)

// watch remembers an official release whose text came from its page.
func (c *collector) watch(a *attache.Article) {
	if c.src.Kind != attache.Official || a.SourceID != c.src.ID || c.now.Sub(a.When()) > watchFor || len(a.Keys) == 0 {
		return
	}
	if slices.ContainsFunc(c.watched, func(w attache.Watched) bool { return w.Key == a.Keys[0] }) {
		return
	}
	c.watched = append(slices.Clone(c.watched), attache.Watched{Key: a.Keys[0], Since: c.now, Next: c.now.Add(watchFirst)})
	c.watched = c.watched[max(len(c.watched)-maxWatched, 0):]
}

// lookAgain reads pages of a source's late releases again where that is due,
// and gives the articles whose text its outlet has changed since.
func (p *Poller) lookAgain(ctx context.Context, src *attache.Source) ([]attache.Article, error) {
	now := p.cfg.Now().UTC()
	if !slices.ContainsFunc(src.Polling.Watched, func(w attache.Watched) bool { return !w.Next.After(now) }) {
		return nil, nil
	}
	c := collector{p: p, src: *src, by: speakerOf(*src), now: now, visits: p.visits(src), habits: src.Polling.Habits}
	var kept []attache.Watched
	var out []attache.Article
	read := 0
	for _, w := range src.Polling.Watched {
		if now.Sub(w.Since) > watchFor {
			continue
		}
		if w.Next.After(now) || read == watchPages || c.visits.left <= 0 {
			kept = append(kept, w)
			continue
		}
		read++
		a, changed, err := c.readAgain(ctx, w.Key)
		if err != nil {
			return nil, err
		}
		if changed {
			out = append(out, a)
		}
		w.Next = now.Add(watchUsual)
		if c.habits.Edits > 0 {
			w.Next = now.Add(watchEditor)
		}
		kept = append(kept, w)
	}
	c.visits.settle(nil)
	src.Polling.Watched, src.Polling.Habits = kept, c.habits
	return out, nil
}

// readAgain reads a known article's page once more.
func (c *collector) readAgain(ctx context.Context, key string) (attache.Article, bool, error) {
	old, found, err := c.find(ctx, key)
	if err != nil || !found || old.SourceID != c.src.ID || old.URL == "" {
		return old, false, err
	}
	fresh := old
	fresh.Body, fresh.Fetched = old.Summary, c.now
	_, taken, err := c.visits.add(ctx, &fresh)
	if err != nil || !taken {
		return old, false, err
	}
	fresh.Title, fresh.Author = old.Title, old.Author
	fresh.Body = bounded(fresh.Body, attache.MaxBody)
	merged, changed := Merge(old, fresh)
	if len(merged.Edits) > len(old.Edits) || changed && len(merged.Edits) == maxEdits {
		c.habits.Edits = min(c.habits.Edits+1, 100)
	}
	return merged, changed, nil
}
