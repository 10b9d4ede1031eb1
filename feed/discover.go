package feed

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache"
	"attache/feed/address"
	"attache/feed/charset"
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
	links := linkedFeeds(page.Body, page.URL, page.Header.Get("Content-Type"))
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
		f, err = p.follow(ctx, src, f)
	}
	if err == nil && f.Format == "sitemap" && !f.titled() {
		err = ErrNotFeed // every page of the site, not its news
	}
	return f, resp, err
}

// The maps that are looked into until one has news of late.
const (
	maxFollowed = 3
	freshMap    = 4 * 24 * time.Hour
)

// follow goes on from a list of sitemaps to the one with the newest news: named
// so, changed last, or with the largest number in its name.
func (p *Poller) follow(ctx context.Context, src attache.Source, index Feed) (Feed, error) {
	list := slices.Clone(index.Entries)
	slices.Reverse(list) // the last listed is often the newest
	slices.SortStableFunc(list, func(a, b Entry) int {
		if na, nb := namesNews(a.URL), namesNews(b.URL); na != nb {
			if na {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Updated.Compare(a.Updated), slices.Compare(numbersOf(b.URL), numbersOf(a.URL)))
	})
	if len(list) == 0 {
		return index, nil
	}
	var best Feed
	var failed error
	for _, m := range list[:min(len(list), maxFollowed)] {
		f, err := p.followOne(ctx, src, m.URL)
		switch {
		case err != nil && failed == nil:
			failed = err
		case err == nil && (best.Format == "" || f.newestDate().After(best.newestDate())):
			best = f
		}
		if ctx.Err() != nil || best.Format != "" && p.cfg.Now().Sub(best.newestDate()) < freshMap {
			break
		}
	}
	if best.Format == "" {
		return Feed{}, failed
	}
	return best, nil
}

func (p *Poller) followOne(ctx context.Context, src attache.Source, at string) (Feed, error) {
	resp, err := p.client.Get(ctx, fetch.Request{URL: at, Accept: accept, Manner: mannerFor(src, at)})
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

// numbersOf are the numbers in an address, the year before the month.
func numbersOf(link string) []int {
	var out []int
	for _, s := range numbersIn.FindAllString(link, 8) {
		if n, err := strconv.Atoi(s); err == nil {
			out = append(out, n)
		}
	}
	return out
}

var numbersIn = regexp.MustCompile(`\d{1,9}`)

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
var feedTypes = []string{
	"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml",
	"application/xml",
}

// feedLink is a link of a page that may lead to a feed.
type feedLink struct {
	href, title string
	named       bool // the page's head names it as a feed
}

// seemsFeed tells whether a link looks like a feed's, and one of the page's site.
func (l *feedLink) seemsFeed(page string) bool {
	return (looksLikeFeed(l.href) || saysFeed(l.title)) &&
		(sameSite(l.href, page) || siteOf(l.href) == siteOf(page) || feedHost(l.href))
}

// linkedFeeds finds the feeds a page links to: those its head names first, then
// what looks like one, by its address or by the words of the link.
func linkedFeeds(body []byte, at, contentType string) []feedLink {
	text, _ := charset.ToUTF8(body, contentType)
	base := baseURL(at)
	var named, guessed []feedLink
	var open *feedLink // an anchor whose words are still to come
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(1 << 20)
	flush := func() {
		if open != nil && open.seemsFeed(at) {
			guessed = append(guessed, *open)
		}
		open = nil
	}
	for range 200_000 {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		switch kind {
		case html.TextToken:
			if open != nil && len(open.title) < 200 {
				open.title += " " + t.Data
			}
			continue
		case html.EndTagToken:
			if t.DataAtom == atom.A {
				flush()
			}
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		href := resolved(base, attr(t, "href"))
		switch {
		case t.DataAtom == atom.Base && href != "":
			if b := baseURL(href); b != nil {
				base = b
			}
		case t.DataAtom == atom.Img && open != nil:
			open.title += " " + attr(t, "alt") + " " + attr(t, "title")
		case href == "":
		case t.DataAtom == atom.Link && isFeedLink(t):
			named = append(named, feedLink{href, attr(t, "title"), true})
		case t.DataAtom == atom.A:
			flush()
			open = &feedLink{href: href, title: attr(t, "title") + " " + attr(t, "aria-label") + " " + classWords(attr(t, "class"))}
		}
	}
	flush()
	return rankLinks(named, guessed)
}

// rankLinks orders links before they are tried: each address once, news before
// vacancies, what the head names before what only looks like a feed.
func rankLinks(lists ...[]feedLink) []feedLink {
	var out []feedLink
	seen := map[string]bool{}
	for _, l := range slices.Concat(lists...) {
		if !seen[l.href] {
			seen[l.href] = true
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b feedLink) int { return wordRank(b) - wordRank(a) })
	return out
}

func classWords(class string) string {
	if strings.Contains(strings.ToLower(class), "rss") {
		return "rss"
	}
	return ""
}

var (
	newsWords = regexp.MustCompile(`(?i)news|press|release|statement|communiqu|announce|headline|latest|nachricht|aktuell|meldung|actualit|noticia|comunicad|notas?-|` +
		`notizie|comunicat|aktualno|haber|açıklama|новост|пресс|заявлен|новин|أخبار|بيان|新闻|新聞|要闻|ニュース|報道|뉴스|보도|berita`)
	otherWords = regexp.MustCompile(`(?i)vacanc|\bjobs?\b|career|recruit|tender|procure|\bbids?\b|comment|event|calendar|agenda|photo|galler|video|podcast|audio|weather|sport|` +
		`travel-?advi|stellen|ausschreib|veranstalt|kommentar|emploi|offres|marchés|commentaire|empleo|vacante|licitac|comentario|concurso|vaga|` +
		`lavoro|bandi|praca|przetarg|ihale|iş ilan|ваканс|закупк|тендер|комментар|мероприят|коментар|وظائف|مناقص|招聘|采购|採用|調達|채용|입찰|lowongan`)
	feedWords = regexp.MustCompile(`(?i)(^|[^\pL])(rss|atom|rdf|xml-?feed|news-?feed|web-?feed|feeds?)([^\pL]|$)`)
)

// saysFeed tells whether a link's words say that it leads to a feed.
func saysFeed(words string) bool { return len(words) < 300 && feedWords.MatchString(words) }

func wordRank(l feedLink) int {
	score := 0
	words := l.title + " " + l.href
	if newsWords.MatchString(words) {
		score += 2
	}
	if otherWords.MatchString(words) {
		score -= 4
	}
	if l.named {
		score++
	}
	return score
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

func isFeedLink(t html.Token) bool {
	rels := strings.Fields(strings.ToLower(attr(t, "rel")))
	if slices.Contains(rels, "feed") {
		return true
	}
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(attr(t, "type"))), ";")
	return slices.Contains(rels, "alternate") && slices.Contains(feedTypes, kind)
}

var feedPath = regexp.MustCompile(`(?i)(\.(rss|atom|rdf|xml)|/(rss2?|feeds?|atom|rdf)|/rss[-_]?feed|listfeed\.aspx|rss[^/]*\.(php|ashx|aspx|asp|jsp|do|cgi|html?|axd)|` +
	`feed[^/]*\.(php|ashx|aspx|asp|jsp|xml|json|axd)|[^/]*rss\.[a-z]{2,5}|xmlrss[^/]*|/rss/[^/]+\.xml)$`)

// looksLikeFeed tells whether a link's address is one that feeds have.
func looksLikeFeed(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	p := strings.TrimRight(u.Path, "/")
	if feedPath.MatchString(p) && !strings.HasSuffix(strings.ToLower(p), "sitemap.xml") {
		return true
	}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		value := strings.ToLower(first(values...))
		if name == "feed" && value != "" || (name == "format" || name == "type" || name == "output" || name == "view" || name == "page") &&
			(value == "rss" || value == "atom" || value == "feed" || value == "rss2" || value == "backend") || name == "rss" || name == "rssid" {
			return true
		}
	}
	return false
}

// feedHost tells whether an address is of a host that serves others' feeds.
func feedHost(link string) bool {
	h := host(link)
	return strings.HasPrefix(h, "feeds.") || strings.HasPrefix(h, "feed.") || strings.HasPrefix(h, "rss.") ||
		strings.HasSuffix(h, "feedburner.com")
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
