package main

import (
	"context"

	"attache"
)

// notify writes to the operators that the configuration names, and to the log.
func (h *app) notify(ctx context.Context, text string) {
	h.log.Warn(text)
	if len(h.channels) == 0 {
		return
	}
	for _, address := range h.config.Admins {
		doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: text}}}}}
		if _, err := h.channels.Send(ctx, address, doc); err != nil {
			h.log.Warn("an operator could not be told; have they written to the bot?", "operator", address, "err", err)
		}
	}
}
