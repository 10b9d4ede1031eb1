package telegram

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"attache"
)

// What Telegram documents: about 30 messages a second over all, 1 a second to
// one chat, 20 a minute to one group. A token bucket lets its burst through on
// top of its rate, so rates are set that much lower.
const (
	perSecond  = 29 // and a burst of 1: at most 30 in any second
	chatRate   = 1
	chatBurst  = 3
	groupRate  = 15.0 / 60
	groupBurst = 5 // at most 20 in any minute

	sweepEvery = 10 * time.Second
)

// limits paces messages. A limiter that has filled up again is forgotten: a
// new one would be the same, so memory holds only chats written to just now.
type limits struct {
	overall *rate.Limiter // nil: no limit of any kind

	mu    sync.Mutex
	chats map[int64]*rate.Limiter
	swept time.Time
}

func newLimits(configured float64) *limits {
	l := &limits{chats: map[int64]*rate.Limiter{}}
	switch {
	case configured == 0:
		l.overall = rate.NewLimiter(perSecond, 1)
	case configured > 0:
		l.overall = rate.NewLimiter(rate.Limit(configured), 1)
	}
	return l
}

// wait returns when a message may go to the chat. Where ctx would end before,
// it returns FaultRate at once with the time it would have taken: nothing was
// sent, so the caller may try again after it.
func (l *limits) wait(ctx context.Context, a address) error {
	if l.overall == nil {
		return nil
	}
	// The chat first: while it waits its turn, others use the overall rate.
	if err := take(ctx, func(now time.Time) *rate.Reservation { return l.reserve(now, a) }); err != nil {
		return err
	}
	return take(ctx, func(now time.Time) *rate.Reservation { return l.overall.ReserveN(now, 1) })
}

// reserve takes a chat's turn, under the lock: a limiter with a turn taken is
// not full, so it is not forgotten meanwhile.
func (l *limits) reserve(now time.Time, a address) *rate.Reservation {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) >= sweepEvery {
		l.swept = now
		for id, limiter := range l.chats {
			if limiter.TokensAt(now) >= float64(limiter.Burst()) {
				delete(l.chats, id)
			}
		}
	}
	limiter := l.chats[a.chat]
	if limiter == nil {
		limiter = rate.NewLimiter(chatRate, chatBurst)
		if a.group() {
			limiter = rate.NewLimiter(groupRate, groupBurst)
		}
		l.chats[a.chat] = limiter
	}
	return limiter.ReserveN(now, 1)
}

// take waits for a turn.
func take(ctx context.Context, reserve func(now time.Time) *rate.Reservation) error {
	now := time.Now()
	turn := reserve(now)
	delay := turn.DelayFrom(now)
	if delay <= 0 {
		return nil
	}
	if end, ok := ctx.Deadline(); ok && end.Before(now.Add(delay)) {
		turn.CancelAt(now)
		return &attache.SendError{
			Fault: attache.FaultRate, RetryAfter: delay,
			Err: fmt.Errorf("not sent: this chat's turn comes in %s", delay.Round(time.Millisecond)),
		}
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		turn.Cancel()
		return &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("not sent: %w", ctx.Err())}
	}
}
