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
// one chat, 20 a minute to one group or channel; 1000 a second over all where
// broadcasts are paid for. A token bucket lets its burst through on top of its
// rate, and the network bunches what was sent apart, so the rates of chats
// stay a little lower; the rate over all is held otherwise, by valve.
const (
	perSecond  = 30
	perSecPaid = 1000
	chatRate   = 0.95
	groupRate  = 15.0 / 60
	groupBurst = 5 // at most 20 in any minute

	sweepEvery = 10 * time.Second
)

// limits paces messages. A chat that nobody waits for and whose limiters have
// filled up again is forgotten: new ones would be the same, so memory holds
// only chats that were written to just now.
type limits struct {
	overall *valve // nil: no limit of any kind
	holds   holds

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
		l.overall = newValve(perSecond)
	case configured > 0:
		l.overall = newValve(configured)
	}
	return l
}

// wait returns when a message may go to the chat, messages to one chat in the
// order they came; the caller calls answered once the server has. Where ctx
// would end before the answer, it returns FaultRate at once with the time it
// would have taken: nothing was sent, so the caller may try again after it.
// What nobody waits for, alerts and editions, comes back so already where its
// chat's turn is further off than it is worth to hold a sender for.
func (l *limits) wait(ctx context.Context, a address, urgency attache.Urgency) (answered func(), err error) {
	if l.overall == nil {
		return func() {}, l.holds.wait(ctx, a.chat, urgency)
	}
	now := time.Now()
	q, place := l.join(now, a)
	defer l.leave(q)
	alone := !a.group() && place == 1 && q.full(now)
	if delay := max(q.delay(now, place), l.holds.left(now, a.chat)); late(ctx, now, delay, urgency) {
		return nil, tooLate(delay)
	}
	select {
	case q.first <- struct{}{}:
	case <-ctx.Done():
		return nil, notSent(ctx)
	}
	defer func() { <-q.first }()
	now = time.Now()
	if delay := max(q.delay(now, 1), l.holds.left(now, a.chat)); late(ctx, now, delay, urgency) {
		return nil, tooLate(delay)
	} else if err := sleep(ctx, delay); err != nil {
		return nil, err
	}
	for {
		if err := l.holds.wait(ctx, a.chat, urgency); err != nil {
			return nil, err
		}
		if answered, err = l.overall.pass(ctx, laneOf(urgency, alone)); err != nil {
			return nil, err
		}
		if l.holds.left(time.Now(), a.chat) <= 0 {
			break
		}
		answered() // a 429 came while this one waited for its turn
	}
	now = time.Now()
	for _, limiter := range q.limiters {
		limiter.ReserveN(now, 1)
	}
	return answered, nil
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

// unhurried is how long an alert or an edition waits in here for its chat:
// longer, and its sender had better take another one meanwhile.
const unhurried = 1500 * time.Millisecond

// late tells whether ctx would end before the message's answer, or the wait is
// too long for what nobody waits for.
func late(ctx context.Context, now time.Time, delay time.Duration, urgency attache.Urgency) bool {
	if delay <= 0 {
		return false
	}
	if urgency != attache.Answering && delay > unhurried {
		return true
	}
	end, ok := ctx.Deadline()
	if !ok {
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
