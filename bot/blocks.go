package bot

import (
	"strings"
	"time"

	"attache"
)

// The small pieces that documents are made of.

func plain(text string) attache.Inline  { return attache.Inline{Text: text} }
func bold(text string) attache.Inline   { return attache.Inline{Text: text, Style: attache.Bold} }
func italic(text string) attache.Inline { return attache.Inline{Text: text, Style: attache.Italic} }
func code(text string) attache.Inline   { return attache.Inline{Text: text, Style: attache.Code} }

func link(text, href string) attache.Inline { return attache.Inline{Text: text, Href: href} }

func block(kind attache.BlockKind, spans ...attache.Inline) attache.Block {
	return attache.Block{Kind: kind, Spans: spans}
}

func para(spans ...attache.Inline) attache.Block    { return block(attache.Paragraph, spans...) }
func note(spans ...attache.Inline) attache.Block    { return block(attache.Note, spans...) }
func heading(spans ...attache.Inline) attache.Block { return block(attache.Heading, spans...) }

// tight joins a block to the one before it.
func tight(b attache.Block) attache.Block {
	b.Tight = true
	return b
}

// say is a document of plain paragraphs.
func say(paragraphs ...string) attache.Document {
	var doc attache.Document
	for _, p := range paragraphs {
		doc.Blocks = append(doc.Blocks, para(marked(p)...))
	}
	return doc
}

// marked reads our own texts: what stands between ` is shown as typed. It is
// for our texts alone; foreign words never pass through it.
func marked(text string) []attache.Inline {
	var spans []attache.Inline
	for i, part := range strings.Split(text, "`") {
		switch {
		case part == "":
		case i%2 == 1:
			spans = append(spans, code(part))
		default:
			spans = append(spans, plain(part))
		}
	}
	return spans
}

// dotted puts a dot between groups of spans, leaving out the empty ones.
func dotted(groups ...[]attache.Inline) []attache.Inline {
	var spans []attache.Inline
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, plain(" · "))
		}
		spans = append(spans, g...)
	}
	return spans
}

// one makes a group of a text; an empty text is an empty group.
func one(text string) []attache.Inline {
	if text == "" {
		return nil
	}
	return []attache.Inline{plain(text)}
}

func button(label, command string) attache.Button {
	return attache.Button{Label: label, Command: command}
}

// clock says when something was, seen from now: "14:05" today, "yesterday
// 14:05", "Tue 14:05" within a week, else the day.
func clock(t, now time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(loc), now.In(loc)
	switch days := daysBetween(t, now); {
	case days == 0:
		return t.Format("15:04")
	case days == 1:
		return textYesterday + " " + t.Format("15:04")
	case days > 1 && days < 7:
		return t.Format("Mon 15:04")
	}
	return day(t, now)
}

// comingUp says when something will be: "today at 18:00", "tomorrow at
// 07:00", "Monday at 07:00", else with the date.
func comingUp(t, now time.Time, loc *time.Location) string {
	t, now = t.In(loc), now.In(loc)
	at := " " + textAt + " " + t.Format("15:04")
	switch days := daysBetween(now, t); {
	case days == 0:
		return textToday + at
	case days == 1:
		return textTomorrow + at
	case days > 1 && days < 7:
		return t.Format("Monday") + at
	}
	return t.Format("Monday, ") + day(t, now) + at
}

// day is a date, with its year where that is not this one.
func day(t, now time.Time) string {
	if t.Year() == now.Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// daysBetween counts calendar days from one wall-clock day to another.
func daysBetween(from, to time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}

// zoneName is a time zone for people; the sign of Etc/GMT-3 misleads.
func zoneName(name string) string {
	if rest, ok := strings.CutPrefix(name, "Etc/GMT"); ok && len(rest) > 1 {
		sign := map[byte]string{'-': "+", '+': "-"}[rest[0]]
		return "UTC" + sign + rest[1:]
	}
	return strings.ReplaceAll(name, "_", " ")
}

// fill puts values in the place of each {} of one of our texts, and reads its
// marks.
func fill(text string, values ...attache.Inline) []attache.Inline {
	var spans []attache.Inline
	for i, part := range strings.Split(text, "{}") {
		if i > 0 && i <= len(values) {
			spans = append(spans, values[i-1])
		}
		spans = append(spans, marked(part)...)
	}
	return spans
}
