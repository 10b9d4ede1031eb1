package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// schedule shows when the digest comes, or sets it.
func (b *Bot) schedule(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.scheduleShown(r.to, r.chat)}, nil
	}
	spec := oneSpec(r.text)
	chat, err := b.change(ctx, r, func(c *attache.Chat) error {
		s, err := b.newSchedule(spec, *c)
		if meant := argumentIn(r.to.Lang(), r.text).schedule(); err != nil && meant != "" {
			if s2, err2 := b.newSchedule(meant, *c); err2 == nil {
				s, err = s2, nil
			}
		}
		if err != nil {
			return err
		}
		c.Schedule = s
		switch {
		case s != "": // who sets a time wants digests
			c.State, c.Problem = attache.ChatActive, ""
		case c.State == "":
			c.State = attache.ChatStopped
		}
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: b.scheduled(r.to, chat), Buttons: b.scheduleButtons(r.to, chat)}
	return reply{doc: doc, edit: true, hint: textSaved}, nil
}

// timesApart finds what stands between two times that somebody put side by side.
var timesApart = regexp.MustCompile(`(\d(?:\s?[ap]\.?m\.?|h)?)\s*(?:,|;|&|\+|\band\b|\s)\s*(?:at\s+)?(\d)`)

// halfDay joins 8 pm to one word.
var halfDay = regexp.MustCompile(`(\d)\s+([ap]\.?m\b)`)

// oneSpec brings what people write for times to the form that a schedule has: "at
// 07:00 and 18:00" is 07:00,18:00; 0730 is 07:30. A cron expression stays.
func oneSpec(text string) string {
	spec := strings.ToLower(strings.Join(strings.Fields(tame(text, 100)), " "))
	if len(strings.Fields(spec)) == 5 && !strings.Contains(spec, ":") && !halfDay.MatchString(spec) {
		return spec
	}
	spec = strings.TrimPrefix(strings.TrimPrefix(spec, "to "), "at ")
	spec = halfDay.ReplaceAllString(spec, "$1$2")
	for range 2 { // neighbours share a digit
		spec = timesApart.ReplaceAllString(spec, "$1,$2")
	}
	return bareClock.ReplaceAllString(spec, "$1:$2")
}

// bareClock is a time of four digits without a colon.
var bareClock = regexp.MustCompile(`\b([01]\d|2[0-3])([0-5]\d)\b`)

// newSchedule is what a chat's schedule becomes: "" for off; words without a
// time, such as "weekdays", keep the times there are.
func (b *Bot) newSchedule(spec string, chat attache.Chat) (string, error) {
	switch spec {
	case "off", "none", "never", "no", "stop":
		return "", nil
	case "on", "default":
		spec = b.Defaults.Schedule
	}
	_, err := b.Next(spec, chat.TimeZone, b.Now())
	if err == nil {
		return b.onItsDays(spec, chat), nil
	}
	times := cmp.Or(timesOf(chat.Schedule), timesOf(b.Defaults.Schedule))
	if times != "" && !strings.ContainsFunc(spec, unicode.IsDigit) {
		if _, err := b.Next(spec+" "+times, chat.TimeZone, b.Now()); err == nil {
			return spec + " " + times, nil
		}
	}
	return "", &Advice{
		Text: sentence(err.Error()) + " " + speaks(homeLang).text(textScheduleStays), Err: err,
		closer: true, key: textScheduleUnread, values: []any{code(spec)},
	}
}

// onItsDays keeps the days there are where somebody names times alone.
func (b *Bot) onItsDays(spec string, chat attache.Chat) string {
	if spec != timesOf(spec) || strings.ContainsAny(spec, "*abcdefghijklmnoqrstuvwxyz") {
		return spec
	}
	var days string
	switch set := b.daysOf(chat); {
	case chat.Schedule == "" || set == everyDay:
		return spec
	case set == workdays:
		days = "weekdays"
	case set == weekends:
		days = "weekends"
	default:
		days = strings.TrimSpace(strings.TrimSuffix(chat.Schedule, timesOf(chat.Schedule)))
	}
	if _, err := b.Next(days+" "+spec, chat.TimeZone, b.Now()); err != nil || days == "" {
		return spec
	}
	return days + " " + spec
}

