package feed

import (
	"context"
	"time"

	"attache"
	"attache/feed/when"
)

// aggregated names the outlet of an entry that an aggregator's feed brings. The
// aggregator's word makes no article official, and gives none the name of
// another source; and only a source that the operator took from an aggregator
// names outlets at all.
func (c *collector) aggregated(ctx context.Context, a *attache.Article, e Entry) {
	if !aggregates(c.src.URL) {
		return
	}
	a.Outlet = c.p.outletName(ctx, attache.Source{ID: c.src.ID, URL: a.URL}, e.Outlet)
	a.OutletKind, a.Country = attache.Press, ""
}

// inZone reads the times of entries that name no zone in the source's.
func (f *Feed) inZone(name string) {
	if name == "" {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return // checked where it was configured
	}
	for i := range f.Entries {
		if e := &f.Entries[i]; e.zoneless {
			e.Published, e.Updated = inZone(e.Published, zone), inZone(e.Updated, zone)
			e.zoneless = false
		}
	}
}

func inZone(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone).UTC()
}

// undated gives the time of an article that tells none: the date in its address;
// the time at which it was first seen, where the source was looked at shortly
// before and did not have it; else none. A backlog is no news of this minute.
func (c *collector) undated(a attache.Article) time.Time {
	if t, ok := when.InAddress(a.URL); ok && !t.After(c.now) {
		return t
	}
	if c.lastPoll.IsZero() || c.now.Sub(c.lastPoll) > freshPoll {
		return time.Time{}
	}
	return c.now
}

// freshPoll is how long ago the last poll may be for what is new since to be of today.
const freshPoll = 26 * time.Hour
