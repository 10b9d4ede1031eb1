package main

import (
	"context"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// tellSystemd tells the service manager when the bot is ready and, as long as it
// is alive, that it is; where there is no manager nothing happens. It never ends
// the program.
func (l *live) tellSystemd(ctx context.Context) error {
	defer func() { _, _ = daemon.SdNotify(false, daemon.SdNotifyStopping) }()
	select {
	case <-l.connected:
	case <-ctx.Done():
		return nil
	}
	sent, err := daemon.SdNotify(false, daemon.SdNotifyReady)
	if err != nil {
		l.app.log.Warn("the service manager could not be told that the bot is ready", "err", err)
	}
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil || every <= 0 || !sent {
		<-ctx.Done()
		return nil
	}
	beat := time.NewTicker(every / 3)
	defer beat.Stop()
	for {
		if err := l.healthy(ctx); err == nil {
			_, _ = daemon.SdNotify(false, daemon.SdNotifyWatchdog)
		} else if ctx.Err() == nil {
			l.app.log.Error("the bot is not well; without a change the service manager will restart it", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
		}
	}
}
