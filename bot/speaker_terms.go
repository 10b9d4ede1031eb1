package bot

import (
	"cmp"
	"strings"

	"attache"
	words "attache/internal/text"
)

// The domain's terms in a language. Their keys are made of their values; English says
// what the domain itself calls them.

// kind says who speaks through an outlet; "" for a kind that is not known.
func (s speaker) kind(k attache.SourceKind) string {
	if k.Name() == "" {
		return ""
	}
	return s.text(kindKey(k))
}

// event says what happened; "" where that would be one of two things.
func (s speaker) event(e *attache.Event) string { return s.happened(e.Act, e.Type, e.Name()) }

// move says what a move of a track was.
func (s speaker) move(m *attache.Move) string { return s.happened(m.Act, m.Type, m.Name()) }

func (s speaker) happened(act attache.Act, of attache.EventType, name string) string {
	switch {
	case name == "":
		return ""
	case act.Known():
		return s.text(actKey(act))
	}
	return s.text(eventKey(of))
}

// What the reading of texts says of speakers in English.
const (
	unnamed = "unnamed "
	joint   = "joint statement"
)

// speaker names who said something: a name as it is, a description with our word for it.
func (s speaker) speaker(name string) string {
	name = words.OneLine(name)
	if who, ok := strings.CutPrefix(name, unnamed); ok {
		return s.text(textUnnamed, who)
	}
	return name
}

// role is a role as it was published, but for the one that is our word.
func (s speaker) role(role string) string {
	if role == joint {
		return s.text(textJoint)
	}
	return role
}

// title says what a track is called, "Armenia – Azerbaijan: border", in a language: its
// parties and what it is about, where they are known by their English names.
func (s speaker) title(english string) string {
	if s.Lang() == homeLang {
		return english
	}
	names, about, ok := strings.Cut(english, ": ")
	if topic := s.topic(english); topic != "" {
		return topic
	}
	parties := strings.Split(names, " – ")
	for i, name := range parties {
		if code := party(strings.Fields(name)); code != "" {
			parties[i] = s.actorName(code)
		}
	}
	title := strings.Join(parties, " – ")
	if !ok {
		return title
	}
	return title + ": " + cmp.Or(s.topic(about), about)
}

// topic is what a negotiation is about; "" for what is none of the topics.
func (s speaker) topic(english string) string {
	id := "topic-" + strings.ReplaceAll(strings.ToLower(english), " ", "-")
	if !s.Has(id) {
		return ""
	}
	return s.text(key(id))
}

func kindKey(k attache.SourceKind) key { return key("kind-" + string(k)) }
func actKey(a attache.Act) key         { return key("act-" + string(a)) }
func eventKey(t attache.EventType) key { return key("event-" + strings.ToLower(string(t))) }
