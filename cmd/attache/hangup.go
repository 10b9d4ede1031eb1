package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// heedHangup keeps a closing terminal, or whoever sends SIGHUP, from ending the
// program halfway.
func (h *app) heedHangup(ctx context.Context) error {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangups:
			h.log.Info("a hangup was heeded: the bot goes on")
		}
	}
}
