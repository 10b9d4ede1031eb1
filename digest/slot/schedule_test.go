package slot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache"
)

func mustSchedule(t *testing.T, spec, zone string) Schedule {
	t.Helper()
	s, err := Parse(spec, zone)
	if err != nil {
		t.Fatalf("Parse(%q, %q): %v", spec, zone, err)
	}
	return s
}

func TestScheduleReadsWhatPeopleType(t *testing.T) {
	for _, c := range []struct{ spec, zone, label string }{
		{"07:00", "Europe/Berlin", "every day at 07:00 (Europe/Berlin)"},
		{"7am", "berlin", "every day at 07:00 (Europe/Berlin)"},
		{"7:30 PM", "", "every day at 19:30 (UTC)"},
		{"12am", "UTC", "every day at 00:00 (UTC)"},
		{"7.30", "+3", "every day at 07:30 (UTC+3)"},
		{"18:00, 07:30", "UTC", "every day at 07:30, 18:00 (UTC)"},
		{"Mon-Fri 07:30", "Asia/Tokyo", "Monday to Friday at 07:30 (Asia/Tokyo)"},
		{"weekdays at 8:00", "UTC", "Monday to Friday at 08:00 (UTC)"},
		{"mon,wed 7:30", "UTC", "Monday and Wednesday at 07:30 (UTC)"},
		{"fri-mon 9:00", "UTC", "Monday, Friday, Saturday and Sunday at 09:00 (UTC)"},
		{"everyday 8:00", "UTC", "every day at 08:00 (UTC)"},
		{"every day at 8:00", "UTC", "every day at 08:00 (UTC)"},
		{"daily 8:00", "UTC", "every day at 08:00 (UTC)"},
		{"workdays 8:00", "UTC", "Monday to Friday at 08:00 (UTC)"},
		{"weekends 8:00", "UTC", "Saturday and Sunday at 08:00 (UTC)"},
		{"weekend 8:00", "UTC", "Saturday and Sunday at 08:00 (UTC)"},
		{"sunday 8:00", "UTC", "Sunday at 08:00 (UTC)"},
		{"sun 8:00", "UTC", "Sunday at 08:00 (UTC)"},
		{"30 7 * * 1-5", "UTC", "Monday to Friday at 07:30 (UTC)"},
		{"0 9 1 * *", "UTC", "at “0 9 1 * *” (UTC)"},
		{"0 */6 * * *", "UTC", "at “0 */6 * * *” (UTC)"},
	} {
		s := mustSchedule(t, c.spec, c.zone)
		if s.String() != c.label {
			t.Errorf("%q in %q is %q, want %q", c.spec, c.zone, s.String(), c.label)
		}
	}
}

func TestScheduleRefusesWithWhatToType(t *testing.T) {
	for _, spec := range []string{
		"", "soon", "25:00", "07:60", "13pm", "* * * * *", "*/5 * * * *", "0,30 7 * * *", "07:00,07:30", "23:30,00:10",
		"0 0 31 2 *", "@every 1s", "TZ=0", "CRON_TZ=UTC 0 7 * * *", "noday 07:00", "60 7 * * *", strings.Repeat("7:00,", 40),
	} {
		_, err := Parse(spec, "UTC")
		if !errors.Is(err, ErrSchedule) || !strings.Contains(err.Error(), "type ") {
			t.Errorf("Parse(%q) = %v, want ErrSchedule and what to type", spec, err)
		}
	}
	if _, err := Parse("07:00", "Atlantis"); !errors.Is(err, ErrZone) {
		t.Errorf("unknown zone: %v, want ErrZone", err)
	}
}

