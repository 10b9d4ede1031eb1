package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"attache"
)

// How many alerts a day a chat may ask for, and what "on" means.
const (
	mostAlerts  = 10
	usualAlerts = 3
)

// alerts shows how often a chat is told of breaking news at once, or sets it.
func (b *Bot) alerts(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.alertSettings(r.to, r.chat)}, nil
	}
	chat, err := b.amend(ctx, r, func(c *attache.Chat) error {
		a, err := newAlerts(r.text, c.Alerts)
		if meant := argumentIn(r.to.Lang(), r.text).alerts(); err != nil && meant != "" {
			a, err = newAlerts(meant, c.Alerts)
		}
		if err != nil {
			return err
		}
		c.Alerts = a
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	return reply{doc: b.alertSettings(r.to, chat), edit: true, hint: textSaved}, nil
}

// quietHours is a stretch of the clock: "22-07", "22:30–6".
var quietHours = regexp.MustCompile(`^(\d{1,2})(?:[:.]?(\d{2}))?-(\d{1,2})(?:[:.]?(\d{2}))?$`)

// alertMarks brings what people write between two hours, and between settings, to one form.
var alertMarks = strings.NewReplacer("–", "-", "—", "-", "−", "-", " to ", "-", " until ", "-", "/", " ", ",", " ")

var dashes = regexp.MustCompile(`\s*-\s*`)

// around are words that may stand around what is set.
var around = strings.Fields("a alerts an at day daily hours max most per quiet")

// newAlerts is what a chat's alerts become: "off", "on", a number a day,
// quiet hours, or "quiet off", in any order.
func newAlerts(text string, a attache.Alerts) (attache.Alerts, error) {
	text = alertMarks.Replace(strings.ToLower(tame(text, 60)))
	fields := strings.Fields(dashes.ReplaceAllString(text, "-"))
	for i, field := range fields {
		n, isNumber := number(field)
		hours := quietHours.FindStringSubmatch(field)
		switch off := slices.Contains([]string{"off", "none", "no", "never", "stop"}, field); {
		case off && (before(fields, i) == "quiet" || field == "no" && after(fields, i) == "quiet" || before(fields, i) == "hours"):
			a.QuietFrom, a.QuietUntil = "", ""
		case off || isNumber && n == 0:
			a.PerDay = 0
		case field == "on":
			if a.PerDay == 0 {
				a.PerDay = usualAlerts
			}
		case isNumber && n <= mostAlerts:
			a.PerDay = n
		case isNumber:
			return a, advise(textAlertsMost, mostAlerts)
		case hours != nil:
			from, ok1 := clockOf(hours[1], hours[2])
			until, ok2 := clockOf(hours[3], hours[4])
			if !ok1 || !ok2 || from == until {
				return a, advise(textAlertsHow)
			}
			a.QuietFrom, a.QuietUntil = from, until
		case !slices.Contains(around, field):
			return a, advise(textAlertsHow)
		}
	}
	return a, nil
}

func before(fields []string, i int) string {
	if i == 0 {
		return ""
	}
	return fields[i-1]
}

func after(fields []string, i int) string {
	if i+1 == len(fields) {
		return ""
	}
	return fields[i+1]
}

// clockOf is a time of day as HH:MM; 24 is midnight.
func clockOf(hour, minute string) (string, bool) {
	h, _ := strconv.Atoi(hour) // one or two digits
	m, _ := strconv.Atoi(minute)
	if h == 24 && m == 0 {
		h = 0
	}
	return fmt.Sprintf("%02d:%02d", h, m), h < 24 && m < 60
}

// alertSettings shows what is set, with the usual choices as buttons.
func (b *Bot) alertSettings(to speaker, chat attache.Chat) attache.Document {
	a := chat.Alerts
	doc := to.say(textAlertsOff)
	if a.PerDay > 0 {
		doc.Blocks[0] = para(to.fill(textAlertsOn, bold(to.text(textAlerts, a.PerDay)))...)
	}
	if a.QuietFrom != a.QuietUntil {
		hours := to.fill(textQuietHours, bold(a.QuietFrom), bold(a.QuietUntil), plain(zoneName(chat.TimeZone)))
		doc.Blocks = append(doc.Blocks, tight(para(hours...)))
	}
	about := textAlertsAll
	if filtered(chat.Filter) {
		about = textAlertsFollowed
	}
	doc.Blocks = append(doc.Blocks, para(to.fill(about)...), para(to.fill(textAlertsHow)...))
	if chat.State != attache.ChatActive {
		doc.Blocks = append(doc.Blocks, note(plain(to.text(textNoAlertsYet))))
	}
	var row []attache.Button
	for _, n := range []int{1, 3, 5} {
		row = append(row, button(to.text(textButtonPerDay, n), fmt.Sprintf("/alerts %d", n)))
	}
	quiet := to.button(textButtonQuiet, "/alerts quiet 22-07")
	if a.QuietFrom != a.QuietUntil {
		quiet = to.button(textButtonNoQuiet, "/alerts quiet off")
	}
	doc.Buttons = [][]attache.Button{row, {quiet, to.button(textButtonOff, "/alerts off")}}
	return doc
}
