package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"attache"
)

// settleTime is how long storing an outcome may take, tries included: an
// outcome that is lost means a doubled message.
const settleTime = 20 * time.Second

// deliver sends one claimed delivery and settles it. An error ends the run.
func (c *Courier) deliver(ctx context.Context, d attache.Delivery) (stop error) {
	defer func() {
		if p := recover(); p != nil { // a fault in this edition must not stop the others
			c.Logger.ErrorContext(ctx, "a delivery panicked", "delivery", d.ID, "panic", fmt.Sprint(p))
			c.retry(ctx, d, c.backoff(d.Attempts+1), fmt.Sprint("panic: ", p), true)
		}
	}()
	if !d.Expires.IsZero() && !c.Now().Before(d.Expires) {
		c.settle(ctx, d, attache.Expired, "too old to be news")
		return nil
	}
	if wait := c.heldTill(d.ChatID).Sub(c.Now()); wait > 0 { // others' messages need not wait for this channel
		c.retry(ctx, d, wait+jitter(), "the channel is limited as a whole", false)
		return nil
	}
	doc, ok := c.prepare(ctx, d)
	if !ok {
		return nil
	}
	timeout := c.SendTimeout
	if !d.Lease.IsZero() {
		timeout = min(timeout, d.Lease.Sub(c.Now())*2/3)
	}
	if timeout <= 0 { // the clock was set ahead since it was claimed
		c.retry(ctx, d, 0, "its lease was over before it was sent", false)
		return nil
	}
	doc.Urgency = urgencyOf(d)
	sending, cancel := context.WithTimeout(ctx, timeout)
	id, seen, err := c.Channels.sendSeen(sending, d.ChatID, doc)
	cancel()
	if err == nil {
		d.MessageID, d.Seen = id, seen
		c.limits(d.ChatID, 0)
		c.settle(ctx, d, attache.Sent, "")
		c.Shown.Add(doc.Quotes)
		c.reached(ctx, d)
		return nil
	}
	if errors.Is(context.Cause(ctx), errCut) {
		c.Logger.WarnContext(ctx, "a send was cut by the end; it will be repeated", "delivery", d.ID)
		return nil
	}
	return c.failed(ctx, d, err)
}

// urgencyOf is how a delivery stands beside what else is sent.
func urgencyOf(d attache.Delivery) attache.Urgency {
	if d.Kind == attache.AlertDelivery {
		return attache.Alerting
	}
	return attache.Editing
}

// prepare reads the chat and the edition and lays it out. False: the delivery
// was settled, because there is nobody or nothing to send to.
func (c *Courier) prepare(ctx context.Context, d attache.Delivery) (attache.Document, bool) {
	chat, err := c.Chats.Chat(ctx, d.ChatID)
	switch {
	case errors.Is(err, attache.ErrNotFound):
		c.settle(ctx, d, attache.Dead, "the chat is not known")
		return attache.Document{}, false
	case err != nil:
		c.retry(ctx, d, c.Backoff, "reading the chat: "+err.Error(), false)
		return attache.Document{}, false
	case !chat.Subscribed():
		c.settle(ctx, d, attache.Dead, "the chat is "+string(chat.State))
		return attache.Document{}, false
	}
	if c.Admits != nil {
		switch ok, err := c.Admits(ctx, chat); {
		case err != nil:
			c.retry(ctx, d, c.Backoff, "who may be sent something: "+err.Error(), false)
			return attache.Document{}, false
		case !ok:
			c.settle(ctx, d, attache.Dead, "the chat may not use this bot")
			return attache.Document{}, false
		}
	}
	doc, err := c.document(ctx, d.EditionID, chat)
	switch {
	case errors.Is(err, attache.ErrNotFound):
		c.Logger.ErrorContext(ctx, "a delivery's edition is missing", "delivery", d.ID, "edition", d.EditionID)
		c.settle(ctx, d, attache.Dead, "the edition is missing")
		return attache.Document{}, false
	case err != nil:
		c.retry(ctx, d, c.Backoff, "reading the edition: "+err.Error(), false)
		return attache.Document{}, false
	}
	doc.Silent = doc.Silent || chat.Silent
	return doc, true
}

