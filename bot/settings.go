package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache"
)

// One message shows all that is set; its buttons change one thing each, in place:
// "/settings COMMAND" gives that command and shows the settings again.

// settings shows what is set, or sets something and shows it then.
func (b *Bot) settings(ctx context.Context, r request) (reply, error) {
	chat := r.chat
	var hint key
	if r.text == "zone" {
		return reply{doc: b.zones(r.to, chat), edit: true}, nil
	}
	if r.text != "" {
		inner := r
		asked, ok := b.parse("/" + r.text)
		if !ok || asked.row == nil || !asked.row.remote {
			return reply{}, advise(textSettingsWhat)
		}
		inner.call = asked
		rep, err := b.perform(ctx, inner)
		if err != nil {
			return reply{}, err
		}
		hint = rep.hint
		if chat, err = b.Store.Chat(ctx, r.chat.ID); err != nil {
			return reply{}, err
		}
	}
	return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: hint}, nil
}

// settingsOf is the message of a chat's settings.
func (b *Bot) settingsOf(to speaker, chat attache.Chat) attache.Document {
	doc := attache.Document{Blocks: []attache.Block{heading(plain(to.text(textSettings)))}}
	line := func(text key, value string) {
		doc.Blocks = append(doc.Blocks, tight(para(to.fill(text, bold(value))...)))
	}
	now := b.Now()
	for i, block := range b.scheduled(to, chat) {
		block.Tight = i > 0
		doc.Blocks = append(doc.Blocks, block)
	}
	if now.Before(chat.Rest) {
		line(textResting, to.comingUp(chat.Rest, now, b.zone(chat)))
	}
	line(textZoneLine, zoneName(chat.TimeZone)+", "+now.In(b.zone(chat)).Format("15:04"))
	alerts := to.text(textNone)
	if a := chat.Alerts; a.PerDay > 0 {
		alerts = to.text(textButtonPerDay, a.PerDay)
		if a.QuietFrom != a.QuietUntil {
			alerts += to.text(textNotBetween, a.QuietFrom, a.QuietUntil)
		}
	}
	line(textAlertsLine, alerts)
	sound := to.text(textWithSound)
	if chat.Silent {
		sound = to.text(textSilent)
	}
	line(textSoundLine, sound)
	follows := to.text(textAllDiplomacy)
	if filtered(chat.Filter) {
		follows = to.listed(wantedBy(to, &chat.Filter))
		if refused := refusedBy(to, &chat.Filter); len(refused) > 0 {
			follows = strings.TrimLeft(follows+"; "+to.text(textNot)+" "+to.listed(refused), "; ")
		}
	}
	line(textFollowsLine, tame(follows, 300))
	line(textLengthLine, to.text(lengthLabel(chat.Length)))
	line(textPreviewLine, to.switched(chat.Preview))
	doc.Blocks = append(doc.Blocks, signedLines(to, chat)...)
	doc.Buttons = b.settingsButtons(to, chat)
	return doc
}

// settingsButtons are the usual choices, what is set marked.
func (b *Bot) settingsButtons(to speaker, chat attache.Chat) [][]attache.Button {
	rows := b.scheduleRows(to, chat)
	a := chat.Alerts
	var alerts []attache.Button
	for _, n := range []int{0, 1, 3, 5} {
		label := to.text(textAlertsADay, n)
		if n == 0 {
			label = to.text(textNoAlerts)
		}
		alerts = append(alerts, choice(label, fmt.Sprintf("/alerts %d", n), a.PerDay == n))
	}
	quiet := to.choice(textButtonQuiet, "/alerts quiet 22-07", false)
	if a.QuietFrom != a.QuietUntil {
		quiet = to.choice(textButtonQuiet, "/alerts quiet off", true)
	}
	silent := to.choice(textButtonSilent, "/silent on", false)
	if chat.Silent {
		silent = to.choice(textButtonSilent, "/silent off", true)
	}
	resting := b.Now().Before(chat.Rest)
	pause := to.choice(textButtonPause, "/pause 7 days", false)
	if resting {
		pause = to.choice(textButtonPause, "/pause off", true)
	}
	rows = append(rows, alerts, []attache.Button{quiet, silent}, []attache.Button{pause, to.button(textButtonZone, "/settings zone")})
	rows = append(rows, lookRows(to, chat)...)
	for _, row := range rows {
		for i := range row {
			if name, _ := parseCommand(row[i].Command); name != "settings" {
				row[i].Command = "/settings " + row[i].Command[1:]
			}
		}
	}
	if !chat.Subscribed() {
		rows = append(rows, []attache.Button{to.button(textButtonSubscribe, "/settings start")})
	}
	rows = append(rows, []attache.Button{to.button(textButtonShowNow, "/digest")})
	last := []attache.Button{
		to.button(textButtonFollow, "/follow"), to.button(textButtonLanguage, "/language"),
		to.button(textButtonPrivacy, "/privacy"),
	}
	return append(rows, last)
}

// choice is a button of several to choose from; what is set has a mark.
func choice(label, command string, set bool) attache.Button {
	if set {
		label = "✓ " + label
	}
	return button(label, command)
}

