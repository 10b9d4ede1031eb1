package feed

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/feed/fetch"
)

// The bounds of reading pages.
const (
	maxPages    = 40                 // fetched for one poll; the rest come with the next ones
	maxMisses   = 5                  // pages in a row that cannot be read, before the others are left
	pageAge     = 7 * 24 * time.Hour // older articles keep the feed's text
	pageRetry   = time.Hour          // before a page without text is tried again
	pageGiveUp  = 6 * time.Hour      // after an article came, its page is tried no more
	shortBody   = 700                // code points: a text under this may be only a summary
	minPageText = 200                // code points: a page under this was not read well
)

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
		if k := urlKey(link); k != "" && !slices.Contains(a.Keys, k) {
			weak = append(weak, k)
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
		a.Body = text
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
