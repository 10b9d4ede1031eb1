package digest

import (
	"slices"
	"time"

	"attache"
)

// alertedIn are the stories that a chat was told at once and that its next digest may
// have again, by when: those of the window.
func alertedIn(chat *attache.Chat, from, to time.Time) map[string]time.Time {
	var told map[string]time.Time
	for _, a := range chat.Alerted {
		if a.At.Before(from.Add(-lateArrival)) || !a.At.Before(to) {
			continue
		}
		if told == nil {
			told = map[string]time.Time{}
		}
		told[a.StoryID] = a.At.UTC()
	}
	return told
}

// RequestDue is RequestFor for a digest that comes by itself: what the chat was told at
// once since its last one is not told whole again.
func RequestDue(chat attache.Chat, from, to time.Time) Request {
	r := RequestFor(chat, from, to)
	r.Alerted = alertedIn(&chat, from, to)
	return r
}

// afterAlert is a story that a chat was told at once: where somebody said something
// since, or a side gave its account, what is new of it; else one line, with the latest
// headline.
func afterAlert(s *attache.Story, item attache.Item, articles []attache.Article, at time.Time, r Request) attache.Item {
	var then, fresh []attache.Article
	for i := range articles {
		if articles[i].When().After(at) {
			fresh = append(fresh, articles[i])
		} else {
			then = append(then, articles[i])
		}
	}
	if len(then) == 0 { // nothing of what was told is left
		return item
	}
	was := tell(s, then, r)
	was.Last = at
	said := hadSaid(&was)
	said.add(was.Headline)
	isFresh := func(address string) bool {
		return slices.ContainsFunc(fresh, func(a attache.Article) bool { return a.URL == address })
	}
	account := slices.ContainsFunc(item.Readouts, func(x attache.Sentence) bool { return isFresh(x.URL) && !said.has(x.Text) })
	before := said.clone()
	if account || len(fresh) > 0 && len(chooseQuotes(fresh, &before, r.Filter.Langs)) > 0 {
		return retold(item, articles, was, r.Filter.Langs)
	}
	line := attache.Item{
		StoryID: s.ID, Headline: was.Headline, URL: was.URL, Lang: was.Lang, Links: was.Links, Event: s.Event, Actors: s.Actors, Last: s.Last,
		Alerted: at,
	}
	slices.SortStableFunc(fresh, func(a, b attache.Article) int { return b.When().Compare(a.When()) })
	for i := range fresh {
		if a := &fresh[i]; a.Title != was.Headline && !said.has(a.Title) {
			line.Latest = attache.Sentence{Text: a.Title, Outlet: a.Outlet, URL: a.URL}
			break
		}
	}
	return line
}
