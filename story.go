package attache

import "time"

// Story is one event as many outlets report it.
type Story struct {
	ID         string    `json:"id"`
	TrackID    string    `json:"track,omitempty"`
	Headline   string    `json:"headline"` // the title of its best article, verbatim
	Lang       string    `json:"lang,omitempty"`
	First      time.Time `json:"first"` // earliest publication
	Last       time.Time `json:"last"`  // latest publication
	ArticleIDs []string  `json:"articles"`
	Outlets    []string  `json:"outlets,omitempty"`  // independent ones: wire copies count once
	Official   int       `json:"official,omitempty"` // how many of its articles are official
	Actors     []string  `json:"actors,omitempty"`   // country and body codes, most mentioned first
	Event      Event     `json:"event"`
	Relevant   bool      `json:"relevant"`
	Reports    []Report  `json:"reports,omitempty"` // what its articles brought in, in the order of ArticleIDs
}

// Report is what an article brought into its story: enough to tell the story
// again when the article changes, without its text.
type Report struct {
	ArticleID string     `json:"id"`
	Outlet    string     `json:"outlet,omitempty"`
	Kind      SourceKind `json:"kind,omitempty"`
	Country   string     `json:"country,omitempty"`
	Lang      string     `json:"lang,omitempty"`
	Title     string     `json:"title,omitempty"`
	URL       string     `json:"url,omitempty"`
	Own       bool       `json:"own,omitempty"` // URL is of its source's own site
	Published time.Time  `json:"published,omitzero"`
	CopyOf    string     `json:"copy_of,omitempty"`
	Codes     []string   `json:"codes,omitempty"` // countries and bodies, most mentioned first
	Event     Event      `json:"event,omitzero"`
	Relevant  bool       `json:"relevant,omitempty"`
}

// best is a story's headline with the address of the report that has it.
func (s *Story) best() (headline, address string) {
	if s == nil {
		return "", ""
	}
	for i := range s.Reports {
		if r := &s.Reports[i]; r.Title == s.Headline {
			return s.Headline, r.URL
		}
	}
	return s.Headline, ""
}

// Repeats says whether a report of the story repeats another of it, so that it
// counts for nothing. Of copies whose original is elsewhere, the first stands
// for it.
func (s *Story) Repeats(r *Report) bool {
	if s.Relays(r) {
		return true
	}
	if r.CopyOf == "" {
		return false
	}
	first := true
	for i := range s.Reports {
		switch o := &s.Reports[i]; {
		case o.ArticleID == r.CopyOf:
			return true
		case o.ArticleID == r.ArticleID:
			first = false
		case o.CopyOf == r.CopyOf && first:
			return true
		}
	}
	return false
}

// Relays says whether a report only leads to another outlet's page that is told
// in the story itself: its address is that outlet's own, or an official's, or
// was told by that outlet first.
func (s *Story) Relays(r *Report) bool {
	rank := func(r *Report) int {
		switch {
		case r.Own:
			return 2
		case r.Kind == Official:
			return 1
		}
		return 0
	}
	before := true
	for i := range s.Reports {
		o := &s.Reports[i]
		if o.ArticleID == r.ArticleID {
			before = false
			continue
		}
		if r.URL != "" && o.URL == r.URL && o.Outlet != r.Outlet && (rank(o) > rank(r) || rank(o) == rank(r) && before) {
			return true
		}
	}
	return false
}

// StoryQuery chooses stories by their latest article, newest first.
type StoryQuery struct {
	Since    time.Time
	Until    time.Time
	TrackID  string
	Relevant bool // only diplomacy
	After    string
	Limit    int // 0 means all of the window
}
