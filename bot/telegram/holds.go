package telegram

import (
	"context"
	"sync"
	"time"

	"attache"
)

// afterHold is added to what a 429 asks for: a request that leaves when the
// time is just over may arrive before by the server's clock.
const afterHold = 100 * time.Millisecond

// Hold is a 429 that is not over: nothing may go to its chat for so long.
type Hold struct {
	Chat int64
	Left time.Duration
}

// holds are the times that 429 answers asked for. One holds its chat; where two
// chats are held at once it is the bot that is limited, and everyone waits until
// the longer of both is over. The zero value holds nobody.
type holds struct {
	mu    sync.Mutex
	chats map[int64]time.Time // until when
	all   time.Time           // likewise, for everyone
}

// refused counts a 429 that a chat's request met.
func (h *holds) refused(now time.Time, chat int64, after time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.chats == nil {
		h.chats = map[int64]time.Time{}
	}
	for id, till := range h.chats {
		if !now.Before(till) {
			delete(h.chats, id)
		}
	}
	till := now.Add(after + afterHold)
	if till.After(h.chats[chat]) {
		h.chats[chat] = till
	}
	if len(h.chats) < 2 {
		return
	}
	for _, till := range h.chats {
		if till.After(h.all) {
			h.all = till
		}
	}
}

// resume takes up what held before the program was started anew.
func (h *holds) resume(now time.Time, list []Hold) {
	for _, one := range list {
		if one.Left > 0 {
			h.refused(now, one.Chat, one.Left)
		}
	}
}

// list are the holds that are not over.
func (h *holds) list(now time.Time) []Hold {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []Hold
	for chat, till := range h.chats {
		if left := till.Sub(now); left > 0 {
			out = append(out, Hold{chat, left})
		}
	}
	return out
}

// left is how long nothing may go to a chat.
func (h *holds) left(now time.Time, chat int64) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(h.chats[chat].Sub(now), h.all.Sub(now), 0)
}

// wait returns when a chat is held no more. It errs like limits.wait.
func (h *holds) wait(ctx context.Context, chat int64, urgency attache.Urgency) error {
	for {
		now := time.Now()
		delay := h.left(now, chat)
		if delay <= 0 {
			return nil
		}
		if late(ctx, now, delay, urgency) {
			return tooLate(delay)
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}
