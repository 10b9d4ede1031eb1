package digest

import (
	"cmp"
	"slices"
	"time"

	"attache"
)

// Bounds of an item.
const (
	leadCount   = 2
	leadRunes   = 460 // of all lead sentences; the first comes anyway
	linkCount   = 8
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

// tell composes a story's item from its articles. No words stand in it twice.
func tell(s *attache.Story, articles []attache.Article, r Request) attache.Item {
	best := headliner(s, r.Filter.Langs)
	main := &articles[0]
	for i := range articles {
		if best != nil && articles[i].ID == best.ArticleID {
			main = &articles[i]
		}
	}
	item := attache.Item{
		StoryID: s.ID, Headline: main.Title, Lang: main.Lang, URL: main.URL, Links: links(s, main), Edits: revisions(main, articles, r.From),
		Event: s.Event, Actors: s.Actors, Last: s.Last, SingleSource: len(s.Outlets) <= 1, Disputed: disputed(s, articles),
	}
	var said heard
	for _, e := range item.Edits {
		said.add(e.Came)
	}
	item.Lead = lead(main, articles, &said)
	item.Readouts = readouts(s, articles, &said)
	told := said
	told.add(main.Title)
	item.Quotes = chooseQuotes(articles, &told, r.Filter.Langs)
	return item
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

// retold keeps of an item what is new since it was told last: sentences and
// quotes that were not told then, of articles that came after first.
func retold(item attache.Item, articles []attache.Article, had attache.Item, langs []string) attache.Item {
	item.Update = true
	said := hadSaid(&had)
	var fresh []attache.Article
	for i := range articles {
		if articles[i].When().After(had.Last) {
			fresh = append(fresh, articles[i])
		}
	}
	slices.SortStableFunc(fresh, func(a, b attache.Article) int { return b.When().Compare(a.When()) })
	item.Readouts = slices.DeleteFunc(item.Readouts, func(s attache.Sentence) bool { return said.has(s.Text) })
	item.Lead = slices.DeleteFunc(item.Lead, func(s attache.Sentence) bool { return said.has(s.Text) })
	for i := range fresh {
		before := said.clone()
		if lead := leadOf(&fresh[i], &before); len(lead) > 0 {
			item.Lead, item.Headline, item.URL, item.Lang = lead, fresh[i].Title, fresh[i].URL, fresh[i].Lang
			break
		}
	}
	for _, s := range slices.Concat(item.Lead, item.Readouts) {
		said.add(s.Text)
	}
	said.add(item.Headline)
	item.Quotes = chooseQuotes(articles, &said, langs)
	return item
}

// hadSaid are the sentences and quotes that an item told.
func hadSaid(item *attache.Item) heard {
	var said heard
	for _, s := range slices.Concat(item.Lead, item.Readouts) {
		said.add(s.Text)
	}
	for i := range item.Quotes {
		said.add(shownWords(&item.Quotes[i]))
		said.add(item.Quotes[i].Text)
	}
	return said
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
