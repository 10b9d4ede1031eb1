package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"attache"
)

// trackPage is where a negotiation stands.
type trackPage struct {
	attache.StateOfPlay
	Sides  []side
	Course course
}

// side is a party with the positions it took, in its own words.
type side struct {
	Code      string
	Positions []attache.Position
}

func (s *Site) track(r *http.Request) (*Page, error) {
	state, err := s.StateOfPlay(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	p := trackPage{StateOfPlay: state, Course: courseOf(s.told(r.Context(), state.Track))}
	for _, position := range state.Positions {
		i := slices.IndexFunc(p.Sides, func(s side) bool { return s.Code == position.Code })
		if i < 0 {
			i = len(p.Sides)
			p.Sides = append(p.Sides, side{Code: position.Code})
		}
		p.Sides[i].Positions = append(p.Sides[i].Positions, position)
	}
	t := state.Track
	description := fmt.Sprintf("%s since %s.", count(len(t.Stories), "story", "stories"), t.First.UTC().Format("2 January 2006"))
	if len(state.Timeline) > 0 {
		description += " Latest: " + state.Timeline[0].Headline
	}
	return &Page{
		Template: "track", Title: t.Name, Description: description, Path: at("/tracks/", t.ID), Lang: "en", Feeds: at("/tracks/", t.ID),
		Published: t.First, Modified: t.Last, Data: p,
	}, nil
}

// tracks lists the negotiations of the last months.
func (s *Site) tracks(r *http.Request) (*Page, error) {
	list, err := s.latestTracks(r.Context())
	if err != nil {
		return nil, err
	}
	for _, t := range limit(list, 100) {
		note(r.Context(), t.ID)
	}
	return &Page{
		Template: "tracks", Title: "Negotiations and relationships", Path: "/tracks/", Lang: "en",
		Description: count(len(list), "negotiation", "negotiations") + " that several stories tell of, the latest first.",
		Data:        limit(list, 100),
	}, nil
}

// course is a track's way over time, drawn: one dot a move, up for cooperation.
type course struct {
	Dots   []dot
	Line   string // points of the line
	Width  int
	Height int
}

type dot struct {
	X, Y  int
	Story string
	Title string
	Warm  bool
}

// The drawing's measures, in its own units.
const (
	courseWidth, courseHeight = 640, 120
	courseMargin              = 12
)

// told is a track with the moves whose stories are still there and its own.
func (s *Site) told(ctx context.Context, t attache.Track) attache.Track {
	t.Moves = slices.DeleteFunc(slices.Clone(t.Moves), func(m attache.Move) bool {
		story, err := s.Store.Story(ctx, m.StoryID)
		return err != nil || story.TrackID != t.ID
	})
	return t
}

// courseOf draws a track's moves; empty where there are fewer than two.
func courseOf(t attache.Track) course {
	c := course{Width: courseWidth, Height: courseHeight}
	if len(t.Moves) < 2 {
		return course{}
	}
	first, last := t.Moves[0].At, t.Moves[len(t.Moves)-1].At
	whole := max(last.Sub(first).Seconds(), 1)
	var line []string
	for _, m := range t.Moves {
		w := m.Warmth()
		d := dot{
			X:     courseMargin + int(m.At.Sub(first).Seconds()/whole*(courseWidth-2*courseMargin)),
			Y:     courseHeight/2 - int(w*(courseHeight/2-courseMargin)),
			Story: m.StoryID, Title: m.At.UTC().Format("2 January 2006") + ": " + m.Name(), Warm: w >= 0,
		}
		c.Dots = append(c.Dots, d)
		line = append(line, fmt.Sprintf("%d,%d", d.X, d.Y))
	}
	c.Line = strings.Join(line, " ")
	return c
}
