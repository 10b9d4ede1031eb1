// Package slot says when a chat's digest comes: schedules, time zones, and what
// is due.
//
// Text that a person typed enters Parse or ParseZone, which refuse what never
// comes, comes too often or is not known, and say what to type; what a store
// holds enters a Book, which reads it again without that. A Schedule gives
// slots; Due puts a chat and a time to it. Nothing here reads the clock.
package slot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"attache"
)

// ErrSchedule says that a schedule was not understood or is not allowed.
var ErrSchedule = errors.New("bad schedule")

// minGap is how far apart two digests of a chat are at least.
const minGap = time.Hour

// Schedule gives the slots of a chat's digests. Its zero value has none.
//
// It thinks in wall-clock time: a rule names minutes of a calendar, and each
// of these minutes is one instant, on days when clocks change too. A minute
// that the clocks skip comes at the first moment after the gap; one that they
// show twice comes at its first showing only. (cron/v3 on its own skips the
// former for a day and fires the latter twice.)
type Schedule struct {
	rules []cron.Schedule // over wall-clock time written as if it were UTC
	loc   *time.Location
	zone  string
	label string
	table attache.Timetable
}

// Parse understands "07:30", "7am", "07:30,18:00", either after days
// ("mon-fri 07:30", "weekends 10:00"), and cron expressions of five fields.
// The zone is anything ParseZone understands; empty means UTC. Errors
// wrap ErrSchedule or ErrZone and say what to type.
func Parse(spec, zone string) (Schedule, error) {
	s, err := read(spec, zone)
	if err != nil {
		return Schedule{}, err
	}
	if err := s.check(); err != nil {
		return Schedule{}, err
	}
	return s, nil
}

// read is Parse for a schedule that was accepted before.
func read(spec, zone string) (Schedule, error) {
	if zone == "" {
		zone = "UTC"
	}
	name, loc, err := ParseZone(zone)
	if err != nil {
		return Schedule{}, err
	}
	s := Schedule{loc: loc, zone: name}
	if err := s.parse(strings.ToLower(strings.Join(strings.Fields(spec), " "))); err != nil {
		return Schedule{}, err
	}
	return s, nil
}

// check refuses schedules that never come or come more than hourly.
func (s *Schedule) check() error {
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
	last := time.Time{}
	for range 400 {
		at = s.nextWall(at)
		if at.IsZero() {
			break
		}
		if !last.IsZero() && at.Sub(last) < minGap {
			return fmt.Errorf("%w: it would come more than once an hour; type times at least an hour apart, like 07:30,18:00", ErrSchedule)
		}
		last = at
	}
	if last.IsZero() {
		return fmt.Errorf("%w: that day never comes; type a time like 07:30", ErrSchedule)
	}
	return nil
}

// nextWall is the next wall-clock minute after one, both written as UTC.
func (s *Schedule) nextWall(after time.Time) time.Time {
	var best time.Time
	for _, r := range s.rules {
		if t := r.Next(after); !t.IsZero() && (best.IsZero() || t.Before(best)) {
			best = t
		}
	}
	return best
}

// wallMargin is more than any clock change moves the wall clock.
const wallMargin = 26 * time.Hour

// Next is the first slot after a moment, in UTC; zero when there is none.
func (s *Schedule) Next(after time.Time) time.Time {
	if s.loc == nil {
		return time.Time{}
	}
	if at, ok := s.plainNext(after); ok {
		return at
	}
	wall := wallOf(after, s.loc).Add(-wallMargin)
	for {
		wall = s.nextWall(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		if at := instantOf(wall, s.loc); at.After(after) {
			return at.UTC()
		}
	}
}

// plainNext is Next far from any change of the clocks, where a minute of the wall
// is an instant by one and the same offset; ok: it is.
func (s *Schedule) plainNext(after time.Time) (at time.Time, ok bool) {
	local := after.In(s.loc)
	_, offset := local.Zone()
	since, until := local.ZoneBounds()
	if !since.IsZero() && after.Sub(since) <= wallMargin {
		return time.Time{}, false
	}
	wall := s.nextWall(wallOf(after, s.loc))
	if wall.IsZero() {
		return time.Time{}, false // the slow way makes sure
	}
	at = wall.Add(-time.Duration(offset) * time.Second)
	return at, until.IsZero() || until.Sub(at) > wallMargin
}

// Prev is the newest slot not after a moment, in UTC; zero when there was
// none within nine years.
func (s *Schedule) Prev(at time.Time) time.Time {
	const day = 24 * time.Hour
	if s.loc == nil {
		return time.Time{}
	}
	for _, back := range []time.Duration{day, 2 * day, 4 * day, 9 * day, 40 * day, 400 * day, 9 * 366 * day} {
		var last time.Time
		for t := s.Next(at.Add(-back)); !t.IsZero() && !t.After(at); t = s.Next(t) {
			last = t
		}
		if !last.IsZero() {
			return last
		}
	}
	return time.Time{}
}

// Period is how long the edition of a slot stays news: until the next slot.
func (s *Schedule) Period(slot time.Time) time.Duration {
	if next := s.Next(slot); !next.IsZero() {
		return next.Sub(slot)
	}
	return 24 * time.Hour
}

// Timetable is the schedule for languages to say.
func (s *Schedule) Timetable() attache.Timetable {
	t := s.table
	t.TimeZone = s.zone
	return t
}

// String is the schedule for people: "every day at 07:00 (Europe/Berlin)".
func (s *Schedule) String() string {
	if s.loc == nil {
		return "never"
	}
	return s.label + " (" + ZoneLabel(s.zone) + ")"
}

// wallOf is what a clock on the wall shows, written as UTC.
func wallOf(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// instantOf is when a clock on the wall first shows a time, or the first
// moment after the gap in which it would have.
func instantOf(wall time.Time, loc *time.Location) time.Time {
	var offsets []time.Duration // in effect around it, in order
	for t, end := wall.Add(-15*time.Hour), wall.Add(13*time.Hour); ; {
		_, offset := t.In(loc).Zone()
		if o := time.Duration(offset) * time.Second; !slices.Contains(offsets, o) {
			offsets = append(offsets, o)
		}
		_, until := t.In(loc).ZoneBounds()
		if until.IsZero() || until.After(end) {
			break
		}
		t = until
	}
	var best time.Time
	for _, o := range offsets {
		at := wall.Add(-o)
		if wallOf(at, loc).Equal(wall) && (best.IsZero() || at.Before(best)) {
			best = at
		}
	}
	if !best.IsZero() {
		return best
	}
	start, _ := wall.Add(-offsets[0]).In(loc).ZoneBounds()
	return start
}
