package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// span is a stretch of time that somebody named: from since on, until before; a
// zero until is now.
type span struct {
	since, until time.Time
	name         string // as it reads in a title
}

// timeWords name a time in eight languages, folded: what they stand for.
var timeWords = tableOf(map[string]string{
	"today":      "today todays heute aujourd'hui hoy сегодня сьогодні اليوم 今天",
	"yesterday":  "yesterday gestern hier ayer вчера вчора امس 昨天",
	"this week":  "week woche semaine semana неделя неделю тиждень 本周 这周 اسبوع الاسبوع",
	"this month": "month monat mois mes месяц місяць 本月 这个月 شهر الشهر",
	"since":      "since seit depuis desde с со з із від منذ 自 自从 从",
	"on":         "on am le el",
	"last": "last past this previous the for of during within in letzte letzten dernier derniers derniere ultimo ultimos ultima за " +
		"последние последний",
	"hours": "h hr hrs hour hours stunde stunden heure heures hora horas час часов часа годин години годину ساعه ساعات 小时 个小时",
	"days":  "d day days tag tage tagen jour jours dia dias день дней дня днів дні ايام يوم يوما 天 日",
	"weeks": "w week weeks woche wochen semaine semaines semana semanas неделя неделю недель недели тиждень тижнів тижні اسابيع اسبوع 周 " +
		"星期 个星期",
})

// tableOf turns lists of words around.
func tableOf(lists map[string]string) map[string][]string {
	m := map[string][]string{}
	for meaning, words := range lists {
		for w := range strings.FieldsSeq(words) {
			m[folded(w)] = append(m[folded(w)], meaning)
		}
	}
	return m
}

func means(w word, meaning string) bool {
	return !w.quoted && slices.Contains(timeWords[folded(strings.Trim(w.text, ",.?!:"))], meaning)
}

// dayNames and monthNames, folded, each from Monday and from January.
var (
	dayNames = []string{
		"monday montag lundi lunes понедельник понедельника понеділок понеділка الاثنين 周一 星期一",
		"tuesday dienstag mardi martes вторник вторника вівторок вівторка الثلاثاء 周二 星期二",
		"wednesday mittwoch mercredi miercoles среда среды среду середа середи середу الاربعاء 周三 星期三",
		"thursday donnerstag jeudi jueves четверг четверга четвер четверга الخميس 周四 星期四",
		"friday freitag vendredi viernes пятница пятницы пятницу п'ятниця п'ятниці الجمعه 周五 星期五",
		"saturday samstag samedi sabado суббота субботы субботу субота суботи السبت 周六 星期六",
		"sunday sonntag dimanche domingo воскресенье воскресенья неділя неділі الاحد 周日 星期日 星期天",
	}
	monthNames = []string{
		"jan january januar janvier enero января січня يناير", "feb february februar fevrier febrero февраля лютого فبراير",
		"mar march marz mars marzo марта березня مارس", "apr april avril abril апреля квітня ابريل", "may mai mayo мая травня مايو",
		"jun june juni juin junio июня червня يونيو", "jul july juli juillet julio июля липня يوليو",
		"aug august aout agosto августа серпня اغسطس",
		"sep sept september septembre septiembre сентября вересня سبتمبر", "oct october oktober octobre octubre октября жовтня اكتوبر",
		"nov november novembre noviembre ноября листопада نوفمبر", "dec december dezember decembre diciembre декабря грудня ديسمبر",
	}
)

// placeOf is where a word stands among lists of words, from 1; 0 where it does not.
func placeOf(lists []string, w word) int {
	f := folded(strings.Trim(w.text, ",.?!"))
	if f == "" || w.quoted {
		return 0
	}
	for i, list := range lists {
		if slices.Contains(strings.Fields(list), f) {
			return i + 1
		}
	}
	return 0
}

// takeTime takes the words that name a time out of what somebody asks for: today,
// yesterday, a week, "since monday", "last 3 days", "48h", "10 Nov", 2026-11-10.
// The first such words count; a time that is to come is none.
func takeTime(to speaker, words []word, now time.Time) (span, []word) {
	for i := range words {
		for n := min(4, len(words)-i); n > 0; n-- {
			if s, ok := timeOf(to, words[i:i+n], now); ok && s.since.Before(now) {
				return s, slices.Concat(words[:i:i], words[i+n:])
			}
		}
	}
	return span{}, words
}

