package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/feed/address"
	"attache/feed/clean"
	"attache/feed/fetch"
)

// ErrNoFeed is returned for a site where no feed and no news sitemap was found.
var ErrNoFeed = errors.New("no feed found: none is linked on the page, at the usual addresses or in the sitemaps, and the page is no " +
	"list of dated entries")

// Found is a feed found at a site, or its page that is read as a list.
type Found struct {
	URL     string
	Title   string
	Format  string // "list" for a page
	Entries int
	Newest  time.Time // publication of the newest entry; zero where unknown
}

// The bounds of one search.
const (
	maxLinked = 8 // links of a page that are tried
	maxMaps   = 6 // sitemaps that are tried
	maxOthers = 10
)

// searchAgain is how long a site that names no feed is not searched again.
const searchAgain = 7 * 24 * time.Hour

// usualPaths are where feeds stand that no page links to.
var usualPaths = []string{
	"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/rss", "/rss/all.xml", "/news/rss", "/feeds/posts/default",
	"/feed.json",
}

// usualMaps are where news sitemaps stand.
var usualMaps = []string{"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml"}

// Discover finds what a site can be read by: address may be that of a feed, of
// any page, or a host's name. The first one found is the best. ErrNoFeed where
// there is nothing.
func (p *Poller) Discover(ctx context.Context, src attache.Source) ([]Found, error) {
	addresses := []string{src.Address()}
	if !strings.Contains(addresses[0], "://") {
		addresses = []string{"https://" + addresses[0], "http://" + addresses[0]}
	}
	var failed error
	for _, at := range addresses {
		src.URL, src.Private = at, ""
		src.Polling = attache.Polling{}
		f, resp, err := p.get(ctx, &src, true)
		if err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			failed = first2(failed, err)
			continue
		}
		found := []Found{foundAt(first(src.Polling.MovedTo, resp.URL), f)}
		return append(found, p.lastOthers(ctx, src)...), nil
	}
	return nil, failed
}