func TestTimeZonesByNameCityAndOffset(t *testing.T) {
	for in, want := range map[string]string{
		"europe/berlin": "Europe/Berlin", "Berlin": "Europe/Berlin", "new york": "America/New_York", "New_York": "America/New_York",
		"+3": "Etc/GMT-3", "UTC+02:00": "Etc/GMT-2", "gmt-5": "Etc/GMT+5", "+0530": "Asia/Kolkata", "UTC": "UTC", "+0": "UTC",
		"москва": "Europe/Moscow", "Київ": "Europe/Kyiv", "sao paulo": "America/Sao_Paulo", "Washington, D.C.": "", "北京": "Asia/Shanghai",
		"": "", "+15": "", "+3:30:1": "", "-13": "", "../../etc/passwd": "", "Local": "",
	} {
		name, loc, err := ParseZone(in)
		if name != want || (err == nil) != (want != "") || (loc == nil) != (want == "") {
			t.Errorf("ParseZone(%q) = %q, %v, want %q", in, name, err, want)
		}
	}
}

func TestEveryNamedZoneLoads(t *testing.T) {
	for key, name := range zones() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestScheduleOnDaysWhenClocksChange(t *testing.T) {
	for _, c := range []struct{ rule, spec, zone, after, want string }{
		{"a time in the spring gap comes at the first moment after it", "02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
		{"the day after the gap is itself again", "02:30", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"},
		{"a time in the autumn overlap comes at its first showing", "02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"},
		{"and not at its second", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"the morning after keeps its wall-clock time", "07:00", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T11:00:00Z"},
		{"midnight in a zone that skips midnight", "00:00", "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
		{"half an hour's change", "02:15", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z"},
		{"a whole day skipped comes after it", "12:00", "Pacific/Apia", "2011-12-30T00:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		s := mustSchedule(t, c.spec, c.zone)
		after, _ := time.Parse(time.RFC3339, c.after)
		if got := s.Next(after).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s in %s after %s: %s, want %s", c.rule, c.spec, c.zone, c.after, got, c.want)
		}
	}
}

// clockChanges names a zone's behaviour in a span of time: zones with the same
// changes need only one look.
func clockChanges(loc *time.Location, from, to time.Time) string {
	var sb strings.Builder
	for t := from; t.Before(to); {
		_, offset := t.In(loc).Zone()
		_, end := t.In(loc).ZoneBounds()
		fmt.Fprint(&sb, offset, " ", end.Unix(), " ")
		if end.IsZero() {
			break
		}
		t = end
	}
	return sb.String()
}

// Every kind of zone, every day of 400: one slot a day, at its
// wall-clock time unless the clocks skip it.
func TestEveryDayHasExactlyOneSlotInEveryZone(t *testing.T) {
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 400)
	seen := map[string]bool{}
	for zone := range strings.FieldsSeq(zoneNames) {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		changes := clockChanges(loc, from, to)
		if seen[changes] {
			continue
		}
		seen[changes] = true
		for _, spec := range []string{"00:00", "02:30"} {
			everyDayOnce(t, mustSchedule(t, spec, zone), spec, from, to)
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d kinds of zones were tried", len(seen))
	}
}

func everyDayOnce(t *testing.T, s Schedule, spec string, from, to time.Time) {
	t.Helper()
	day, n := "", 0
	for at := s.Next(from); at.Before(to); at = s.Next(at) {
		n++
		local := at.In(s.loc)
		got := local.Format(time.DateOnly)
		if got == day {
			t.Fatalf("%s: two slots on %s", s.String(), day)
		}
		day = got
		if clock := local.Format("15:04"); clock != spec {
			if start, _ := local.ZoneBounds(); !start.Equal(local) {
				t.Fatalf("%s: slot at %s, not after a gap", s.String(), local)
			}
		}
		if n%20 == 0 && !s.Prev(at).Equal(at) {
			t.Fatalf("%s: Prev(%s) = %s", s.String(), at, s.Prev(at))
		}
	}
	if days := int(to.Sub(from).Hours() / 24); n < days-1 || n > days+1 {
		t.Fatalf("%s: %d slots in %d days", s.String(), n, days)
	}
}

func TestDueAfterDowntimeIsOneDigest(t *testing.T) {
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v }
	base := attache.Chat{Schedule: "07:00", TimeZone: "UTC", State: attache.ChatActive}
	for _, c := range []struct {
		rule, schedule  string
		last, next, now string
		slot, from      string
	}{
		{"on time", "07:00", "2026-03-01T07:00:00Z", "2026-03-02T07:00:00Z", "2026-03-02T07:00:01Z", "2026-03-02T07:00:00Z", "2026-03-01T07:00:00Z"},
		{"not before its time", "07:00", "2026-03-01T07:00:00Z", "2026-03-02T07:00:00Z", "2026-03-02T06:59:59Z", "", ""},
		{"three days of downtime give the newest slot alone, with what happened since the last", "07:00", "2026-03-01T07:00:00Z", "2026-03-02T07:00:00Z", "2026-03-04T09:00:00Z", "2026-03-04T07:00:00Z", "2026-03-01T07:00:00Z"},
		{"a month of downtime tells of three days", "07:00", "2026-02-01T07:00:00Z", "2026-02-02T07:00:00Z", "2026-03-04T09:00:00Z", "2026-03-04T07:00:00Z", "2026-03-01T07:00:00Z"},
		{"a slot is not due twice", "07:00", "2026-03-02T07:00:00Z", "2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z", "", ""},
		{"a schedule moved to earlier today waits for tomorrow", "07:00", "", "2026-03-03T07:00:00Z", "2026-03-02T08:00:00Z", "", ""},
		{"a chat without a next slot gets nothing", "07:00", "", "", "2026-03-02T08:00:00Z", "", ""},
		{"a weekly chat's window is a week", "mon 07:00", "2026-02-23T07:00:00Z", "2026-03-02T07:00:00Z", "2026-03-02T07:00:01Z", "2026-03-02T07:00:00Z", "2026-02-23T07:00:00Z"},
		{"a weekly chat's first digest tells of a week", "mon 07:00", "", "2026-03-02T07:00:00Z", "2026-03-02T07:00:01Z", "2026-03-02T07:00:00Z", "2026-02-23T07:00:00Z"},
		{"a weekly chat that missed one is told of a week", "mon 07:00", "2026-02-16T07:00:00Z", "2026-02-23T07:00:00Z", "2026-03-02T07:00:01Z", "2026-03-02T07:00:00Z", "2026-02-23T07:00:00Z"},
		{"the first digest tells of one period", "07:00", "", "2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z", "2026-03-02T07:00:00Z", "2026-03-01T07:00:00Z"},
	} {
		chat := base
		chat.Schedule, chat.LastSlot, chat.NextSlot = c.schedule, at(c.last), at(c.next)
		s := mustSchedule(t, chat.Schedule, chat.TimeZone)
		slot, due, next := Due(&s, &chat, at(c.now))
		if due != (c.slot != "") || due && (!slot.At.Equal(at(c.slot)) || !slot.From.Equal(at(c.from))) {
			t.Errorf("%s: %+v due=%v", c.rule, slot, due)
		}
		if !next.After(at(c.now)) || due && !slot.Expires.Equal(next) {
			t.Errorf("%s: next %s, expires %s", c.rule, next, slot.Expires)
		}
	}
	base.State, base.NextSlot = attache.ChatStopped, at("2026-03-02T07:00:00Z")
	s := mustSchedule(t, base.Schedule, base.TimeZone)
	if _, due, _ := Due(&s, &base, at("2026-03-02T08:00:00Z")); due {
		t.Error("a stopped chat is due")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"07:00", "mon-fri 7:30", "0 7 * * *", "TZ=0", "@daily", "fri-mon 9", "7pm,9h30", "*/7 */2 1-31/3 * 0-6"} {
		f.Add(s, "Europe/Berlin")
	}
	f.Add("7", "+3")
	from := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, spec, zone string) {
		s, err := Parse(spec, zone)
		if err != nil {
			return
		}
		a := s.Next(from)
		if a.IsZero() || !a.After(from) || s.Prev(a) != a {
			t.Errorf("%q %q: next %v, prev of it %v", spec, zone, a, s.Prev(a))
		}
		var b Book
		if again, err := b.Schedule(spec, zone); err != nil || again.Next(from) != a || again.String() != s.String() {
			t.Errorf("%q %q read again is %q: %v", spec, zone, again.String(), err)
		}
	})
}
