// Package agenda finds announced next moves in a text: meetings, summits and
// deadlines that are still to come when it is published, with their day.
// Relative days ("on Thursday", "в четверг", "tomorrow") are resolved against
// the day of publication. It is pure and linear in the length of the text.
package agenda

import (
	"strings"
	"time"

	"attache"
	"attache/extract/lexicon"
	"attache/internal/text"
)

// horizon is how far ahead an announced day may lie.
const horizon = 400 * 24 * time.Hour

// reach is how many tokens may stand between a day and the words that announce it.
const reach = 14

// longest is how many tokens of a sentence are read: longer ones are no prose.
const longest = 250

// most is how many appointments one text announces at most.
const most = 12

// Find gives the appointments of a text, in its order, a day and sentence once.
// Without a day of publication there are none: nothing tells which Thursday is meant.
func Find(d *text.Doc, folds []string, published time.Time) []attache.Appointment {
	w := wordsOf(d.Lang)
	if published.IsZero() || w == nil {
		return nil
	}
	year, month, day := published.UTC().Date()
	f := finder{d: d, folds: folds, words: w, today: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
	for _, s := range d.Sentences {
		if f.sentence(s); len(f.out) >= most {
			break
		}
	}
	return f.out
}

type finder struct {
	d     *text.Doc
	folds []string
	words *vocabulary
	today time.Time
	hits  []lexicon.Hit
	out   []attache.Appointment
}

// sentence looks for days first, and only then for words that announce.
func (f *finder) sentence(r text.Range) {
	r.End = min(r.End, r.First+longest)
	var days []date
	for i := int(r.First); i < int(r.End); i++ {
		if when, ok := f.day(i, r); ok {
			days = append(days, when)
			i = when.end - 1
		}
	}
	if len(days) == 0 {
		return
	}
	f.hits = f.words.phrases.Find(f.d, f.folds, int(r.First), int(r.End), f.hits[:0])
	for _, when := range days {
		if f.announced(when, r) {
			f.keep(when, r)
			return
		}
	}
}

func (f *finder) keep(when date, r text.Range) {
	start, end := int(f.d.Tokens[r.First].Start), int(f.d.Tokens[r.End-1].End)
	f.out = append(f.out, attache.Appointment{
		Day: when.day, What: f.d.Body[start:end], Span: f.d.Span(start, end), Deadline: f.limit(when),
	})
}

// announced says whether words of the future and of a move stand around a day.
// A weekday on its own before the words of the future tells when something was
// said, unless it opens the sentence.
func (f *finder) announced(when date, r text.Range) bool {
	future, meeting := false, false
	for _, h := range f.hits {
		first, end := int(h.First), int(h.End)
		switch f.words.phrases.Labels[h.Label] {
		case "future":
			after := first < when.first && when.first-end <= reach
			before := first >= when.end && first-when.end <= reach && (!when.weekday || when.first <= int(r.First)+2)
			future = future || after || before
		case "meeting":
			meeting = meeting || end > when.first-2*reach && first < when.end+2*reach
		}
	}
	return (future || when.next) && meeting
}

// limit says whether a word of a deadline stands before the day.
func (f *finder) limit(when date) bool {
	for _, h := range f.hits {
		if f.words.phrases.Labels[h.Label] == "limit" && int(h.First) < when.first && when.first-int(h.End) <= 2 {
			return true
		}
	}
	return false
}

// vocabulary is what one language has of days and of announcing.
type vocabulary struct {
	days, months   []name
	heads          [1 << 8]bool // of the first letters of all names, folded into a byte
	tomorrow, next map[string]bool
	phrases        *lexicon.List
}

type name struct {
	word   string
	stem   bool
	number int
}

// head folds the first letters of a word into a byte.
func head(w string) byte {
	h := byte(0)
	for i := 0; i < len(w) && i < 4; i++ {
		h = h*31 + w[i]
	}
	return h
}

func lookup(list []name, word string) int {
	for _, n := range list {
		if n.word == word || n.stem && strings.HasPrefix(word, n.word) {
			return n.number
		}
	}
	return 0
}
