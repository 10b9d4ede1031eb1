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
}

// noteHolds keeps the holds there are.
func (h *app) noteHolds(list []telegram.Hold) {
	noted := make([]notedHold, len(list))
	for i, one := range list {
		noted[i] = notedHold{one.Chat, one.Left, h.now().Add(one.Left).UTC()}
	}
	raw, err := json.Marshal(noted)
	if err == nil {
		err = h.store.SetNote(context.Background(), holdsNote, raw)
	}
	if err != nil { // a full disk: they are held as long as the program runs
		h.log.Debug("what Telegram asked to wait for could not be noted", "err", err)
	}
}

// holds are those that are not over. One never holds for longer than it did when it
// was noted: the clock may have been set back.
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
	for _, one := range noted {
		if left := min(one.Till.Sub(h.now()), one.Left); left > 0 {
			list = append(list, telegram.Hold{Chat: one.Chat, Left: left})
		}
	}
	return list
}
