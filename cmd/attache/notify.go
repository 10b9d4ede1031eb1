package main

import (
	"context"

	"attache"
)

// settings are the configuration as it was read last.
func (h *app) settings() *config {
	if h.live != nil {
		return h.live.config.Load()
	}
	return &h.config
}

// notify writes to the operators that the configuration names, and to the log.
func (h *app) notify(ctx context.Context, text string) {
	h.log.Warn(text)
	if len(h.channels) == 0 {
		return
	}
	for _, address := range h.settings().Admins {
		doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: text}}}}}
		if _, err := h.channels.Send(ctx, address, doc); err != nil {
			h.log.Warn("an operator could not be told; have they written to the bot?", "operator", address, "err", err)
		}
	}
}
