package attache

import (
	"context"
	"time"
)

// Track is a negotiation or a relationship that lives for weeks.
type Track struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	Topic       string        `json:"topic,omitempty"`     // what it is about of late, in English
	Actors      []string      `json:"actors,omitempty"`    // its parties, those of its latest moves first; then who else deals with it
	Mediators   []string      `json:"mediators,omitempty"` // of these, who only brings the others together
	Stories     []string      `json:"stories,omitempty"`   // oldest first
	First       time.Time     `json:"first"`
	Last        time.Time     `json:"last"`
	Temperature float64       `json:"temperature"` // -1 conflict to 1 cooperation
	Next        []Appointment `json:"next,omitempty"`
	Moves       []Move        `json:"moves,omitempty"` // the latest, one a story, oldest first
	Terms       []string      `json:"terms,omitempty"` // the issue: stems that tell it from others of the same actors
}

// Move is what a story did to its track.
type Move struct {
	StoryID   string    `json:"story"`
	At        time.Time `json:"at"`
	Type      EventType `json:"type,omitempty"`
	Act       Act       `json:"act,omitempty"`
	Actors    []string  `json:"actors,omitempty"`    // between whom
	Mediators []string  `json:"mediators,omitempty"` // who brought them together
	Topic     string    `json:"topic,omitempty"`     // about what
}

// Name says for people what the move was: see Event.Name.
func (m *Move) Name() string { return nameOf(m.Act, m.Type) }

// Warmth is how cooperative the move was: see Event.Warmth.
func (m *Move) Warmth() float64 { return warmthOf(m.Act, m.Type) }

// StateOfPlay is where a track stands.
type StateOfPlay struct {
	Track     Track         `json:"track"`
	Timeline  []Turn        `json:"timeline,omitempty"` // the latest moves, newest first
	Positions []Position    `json:"positions,omitempty"`
	Next      []Appointment `json:"next,omitempty"`
}

// Turn is a move of a track with the story that tells it.
type Turn struct {
	Move
	Headline string   `json:"headline"`
	URL      string   `json:"url,omitempty"`
	Actors   []string `json:"actors,omitempty"`
}

// PositionKind is how a party stands to a point.
type PositionKind string

// The kinds of positions.
const (
	PositionAccepted PositionKind = "accepted"
	PositionRejected PositionKind = "rejected"
	PositionDemanded PositionKind = "demanded"
	PositionAccused  PositionKind = "accused"
	PositionWarned   PositionKind = "warned"
)

// Position is what a party accepted, rejected or demanded, in its own words.
type Position struct {
	Code  string       `json:"code"` // the party
	Kind  PositionKind `json:"kind"`
	Quote Quote        `json:"quote"`
}

// Tracks keeps negotiations and relationships.
type Tracks interface {
	// Track returns one track, or ErrNotFound.
	Track(ctx context.Context, id string) (Track, error)
	// ListTracks returns those with a story since then, the latest first.
	ListTracks(ctx context.Context, since time.Time) ([]Track, error)
}

// TrackList is how lists of tracks are shown and tracks are found, however many there
// are. Of a track that it gives the Stories are left out.
type TrackList interface {
	// LatestTracks returns at most limit tracks with a story since then: those of several
	// moves first, the latest move first, with their last two Moves; and how many there
	// are in all.
	LatestTracks(ctx context.Context, since time.Time, limit int) (tracks []Track, all int, err error)
	// FindTracks returns the tracks with a story since then that have all of the codes
	// among their parties, the latest story's first. Where beginnings of words are given,
	// folded and without dots, those may be left out whose name and terms have none of them.
	// They come without Moves and Next.
	FindTracks(ctx context.Context, since time.Time, codes, beginnings []string) ([]Track, error)
}