// timesOf is the times of day in a schedule; "" where a cron expression says
// more than one time.
func timesOf(schedule string) string {
	if fields := strings.Fields(schedule); len(fields) == 5 && !strings.Contains(schedule, ":") {
		minute, ok1 := number(fields[0])
		hour, ok2 := number(fields[1])
		if !ok1 || !ok2 {
			return ""
		}
		return fmt.Sprintf("%02d:%02d", hour, minute)
	}
	if i := strings.IndexFunc(schedule, unicode.IsDigit); i >= 0 {
		return schedule[i:]
	}
	return ""
}

// scheduleShown shows schedule and time zone, with the usual choices as buttons.
func (b *Bot) scheduleShown(to speaker, chat attache.Chat) attache.Document {
	doc := attache.Document{Blocks: b.scheduled(to, chat), Buttons: b.scheduleButtons(to, chat)}
	zone := to.fill(textZoneIs, zoneName(chat.TimeZone), b.Now().In(b.zone(chat)).Format(clockFace))
	doc.Blocks = append(doc.Blocks, para(zone...), para(together(to.fill(textScheduleHow), to.fill(textZoneHow))...))
	return doc
}

// scheduled says what is set and when the next digest comes.
func (b *Bot) scheduled(to speaker, chat attache.Chat) []attache.Block {
	switch {
	case chat.State != attache.ChatActive:
		return []attache.Block{para(to.fill(textNotStarted)...)}
	case chat.Schedule == "":
		return []attache.Block{para(to.fill(textScheduleOff)...)}
	}
	blocks := []attache.Block{para(to.fill(textScheduleIs, bold(b.inWords(to, chat.Schedule, chat.TimeZone)))...)}
	if !chat.NextSlot.IsZero() {
		blocks = append(blocks, tight(para(to.fill(textScheduleNext, plain(to.comingUp(chat.NextSlot, b.Now(), b.zone(chat))))...)))
	}
	return blocks
}

func (b *Bot) scheduleButtons(to speaker, chat attache.Chat) [][]attache.Button {
	more := []attache.Button{
		to.button(textButtonFollow, "/follow"), to.button(textButtonAlerts, "/alerts"),
		to.button(textButtonSettings, "/settings"),
	}
	return append(b.scheduleRows(to, chat), more)
}

// sentence makes an error's text one that stands alone.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}

// inWords says a schedule in a language.
func (b *Bot) inWords(to speaker, schedule, tz string) string {
	if to.Lang() == homeLang || b.Timetable == nil {
		return b.DescribeSchedule(schedule, tz)
	}
	t, err := b.Timetable(schedule, tz)
	if err != nil {
		return b.DescribeSchedule(schedule, tz)
	}
	return to.timetable(t)
}

// timetable says when digests come: "every day at 07:00 (Europe/Berlin)".
func (s speaker) timetable(t attache.Timetable) string {
	if t.Cron != "" {
		return s.text(textScheduleCron, t.Cron, zoneName(t.TimeZone))
	}
	var days []string
	for i, name := range s.List(string(textDigestDays)) {
		if t.Days&(1<<((i+1)%7)) != 0 {
			days = append(days, name)
		}
	}
	on := s.text(textOnDays, s.together(days))
	switch t.Days {
	case everyDay:
		on = s.text(textEveryDay)
	case workdays:
		on = s.text(textWorkdays)
	case weekends:
		on = s.text(textWeekends)
	}
	return s.text(textScheduleAt, on, s.listed(t.Clocks), zoneName(t.TimeZone))
}
