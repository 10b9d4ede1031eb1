package main

import (
	"context"
	"errors"
	"fmt"

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
func (h *app) notify(ctx context.Context, text string) { _ = h.tellAll(ctx, text) } // the log has what failed

// tellAll is notify, and says when nobody could be told.
func (h *app) tellAll(ctx context.Context, text string) error {
	h.log.Warn(text)
	if h.live != nil && !h.borrowed {
		select {
		case <-h.live.connected:
		default:
			return nil // nobody can be written to yet
		}
	}
	if len(h.channels) == 0 {
		return nil
	}
	var failed error
	told := 0
	for _, address := range h.settings().Admins {
		doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: text}}}}}
		if _, err := h.channels.Send(ctx, address, doc); err != nil {
			h.log.Warn("an operator could not be told; have they written to the bot?", "operator", address, "err", err)
			failed = errors.Join(failed, fmt.Errorf("telling %s: %w", address, err))
			continue
		}
		told++
	}
	if told > 0 {
		return nil // whoever was told would be told again
	}
	return failed
}
