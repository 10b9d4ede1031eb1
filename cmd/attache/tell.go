package main

import (
	"context"

	"attache"
	"attache/bot"
)

// tell writes to the operators that the configuration names, and to the log.
func (h *app) tell(ctx context.Context, channel bot.Channel, text string) {
	h.log.Warn(text)
	if channel == nil {
		return
	}
	for _, id := range h.config.Admins {
		doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: text}}}}}
		if _, err := channel.Send(ctx, "telegram:"+id, doc); err != nil {
			h.log.Warn("an operator could not be told; have they written to the bot?", "user", id, "err", err)
		}
	}
}
