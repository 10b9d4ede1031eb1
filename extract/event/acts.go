package event

import (
	"attache"
	"attache/extract/actor"
	"attache/internal/text"
)

// worth says how much a trigger of a type speaks for diplomacy when two states
// or bodies stand beside it.
func worth(t attache.EventType) float64 {
	switch t {
	case attache.Assault:
		return 0.1
	case attache.Statement:
		return 0.2
	case attache.Coerce, attache.Mobilize:
		return 0.5
	default:
		return 1
	}
}

// Acts tells how strongly the title and the first sentences say that one state
// or body does something with another: 0 to 1 each.
func (s *Sense) Acts() (title, lead float64) {
	for _, r := range s.title.Doc.Sentences {
		title = max(title, s.acts(s.title, r, true))
	}
	for i, r := range s.body.Doc.Sentences {
		if i > 2 {
			break
		}
		lead = max(lead, s.acts(s.body, r, false))
	}
	return title, lead
}

func (s *Sense) acts(p actor.Part, r text.Range, title bool) float64 {
	first, second := "", false
	for _, m := range p.Mentions {
		if m.First < r.First || m.First >= r.End || m.Place {
			continue
		}
		if first == "" {
			first = m.Code
		}
		second = second || m.Code != first
	}
	if !second {
		return 0
	}
	sum := 0.0
	for i := range s.tally.hits {
		h := &s.tally.hits[i]
		if h.title == title && h.First >= r.First && h.First < r.End {
			sum += worth(Types[h.kind]) * float64(h.Weight)
		}
	}
	return min(sum/6, 1)
}
