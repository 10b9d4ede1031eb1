package feed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/feed/address"
	"attache/feed/clean"
	"attache/feed/fetch"
)

// The bounds of reading pages.
const (
	maxPages     = 40                 // fetched for one poll; the rest come with the next ones
	maxMisses    = 5                  // pages in a row that cannot be had, before the others are left
	pageAge      = 7 * 24 * time.Hour // older articles keep the feed's text
	shortBody    = 700                // code points: a text under this may be only a summary
	maxUnread    = 60                 // pages to be tried again that are remembered of a source
	maxEchoes    = 16                 // texts known as boilerplate that are remembered of a source
	maxPageCount = 400                // asked pages from which the count is halved, to tell of late
	moreParts    = 4                  // further parts of an article that are read
)

// retryAfter is how long a page that was read badly waits for its next try: the
// next poll at first, then longer and longer, then never.
var retryAfter = []time.Duration{0, 30 * time.Minute, 3 * time.Hour, 12 * time.Hour, 36 * time.Hour}

// visits is the reading of the pages of one poll of one source.
type visits struct {
	p      *Poller
	src    *attache.Source
	now    time.Time
	left   int                 // pages that may still be fetched
	misses int                 // pages in a row that could not be had
	texts  map[string]string   // the first address that gave a text, by the text's hash
	own    map[string]feedText // what the feed gave, by the article's address
}

// feedText is an article's text before its page replaced it.
type feedText struct{ body string }

func (p *Poller) visits(src *attache.Source) *visits {
	v := &visits{p: p, src: src, now: p.cfg.Now().UTC(), left: maxPages, texts: map[string]string{}, own: map[string]feedText{}}
	if src.FullText == attache.FullTextNever || v.now.Before(src.Polling.PagesAfter) || src.Polling.List != nil &&
		src.Polling.List.Shape == formatTelegram {
		v.left = 0
	}
	src.Polling.Unread = slices.DeleteFunc(slices.Clone(src.Polling.Unread), func(u attache.UnreadPage) bool {
		return v.now.Sub(u.Last) > pageAge
	})
	return v
}

// want tells whether an article's page has to be fetched.
func (v *visits) want(a, old attache.Article, known bool) bool {
	if v.left <= 0 || a.URL == "" || !a.Published.IsZero() && v.now.Sub(a.Published) > pageAge {
		return false
	}
	if v.src.FullText != attache.FullTextAlways && !onlySummary(a.Body) {
		return false
	}
	if i := v.unread(a.URL); i >= 0 {
		u := v.src.Polling.Unread[i]
		return u.Tries < len(retryAfter) && v.now.Sub(u.Last) >= retryAfter[u.Tries-1]
	}
	if !known {
		return true
	}
	// corrected: the page will be too
	return old.SourceID == v.src.ID && (a.Title != "" && old.Title != a.Title || old.Summary != a.Summary)
}

func (v *visits) unread(link string) int {
	return slices.IndexFunc(v.src.Polling.Unread, func(u attache.UnreadPage) bool { return u.URL == link })
}

