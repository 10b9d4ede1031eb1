package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"attache"
)

// Courier takes due deliveries from the outbox to their chats. It claims no
// more than it has workers free, so that a crash leaves at most as many
// claimed; each is sent within its lease and settled once.
//
// Outbox, Chats and Channels are required; zero values of the rest mean the
// figures beside them.
type Courier struct {
	Outbox   attache.Outbox
	Chats    attache.Chats
	Channels Router
	Layout   func(attache.Edition, attache.Chat, attache.Limits) attache.Document // bot.Layout
	Now      func() time.Time
	Logger   *slog.Logger

	Workers     int             // sends at a time: 16
	Batch       int             // claimed at a time, at most the free workers: Workers
	Lease       time.Duration   // how long a claim holds: 60 s
	SendTimeout time.Duration   // how long one send may take; at most two thirds of Lease: 40 s
	Poll        time.Duration   // how often the outbox is asked when idle: 15 s
	Wake        <-chan struct{} // something was enqueued; may be nil
	Grace       time.Duration   // how long sends may go on after the end: 15 s
	MaxAttempts int             // failed sends until a delivery is dead: 12
	Backoff     time.Duration   // after the first failure, doubled each time: 10 s
	MaxBackoff  time.Duration   // 15 min
	Shown       *Tally          // of quotes that were sent; may be nil
	// Revised counts the changes of stored editions; nil: each message is made anew
	// from its edition.
	Revised func() uint64
	// Admits tells whether a chat may be sent what comes by itself; nil: all may.
	Admits func(ctx context.Context, chat attache.Chat) (bool, error)
	// Notify reports what an operator should know, such as a chat that took
	// away the right to write; may be nil.
	Notify func(ctx context.Context, text string)

	mu    sync.Mutex
	due   []time.Time      // when retries settled so far are due, the earliest ones
	paces map[string]*pace // by scheme
	stop  error            // a fault that ends the run

	rendered rendered
}

// pace is how a channel as a whole takes what is sent.
type pace struct {
	limited int       // rate faults in a row
	held    time.Time // nothing is sent before
}

// errCut ends the sends that are still going on when the grace is over.
var errCut = errors.New("the courier's grace is over")

// Run delivers until the context ends, and then lets the sends in hand finish
// within Grace; what does not finish stays claimed and is claimed again when
// its lease ends. It returns nil then, and an error when the channel refuses
// the bot as such: FaultAuth and FaultConflict.
func (c *Courier) Run(ctx context.Context) error {
	c.defaults()
	sends, cut := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cut(nil)
	ctx, end := context.WithCancel(ctx)
	defer end()

	free := make(chan struct{}, c.Workers)
	for range c.Workers {
		free <- struct{}{}
	}
	var wg sync.WaitGroup
	for ctx.Err() == nil {
		n := c.take(ctx, free)
		if n == 0 {
			break
		}
		batch := c.claim(ctx, n)
		for range n - len(batch) {
			free <- struct{}{}
		}
		for _, d := range batch {
			wg.Go(func() {
				defer func() { free <- struct{}{} }()
				if err := c.deliver(sends, d); err != nil {
					c.halt(err)
					end()
				}
			})
		}
		if len(batch) == 0 {
			c.idle(ctx)
		}
	}
	c.drain(&wg, cut)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stop
}

