package digest

import (
	"slices"
	"time"

	"attache"
)

// What makes a story break.
const (
	breakingWithin  = 2 * time.Hour  // so fast the outlets came
	breakingOutlets = 3              // so many independent ones; twice as many for a chat that follows everything
	breakingAge     = 12 * time.Hour // later than this after a story's first report it is no news
)

// Breaking decides whether a chat is told of a story at once: it is diplomacy
// that the chat follows and was not told so yet, independent outlets report it
// fast, and neither quiet hours nor the day's measure are against it. loc is the
// chat's time zone.
func Breaking(s *attache.Story, chat *attache.Chat, loc *time.Location, now time.Time) bool {
	local := now.In(loc)
	if !s.Relevant || chat.State != attache.ChatActive || chat.WasAlerted(s.ID) || !matches(s, chat.Filter) ||
		s.First.IsZero() || now.Before(chat.Rest) || now.Sub(s.First) > breakingAge || chat.Alerts.Quiet(local) {
		return false
	}
	today := 0
	for _, a := range chat.Alerted {
		if a.At.In(loc).Format(time.DateOnly) == local.Format(time.DateOnly) {
			today++
		}
	}
	need := breakingOutlets
	if f := chat.Filter; len(f.Actors)+len(f.Words)+len(f.Tracks) == 0 {
		need *= 2
	}
	return today < chat.Alerts.PerDay && outletsOfLate(s, now) >= need
}

// outletsOfLate counts the independent outlets whose first report is of late.
func outletsOfLate(s *attache.Story, now time.Time) int {
	var old, late []string
	for i := range s.Reports {
		r := &s.Reports[i]
		if r.Outlet == "" || s.Repeats(r) || r.Published.After(now) {
			continue
		}
		if now.Sub(r.Published) > breakingWithin {
			old = append(old, r.Outlet)
		} else if !slices.Contains(late, r.Outlet) {
			late = append(late, r.Outlet)
		}
	}
	return len(slices.DeleteFunc(late, func(o string) bool { return slices.Contains(old, o) }))
}
