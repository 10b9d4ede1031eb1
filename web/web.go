// Package web is the archive in the browser: pages to link to, feeds,
// calendars and JSON, all read from the store and written by nobody. What
// enters are HTTP requests, what leaves are pages that need no JavaScript.
//
// Pages tell headlines, lead sentences and quotations with links to where they
// were published, never whole articles. Every address that a page names is made
// from the configured public address, never from a request.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"attache"
	"attache/web/hub"
)

// Store is what the archive reads.
type Store interface {
	attache.Archive
	attache.Tracks
	// ListSources returns all sources.
	ListSources(ctx context.Context) ([]attache.Source, error)
	// Edition returns one edition, or ErrNotFound.
	Edition(ctx context.Context, id string) (attache.Edition, error)
}

// Config is what an archive needs.
type Config struct {
	Store Store
	// Compile chooses and orders the stories of a window, as a digest does.
	Compile func(ctx context.Context, from, to time.Time) (attache.Edition, error)
	// Tell says a story in sentences and quotes of its reports, word for word.
	Tell func(ctx context.Context, story attache.Story) (attache.Item, error)
	// StateOfPlay tells where a track stands, or ErrNotFound.
	StateOfPlay func(ctx context.Context, track string) (attache.StateOfPlay, error)
	// Terms are the words that are looked for when somebody types a text.
	Terms func(text string) []string
	// Public gives the channel that everybody can read and an edition went to; "" where
	// it went to none.
	Public func(ctx context.Context, edition string) (channel string, err error)
	// Broadcast gives such a channel with its editions, or ErrNotFound.
	Broadcast func(ctx context.Context, channel string) (Broadcast, error)
	// Mailing takes what readers of letters answer; nil where there are none.
	Mailing Mailing
	// Notes keeps the subscriptions of the archive's own hub, and Subscribers reaches
	// who subscribed: public addresses alone. Without OwnHub they are not needed.
	Notes       attache.Notebook
	Subscribers *http.Client
	// PublicURL is where readers reach the archive: scheme, host and, behind a
	// proxy, a path. Every address in a page begins with it.
	PublicURL string
	Hub       string  // WebSub hub that feeds name; "" is a public one, OwnHub the archive itself
	Rate      float64 // requests a second from one address; 0: no limit
	Proxied   bool    // the client's address stands in X-Forwarded-For
	NoIndex   bool    // search engines are asked to stay away
	Bot       string  // the Telegram bot's username, "" unknown
	Contact   string  // who runs this: an address or a page, "" not told
	Version   string
	Now       func() time.Time
	Logger    *slog.Logger
}

// Site is the archive. It is an http.Handler and safe for concurrent use.
type Site struct {
	Config
	base      *url.URL
	pages     *pages
	cache     *cache
	cards     *cards
	recent    recent
	tracked   tracked
	front     front
	announcer announcer
	own       *hub.Hub      // nil: another is the hub
	wake      chan struct{} // has Run make what was dropped
	routed    http.Handler  // what is behind the guard
	making    chan struct{}
	handler   http.Handler
}

// errPublicURL is what is wrong with a public address.
var errPublicURL = errors.New("web.public_url must be an http(s) address such as https://news.example.org, without query or fragment")

// CheckPublicURL says what is wrong with a public address; nil: nothing.
func CheckPublicURL(address string) error {
	_, err := parsePublic(address)
	return err
}

func parsePublic(address string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" ||
		base.RawQuery != "" || base.Fragment != "" || base.User != nil {
		return nil, errPublicURL
	}
	return base, nil
}

// New makes an archive; its error says what of the configuration is wrong.
func New(c Config) (*Site, error) {
	base, err := parsePublic(c.PublicURL)
	if err != nil {
		return nil, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Store != nil {
		c.Store = Watch(c.Store)
	}
	s := &Site{
		Config: c, base: base, cache: newCache(c.Now), making: make(chan struct{}, mostMaking), wake: make(chan struct{}, 1),
		recent: recent{turn: make(chan struct{}, 1)}, front: front{turn: make(chan struct{}, 1)},
	}
	if s.cards, err = newCards(); err != nil {
		return nil, err
	}
	if s.pages, err = s.parsePages(); err != nil {
		return nil, err
	}
	if c.Hub == OwnHub {
		if c.Notes == nil || c.Subscribers == nil {
			return nil, errors.New("an own hub needs a notebook and a way to its subscribers")
		}
		s.own = s.ownHub()
	}
	s.routed = s.routes()
	s.handler = s.guard(s.routed)
	return s, nil
}

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Server gives the HTTP server of the archive, with limits on how long a client
// may take and how much it may send.
func (s *Site) Server() *http.Server {
	return &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 40 * time.Second,
		IdleTimeout: 90 * time.Second, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(s.Logger.Handler(), slog.LevelDebug), // clients that break off are no news
	}
}

// href makes an absolute address of a path of ours.
func (s *Site) href(path string) string { return s.base.String() + path }

// loader reads what a page shows.
type loader func(*http.Request) (*Page, error)

// routes are the archive's addresses. Behind each stand the parameters that it
// reads.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, load loader, reads ...string) {
		mux.Handle("GET "+pattern, s.cached(func(w http.ResponseWriter, r *http.Request) error {
			p, err := load(r)
			if err != nil {
				return err
			}
			return s.show(w, r, p)
		}, reads...))
	}
	below := func(pattern string, load loader, reads ...string) {
		s.feedRoutes(mux, pattern, load, reads...)
		s.calendarRoute(mux, pattern, load, reads...)
	}
	page("/{$}", s.home)
	below("/{$}", s.home)
	page("/days/{day}", s.day)
	page("/stories/{id}", s.story)
	page("/quotes/{$}", s.quotes, "after")
	below("/quotes/{$}", s.quotes)
	page("/quotes/{id}", s.quote)
	page("/tracks/{$}", s.tracks)
	page("/tracks/{id}", s.track)
	below("/tracks/{id}", s.track)
	page("/people/{slug}", s.person, "after")
	below("/people/{slug}", s.person)
	page("/countries/{$}", s.countries)
	page("/countries/{code}", s.country, "after")
	below("/countries/{code}", s.country)
	page("/countries/{a}/{b}", s.pair, "after")
	below("/countries/{a}/{b}", s.pair)
	page("/outlets/{slug}", s.outlet, "after")
	page("/editions/{id}", s.edition)
	page("/channels/{id}", s.broadcast)
	below("/channels/{id}", s.broadcast)
	page("/search", s.search, "q", "after")
	below("/search", s.search, "q")
	page("/sources", s.sources)
	page("/about", s.about)
	page("/privacy", s.privacy)
	mux.Handle("GET /cards/stories/{file}", s.cached(s.storyCard))
	mux.Handle("GET /cards/quotes/{file}", s.cached(s.quoteCard))
	mux.Handle("GET /assets/", s.assets())
	mux.Handle("GET /favicon.ico", http.RedirectHandler(s.href("/assets/favicon.svg"), http.StatusMovedPermanently))
	s.apiRoutes(mux)
	if s.Mailing != nil {
		s.mailingRoutes(mux)
	}
	if s.own != nil {
		mux.Handle("POST "+hubPath, s.own)
	}
	mux.Handle("GET /sources.opml", s.cached(s.opml))
	mux.Handle("GET /sitemap.xml", s.cached(s.sitemap))
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, attache.ErrNotFound) })
	return mux
}
