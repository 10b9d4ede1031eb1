package digest

import (
	"slices"
	"time"
	"unicode/utf8"

	"attache"
	"attache/internal/zone"
)

const (
	agendaDays   = 21
	agendaActors = 2
	agendaCount  = 5
	agendaLong   = 300
)

// agenda are the announced days from the edition's own on, one line a day and
// matter, in order.
func agenda(dates []attache.Appointment, r Request) []attache.Appointment {
	local := r.To.In(zone.Of(r.TimeZone))
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	return upcoming(dates, today, agendaCount)
}

// datesOf are the dates that a story's reports announce, with whose story it is for a
// sentence that does not name them: those in the language of its headline, where
// there are any.
func datesOf(item *attache.Item, articles []attache.Article) []attache.Appointment {
	var own, foreign []attache.Appointment
	for i := range articles {
		a := &articles[i]
		for _, d := range a.Dates {
			if slices.ContainsFunc(item.Lead, func(s attache.Sentence) bool { return s.Text == d.What }) {
				continue // told already
			}
			d.Actors = item.Actors[:min(len(item.Actors), agendaActors)]
			if !namesAny(d.What, a.Lang, d.Actors) {
				d.About, d.URL = item.Headline, item.URL
			}
			if a.Lang == item.Lang {
				own = append(own, d)
			} else {
				foreign = append(foreign, d)
			}
		}
	}
	if len(own) > 0 {
		return own
	}
	return foreign
}

func namesAny(s, lang string, codes []string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return names(s, lang, code) })
}

// upcoming are the appointments of a day and after it, in order, without
// repeats of one day and matter.
func upcoming(dates []attache.Appointment, today time.Time, n int) []attache.Appointment {
	var out []attache.Appointment
	dates = slices.Clone(dates)
	slices.SortStableFunc(dates, func(a, b attache.Appointment) int { return a.Day.Compare(b.Day) })
	for _, d := range dates {
		if d.Day.Before(today) || d.Day.After(today.AddDate(0, 0, agendaDays)) || d.What == "" || utf8.RuneCountInString(d.What) > agendaLong {
			continue
		}
		if !slices.ContainsFunc(out, func(o attache.Appointment) bool {
			return o.Day.Equal(d.Day) && (o.What == d.What || sameWords(o.What, d.What) || sharedNames(o.What, d.What))
		}) && len(out) < n {
			out = append(out, d)
		}
	}
	return out
}

// sharedNames says whether two sentences of one day share most of their words.
func sharedNames(a, b string) bool {
	x, y := titleWords(a), titleWords(b)
	shared := 0
	for w := range x {
		if y[w] {
			shared++
		}
	}
	return shared >= 3 && shared*2 >= min(len(x), len(y))
}
