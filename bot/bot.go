package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"attache"
	"attache/internal/zone"
)

// Store is what the conversation reads and writes.
type Store interface {
	attache.Archive
	attache.Chats
	attache.Notebook
	attache.Corrections
	// Edition and Enqueue are attache.Outbox's.
	Edition(ctx context.Context, id string) (attache.Edition, error)
	Enqueue(ctx context.Context, e attache.Edition, deliveries ...attache.Delivery) (int, error)
}

// Negotiations are the tracks that there are.
type Negotiations interface {
	attache.Tracks
	attache.TrackList
}

// Defaults are what a new chat starts with.
type Defaults struct {
	Schedule string // as Config.Next understands it
	TimeZone string // IANA name; "" means UTC
}

// Config is what a Bot is made of. Store, Compile, Match, Next, DescribeSchedule
// and FindZone are required; without Channels only Answer works.
type Config struct {
	Store    Store
	Channels Router

	// Compile makes a chat's edition for a window of time.
	Compile func(ctx context.Context, chat attache.Chat, from, to time.Time) (attache.Edition, error)
	// Next is the first slot of a schedule after a time. Its error says, for
	// people, what is wrong with the schedule and what to type instead.
	Next func(schedule, tz string, after time.Time) (time.Time, error)
	// DescribeSchedule says a schedule in words: "every day at 07:00 (Europe/Berlin)".
	DescribeSchedule func(schedule, tz string) string
	// Timetable is a schedule for other languages to say; nil: they say it in English.
	Timetable func(schedule, tz string) (attache.Timetable, error)
	// FindZone gives the IANA name of a city, zone or offset; its error says
	// what to type instead.
	FindZone func(text string) (string, error)
	// Tracks and StateOfPlay give /track its negotiations; where one of them is
	// nil there is no such command.
	Tracks      Negotiations
	StateOfPlay func(ctx context.Context, trackID string) (attache.StateOfPlay, error)
	// Match says what of a story passes a filter, and whether it does.
	Match func(attache.Story, attache.Filter) (attache.Match, bool)
	// CountSources is how many sources are followed; nil leaves it unsaid.
	CountSources func(ctx context.Context) (int, error)

	// ListSources are those that are followed; nil: they are not listed.
	ListSources func(ctx context.Context) ([]attache.Source, error)
	// Operator is who runs this, as people reach them; "" is not said.
	Operator string

	// Operators are the addresses of who runs this, and House is what they see and do;
	// where House is nil there is no /admin. Wake tells that something was enqueued.
	Operators []string
	House     attache.House
	Wake      func()
	// Access says who may use the bot; nil: everybody who is not banned.
	Access *Access

	// Shown counts the quotes that are shown to readers; nil: they are not counted.
	Shown *Tally

	// Pages are the archive's addresses; nil: there is none.
	Pages Pages

	Workers  int           // answers made at a time; sending them, and waiting to, holds none: 16
	Timeout  time.Duration // of making one: 60 s
	Defaults Defaults
	Version  string
	Now      func() time.Time
	Logger   *slog.Logger
}

// Bot answers what chats write.
type Bot struct {
	Config
	table  []command
	slots  chan struct{} // held while an answer is made
	known  lexicon
	voice  secret
	judged judged

	newsworthy newsworthy
}

// New makes a bot. It fails where a required part is missing or the default
// schedule is not one.
func New(c Config) (*Bot, error) {
	if c.Store == nil || c.Compile == nil || c.Match == nil || c.Next == nil || c.DescribeSchedule == nil || c.FindZone == nil {
		return nil, errors.New("bot: Store, Compile, Match, Next, DescribeSchedule and FindZone are required")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Defaults.TimeZone == "" {
		c.Defaults.TimeZone = "UTC"
	}
	if _, err := c.Next(c.Defaults.Schedule, c.Defaults.TimeZone, c.Now()); err != nil {
		return nil, fmt.Errorf("default schedule: %w", err)
	}
	if c.Workers <= 0 {
		c.Workers = 16
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.Wake == nil {
		c.Wake = func() {}
	}
	if c.Access == nil {
		c.Access = &Access{Notes: c.Store}
	}
	b := &Bot{Config: c, slots: make(chan struct{}, c.Workers)}
	b.table = b.commands()
	return b, nil
}

// PublishMenu shows the commands in the channels' own menus, and what strangers
// read of the bot.
func (b *Bot) PublishMenu(ctx context.Context) error {
	failed := b.Channels.setMenu(ctx, b.Menus(""))
	for _, lang := range tongues().Langs() {
		if failed != nil { // a rate that is met is met by the others too
			break
		}
		failed = b.Channels.setMenu(ctx, b.Menus(lang))
	}
	return failed
}

// zone is where a chat's clock stands.
func (b *Bot) zone(chat attache.Chat) *time.Location {
	return zone.Of(chat.TimeZone, b.Defaults.TimeZone)
}
