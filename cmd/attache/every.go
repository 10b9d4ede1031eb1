package main

import (
	"context"
	"time"

	"github.com/robfig/cron/v3"
)

// How late a digest may be looked for after its minute came, and how often
// stories are looked at for breaking ones.
const (
	tickEvery  = 5 * time.Second
	alertEvery = time.Minute
)

// every has something looked at, at once and then so often, until the context
// ends. A look that takes longer delays the next; it never runs beside itself.
// One that fails is made again at its time; failed says what it is about. What
// fails again and again is logged once, and with a count when it works again.
func (h *app) every(ctx context.Context, interval time.Duration, failed string, look func(context.Context, time.Time) error) error {
	failures := 0
	job := cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(func() {
		err := look(ctx, h.now())
		if h.live != nil {
			h.live.pulse.beat(failed, time.Now())
		}
		switch {
		case ctx.Err() != nil:
		case err == nil && failures > 0:
			h.log.Info("it works again: "+failed+" for a while", "failures", failures)
			failures = 0
		case err == nil:
		default:
			if failures++; failures == 1 {
				h.log.Error(failed+"; trying again", "err", err, "every", interval.String())
			}
		}
	}))
	job.Run() // what fell due while nothing ran
	clock := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger))
	clock.Schedule(cron.Every(interval), job)
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	return ctx.Err()
}