// pagesDue tells whether pages of a source that were read badly are due for
// another try.
func (p *Poller) pagesDue(src attache.Source) bool {
	now := p.cfg.Now().UTC()
	if src.FullText == attache.FullTextNever || now.Before(src.Polling.PagesAfter) {
		return false
	}
	return slices.ContainsFunc(src.Polling.Unread, func(u attache.UnreadPage) bool {
		return u.Tries < len(retryAfter) && now.Sub(u.Last) >= retryAfter[u.Tries-1] && now.Sub(u.Last) < pageAge
	})
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

// add replaces an article's text by its page's, where the page can be had and
// is believed, and returns the identities the page tells and whether its text
// was taken. Only the end of the context is an error: an article without its
// page is still an article.
func (v *visits) add(ctx context.Context, a *attache.Article) (weak []string, taken bool, err error) {
	v.left--
	link := a.URL
	page, at, err := v.p.whole(ctx, v.src, link)
	if ctx.Err() != nil {
		return nil, false, context.Cause(ctx)
	}
	count := &v.src.Polling.Pages
	count.Asked++
	if err == nil {
		err = v.judge(a, &page, at)
	}
	if err != nil {
		v.refused(link, err)
		return nil, false, nil
	}
	v.misses = 0
	count.Read++
	if i := v.unread(link); i >= 0 {
		v.src.Polling.Unread = slices.Delete(v.src.Polling.Unread, i, i+1)
	}
	v.own[a.URL] = feedText{a.Body}
	for _, l := range []string{at, page.Canonical} {
		if k := pageKey(l); k != "" && !slices.Contains(weak, k) && !strays(link, l) {
			weak = append(weak, k)
		}
	}
	a.Title = first(a.Title, page.Title)
	a.Author = first(a.Author, page.Author)
	if v.src.Lang == "" {
		a.Lang = tongue(a.Title+"\n"+page.Text, first(language(page.Lang), a.Lang))
	}
	if a.Published.IsZero() {
		a.Published = clamp(page.Published, v.now)
	}
	if passesOn(link) && at != "" {
		a.URL = address.Canonical(at)
		v.own[a.URL] = v.own[link]
	}
	a.Body = page.Text
	a.Hash = attache.TextHash(a.Title, a.Body)
	return weak, true, nil
}

// judge tells whether a page's text is believed to be the article's, and why not.
func (v *visits) judge(a *attache.Article, page *PageText, at string) error {
	if at != "" && strays(a.URL, at) && !passesOn(a.URL) && !vouched(*a, *page) {
		return errElsewhere
	}
	text, err := believable(*a, *page)
	if err != nil {
		return err
	}
	page.Text = text
	hash := attache.TextHash("", letterForm(text))
	if other, known := v.texts[hash]; slices.Contains(v.src.Polling.Echoes, hash) || known && other != a.URL {
		if !slices.Contains(v.src.Polling.Echoes, hash) {
			v.src.Polling.Echoes = append(v.src.Polling.Echoes, hash)
			v.src.Polling.Echoes = v.src.Polling.Echoes[max(len(v.src.Polling.Echoes)-maxEchoes, 0):]
		}
		return errEcho
	}
	v.texts[hash] = a.URL
	return nil
}

// settle gives the articles of a poll their own text back whose page's text
// turned out to be that of several.
func (v *visits) settle(out []attache.Article) {
	for i := range out {
		own, read := v.own[out[i].URL]
		if !read || !slices.Contains(v.src.Polling.Echoes, attache.TextHash("", letterForm(out[i].Body))) {
			continue
		}
		out[i].Body = own.body
		out[i].Hash = attache.TextHash(out[i].Title, out[i].Body)
		v.refused(out[i].URL, errEcho)
	}
	c := &v.src.Polling.Pages
	if c.Asked > maxPageCount {
		c.Asked, c.Read = c.Asked/2, c.Read/2
		for why := range c.Refused {
			if c.Refused[why] /= 2; c.Refused[why] == 0 {
				delete(c.Refused, why)
			}
		}
	}
}

// refused notes a page that was not believed, or could not be had.
func (v *visits) refused(link string, err error) {
	why := reason(err)
	v.p.cfg.Logger.Debug("page not read", "source", v.src.ID, "url", attache.PublicURL(link), "problem", problem(err))
	c := &v.src.Polling.Pages
	refused := make(map[string]int, len(c.Refused)+1)
	maps.Copy(refused, c.Refused)
	refused[why]++
	c.Refused = refused
	if wait, ok := errors.AsType[*fetch.WaitError](err); ok || asksToWait(err) > 0 {
		v.left = 0
		v.src.Polling.PagesAfter = v.now.Add(max(asksToWait(err), time.Minute))
		if ok {
			v.src.Polling.PagesAfter = wait.Until
		}
		return
	}
	if !isJudgement(err) {
		if v.misses++; v.misses >= maxMisses {
			v.left = 0 // the site is in trouble, or wants no readers: the next poll tries again
		}
	}
	i := v.unread(link)
	if i < 0 {
		list := v.src.Polling.Unread
		list = append(list[max(len(list)+1-maxUnread, 0):], attache.UnreadPage{URL: link})
		v.src.Polling.Unread, i = list, len(list)-1
	}
	u := &v.src.Polling.Unread[i]
	u.Tries, u.Last, u.Why = u.Tries+1, v.now, why
	if forGood(err) {
		u.Tries = len(retryAfter)
	}
}

func asksToWait(err error) time.Duration {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if ok && (status.Status == http.StatusTooManyRequests || status.Status == http.StatusServiceUnavailable && status.RetryAfter > 0) {
		return max(status.RetryAfter, time.Minute)
	}
	return 0
}

// forGood tells whether another try is of no use: a document that is no page
// remains one.
func forGood(err error) bool {
	_, isOther := errors.AsType[*NoPageError](err)
	return isOther && !errors.Is(err, ErrIsPDF) || errors.Is(err, ErrRobots) || errors.Is(err, ErrPageTooLarge) ||
		errors.Is(err, fetch.ErrGone) ||
		errors.Is(err, fetch.ErrTooLarge)
}

// reason says in few words, the same for the same kind of trouble, why a page
// was not taken.
func reason(err error) string {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		return fmt.Sprintf("answered %d %s", status.Status, http.StatusText(status.Status))
	}
	if other, ok := errors.AsType[*NoPageError](err); ok {
		return other.Error()
	}
	if _, ok := errors.AsType[*fetch.WaitError](err); ok {
		return "the server asked to wait"
	}
	for _, known := range []error{
		errElsewhere, errUnrelated, errNotice, errTeaser, errEcho, ErrRobots, ErrPageTooLarge, ErrNoText, errInHand, fetch.ErrTooLarge,
		fetch.ErrTooSlow, fetch.ErrPrivateAddress, fetch.ErrGone,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "not reached"
}

// whole fetches and reads a page with what follows it: where it sends its
// readers at once, and the further parts of its article.
func (p *Poller) whole(ctx context.Context, src *attache.Source, link string) (page PageText, at string, err error) {
	page, at, err = p.page(ctx, src, link)
	if err != nil {
		return page, at, err
	}
	if page.Refresh != "" && (utf8.RuneCountInString(page.Text) < shortBody) {
		if page, at, err = p.page(ctx, src, page.Refresh); err != nil {
			return page, at, err
		}
	}
	seen := map[string]bool{link: true, at: true}
	for next := page.Next; next != "" && !seen[next] && len(seen) <= moreParts+1 && sameSite(next, at); {
		seen[next] = true
		part, _, err := p.page(ctx, src, next)
		if err != nil {
			return page, at, nil //nolint:nilerr // what was read is kept
		}
		longer := join(page.Text, part.Text)
		if longer == page.Text {
			break // a number behind the last is often the last, or the first
		}
		page.Text, next = longer, nextPart(at, next)
	}
	return page, at, nil
}

// join adds the paragraphs of an article's further part that are not there yet.
func join(text, more string) string {
	has := map[string]bool{}
	for p := range strings.SplitSeq(text, "\n\n") {
		has[letterForm(p)] = true
	}
	for p := range strings.SplitSeq(more, "\n\n") {
		if f := letterForm(p); !has[f] {
			has[f] = true
			text += "\n\n" + p
		}
	}
	return text
}

// page fetches and reads a web page where robots.txt permits it; at is where
// its redirects ended.
func (p *Poller) page(ctx context.Context, src *attache.Source, link string) (page PageText, at string, err error) {
	manner := mannerFor(*src, link)
	if err := p.robots.allow(ctx, link, manner); err != nil {
		return PageText{}, "", err
	}
	resp, err := p.client.Get(ctx, fetch.Request{
		URL: link, Accept: "text/html, application/xhtml+xml;q=0.9, application/pdf;q=0.5, */*;q=0.1", Manner: manner,
	})
	if err != nil {
		return PageText{}, "", err
	}
	defer resp.Release()
	page, err = p.parsing.read(ctx, link, resp)
	return page, resp.URL, err
}

// mannerFor is how a source wants its pages to be asked for: its own headers go
// to its own site alone.
func mannerFor(src attache.Source, link string) fetch.Manner {
	m := fetch.Manner{UserAgent: src.UserAgent, Headers: src.Headers, Proxy: src.Proxy}
	if !sameSite(link, src.URL) {
		m.Headers = nil
	}
	return m
}

// errLookup stands in collect.go; these are the ways a page is not believed.
var (
	errElsewhere = errors.New("sent elsewhere")
	errUnrelated = errors.New("the page does not have the entry's words")
	errNotice    = errors.New("a notice in place of the text (consent, log-in, a check for robots, not found)")
	errTeaser    = errors.New("no more than the feed's own text")
	errEcho      = errors.New("the same text for several entries")
	errInHand    = errors.New("being read when the process ended; tried again later")
)

// isJudgement tells whether a page was had, but not believed.
func isJudgement(err error) bool {
	for _, known := range []error{
		errElsewhere, errUnrelated, errNotice, errTeaser, errEcho, ErrNoText, ErrPageTooLarge, ErrRobots,
		errInHand,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// believable gives what of a page's text is the article's, or why none is.
func believable(a attache.Article, page PageText) (string, error) {
	text := clean.WithoutNotices(page.Text)
	switch own := utf8.RuneCountInString(a.Body); {
	case strings.TrimSpace(text) == "" || clean.Notice(text):
		return "", errNotice
	case clean.Notice(firstParagraphs(text, 1)) && share(stems(a.Title), stems(page.Title)) < wordShare:
		return "", errNotice // and below it what else there is on the site
	case !shares(a, page, text):
		if clean.Notice(firstParagraphs(page.Text, 4)) {
			return "", errNotice
		}
		return "", errUnrelated
	case utf8.RuneCountInString(text) <= own*11/10 && len(letterForm(a.Body)) > 0 && text != page.Text:
		return "", errTeaser // what a notice left of it
	case utf8.RuneCountInString(text) <= own && cutShort(a.Body, text):
		return "", errTeaser
	case utf8.RuneCountInString(text) <= own*2/3, len(letterForm(text)) < leastText*2:
		return "", errTeaser
	}
	return text, nil
}

// cutShort tells whether a text is only the beginning of another.
func cutShort(whole, text string) bool {
	begin := letterForm(text)
	return begin != "" && strings.HasPrefix(letterForm(whole), begin)
}

func firstParagraphs(text string, n int) string {
	parts := strings.SplitN(text, "\n\n", n+1)
	return strings.Join(parts[:min(len(parts), n)], "\n\n")
}
