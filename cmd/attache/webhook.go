package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"

	"attache"
	"attache/bot/telegram"
)

// Bounds of what may be held of the webhook's address by those who reach it.
const (
	webhookTime        = time.Minute
	webhookHeadTime    = 5 * time.Second
	webhookConnections = 64
)

// serveWebhook has Telegram bring its updates, and takes them until the context
// ends. The webhook stays set: what happens until the next start waits there.
func (h *app) serveWebhook(ctx context.Context, inbox *telegram.Webhook) error {
	c := h.config.Delivery.Webhook
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("delivery.webhook.listen: %w", err)
	}
	server := &http.Server{
		Handler: inbox, ReadTimeout: webhookTime, ReadHeaderTimeout: webhookHeadTime, WriteTimeout: webhookTime, IdleTimeout: webhookTime,
		MaxHeaderBytes: 16 << 10, ErrorLog: quietly(h.log),
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	limited := netutil.LimitListener(listener, webhookConnections)
	ended := make(chan error, 1)
	go func() {
		if c.CertFile != "" {
			ended <- server.ServeTLS(limited, c.CertFile, c.KeyFile)
		} else {
			ended <- server.Serve(limited)
		}
	}()
	if err := h.setWebhook(ctx, inbox); err != nil {
		return errors.Join(err, server.Close(), notClosed(<-ended))
	}
	if err := notClosed(<-ended); err != nil {
		return fmt.Errorf("delivery.webhook: %w", err)
	}
	return ctx.Err()
}

// quietly is where a server tells of clients that broke off or were no such clients:
// strangers must not fill the log.
func quietly(to *slog.Logger) *log.Logger {
	return slog.NewLogLogger(to.Handler(), slog.LevelDebug)
}

// notClosed is why a server ended; nil where it was closed.
func notClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// setWebhook tries until Telegram takes the address, or refuses it for good.
func (h *app) setWebhook(ctx context.Context, inbox *telegram.Webhook) error {
	for {
		err := inbox.Set(ctx)
		if err == nil {
			h.log.Info("updates are brought to the webhook", "address", h.config.Delivery.Webhook.PublicURL)
			return nil
		}
		failed, ok := errors.AsType[*attache.SendError](err)
		if !ok || failed.Fault != attache.FaultRetry && failed.Fault != attache.FaultRate {
			return usage("the webhook was refused; see delivery.webhook.public_url: %w", err)
		}
		h.log.Warn("the webhook could not be set; trying again", "err", err, "in", connectAgain.String())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(connectAgain, failed.RetryAfter)):
		}
	}
}
