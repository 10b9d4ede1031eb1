package attache

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
	Act    Act       `json:"act,omitempty"` // what it was, in a story's words; "" where they do not say
}

// Name says for people what happened: the act, where the words tell it, else what
// all events of the type are. It is "" where that would be one of two things.
func (e *Event) Name() string { return nameOf(e.Act, e.Type) }

// Warmth is that of the act, where it is known, else that of the type.
func (e *Event) Warmth() float64 { return warmthOf(e.Act, e.Type) }

func nameOf(act Act, t EventType) string {
	if name := act.Name(); name != "" {
		return name
	}
	if t == Retreat || t == Sanction {
		return ""
	}
	return t.Name()
}

func warmthOf(act Act, t EventType) float64 {
	if w, ok := acts[act]; ok {
		return w.warmth
	}
	return t.Warmth()
}

// warmth has the quarters of PLOVER, verbal ones at half weight or so.
var warmth = map[EventType]float64{
	Agree: 1, Consult: 0.4, Support: 0.6, Concede: 0.8, Cooperate: 1, Aid: 1, Retreat: 0.8,
	Request: -0.2, Accuse: -0.5, Reject: -0.5, Threaten: -0.7, Protest: -0.5, Sanction: -0.9, Mobilize: -0.8, Coerce: -0.9, Assault: -1,
}

// Warmth is how cooperative (up to 1) or conflictual (down to -1) an event of
// the type is; a statement, and what is no type, is neither.
func (t EventType) Warmth() float64 { return warmth[t] }

// eventNames say in a word or two what happened between parties: what all acts
// of a type share, so that no freed detainee is a withdrawal and no expelled
// envoy a sanction.
var eventNames = map[EventType]string{
	Statement: "statement", Agree: "agreement", Consult: "talks", Support: "support", Concede: "concession", Cooperate: "cooperation",
	Aid: "aid", Retreat: "withdrawal or release", Request: "demand", Accuse: "accusation", Reject: "refusal", Threaten: "warning",
	Protest: "protest", Sanction: "sanctions or expulsion", Mobilize: "show of force", Coerce: "coercion", Assault: "attack",
}

// Name says for people what an event of the type is; "" for what is no type.
func (t EventType) Name() string { return eventNames[t] }

// EventTypes gives all types, in the order of the PLOVER ontology, STATEMENT first.
func EventTypes() []EventType {
	return []EventType{
		Statement, Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse, Reject, Threaten, Protest, Sanction,
		Mobilize, Coerce, Assault,
	}
}
