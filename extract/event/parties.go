package event

import (
	"cmp"
	"slices"

	"attache"
	"attache/extract/actor"
)

const (
	most  = 6    // codes of an event at most
	least = 0.08 // of the weight of the party named most
)

// groups are bodies that are nothing but their members.
var groups = map[string][]string{"E3": {"GBR", "FRA", "DEU"}}

// parties tells who acts and who is acted upon: of the parties named in the
// text, the one before the words that decided acts, the others are acted upon.
// Parties named first and most come first.
func (s *Sense) parties(t *tally, kind int) (source, target []string) {
	order := s.ranked()
	if len(order) == 0 {
		return nil, nil
	}
	first := s.actorBefore(t, kind, order)
	if first == "" {
		first = order[0]
	}
	if k := Types[kind]; k == attache.Protest || k == attache.Sanction {
		first = s.host(t, order, first)
	}
	for _, c := range order {
		members := []string{c}
		if m, ok := groups[c]; ok {
			members = m
		}
		for _, c2 := range members {
			switch {
			case slices.Contains(source, c2) || slices.Contains(target, c2):
			case c == first:
				source = append(source, c2)
			default:
				target = append(target, c2)
			}
		}
	}
	return source, target
}

// host gives who summons or expels: not the one whose envoy it is.
func (s *Sense) host(t *tally, order []string, first string) string {
	sent := map[string]bool{}
	for i := range t.envoys {
		h := &t.envoys[i]
		p := s.body
		if h.title {
			p = s.title
		}
		sender := "" // the last one before the word, or else the one behind it
		for _, m := range p.Mentions {
			if m.Place || m.Class == actor.Capital || p.Doc.Tokens[m.First].Sentence != p.Doc.Tokens[h.First].Sentence {
				continue
			}
			if m.End >= h.First-2 && m.End <= h.First || sender == "" && m.First >= h.End && m.First <= h.End+2 {
				sender = m.Code
			}
		}
		sent[sender] = true
	}
	if !sent[first] {
		return first
	}
	for _, c := range order {
		if !sent[c] {
			return c
		}
	}
	return first
}

// ranked gives the parties by how much and how early they are named. Persons
// count for whom they speak; places count where fewer than two parties are named.
func (s *Sense) ranked() []string {
	r := ranking{weight: map[string]float64{}}
	acting := actor.Acting(s.title.Mentions, s.body.Mentions)
	add := func(m actor.Mention, w float64) {
		switch {
		case m.Class == actor.Region:
			r.place(m.Code)
		case !acting[m.Code] || m.Place && m.Class == actor.Capital:
		case m.Place:
			r.add(m.Code, 0.4*w)
		default:
			r.add(m.Code, w)
		}
	}
	for _, m := range s.title.Mentions {
		add(m, 4)
	}
	for _, m := range s.body.Mentions {
		switch at := s.body.Doc.Tokens[m.First].Sentence; {
		case at < 2:
			add(m, 2)
		case at < 6:
			add(m, 1)
		default:
			add(m, 0.5)
		}
	}
	for _, a := range s.people {
		if a.Kind == attache.Person && a.Code != "" {
			r.add(a.Code, 0.5*float64(min(len(a.Mentions), 4)))
		}
	}
	return r.best()
}

// ranking weighs codes, in the order of their first mention.
type ranking struct {
	order  []string
	weight map[string]float64
	places []string
}

func (r *ranking) add(code string, w float64) {
	if _, ok := r.weight[code]; !ok {
		r.order = append(r.order, code)
	}
	r.weight[code] += w
}

func (r *ranking) place(code string) {
	if !slices.Contains(r.places, code) {
		r.places = append(r.places, code)
	}
}

func (r *ranking) best() []string {
	slices.SortStableFunc(r.order, func(a, b string) int { return cmp.Compare(r.weight[b], r.weight[a]) })
	out := r.order
	if len(out) > 0 {
		limit := r.weight[out[0]] * least
		out = slices.DeleteFunc(out, func(c string) bool { return r.weight[c] < limit })
	}
	out = out[:min(len(out), most)]
	states := 0
	for _, c := range out {
		if actor.IsCountry(c) {
			states++
		}
	}
	for _, c := range r.places {
		if states < 2 && !slices.Contains(out, c) {
			out = append(out, c)
			states++
		}
	}
	return out
}

// actorBefore gives the first party named before the strongest words of the kind.
func (s *Sense) actorBefore(t *tally, kind int, order []string) string {
	var best *hit
	for i := range t.hits {
		if h := &t.hits[i]; h.kind == kind && (best == nil || h.value > best.value) {
			best = h
		}
	}
	if best == nil {
		return ""
	}
	p := s.body
	if best.title {
		p = s.title
	}
	for _, m := range p.Mentions {
		if m.First < best.First && !m.Place && slices.Contains(order, m.Code) &&
			p.Doc.Tokens[m.First].Sentence == p.Doc.Tokens[best.First].Sentence {
			return m.Code
		}
	}
	return ""
}
