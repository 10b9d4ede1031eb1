package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// schedule shows when the digest comes, or sets it.
func (b *Bot) schedule(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.settings(r.chat)}, nil
	}
	spec := strings.ToLower(strings.Join(strings.Fields(tame(r.text, 100)), " "))
	chat, err := b.change(ctx, r, func(c *attache.Chat) error {
		s, err := b.newSchedule(spec, *c)
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
	return reply{doc: b.settings(chat), edit: true, hint: textSaved}, nil
}

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
		return spec, nil
	}
	times := cmp.Or(timesOf(chat.Schedule), timesOf(b.Defaults.Schedule))
	if times != "" && !strings.ContainsFunc(spec, unicode.IsDigit) {
		if _, err := b.Next(spec+" "+times, chat.TimeZone, b.Now()); err == nil {
			return spec + " " + times, nil
		}
	}
	return "", &Advice{Text: sentence(err.Error()) + " " + textScheduleStays, Err: err}
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

// settings shows schedule and time zone, with the usual choices as buttons.
func (b *Bot) settings(chat attache.Chat) attache.Document {
	var doc attache.Document
	add := func(spans []attache.Inline) { doc.Blocks = append(doc.Blocks, para(spans...)) }
	switch {
	case chat.State != attache.ChatActive:
		add(marked(textNotStarted))
	case chat.Schedule == "":
		add(marked(textScheduleOff))
	default:
		add(fill(textScheduleIs, bold(b.DescribeSchedule(chat.Schedule, chat.TimeZone))))
		if !chat.NextSlot.IsZero() {
			add(fill(textScheduleNext, plain(comingUp(chat.NextSlot, b.Now(), b.zone(chat)))))
			doc.Blocks[len(doc.Blocks)-1].Tight = true
		}
	}
	add(fill(textZoneIs, plain(zoneName(chat.TimeZone)), plain(b.Now().In(b.zone(chat)).Format("15:04"))))
	add(marked(textScheduleHow + " " + textZoneHow))
	doc.Buttons = scheduleButtons(chat)
	return doc
}

func scheduleButtons(chat attache.Chat) [][]attache.Button {
	var times []attache.Button
	for _, t := range []string{"07:00", "08:00", "12:00", "18:00"} {
		times = append(times, button(t, "/schedule "+t))
	}
	last := []attache.Button{button(textButtonOff, "/schedule off")}
	if t := timesOf(chat.Schedule); t != "" && len(t) <= 40 {
		last = append([]attache.Button{button(textButtonWeekdays, "/schedule weekdays "+t)}, last...)
	}
	more := []attache.Button{button(textButtonFollow, "/follow"), button(textButtonAlerts, "/alerts")}
	return [][]attache.Button{times, last, more}
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
