package main

import (
	"context"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"github.com/coreos/go-systemd/v22/daemon"
)

// heedHangup reads the configuration again at SIGHUP, so that sources, the
// schedule of new chats and the operators change without a restart. A closing
// terminal ends nothing either.
func (h *app) heedHangup(ctx context.Context, wake func()) error {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangups:
			_, _ = daemon.SdNotify(false, daemon.SdNotifyReloading)
			h.reload(ctx, wake)
			_, _ = daemon.SdNotify(false, daemon.SdNotifyReady)
		}
	}
}

// reload takes over what of the configuration can change while the bot runs.
// Where something in it is wrong, all of it stays as it was.
func (h *app) reload(ctx context.Context, wake func()) {
	if h.reread == nil {
		h.log.Info("a hangup was heeded: the bot goes on")
		return
	}
	read, err := h.reread()
	if err != nil {
		h.log.Error("the configuration is not taken over: it is wrong. The old one stays", "err", err)
		return
	}
	old := h.live.config.Load()
	now := *old
	now.Admins, now.Sources, now.Defaults, now.Digest, now.Backup = read.Admins, read.Sources, read.Defaults, read.Digest, read.Backup
	now.Retention, now.Access = read.Retention, read.Access
	now.warnings = read.warnings
	for _, warning := range now.warnings {
		h.log.Warn(warning)
	}
	h.live.config.Store(&now)
	conversation, err := h.bot()
	if err == nil {
		err = h.settleSources(ctx)
	}
	if err != nil {
		h.live.config.Store(old)
		h.log.Error("the configuration could not be taken over. The old one stays", "err", err)
		return
	}
	if h.access != nil {
		h.access.Set(now.Access.listed(), now.Access.addresses(), now.Admins)
	}
	h.live.talk.Store(conversation)
	h.live.digests.Store(h.scheduler(wake))
	h.log.Info("the configuration was read again", "sources", len(now.Sources), "operators", len(now.Admins), "schedule", now.Digest.Schedule)
	if later := differing(&now, &read); len(later) > 0 {
		h.log.Warn("what else changed in the configuration needs a restart", "keys", strings.Join(later, ", "))
	}
}

// differing are the keys of the file whose values are not the same.
func differing(a, b *config) []string {
	var keys []string
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		field := x.Type().Field(i)
		if !field.IsExported() || reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			continue
		}
		key, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		keys = append(keys, key)
	}
	if a.token != b.token {
		keys = append(keys, "the token")
	}
	slices.Sort(keys)
	return keys
}
