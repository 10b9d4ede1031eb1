// Package when reads dates as feeds write them: RFC 822 with all its decay,
// RFC 3339 and ISO 8601 in all their lengths, plain SQL and C formats, and the
// names of months and days in the languages of the world's wires.
package when

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones must be the same on every machine
	"unicode"
)

// Parse reads a date. The zero time and false mean that it is none. A date
// without a zone is taken as UTC, one without a time as midnight.
func Parse(s string) (time.Time, bool) {
	t, _, ok := read(s, "")
	return t, ok
}

// ParseLocal is Parse; zoneless tells that the date names no zone.
func ParseLocal(s string) (t time.Time, zoneless, ok bool) { return read(s, "") }

// ParseIn is ParseLocal for a date in a language, ISO 639-1, that decides what a
// name means which is another month elsewhere.
func ParseIn(s, lang string) (t time.Time, zoneless, ok bool) { return read(s, lang) }

// maxDate is how many bytes a date has at most.
const maxDate = 160

func read(s, lang string) (t time.Time, zoneless, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > maxDate {
		return time.Time{}, false, false
	}
	s = halved(digits(s))
	if t, ok := epoch(s); ok {
		return t.UTC(), false, true
	}
	for _, form := range []func() string{func() string { return s }, func() string { return reshaped(s) }} {
		text := form()
		if t, zoneless, ok := iso(text); ok && plausible(t) {
			return t.UTC(), zoneless, true
		}
		if t, zoneless, ok := words(text, lang); ok && plausible(t) {
			return t.UTC(), zoneless, true
		}
	}
	return time.Time{}, false, false
}

func plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

// digits writes the digits of other scripts as ASCII, and the marks that hide
// in right-to-left dates away.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x0660 && r <= 0x0669:
			return '0' + r - 0x0660
		case r >= 0x06F0 && r <= 0x06F9:
			return '0' + r - 0x06F0
		case r >= 0xFF10 && r <= 0xFF19:
			return '0' + r - 0xFF10
		case unicode.Is(unicode.Nd, r) && r >= 0x0900 && r < 0x1090: // the scripts of India and its neighbours: ten in a row each
			return '0' + decimal(r)
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case r == '\u2212' || r == '\u2013' || r == '\u2010' || r == '\u2011':
			return '-'
		}
		return r
	}, s)
}

// decimal is the value of a digit in a script whose ten stand in a row.
func decimal(r rune) rune {
	value := rune(0)
	for value < 9 && unicode.Is(unicode.Nd, r-value-1) {
		value++
	}
	return value
}

// iso reads 2003-12-31T10:14:55Z and its relatives: 2003, 2003-12, 20031231,
// 2003-365, a blank for the T, fractions, zones with and without colon.
func iso(s string) (t time.Time, zoneless, ok bool) {
	p := scanner{s: s}
	year, ok := p.number(4, 4)
	if !ok {
		return time.Time{}, false, false
	}
	sep := p.take("-/.")
	month, day := 1, 1
	if sep == 0 && len(s) > 4 && !p.digit() {
		return time.Time{}, false, false
	}
	if p.digit() {
		if days, ok := p.ordinal(); ok {
			return finish(&p, time.Date(year, 1, days, 0, 0, 0, 0, time.UTC))
		}
		if month, ok = p.number(1, 2); !ok {
			return time.Time{}, false, false
		}
		if sep != 0 && p.take("-/.") != 0 || sep == 0 && p.digit() {
			if day, ok = p.number(1, 2); !ok {
				return time.Time{}, false, false
			}
		}
	}
	if year, month, day, ok = gregorian(year, month, day); !ok {
		return time.Time{}, false, false
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false, false
	}
	return finish(&p, time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// finish reads the time of day and the zone after a date.
func finish(p *scanner, day time.Time) (t time.Time, zoneless, ok bool) {
	p.take("Tt ,")
	p.blanks()
	if p.done() {
		return day, true, true
	}
	clock := time.Duration(0)
	if p.digit() {
		var read bool
		if clock, read = p.clock(); !read {
			return time.Time{}, false, false
		}
		p.blanks()
		half := strings.ToLower(strings.TrimSpace(p.rest()))
		switch {
		case strings.HasPrefix(half, "pm") || strings.HasPrefix(half, "p.m"):
			if clock < 12*time.Hour {
				clock += 12 * time.Hour
			}
			p.i += strings.IndexAny(p.s[p.i:], "mM") + 1
		case strings.HasPrefix(half, "am") || strings.HasPrefix(half, "a.m"):
			if clock >= 12*time.Hour {
				clock -= 12 * time.Hour
			}
			p.i += strings.IndexAny(p.s[p.i:], "mM") + 1
		}
	}
	rest := strings.Trim(p.rest(), " .,")
	if loc := location(rest); loc != nil {
		at := day.Add(clock)
		return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), loc), false, true
	}
	if fields := strings.Fields(rest); len(fields) == 2 && location(fields[1]) != nil { // the offset counts, not the name beside it
		rest = fields[0]
	}
	if wd := strings.ToLower(rest); wd != "" && (weekday(wd) || filler[wd]) {
		rest = ""
	}
	offset, ok := zone(rest)
	return day.Add(clock - offset), rest == "", ok
}

