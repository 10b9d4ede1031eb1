package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"attache"
	"attache/feed/clean"
)

// maxEntries is how many of a feed's entries one poll takes, the newest.
const maxEntries = 500

// articles makes the new and the changed articles of a feed, and notes what it
// learned of the source's habits. last is when the source was polled before with
// success; zero: never. familiar tells that an entry was known from before.
func (p *Poller) articles(
	ctx context.Context, src *attache.Source, f Feed, last time.Time,
) (out []attache.Article, familiar bool, err error) {
	c := collector{
		p: p, src: *src, by: speakerOf(*src), feed: f, outlet: p.outletName(ctx, *src, clean.Line(f.Title)),
		now: p.cfg.Now().UTC(), lastPoll: last, visits: p.visits(src), habits: src.Polling.Habits, today: src.Polling.Today,
		watched: src.Polling.Watched,
		seen:    map[string]bool{}, listed: map[string]*incoming{}, claimed: map[string]*incoming{},
	}
	list := c.items(ctx)
	if err := c.recognise(ctx, list); err != nil {
		return nil, false, err
	}
	for _, it := range list {
		if err := c.add(ctx, it); err != nil {
			return nil, false, err
		}
		familiar = familiar || it.known
	}
	src.Polling.Habits, src.Polling.Today, src.Polling.Watched = c.habits, c.today, c.watched
	c.visits.settle(c.out)
	return c.out, familiar, nil
}

// newest gives the entries of one poll: all of them in the feed's order, or
// where they are too many, the newest.
func newest(entries []Entry) []Entry {
	if len(entries) <= maxEntries {
		return entries
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int {
		at := func(e Entry) time.Time {
			if e.Published.IsZero() {
				return e.Updated
			}
			return e.Published
		}
		return at(b).Compare(at(a))
	})
	return entries[:maxEntries]
}

// collector makes the articles of one poll.
type collector struct {
	p        *Poller
	src      attache.Source
	by       speaker
	feed     Feed
	outlet   string
	now      time.Time
	habits   attache.Habits
	today    attache.Intake
	watched  []attache.Watched
	seen     map[string]bool      // the keys of candidates so far
	listed   map[string]*incoming // the entries, by key
	claimed  map[string]*incoming // whose entry a known article is, by its ID
	visits   *visits              // of the articles' pages
	lastPoll time.Time
	out      []attache.Article
}

// add takes one entry.
func (c *collector) add(ctx context.Context, it *incoming) error {
	a := it.article
	weak, err := c.readPage(ctx, &a, it.old, it.known)
	if err != nil || a.Title == "" {
		return err
	}
	if !it.known {
		if err := c.matchPage(ctx, it, &a, weak); err != nil {
			return err
		}
	}
	a.Keys = slices.Clone(it.keys)
	for _, k := range it.near {
		if !c.seen[k] { // what two entries of one document have tells none of them
			c.seen[k] = true
			a.Keys = union(a.Keys, []string{k})
		}
	}
	if !it.known {
		if len(a.Keys) == 0 { // all that it tells is others'
			a.Keys = []string{fmt.Sprintf("once:%s:%s:%d", c.by.source, attache.TextHash(a.Title, c.now.Format(time.RFC3339Nano)), len(c.out))}
		}
		a.ID = attache.ArticleID(a.Keys[0])
	}
	return c.keep(a, it.old, it.known)
}

// readPage completes an article from its page, where that is wanted, and gives
// the addresses that the page is known by. A page that was read well is not
// replaced by a summary.
func (c *collector) readPage(ctx context.Context, a *attache.Article, old attache.Article, known bool) (weak []string, err error) {
	taken := false
	if c.visits.want(*a, old, known) {
		if weak, taken, err = c.visits.add(ctx, a); err != nil {
			return nil, err
		}
		a.Body = bounded(a.Body, attache.MaxBody)
	}
	if !taken && known && c.keepsPage(*a, old) {
		a.Body = ""
	}
	return weak, nil
}

// keep puts out what is new or changed.
func (c *collector) keep(a, old attache.Article, known bool) error {
	if a.Published.IsZero() {
		a.Published = c.undated(a)
		if known && !old.Published.IsZero() {
			a.Published = old.Published
		}
	}
	if known {
		merged, changed := Merge(old, a)
		if !changed && len(merged.Keys) == len(old.Keys) {
			return nil
		}
		a = merged
	}
	a.Hash, a.Own = attache.TextHash(a.Title, a.Body), isOwn(a.URL, c.src.URL)
	if c.admit(&a, known) {
		c.out = append(c.out, a)
		if _, read := c.visits.own[a.URL]; read {
			c.watch(&a)
		}
	}
	return nil
}

// The bounds of what one source may bring on a day: twice what the busiest
// agencies write.
const (
	maxDayArticles = 2000
	maxDayBytes    = 8 << 20
)

// admit tells whether an article still fits into its source's day, and says so
// once a day where one does not.
func (c *collector) admit(a *attache.Article, known bool) bool {
	if day := c.now.Format(time.DateOnly); c.today.Day != day {
		c.today = attache.Intake{Day: day}
	}
	size := len(a.Title) + len(a.Summary) + len(a.Body)
	if c.today.Bytes+size > maxDayBytes || !known && c.today.Articles >= maxDayArticles {
		if c.today.Left++; c.today.Left == 1 {
			c.p.cfg.Logger.Warn("a source brings more than is taken on a day; the rest is left until tomorrow",
				"source", c.src.ID, "name", c.src.Name, "articles", c.today.Articles, "bytes", c.today.Bytes)
		}
		return false
	}
	c.today.Bytes += size
	if !known {
		c.today.Articles++
	}
	return true
}

// find looks an article up.
func (c *collector) find(ctx context.Context, keys ...string) (attache.Article, bool, error) {
	old, err := c.p.cfg.Find(ctx, keys...)
	switch {
	case errors.Is(err, attache.ErrNotFound):
		return attache.Article{}, false, nil
	case err != nil:
		return attache.Article{}, false, fmt.Errorf("%w: %w", errLookup, err)
	}
	return old, true, nil
}

// keepsPage tells whether the stored text is the page's, which the feed's
// summary must not replace.
func (c *collector) keepsPage(a, old attache.Article) bool {
	return c.src.FullText != attache.FullTextNever && a.URL != "" && old.SourceID == c.src.ID && len(old.Body) > len(a.Body) &&
		(c.src.FullText == attache.FullTextAlways || onlySummary(a.Body))
}

// recent tells whether an address of a sitemap without titles is new enough
// to be read as an article.
func (c *collector) recent(a attache.Article) bool {
	return c.feed.Format == "sitemap" && !a.Published.IsZero() && c.now.Sub(a.Published) < 48*time.Hour
}

// errLookup marks a failure of our own store, not of a source.
var errLookup = errors.New("look up an article")
