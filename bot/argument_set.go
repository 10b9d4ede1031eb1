package bot

import (
	"strings"
	"time"
)

// The kinds of arguments: a schedule, alerts with their quiet hours, a length of time,
// a switch.

// dayMeanings are the days and sets of days of arguments.txt, as a schedule has them.
var dayMeanings = strings.Fields("daily weekdays weekends mon tue wed thu fri sat sun")

// schedule is a schedule as Next reads it: "mon-fri 07:30,18:00", "weekdays", "off",
// "on"; "" where something was not understood.
func (a argument) schedule() string {
	if m := a.whole("off", "on"); m != "" {
		return m
	}
	var days, clocks []string
	for i := 0; i < len(a.tokens); {
		if clock, n, _ := a.clock(i); n > 0 {
			clocks, i = append(clocks, clock), i+n
			continue
		}
		if day, n := a.days(i); n > 0 {
			days, i = append(days, day), i+n
			continue
		}
		n := a.filler(i)
		if n == 0 {
			return ""
		}
		i += n
	}
	return strings.TrimSpace(strings.Join(days, ",") + " " + strings.Join(clocks, ","))
}

// days reads a day, a set of days, or days from one to another.
func (a argument) days(at int) (days string, n int) {
	start := at
	from, n := a.take(at, dayMeanings...)
	if n == 0 {
		return "", 0
	}
	at += n
	next := at
	if a.mark(at, "-") {
		next++
	} else if _, n := a.take(at, "link"); n > 0 {
		next += n
	}
	if to, n := a.take(next, dayMeanings[3:]...); next > at && n > 0 {
		return from + "-" + to, next + n - start
	}
	return from, at - start
}

// filler is how many tokens at a place say nothing of their own.
func (a argument) filler(at int) int {
	if a.mark(at, ",-.:=") {
		return 1
	}
	_, n := a.take(at, "filler", "and", "link")
	return n
}

// alerts is an argument of /alerts as newAlerts reads it; "" where something was not
// understood.
func (a argument) alerts() string {
	var out []string
	for i := 0; i < len(a.tokens); {
		if from, n, bare := a.clock(i); n > 0 {
			next := a.linked(i + n)
			until, m, _ := a.clock(next)
			switch {
			case next > i+n && m > 0:
				out, i = append(out, from+"-"+until), next+m
			case bare:
				number, n := a.count(i)
				out, i = append(out, itoa(number)), i+n
			default:
				return ""
			}
			continue
		}
		m, n := a.take(i, "quiet", "on", "off", "daily")
		switch {
		case m == "daily": // so many
		case n > 0:
			out = append(out, m)
		default:
			if n = a.filler(i); n == 0 {
				return ""
			}
		}
		i += n
	}
	return strings.Join(out, " ")
}

// linked is where what a range leads to begins; the same place where there is none.
func (a argument) linked(at int) int {
	if a.mark(at, "-") {
		return at + 1
	}
	_, n := a.take(at, "link")
	return at + n
}

// units are lengths of time in hours.
var units = map[string]int{"day": 24, "week": 7 * 24, "hour": 1, "month": 30 * 24}

// until is when a time that somebody names is over: "3 days", "a week", "until monday",
// "tomorrow", "до 10 декабря".
func (a argument) until(to speaker, now time.Time) (at time.Time, ok bool) {
	i, named := 0, false
	for {
		if _, n := a.take(i, "until", "count"); n > 0 && i+n < len(a.tokens) {
			i, named = i+n, true
			continue
		}
		break
	}
	rest := argument{a.lang, a.tokens[min(i, len(a.tokens)):]}
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if rest.whole("tomorrow") != "" {
		return midnight.AddDate(0, 0, 1), true
	}
	for back, day := range dayMeanings[3:] {
		if rest.whole(day) != "" {
			ahead := (back + 1 - int(now.Weekday()) + 7) % 7
			if ahead == 0 {
				ahead = 7
			}
			return midnight.AddDate(0, 0, ahead), true
		}
	}
	if two := rest.whole("two days", "two weeks", "two months"); two != "" {
		hours := 2 * units[strings.TrimSuffix(strings.TrimPrefix(two, "two "), "s")]
		return now.Add(time.Duration(hours) * time.Hour), true
	}
	count, n := rest.count(0)
	if n == 0 {
		count = 1
	}
	for { // 3个星期
		_, more := rest.take(n, "count")
		if more == 0 {
			break
		}
		n += more
	}
	if n == len(rest.tokens) && n > 0 && isNumber(rest.tokens[0]) && count > 0 {
		return now.AddDate(0, 0, count), true
	}
	if unit, m := rest.take(n, "day", "week", "month", "hour"); m > 0 && n+m == len(rest.tokens) && count > 0 {
		return now.Add(time.Duration(count*units[unit]) * time.Hour), true
	}
	if !named && len(rest.tokens) < 2 {
		return time.Time{}, false
	}
	return dayAhead(to, rest, midnight)
}

// dayAhead is the beginning of a date that is to come.
func dayAhead(to speaker, a argument, midnight time.Time) (time.Time, bool) {
	text := strings.Join(a.tokens, " ")
	if len(a.tokens) == 1 && strings.Count(text, ".") == 1 {
		text += "." // 10.03. ends with one
	}
	day, ok := dateOf(to, splitWords(text), midnight)
	if !ok || len(a.tokens) > 3 {
		return time.Time{}, false
	}
	if !day.since.After(midnight) {
		day.since = day.since.AddDate(1, 0, 0)
	}
	return day.since, day.since.After(midnight)
}

// onOrOff reads a switch in a chat's language.
func (s speaker) onOrOff(text string) (on, ok bool) {
	m := argumentIn(s.Lang(), text).whole("on", "off")
	return m == "on", m != ""
}

// takesAway tells words that end or widen what is set, in any language.
func takesAway(text string) bool {
	return argumentIn("", text).whole("off", "all") != "" || strings.TrimSpace(text) == "0"
}
