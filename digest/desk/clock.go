package desk

import (
	"context"
	"time"

	"attache"
)

// What a clock may do between two looks without having been set: go back by no
// more, nor ahead by more, a sleeping machine's night included.
const (
	backStep  = 2 * time.Second
	aheadStep = 24 * time.Hour
)

// watchClock puts the chats right when the clock was set, and at the first look:
// it may have been wrong before. A step is told once.
func (s *Scheduler) watchClock(ctx context.Context, now time.Time) error {
	last := s.looked
	back, ahead := now.Before(last.Add(-backStep)), !last.IsZero() && now.After(last.Add(aheadStep))
	if !last.IsZero() && !back && !ahead {
		s.looked = now
		return nil
	}
	if back || ahead {
		s.Log.Warn("the clock was set; digests and polls go by the new time", "was", last.UTC(), "is", now.UTC())
	}
	mended, err := s.mend(ctx, now)
	if err != nil {
		return err
	}
	if mended > 0 {
		s.Log.Warn("chats waited for a time that a wrong clock had given them; they go on with their next slot", "chats", mended)
	}
	s.looked = now
	return nil
}

// mend gives those chats their next slot whose slot lies further ahead, and
// takes back what was told at times that have not come.
func (s *Scheduler) mend(ctx context.Context, now time.Time) (mended int, err error) {
	err = s.Store.EachChat(ctx, func(chat attache.Chat) error {
		slots, err := s.book.Around(chat.Schedule, chat.TimeZone, now)
		if err != nil { // Tick gives it the default one
			return nil //nolint:nilerr // told there
		}
		next := slots.Next()
		wrong := func(c *attache.Chat) bool {
			return c.Schedule == chat.Schedule && c.TimeZone == chat.TimeZone && (c.NextSlot.After(next) || c.LastSlot.After(now))
		}
		if !wrong(&chat) {
			return nil
		}
		mended++
		return amend(ctx, s.Store, chat.ID, func(c *attache.Chat) {
			if !wrong(c) {
				return
			}
			if c.NextSlot.After(next) {
				c.NextSlot = next
			}
			if c.LastSlot.After(now) {
				c.LastSlot, c.Edition = slots.Prev(), ""
			}
		})
	})
	return mended, err
}
