package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

const (
	usualTracks = 8
	// livingTracks is how long a track is listed after its last story, and
	// knownTracks how long it is found by words.
	livingTracks = 60 * 24 * time.Hour
	knownTracks  = 400 * 24 * time.Hour
)

// track lists the negotiations and relationships that live, or opens one: by
// its id, as buttons do, or by words of its name, its parties or its issue.
func (b *Bot) track(ctx context.Context, r request) (reply, error) {
	n, _, words, err := takeCount(r.args, usualTracks)
	if err != nil {
		return reply{}, err
	}
	if len(words) == 0 {
		return b.trackList(ctx, r, n)
	}
	switch t, err := b.Tracks.Track(ctx, r.text); {
	case err == nil:
		return b.trackOpen(ctx, r, t.ID, nil)
	case !errors.Is(err, attache.ErrNotFound):
		return reply{}, err
	}
	for _, since := range []time.Duration{livingTracks, knownTracks} { // the older ones are many
		tracks, err := b.findTracks(ctx, since, words)
		if err != nil {
			return reply{}, err
		}
		if best := matchingTracks(tracks, words); len(best) > 0 {
			return b.trackOpen(ctx, r, best[0].ID, best[1:])
		}
	}
	others, _, err := b.Tracks.LatestTracks(ctx, b.Now().Add(-knownTracks), offeredTracks)
	if err != nil {
		return reply{}, err
	}
	return b.noTrack(others, words, b.Channels.Limits(r.chat.ID)), nil
}

// offeredTracks is how many are offered where none is found.
const offeredTracks = 3

// findTracks gives the tracks of so long that may fit words.
func (b *Bot) findTracks(ctx context.Context, since time.Duration, words []word) ([]attache.Track, error) {
	codes, rest := partiesOf(words)
	var beginnings []string
	if len(codes) == 0 { // with a party they fit anyway
		if beginnings = beginningsOf(texts(rest)); len(beginnings) == 0 {
			return nil, nil
		}
	}
	return b.Tracks.FindTracks(ctx, b.Now().Add(-since), codes, beginnings)
}

// akinFrom is how many letters two words share at least that are akin and not the same.
const akinFrom = 4

// beginningsOf are the beginnings, folded, that a word akin to one of these has.
func beginningsOf(words []string) []string {
	list := make([]string, 0, len(words))
	for _, w := range words {
		if runes := []rune(strings.Trim(folded(w), ",;:")); len(runes) > 0 {
			list = append(list, string(runes[:min(len(runes), akinFrom)]))
		}
	}
	return list
}

// trackList lists n tracks: those with several moves first, the latest first.
func (b *Bot) trackList(ctx context.Context, r request, n int) (reply, error) {
	tracks, all, err := b.Tracks.LatestTracks(ctx, b.Now().Add(-livingTracks), n)
	if err != nil {
		return reply{}, err
	}
	if len(tracks) == 0 {
		return reply{doc: say(textNoTracks)}, nil
	}
	limits := b.Channels.Limits(r.chat.ID)
	sheet := sheet{limits: limits, blocks: []attache.Block{heading(plain(textTracks))}}
	for i, t := range tracks {
		name, facts := para(bold(trackName(t))), tight(note(b.trackFacts(t, r.chat)...))
		if !sheet.add(grouped(i+1, 1, name, facts)) {
			break
		}
	}
	doc := attache.Document{Blocks: sheet.blocks, Buttons: trackButtons(tracks[:sheet.entries], limits)}
	if more := all - sheet.entries; more > 0 {
		doc.Blocks = append(doc.Blocks, note(fill(textMoreTracks, plain(text.Count(more, textMoreTrack, textMoreTracksCounted)))...))
	}
	return reply{doc: doc, edit: true}, nil
}

// lastMove is a track's latest move; one without moves has only its time.
func lastMove(t attache.Track) attache.Move {
	if n := len(t.Moves); n > 0 {
		return t.Moves[n-1]
	}
	return attache.Move{At: t.Last}
}

