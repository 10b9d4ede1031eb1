package agenda

import (
	"strconv"
	"strings"
	"time"

	"attache/internal/text"
)

// date is a day named by tokens first to end.
type date struct {
	day        time.Time
	first, end int
	weekday    bool // named by its weekday alone
	next       bool // "next Thursday": to come by itself
}

// day reads the day that starts at token i, if one does that is still to come.
func (f *finder) day(i int, r text.Range) (date, bool) {
	t := &f.d.Tokens[i]
	switch {
	case t.Kind == text.Number:
		return f.numbered(i, r)
	case t.Kind != text.Word:
		return date{}, false
	}
	w := f.folds[i]
	if f.words.tomorrow[w] && !f.d.Has(text.MorningToo) { // mañana and morgen are mornings too
		return f.future(date{day: f.today.AddDate(0, 0, 1), first: i, end: i + 1})
	}
	if !f.words.heads[head(bareDay(w))] {
		return date{}, false
	}
	if n := lookup(f.words.days, bareDay(w)); n > 0 {
		return f.weekday(i, n, r)
	}
	if n := lookup(f.words.months, w); n > 0 && i+1 < int(r.End) {
		// "March 12"
		if k := number(f.d.Word(i + 1)); k > 0 && t.Is(text.Upper) {
			return f.dated(i, i+2, n, k, r)
		}
	}
	return date{}, false
}

// bareDay takes the Arabic prefixes off.
func bareDay(w string) string { return strings.TrimPrefix(w, "و") }

// weekday resolves a bare weekday: the first such day after today. A weekday
// that is today's is today unless "next" says otherwise.
func (f *finder) weekday(i, n int, r text.Range) (date, bool) {
	ahead := (n%7 - int(f.today.Weekday()) + 7) % 7
	next := i > int(r.First) && f.isNext(f.folds[i-1]) || i+1 < int(r.End) && f.isNext(f.folds[i+1])
	if ahead == 0 {
		if !next {
			return date{}, false
		}
		ahead = 7
	}
	// "Thursday, March 12": the date decides.
	for k := i + 1; k < min(i+3, int(r.End)); k++ {
		if f.d.Tokens[k].Kind == text.Number || f.d.Tokens[k].Kind == text.Word && lookup(f.words.months, f.folds[k]) > 0 {
			if d, ok := f.day(k, r); ok {
				return d, true
			}
		}
	}
	return f.future(date{day: f.today.AddDate(0, 0, ahead), first: i, end: i + 1, weekday: true, next: next})
}

func (f *finder) isNext(w string) bool {
	for k := range f.words.next {
		if strings.HasPrefix(w, k) {
			return true
		}
	}
	return false
}

// numbered reads "12 March", "4 and 5 March", "12 de marzo", "10月4日".
func (f *finder) numbered(i int, r text.Range) (date, bool) {
	n := number(f.d.Word(i))
	if n == 0 || i+1 >= int(r.End) {
		return date{}, false
	}
	if f.d.Has(text.Han) {
		return f.chinese(i, n, r)
	}
	k := i + 1
	switch f.folds[k] {
	case "de", ".", "st", "nd", "rd", "th", "of":
		k++
	case "and", "и", "і", "та", "et", "y", "und", "-", "–":
		if k+1 < int(r.End) && number(f.d.Word(k+1)) > 0 {
			k += 2
		}
	}
	if k >= int(r.End) || f.d.Tokens[k].Kind != text.Word {
		return date{}, false
	}
	if m := lookup(f.words.months, f.folds[k]); m > 0 {
		return f.dated(i, k+1, m, n, r)
	}
	return date{}, false
}

func (f *finder) chinese(i, n int, r text.Range) (date, bool) {
	next := f.d.Word(i + 1)
	if next == "月" && i+3 < int(r.End) && f.d.Word(i+3) == "日" {
		if k := number(f.d.Word(i + 2)); k > 0 {
			return f.dated(i, i+4, n, k, r)
		}
	}
	if next == "日" && n >= f.today.Day() {
		return f.dated(i, i+2, int(f.today.Month()), n, r)
	}
	return date{}, false
}

// dated resolves a day and month: of this year, or of the next one when this
// year's is some weeks past. A year behind it decides.
func (f *finder) dated(first, end, month, day int, r text.Range) (date, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return date{}, false
	}
	year := f.today.Year()
	k := end
	for k < int(r.End) && k < end+2 && (f.d.Word(k) == "," || f.d.Word(k) == "de" || f.d.Word(k) == "del") {
		k++
	}
	if k < int(r.End) && f.d.Tokens[k].Kind == text.Number && len(f.d.Word(k)) == 4 {
		if y, err := strconv.Atoi(f.d.Word(k)); err == nil {
			year = y
		}
	}
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if d.Day() != day {
		return date{}, false
	}
	if year == f.today.Year() && d.Before(f.today.AddDate(0, 0, -45)) {
		d = d.AddDate(1, 0, 0)
	}
	return f.future(date{day: d, first: first, end: end})
}

// future keeps days after today, within the horizon.
func (f *finder) future(d date) (date, bool) {
	return d, d.day.After(f.today) && d.day.Sub(f.today) <= horizon
}

// number reads a day of the month: "5", "05", "5th".
func number(w string) int {
	w = strings.TrimRight(w, "stndrheo.")
	if len(w) == 0 || len(w) > 2 {
		return 0
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 1 || n > 31 {
		return 0
	}
	return n
}
