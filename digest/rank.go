package digest

import (
	"math"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/internal/fold"
)

// eventWeight is how much an event of a type changes between its parties.
var eventWeight = map[attache.EventType]float64{
	attache.Statement: 0.2, attache.Agree: 1, attache.Consult: 0.6, attache.Support: 0.5, attache.Concede: 0.9, attache.Cooperate: 0.8,
	attache.Aid: 0.7, attache.Retreat: 0.9, attache.Request: 0.5, attache.Accuse: 0.5, attache.Reject: 0.8, attache.Threaten: 0.8,
	attache.Protest: 0.6, attache.Sanction: 0.9, attache.Mobilize: 0.8, attache.Coerce: 0.8, attache.Assault: 0.9,
}

// weight is a story's place in an edition: how new, by how many independent
// outlets and official sources, how much it changes, between whom.
func weight(s *attache.Story, from, to time.Time, follows []string) float64 {
	w := 1.2*math.Log2(1+float64(len(s.Outlets))) + 0.5*math.Min(float64(s.Official), 2) + eventWeight[s.Event.Type]
	if window := to.Sub(from); window > 0 {
		age := float64(to.Sub(s.Last)) / float64(window)
		w += math.Exp(-1.5 * max(age, 0))
	}
	if len(s.Actors) >= 2 {
		w += 0.3
	}
	for _, side := range s.Actors[:min(len(s.Actors), 2)] {
		if slices.Contains(follows, side) {
			w += 0.5
		}
	}
	return w
}

// matches says whether a story passes a filter.
func matches(s *attache.Story, f attache.Filter) bool {
	_, ok := Match(s, f)
	return ok
}

// Match says what of a story passes a filter: each field that is not empty
// narrows, and one hit within it is enough; what is not wanted is left out.
func Match(s *attache.Story, f attache.Filter) (m attache.Match, ok bool) {
	return match(s, f, func(w string) bool { return hasWord(s, w) })
}

// match is Match with another way to look for a word in the titles and the actors.
func match(s *attache.Story, f attache.Filter, has func(string) bool) (m attache.Match, ok bool) {
	if leftOut(s, f, has) {
		return attache.Match{}, false
	}
	for _, c := range f.Actors {
		if slices.ContainsFunc(s.Actors, func(a string) bool { return strings.EqualFold(a, c) }) {
			m.Actors = append(m.Actors, c)
		}
	}
	if len(f.Actors) > 0 && m.Actors == nil {
		return attache.Match{}, false
	}
	if m.Track = slices.Contains(f.Tracks, s.TrackID); len(f.Tracks) > 0 && !m.Track {
		return attache.Match{}, false
	}
	for _, lang := range f.Langs {
		if slices.ContainsFunc(s.Reports, func(r attache.Report) bool { return r.Lang == lang }) {
			m.Langs = append(m.Langs, lang)
		}
	}
	if len(f.Langs) > 0 && m.Langs == nil {
		return attache.Match{}, false
	}
	for _, w := range f.Words {
		if has(w) {
			m.Words = append(m.Words, w)
		}
	}
	if len(f.Words) > 0 && m.Words == nil {
		return attache.Match{}, false
	}
	return m, true
}

// leftOut says whether a filter leaves a story out, whatever else of it passes.
func leftOut(s *attache.Story, f attache.Filter, has func(string) bool) bool {
	for _, c := range f.NotActors {
		if slices.ContainsFunc(s.Actors, func(a string) bool { return strings.EqualFold(a, c) }) {
			return true
		}
	}
	if slices.ContainsFunc(f.NotWords, has) {
		return true
	}
	muted := func(outlet string) bool { return slices.Contains(f.Muted, outlet) }
	return len(f.Muted) > 0 && len(s.Outlets) > 0 && !slices.ContainsFunc(s.Outlets, func(o string) bool { return !muted(o) })
}

// hasWord looks for a word in the titles and the actors.
func hasWord(s *attache.Story, w string) bool {
	w = fold.String(strings.TrimSpace(w))
	return w != "" && (fold.Contains(s.Headline, w) || slices.ContainsFunc(s.Actors, func(c string) bool { return fold.Contains(c, w) }) ||
		slices.ContainsFunc(s.Reports, func(r attache.Report) bool { return fold.Contains(r.Title, w) }))
}
