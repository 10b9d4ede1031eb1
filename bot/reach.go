package bot

import (
	"context"
	"errors"
	"time"

	"attache"
)

// triesToAnswer is how often an answer is sent before it is given up: the
// person can ask again.
const triesToAnswer = 3

// send delivers an answer, waiting out what passes, and keeps what it learns
// about the chat.
func (b *Bot) send(ctx context.Context, chatID string, doc attache.Document) error {
	var err error
	for try := 0; ; try++ {
		if _, err = b.Channels.Send(ctx, chatID, doc); err == nil {
			return nil
		}
		wait := time.Duration(try+1) * time.Second
		if e, ok := errors.AsType[*attache.SendError](err); ok {
			switch e.Fault {
			case attache.FaultHarmless:
				return nil
			case attache.FaultRate:
				wait = e.RetryAfter
				try-- // nothing is lost by waiting; what the context leaves no time for comes back at once
			case attache.FaultRetry:
			case attache.FaultMoved:
				if err := b.Store.MoveChat(ctx, chatID, e.NewChatID); err != nil && !errors.Is(err, attache.ErrNotFound) {
					return err
				}
				chatID, wait = e.NewChatID, 0
			case attache.FaultGone:
				lost := lose(ctx, b.Store, b.Channels, chatID, e.Error())
				return errors.Join(err, lost)
			case attache.FaultPaused:
				return errors.Join(err, b.mark(ctx, chatID, attache.ChatPaused, e))
			default:
				return err
			}
		}
		if try+1 == triesToAnswer || !pause(ctx, wait) {
			break
		}
	}
	return err
}

// again does what may be done twice, waiting out what passes: a rate as long as the
// context leaves time, other faults a few times.
func again(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		var wait time.Duration
		switch e, classed := errors.AsType[*attache.SendError](err); {
		case err == nil:
			return nil
		case classed && e.Fault == attache.FaultRate:
			wait = e.RetryAfter
			try--
		case faultOf(err) == attache.FaultRetry && try < triesToAnswer:
			wait = time.Duration(try) * time.Second
		default:
			return err
		}
		if !pause(ctx, max(wait, time.Millisecond)) {
			return err
		}
	}
}

func (b *Bot) mark(ctx context.Context, chatID string, state attache.ChatState, why error) error {
	_, err := setState(ctx, b.Store, chatID, state, why.Error())
	return err
}

// faultOf is what a failure means; what the channel did not class may be
// tried again.
func faultOf(err error) attache.SendFault {
	if e, ok := errors.AsType[*attache.SendError](err); ok {
		return e.Fault
	}
	return attache.FaultRetry
}

// pause waits; false when the context ends before, or would.
func pause(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// setState changes a known chat's state and tells whether it was another
// before. An unknown chat stays unknown, and one that said /stop stays stopped
// when it is merely paused.
func setState(ctx context.Context, chats attache.Chats, id string, state attache.ChatState, problem string) (changed bool, err error) {
	if _, err := chats.Chat(ctx, id); errors.Is(err, attache.ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	err = chats.UpdateChat(ctx, id, func(c *attache.Chat) error {
		changed = c.Turn(state, tame(problem, 200))
		return nil
	})
	return changed && err == nil, err
}

// reachable notes that a paused chat can be written to again.
func (b *Bot) reachable(ctx context.Context, r request) {
	if !r.known || r.chat.State != attache.ChatPaused {
		return
	}
	if err := b.resume(ctx, r.chat.ID, false); err != nil && !errors.Is(err, attache.ErrNotFound) {
		b.Logger.WarnContext(ctx, "a paused chat could not be taken up again", "chat", r.chat.ID, "err", err)
	}
}

// resume makes a known chat active that was paused, or where lost is set, gone. A
// paused one's slot that passed meanwhile stays: what is due then is the newest
// digest.
func (b *Bot) resume(ctx context.Context, chatID string, lost bool) error {
	return b.Store.UpdateChat(ctx, chatID, func(c *attache.Chat) error {
		gone := c.State == attache.ChatGone
		if c.State == "" {
			return attache.ErrNotFound // it was forgotten meanwhile
		}
		if c.State != attache.ChatPaused && (!gone || !lost) {
			return nil
		}
		c.State, c.Problem = attache.ChatActive, ""
		if !c.NextSlot.IsZero() && !gone {
			return nil
		}
		return b.plan(c)
	})
}

// welcomeBack tells a chat that was gone and writes again that it gets no
// digests, once: from then on it is one that stopped.
func (b *Bot) welcomeBack(ctx context.Context, r request, rep *reply) {
	if !r.known || r.chat.State != attache.ChatGone || len(rep.doc.Blocks) == 0 {
		return
	}
	still := false
	err := b.Store.UpdateChat(ctx, r.chat.ID, func(c *attache.Chat) error {
		if still = c.State == attache.ChatGone; still {
			c.State, c.Problem = attache.ChatStopped, ""
		}
		return nil
	})
	if err != nil {
		b.Logger.WarnContext(ctx, "a chat that came back could not be noted", "chat", r.chat.ID, "err", err)
		return
	}
	if still {
		rep.doc.Blocks = append(rep.doc.Blocks, note(plain(r.to.text(textNotStarted))))
	}
}
