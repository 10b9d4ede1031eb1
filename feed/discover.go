package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache"
	"attache/feed/address"
	"attache/feed/charset"
	"attache/feed/fetch"
)

// ErrNoFeed is returned for a site where no feed and no news sitemap was found.
var ErrNoFeed = errors.New("no feed found: none is linked on the page, at the usual addresses or in the sitemaps")

// Found is a feed found at a site.
type Found struct {
	URL     string
	Title   string
	Format  string
	Entries int
}

// The bounds of one search.
const (
	maxLinked = 8 // links of a page that are tried
	maxMaps   = 6 // sitemaps that are tried
)

// usualPaths are where feeds stand that no page links to.
var usualPaths = []string{
	"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/rss", "/rss/all.xml", "/news/rss", "/feeds/posts/default", "/feed.json",
}

// usualMaps are where news sitemaps stand.
var usualMaps = []string{"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml"}

// Discover finds the feeds of a site: address may be that of a feed, of any
// page, or a host's name. The first one found is the best. ErrNoFeed where
// there is none.
func (p *Poller) Discover(ctx context.Context, address string) ([]Found, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	src := attache.Source{URL: address}
	f, resp, err := p.get(ctx, &src)
	if err != nil {
		return nil, err
	}
	at := first(src.Polling.MovedTo, resp.URL)
	return []Found{{URL: at, Title: f.Title, Format: f.Format, Entries: len(f.Entries)}}, nil
}

// discover goes on from a web page to the site's feed: what the page links,
// then the usual addresses, then sitemaps. What was found is the source's
// address from then on.
func (p *Poller) discover(ctx context.Context, src *attache.Source, page *fetch.Response) (Feed, *fetch.Response, error) {
	at := page.URL
	candidates := linkedFeeds(page.Body, at, page.Header.Get("Content-Type"))
	page.Release()
	candidates = slices.Concat(candidates[:min(len(candidates), maxLinked)], siblings(at, usualPaths))
	maps := append(p.robots.sitemaps(ctx, at), siblings(at, usualMaps)...)
	candidates = append(candidates, maps[:min(len(maps), maxMaps)]...)
	seen := map[string]bool{at: true}
	for _, c := range candidates {
		if seen[c] {
			continue
		}
		seen[c] = true
		f, resp, err := p.try(ctx, c)
		if ctx.Err() != nil {
			return Feed{}, nil, context.Cause(ctx)
		}
		if err == nil && len(f.Entries) > 0 {
			src.Polling.MovedTo = c
			return f, resp, nil
		}
	}
	return Feed{}, nil, ErrNoFeed
}

// try fetches one candidate; a page is not followed any further.
func (p *Poller) try(ctx context.Context, at string) (Feed, *fetch.Response, error) {
	resp, err := p.client.Get(ctx, fetch.Request{URL: at, Accept: accept})
	if err != nil {
		return Feed{}, nil, err
	}
	defer resp.Release()
	f, err := ParseResponse(resp)
	if err == nil && f.Format == "sitemapindex" {
		f, err = p.follow(ctx, f)
	}
	if err == nil && f.Format == "sitemap" && !f.titled() {
		err = ErrNotFeed // every page of the site, not its news
	}
	return f, resp, err
}

// follow goes on from a list of sitemaps to the one with the news: named so,
// or the newest.
func (p *Poller) follow(ctx context.Context, index Feed) (Feed, error) {
	list := slices.Clone(index.Entries)
	slices.SortStableFunc(list, func(a, b Entry) int {
		if na, nb := namesNews(a.URL), namesNews(b.URL); na != nb {
			if na {
				return -1
			}
			return 1
		}
		return b.Updated.Compare(a.Updated)
	})
	if len(list) == 0 {
		return index, nil
	}
	resp, err := p.client.Get(ctx, fetch.Request{URL: list[0].URL, Accept: accept})
	if err != nil {
		return Feed{}, err
	}
	defer resp.Release()
	f, err := ParseResponse(resp)
	if err == nil && f.Format == "sitemapindex" {
		return Feed{}, fmt.Errorf("%w: a list of sitemaps in a list of sitemaps", ErrNotFeed)
	}
	return f, err
}

func namesNews(link string) bool { return strings.Contains(strings.ToLower(link), "news") }

// titled tells whether most entries have a title.
func (f Feed) titled() bool {
	n := 0
	for _, e := range f.Entries {
		if e.Title != "" {
			n++
		}
	}
	return n > 0 && n*2 >= len(f.Entries)
}

// siblings are paths at an address's host.
func siblings(at string, paths []string) []string {
	base := baseURL(at)
	if base == nil {
		return nil
	}
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = base.Scheme + "://" + base.Host + p
	}
	return out
}

// feedTypes are the media types of feeds in links.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml", "application/xml"}

// linkedFeeds finds the feeds a page links to: those its head names first, the
// ones for comments last.
func linkedFeeds(body []byte, at, contentType string) []string {
	text, _ := charset.ToUTF8(body, contentType)
	base := baseURL(at)
	var named, comments, guessed []string
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(1 << 20)
	for range 200_000 {
		switch z.Next() {
		case html.ErrorToken:
			return slices.Concat(named, guessed, comments)
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		t := z.Token()
		href := resolved(base, attr(t, "href"))
		switch {
		case t.DataAtom == atom.Base && href != "":
			if b := baseURL(href); b != nil {
				base = b
			}
		case href == "":
		case t.DataAtom == atom.Link && isFeedLink(t):
			if strings.Contains(strings.ToLower(attr(t, "title")+href), "comment") {
				comments = append(comments, href)
			} else {
				named = append(named, href)
			}
		case t.DataAtom == atom.A && looksLikeFeed(href) && sameSite(href, at):
			guessed = append(guessed, href)
		}
	}
	return slices.Concat(named, guessed, comments)
}

func isFeedLink(t html.Token) bool {
	rels := strings.Fields(strings.ToLower(attr(t, "rel")))
	if slices.Contains(rels, "feed") {
		return true
	}
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(attr(t, "type"))), ";")
	return slices.Contains(rels, "alternate") && slices.Contains(feedTypes, kind)
}

// looksLikeFeed tells whether a link's address is one that feeds have.
func looksLikeFeed(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	p := strings.ToLower(strings.TrimRight(u.Path, "/"))
	for _, end := range []string{".rss", ".atom", ".rdf", "/rss", "/feed", "/atom", "/rss.xml", "/feed.xml", "/atom.xml", "/rss2"} {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return strings.Contains(p, "/rss/") && strings.HasSuffix(p, ".xml")
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// resolved makes a link absolute; "" for what is no web address.
func resolved(base *url.URL, ref string) string {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// sameSite tells whether two addresses belong to one site: the same host but
// for "www." and mobile variants, or one below the other.
func sameSite(a, b string) bool {
	ha, hb := host(address.Key(a)), host(address.Key(b))
	return ha != "" && hb != "" && (ha == hb || strings.HasSuffix(ha, "."+hb) || strings.HasSuffix(hb, "."+ha))
}
