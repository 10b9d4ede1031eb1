package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"attache"
	"attache/bot"
	"attache/digest/slot"
	"attache/publish/facebook"
	"attache/publish/mail"
)

// publishCommand looks after places that are only sent to.
type publishCommand struct {
	Check  publishCheckCommand  `cmd:"" help:"Ask the configured places whether they would take what is published; nothing is."`
	Bounce publishBounceCommand `cmd:"" help:"Take a report of failed delivery, as a mail alias pipes it in."`
}

type publishCheckCommand struct{}

// Run prints a line for each place. What is wrong is exit status 1, whatever it is.
func (c *publishCheckCommand) Run(s *session) error {
	h, err := s.openPlain()
	if err != nil {
		return errors.New(err.Error()) // as no usage error, whose exit status is another
	}
	checks := h.placeChecks(fleeting{})
	if len(checks) == 0 {
		return errors.New("no place to publish to is configured; see publish.facebook and publish.mail")
	}
	failed := 0
	for _, check := range checks {
		told, err := check(s.ctx)
		if err != nil {
			failed++
			told = strings.TrimPrefix(err.Error(), "send: ")
		}
		fmt.Fprintln(s.env.out, told)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d places would not take what is published", failed, len(checks))
	}
	return nil
}

// openPlain reads the configuration alone: a running bot has the store.
func (s *session) openPlain() (*app, error) {
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return nil, err
	}
	return &app{config: c, log: newLogger(s.env.err, s.flags.Verbose), now: time.Now}, nil
}

// placeChecks ask each configured place.
func (h *app) placeChecks(notes attache.Notebook) []func(context.Context) (string, error) {
	var checks []func(context.Context) (string, error)
	if h.config.Publish.Facebook.Page != "" {
		checks = append(checks, func(ctx context.Context) (string, error) {
			page, err := h.facebook(notes)
			if err != nil {
				return "", err
			}
			s, err := page.Check(ctx)
			if err != nil {
				return "", err
			}
			ends := "its token does not expire by itself"
			if !s.Expires.IsZero() {
				ends = "its token expires on " + s.Expires.Format("2 January 2006, 15:04 UTC")
			}
			return fmt.Sprintf("facebook: the page %s (%s) can be posted to; %s", s.Name, page.Page, ends), nil
		})
	}
	if h.config.Publish.Mail.SMTP != "" {
		checks = append(checks, func(ctx context.Context) (string, error) {
			s, err := h.mailer()
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("mail: %s takes letters from %s", h.config.Publish.Mail.SMTP, h.config.Publish.Mail.From), s.mail.Check(ctx)
		})
	}
	return checks
}

// fleeting is a notebook that keeps nothing: for what only asks.
type fleeting struct{}

func (fleeting) Note(context.Context, string) ([]byte, error)  { return nil, attache.ErrNotFound }
func (fleeting) SetNote(context.Context, string, []byte) error { return nil }

// facebook makes the client of the configured page.
func (h *app) facebook(notes attache.Notebook) (*facebook.Client, error) {
	c := h.config.Publish.Facebook
	zone, err := time.LoadLocation(h.config.Digest.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return facebook.New(facebook.Config{
		Page: c.Page, APIURL: c.APIURL, Limit: c.Limit, Zone: zone, Notes: notes, Now: h.now, Logger: h.log,
		Token: func() (string, error) {
			raw, err := readSmall(c.TokenFile, maxToken)
			return string(raw), err
		},
	})
}

// openFacebook is a page that is posted to; nil where none is configured. Whether
// its token is good is asked later: the chats do not wait for a page.
func openFacebook(_ context.Context, h *app) (*channel, error) {
	if h.config.Publish.Facebook.Page == "" {
		return nil, nil
	}
	page, err := h.facebook(h.store)
	if err != nil {
		return nil, err
	}
	return &channel{scheme: facebook.Scheme, Sender: page, name: page.Address(), watch: page.Watch}, nil
}

// place is where editions go that nobody subscribed: an address with its settings.
type place struct {
	address, title string
	schedule       string
	follow         textList
}

// places are those that are configured.
func (h *app) places() []place {
	var list []place
	if f := h.config.Publish.Facebook; f.Page != "" {
		list = append(list, place{facebook.Scheme + ":" + f.Page, "Facebook page " + f.Page, f.Schedule, f.Follow})
	}
	return list
}

// settlePlaces makes the configured places subscribers like any other, with their
// own schedules, and lets those go that are configured no more.
func (h *app) settlePlaces(ctx context.Context) error {
	wanted := map[string]bool{}
	for _, p := range h.places() {
		wanted[p.address] = true
		if err := h.settlePlace(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.address, err)
		}
	}
	var left []string
	err := h.store.EachChat(ctx, func(c attache.Chat) error {
		if bot.Scheme(c.ID) == facebook.Scheme && !wanted[c.ID] && c.State != attache.ChatStopped {
			left = append(left, c.ID)
		}
		return nil
	})
	for _, id := range left {
		err = errors.Join(err, h.store.UpdateChat(ctx, id, func(c *attache.Chat) error {
			c.Turn(attache.ChatStopped, "it is configured no more")
			c.NextSlot = time.Time{}
			return nil
		}))
	}
	return err
}

func (h *app) settlePlace(ctx context.Context, p place) error {
	schedule, zone := cmp.Or(p.schedule, h.config.Digest.Schedule), h.config.Digest.TimeZone
	rules, err := slot.Parse(schedule, zone)
	if err != nil {
		return err
	}
	now := h.now()
	return h.store.UpdateChat(ctx, p.address, func(c *attache.Chat) error {
		if c.Joined.IsZero() {
			c.Joined = now.UTC()
		}
		if !c.Subscribed() {
			c.Turn(attache.ChatActive, "")
		}
		c.Kind, c.Title, c.Lang, c.Filter = attache.Channel, p.title, "en", p.follow.filter()
		if c.Schedule != schedule || c.TimeZone != zone || c.NextSlot.IsZero() {
			c.Schedule, c.TimeZone, c.NextSlot = schedule, zone, rules.Next(now).UTC()
		}
		return nil
	})
}

// layout sets an edition for where it goes. A place that nobody can answer has no
// commands, and one link: to the edition's page, where there is one.
func (h *app) layout() func(attache.Edition, attache.Chat, attache.Limits) attache.Document {
	pages := h.pages()
	chats := bot.LayoutLinked(pages)
	return func(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
		switch scheme := bot.Scheme(chat.ID); {
		case scheme != facebook.Scheme && scheme != mail.Scheme:
			return chats(e, chat, limits)
		case e.Stories() == 0:
			return attache.Document{} // neither a page nor a letter says that there is nothing to say
		case scheme == mail.Scheme:
			return chats(e, chat, limits)
		}
		doc := bot.Layout(e, chat, limits)
		doc.Buttons = nil
		if pages != nil {
			doc.Buttons = [][]attache.Button{{{Label: "All reports and sources", URL: pages("/editions/" + url.PathEscape(e.ID))}}}
		}
		return doc
	}
}

// How often a place is asked whether it is still good, and again where it could not
// be asked.
const (
	watchEvery = 6 * time.Hour
	watchAgain = 5 * time.Minute
)

// watch asks a place whether it is still good until the context ends, and tells the
// operators what they should know.
func (h *app) watch(ctx context.Context, c *channel) error {
	for {
		wait := cmp.Or(c.watchEvery, watchEvery)
		if err := c.watch(ctx, h.tellAll); err != nil {
			h.log.Warn("a place to publish to is not known to be good", "place", c.name, "err", err)
			wait = watchAgain
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}
