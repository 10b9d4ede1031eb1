package bot

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"attache"
	words "attache/internal/text"
)

const (
	mostTurns     = 12
	mostPositions = 12
)

// The order in which things leave a state of play that is too long, the
// highest first: old turns and late positions alternate; the newest turn stays.
const (
	dropDates     = 5
	dropTurns     = 10
	dropPositions = 20
	dropStep      = 5
)

// trackOpen shows where a track stands. others fit the same words as well.
func (b *Bot) trackOpen(ctx context.Context, r request, id string, others []attache.Track) (reply, error) {
	state, err := b.StateOfPlay(ctx, id)
	if errors.Is(err, attache.ErrNotFound) {
		return reply{}, adviseOf(err, textTrackGone)
	}
	if err != nil {
		return reply{}, err
	}
	l := layout{to: r.to, zone: b.zone(r.chat)}
	l.add(heading(plain(r.to.trackName(state.Track))))
	if facts := b.trackFacts(r.to, state.Track, r.chat); len(facts) > 0 {
		l.add(note(facts...))
	}
	b.timeline(&l, state.Timeline)
	if err := b.positions(ctx, &l, state.Positions); err != nil {
		return reply{}, err
	}
	if dates := b.ahead(state.Next, r.chat); len(dates) > 0 {
		l.together(dropDates, datesBlocks(r.to, dates)...)
	}
	buttons := trackButtons(r.to, others[:min(len(others), 3)], b.Channels.Limits(r.chat.ID))
	if command := "/follow #" + id; !slices.Contains(r.chat.Filter.Tracks, id) && b.Channels.Limits(r.chat.ID).HoldsCommand(command) {
		buttons = append(buttons, []attache.Button{r.to.button(textButtonThis, command)})
	}
	if picture := b.pictureButton(r, r.to.text(textButtonPicture), pictureTrack, id); len(state.Track.Moves) > 1 {
		buttons = append(buttons, picture...)
	}
	buttons = append(buttons, []attache.Button{r.to.button(textButtonTracks, "/track")})
	return reply{doc: attache.Document{Blocks: l.blocks, Buttons: buttons}, edit: true}, nil
}

// timeline sets the latest moves, newest first: when, the headline, what it was.
func (b *Bot) timeline(l *layout, turns []attache.Turn) {
	if len(turns) == 0 {
		l.add(para(plain(l.to.text(textNoTurns))))
		return
	}
	for i, t := range turns[:min(len(turns), mostTurns)] {
		line := tight(para(l.to.dotted(
			one(l.to.day(t.At.In(l.zone), b.Now().In(l.zone))),
			[]attache.Inline{headline(t.Headline, t.URL)},
			one(l.to.move(&t.Move)))...))
		if i == 0 {
			l.together(0, heading(plain(l.to.text(textTimeline))), line)
			continue
		}
		l.together(dropTurns+dropStep*i, line)
	}
}

// positions sets what each party accepted, rejected or demanded, in the words
// of who speaks for it. What is not certain or not verbatim is left out.
func (b *Bot) positions(ctx context.Context, l *layout, list []attache.Position) error {
	shown := 0
	for _, p := range list {
		if !p.Quote.Showable() || shown == mostPositions {
			continue
		}
		said, _, err := b.source(ctx, p.Quote, &refusal{})
		if err != nil {
			return err
		}
		took := para(bold(l.to.side(p.Code)))
		if name := positionNames[p.Kind]; name != "" {
			took.Spans = append(took.Spans, plain(" "+l.to.text(name)+":"))
		}
		blocks := quoteWithin(l.to, said, l.to.clock(p.Quote.Published, b.Now(), l.zone), longestDetail)
		blocks[0].Tight = true
		if blocks = append([]attache.Block{took}, blocks...); shown == 0 {
			blocks[0].Tight = true
			blocks = append([]attache.Block{heading(plain(l.to.text(textPositions)))}, blocks...)
		}
		l.together(dropPositions+dropStep*shown, blocks...)
		shown++
	}
	return nil
}

// datesBlocks sets announced next moves, each sentence as published.
func datesBlocks(to speaker, dates []attache.Appointment) []attache.Block {
	blocks := []attache.Block{heading(plain(to.text(textAgenda)))}
	for _, a := range dates {
		spans := []attache.Inline{bold(to.dayOf(a))}
		if what := words.OneLine(a.What); what != "" && utf8.RuneCountInString(what) <= longestDetail {
			spans = append(spans, plain(": "+what))
		}
		blocks = append(blocks, tight(para(spans...)))
	}
	return blocks
}

// dayOf is the day of an announced move: "Mon 9 March, deadline".
func (s speaker) dayOf(a attache.Appointment) string {
	day := s.shortDay(a.Day.UTC())
	if a.Deadline {
		day += s.text(textComma) + s.text(textDeadline)
	}
	return day
}
