package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
	"attache/bot"
	"attache/digest"
	"attache/digest/desk"
	"attache/extract"
	"attache/extract/people"
	"attache/feed"
)

// runCommand is the bot itself.
type runCommand struct{}

func (c *runCommand) Run(s *session) error {
	settings, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return err
	}
	if settings.token == "" {
		return usage("there is no bot token. Ask @BotFather in Telegram for one and put it into ATTACHE_TOKEN or a file " +
			"named by --token-file; `attache demo` needs none")
	}
	h, err := s.openWith(settings)
	if err != nil {
		return err
	}
	defer h.close()
	h.reread = func() (config, error) { return loadConfig(s.flags, s.env.getenv) }
	return h.run(s.ctx)
}

// run keeps the loops going until the context ends or one of them cannot go on.
// docs/goroutines.md says who owns what. Commands reach it from the beginning: a
// channel may be waited for.
func (h *app) run(ctx context.Context) error {
	if err := h.seal(ctx); err != nil {
		return err
	}
	h.live = newLive(h)
	h.watchDisk(ctx)
	loops, ctx := errgroup.WithContext(ctx)
	if address := h.config.Operations.Listen; address != "" {
		loops.Go(named("answering operators", func() error { return h.live.serveOperations(ctx, address) }))
	}
	loops.Go(func() error { return h.live.tellSystemd(ctx) })
	loops.Go(func() error { return h.limitMemory(ctx) })
	loops.Go(named("taking commands", func() error { return h.live.takeCommands(ctx) }))
	loops.Go(named("starting", func() error {
		err := h.live.pipeline.restore(ctx)
		debug.FreeOSMemory() // what taking up the past took is not needed again
		return err
	}))
	loops.Go(named("backing up", func() error {
		return h.every(ctx, backupEvery, "the store could not be backed up", h.backUp)
	}))
	loops.Go(named("keeping to retention", func() error {
		return h.every(ctx, retentionEvery, "what is old could not leave the store", h.keepTo)
	}))
	loops.Go(func() error { return h.serve(ctx) })
	err := loops.Wait()
	if err == nil || errors.Is(err, context.Canceled) {
		h.log.Info("attache stops: everything unsent is kept")
		return nil
	}
	return err
}

// serve connects the channels and wires what works over them.
func (h *app) serve(ctx context.Context) error {
	channels, err := h.connect(ctx)
	if err != nil {
		return err
	}
	defer channels.close()
	h.channels = channels.router()
	h.shown = &bot.Tally{Notes: h.store}
	h.access = &bot.Access{Notes: h.store, Listed: h.config.Access.listed(), IDs: h.config.Access.addresses(), Operators: h.config.Admins}
	enqueued := make(chan struct{}, 1)
	wake := func() {
		select {
		case enqueued <- struct{}{}:
		default: // it wakes anyway
		}
	}
	h.wake = wake
	conversation, err := h.bot()
	if err != nil {
		return err
	}
	if err := h.settleSources(ctx); err != nil {
		return err
	}
	if err := h.settlePlaces(ctx); err != nil {
		return err
	}
	pipeline := h.live.pipeline
	courier := h.newCourier(enqueued)
	courier.Outbox = countedOutbox{h.store, h.live.figures}
	h.live.talk.Store(conversation)
	h.live.digests.Store(h.scheduler(wake))
	alerts := &desk.Alerter{Store: h.store, Wake: wake, Log: h.log}
	archive, err := h.site(conversation)
	if err != nil {
		return err
	}
	if archive != nil {
		pipeline.tellArchive(archive.Forget, archive.Changed)
	}
	poller := h.poller()
	defer poller.Close()
	loops, ctx := errgroup.WithContext(ctx)
	loops.Go(named("polling the sources", func() error { return poller.Run(ctx, pipeline.file) }))
	if h.config.Feed.PublicURL != "" {
		loops.Go(named("taking what hubs push", func() error { return serveHubs(ctx, h.config.Feed.Listen, poller.Callback()) }))
	}
	if archive != nil {
		loops.Go(named("serving the archive", func() error { return h.serveArchive(ctx, archive) }))
		loops.Go(named("keeping the archive's pages", func() error { return archive.Run(ctx) }))
		loops.Go(named("bringing feeds to their subscribers", func() error { return archive.RunHub(ctx) }))
	}
	loops.Go(named("scheduling digests", func() error {
		return h.every(ctx, tickEvery, "digests that are due could not be compiled", func(ctx context.Context, now time.Time) error {
			return h.live.digests.Load().Tick(ctx, now)
		})
	}))
	loops.Go(named("looking for breaking stories", func() error {
		return h.every(ctx, alertEvery, "breaking stories could not be looked for", alerts.Look)
	}))
	loops.Go(named("counting what is shown", func() error { return h.keepTally(ctx) }))
	loops.Go(func() error { return h.publishMenu(ctx, conversation) })
	loops.Go(func() error { return h.heedHangup(ctx, wake) })
	loops.Go(named("delivering digests", func() error { return courier.Run(ctx) }))
	for _, c := range channels {
		if c.watch != nil {
			loops.Go(func() error { return h.watch(ctx, c) })
		}
		if c.serve != nil {
			loops.Go(named("taking what is brought to "+c.scheme, func() error { return c.serve(ctx) }))
		}
		if c.inbox == nil {
			continue
		}
		listener := &bot.Listener{
			Inbox: c.inbox, Notebook: h.store, Key: c.note, Now: h.now, Logger: h.log,
			Handle:   h.live.figures.handled(c.scheme, func(ctx context.Context, in attache.Incoming) { h.live.talk.Load().Handle(ctx, in) }),
			Concerns: conversation.Concerns, Decline: conversation.Decline,
		}
		loops.Go(named("listening to the chats of "+c.scheme, func() error { return listener.Run(ctx) }))
	}
	close(h.live.connected)
	h.log.Info("attache runs", "channels", channels.names(), "store", h.config.Store, "version", version)
	return loops.Wait()
}

