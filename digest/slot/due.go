package slot

import (
	"time"

	"attache"
)

// Window is what a digest that is due tells of, and until when it may be sent.
type Window struct {
	At      time.Time // the slot: the digest's wall-clock time; the window ends here
	From    time.Time // and begins here
	Expires time.Time // not sent from then on: the next slot
}

// longestWindow bounds what a digest after a long silence tells of, where the
// chat's own period is not longer.
const longestWindow = 3 * 24 * time.Hour

// A paused chat that nothing has reached for this long is due once a week.
const (
	longPaused = 4 * week
	week       = 7 * 24 * time.Hour
)

// Due says whether a chat's digest is due by its schedule, and when the next one
// is. After downtime that is the newest slot alone. It goes by the chat's
// NextSlot: a chat without one gets nothing until it is set to what Next gives. A
// paused chat is due as well, after four weeks once a week: a restriction that
// ends by its date is not told.
func Due(s *Schedule, chat *attache.Chat, now time.Time) (w Window, due bool, next time.Time) {
	return s.Around(now).Due(chat)
}

// Slots are the slots of a schedule around a moment.
type Slots struct {
	at, before time.Time // the newest one, and the one before it
	next       time.Time
	period     time.Duration // of at
}

// Around gives the slots around a moment: many chats share them.
func (s *Schedule) Around(now time.Time) Slots {
	around := Slots{at: s.Prev(now), next: s.Next(now)}
	if !around.at.IsZero() {
		around.before, around.period = s.Prev(around.at.Add(-time.Second)), s.Period(around.at)
	}
	return around
}

// Next is the first slot after the moment; zero when there is none.
func (s Slots) Next() time.Time { return s.next }

// Prev is the newest slot not after the moment; zero when there was none.
func (s Slots) Prev() time.Time { return s.at }

// Due is the function Due, at the moment that these are the slots around.
func (s Slots) Due(chat *attache.Chat) (w Window, due bool, next time.Time) {
	at, next := s.at, s.next
	if !chat.Subscribed() || chat.NextSlot.IsZero() || at.IsZero() || at.Before(chat.NextSlot) || !at.After(chat.LastSlot) {
		return Window{}, false, next
	}
	from := s.before
	if chat.State == attache.ChatPaused && !weekly(chat.LastSlot, from, at) {
		return Window{}, false, next
	}
	if !chat.LastSlot.IsZero() && chat.LastSlot.Before(from) {
		from = chat.LastSlot
	}
	if longest := max(longestWindow, s.period); from.IsZero() || at.Sub(from) > longest {
		from = at.Add(-longest)
	}
	return Window{At: at, From: from, Expires: next}, true, next
}

// weekly says whether a slot, with the one before it, is to be tried for a
// paused chat: within four weeks of the last digest each of them, then the
// first of every week. Its next slot stays as planned, so that one that is taken
// up again waits for nothing.
func weekly(last, before, at time.Time) bool {
	if last.IsZero() || before.Before(last) || at.Sub(last) <= longPaused {
		return true
	}
	return at.Sub(last)/week > before.Sub(last)/week
}