// words reads dates with the name of a month, and the numeric ones of Europe:
// "Thu, 01 Jan 2004 19:48:21 GMT", "Jan 1, 2004", "1. Januar 2004 19:48",
// "01.12.2004 19:48", "Thu Jan  1 19:48:21 GMT 2004".
func words(s, lang string) (t time.Time, zoneless, ok bool) {
	d := date{lang: lang}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == ',' || r == '(' || r == ')' || r == '،' ||
			r == ';'
	}) {
		if !d.word(w) {
			return time.Time{}, false, false
		}
	}
	t, ok = d.time()
	return t, !d.hasZone, ok
}

// date collects the parts of a date in words.
type date struct {
	day, month, year int
	clock, offset    time.Duration
	hasClock, pm, am bool
	hasZone          bool
	lang             string
	place            *time.Location
	persian          bool // its month is of the Persian calendar
}

func (d *date) word(w string) bool {
	lower := strings.Trim(strings.ToLower(w), ".")
	switch {
	case lower == "":
		return true
	case lower == "am" || lower == "a.m":
		d.am = true
		return true
	case lower == "pm" || lower == "p.m":
		d.pm = true
		return true
	case filler[lower] || weekday(lower):
		return true
	}
	if m := jalali[lower]; m > 0 && d.month == 0 {
		d.month, d.persian = m, true
		return true
	}
	if m := month(lower, d.lang); m > 0 {
		if d.month > 0 && d.month != m {
			return false
		}
		d.month = m
		return true
	}
	if lower[0] >= '0' && lower[0] <= '9' {
		return d.numeric(lower)
	}
	if loc := location(w); loc != nil && !d.hasZone {
		d.place, d.hasZone = loc, true
		return true
	}
	if offset, ok := zone(w); ok && !d.hasZone {
		d.offset, d.hasZone = offset, true
		return true
	}
	return d.month > 0 && d.year > 0 && d.hasClock // a zone nobody knows, or a city's name
}

// numeric reads a word that begins with a digit.
func (d *date) numeric(w string) bool {
	if strings.ContainsAny(w, ":") || strings.HasSuffix(w, "h") && len(w) <= 3 {
		p := scanner{s: strings.TrimSuffix(w, "h")}
		clock, ok := p.clock()
		if !ok || d.hasClock {
			return false
		}
		d.clock, d.hasClock = clock, true
		switch rest := p.rest(); rest {
		case "":
		case "am":
			d.am = true
		case "pm":
			d.pm = true
		default:
			offset, ok := zone(rest)
			if !ok {
				return false
			}
			d.offset, d.hasZone = offset, true
		}
		return true
	}
	parts := strings.FieldsFunc(w, func(r rune) bool {
		return r == '-' || r == '/' || r == '.' || r == '年' || r == '月' || r == '日' || r == '년' || r == '일'
	})
	if len(parts) == 3 {
		return d.three(parts)
	}
	if len(parts) != 1 {
		return false
	}
	n, err := strconv.Atoi(strings.TrimRight(parts[0], "stndrheoºª"))
	if err != nil || n < 0 {
		return false
	}
	switch {
	case len(parts[0]) == 4 && d.year == 0 && n >= 1900:
		d.year = n
	case len(parts[0]) == 4 && d.year == 0 && (n >= jalaliFrom && n <= jalaliTo || n >= buddhistFrom && n <= buddhistTo) && n < 1900 ||
		len(parts[0]) == 4 && d.year == 0 && n >= buddhistFrom:
		d.year = n
	case d.day == 0 && n <= 31 && n > 0:
		d.day = n
	case d.year == 0 && n < 100:
		d.year = century(n)
	case d.month > 0 && d.day > 0 && d.year > 0 && len(parts[0]) == 4 && !d.hasClock: // "1948"
		d.clock, d.hasClock = time.Duration(n/100)*time.Hour+time.Duration(n%100)*time.Minute, true
	default:
		return false
	}
	return true
}

// three reads 31.12.2004, 31-Dec-04, 12/31/2004 and 2004/12/31.
func (d *date) three(parts []string) bool {
	if d.day > 0 || d.year > 0 {
		return false
	}
	a, errA := strconv.Atoi(parts[0])
	c, errC := strconv.Atoi(parts[2])
	if errA != nil || errC != nil {
		return false
	}
	b, err := strconv.Atoi(parts[1])
	if err != nil {
		if b = month(parts[1], d.lang); b == 0 {
			return false
		}
	}
	if len(parts[0]) == 4 {
		d.year, d.month, d.day = a, b, c
		return true
	}
	if b > 12 && a <= 12 { // American
		a, b = b, a
	}
	if len(parts[2]) <= 2 {
		c = century(c)
	}
	d.day, d.month, d.year = a, b, c
	return true
}

// century completes a year of two digits.
func century(n int) int {
	if n < 70 {
		return 2000 + n
	}
	return 1900 + n
}

func (d *date) time() (time.Time, bool) {
	if d.day == 0 || d.month == 0 || d.year == 0 || d.persian != (d.year >= jalaliFrom && d.year <= jalaliTo) {
		return time.Time{}, false
	}
	year, month, day, ok := gregorian(d.year, d.month, d.day)
	if !ok || month > 12 || day > daysIn(year, month) {
		return time.Time{}, false
	}
	const noon = 12 * time.Hour
	switch {
	case d.pm && d.clock < noon:
		d.clock += noon
	case d.am && d.clock >= noon:
		d.clock -= noon
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Add(d.clock)
	if d.place != nil {
		return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, d.place), true
	}
	return at.Add(-d.offset), true
}
