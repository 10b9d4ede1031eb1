package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/feed/address"
	"attache/feed/fetch"
)

// The bounds of one poll.
const (
	maxEntries  = 500                // of a feed, in its order
	maxPages    = 40                 // fetched for one poll; the rest come with the next ones
	pageAge     = 7 * 24 * time.Hour // older articles keep the feed's text
	pageRetry   = time.Hour          // before a page without text is tried again
	pageGiveUp  = 6 * time.Hour      // after an article came, its page is tried no more
	shortBody   = 700                // code points: a text under this may be only a summary
	minPageText = 200                // code points: a page under this was not read well
)

// articles makes the new and the changed articles of a feed.
func (p *Poller) articles(ctx context.Context, src attache.Source, f Feed) ([]attache.Article, error) {
	var out []attache.Article
	now := p.cfg.Now().UTC()
	seen := make(map[string]bool)
	pages := maxPages
	for _, e := range f.Entries[:min(len(f.Entries), maxEntries)] {
		a := Article(src, f, e, now)
		if a.Title == "" && a.Body == "" && !recent(f, a, now) || repeated(seen, a.Keys) {
			continue
		}
		old, err := p.cfg.Find(ctx, a.Keys...)
		known := err == nil
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return nil, fmt.Errorf("%w: %w", errLookup, err)
		}
		if pages > 0 && p.wantsPage(src, a, old, known, now) {
			pages--
			if err := p.addPage(ctx, src, &a); err != nil {
				return nil, err
			}
			if !known { // the page may tell an identity that is known
				old, err = p.cfg.Find(ctx, a.Keys...)
				known = err == nil
			}
		} else if known && p.keepsPage(src, a, old) {
			a.Body = ""
		}
		if a.Title == "" {
			continue
		}
		if a.Published.IsZero() {
			a.Published = now
			if known && !old.Published.IsZero() {
				a.Published = old.Published
			}
		}
		if known {
			merged, changed := Merge(old, a)
			if !changed && len(merged.Keys) == len(old.Keys) {
				continue
			}
			a = merged
		}
		a.Hash = attache.TextHash(a.Title, a.Body)
		out = append(out, a)
	}
	return out, nil
}

// keepsPage tells whether the stored text is the page's, which the feed's
// summary must not replace.
func (p *Poller) keepsPage(src attache.Source, a, old attache.Article) bool {
	return src.FullText != attache.FullTextNever && a.URL != "" && old.SourceID == src.ID && len(old.Body) > len(a.Body) &&
		(src.FullText == attache.FullTextAlways || onlySummary(a.Body))
}

// recent tells whether an address of a sitemap without titles is new enough
// to be read as an article.
func recent(f Feed, a attache.Article, now time.Time) bool {
	return f.Format == "sitemap" && !a.Published.IsZero() && now.Sub(a.Published) < 48*time.Hour
}

// repeated tells whether an entry is one of those before it.
func repeated(seen map[string]bool, keys []string) bool {
	for _, k := range keys {
		if seen[k] {
			return true
		}
	}
	for _, k := range keys {
		seen[k] = true
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

// addPage replaces an article's text by its page's, where the page can be read.
// Only the end of the context is an error: an article without its page is
// still an article.
func (p *Poller) addPage(ctx context.Context, src attache.Source, a *attache.Article) error {
	page, at, err := p.page(ctx, a.URL)
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		p.cfg.Logger.Debug("page not read", "source", src.ID, "url", a.URL, "problem", problem(err))
		p.notePage(a.URL)
		return nil
	}
	for _, link := range []string{at, page.Canonical} {
		if k := address.Key(link); k != "" && sameSite(link, a.URL) {
			a.Keys = union(a.Keys, []string{"url:" + k})
		}
	}
	if sameSite(page.Canonical, a.URL) && len(address.Canonical(page.Canonical)) > len("https://x/")+len(host(a.URL)) {
		a.URL = address.Canonical(page.Canonical)
	}
	a.Title = first(a.Title, page.Title)
	a.Author = first(a.Author, page.Author)
	a.Lang = first(a.Lang, language(page.Lang))
	if a.Published.IsZero() {
		a.Published = clamp(page.Published, p.cfg.Now())
	}
	text := page.Text
	if n := utf8.RuneCountInString(text); n >= minPageText && n > utf8.RuneCountInString(a.Body)*2/3 {
		a.Body = text
		a.Hash = attache.TextHash(a.Title, a.Body)
	} else {
		p.notePage(a.URL)
	}
	return nil
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
