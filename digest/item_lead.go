package digest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"attache"
	"attache/internal/fold"
)

// lead takes the first sentences of the main article, or of the next that has
// usable ones in the same language. Sentences that are mostly somebody's words are
// quotes and no lead; they lead only where there is nothing else.
func lead(main *attache.Article, articles []attache.Article, said *heard) []attache.Sentence {
	if out := leadOf(main, said); len(out) > 0 {
		return out
	}
	for i := range articles {
		if articles[i].Lang == main.Lang && articles[i].ID != main.ID {
			if out := leadOf(&articles[i], said); len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

// leadOf takes the first sentences of an article that were not said before, and
// says them.
func leadOf(a *attache.Article, said *heard) []attache.Sentence {
	own, spoken := narrated(leadSentences(textOf(a), a.Title, a.Lang, leadScanned))
	if len(own) == 0 && !slices.ContainsFunc(a.Quotes, func(q attache.Quote) bool { return q.Showable() }) {
		own = spoken
	}
	var out []attache.Sentence
	runes := 0
	for _, s := range own {
		announced := slices.ContainsFunc(a.Dates, func(d attache.Appointment) bool { return d.What == s })
		if said.has(s) || announced && len(out) > 0 { // the agenda tells it
			continue
		}
		if runes += utf8.RuneCountInString(s); len(out) == leadCount || len(out) > 0 && runes > leadRunes {
			break
		}
		said.add(s)
		out = append(out, attache.Sentence{Text: s, Outlet: a.Outlet, URL: a.URL})
	}
	return out
}

// leadScanned is how many sentences are looked at for those that lead.
const leadScanned = 6

// narrated parts the sentences that tell from those that are mostly quotation.
func narrated(list []string) (own, spoken []string) {
	for _, s := range list {
		if n := inside(s); n*2 > utf8.RuneCountInString(s) || n*4 > utf8.RuneCountInString(s) && beginsQuoted(s) {
			spoken = append(spoken, s)
		} else {
			own = append(own, s)
		}
	}
	return own, spoken
}

func beginsQuoted(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("“„«\"「『»", first)
}

// inside counts the code points of a sentence between quotation marks.
func inside(s string) int {
	n, depth := 0, 0
	straight := false
	for _, r := range s {
		switch r {
		case '"':
			straight = !straight
			continue
		case '“':
			if depth > 0 { // closes „ and, in German, »
				depth--
				continue
			}
			depth++
			continue
		case '„', '«', '「', '『':
			depth++
			continue
		case '”', '»', '」', '』':
			depth = max(0, depth-1)
			continue
		}
		if depth > 0 || straight {
			n++
		}
	}
	return n
}

// readouts are the official accounts of the sides, one sentence each, where
// at least two sides gave one.
func readouts(s *attache.Story, articles []attache.Article, said *heard) []attache.Sentence {
	var out []attache.Sentence
	for i := range articles {
		a := &articles[i]
		side := sideOf(a)
		if a.OutletKind != attache.Official || side == "" || a.CopyOf != "" ||
			slices.ContainsFunc(out, func(o attache.Sentence) bool { return o.Code == side }) {
			continue
		}
		if first := leadSentences(textOf(a), "", a.Lang, 1); len(first) > 0 && len(out) < readoutMost && !said.has(first[0]) {
			out = append(out, attache.Sentence{Text: first[0], Outlet: a.Outlet, URL: a.URL, Code: side})
		}
	}
	if len(out) < 2 {
		return nil
	}
	for _, s := range out {
		said.add(s.Text)
	}
	order := append(slices.Clone(s.Event.Source), s.Event.Target...)
	slices.SortStableFunc(out, func(a, b attache.Sentence) int {
		return cmp.Compare(uint(slices.Index(order, a.Code)), uint(slices.Index(order, b.Code)))
	})
	return out
}

// sideOf is the country or body that an outlet speaks for: its source's, or
// the one that its name names.
func sideOf(a *attache.Article) string {
	if a.Country != "" {
		return a.Country
	}
	name := fold.String(a.Outlet)
	for i := range a.Actors {
		actor := &a.Actors[i]
		if actor.Kind != attache.Person && actor.Code != "" && strings.Contains(name, fold.String(actor.Name)) {
			return actor.Code
		}
	}
	return ""
}