func (c *Courier) defaults() {
	c.due, c.paces, c.stop = nil, map[string]*pace{}, nil
	for scheme := range c.Channels {
		c.paces[scheme] = &pace{}
	}
	orInt := func(v *int, usual int) {
		if *v <= 0 {
			*v = usual
		}
	}
	or := func(v *time.Duration, usual time.Duration) {
		if *v <= 0 {
			*v = usual
		}
	}
	orInt(&c.Workers, 16)
	orInt(&c.Batch, c.Workers)
	orInt(&c.MaxAttempts, 12)
	or(&c.Lease, time.Minute)
	or(&c.SendTimeout, 40*time.Second)
	c.SendTimeout = min(c.SendTimeout, c.Lease*2/3)
	or(&c.Poll, 15*time.Second)
	or(&c.Grace, 15*time.Second)
	or(&c.Backoff, 10*time.Second)
	or(&c.MaxBackoff, 15*time.Minute)
	if c.Layout == nil {
		c.Layout = Layout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
}

// take waits for a free worker and takes what others are free, up to a batch.
// 0: the context ended.
func (c *Courier) take(ctx context.Context, free <-chan struct{}) int {
	select {
	case <-ctx.Done():
		return 0
	case <-free:
	}
	n := 1
	for n < c.Batch {
		select {
		case <-free:
			n++
		default:
			return n
		}
	}
	return n
}

// claim asks the outbox for due deliveries, unless every channel is limited
// as a whole just now.
func (c *Courier) claim(ctx context.Context, n int) []attache.Delivery {
	now := c.Now()
	c.mu.Lock()
	held := now.Before(c.allHeld())
	c.due = slices.DeleteFunc(c.due, func(t time.Time) bool { return !t.After(now) })
	c.mu.Unlock()
	if held {
		return nil
	}
	batch, err := c.Outbox.Claim(ctx, now, now.Add(c.Lease), n)
	if err != nil && ctx.Err() == nil {
		c.Logger.ErrorContext(ctx, "due deliveries could not be claimed", "err", err)
	}
	return batch
}

// idle waits until something may be due: a wake-up, a retry, the next poll.
func (c *Courier) idle(ctx context.Context) {
	now := c.Now()
	wait := c.Poll
	c.mu.Lock()
	for _, t := range c.due {
		wait = min(wait, t.Sub(now))
	}
	if till := c.allHeld(); now.Before(till) {
		wait = till.Sub(now)
	}
	c.mu.Unlock()
	t := time.NewTimer(max(wait, 10*time.Millisecond))
	defer t.Stop()
	wake := c.Wake
	for {
		select {
		case <-ctx.Done():
		case <-t.C:
		case _, open := <-wake:
			if !open {
				wake = nil
				continue
			}
		}
		return
	}
}

// allHeld is until when every channel is held. c.mu is locked.
func (c *Courier) allHeld() time.Time {
	var till []time.Time
	for _, p := range c.paces {
		till = append(till, p.held)
	}
	if len(till) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(till, time.Time.Compare)
}

// heldTill is until when nothing is sent to an address's channel.
func (c *Courier) heldTill(address string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.paces[Scheme(address)]; p != nil {
		return p.held
	}
	return time.Time{}
}

// limits counts a channel's rate faults in a row. When all workers meet them
// it is the channel that is limited, not a chat: then its messages wait. 0
// ends the row.
func (c *Courier) limits(address string, after time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.paces[Scheme(address)]
	switch {
	case p == nil:
	case after <= 0:
		p.limited = 0
	default:
		if p.limited++; p.limited >= c.Workers {
			p.limited = 0
			p.held = c.Now().Add(after)
		}
	}
}

// drain waits for the sends in hand, and cuts them when the grace is over.
func (c *Courier) drain(wg *sync.WaitGroup, cut context.CancelCauseFunc) {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	t := time.NewTimer(c.Grace)
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
		cut(errCut)
		<-done
	}
}

// halt keeps the fault that ends the run.
func (c *Courier) halt(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop == nil {
		c.stop = err
	}
}

// mostDue bounds how many retries are waited for exactly; the poll finds the rest.
const mostDue = 256

// expect keeps when a retry is due.
func (c *Courier) expect(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.due) < mostDue {
		c.due = append(c.due, at)
	}
}

// backoff is how long to wait after a failed attempt, spread by half so that
// chats that failed together do not come back together.
func (c *Courier) backoff(attempt int) time.Duration {
	d := c.Backoff
	for range attempt - 1 {
		if d *= 2; d >= c.MaxBackoff {
			d = c.MaxBackoff
			break
		}
	}
	return d/2 + rand.N(d/2+1)
}

// fatal says what to do about a fault that ends the run.
func fatal(err error) error {
	switch faultOf(err) {
	case attache.FaultAuth:
		return fmt.Errorf("the channel does not accept the bot's token; check it and start again: %w", err)
	case attache.FaultConflict:
		return fmt.Errorf("another instance of this bot is running; stop one of them: %w", err)
	default:
		return nil
	}
}

// jitter spreads what was told to wait equally long.
func jitter() time.Duration { return rand.N(500 * time.Millisecond) }
