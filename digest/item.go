package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/internal/fold"
)

// Bounds of an item.
const (
	leadCount   = 2
	leadRunes   = 460 // of all lead sentences; the first comes anyway
	quoteCount  = 3
	linkCount   = 8
	quoteLong   = 320
	quoteShort  = 25
	quoteLeast  = 8
	readoutMost = 3
	editsMost   = 2
	editsSince  = 48 * time.Hour // how long before its window an edition still tells a change
)

// bestReports are the reports that a story is told from: its own ones before
// copies, in the chat's languages, the official and the sober before others,
// and of each side's official accounts at least one.
func bestReports(s *attache.Story, langs []string) []attache.Report {
	ranked := slices.Clone(s.Reports)
	value := func(r *attache.Report) float64 {
		v := titleScore(r)
		if len(langs) > 0 && slices.Contains(langs, r.Lang) {
			v += 20
		}
		if r.Kind == attache.Official {
			v += 2
		}
		return v
	}
	slices.SortStableFunc(ranked, func(a, b attache.Report) int { return cmp.Compare(value(&b), value(&a)) })
	out := ranked[:min(len(ranked), perStory)]
	best := headliner(s, langs)
	if best != nil && !slices.ContainsFunc(out, func(r attache.Report) bool { return r.ArticleID == best.ArticleID }) {
		out[len(out)-1] = *best
	}
	return out
}

// tell composes a story's item from its articles.
func tell(s *attache.Story, articles []attache.Article, r Request) attache.Item {
	best := headliner(s, r.Filter.Langs)
	main := &articles[0]
	for i := range articles {
		if best != nil && articles[i].ID == best.ArticleID {
			main = &articles[i]
		}
	}
	return attache.Item{
		StoryID: s.ID, Headline: main.Title, URL: main.URL, Lead: lead(main, articles), Readouts: readouts(s, articles),
		Quotes: chooseQuotes(articles, nil), Links: links(s, main), Edits: revisions(main, articles, r.From), Event: s.Event, Actors: s.Actors,
		Last:         s.Last,
		SingleSource: len(s.Outlets) <= 1, Disputed: disputed(s, articles),
	}
}

// revisions are what outlets changed in their texts of late, the main one first.
func revisions(main *attache.Article, articles []attache.Article, from time.Time) []attache.Revision {
	out := main.Revisions(from.Add(-editsSince))
	for i := range articles {
		if articles[i].ID != main.ID {
			out = append(out, articles[i].Revisions(from.Add(-editsSince))...)
		}
	}
	return out[:min(len(out), editsMost)]
}