// keepTally keeps how many quotes were shown, every minute and at the end.
func (h *app) keepTally(ctx context.Context) error {
	err := h.every(ctx, time.Minute, "what was shown could not be counted", func(ctx context.Context, _ time.Time) error {
		return h.shown.Flush(ctx)
	})
	return errors.Join(err, h.shown.Flush(context.WithoutCancel(ctx)))
}

// newCourier makes what takes digests to their chats.
func (h *app) newCourier(wake <-chan struct{}) *bot.Courier {
	courier := &bot.Courier{
		Outbox: h.store, Chats: h.store, Channels: h.channels, Layout: h.layout(), Wake: wake, Now: h.now, Logger: h.log, Notify: h.notify,
		Revised: h.store.EditionRevision, Shown: h.shown,
	}
	if h.access != nil {
		courier.Admits = func(ctx context.Context, chat attache.Chat) (bool, error) {
			return h.access.AdmitsChat(ctx, h.channels, chat)
		}
	}
	if h.config.Delivery.Paid {
		courier.Workers = paidWorkers
	}
	return courier
}

// scheduler makes what compiles the digests, as configured.
func (h *app) scheduler(wake func()) *desk.Scheduler {
	c := h.settings().Digest
	return &desk.Scheduler{
		Store: publicEditions{h.store}, Wake: wake, Log: h.log, Schedule: c.Schedule, TimeZone: c.TimeZone,
		Compile: h.press.Compile,
	}
}

// gatherFor is how long what a source gave waits for what others give: the store
// writes it together, in a few pages more than the first of it would cost.
const gatherFor = 2 * time.Second

// paidWorkers are enough for 1000 messages a second at 100 ms each.
const paidWorkers = 128

// named says which loop an error ended.
func named(what string, loop func() error) func() error {
	return func() error {
		err := loop()
		if err == nil || errors.Is(err, context.Canceled) {
			return err
		}
		return fmt.Errorf("%s: %w", what, err)
	}
}

// pipeline makes the way of an article from its source into the store, with
// the stories of the last weeks in mind: those that the running bot has in mind,
// where it is asked for something.
func (h *app) pipeline(ctx context.Context) (*pipeline, error) {
	if h.live != nil {
		return h.live.pipeline.beside(h.log), nil
	}
	pipeline := h.newPipeline()
	return pipeline, pipeline.restore(ctx)
}

// newPipeline makes one that takes articles at once, but files what is
// new only when restore is through.
func (h *app) newPipeline() *pipeline {
	known := people.New()
	reader := extract.Reader{Known: known.Knows}
	return &pipeline{log: h.log, common: &common{
		store: h.store, read: reader.Read, people: known, clusters: digest.NewClusterer(digest.Options{}),
		now: h.now, ready: make(chan struct{}),
	}}
}

// poller makes the reader of the sources.
func (h *app) poller() *feed.Poller {
	c := h.config.Feed
	return feed.New(feed.Config{
		Store: polledSources{h.store, h}, Find: h.store.Find,
		Notify: func(ctx context.Context, source attache.Source, what string) {
			h.notify(ctx, fmt.Sprintf("The source %s (%s) %s", source.Name, source.URL, what))
		},
		Notes: h.store, PDF: pdfReader(), Proxy: c.Proxy, Gather: gatherFor,
		Now: h.now, Logger: h.log, Version: version,
		Contact: c.Contact, AllowPrivate: c.AllowPrivate, Interval: c.interval,
		PublicURL: c.PublicURL, MinInterval: c.minInterval, MaxInterval: c.maxInterval, HostPause: c.hostPause,
	})
}
