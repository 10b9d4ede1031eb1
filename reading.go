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

// EventType is what one party does towards another: STATEMENT, or one of the
// sixteen types of the PLOVER ontology (Open Event Data Alliance, 2021).
type EventType string

// The event types, from cooperation to conflict.
const (
	Statement EventType = "STATEMENT"
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// Event is the main event of a text: who does what to whom.
type Event struct {
	Type   EventType `json:"type,omitempty"`
	Source []string  `json:"source,omitempty"` // country and body codes
	Target []string  `json:"target,omitempty"`
}

// Appointment is an announced next move: a meeting, a summit, a deadline.
type Appointment struct {
	Day      time.Time `json:"day"`  // midnight UTC of the day announced
	What     string    `json:"what"` // the sentence, verbatim
	Span     Span      `json:"span"`
	Deadline bool      `json:"deadline,omitempty"`
}
