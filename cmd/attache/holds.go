package main

import (
	"context"
	"encoding/json"
	"time"

	"attache/bot/telegram"
)

// What a 429 asked for outlives the program: one that is killed and started again
// does not ask before it is over.

const holdsNote = "telegram.holds"

// notedHold is a hold as it is kept.
type notedHold struct {
	Chat int64         `json:"chat"`
	Left time.Duration `json:"left"` // when it was noted
	Till time.Time     `json:"till"` // by the clock of then
	Up   time.Duration `json:"up"`   // how long the machine was up then; 0: not known
}

// leftAt is how much is left by a clock, on a machine that is up for so long. The clock
// may have been set meanwhile, ahead or back, so it decides only after a reboot. A
// machine that was up for no longer when it was noted may be up anew: then even more
// time has passed, and it is waited for longer than need be, never shorter.
func (n notedHold) leftAt(now time.Time, up time.Duration) time.Duration {
	if n.Up > 0 && up >= n.Up {
		return n.Left - (up - n.Up)
	}
	return min(n.Till.Sub(now), n.Left)
}

// noteHolds keeps the holds there are.
func (h *app) noteHolds(list []telegram.Hold) {
	noted, up := make([]notedHold, len(list)), bootTime()
	for i, one := range list {
		noted[i] = notedHold{one.Chat, one.Left, h.now().Add(one.Left).UTC(), up}
	}
	raw, err := json.Marshal(noted)
	if err == nil {
		err = h.store.SetNote(context.Background(), holdsNote, raw)
	}
	if err != nil { // a full disk: they are held as long as the program runs
		h.log.Debug("what Telegram asked to wait for could not be noted", "err", err)
	}
}

// holds are those that are not over.
func (h *app) holds(ctx context.Context) []telegram.Hold {
	if h.store == nil {
		return nil
	}
	raw, err := h.store.Note(ctx, holdsNote)
	if err != nil {
		return nil
	}
	var noted []notedHold
	if json.Unmarshal(raw, &noted) != nil {
		return nil
	}
	var list []telegram.Hold
	up := bootTime()
	for _, one := range noted {
		if left := one.leftAt(h.now(), up); left > 0 {
			list = append(list, telegram.Hold{Chat: one.Chat, Left: left})
		}
	}
	return list
}
