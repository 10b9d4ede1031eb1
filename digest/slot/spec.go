package slot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/robfig/cron/v3"

	"attache"
	"attache/internal/text"
)

// cronParser takes five fields and nothing else: no zones, no @every.
var cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

const typeLike = "type a time like 07:30, days and times like mon-fri 07:30,18:00, or a cron expression like 30 7 * * 1-5"

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// dayWords are names of sets of days, as bits from Sunday.
var dayWords = map[string]int{
	"daily": 127, "everyday": 127, "every day": 127, "weekdays": 62, "workdays": 62, "weekends": 65, "weekend": 65,
}

// parse fills in the rules and the label.
func (s *Schedule) parse(spec string) error {
	if spec == "" || len(spec) > 100 {
		return fmt.Errorf("%w: %s", ErrSchedule, typeLike)
	}
	if strings.Contains(spec, "tz=") {
		return fmt.Errorf("%w: the time zone is set apart from the schedule, not in it; %s", ErrSchedule, typeLike)
	}
	if fields := strings.Fields(spec); len(fields) == 5 && !strings.Contains(spec, ":") {
		return s.parseCron(spec, fields)
	}
	days, times := 127, strings.ReplaceAll(spec, " at ", " ")
	if i := strings.IndexAny(times, "0123456789"); i > 0 {
		var err error
		if days, err = parseDays(strings.TrimSpace(times[:i])); err != nil {
			return err
		}
		times = times[i:]
	}
	var minutes []int
	for part := range strings.FieldsFuncSeq(times, func(r rune) bool { return r == ',' || r == ';' }) {
		m, ok := parseClock(strings.TrimSpace(part))
		if !ok {
			return fmt.Errorf("%w %q: %q is not a time of day; %s", ErrSchedule, spec, part, typeLike)
		}
		minutes = append(minutes, m)
	}
	if len(minutes) == 0 {
		return fmt.Errorf("%w %q: there is no time of day in it; %s", ErrSchedule, spec, typeLike)
	}
	return s.at(days, minutes)
}

// at makes the schedule of times on days.
func (s *Schedule) at(days int, minutes []int) error {
	slices.Sort(minutes)
	var clocks []string
	for _, m := range slices.Compact(minutes) {
		rule, err := cronParser.Parse(fmt.Sprintf("%d %d * * %s", m%60, m/60, cronDays(days)))
		if err != nil {
			return fmt.Errorf("%w: %w", ErrSchedule, err)
		}
		s.rules = append(s.rules, rule)
		clocks = append(clocks, fmt.Sprintf("%02d:%02d", m/60, m%60))
	}
	s.table = attache.Timetable{Days: days, Clocks: clocks}
	s.label = dayNames(days) + " at " + strings.Join(clocks, ", ")
	return nil
}

// parseCron takes a cron expression; one that only names times on days reads
// like the plain form.
func (s *Schedule) parseCron(spec string, fields []string) error {
	rule, err := cronParser.Parse(spec)
	if err != nil {
		return fmt.Errorf("%w %q: %w; %s", ErrSchedule, text.Shorten(spec, 60), err, typeLike)
	}
	minute, err1 := strconv.Atoi(fields[0])
	hour, err2 := strconv.Atoi(fields[1])
	if fields[2] == "*" && fields[3] == "*" && err1 == nil && err2 == nil {
		days := 0
		for d, name := range weekdays {
			if one, err := cronParser.Parse("0 0 * * " + name); err == nil {
				if one.(*cron.SpecSchedule).Dow&rule.(*cron.SpecSchedule).Dow&^(1<<63) != 0 {
					days |= 1 << d
				}
			}
		}
		return s.at(days, []int{hour*60 + minute})
	}
	s.rules, s.label, s.table = []cron.Schedule{rule}, "at “"+spec+"”", attache.Timetable{Cron: spec}
	return nil
}

// parseDays reads "mon-fri", "mon,wed", "monday", "weekends".
func parseDays(s string) (int, error) {
	s = strings.TrimSuffix(strings.TrimSuffix(s, " at"), ",")
	if days, ok := dayWords[s]; ok {
		return days, nil
	}
	days := 0
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ' ' || r == '&' }) {
		if set, ok := dayWords[part]; ok {
			days |= set
			continue
		}
		from, to, isRange := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		a, b := weekday(from), weekday(to)
		if !isRange {
			b = a
		}
		if a < 0 || b < 0 {
			return 0, fmt.Errorf("%w: %q is not a day; %s", ErrSchedule, part, typeLike)
		}
		for d := a; ; d = (d + 1) % 7 {
			days |= 1 << d
			if d == b {
				break
			}
		}
	}
	if days == 0 {
		return 0, fmt.Errorf("%w: %q is not a day; %s", ErrSchedule, s, typeLike)
	}
	return days, nil
}

var dayFull = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func weekday(s string) int {
	s = strings.TrimSuffix(s, ".")
	if len(s) < 3 {
		return -1
	}
	return slices.IndexFunc(dayFull, func(full string) bool {
		return strings.HasPrefix(full, s) || s == full+"s"
	})
}

// parseClock reads "07:30", "7.30", "7h30", "7", "7am", "7:30 pm" as minutes.
func parseClock(s string) (int, bool) {
	half := -1
	for i, suffix := range []string{"am", "pm"} {
		if t, ok := strings.CutSuffix(strings.ReplaceAll(s, ".m.", "m"), suffix); ok {
			half, s = i, strings.TrimSpace(t)
		}
	}
	hours, minutes := s, ""
	if i := strings.IndexAny(s, ":.h"); i >= 0 {
		hours, minutes = s[:i], s[i+1:]
		if len(minutes) != 2 && (s[i] != 'h' || minutes != "") {
			return 0, false
		}
	}
	if minutes == "" {
		minutes = "00"
	}
	h, err1 := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if err1 != nil || err2 != nil || m > 59 || h > 23 || half >= 0 && (h < 1 || h > 12) {
		return 0, false
	}
	if half >= 0 {
		h = h%12 + uint64(half)*12
	}
	return int(h*60 + m), true
}

func cronDays(days int) string {
	var list []string
	for d := range 7 {
		if days&(1<<d) != 0 {
			list = append(list, strconv.Itoa(d))
		}
	}
	return strings.Join(list, ",")
}

// dayNames says a set of days for people.
func dayNames(days int) string {
	switch days {
	case 127:
		return "every day"
	case 62:
		return "Monday to Friday"
	case 65:
		return "Saturday and Sunday"
	}
	var names []string
	for i := range 7 {
		if d := (i + 1) % 7; days&(1<<d) != 0 {
			names = append(names, strings.ToUpper(dayFull[d][:1])+dayFull[d][1:])
		}
	}
	last := names[len(names)-1]
	if len(names) == 1 {
		return last
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + last
}