func first2(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func foundAt(at string, f Feed) Found {
	return Found{URL: at, Title: clean.Line(f.Title), Format: f.Format, Entries: len(f.Entries), Newest: f.newestDate()}
}

// lastOthers describes the further feeds that a search found.
func (p *Poller) lastOthers(ctx context.Context, src attache.Source) []Found {
	var out []Found
	for _, at := range src.Polling.Others {
		if f, _, err := p.try(ctx, src, at); err == nil {
			out = append(out, foundAt(at, f))
		}
	}
	return out
}

// newestDate is the latest date of a feed's entries.
func (f Feed) newestDate() time.Time {
	var newest time.Time
	for _, e := range f.Entries {
		for _, t := range []time.Time{e.Published, e.Updated} {
			if t.After(newest) {
				newest = t
			}
		}
	}
	return newest
}

// discovered is a feed that was tried.
type discovered struct {
	at    string
	feed  Feed
	resp  *fetch.Response
	score int
}

// discover goes on from a web page to what the site can be read by: the feeds
// that the page names, the list that it is itself, the usual addresses, news
// sitemaps. What was found is the source's address from then on. Only thorough
// searches, and a site's first, ask for addresses that the page does not name.
func (p *Poller) discover(ctx context.Context, src *attache.Source, page *fetch.Response, thorough bool) (Feed, *fetch.Response, error) {
	now := p.cfg.Now().UTC()
	found, err := p.named(ctx, src, page, now)
	if err != nil {
		return Feed{}, nil, err
	}
	listed, shape, listErr := p.listOf(*src, page)
	if len(found) > 0 {
		best := found[0]
		stale := listErr == nil && best.feed.newestDate().Before(listed.newestDate().Add(-staleFeed))
		if !stale {
			src.Polling.Others = nil
			for _, o := range found[1:] {
				if src.Polling.Others = append(src.Polling.Others, o.at); len(src.Polling.Others) == maxOthers {
					break
				}
			}
			p.moved(ctx, src, best.at, "the page names this feed")
			return best.feed, best.resp, nil
		}
	}
	if listErr == nil {
		src.Polling.List = shape
		return listed, page, nil
	}
	if !thorough && (looksLikeFeed(page.URL) || looksLikeFeed(src.URL) || now.Sub(src.Polling.Searched) < searchAgain) {
		return Feed{}, nil, fmt.Errorf("%w; %w", ErrIsPage, listErr)
	}
	src.Polling.Searched = now
	return p.guess(ctx, src, page)
}

// staleFeed is how much older than a page's list a feed's newest entry may be.
const staleFeed = 45 * 24 * time.Hour

// named tries the feeds that a page names, and where it names only a page of
// feeds, those of that page; the best comes first.
func (p *Poller) named(ctx context.Context, src *attache.Source, page *fetch.Response, now time.Time) ([]discovered, error) {
	links := rankLinks(headerFeeds(page.Header, page.URL), linkedFeeds(page.Body, page.URL, page.Header.Get("Content-Type")))
	seen := map[string]bool{page.URL: true, src.Address(): true}
	var found []discovered
	var pages []*fetch.Response
	for len(links) > 0 && len(seen) < maxLinked+2 {
		link := links[0]
		links = links[1:]
		if seen[link.href] {
			continue
		}
		seen[link.href] = true
		f, resp, err := p.try(ctx, *src, link.href)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if errors.Is(err, ErrIsPage) && resp != nil && len(pages) == 0 && sameSite(link.href, page.URL) {
			pages = append(pages, resp)
		}
		if err == nil && len(f.Entries) > 0 {
			found = append(found, discovered{link.href, f, resp, rank(link, f, now)})
		}
		if len(links) == 0 && len(found) == 0 && len(pages) == 1 {
			links = linkedFeeds(pages[0].Body, pages[0].URL, pages[0].Header.Get("Content-Type"))
			pages = append(pages, nil)
		}
	}
	slices.SortStableFunc(found, func(a, b discovered) int { return b.score - a.score })
	return found, nil
}

// guess asks for what stands where feeds and news sitemaps usually do.
func (p *Poller) guess(ctx context.Context, src *attache.Source, page *fetch.Response) (Feed, *fetch.Response, error) {
	at := page.URL
	maps := append(p.robots.sitemaps(ctx, at, mannerFor(*src, at)), siblings(at, usualMaps)...)
	candidates := append(siblings(at, usualPaths), maps[:min(len(maps), maxMaps)]...)
	seen := map[string]bool{at: true}
	for _, c := range candidates {
		if seen[c] {
			continue
		}
		seen[c] = true
		f, resp, err := p.try(ctx, *src, c)
		if ctx.Err() != nil {
			return Feed{}, nil, context.Cause(ctx)
		}
		if waiting, ok := errors.AsType[*fetch.WaitError](err); ok {
			return Feed{}, nil, waiting
		}
		if err == nil && len(f.Entries) > 0 {
			p.moved(ctx, src, c, "found where feeds usually stand")
			return f, resp, nil
		}
	}
	return Feed{}, nil, ErrNoFeed
}

// maxChanges bounds the address changes that are remembered of a source.
const maxChanges = 10

// moved notes that a source is polled at another address from now on. The
// operators are told where it had worked before.
func (p *Poller) moved(ctx context.Context, src *attache.Source, to, why string) {
	from := first(src.Polling.MovedTo, src.Address())
	if to == src.Polling.MovedTo || to == "" && src.Polling.MovedTo == "" {
		return
	}
	src.Polling.MovedTo = to
	if to = first(to, src.Address()); to == from {
		return
	}
	list := append(slices.Clone(src.Polling.Addresses), attache.AddressChange{At: p.cfg.Now().UTC(), From: from, To: to, Why: why})
	src.Polling.Addresses = list[max(len(list)-maxChanges, 0):]
	if src.Polling.Verified && address.Key(from) != address.Key(to) {
		p.cfg.Notify(ctx, *src, fmt.Sprintf("is polled at %s from now on, no longer at %s: %s", attache.PublicURL(to), attache.PublicURL(from),
			why))
	}
}

// try fetches one candidate; a page is not followed any further.
func (p *Poller) try(ctx context.Context, src attache.Source, at string) (Feed, *fetch.Response, error) {
	resp, err := p.client.Get(ctx, fetch.Request{URL: at, Accept: accept, Manner: mannerFor(src, at)})
	if err != nil {
		return Feed{}, nil, err
	}
	defer resp.Release()
	f, err := ParseResponse(resp)
	if err == nil && f.Format == "sitemapindex" {
		f, err = p.follow(ctx, src, f, 0)
	}
	if err == nil && f.Format == "sitemap" && !f.titled() {
		err = ErrNotFeed // every page of the site, not its news
	}
	return f, resp, err
}

// rank orders feeds that were read: by what their links and titles say, then by
// whether they still tell news.
func rank(l feedLink, f Feed, now time.Time) int {
	l.title += " " + f.Title
	score := 10 * wordRank(l)
	switch newest := f.newestDate(); {
	case newest.IsZero():
	case now.Sub(newest) < 30*24*time.Hour:
		score += 4
	case now.Sub(newest) > 365*24*time.Hour:
		score -= 15
	}
	return score
}
