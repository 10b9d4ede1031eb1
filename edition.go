package attache

import (
	"slices"
	"time"
)

// Edition is a chat's digest for a window of time: chosen and ordered, not yet
// rendered. Every sentence in it is verbatim.
type Edition struct {
	ID       string    `json:"id"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	TimeZone string    `json:"timezone,omitempty"` // IANA name, for showing times
	Sections []Section `json:"sections,omitempty"`
	// Told are the chat's stories of the last editions, and how far each was
	// told: reports that come late reopen a window, but tell nothing twice.
	Told     map[string]time.Time `json:"told,omitempty"`
	Agenda   []Appointment        `json:"agenda,omitempty"`
	LeftOut  int                  `json:"left_out,omitempty"` // stories of the window that had no place
	Articles int                  `json:"articles,omitempty"` // reports behind the edition
	Alert    bool                 `json:"alert,omitempty"`    // one story, told at once
	Previous string               `json:"previous,omitempty"` // ID of the edition that it goes on from; "" none
	Notice   string               `json:"notice,omitempty"`   // what whoever runs this tells all, and nothing else is in it
}

// Stories counts the stories that have a place in the edition.
func (e Edition) Stories() int {
	n := 0
	for _, s := range e.Sections {
		n += len(s.Items)
	}
	return n
}

// Without is an edition without a report: without its sentences, quotes and
// links, its headline whatever it was called then, the dates it announced, and the
// story where it was its only report. rest is the story as it is without it, whose
// headline takes the place of the report's; nil where that is not known, and the story
// then leaves the edition with its headline. It tells whether anything changed.
func (e Edition) Without(r *Removal, rest *Story) (Edition, bool) {
	changed := false
	var sections []Section
	for _, s := range e.Sections {
		var items []Item
		for _, it := range s.Items {
			if it.StoryID == r.StoryID && r.StoryGone {
				changed = true
				continue
			}
			latest := it.Latest
			was := len(it.Lead) + len(it.Readouts) + len(it.Quotes) + len(it.Links) + len(it.Edits)
			it = it.without(r)
			changed = changed || latest != it.Latest || was != len(it.Lead)+len(it.Readouts)+len(it.Quotes)+len(it.Links)+len(it.Edits)
			if it.URL != "" && it.URL == r.URL && it.StoryID == r.StoryID {
				changed = true
				if it.Headline, it.URL = rest.best(); it.Headline == "" {
					continue
				}
			}
			items = append(items, it)
		}
		if s.Items = items; len(items) > 0 {
			sections = append(sections, s)
		}
	}
	agenda := slices.DeleteFunc(slices.Clone(e.Agenda), r.Announced)
	changed = changed || len(agenda) != len(e.Agenda)
	for i := range agenda {
		if d := &agenda[i]; r.URL != "" && d.URL == r.URL && d.About != "" {
			d.About, d.URL, changed = "", "", true
		}
	}
	e.Sections, e.Agenda = sections, agenda
	return e, changed
}

// without is an item without a report's words and link.
func (it Item) without(r *Removal) Item {
	sentence := func(s Sentence) bool { return r.URL != "" && s.URL == r.URL && s.Outlet == r.Outlet }
	it.Lead = slices.DeleteFunc(slices.Clone(it.Lead), sentence)
	it.Readouts = slices.DeleteFunc(slices.Clone(it.Readouts), sentence)
	it.Quotes = slices.DeleteFunc(slices.Clone(it.Quotes), func(q Quote) bool { return q.ArticleID == r.ID })
	it.Links = slices.DeleteFunc(slices.Clone(it.Links), func(l Link) bool { return l.URL == r.URL && l.Outlet == r.Outlet })
	if it.Latest.Text != "" && sentence(it.Latest) {
		it.Latest = Sentence{}
	}
	it.Edits = slices.DeleteFunc(slices.Clone(it.Edits), func(e Revision) bool { return e.URL == r.URL && e.Outlet == r.Outlet })
	return it
}

// Section is a part of an edition: the stories of one track, or the rest.
type Section struct {
	TrackID string `json:"track,omitempty"`
	Title   string `json:"title,omitempty"`
	Items   []Item `json:"items"`
}

// Item is one story in an edition.
type Item struct {
	StoryID      string     `json:"story"`
	Headline     string     `json:"headline"`
	Lang         string     `json:"lang,omitempty"` // of the headline
	URL          string     `json:"url,omitempty"`  // of the headline's article
	Lead         []Sentence `json:"lead,omitempty"`
	Readouts     []Sentence `json:"readouts,omitempty"` // official accounts, one a side
	Quotes       []Quote    `json:"quotes,omitempty"`
	Links        []Link     `json:"links,omitempty"` // independent outlets, best first
	Edits        []Revision `json:"edits,omitempty"` // what outlets changed in their texts afterwards
	Event        Event      `json:"event"`
	Actors       []string   `json:"actors,omitempty"`
	Last         time.Time  `json:"last"`
	SingleSource bool       `json:"single_source,omitempty"`
	Disputed     bool       `json:"disputed,omitempty"`
	Update       bool       `json:"update,omitempty"` // the chat had this story before; only what is new is shown
	Alerted      time.Time  `json:"alerted,omitzero"` // the chat was told it at once then, and nothing else is in the item
	Latest       Sentence   `json:"latest,omitzero"`  // a headline that came since
}

// Sentence is a verbatim sentence with its place.
type Sentence struct {
	Text   string `json:"text"`
	Outlet string `json:"outlet,omitempty"`
	URL    string `json:"url,omitempty"`
	Code   string `json:"code,omitempty"` // the side whose account it is
}

// Revision is a sentence that an outlet changed after it was published, or took
// out: both wordings, verbatim.
type Revision struct {
	Outlet string    `json:"outlet,omitempty"`
	URL    string    `json:"url,omitempty"`
	At     time.Time `json:"at"`             // when it was seen
	Gone   string    `json:"gone"`           //
	Came   string    `json:"came,omitempty"` // "" where nothing stands in its place
}

// Link is a report of a story.
type Link struct {
	Outlet string     `json:"outlet"`
	Kind   SourceKind `json:"kind,omitempty"`
	URL    string     `json:"url"`
	Lang   string     `json:"lang,omitempty"`
}