// lead takes the first sentences of the main article, or of the next that has
// usable ones in the same language.
func lead(main *attache.Article, articles []attache.Article) []attache.Sentence {
	if out := leadOf(main); len(out) > 0 {
		return out
	}
	for i := range articles {
		if articles[i].Lang == main.Lang && articles[i].ID != main.ID {
			if out := leadOf(&articles[i]); len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

func leadOf(a *attache.Article) []attache.Sentence {
	body := a.Body
	if body == "" {
		body = a.Summary
	}
	var out []attache.Sentence
	runes := 0
	for _, s := range leadSentences(body, a.Title, a.Lang, leadCount) {
		runes += utf8.RuneCountInString(s)
		if len(out) > 0 && runes > leadRunes {
			break
		}
		out = append(out, attache.Sentence{Text: s, Outlet: a.Outlet, URL: a.URL})
	}
	return out
}

// readouts are the official accounts of the sides, one sentence each, where
// at least two sides gave one.
func readouts(s *attache.Story, articles []attache.Article) []attache.Sentence {
	var out []attache.Sentence
	for i := range articles {
		a := &articles[i]
		side := sideOf(a)
		if a.OutletKind != attache.Official || side == "" || a.CopyOf != "" ||
			slices.ContainsFunc(out, func(o attache.Sentence) bool { return o.Code == side }) {
			continue
		}
		body := a.Body
		if body == "" {
			body = a.Summary
		}
		if first := leadSentences(body, "", a.Lang, 1); len(first) > 0 && len(out) < readoutMost {
			out = append(out, attache.Sentence{Text: first[0], Outlet: a.Outlet, URL: a.URL, Code: side})
		}
	}
	if len(out) < 2 {
		return nil
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

// chooseQuotes takes what was said word for word and by whom surely, of
// different speakers and sides first, leaving out what was told before.
func chooseQuotes(articles []attache.Article, told map[string]bool) []attache.Quote {
	var all []attache.Quote
	seen := map[string]bool{}
	for i := range articles {
		a := &articles[i]
		if a.CopyOf != "" {
			continue
		}
		for _, q := range a.Quotes {
			key := quoteKey(q.Text)
			if !quotable(&q) || seen[key] || told[q.Text] {
				continue
			}
			seen[key] = true
			all = append(all, a.Cite(q))
		}
	}
	slices.SortStableFunc(all, func(a, b attache.Quote) int { return cmp.Compare(quoteValue(&b), quoteValue(&a)) })
	var out []attache.Quote
	for round := range 2 {
		for i := range all {
			same := slices.ContainsFunc(out, func(o attache.Quote) bool {
				return o.Text == all[i].Text || round == 0 && (o.Speaker == all[i].Speaker || all[i].Code != "" && o.Code == all[i].Code)
			})
			if !same && len(out) < quoteCount && (round == 0 || len(out) < 2) {
				out = append(out, all[i])
			}
		}
	}
	return out
}

// quotable says whether a quote may stand in an edition: it is to be shown at
// all, and it has a place there.
func quotable(q *attache.Quote) bool {
	n := utf8.RuneCountInString(q.Text)
	return q.Showable() && n >= quoteLeast && n <= quoteLong && !strings.Contains(q.Text, "\n")
}

func quoteValue(q *attache.Quote) float64 {
	v := q.Confidence
	if q.Kind == attache.Direct {
		v += 0.5
	}
	if q.Polarity != "" {
		v += 0.4
	}
	if q.Role != "" {
		v += 0.2
	}
	if utf8.RuneCountInString(q.Text) < quoteShort {
		v -= 0.8
	}
	return v
}

// quoteKey is the same for a quote that agencies repeat in slightly other words.
func quoteKey(s string) string {
	words := strings.Fields(fold.String(s))
	return strings.Join(words[:min(len(words), 6)], " ")
}

// links are the independent reports, one an outlet, the main one first.
func links(s *attache.Story, main *attache.Article) []attache.Link {
	var out []attache.Link
	add := func(r *attache.Report) {
		if r.URL == "" || len(out) >= linkCount || slices.ContainsFunc(out, func(l attache.Link) bool { return l.Outlet == r.Outlet }) {
			return
		}
		out = append(out, attache.Link{Outlet: r.Outlet, Kind: r.Kind, URL: r.URL, Lang: r.Lang})
	}
	for i := range s.Reports {
		if s.Reports[i].ArticleID == main.ID {
			add(&s.Reports[i])
		}
	}
	order := slices.Clone(s.Reports)
	slices.SortStableFunc(order, func(a, b attache.Report) int { return cmp.Compare(titleScore(&b), titleScore(&a)) })
	for i := range order {
		if !s.Repeats(&order[i]) {
			add(&order[i])
		}
	}
	return out
}

// disputed says whether the parties tell the story differently: one denies or
// rejects what another affirms.
func disputed(s *attache.Story, articles []attache.Article) bool {
	yes, no := map[string]bool{}, map[string]bool{}
	for i := range articles {
		for _, q := range articles[i].Quotes {
			yes[q.Code] = yes[q.Code] || q.Polarity == attache.Agreed
			no[q.Code] = no[q.Code] || q.Polarity == attache.Denied
		}
	}
	for _, code := range s.Actors {
		for _, other := range s.Actors {
			if code != other && no[code] && yes[other] {
				return true
			}
		}
	}
	return false
}

// textsOf are the sentences and quotes of an item.
func textsOf(item *attache.Item) map[string]bool {
	told := map[string]bool{}
	for _, s := range slices.Concat(item.Lead, item.Readouts) {
		told[s.Text] = true
	}
	for _, q := range item.Quotes {
		told[q.Text] = true
	}
	return told
}

// retold keeps of an item what is new since it was told last: sentences and
// quotes of articles that came after.
func retold(item attache.Item, articles []attache.Article, had attache.Item) attache.Item {
	item.Update = true
	told := textsOf(&had)
	item.Quotes = chooseQuotes(articles, told)
	item.Readouts = slices.DeleteFunc(item.Readouts, func(s attache.Sentence) bool { return told[s.Text] })
	var fresh []attache.Article
	for i := range articles {
		if articles[i].When().After(had.Last) {
			fresh = append(fresh, articles[i])
		}
	}
	slices.SortStableFunc(fresh, func(a, b attache.Article) int { return b.When().Compare(a.When()) })
	item.Lead = slices.DeleteFunc(item.Lead, func(s attache.Sentence) bool { return told[s.Text] })
	for i := range fresh {
		if lead := leadOf(&fresh[i]); len(lead) > 0 && !told[lead[0].Text] {
			item.Lead, item.Headline, item.URL = lead, fresh[i].Title, fresh[i].URL
			break
		}
	}
	return item
}
