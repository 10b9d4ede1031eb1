package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"attache/bot/telegram/simulator"
	"attache/cmd/attache/sample"
)

// demoCommand shows the whole of it in a browser: the real bot on a temporary
// store, with a simulated Telegram and a fictional wire.
type demoCommand struct {
	Listen string        `help:"Address of the page." default:"127.0.0.1:8080"`
	Pace   time.Duration `help:"How often the wire reports something new." default:"40s"`
}

// demoCut is where the wire stands when the demo starts: a day full of news
// behind it, and as many articles still to come.
var demoCut = time.Date(2026, 3, 11, 6, 0, 0, 0, time.UTC)

// demoNotice stands on the page.
const demoNotice = "All news here is a fictional sample: no event, person or outlet is real, and nobody said any of it."

// demoUser sits at the page.
var demoUser = simulator.User{ID: 1001, FirstName: "You", LanguageCode: "en"}

func (c *demoCommand) Run(s *session) error {
	if g := s.flags; g.Config+g.Store+g.TokenFile+g.APIURL != "" {
		return usage("the demo brings its own store, configuration and Telegram; leave out --config, --store, --token-file and --api-url")
	}
	d, err := c.build(s)
	if err != nil {
		return err
	}
	defer d.close()
	fmt.Fprintf(s.env.out, "The demo is on %s\nIts archive is on %s\nIts first digest comes at %s. Ctrl-C ends it and leaves nothing "+
		"behind.\n",
		d.address, d.archive(), d.digestAt.Local().Format("15:04"))
	return d.run(s.ctx)
}

// demo is a running demo: two servers, a temporary folder and the bot.
type demo struct {
	app       *app
	simulator *simulator.Server
	page, api *http.Server
	listeners [3]net.Listener // of the page, the simulated API, the archive
	folder    string
	address   string
	digestAt  time.Time
}

func (c *demoCommand) build(s *session) (d *demo, err error) {
	d = &demo{}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if err := d.listen(s.ctx, c.Listen); err != nil {
		return d, err
	}
	records, err := sample.Load()
	if err != nil {
		return d, err
	}
	d.address = "http://" + d.listeners[0].Addr().String()
	wire := sample.New(records, demoCut, c.Pace, d.address, time.Now)
	d.simulator = simulator.New(simulator.Options{})
	pages := http.NewServeMux()
	pages.Handle("/", simulator.Page(d.simulator, simulator.PageOptions{User: demoUser, Notice: demoNotice, Archive: d.archive()}))
	pages.Handle("/feeds/", wire)
	pages.Handle("/news/", wire)
	d.page = &http.Server{Handler: pages, ReadHeaderTimeout: 10 * time.Second}
	d.api = &http.Server{Handler: d.simulator, ReadHeaderTimeout: 10 * time.Second}
	if d.folder, err = os.MkdirTemp("", "attache-demo-"); err != nil {
		return d, usage("the demo needs a folder for temporary pipeline: %w; TMPDIR may name another", err)
	}
	if d.app, err = s.openWith(d.config(wire)); err != nil {
		return d, err
	}
	d.app.archive = d.listeners[2]
	return d, nil
}

// listen takes the page's address and any free one for the simulated API.
func (d *demo) listen(ctx context.Context, page string) error {
	var l net.ListenConfig
	for i, address := range []string{page, "127.0.0.1:0", "127.0.0.1:0"} {
		var err error
		if d.listeners[i], err = l.Listen(ctx, "tcp", address); err != nil {
			return usage("the demo cannot listen there: %w; choose another address with --listen 127.0.0.1:8081", err)
		}
	}
	return nil
}

// archive is where the demo's archive is.
func (d *demo) archive() string { return "http://" + d.listeners[2].Addr().String() }

// config is what the demo's operator would have written.
func (d *demo) config(wire *sample.Wire) config {
	c := defaultConfig()
	c.Store = "bolt:" + filepath.Join(d.folder, "attache.db")
	c.token, c.perSecond = d.simulator.Token(), -1
	c.APIURL = "http://" + d.listeners[1].Addr().String()
	for _, source := range wire.Sources() {
		c.Sources = append(c.Sources, sourceConfig{
			URL: source.URL, Name: source.Name, Kind: string(source.Kind), Lang: source.Lang, FullText: "never",
		})
	}
	c.Web.Listen, c.Web.PublicURL = d.listeners[2].Addr().String(), d.archive()
	c.Feed.AllowPrivate = true
	c.Feed.interval, c.Feed.minInterval, c.Feed.maxInterval = 10*time.Second, 5*time.Second, 20*time.Second
	c.Feed.hostPause = -1
	// The next minute that leaves enough time to read the wire first.
	d.digestAt = time.Now().Add(85 * time.Second).Truncate(time.Minute)
	c.Digest.TimeZone, _ = parseZone("UTC")
	c.Digest.Schedule = d.digestAt.UTC().Format("15:04")
	return c
}

// run serves until the context ends.
func (d *demo) run(ctx context.Context) error {
	loops, ctx := errgroup.WithContext(ctx)
	for i, server := range []*http.Server{d.page, d.api} {
		loops.Go(func() error {
			if err := server.Serve(d.listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
	}
	loops.Go(d.greet)
	loops.Go(func() error {
		// The bot ends first: what it still answers must find its servers.
		return errors.Join(d.app.run(ctx), d.page.Close(), d.api.Close())
	})
	return loops.Wait()
}

// greet subscribes every chat as a person would; into a channel the bot is put,
// and asks the visitor what it should get.
func (d *demo) greet() error {
	for _, chat := range d.simulator.Chats() {
		if chat.Type == simulator.Channel {
			if err := d.simulator.AddBot(chat.ID, demoUser); err != nil {
				return err
			}
			continue
		}
		if _, err := d.simulator.Say(chat.ID, demoUser, "/start@"+d.simulator.Bot().Username); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) close() {
	for _, l := range d.listeners {
		if l != nil {
			l.Close()
		}
	}
	if d.app != nil {
		d.app.close()
	}
	if d.folder != "" {
		os.RemoveAll(d.folder)
	}
}
