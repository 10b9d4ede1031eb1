package attache

import (
	"slices"
	"time"
)

// Removal is what stays of a report that an operator took out for good: enough to
// know it when it comes again, from its source or with an import, and none of its
// words.
type Removal struct {
	ID        string   `json:"id"` // of the article
	Keys      []string `json:"keys,omitempty"`
	Outlet    string   `json:"outlet,omitempty"`
	URL       string   `json:"url,omitempty"`
	StoryID   string   `json:"story,omitempty"`
	StoryGone bool     `json:"story_gone,omitempty"` // it was its story's only report
	Dates     []string `json:"dates,omitempty"`      // hashes of what it announced
}

// Removal is what stays of an article that is removed.
func (a *Article) Removal(storyGone bool) Removal {
	r := Removal{ID: a.ID, Keys: a.Keys, Outlet: a.Outlet, URL: a.URL, StoryID: a.StoryID, StoryGone: storyGone && a.StoryID != ""}
	for _, d := range a.Dates {
		r.Dates = append(r.Dates, d.hash())
	}
	return r
}

// Announced says whether a date is one that the report announced.
func (r *Removal) Announced(d Appointment) bool { return slices.Contains(r.Dates, d.hash()) }

// hash tells one announced date from another.
func (a Appointment) hash() string { return TextHash(a.Day.UTC().Format(time.DateOnly), a.What) }
