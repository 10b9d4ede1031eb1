package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/fold"
)

// Bounds of a track.
const (
	trackActors = 6
	trackMoves  = 60
	trackTerms  = 40
	trackNext   = 10
	moveActors  = 6
	nameParties = 3
	coolingDays = 14.0 // after so many days a move weighs half
)

// BuildTrack folds a story, as it is now, and the articles that changed it
// into their track as it was stored, or into a zero Track. It is pure;
// repeats are harmless.
func BuildTrack(existing attache.Track, s attache.Story, articles ...attache.Article) attache.Track {
	t := existing
	if t.ID == "" {
		t.ID = s.TrackID
	}
	t.Stories = slices.Clone(t.Stories)
	if !slices.Contains(t.Stories, s.ID) {
		t.Stories = append(t.Stories, s.ID)
	}
	if t.First.IsZero() || !s.First.IsZero() && s.First.Before(t.First) {
		t.First = s.First
	}
	if s.Last.After(t.Last) {
		t.Last = s.Last
	}
	t.Moves = withMove(t.Moves, moveOf(t.Moves, &s, articles))
	t.Temperature = temperature(t.Moves, t.Last)
	dates := slices.Clone(t.Next)
	for i := range articles {
		dates = append(dates, articles[i].Dates...)
	}
	t.Next = upcoming(dates, t.Last.UTC().Truncate(24*time.Hour), trackNext)
	for i := range articles {
		t.Terms = withTerms(t.Terms, &articles[i])
	}
	cast := castOf(t.Moves, t.Last, withKnown(existing.Actors, &s))
	t.Actors, t.Mediators = cast.actors, cast.mediators
	t.Topic = trackTopic(t.Moves, t.Last)
	t.Name = trackTitle(cast.parties, t.Topic, existing.Name)
	return t
}

// moveOf is what a story did to its track. Who only brings the sides together, and
// what it is about, is told by articles that came before as well.
func moveOf(moves []attache.Move, s *attache.Story, articles []attache.Article) attache.Move {
	m := attache.Move{
		StoryID: s.ID, At: s.First, Type: s.Event.Type, Act: s.Event.Act,
		Mediators: mediatorsIn(articles),
	}
	if i := slices.IndexFunc(moves, func(o attache.Move) bool { return o.StoryID == s.ID }); i >= 0 {
		m.Topic = moves[i].Topic
		for _, code := range moves[i].Mediators {
			if !slices.Contains(m.Mediators, code) {
				m.Mediators = append(m.Mediators, code)
			}
		}
		slices.Sort(m.Mediators)
	}
	if m.Topic == "" { // what was told first stays
		m.Topic = topicOf(articles)
	}
	for _, code := range slices.Concat(s.Event.Source, s.Event.Target) {
		if !slices.Contains(m.Actors, code) && len(m.Actors) < moveActors {
			m.Actors = append(m.Actors, code)
		}
	}
	for _, code := range leadingActors(s) { // where the event does not name both sides
		if !slices.Contains(m.Actors, code) && len(m.Actors) < 2 {
			m.Actors = append(m.Actors, code)
		}
	}
	return m
}

// leadingActors are the two that a story names most.
func leadingActors(s *attache.Story) []string { return s.Actors[:min(2, len(s.Actors))] }

// withKnown adds those that a story names most to who a track is known to deal with.
func withKnown(known []string, s *attache.Story) []string {
	known = slices.Clone(known)
	for _, code := range leadingActors(s) {
		if !slices.Contains(known, code) {
			known = append(known, code)
		}
	}
	return known
}

// withMove puts a story's move in its place in time.
func withMove(moves []attache.Move, m attache.Move) []attache.Move {
	moves = slices.DeleteFunc(slices.Clone(moves), func(o attache.Move) bool { return o.StoryID == m.StoryID })
	moves = append(moves, m)
	slices.SortStableFunc(moves, func(a, b attache.Move) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.StoryID, b.StoryID)) })
	return moves[max(0, len(moves)-trackMoves):]
}

// temperature is the mean warmth of the moves, the latest weighing most.
func temperature(moves []attache.Move, now time.Time) float64 {
	sum, all := 0.0, 0.0
	for _, m := range moves {
		w := freshness(&m, now)
		sum += w * m.Warmth()
		all += w
	}
	if all == 0 {
		return 0
	}
	return math.Round(100*sum/all) / 100
}

// freshness is the weight of a move: half for each coolingDays that it is old.
func freshness(m *attache.Move, now time.Time) float64 {
	return math.Exp2(-max(now.Sub(m.At).Hours(), 0) / 24 / coolingDays)
}

// withTerms learns the issue's words from an article's title and first lines:
// those that come again rise, the rest fall behind and out.
func withTerms(terms []string, a *attache.Article) []string {
	if a.CopyOf != "" || !a.Relevant {
		return terms
	}
	weight := map[string]float64{}
	for i, w := range terms {
		weight[w] = 2 / (1 + 0.15*float64(i))
	}
	lead := a.Body
	if i := strings.IndexByte(lead, '\n'); i > 0 {
		lead = lead[:i]
	}
	names := actorWords(a)
	add := func(text string, w float64) {
		for word := range issueWords(text) {
			if !isActorWord(word, names) {
				weight[word] += w
			}
		}
	}
	add(a.Title, 0.5)
	add(lead, 0.4)
	out := make([]string, 0, len(weight))
	for w := range weight {
		out = append(out, w)
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(cmp.Compare(weight[y], weight[x]), strings.Compare(x, y)) })
	return out[:min(len(out), trackTerms)]
}

// plainWords are frequent words of news that name no issue.
var plainWords = strings.Fields("about after again against agree agreed agreement amid announced another before being between both " +
	"called calls could country countries " +
	"deal diplomat diplomats each ended ending ends first foreign from further government have held hold holds including into itself " +
	"latest leader leaders made make makes " +
	"meeting meets minister ministers ministry month months more must news next nine official officials only open opens other over " +
	"president reject rejects report return round " +
	"said says second session seven should side sides since spokesman spokeswoman state statement still talks their them there these " +
	"they third this those three through " +
	"thursday friday saturday sunday monday tuesday wednesday time today told under until visit warns week weeks were what when which " +
	"while will with without would year years " +
	"march april june july august september october november december january february")

func issueWords(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsFuncSeq(fold.String(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if n := utf8.RuneCountInString(w); n >= 4 && n <= 24 && !slices.Contains(plainWords, w) {
			m[w] = true
		}
	}
	return m
}

// actorWords are the words of the actors' names, folded.
func actorWords(a *attache.Article) []string {
	var names []string
	for i := range a.Actors {
		for w := range strings.FieldsSeq(fold.String(a.Actors[i].Name)) {
			if utf8.RuneCountInString(w) >= 4 {
				names = append(names, w)
			}
		}
	}
	return names
}

// isActorWord: Armenian belongs to Armenia.
func isActorWord(word string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		k := min(len(n), len(word), 6)
		return k >= 4 && n[:k] == word[:k]
	})
}
