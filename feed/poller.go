package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"attache"
	"attache/feed/fetch"
	"attache/feed/list"
)

// Config says how a Poller works. Store and Find are required for Pass and
// Run; Poll needs neither.
type Config struct {
	Store attache.Sources
	// Find looks an article up by its keys, as attache.Ingest.Find does, so that
	// an article already stored costs no page. nil: everything is new.
	Find func(ctx context.Context, keys ...string) (attache.Article, error)
	// Notify tells the operators, once, that a source is paused or gone.
	Notify func(ctx context.Context, src attache.Source, problem string)

	// Notes remembers the pages in hand over the end of the process; nil: it does not.
	Notes attache.Notebook
	// PDF reads the text of PDFs; nil: their entries keep the feed's text.
	PDF PDFReader

	// PublicURL is where Callback can be reached from outside, for hubs to push
	// to; "" means that everything is polled.
	PublicURL string

	Proxy        string // for sources without one of their own: http, https or socks5; "" as the environment says
	Contact      string // an address or page for webmasters, part of the User-Agent
	Version      string
	AllowPrivate bool          // feed.allow_private_addresses
	Interval     time.Duration // of a source not yet known; 0 means 15 min
	MinInterval  time.Duration // 0 means 5 min
	MaxInterval  time.Duration // 0 means 6 h
	PerHost      int           // requests at a time; 0 means 2
	HostPause    time.Duration // between requests to a host; 0 means 1 s, negative none
	Workers      int           // sources at a time; 0 means 32
	Gather       time.Duration // how long articles wait for those of other sources, to be stored with them; 0: not at all
	PauseAfter   int           // failures in a row that pause a source; 0 means 8

	Now    func() time.Time // nil means time.Now
	Logger *slog.Logger     // nil means none

	transport http.RoundTripper // for tests of time
}

