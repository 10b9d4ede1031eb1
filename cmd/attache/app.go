package main

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"time"

	"golang.org/x/crypto/acme"

	"attache"
	"attache/bot"
	"attache/digest"
	"attache/digest/slot"
	"attache/store"
)

// app is what commands share: the configuration, the store and the log.
type app struct {
	config config
	store  attache.Store
	press  *digest.Press // makes the editions
	log    *slog.Logger
	now    func() time.Time

	channels bot.Router   // none but in run
	shown    *bot.Tally   // of quotes; nil but in run
	access   *bot.Access  // who may use the bot; nil but in run
	wake     func()       // the courier; nil but in run
	archive  net.Listener // of the archive; nil: as configured
	acme     *acme.Client // asks for the archive's certificates; nil: Let's Encrypt
	live     *live        // what runs; nil but in run and in what is asked of it
	borrowed bool         // the store is another's to close

	reread func() (config, error) // reads the configuration again; nil where it cannot be
}

// clock is the time as the program has it; only tests change it.
var clock = time.Now

// open reads the configuration and opens the store; what is asked of a bot that
// runs has both from it.
func (s *session) open() (*app, error) {
	if s.live != nil {
		return s.live.lend(s), nil
	}
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return nil, err
	}
	return s.openWith(c)
}

// openExisting is open for commands that only read: where nothing is stored
// they say so instead of making a store.
func (s *session) openExisting() (*app, error) {
	if s.live != nil {
		return s.live.lend(s), nil
	}
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return nil, err
	}
	if !store.Exists(c.Store) {
		return nil, usage("there is no store %s yet; `attache run` or `attache fetch` makes it, --store names another", c.Store)
	}
	return s.openWith(c)
}

func (s *session) openWith(c config) (*app, error) {
	kept, err := store.Open(s.ctx, c.Store)
	if err != nil {
		return nil, usage("%w", err)
	}
	log := newLogger(s.env.err, s.flags.Verbose)
	if told, ok := kept.(interface{ LogTo(log *slog.Logger) }); ok {
		told.LogTo(log)
	}
	for _, warning := range c.warnings {
		log.Warn(warning)
	}
	return &app{config: c, store: kept, press: digest.NewPress(kept), log: log, now: clock}, nil
}

func (h *app) close() {
	if h.borrowed {
		return
	}
	if err := h.store.Close(); err != nil {
		h.log.Error("the store did not close well", "err", err)
	}
}

// bot makes the conversation over the channels; without any it only answers.
func (h *app) bot() (*bot.Bot, error) {
	var operated attache.House
	if h.live != nil && !h.borrowed {
		operated = house{h}
	}
	return bot.New(bot.Config{
		Operators: h.settings().Admins, House: operated, Access: h.access, Wake: h.wake,
		Store: h.store, Channels: h.channels, Version: version, Now: h.now, Logger: h.log,
		Compile: func(ctx context.Context, chat attache.Chat, from, to time.Time) (attache.Edition, error) {
			return h.press.Compile(ctx, digest.RequestFor(chat, from, to))
		},
		Next: func(schedule, zone string, after time.Time) (time.Time, error) {
			s, err := slot.Parse(schedule, zone)
			return s.Next(after), err
		},
		Match:  func(s attache.Story, f attache.Filter) (attache.Match, bool) { return digest.Match(&s, f) },
		Tracks: h.store,
		StateOfPlay: func(ctx context.Context, track string) (attache.StateOfPlay, error) {
			return digest.StateOfPlay(ctx, h.store, h.store, track)
		},
		DescribeSchedule: describeSchedule,
		Timetable: func(schedule, zone string) (attache.Timetable, error) {
			s, err := slot.Parse(schedule, zone)
			return s.Timetable(), err
		},
		FindZone: parseZone,
		CountSources: func(ctx context.Context) (int, error) {
			sources, err := h.store.ListSources(ctx)
			return len(sources), err
		},
		ListSources: func(ctx context.Context) ([]attache.Source, error) { return h.store.ListSources(ctx) },
		Operator:    cmp.Or(h.config.Web.Contact, h.config.Feed.Contact),
		Pages:       h.pages(),
		Shown:       h.shown,
		Defaults:    bot.Defaults{Schedule: h.settings().Digest.Schedule, TimeZone: h.settings().Digest.TimeZone},
	})
}

// describeSchedule says a schedule in words, or as it was typed where it
// cannot be read.
func describeSchedule(schedule, zone string) string {
	s, err := slot.Parse(schedule, zone)
	if err != nil {
		return schedule
	}
	return s.String()
}
