package digest

import (
	"time"

	"attache"
)

// Slot is a digest that is due.
type Slot struct {
	At      time.Time // the slot: the digest's wall-clock time
	From    time.Time // the window it tells of begins here and ends at At
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

// Due says whether a chat's digest is due, and when the next one is. After
// downtime that is the newest slot alone. It goes by the chat's NextSlot: a
// chat without one gets nothing until Plan has set it. A paused chat is due as
// well, after four weeks once a week: a restriction that ends by its date is not
// told. The error is that of the chat's schedule or time zone.
func Due(chat attache.Chat, now time.Time) (slot Slot, due bool, next time.Time, err error) {
	s, err := ParseSchedule(chat.Schedule, chat.TimeZone)
	if err != nil {
		return Slot{}, false, time.Time{}, err
	}
	next = s.Next(now)
	at := s.Prev(now)
	if chat.State != attache.ChatActive && chat.State != attache.ChatPaused || chat.NextSlot.IsZero() || at.IsZero() ||
		at.Before(chat.NextSlot) || !at.After(chat.LastSlot) {
		return Slot{}, false, next, nil
	}
	from := s.Prev(at.Add(-time.Second))
	if chat.State == attache.ChatPaused && !weekly(chat.LastSlot, from, at) {
		return Slot{}, false, next, nil
	}
	if !chat.LastSlot.IsZero() && chat.LastSlot.Before(from) {
		from = chat.LastSlot
	}
	if longest := max(longestWindow, s.Period(at)); from.IsZero() || at.Sub(from) > longest {
		from = at.Add(-longest)
	}
	return Slot{At: at, From: from, Expires: next}, true, next, nil
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

// Plan is the first slot of a chat after now: its NextSlot when it joins or
// changes its schedule or zone.
func Plan(chat attache.Chat, now time.Time) (time.Time, error) {
	s, err := ParseSchedule(chat.Schedule, chat.TimeZone)
	if err != nil {
		return time.Time{}, err
	}
	return s.Next(now), nil
}
