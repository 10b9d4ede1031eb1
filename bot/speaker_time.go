package bot

import "time"

// Times as a language writes them.

const clockFace = "15:04"

// clock says when something was, seen from now: "14:05" today, "yesterday
// 14:05", "Tue 14:05" within a week, else the day.
func (s speaker) clock(t, now time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(loc), now.In(loc)
	at := t.Format(clockFace)
	switch days := daysBetween(t, now); {
	case days == 0:
		return at
	case days == 1:
		return s.text(textYesterdayAt, at)
	case days > 1 && days < 7:
		return s.text(textWeekdayAt, s.weekday(textShortDays, t), at)
	}
	return s.day(t, now)
}

// comingUp says when something will be: "today at 18:00", "tomorrow at
// 07:00", "Monday at 07:00", else with the date.
func (s speaker) comingUp(t, now time.Time, loc *time.Location) string {
	t, now = t.In(loc), now.In(loc)
	at := t.Format(clockFace)
	switch days := daysBetween(now, t); {
	case days == 0:
		return s.text(textNextToday, at)
	case days == 1:
		return s.text(textNextTomorrow, at)
	case days > 1 && days < 7:
		return s.text(textNextWeekday, s.weekday(textNextDays, t), at)
	}
	return s.text(textNextDate, s.weekday(textDays, t), s.day(t, now), at)
}

// since says from when on something is told, to the minute: "since yesterday 07:00".
func (s speaker) since(t, now time.Time, loc *time.Location) string {
	t, now = t.In(loc), now.In(loc)
	at := t.Format(clockFace)
	switch days := daysBetween(t, now); {
	case days == 0:
		return s.text(textSince, at)
	case days == 1:
		return s.text(textSinceYesterdayAt, at)
	case days > 1 && days < 7:
		return s.text(textSinceWeekdayAt, s.weekday(textSinceShortDays, t), at)
	}
	return s.text(textSinceDate, s.day(t, now))
}

// sinceDay says from which day on, seen from now.
func (s speaker) sinceDay(t, now time.Time) string {
	switch days := daysBetween(t, now); {
	case days == 1:
		return s.text(textSinceYesterday)
	case days > 1 && days < 7:
		return s.text(textSinceWeekday, s.weekday(textSinceDays, t))
	}
	return s.text(textSinceDate, s.day(t, now))
}

// day is a date, with its year where that is not this one.
func (s speaker) day(t, now time.Time) string {
	month := s.List(string(textMonths))[t.Month()-1]
	if t.Year() == now.Year() {
		return s.text(textDate, t.Day(), month)
	}
	return s.text(textDateYear, t.Day(), month, t.Year())
}

// dayDate is a date with its weekday: "Thursday, 5 March".
func (s speaker) dayDate(t time.Time) string {
	return s.text(textDayDate, s.weekday(textDays, t), s.day(t, t))
}

// shortDay is a date with its weekday in short: "Mon 9 March".
func (s speaker) shortDay(t time.Time) string {
	return s.text(textShortDayDate, s.weekday(textShortDays, t), s.day(t, t))
}

// weekday is a day's name from a list of them, which begins on Monday.
func (s speaker) weekday(list key, t time.Time) string {
	return s.List(string(list))[(int(t.Weekday())+6)%7]
}

// daysBetween counts calendar days from one wall-clock day to another.
func daysBetween(from, to time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}
