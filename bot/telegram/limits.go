package telegram

import (
	"context"
	"errors"
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

// limits paces messages. A chat that nobody waits for and whose limiters have
// filled up again is forgotten: new ones would be the same, so memory holds
// only chats that were written to just now.
type limits struct {
	overall *rate.Limiter // nil: no limit of any kind

	mu    sync.Mutex
	chats map[int64]*queue
	swept time.Time
}

// queue is the messages that wait to go to one chat. Only the first of them
// waits for the overall rate too, and the chat's own turn is counted from when
// it passed: else a crowd there would bunch a chat's messages up again.
type queue struct {
	limiters []*rate.Limiter
	first    chan struct{} // held by the first
	waiting  int           // with the first; guarded by limits.mu
}

func newLimits(configured float64) *limits {
	l := &limits{chats: map[int64]*queue{}}
	switch {
	case configured == 0:
		l.overall = rate.NewLimiter(perSecond, 1)
	case configured > 0:
		l.overall = rate.NewLimiter(rate.Limit(configured), 1)
	}
	return l
}

// wait returns when a message may go to the chat, messages to one chat in the
// order they came. Where ctx would end before the answer, it returns FaultRate
// at once with the time it would have taken: nothing was sent, so the caller
// may try again after it.
func (l *limits) wait(ctx context.Context, a address) error {
	if l.overall == nil {
		return nil
	}
	now := time.Now()
	q, place := l.join(now, a)
	defer l.leave(q)
	if delay := q.delay(now, place); late(ctx, now, delay) {
		return tooLate(delay)
	}
	select {
	case q.first <- struct{}{}:
	case <-ctx.Done():
		return notSent(ctx)
	}
	defer func() { <-q.first }()
	now = time.Now()
	if delay := q.delay(now, 1); late(ctx, now, delay) {
		return tooLate(delay)
	} else if err := sleep(ctx, delay); err != nil {
		return err
	}
	if err := l.pass(ctx); err != nil {
		return err
	}
	now = time.Now()
	for _, limiter := range q.limiters {
		limiter.ReserveN(now, 1)
	}
	return nil
}

// pass waits for the overall rate.
func (l *limits) pass(ctx context.Context) error {
	now := time.Now()
	turn := l.overall.ReserveN(now, 1)
	delay := turn.DelayFrom(now)
	if late(ctx, now, delay) {
		turn.CancelAt(now)
		return tooLate(delay)
	}
	if err := sleep(ctx, delay); err != nil {
		turn.Cancel()
		return err
	}
	return nil
}

// join finds or makes a chat's queue and says at which place a new message
// stands in it, from 1.
func (l *limits) join(now time.Time, a address) (q *queue, place int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) >= sweepEvery {
		l.swept = now
		for id, q := range l.chats {
			if q.waiting == 0 && q.full(now) {
				delete(l.chats, id)
			}
		}
	}
	q = l.chats[a.chat]
	if q == nil {
		q = &queue{first: make(chan struct{}, 1), limiters: []*rate.Limiter{rate.NewLimiter(chatRate, 1)}}
		if a.group() {
			q.limiters = append(q.limiters, rate.NewLimiter(groupRate, groupBurst))
		}
		l.chats[a.chat] = q
	}
	q.waiting++
	return q, q.waiting
}

func (l *limits) leave(q *queue) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q.waiting--
}

// delay is how long the message at a place has to wait for its chat.
func (q *queue) delay(now time.Time, place int) (d time.Duration) {
	for _, limiter := range q.limiters {
		missing := float64(place) - limiter.TokensAt(now)
		d = max(d, time.Duration(missing/float64(limiter.Limit())*float64(time.Second)))
	}
	return d
}

func (q *queue) full(now time.Time) bool {
	return !slices.ContainsFunc(q.limiters, func(limiter *rate.Limiter) bool {
		return limiter.TokensAt(now) < float64(limiter.Burst())
	})
}

// answerTime is left to a message after its turn, or half of what its context
// has where that is less: one that is cut off on its way may arrive twice.
const answerTime = 5 * time.Second

// late tells whether ctx would end before the message's answer.
func late(ctx context.Context, now time.Time, delay time.Duration) bool {
	end, ok := ctx.Deadline()
	if !ok || delay <= 0 {
		return false
	}
	left := end.Sub(now)
	return delay > left-min(answerTime, left/2)
}

func tooLate(delay time.Duration) error {
	return &attache.SendError{
		Fault: attache.FaultRate, RetryAfter: delay,
		Err: fmt.Errorf("not sent: its turn under the rate limits comes in %s", delay.Round(time.Millisecond)),
	}
}

// notSent is a wait that ended with its context.
func notSent(ctx context.Context) error {
	err := &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("not sent: %w", ctx.Err())}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err.Fault, err.RetryAfter = attache.FaultRate, time.Second
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return notSent(ctx)
	}
}
