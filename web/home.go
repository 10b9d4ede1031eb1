package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"attache"
)

// frontPage is what a day's page shows.
type frontPage struct {
	Edition    attache.Edition
	Day        time.Time
	Today      bool
	Before     time.Time // the day before
	After      time.Time // the day after; zero on today's
	Tracks     []attache.Track
	Quotes     []attache.Quote
	FollowText string
}

// home shows the last 24 hours; where they are empty, the latest day that has
// something.
func (s *Site) home(r *http.Request) (*Page, error) {
	ctx, now := r.Context(), s.Now().UTC()
	d, err := s.latestDay(ctx, frontFor)
	if err != nil {
		return nil, err
	}
	edition, from, to := d.edition, d.from, d.to
	tracks, err := s.liveTracks(ctx, to.AddDate(0, 0, -14))
	if err != nil {
		return nil, err
	}
	quotes, _, err := s.Store.Quotes(ctx, attache.QuoteQuery{Limit: 12, Since: from.AddDate(0, 0, -2), Until: now.Add(time.Hour)})
	if err != nil {
		return nil, err
	}
	before, _, err := s.daysAround(ctx, from, now)
	if err != nil {
		return nil, err
	}
	return &Page{
		Template: "home", Title: "Attaché: diplomacy, word for word", Path: "/", Lang: "en", Feeds: "/",
		Description: fmt.Sprintf("Who met whom, what was agreed or refused, and who said exactly what: %s of the last day, from %s.",
			count(edition.Stories(), "story", "stories"), count(edition.Articles, "report", "reports")),
		Modified: latest(edition),
		Data: frontPage{
			Edition: edition, Day: to, Today: true, Before: before, Tracks: tracks, Quotes: limit(shown(quotes), 4),
		},
	}, nil
}

// mostLive is how many negotiations the front page names.
const mostLive = 8

// liveTracks are the latest negotiations with a story since then.
func (s *Site) liveTracks(ctx context.Context, since time.Time) ([]attache.Track, error) {
	list, err := s.latestTracks(ctx)
	if err != nil {
		return nil, err
	}
	var out []attache.Track
	for _, t := range limit(list, mostLive) {
		if !t.Last.Before(since) {
			note(ctx, t.ID)
			out = append(out, t)
		}
	}
	return out, nil
}

// day shows one calendar day, in UTC.
func (s *Site) day(r *http.Request) (*Page, error) {
	from, err := time.Parse(time.DateOnly, r.PathValue("day"))
	now := s.Now().UTC()
	if err != nil || from.After(now) || from.Year() < 1990 {
		return nil, attache.ErrNotFound
	}
	to := from.AddDate(0, 0, 1)
	edition, err := s.Compile(r.Context(), from, to)
	if err != nil {
		return nil, err
	}
	if len(edition.Sections) == 0 {
		return nil, attache.ErrNotFound
	}
	p := frontPage{Edition: edition, Day: from}
	if p.Before, p.After, err = s.daysAround(r.Context(), from, to); err != nil {
		return nil, err
	}
	return &Page{
		Template: "home", Title: "Diplomacy on " + from.Format("2 January 2006"), Path: "/days/" + from.Format(time.DateOnly), Lang: "en",
		Description: fmt.Sprintf("%s of %s, with who said exactly what.", count(edition.Stories(), "story", "stories"),
			from.Format("2 January 2006")),
		Modified: latest(edition), Data: p,
	}, nil
}

// edition shows a digest that a channel got.
func (s *Site) edition(r *http.Request) (*Page, error) {
	channel, err := s.channelOf(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	e, err := s.Store.Edition(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return &Page{
		Template: "home", Title: editionName(e), Path: at("/editions/", e.ID), Lang: "en", Feeds: at("/channels/", channel),
		Description: fmt.Sprintf("%s from %s.", count(e.Stories(), "story", "stories"), count(e.Articles, "report", "reports")),
		Published:   e.To, Modified: latest(e), Data: frontPage{Edition: e, Day: e.To},
	}, nil
}

// daysAround are the nearest days before and after a window that have stories;
// zero where there is none.
func (s *Site) daysAround(ctx context.Context, from, to time.Time) (before, after time.Time, err error) {
	older, _, err := s.Store.Stories(ctx, attache.StoryQuery{Relevant: true, Limit: 1, Until: from})
	if err != nil {
		return before, after, err
	}
	if len(older) > 0 {
		before = older[0].Last
	}
	for _, days := range []int{1, 7, 31, 366} {
		until := to.AddDate(0, 0, days)
		if now := s.Now(); until.After(now) {
			until = now
		}
		newer, _, err := s.Store.Stories(ctx, attache.StoryQuery{Relevant: true, Since: to, Until: until})
		if err != nil {
			return before, after, err
		}
		if len(newer) > 0 {
			return before, newer[len(newer)-1].Last, nil
		}
	}
	return before, after, nil
}

// latest is when the newest story of an edition last grew.
func latest(e attache.Edition) time.Time {
	var t time.Time
	for _, section := range e.Sections {
		for _, item := range section.Items {
			if item.Last.After(t) {
				t = item.Last
			}
		}
	}
	return t
}

// several are the tracks that have more than one story.
func several(tracks []attache.Track) []attache.Track {
	var out []attache.Track
	for _, t := range tracks {
		if len(t.Stories) > 1 {
			out = append(out, t)
		}
	}
	return out
}

func limit[T any](list []T, most int) []T { return list[:min(len(list), most)] }

// count says how many there are of something.
func count(n int, one, many string) string {
	if n == 1 {
		return "one " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