// timeOf reads words as one time.
func timeOf(to speaker, words []word, now time.Time) (span, bool) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	first := words[0]
	if means(first, "since") && len(words) > 1 {
		s, ok := timeOf(to, words[1:], now)
		if !ok || means(words[1], "since") {
			return span{}, false
		}
		return span{since: s.since, name: to.sinceDay(s.since, now)}, true
	}
	if means(first, "on") && len(words) > 1 {
		if s, ok := dateOf(to, words[1:], midnight); ok {
			return s, true
		}
		return weekdayOf(to, words[1:], midnight)
	}
	if len(words) == 1 {
		switch {
		case means(first, "today"):
			return span{since: midnight, name: to.text(textToday)}, true
		case means(first, "yesterday"):
			return span{since: midnight.AddDate(0, 0, -1), until: midnight, name: to.text(textYesterday)}, true
		case means(first, "this week"):
			return lately(to, now, 7*24), true
		case means(first, "this month"):
			return lately(to, now, 30*24), true
		}
	}
	if len(words) > 1 && means(first, "last") && (len(words) > 2 || means(words[1], "this week") || means(words[1], "this month")) {
		if s, ok := timeOf(to, words[1:], now); ok && !means(words[1], "today") && !means(words[1], "yesterday") {
			return s, true
		}
	}
	if s, ok := lengthOf(to, words, now); ok {
		return s, true
	}
	if s, ok := dateOf(to, words, midnight); ok {
		return s, true
	}
	return weekdayOf(to, words, midnight)
}

// mostHours is how far back a length of time reaches.
const mostHours = 366 * 24

// lately is the last so many hours.
func lately(to speaker, now time.Time, hours int) span {
	hours = min(hours, mostHours)
	name := to.text(textLastHours, hours)
	if hours%24 == 0 && hours > 48 {
		name = to.text(textLastDays, hours/24)
	}
	return span{since: now.Add(-time.Duration(hours) * time.Hour), name: name}
}

// lengthOf reads "48 hours", "3 days", "2w", "48h".
func lengthOf(to speaker, words []word, now time.Time) (span, bool) {
	text := strings.ToLower(words[0].text)
	unit := word{text: strings.TrimLeftFunc(text, unicode.IsDigit)}
	amount := strings.TrimSuffix(text, unit.text)
	if len(words) == 2 && unit.text == "" {
		unit = words[1]
	} else if len(words) > 1 {
		return span{}, false
	}
	n, ok := number(amount)
	if !ok || n == 0 || words[0].quoted {
		return span{}, false
	}
	switch {
	case means(unit, "hours"):
		return lately(to, now, n), true
	case means(unit, "days"):
		return lately(to, now, 24*n), true
	case means(unit, "weeks"):
		return lately(to, now, 7*24*n), true
	}
	return span{}, false
}

// weekdayOf reads the name of a day: the last one that has begun.
func weekdayOf(to speaker, words []word, midnight time.Time) (span, bool) {
	at := placeOf(dayNames, words[0])
	if at == 0 || len(words) > 1 {
		return span{}, false
	}
	back := (int(midnight.Weekday()) - at%7 + 7) % 7
	day := midnight.AddDate(0, 0, -back)
	return span{since: day, until: day.AddDate(0, 0, 1), name: to.weekday(textDays, day)}, true
}

// dateOf reads "10 Nov", "Nov 10", "10 November 2026", "10.11.", "10.11.2026" and
// "2026-11-10"; a date without a year is the last one.
func dateOf(to speaker, words []word, midnight time.Time) (span, bool) {
	var year, month, day int
	switch text := strings.Trim(words[0].text, ",?!"); {
	case words[0].quoted:
		return span{}, false
	case len(words) == 1 && strings.Count(text, "-") == 2:
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			year, month, day = t.Year(), int(t.Month()), t.Day()
		}
	case len(words) == 1:
		parts := strings.Split(strings.TrimSuffix(text, "."), ".")
		if len(parts) == 3 {
			year, _ = strconv.Atoi(parts[2])
		}
		if len(parts) == 2 && strings.HasSuffix(text, ".") || len(parts) == 3 && year > 2000 {
			day, _ = strconv.Atoi(parts[0])
			month, _ = strconv.Atoi(parts[1])
		}
	default:
		month = max(placeOf(monthNames, words[0]), placeOf(monthNames, words[1]))
		which := words[0]
		if placeOf(monthNames, words[0]) > 0 {
			which = words[1]
		}
		day, _ = strconv.Atoi(strings.TrimRight(strings.ToLower(which.text), "thndrs.,?!"))
		if len(words) == 3 {
			year, _ = strconv.Atoi(strings.Trim(words[2].text, ",?!"))
		}
		if len(words) > 3 || len(words) == 3 && year < 2000 {
			return span{}, false
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 || year > 9999 {
		return span{}, false
	}
	at := time.Date(max(year, midnight.Year()), time.Month(month), day, 0, 0, 0, 0, midnight.Location())
	if year > 0 {
		at = time.Date(year, time.Month(month), day, 0, 0, 0, 0, midnight.Location())
	} else if at.After(midnight) {
		at = at.AddDate(-1, 0, 0)
	}
	return span{since: at, until: at.AddDate(0, 0, 1), name: to.day(at, midnight)}, true
}
