package attache

import "time"

// Text is what is read: the input of extraction.
type Text struct {
	Title     string
	Body      string
	Lang      string    // ISO 639-1 when known; otherwise it is guessed
	Published time.Time // decides who held which office; zero means unknown
	Country   string    // of the outlet, ISO alpha-3 when known
}

// Reading is what extraction found in a text.
type Reading struct {
	Lang      string        `json:"lang,omitempty"`
	Diplomacy float64       `json:"diplomacy"`          // probability, 0 to 1
	Relevant  bool          `json:"relevant"`           // Diplomacy is above the threshold
	Evidence  []string      `json:"evidence,omitempty"` // the words that decided, for "why am I seeing this"
	Event     Event         `json:"event"`
	Actors    []Actor       `json:"actors,omitempty"` // most mentioned first
	Quotes    []Quote       `json:"quotes,omitempty"` // in the order of the text
	Voice     *Voice        `json:"voice,omitempty"`  // whose own words the whole text is; nil: nobody's
	Dates     []Appointment `json:"dates,omitempty"`  // announced next moves
}

// Voice is who says a whole text: a statement that one person signed, or that is
// attributed to one.
type Voice struct {
	Speaker string `json:"speaker"` // full name
	Role    string `json:"role,omitempty"`
}

// Span is a stretch of a text in code points: start, and end exclusive.
type Span [2]int

// ActorKind tells persons from countries and bodies.
type ActorKind string

// The kinds of actors.
const (
	Person       ActorKind = "person"
	Country      ActorKind = "country"
	Organization ActorKind = "organization"
)

// Actor is a party named in a text.
type Actor struct {
	Name     string    `json:"name"`           // at its fullest
	Kind     ActorKind `json:"kind"`           //
	Code     string    `json:"code,omitempty"` // of the country or body, for a person of the one spoken for
	Role     string    `json:"role,omitempty"` // of a person, as the article gives it
	Mentions []Span    `json:"mentions,omitempty"`
}

// Appointment is an announced next move: a meeting, a summit, a deadline.
type Appointment struct {
	Day      time.Time `json:"day"`  // midnight UTC of the day announced
	What     string    `json:"what"` // the sentence, verbatim
	Span     Span      `json:"span"`
	Deadline bool      `json:"deadline,omitempty"`
	// Of whose story it is; an edition sets these, for a sentence that does not say.
	Actors []string `json:"actors,omitempty"` // country and body codes
	About  string   `json:"about,omitempty"`  // the story's headline
	URL    string   `json:"url,omitempty"`    // and where that stands
}
