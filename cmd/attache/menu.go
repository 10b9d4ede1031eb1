package main

import (
	"context"
	"errors"
	"time"

	"attache"
	"attache/bot"
)

// The menu of commands is tried again so often, more seldom each time.
const (
	menuAgain     = 30 * time.Second
	menuAgainMost = time.Hour
)

// publishMenu shows the commands in the channels' menus, and tries until it
// could: people find the commands there. It never ends the program.
func (h *app) publishMenu(ctx context.Context, conversation *bot.Bot) error {
	for wait := menuAgain; ; wait = min(2*wait, menuAgainMost) {
		err := conversation.PublishMenu(ctx)
		if err == nil {
			return nil
		}
		pause := wait
		if refused, ok := errors.AsType[*attache.SendError](err); ok {
			pause = max(wait, refused.RetryAfter)
		}
		if ctx.Err() == nil {
			h.log.Warn("the menu of commands was not published; everything else works. Trying again", "err", err, "in", pause.String())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}