func (c *Config) setDefaults() {
	setDefault(&c.Interval, 15*time.Minute)
	setDefault(&c.MinInterval, 5*time.Minute)
	setDefault(&c.MaxInterval, 6*time.Hour)
	setDefault(&c.Workers, 32)
	setDefault(&c.PauseAfter, 8)
	setDefault(&c.Version, "dev")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Find == nil {
		c.Find = func(context.Context, ...string) (attache.Article, error) {
			return attache.Article{}, attache.ErrNotFound
		}
	}
	if c.Notify == nil {
		c.Notify = func(context.Context, attache.Source, string) {}
	}
	c.MaxInterval = max(c.MaxInterval, c.MinInterval)
	c.Interval = min(max(c.Interval, c.MinInterval), c.MaxInterval)
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Poller polls sources. It is safe for concurrent use.
type Poller struct {
	cfg     Config
	client  *fetch.Client
	robots  *robots
	parsing *parsing

	pushes  chan pushed   // from hubs to Run
	reading chan struct{} // permits to read a push

	mu   sync.Mutex
	subs map[string]*subscription // by the path at which the hub calls
}

// New makes a Poller; Close frees its connections.
func New(cfg Config) *Poller {
	cfg.setDefaults()
	client := fetch.New(fetch.Config{
		UserAgent: UserAgent(cfg.Version, cfg.Contact), AllowPrivate: cfg.AllowPrivate, Proxy: cfg.Proxy,
		PerHost: cfg.PerHost, Pause: cfg.HostPause, Now: cfg.Now, Transport: cfg.transport,
	})
	return &Poller{
		cfg: cfg, client: client, robots: newRobots(client, cfg.Now), parsing: newParsing(cfg.Notes, cfg.PDF, cfg.Now),
		pushes:  make(chan pushed, pushesQueued),
		reading: make(chan struct{}, pushesRead),
		subs:    make(map[string]*subscription),
	}
}

// UserAgent is what servers are told of who asks. Some refuse what does not
// begin as a browser's does; the rest says who it is and where to complain.
func UserAgent(version, contact string) string {
	ua := "Mozilla/5.0 (compatible; Attache/" + version
	if contact != "" {
		ua += "; +" + contact
	}
	return ua + ")"
}

// Close drops idle connections.
func (p *Poller) Close() { p.client.Close() }

// Result is what one poll of a source gave.
type Result struct {
	Source      attache.Source    // with its state of polling brought up to date, also after an error
	Articles    []attache.Article // new ones and changed ones, merged with what is stored
	NotModified bool
	Feed        Feed // as parsed; zero where not modified
}

// accept lists what we read, feeds first.
const accept = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, " +
	"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"

// Poll polls one source now. On an error Result.Source still holds the state
// to save: the failure counted, the time of the next attempt. The state of a
// successful poll must be saved only after its articles are.
func (p *Poller) Poll(ctx context.Context, src attache.Source) (Result, error) {
	now, last := p.cfg.Now().UTC(), lastSuccess(src)
	src.Polling.Checked = now
	f, resp, err := p.get(ctx, &src, false)
	if err != nil {
		if ctx.Err() != nil {
			return Result{Source: src}, context.Cause(ctx)
		}
		p.failed(ctx, &src, err)
		return Result{Source: src}, err
	}
	f.inZone(src.TimeZone)
	f.onTheDay(src.TimeZone, now)
	res := Result{NotModified: resp.NotModified, Feed: f}
	if !resp.NotModified {
		var familiar bool
		res.Articles, familiar, err = p.articles(ctx, &src, f, last)
		if err != nil {
			return Result{Source: src}, err
		}
		if familiar {
			p.remember(ctx, &src, resp)
		}
		src.Polling.ETag = validator(resp.Header.Get("ETag"))
		src.Polling.LastModified = validator(resp.Header.Get("Last-Modified"))
		if src.Polling.Today.Left > 0 {
			src.Polling.ETag, src.Polling.LastModified = "", "" // what was left is still to come
		}
	}
	p.succeeded(&src, f, resp, len(res.Articles) > 0)
	again, err := p.lookAgain(ctx, &src)
	if err != nil {
		return Result{Source: src}, err
	}
	res.Articles = append(res.Articles, again...)
	res.Source = src
	return res, nil
}

// lastSuccess is when a source was last polled with success; zero: never, or
// not of late.
func lastSuccess(src attache.Source) time.Time {
	if !src.Polling.Verified || src.Polling.Failures > 0 {
		return time.Time{}
	}
	return src.Polling.Checked
}

// validator drops one that is too long to keep.
func validator(s string) string {
	if len(s) > 1024 {
		return ""
	}
	return s
}

// errNowPage is what became of a feed that answers with a page.
var errNowPage = errors.New("answered with a web page in place of its feed; it is asked again later, and not exchanged for another")

// get fetches and parses a source's feed. A web page leads on to what the site
// can be read by, unless the source gave entries before: one bad answer never
// exchanges a working feed. thorough searches beyond what the page names.
func (p *Poller) get(ctx context.Context, src *attache.Source, thorough bool) (Feed, *fetch.Response, error) {
	at := list.Address(first(src.Polling.MovedTo, src.Address()))
	req := fetch.Request{URL: at, ETag: src.Polling.ETag, LastModified: src.Polling.LastModified, Accept: accept, Manner: mannerFor(*src, at)}
	if p.pagesDue(*src) {
		req.ETag, req.LastModified = "", "" // their entries are needed to read them again
	}
	resp, err := p.client.Get(ctx, req)
	if err != nil {
		return Feed{}, nil, err
	}
	defer resp.Release()
	if resp.NotModified {
		p.remember(ctx, src, resp)
		return Feed{}, resp, nil
	}
	f, err := ParseResponse(resp)
	if err == nil && f.Format == "sitemapindex" {
		f, err = p.follow(ctx, *src, f, 0)
	}
	switch {
	case err == nil:
		src.Polling.List = nil
	case !errors.Is(err, ErrIsPage):
		return f, resp, notFeedBut(err, resp)
	case src.Selector != "" || src.Polling.List != nil:
		f, src.Polling.List, err = p.listOf(*src, resp)
	case src.Polling.Verified:
		return Feed{}, nil, errNowPage
	default:
		return p.discover(ctx, src, resp, thorough)
	}
	if err != nil {
		return f, resp, err
	}
	if !src.Polling.Verified { // else Poll looks whether it is the same feed still
		p.remember(ctx, src, resp)
	}
	return f, resp, nil
}

// notFeedBut says of what is no feed what it is instead.
func notFeedBut(err error, resp *fetch.Response) error {
	if !errors.Is(err, ErrNotFeed) {
		return err
	}
	kind, _, sniffed := sniff(resp.Body, resp.Header.Get("Content-Type"))
	other, isOther := errors.AsType[*NoPageError](sniffed)
	switch {
	case isOther && other.What != "a feed":
		return fmt.Errorf("%w, but %s", ErrNotFeed, other.What)
	case kind == docPDF:
		return fmt.Errorf("%w, but a PDF", ErrNotFeed)
	case kind == docText:
		return fmt.Errorf("%w, but plain text", ErrNotFeed)
	}
	return err
}

// remember keeps the address that permanent redirects led to, once it gave
// what it should: a hotel's login page is nobody's new address, nor is a feed that
// has nothing of what the source gave before. That one is followed as long as the
// redirect stands, and no longer.
func (p *Poller) remember(ctx context.Context, src *attache.Source, resp *fetch.Response) {
	if resp.MovedTo != "" && src.Private == "" { // a new address may hold the secret too
		p.moved(ctx, src, resp.MovedTo, "its server says that it moved for good")
	}
}
