// Package when reads dates as feeds write them: RFC 822 with all its decay,
// RFC 3339 and ISO 8601 in all their lengths, plain SQL and C formats, and the
// names of months and days in the languages of the world's wires.
package when

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Parse reads a date. The zero time and false mean that it is none. A date
// without a zone is taken as UTC, one without a time as midnight.
func Parse(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > 100 {
		return time.Time{}, false
	}
	s = digits(s)
	if t, ok := iso(s); ok {
		return plausible(t)
	}
	if t, ok := words(s); ok {
		return plausible(t)
	}
	return time.Time{}, false
}

func plausible(t time.Time) (time.Time, bool) {
	if y := t.Year(); y < 1900 || y > 2200 {
		return time.Time{}, false
	}
	return t.UTC(), true
}

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

// iso reads 2003-12-31T10:14:55Z and its relatives: 2003, 2003-12, 20031231,
// 2003-365, a blank for the T, fractions, zones with and without colon.
func iso(s string) (time.Time, bool) {
	p := scanner{s: s}
	year, ok := p.number(4, 4)
	if !ok {
		return time.Time{}, false
	}
	sep := p.take("-/.")
	month, day := 1, 1
	if sep == 0 && len(s) > 4 && !p.digit() {
		return time.Time{}, false
	}
	if p.digit() {
		if days, ok := p.ordinal(); ok {
			return finish(&p, time.Date(year, 1, days, 0, 0, 0, 0, time.UTC))
		}
		if month, ok = p.number(1, 2); !ok {
			return time.Time{}, false
		}
		if sep != 0 && p.take("-/.") != 0 || sep == 0 && p.digit() {
			if day, ok = p.number(1, 2); !ok {
				return time.Time{}, false
			}
		}
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false
	}
	return finish(&p, time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// finish reads the time of day and the zone after a date.
func finish(p *scanner, day time.Time) (time.Time, bool) {
	p.take("Tt ,")
	p.blanks()
	if p.done() {
		return day, true
	}
	if !p.digit() {
		offset, ok := zone(p.rest())
		return day.Add(-offset), ok
	}
	clock, ok := p.clock()
	if !ok {
		return time.Time{}, false
	}
	offset, ok := zone(p.rest())
	return day.Add(clock - offset), ok
}

// words reads dates with the name of a month, and the numeric ones of Europe:
// "Thu, 01 Jan 2004 19:48:21 GMT", "Jan 1, 2004", "1. Januar 2004 19:48",
// "01.12.2004 19:48", "Thu Jan  1 19:48:21 GMT 2004".
func words(s string) (time.Time, bool) {
	var d date
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' || r == '،' || r == ';' }) {
		if !d.word(w) {
			return time.Time{}, false
		}
	}
	return d.time()
}

// date collects the parts of a date in words.
type date struct {
	day, month, year int
	clock, offset    time.Duration
	hasClock, pm, am bool
	hasZone          bool
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
	if m := month(lower); m > 0 {
		if d.month > 0 && d.month != m {
			return false
		}
		d.month = m
		return true
	}
	if lower[0] >= '0' && lower[0] <= '9' {
		return d.numeric(lower)
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
		if b = month(parts[1]); b == 0 {
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
	if d.day == 0 || d.month == 0 || d.year == 0 || d.month > 12 || d.day > daysIn(d.year, d.month) {
		return time.Time{}, false
	}
	const noon = 12 * time.Hour
	switch {
	case d.pm && d.clock < noon:
		d.clock += noon
	case d.am && d.clock >= noon:
		d.clock -= noon
	}
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Add(d.clock - d.offset), true
}
