package feed

import (
	"testing"
	"time"

	"attache"
)

func TestWhatOnlyAClockAheadCanHaveNotedIsPolledNow(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		checked, next time.Duration
		ahead         bool
	}{
		"usual":                   {-10 * time.Minute, 5 * time.Minute, false},
		"the clock was set back":  {3 * time.Hour, 4 * time.Hour, true},
		"once 30 days ahead":      {30 * 24 * time.Hour, 30*24*time.Hour + time.Minute, true},
		"a server asked for long": {-time.Minute, 6 * 24 * time.Hour, false},
		"no wait is so long":      {-time.Minute, 60 * 24 * time.Hour, true},
	} {
		if got := ahead(attache.Polling{Checked: now.Add(tt.checked), Next: now.Add(tt.next)}, now); got != tt.ahead {
			t.Errorf("%s: %v", name, got)
		}
	}
}
