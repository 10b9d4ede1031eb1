package event

import (
	"slices"

	"attache/extract/actor"
)

// most is how many codes a side of an event has at most.
const most = 4

// parties tells who acts and who is acted upon: of the parties named in the
// title and the lead, those before the words that decided act, the others are
// acted upon. Parties named first and most come first.
func parties(title, body actor.Part, t *tally, kind int) (source, target []string) {
	weight := map[string]float64{}
	var order []string
	add := func(m actor.Mention, w float64) {
		if m.Place {
			w *= 0.3
			if m.Class == actor.Capital {
				w = 0
			}
		}
		if w == 0 {
			return
		}
		if _, ok := weight[m.Code]; !ok {
			order = append(order, m.Code)
		}
		weight[m.Code] += w
	}
	for _, m := range title.Mentions {
		add(m, 4)
	}
	for _, m := range body.Mentions {
		switch s := body.Doc.Tokens[m.First].Sentence; {
		case s < 2:
			add(m, 2)
		case s < 6:
			add(m, 1)
		default:
			add(m, 0.4)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int {
		switch {
		case weight[a] > weight[b]:
			return -1
		case weight[a] < weight[b]:
			return 1
		}
		return 0
	})
	if len(order) > 0 {
		limit := weight[order[0]] * 0.15
		order = slices.DeleteFunc(order, func(c string) bool { return weight[c] < limit })
	}
	order = order[:min(len(order), most)]
	if len(order) == 0 {
		return nil, nil
	}
	first := actorBefore(title, body, t, kind, order)
	for _, c := range order {
		if c == first || first == "" && len(source) == 0 {
			source = append(source, c)
		} else {
			target = append(target, c)
		}
	}
	return source, target
}

// actorBefore gives the party named last before the strongest words of the kind.
func actorBefore(title, body actor.Part, t *tally, kind int, order []string) string {
	var best *hit
	for i := range t.hits {
		if h := &t.hits[i]; h.kind == kind && (best == nil || h.value > best.value) {
			best = h
		}
	}
	if best == nil {
		return ""
	}
	p := body
	if best.title {
		p = title
	}
	first := ""
	for _, m := range p.Mentions {
		if m.First >= best.First || p.Doc.Tokens[m.First].Sentence != p.Doc.Tokens[best.First].Sentence {
			continue
		}
		if first == "" && slices.Contains(order, m.Code) && !m.Place {
			first = m.Code
		}
	}
	return first
}
