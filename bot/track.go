package bot

import (
	"context"
	"errors"
	"math"
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
	n, capped, words, err := takeCount(r.args, usualTracks)
	if err != nil {
		return reply{}, err
	}
	words, out, err := refuse(words)
	if err != nil {
		return reply{}, err
	}
	if len(words) == 0 {
		rep, err := b.trackList(ctx, r, n, &out)
		if err == nil && capped {
			rep.doc.Blocks = append(rep.doc.Blocks, note(r.to.fill(textTracksCapped, plain(itoa(mostListed)))...))
		}
		return rep, err
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
		tracks = b.tracksBut(tracks, &out)
		if best := matchingTracks(tracks, words); len(best) > 0 {
			rep, err := b.trackOpen(ctx, r, best[0].ID, best[1:])
			if strange := strangeTo(best[0], words); err == nil && len(strange) > 0 && len(rep.doc.Blocks) > 0 {
				rep.doc.Blocks = slices.Insert(rep.doc.Blocks, 1, note(r.to.fill(textWithout, code(strings.Join(strange, ", ")))...))
			}
			return rep, err
		}
	}
	others, _, err := b.Tracks.LatestTracks(ctx, b.Now().Add(-knownTracks), offeredTracks)
	if err != nil {
		return reply{}, err
	}
	return b.noTrack(r.to, b.tracksBut(others, &out), words, b.Channels.Limits(r.chat.ID)), nil
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

// tracksBut are the tracks that are not left out, by their names and parties.
func (b *Bot) tracksBut(tracks []attache.Track, out *refusal) []attache.Track {
	if out.none() {
		return tracks
	}
	return slices.DeleteFunc(slices.Clone(tracks), func(t attache.Track) bool {
		_, wanted := b.Match(attache.Story{Headline: speaks(homeLang).trackName(t), Actors: t.Actors}, out.filter)
		return !wanted
	})
}

// strangeTo are the words that nothing of a track has.
func strangeTo(t attache.Track, words []word) []string {
	_, rest := partiesIn(words)
	return slices.DeleteFunc(texts(rest), func(w string) bool {
		w = strings.Trim(folded(w), ",;:")
		return w == "" || slices.Contains(linking, w) || fit(t, []string{w}) > 0
	})
}

// latestTracks are the n tracks that are listed first, and how many there are.
func (b *Bot) latestTracks(ctx context.Context, n int, out *refusal) (tracks []attache.Track, all int, err error) {
	since := b.Now().Add(-livingTracks)
	if out.none() {
		return b.Tracks.LatestTracks(ctx, since, n)
	}
	if tracks, _, err = b.Tracks.LatestTracks(ctx, since, math.MaxInt); err != nil {
		return nil, 0, err
	}
	tracks = b.tracksBut(tracks, out)
	return tracks[:min(len(tracks), n)], len(tracks), nil
}

// trackList lists n tracks: those with several moves first, the latest first.
func (b *Bot) trackList(ctx context.Context, r request, n int, out *refusal) (reply, error) {
	tracks, all, err := b.latestTracks(ctx, n, out)
	if err != nil {
		return reply{}, err
	}
	if len(tracks) == 0 {
		return reply{doc: r.to.say(textNoTracks)}, nil
	}
	limits := b.Channels.Limits(r.chat.ID)
	sheet := sheet{limits: limits, blocks: []attache.Block{heading(r.to.dotted(r.to.fill(textTracks), one(out.title(r.to)))...)}}
	for i, t := range tracks {
		name, facts := para(bold(r.to.trackName(t))), tight(note(b.trackFacts(r.to, t, r.chat)...))
		if !sheet.add(grouped(i+1, 1, name, facts)) {
			break
		}
	}
	doc := attache.Document{Blocks: sheet.blocks, Buttons: trackButtons(r.to, tracks[:sheet.entries], limits)}
	doc.Buttons = append(doc.Buttons, b.pictureButton(r, r.to.text(textButtonMet), pictureMet, "")...)
	if more := all - sheet.entries; more > 0 {
		doc.Blocks = append(doc.Blocks, note(r.to.fill(textMoreTracks, r.to.text(textMoreTracksCounted, more))...))
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
func (b *Bot) trackFacts(to speaker, t attache.Track, chat attache.Chat) []attache.Inline {
	last := lastMove(t)
	next := ""
	if dates := b.ahead(t.Next, chat); len(dates) > 0 {
		next = to.text(textNextMove) + " " + to.dayOf(dates[0])
	}
	return to.dotted(
		one(flags(t.Actors, 5)),
		one(to.move(&last)),
		one(to.clock(last.At, b.Now(), b.zone(chat))),
		one(to.text(mood(t))),
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
func (s speaker) trackName(t attache.Track) string {
	if name := text.OneLine(tame(t.Name, 120)); name != "" {
		return s.title(name)
	}
	var names []string
	for _, code := range t.Actors[:min(len(t.Actors), 3)] {
		names = append(names, s.actorName(code))
	}
	if len(names) == 0 {
		return s.text(textUnnamedTrack)
	}
	return strings.Join(names, " – ")
}

// trackButtons open tracks, one a row: their names are long.
func trackButtons(to speaker, tracks []attache.Track, limits attache.Limits) [][]attache.Button {
	var rows [][]attache.Button
	for _, t := range tracks {
		if command := "/track " + t.ID; limits.HoldsCommand(command) {
			rows = append(rows, []attache.Button{button(text.Shorten(to.trackName(t), 40), command)})
		}
	}
	return rows
}

// noTrack says that there is none about the words, and which there are.
func (b *Bot) noTrack(to speaker, tracks []attache.Track, words []word, limits attache.Limits) reply {
	doc := attache.Document{Blocks: []attache.Block{para(to.fill(textNoTrack, code(strings.Join(limit(texts(words)), " ")))...)}}
	doc.Buttons = trackButtons(to, tracks, limits)
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
