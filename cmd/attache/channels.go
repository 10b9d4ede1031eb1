package main

import (
	"context"
	"errors"
	"time"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
)

// channel is a way to chats, or a place that is only sent to.
type channel struct {
	scheme string // what its addresses begin with
	bot.Sender
	inbox bot.Inbox // nil where nobody can answer
	note  string    // the note of how far the inbox was handled
	name  string    // for the log
	end   func()
	// watch asks whether it is still good, and tells what an operator should know;
	// nil where that shows by itself
	watch      func(ctx context.Context, tell func(context.Context, string) error) error
	watchEvery time.Duration // 0: watchEvery
	// serve takes what is brought to its inbox, until the context ends; nil where
	// the inbox fetches it
	serve func(ctx context.Context) error
}

// kinds are the channels there are: what opens one as it is configured, nil
// where it is not. A second channel is a line here.
var kinds = []func(context.Context, *app) (*channel, error){
	openTelegram,
	openFacebook,
	openMail,
}

// schemes are what an address may begin with, and what must be behind it.
var schemes = map[string]func(rest string) error{
	telegram.Scheme: checkTelegramID,
}

// channels are those that are open.
type channels []*channel

// connect opens what is configured. A machine that boots may have no network
// yet: that is waited out; a token that is wrong is not.
func (h *app) connect(ctx context.Context) (open channels, err error) {
	for _, kind := range kinds {
		c, err := h.connectOne(ctx, kind)
		if err != nil {
			open.close()
			return nil, err
		}
		if c != nil {
			open = append(open, c)
		}
	}
	return open, nil
}

// connectAgain is how long to wait before a channel is asked again at the start.
const connectAgain = 15 * time.Second

func (h *app) connectOne(ctx context.Context, kind func(context.Context, *app) (*channel, error)) (*channel, error) {
	for {
		c, err := kind(ctx, h)
		failed, isSend := errors.AsType[*attache.SendError](err)
		switch {
		case err == nil:
			return c, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !isSend || failed.Fault != attache.FaultRetry:
			return nil, usage("%w", err)
		}
		h.log.Warn("a channel cannot be reached; trying again", "err", err, "in", connectAgain.String())
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(connectAgain):
		}
	}
}

// router finds a channel by an address's scheme.
func (cs channels) router() bot.Router {
	r := bot.Router{}
	for _, c := range cs {
		r[c.scheme] = c.Sender
	}
	return r
}

// names are the channels as the log names them.
func (cs channels) names() []string {
	var names []string
	for _, c := range cs {
		names = append(names, c.name)
	}
	return names
}

func (cs channels) close() {
	for _, c := range cs {
		if c.end != nil {
			c.end()
		}
	}
}

// Telegram's client is all that a channel can be.
var (
	_ bot.Channel = (*telegram.Client)(nil)
	_ bot.Inbox   = (*telegram.Client)(nil)
)

// openTelegram is the channel that there always is.
func openTelegram(ctx context.Context, h *app) (*channel, error) {
	client, err := telegram.Open(ctx, telegram.Config{
		Token: h.config.token, APIURL: h.config.APIURL, PerSecond: h.config.perSecond, Paid: h.config.Delivery.Paid, Logger: h.log, Now: h.now,
		Observe: h.observed(), Holds: h.holds(ctx), OnHold: h.noteHolds,
	})
	if err != nil {
		return nil, err
	}
	c := &channel{
		scheme: telegram.Scheme, Sender: client, inbox: client, note: "bot.updates",
		name: telegram.Scheme + ":@" + client.Username(), end: client.Close,
	}
	if hook := h.config.Delivery.Webhook; hook.Listen != "" {
		inbox := telegram.NewWebhook(client, hook.PublicURL)
		c.inbox, c.serve = inbox, func(ctx context.Context) error { return h.serveWebhook(ctx, inbox) }
	}
	return c, nil
}
