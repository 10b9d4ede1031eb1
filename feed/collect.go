package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/feed/clean"
	"attache/feed/fetch"
)

// The bounds of one poll.
const (
	maxEntries  = 500                // of a feed, the newest
	maxPages    = 40                 // fetched for one poll; the rest come with the next ones
	maxMisses   = 5                  // pages in a row that cannot be read, before the others are left
	pageAge     = 7 * 24 * time.Hour // older articles keep the feed's text
	pageRetry   = time.Hour          // before a page without text is tried again
	pageGiveUp  = 6 * time.Hour      // after an article came, its page is tried no more
	shortBody   = 700                // code points: a text under this may be only a summary
	minPageText = 200                // code points: a page under this was not read well
)

// articles makes the new and the changed articles of a feed.
func (p *Poller) articles(ctx context.Context, src attache.Source, f Feed) ([]attache.Article, error) {
	c := collector{
		p: p, src: src, by: speakerOf(src), feed: f, outlet: p.outletName(ctx, src, clean.Line(f.Title)),
		now: p.cfg.Now().UTC(), seen: make(map[string]string), pages: maxPages,
	}
	for _, e := range newest(f.Entries) {
		if err := c.add(ctx, e); err != nil {
			return nil, err
		}
	}
	return c.out, nil
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
	p      *Poller
	src    attache.Source
	by     speaker
	feed   Feed
	outlet string
	now    time.Time
	seen   map[string]string // the titles of the entries so far, by key
	listed map[string]bool   // the identities of all the feed's entries
	pages  int               // that may still be fetched
	misses int               // pages in a row that could not be read
	out    []attache.Article
}

// add takes one entry.
func (c *collector) add(ctx context.Context, e Entry) error {
	a := Article(c.src, c.feed, e, c.now)
	a.Outlet = c.outlet
	if a.Title == "" && a.Body == "" && !c.recent(a) || c.repeated(a.Keys) {
		return nil
	}
	old, known, err := c.known(ctx, a)
	if err != nil {
		return err
	}
	var weak []string
	switch {
	case c.pages > 0 && c.p.wantsPage(c.src, a, old, known, c.now):
		c.pages--
		var read bool
		if weak, read, err = c.p.addPage(ctx, c.src, &a); err != nil {
			return err
		}
		if c.misses++; read {
			c.misses = 0
		}
		if c.misses >= maxMisses {
			c.pages = 0 // the site is in trouble, or wants no readers: the next poll tries again
		}
	case known && c.keepsPage(a, old):
		a.Body = ""
	}
	if a.Title == "" {
		return nil
	}
	if !known {
		weak = append(weak, textKey(a)...)
	}
	if old, known, err = c.identify(ctx, &a, weak, old, known); err != nil {
		return err
	}
	for _, k := range a.Keys {
		c.seen[k] = a.Title
	}
	return c.keep(a, old, known)
}

// keep puts out what is new or changed.
func (c *collector) keep(a, old attache.Article, known bool) error {
	if a.Published.IsZero() {
		a.Published = c.now
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
	a.Hash = attache.TextHash(a.Title, a.Body)
	c.out = append(c.out, a)
	return nil
}

// known looks up the article that an entry is about, among those of its source.
func (c *collector) known(ctx context.Context, a attache.Article) (attache.Article, bool, error) {
	old, found, err := c.find(ctx, a.Keys...)
	if err != nil || found && c.by.owns(old) {
		return old, found, err
	}
	for _, k := range olderKeys(a.URL) {
		old, found, err = c.find(ctx, k)
		twin := old.Outlet == a.Outlet && old.OutletKind == a.OutletKind && c.by.outlet != ""
		if err != nil || found && (old.SourceID == a.SourceID || twin) {
			return old, found, err
		}
	}
	return attache.Article{}, false, nil
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

// repeated tells whether an entry is one of those before it.
func (c *collector) repeated(keys []string) bool {
	for _, k := range keys {
		if _, ok := c.seen[k]; ok {
			return true
		}
	}
	return false
}

// wantsPage tells whether an article's page has to be fetched.
func (p *Poller) wantsPage(src attache.Source, a, old attache.Article, known bool, now time.Time) bool {
	if src.FullText == attache.FullTextNever || a.URL == "" || !a.Published.IsZero() && now.Sub(a.Published) > pageAge {
		return false
	}
	if src.FullText != attache.FullTextAlways && !onlySummary(a.Body) {
		return false
	}
	if !known {
		return true
	}
	if old.SourceID != src.ID {
		return false
	}
	if a.Title != "" && old.Title != a.Title || old.Summary != a.Summary {
		return true // corrected: the page will be too
	}
	hasPage := len(old.Body) > len(a.Body)
	if hasPage || now.Sub(old.Fetched) > pageGiveUp {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Sub(p.tried[a.URL]) > pageRetry
}

// onlySummary tells whether a feed's text looks like the beginning of a longer one.
func onlySummary(body string) bool {
	if utf8.RuneCountInString(body) < shortBody {
		return true
	}
	end := strings.TrimRight(body, " \n")
	for _, mark := range []string{"…", "...", "[…]", "[...]", "(...)", "»»", ">>"} {
		if strings.HasSuffix(end, mark) {
			return true
		}
	}
	return false
}

// addPage replaces an article's text by its page's, where the page can be read,
// and returns the identities the page tells and whether it was read. Only the end of the context is an
// error: an article without its page is still an article.
func (p *Poller) addPage(ctx context.Context, src attache.Source, a *attache.Article) (weak []string, read bool, err error) {
	page, at, err := p.page(ctx, a.URL)
	if err != nil {
		if ctx.Err() != nil {
			return nil, false, context.Cause(ctx)
		}
		p.cfg.Logger.Debug("page not read", "source", src.ID, "url", a.URL, "problem", problem(err))
		p.notePage(a.URL)
		return nil, false, nil //nolint:nilerr // noted above
	}
	for _, link := range []string{at, page.Canonical} {
		for _, k := range speakerOf(src).urlKeys(link) {
			if !slices.Contains(a.Keys, k) {
				weak = append(weak, k)
			}
		}
	}
	a.Title = first(a.Title, page.Title)
	a.Author = first(a.Author, page.Author)
	a.Lang = first(a.Lang, language(page.Lang))
	if a.Published.IsZero() {
		a.Published = clamp(page.Published, p.cfg.Now())
	}
	text := page.Text
	if n := utf8.RuneCountInString(text); n >= minPageText && n > utf8.RuneCountInString(a.Body)*2/3 {
		a.Body = bounded(text, attache.MaxBody)
		a.Hash = attache.TextHash(a.Title, a.Body)
	} else {
		p.notePage(a.URL)
	}
	return weak, true, nil
}

// notePage remembers that a page gave no text.
func (p *Poller) notePage(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.tried) > 10_000 {
		clear(p.tried)
	}
	p.tried[url] = p.cfg.Now()
}

// page fetches and reads a web page where robots.txt permits it; at is where
// its redirects ended.
func (p *Poller) page(ctx context.Context, link string) (page PageText, at string, err error) {
	if err := p.robots.allow(ctx, link); err != nil {
		return PageText{}, "", err
	}
	resp, err := p.client.Get(ctx, fetch.Request{URL: link, Accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"})
	if err != nil {
		return PageText{}, "", err
	}
	defer resp.Release()
	page, err = Page(resp.Body, resp.URL, resp.Header.Get("Content-Type"))
	return page, resp.URL, err
}

// errLookup marks a failure of our own store, not of a source.
var errLookup = errors.New("look up an article")
