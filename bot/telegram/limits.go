package telegram

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"attache"
)

// What Telegram documents: about 30 messages a second over all, 1 a second to
// one chat, 20 a minute to one group or channel. A token bucket lets its burst
// through on top of its rate, and the network bunches what was sent apart, so
// the rates stay a little lower.
const (
	perSecond  = 28 // with a burst of 1
	chatRate   = 0.95
	groupRate  = 15.0 / 60
	groupBurst = 5 // at most 20 in any minute

	sweepEvery = 10 * time.Second
)

// limits paces messages. A chat whose limiters have filled up again is
// forgotten: new ones would be the same, so memory holds only chats that were
// written to just now.
type limits struct {
	overall *rate.Limiter // nil: no limit of any kind

	mu    sync.Mutex
	chats map[int64][]*rate.Limiter // all of which must agree
	swept time.Time
}

func newLimits(configured float64) *limits {
	l := &limits{chats: map[int64][]*rate.Limiter{}}
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
	if err := take(ctx, func(now time.Time) turn { return l.reserve(now, a) }); err != nil {
		return err
	}
	return take(ctx, func(now time.Time) turn { return turn{l.overall.ReserveN(now, 1)} })
}

// reserve takes a chat's turn, under the lock: a limiter with a turn taken is
// not full, so it is not forgotten meanwhile.
func (l *limits) reserve(now time.Time, a address) turn {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	limiters := l.chats[a.chat]
	if limiters == nil {
		limiters = []*rate.Limiter{rate.NewLimiter(chatRate, 1)}
		if a.group() {
			limiters = append(limiters, rate.NewLimiter(groupRate, groupBurst))
		}
		l.chats[a.chat] = limiters
	}
	var t turn
	for _, limiter := range limiters {
		t = append(t, limiter.ReserveN(now, 1))
	}
	return t
}

// sweep forgets the chats whose limiters are full.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < sweepEvery {
		return
	}
	l.swept = now
	for id, limiters := range l.chats {
		waiting := slices.ContainsFunc(limiters, func(limiter *rate.Limiter) bool {
			return limiter.TokensAt(now) < float64(limiter.Burst())
		})
		if !waiting {
			delete(l.chats, id)
		}
	}
}

// turn is a place in one or several queues.
type turn []*rate.Reservation

// delay is how long until it comes.
func (t turn) delay(now time.Time) (d time.Duration) {
	for _, each := range t {
		d = max(d, each.DelayFrom(now))
	}
	return d
}

// cancel gives it back.
func (t turn) cancel(now time.Time) {
	for _, each := range t {
		each.CancelAt(now)
	}
}

// take waits for a turn.
func take(ctx context.Context, reserve func(now time.Time) turn) error {
	now := time.Now()
	turn := reserve(now)
	delay := turn.delay(now)
	if delay <= 0 {
		return nil
	}
	if end, ok := ctx.Deadline(); ok && end.Before(now.Add(delay)) {
		turn.cancel(now)
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
		turn.cancel(time.Now())
		return &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("not sent: %w", ctx.Err())}
	}
}