// trackFacts is the line below a track's name: its parties, its last move,
// its temperature and its next date.
func (b *Bot) trackFacts(t attache.Track, chat attache.Chat) []attache.Inline {
	last := lastMove(t)
	next := ""
	if dates := b.ahead(t.Next, chat); len(dates) > 0 {
		next = textNextDate + " " + dayOf(dates[0])
	}
	return dotted(
		one(flags(t.Actors, 5)),
		one(last.Name()),
		one(clock(last.At, b.Now(), b.zone(chat))),
		one(mood(t)),
		one(next))
}

// ahead are the dates that have not passed where the chat is, the next first.
func (b *Bot) ahead(dates []attache.Appointment, chat attache.Chat) []attache.Appointment {
	y, m, d := b.Now().In(b.zone(chat)).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	left := slices.DeleteFunc(slices.Clone(dates), func(a attache.Appointment) bool { return a.Day.Before(today) })
	slices.SortStableFunc(left, func(a, b attache.Appointment) int { return a.Day.Compare(b.Day) })
	return left
}

// trackName names a track, by its parties where it has no name.
func trackName(t attache.Track) string {
	if name := text.OneLine(tame(t.Name, 120)); name != "" {
		return name
	}
	var names []string
	for _, code := range t.Actors[:min(len(t.Actors), 3)] {
		names = append(names, actorName(code))
	}
	if len(names) == 0 {
		return textUnnamedTrack
	}
	return strings.Join(names, " – ")
}

// trackButtons open tracks, one a row: their names are long.
func trackButtons(tracks []attache.Track, limits attache.Limits) [][]attache.Button {
	var rows [][]attache.Button
	for _, t := range tracks {
		if command := "/track " + t.ID; limits.HoldsCommand(command) {
			rows = append(rows, []attache.Button{button(text.Shorten(trackName(t), 40), command)})
		}
	}
	return rows
}

// noTrack says that there is none about the words, and which there are.
func (b *Bot) noTrack(tracks []attache.Track, words []word, limits attache.Limits) reply {
	doc := attache.Document{Blocks: []attache.Block{para(fill(textNoTrack, code(strings.Join(limit(texts(words)), " ")))...)}}
	doc.Buttons = trackButtons(tracks, limits)
	return reply{doc: doc}
}

// matchingTracks are those that fit the words best, in the order they came
// in. A country or a body that is named must be a party; of the other words
// those of the name weigh more than those of the issue.
func matchingTracks(tracks []attache.Track, words []word) []attache.Track {
	codes, rest := partiesOf(words)
	var best []attache.Track
	most := 0
	for _, t := range tracks {
		if slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(t.Actors, c) }) {
			continue
		}
		score := 2*len(codes) + fit(t, texts(rest))
		switch {
		case score > most:
			best, most = []attache.Track{t}, score
		case score == most && score > 0:
			best = append(best, t)
		}
	}
	return best
}

// partiesOf are the countries and bodies among words, and the other ones. A phrase may
// be a country as well.
func partiesOf(words []word) (codes []string, rest []word) {
	words = slices.Clone(words)
	for i := range words {
		words[i].quoted = false
	}
	return partiesIn(words)
}

// fit weighs how many of the words are those of a track.
func fit(t attache.Track, words []string) int {
	names := strings.FieldsFunc(folded(t.Name), func(r rune) bool { return strings.ContainsRune(" ,:;–-", r) })
	score := 0
	for _, w := range words {
		w = strings.Trim(folded(w), ",;:")
		switch like := func(have string) bool { return akin(w, folded(have)) }; {
		case slices.Contains(linking, w):
		case slices.ContainsFunc(names, like):
			score += 2
		case slices.ContainsFunc(t.Terms, like):
			score++
		}
	}
	return score
}

// akin tells whether two words are the same or one begins with the other:
// "fish" and "fishing", "Iranian" and "Iran".
func akin(a, b string) bool {
	if utf8.RuneCountInString(a) > utf8.RuneCountInString(b) {
		a, b = b, a
	}
	return a == b && a != "" || utf8.RuneCountInString(a) >= akinFrom && strings.HasPrefix(b, a)
}
