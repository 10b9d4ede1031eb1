package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
	"attache/digest"
	"attache/extract"
	"attache/feed"
)

// The channel is what the bot needs of it.
var (
	_ bot.Channel = (*telegram.Client)(nil)
	_ bot.Inbox   = (*telegram.Client)(nil)
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
	return h.run(s.ctx)
}

// run wires the loops and keeps them going until the context ends or one of
// them cannot go on. docs/goroutines.md says who owns what.
func (h *house) run(ctx context.Context) error {
	client, err := h.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	conversation, err := h.bot(client, client.Username())
	if err != nil {
		return err
	}
	if err := conversation.PublishMenu(ctx); err != nil {
		h.log.Warn("the menu of commands was not published; everything else works", "err", err)
	}
	if err := h.settleSources(ctx); err != nil {
		return err
	}
	files := h.forgetfulPipeline()
	enqueued := make(chan struct{}, 1)
	wake := func() {
		select {
		case enqueued <- struct{}{}:
		default: // it wakes anyway
		}
	}
	courier := &bot.Courier{
		Outbox: h.store, Chats: h.store, Channel: client, Wake: enqueued, Now: h.now, Logger: h.log,
		Tell: func(ctx context.Context, text string) { h.tell(ctx, client, text) },
	}
	clock := &scheduler{
		store: h.store, wake: wake, now: h.now, log: h.log, fallback: h.config.Digest,
		compile: func(ctx context.Context, r digest.Request) (attache.Edition, error) {
			return digest.Compile(ctx, h.store, r)
		},
	}
	breaking := &alerter{store: h.store, wake: wake, now: h.now, log: h.log}
	listener := &bot.Listener{Inbox: client, Notebook: h.store, Handle: conversation.Handle, Now: h.now, Logger: h.log}
	poller := h.poller(client)
	defer poller.Close()
	loops, ctx := errgroup.WithContext(ctx)
	loops.Go(named("starting", func() error { return files.remember(ctx) }))
	loops.Go(named("polling the sources", func() error { return poller.Run(ctx, files.file) }))
	if h.config.Feed.PublicURL != "" {
		loops.Go(named("taking what hubs push", func() error { return serveHubs(ctx, h.config.Feed.Listen, poller.Callback()) }))
	}
	loops.Go(named("scheduling digests", func() error { return clock.run(ctx) }))
	loops.Go(named("looking for breaking stories", func() error { return breaking.run(ctx) }))
	loops.Go(named("delivering digests", func() error { return courier.Run(ctx) }))
	loops.Go(named("listening to the chats", func() error { return listener.Run(ctx) }))
	h.log.Info("attache runs", "bot", client.Username(), "store", h.config.Store, "version", version)
	err = loops.Wait()
	if err == nil || errors.Is(err, context.Canceled) {
		h.log.Info("attache stops: everything unsent is kept")
		return nil
	}
	return err
}

// connectAgain is how long to wait before the API is asked again at the start.
const connectAgain = 15 * time.Second

// connect opens the channel. A machine that boots may have no network yet:
// that is waited out; a token that Telegram does not know is not.
func (h *house) connect(ctx context.Context) (*telegram.Client, error) {
	for {
		client, err := telegram.Open(ctx, telegram.Config{
			Token: h.config.token, APIURL: h.config.APIURL, PerSecond: h.config.perSecond, Logger: h.log, Now: h.now,
		})
		failed, isSend := errors.AsType[*attache.SendError](err)
		switch {
		case err == nil:
			return client, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !isSend || failed.Fault != attache.FaultRetry:
			return nil, usage("%w", err)
		}
		h.log.Warn("Telegram cannot be reached; trying again", "err", err, "in", connectAgain.String())
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(connectAgain):
		}
	}
}

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
// the stories of the last weeks in mind.
func (h *house) pipeline(ctx context.Context) (*pipeline, error) {
	files := h.forgetfulPipeline()
	return files, files.remember(ctx)
}

// forgetfulPipeline makes one that takes articles at once, but files what is
// new only when remember is through.
func (h *house) forgetfulPipeline() *pipeline {
	known := newPeople()
	reader := extract.Reader{Known: known.knows}
	return &pipeline{
		store: h.store, read: reader.Read, people: known, clusters: digest.NewClusterer(digest.Options{}),
		log: h.log, now: h.now, ready: make(chan struct{}),
	}
}

// poller makes the reader of the sources.
func (h *house) poller(channel bot.Channel) *feed.Poller {
	c := h.config.Feed
	return feed.New(feed.Config{
		Store: h.store, Find: h.store.Find,
		Notify: func(ctx context.Context, source attache.Source, what string) {
			h.tell(ctx, channel, fmt.Sprintf("The source %s (%s) %s", source.Name, source.URL, what))
		},
		Notes: h.store, Proxy: c.Proxy,
		Now: h.now, Logger: h.log, Version: version,
		Contact: c.Contact, AllowPrivate: c.AllowPrivate, Interval: c.interval,
		PublicURL: c.PublicURL, MinInterval: c.minInterval, MaxInterval: c.maxInterval, HostPause: c.hostPause,
	})
}