// failed does what the fault of a send asks for.
func (c *Courier) failed(ctx context.Context, d attache.Delivery, err error) (stop error) {
	problem := err.Error()
	e, classed := errors.AsType[*attache.SendError](err)
	if !classed {
		e = &attache.SendError{Fault: attache.FaultRetry, Err: err}
	}
	switch e.Fault {
	case attache.FaultRate:
		c.limits(d.ChatID, e.RetryAfter)
		c.retry(ctx, d, max(e.RetryAfter, time.Second)+jitter(), problem, false)
	case attache.FaultGone:
		c.note(ctx, "a chat is gone", d, err)
		err := insist(ctx, func(ctx context.Context) error { return lose(ctx, c.Chats, c.Channels, d.ChatID, problem) })
		if err != nil {
			c.Logger.ErrorContext(ctx, "that a chat is gone could not be stored", "chat", d.ChatID, "err", err)
		}
		c.settle(ctx, d, attache.Dead, problem)
	case attache.FaultPaused:
		c.hold(ctx, d, err, problem)
	case attache.FaultMoved:
		c.move(ctx, d, e.NewChatID, problem)
	case attache.FaultMalformed: // as plain text too
		c.notify(ctx, "a digest was refused and can never be sent as it is; /digest makes it anew", d, err)
		c.settle(ctx, d, attache.Dead, problem)
	case attache.FaultHarmless:
		c.settle(ctx, d, attache.Sent, problem)
	case attache.FaultAuth, attache.FaultConflict:
		if _, answers := c.Channels.channel(d.ChatID); !answers { // a place of its own; the bot goes on without it
			c.hold(ctx, d, e, problem)
			return nil
		}
		c.retry(ctx, d, 0, problem, false)
		return fatal(err)
	default:
		c.retry(ctx, d, c.backoff(d.Attempts+1), problem, true)
	}
	return nil
}

// hold pauses a chat that cannot be written to just now. Somebody may give the
// right back before the edition is old.
func (c *Courier) hold(ctx context.Context, d attache.Delivery, err error, problem string) {
	changed := c.mark(ctx, d.ChatID, attache.ChatPaused, problem)
	c.withhold(ctx, d) // the refusal may have met an answer or an alert first
	if changed {
		what := "a chat took away the right to write; its digests wait"
		if _, answers := c.Channels.channel(d.ChatID); !answers {
			what = "nothing can be sent to this place just now; what is due there waits (" + tame(problem, 300) + ")"
		}
		c.notify(ctx, what, d, err)
	}
	after := min(max(c.Now().Sub(d.Slot)/4, pausedRetry), longPausedRetry)
	if e, ok := errors.AsType[*attache.SendError](err); ok {
		after = max(after, e.RetryAfter)
	}
	c.retry(ctx, d, after, problem, false)
}

// A chat that took away the right to write is tried again so often, and more
// seldom the longer its digest waits; the next one tries anew. A right that
// comes back by the clock, or for all members, comes without an update.
const (
	pausedRetry     = 30 * time.Minute
	longPausedRetry = 2 * time.Hour
)

// retry settles a delivery to be tried again. Attempts count only where the
// fault lies with this delivery; after MaxAttempts of them it is dead.
func (c *Courier) retry(ctx context.Context, d attache.Delivery, after time.Duration, problem string, counts bool) {
	if counts {
		d.Attempts++
		if d.Attempts >= c.MaxAttempts {
			c.Logger.ErrorContext(ctx, "a delivery is given up", "delivery", d.ID, "attempts", d.Attempts, "problem", problem)
			c.settle(ctx, d, attache.Dead, problem)
			return
		}
		c.Logger.WarnContext(ctx, "a send failed and will be repeated", "delivery", d.ID, "attempt", d.Attempts,
			"after", after, "problem", problem)
	}
	d.NotBefore = c.Now().Add(after).UTC()
	c.settle(ctx, d, attache.Pending, problem)
	c.expect(d.NotBefore)
}

// settle stores what became of a delivery. It outlives the run: an outcome
// that is not stored would be sent again.
func (c *Courier) settle(ctx context.Context, d attache.Delivery, state attache.DeliveryState, problem string) {
	d.State, d.Problem = state, tame(problem, 300) // the lease stays: it proves the claim
	if state != attache.Pending {
		d.Settled = c.Now().UTC()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		d.Lease = c.hand.lease(&d)
		err := c.Outbox.Settle(ctx, d)
		switch {
		case err == nil:
			return
		case errors.Is(err, attache.ErrLeaseLost) && !c.hand.lease(&d).Equal(d.Lease): // claimed again just now
			continue
		case errors.Is(err, attache.ErrLeaseLost), errors.Is(err, attache.ErrNotFound):
			c.Logger.WarnContext(ctx, "a delivery was no longer ours to settle", "delivery", d.ID, "state", state)
			return
		case !pause(ctx, wait):
			c.Logger.ErrorContext(ctx, "an outcome could not be stored; the message may be repeated", "delivery", d.ID, "state", state, "err", err)
			return
		}
	}
}

