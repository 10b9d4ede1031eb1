package digest

import (
	"slices"
	"time"

	"attache"
)

// AlertRules say when a chat is told at once. Zero values mean the defaults,
// but zero PerDay means never.
type AlertRules struct {
	PerDay     int           // alerts a calendar day of the chat at most
	Outlets    int           // independent outlets it takes; 3, twice as many for a chat that follows everything
	Within     time.Duration // the time within which they came; 2 hours
	QuietFrom  time.Duration // quiet hours begin, after midnight of the chat's zone
	QuietUntil time.Duration // and end; equal to QuietFrom: none
}

// maxAlertAge is how old a story's first report may be: later it is no news.
const maxAlertAge = 12 * time.Hour

// Breaking decides whether a chat is told of a story at once: it is diplomacy
// that the chat follows, independent outlets report it faster than the rules
// ask for, and neither quiet hours nor the day's measure are against it. sent
// are the times of the chat's earlier alerts. It is pure; that a story goes
// out once is the caller's to keep (Story.Alerted).
func Breaking(s attache.Story, chat attache.Chat, rules AlertRules, sent []time.Time, now time.Time) bool {
	loc := time.UTC
	if _, l, err := ParseTimeZone(chat.TimeZone); err == nil {
		loc = l
	}
	if !s.Relevant || s.Alerted != nil || chat.State != attache.ChatActive || !matches(&s, chat.Filter) ||
		s.First.IsZero() || now.Sub(s.First) > maxAlertAge || isQuiet(rules, now.In(loc)) {
		return false
	}
	today := now.In(loc).Format(time.DateOnly)
	n := 0
	for _, t := range sent {
		if t.In(loc).Format(time.DateOnly) == today {
			n++
		}
	}
	return n < rules.PerDay && fresh(&s, rules.within(), now) >= rules.outlets(chat.Filter)
}

func (r AlertRules) within() time.Duration {
	if r.Within <= 0 {
		return 2 * time.Hour
	}
	return r.Within
}

func (r AlertRules) outlets(f attache.Filter) int {
	n := r.Outlets
	if n <= 0 {
		n = 3
	}
	if len(f.Actors)+len(f.Words)+len(f.Tracks) == 0 {
		n *= 2
	}
	return n
}

// fresh counts the independent outlets whose first report is of late.
func fresh(s *attache.Story, within time.Duration, now time.Time) int {
	var old, late []string
	for i := range s.Reports {
		r := &s.Reports[i]
		if r.Outlet == "" || isCopyIn(s, r) || r.Published.After(now) {
			continue
		}
		if now.Sub(r.Published) > within {
			old = append(old, r.Outlet)
		} else if !slices.Contains(late, r.Outlet) {
			late = append(late, r.Outlet)
		}
	}
	return len(slices.DeleteFunc(late, func(o string) bool { return slices.Contains(old, o) }))
}

// isQuiet says whether a local time is within the quiet hours, which may span
// midnight.
func isQuiet(r AlertRules, local time.Time) bool {
	at := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
	if r.QuietFrom <= r.QuietUntil {
		return at >= r.QuietFrom && at < r.QuietUntil
	}
	return at >= r.QuietFrom || at < r.QuietUntil
}