// choice is a choice that one of the texts names.
func (s speaker) choice(label key, command string, set bool) attache.Button {
	return choice(s.text(label), command, set)
}

// scheduleRows are the usual times, days, and off or on.
func (b *Bot) scheduleRows(to speaker, chat attache.Chat) [][]attache.Button {
	on := chat.Subscribed() && chat.Schedule != ""
	now := timesOf(chat.Schedule)
	var times []attache.Button
	usual := []string{"07:00", "08:00", "12:00", "18:00"}
	if len(now) == len("07:00") && !slices.Contains(usual, now) {
		usual = append(usual, now)
		slices.Sort(usual)
	}
	for _, t := range usual {
		times = append(times, choice(t, "/schedule "+t, on && now == t))
	}
	set := b.daysOf(chat)
	days := []attache.Button{
		to.choice(textButtonEveryDay, "/schedule daily", on && set == everyDay),
		to.choice(textButtonWeekdays, "/schedule weekdays", on && set == workdays),
		to.choice(textButtonWeekends, "/schedule weekends", on && set == weekends),
	}
	off := to.choice(textButtonNoDigest, "/schedule off", chat.Subscribed() && chat.Schedule == "")
	return [][]attache.Button{times, days, {off}}
}

// Sets of days as bits from Sunday.
const (
	everyDay = 1<<7 - 1
	weekends = 1<<time.Sunday | 1<<time.Saturday
	workdays = everyDay &^ weekends
)

// mostSlots bounds how many slots of a schedule are looked at: a week of them,
// unless digests come more than hourly.
const mostSlots = 7 * 24

// daysOf are the days of the coming week on which digests come.
func (b *Bot) daysOf(chat attache.Chat) int {
	at, days := b.Now(), 0
	end := at.AddDate(0, 0, 7)
	for range mostSlots {
		next, err := b.Next(chat.Schedule, chat.TimeZone, at)
		if err != nil || next.After(end) || !next.After(at) {
			break
		}
		days |= 1 << next.In(b.zone(chat)).Weekday()
		at = next
	}
	return days
}

// commonZones are cities whose clocks are offered.
var commonZones = []string{
	"London", "Berlin", "Kyiv", "Moscow", "Istanbul", "Cairo", "Dubai", "Delhi", "Shanghai", "Tokyo", "New York", "Los Angeles", "UTC",
}

// zones offers cities whose clock a chat may have.
func (b *Bot) zones(to speaker, chat attache.Chat) attache.Document {
	doc := attache.Document{Blocks: []attache.Block{para(b.zoneNow(to, chat)...), para(to.fill(textZoneHow)...)}}
	var row []attache.Button
	for _, city := range commonZones {
		name, err := b.FindZone(city)
		if err != nil {
			continue
		}
		row = append(row, choice(city, "/settings timezone "+city, name == chat.TimeZone))
	}
	for len(row) > 0 {
		n := min(3, len(row))
		doc.Buttons, row = append(doc.Buttons, row[:n]), row[n:]
	}
	doc.Buttons = append(doc.Buttons, []attache.Button{to.button(textButtonBack, "/settings")})
	return doc
}

// silent sets whether what comes by itself makes a sound.
func (b *Bot) silent(ctx context.Context, r request) (reply, error) {
	on, ok := r.to.onOrOff(r.text)
	if !ok && r.text != "" {
		return reply{}, advise(textSilentHow)
	}
	if r.name == "sound" && ok {
		on = !on
	} else if r.text == "" {
		on = r.name != "sound"
	}
	_, err := b.amend(ctx, r, func(c *attache.Chat) error {
		c.Silent = on
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
	text := textNowSilent
	if !on {
		text = textNowSound
	}
	return reply{doc: r.to.say(text), hint: textSaved}, err
}

// mostPaused is how long a chat may be left in peace.
const mostPaused = 90 * 24 * time.Hour

// pause leaves a chat in peace for some days, or until "off".
func (b *Bot) pause(ctx context.Context, r request) (reply, error) {
	var until time.Time
	typed := argumentIn(r.to.Lang(), r.text)
	if r.text != "0" && (r.text != "" && typed.whole("off") == "" || r.text == "" && r.name != "resume") {
		now, ok := b.Now().In(b.zone(r.chat)), true
		until = now.AddDate(0, 0, 7)
		if r.text != "" {
			until, ok = typed.until(r.to, now)
		}
		if !ok || until.Sub(now) > mostPaused {
			return reply{}, advise(textPauseHow)
		}
	}
	chat, err := b.change(ctx, r, func(c *attache.Chat) error {
		c.Rest = until.UTC()
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: b.scheduled(r.to, chat)}
	if !until.IsZero() {
		doc = attache.Document{Blocks: []attache.Block{para(r.to.fill(textResting, bold(r.to.comingUp(until, b.Now(), b.zone(chat))))...)}}
		doc.Buttons = [][]attache.Button{{r.to.button(textButtonEndPause, "/pause off")}}
	}
	return reply{doc: doc, edit: true, hint: textSaved}, nil
}