// insist stores what must not be lost, such as that nothing is to be sent to a chat any
// more: a disk that is full for a moment is waited for.
func insist(ctx context.Context, store func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		err := store(ctx)
		if err == nil || errors.Is(err, attache.ErrNotFound) || !pause(ctx, wait) {
			return err
		}
	}
}

// move gives the chat its new id. Its deliveries move with it; this one is
// handed back under its new name, to be claimed and sent there like any other.
func (c *Courier) move(ctx context.Context, d attache.Delivery, id, problem string) {
	if id == "" || id == d.ChatID {
		c.retry(ctx, d, c.backoff(d.Attempts+1), problem, true)
		return
	}
	if err := c.Chats.MoveChat(context.WithoutCancel(ctx), d.ChatID, id); err != nil && !errors.Is(err, attache.ErrNotFound) {
		c.Logger.ErrorContext(ctx, "a chat could not be moved", "chat", d.ChatID, "to", id, "err", err)
		c.retry(ctx, d, c.backoff(d.Attempts+1), problem, true)
		return
	}
	c.note(ctx, "a chat has a new id", d, nil)
	c.retry(ctx, d.MovedTo(id), 0, problem, false)
}

// mark stores a chat's state and tells whether it was another before.
func (c *Courier) mark(ctx context.Context, chatID string, state attache.ChatState, problem string) bool {
	changed := false
	err := insist(ctx, func(ctx context.Context) error {
		did, err := setState(ctx, c.Chats, chatID, state, problem)
		changed = changed || did
		return err
	})
	if err != nil {
		c.Logger.ErrorContext(ctx, "a chat's state could not be stored", "chat", chatID, "state", state, "err", err)
	}
	return changed
}

// reached notes that a message has just reached a chat: one that was paused
// is taken up again, and what the digest told is told.
func (c *Courier) reached(ctx context.Context, d attache.Delivery) {
	ctx = context.WithoutCancel(ctx)
	digest := d.Kind == attache.DigestDelivery
	news := func(chat *attache.Chat) bool {
		return chat.State == attache.ChatPaused || digest && chat.LastSlot.Before(d.Slot)
	}
	chat, err := c.Chats.Chat(ctx, d.ChatID)
	if err != nil || !news(&chat) {
		return
	}
	c.change(ctx, d.ChatID, func(chat *attache.Chat) {
		if !news(chat) {
			return
		}
		if chat.State == attache.ChatPaused {
			chat.State, chat.Problem = attache.ChatActive, ""
		}
		if digest && chat.LastSlot.Before(d.Slot) {
			chat.LastSlot, chat.Edition = d.Slot, d.EditionID
		}
	})
}

// withhold takes back that a digest was told, which its chat refused: should
// it never come through, the next one begins where it did, after the same one.
func (c *Courier) withhold(ctx context.Context, d attache.Delivery) {
	ctx = context.WithoutCancel(ctx)
	counted := func(chat *attache.Chat) bool { return chat.Edition == d.EditionID && chat.LastSlot.Equal(d.Slot) }
	chat, err := c.Chats.Chat(ctx, d.ChatID)
	if err != nil || !counted(&chat) {
		return
	}
	e, err := c.Outbox.Edition(ctx, d.EditionID)
	if err != nil || e.Alert {
		return
	}
	c.change(ctx, d.ChatID, func(chat *attache.Chat) {
		if counted(chat) {
			chat.LastSlot, chat.Edition = e.From, e.Previous
		}
	})
}

func (c *Courier) change(ctx context.Context, chatID string, edit func(*attache.Chat)) {
	err := c.Chats.UpdateChat(ctx, chatID, func(chat *attache.Chat) error {
		edit(chat)
		return nil
	})
	if err != nil {
		c.Logger.ErrorContext(ctx, "a chat's state could not be stored", "chat", chatID, "err", err)
	}
}

func (c *Courier) note(ctx context.Context, what string, d attache.Delivery, err error) {
	c.Logger.InfoContext(ctx, what, "chat", d.ChatID, "delivery", d.ID, "err", err)
}

func (c *Courier) notify(ctx context.Context, what string, d attache.Delivery, err error) {
	c.Logger.WarnContext(ctx, what, "chat", d.ChatID, "delivery", d.ID, "err", err)
	if c.Notify != nil {
		c.Notify(ctx, what+": "+d.ChatID)
	}
}
