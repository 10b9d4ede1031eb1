package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"attache"
)

// Bounds of a state of play.
const (
	stateTurns     = 12 // stories told
	stateArticles  = 3  // articles read of each
	statePositions = 3  // of each party
)

// StateOfPlay tells where a track stands: its latest moves, what each party
// accepted, rejected or demanded in its own words, and the next dates known
// at its last move. It returns ErrNotFound where there is no such track.
func StateOfPlay(ctx context.Context, archive attache.Archive, tracks attache.Tracks, trackID string) (attache.StateOfPlay, error) {
	track, err := tracks.Track(ctx, trackID)
	if err != nil {
		return attache.StateOfPlay{}, err
	}
	state := attache.StateOfPlay{Track: track}
	dates := slices.Clone(track.Next)
	var said []attache.Position
	for i := len(track.Moves) - 1; i >= 0 && len(state.Timeline) < stateTurns; i-- {
		s, err := archive.Story(ctx, track.Moves[i].StoryID)
		if errors.Is(err, attache.ErrNotFound) || err == nil && (len(s.Reports) == 0 || s.TrackID != trackID) {
			continue // joined with another story since
		}
		if err != nil {
			return state, fmt.Errorf("story %s: %w", track.Moves[i].StoryID, err)
		}
		articles, err := articlesOf(ctx, archive, &s)
		if err != nil {
			return state, err
		}
		state.Timeline = append(state.Timeline, turn(track.Moves[i], &s))
		for j := range articles {
			said = append(said, positionsIn(&articles[j], track.Actors)...)
			dates = append(dates, articles[j].Dates...)
		}
	}
	state.Positions = latestPositions(said, track.Actors)
	state.Next = upcoming(dates, track.Last.UTC().Truncate(24*time.Hour), trackNext)
	return state, nil
}

func articlesOf(ctx context.Context, archive attache.Archive, s *attache.Story) ([]attache.Article, error) {
	var out []attache.Article
	for _, r := range bestReports(s, nil) {
		if len(out) == stateArticles {
			break
		}
		a, err := archive.Article(ctx, r.ArticleID)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", r.ArticleID, err)
		}
		out = append(out, a)
	}
	return out, nil
}

func turn(m attache.Move, s *attache.Story) attache.Turn {
	m.Type, m.Act, m.At = s.Event.Type, s.Event.Act, s.First
	t := attache.Turn{Move: m, Headline: s.Headline, Actors: s.Actors}
	if best := headliner(s, nil); best != nil {
		t.URL = best.URL
	}
	return t
}

// positionKinds are what the words of saying tell of a quote.
var positionKinds = map[attache.Polarity]attache.PositionKind{
	attache.Agreed: attache.PositionAccepted, attache.Denied: attache.PositionRejected, attache.Urged: attache.PositionDemanded,
	attache.Accused: attache.PositionAccused, attache.Warned: attache.PositionWarned,
}

// positionsIn are the quotes of an article that take a position for a party: by the
// words of saying alone, as what else an article tells is not what was said.
func positionsIn(a *attache.Article, parties []string) []attache.Position {
	var out []attache.Position
	read := readOnce{Article: a}
	for _, q := range a.Quotes {
		kind := positionKinds[q.Polarity]
		if kind == "" || !slices.Contains(parties, q.Code) {
			continue
		}
		if q, ok := presented(&read, q); ok {
			out = append(out, attache.Position{Code: q.Code, Kind: kind, Quote: q})
		}
	}
	return out
}

// latestPositions keeps each party's newest, of different kinds first, in the
// order of the parties.
func latestPositions(said []attache.Position, parties []string) []attache.Position {
	slices.SortStableFunc(said, func(a, b attache.Position) int {
		return cmp.Or(cmp.Compare(slices.Index(parties, a.Code), slices.Index(parties, b.Code)), b.Quote.Published.Compare(a.Quote.Published))
	})
	keys := make([]string, len(said))
	for i := range said {
		keys[i] = quoteKey(said[i].Quote.Text)
	}
	var out []attache.Position
	var taken []string // their keys
	for round := range 2 {
		for n, p := range said {
			of, kinds, same := 0, 0, false
			for i, o := range out {
				if o.Code != p.Code {
					continue
				}
				of++
				if o.Kind == p.Kind {
					kinds++
				}
				same = same || taken[i] == keys[n]
			}
			if !same && of < statePositions && (round == 1 || kinds == 0) {
				out, taken = append(out, p), append(taken, keys[n])
			}
		}
	}
	slices.SortStableFunc(out, func(a, b attache.Position) int {
		return cmp.Compare(slices.Index(parties, a.Code), slices.Index(parties, b.Code))
	})
	return out
}
