package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"attache"
)

// appointment is an announced date with the story that tells it.
type appointment struct {
	attache.Appointment
	Path, Title string
}

// uid is the id of an event: that of its day and words.
func (a *appointment) uid() string {
	return attache.TextHash(a.Day.Format(time.DateOnly), a.What) + "@attache"
}

// calendarRoute answers the announced dates of a page as iCalendar.
func (s *Site) calendarRoute(mux *http.ServeMux, pattern string, load loader, reads ...string) {
	at := strings.TrimSuffix(strings.TrimSuffix(pattern, "{$}"), "/") + "/calendar.ics"
	mux.Handle("GET "+at, s.cached(func(w http.ResponseWriter, r *http.Request) error {
		p, err := load(r)
		if err != nil {
			return movedFeed(err, "calendar.ics")
		}
		dates, err := s.datesOf(r, p)
		if err != nil {
			return err
		}
		return s.document(w, r, "text/calendar; charset=utf-8", p.Modified, []byte(s.calendar(p, dates)))
	}, reads...))
}

// datesOf are the announced dates of what a page shows, each once.
func (s *Site) datesOf(r *http.Request, p *Page) ([]appointment, error) {
	var out []appointment
	add := func(dates []attache.Appointment, path, title string) {
		for _, d := range dates {
			out = append(out, appointment{d, path, title})
		}
	}
	var tracks []attache.Track
	switch d := p.Data.(type) {
	case frontPage:
		add(d.Edition.Agenda, "/", p.Title)
		tracks = d.Tracks
	case broadcastPage:
		for _, e := range d.Editions {
			add(e.Agenda, at("/editions/", e.ID), editionName(e))
		}
	case trackPage:
		add(d.Next, p.Path, d.Track.Name)
	case countryPage:
		tracks = d.Tracks
		for _, story := range limit(d.Stories, 20) {
			articles, err := s.articles(r.Context(), attache.Story{ArticleIDs: limit(story.ArticleIDs, 4)})
			if err != nil {
				return nil, err
			}
			for i := range articles {
				add(articles[i].Dates, at("/stories/", story.ID), story.Headline)
			}
		}
	}
	for _, t := range tracks {
		add(t.Next, at("/tracks/", t.ID), t.Name)
	}
	slices.SortStableFunc(out, func(a, b appointment) int { return a.Day.Compare(b.Day) })
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(a appointment) bool {
		uid := a.uid()
		was := seen[uid]
		seen[uid] = true
		return was
	}), nil
}

// calendar writes dates as all-day events. An event's id is that of its day and
// words, so that a subscriber's calendar follows what changes.
func (s *Site) calendar(p *Page, dates []appointment) string {
	c := ics.NewCalendarFor("Attaché")
	c.SetMethod(ics.MethodPublish)
	c.SetName(p.Title)
	c.SetXWRCalName(p.Title)
	c.SetRefreshInterval("PT1H")
	c.SetXPublishedTTL("PT1H")
	for _, d := range dates {
		e := c.AddEvent(d.uid())
		e.SetDtStampTime(s.Now().UTC().Truncate(time.Hour))
		e.SetAllDayStartAt(d.Day)
		e.SetAllDayEndAt(d.Day.AddDate(0, 0, 1))
		title := d.Title
		if d.Deadline {
			title = "Deadline: " + title
		}
		e.SetSummary(clean(title))
		e.SetDescription(clean(d.What))
		e.SetURL(s.href(d.Path))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c.Serialize()
}
