package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/internal/country"
	"attache/internal/picture"
	words "attache/internal/text"
)

// What pictures show, as buttons name it: "/picture track ID".
const (
	pictureTrack = "track"
	pictureQuote = "quote"
	pictureMet   = "met"
)

// mostPictures is for how many quotes of a page there are buttons.
const mostPictures = 3

// pictureButton asks for a picture; none where nobody can press it, or a button cannot
// hold what it asks for.
func (b *Bot) pictureButton(r request, label, of, id string) [][]attache.Button {
	command := strings.TrimSpace("/picture " + of + " " + id)
	if r.chat.ID == "" || !b.Channels.Limits(r.chat.ID).HoldsCommand(command) {
		return nil
	}
	return [][]attache.Button{{button(label, command)}}
}

// quotePictures ask for cards of the quotes on a page: a button for each speaker.
func (b *Bot) quotePictures(r request, quotes []said) [][]attache.Button {
	var row []attache.Button
	seen := map[string]bool{}
	for _, q := range quotes {
		name := words.OneLine(q.Speaker)
		if seen[name] || q.ID == "" || len(row) == mostPictures {
			continue
		}
		seen[name] = true
		for _, buttons := range b.pictureButton(r, r.to.text(textButtonPictureOf, words.Shorten(lastName(name), 16)), pictureQuote, q.ID) {
			row = append(row, buttons...)
		}
	}
	switch len(row) {
	case 0:
		return nil
	case 1:
		row[0].Label = r.to.text(textButtonPicture)
	}
	return [][]attache.Button{row}
}

func lastName(name string) string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return name
	}
	return parts[len(parts)-1]
}

// picture sends what a button asked for. Words that cannot be drawn are said to be so.
func (b *Bot) picture(ctx context.Context, r request) (reply, error) {
	of, id, _ := strings.Cut(r.text, " ")
	var doc attache.Document
	var err error
	switch of {
	case pictureTrack:
		doc, err = b.coursePicture(ctx, r, id)
	case pictureQuote:
		doc, err = b.quotePicture(ctx, r, id)
	case pictureMet:
		doc, err = b.metPicture(ctx, r)
	default:
		return reply{}, advise(textPictureGone)
	}
	switch {
	case errors.Is(err, attache.ErrNotFound), errors.Is(err, attache.ErrRemoved):
		return reply{}, adviseOf(err, textPictureGone)
	case errors.Is(err, picture.ErrNoGlyph), errors.Is(err, picture.ErrNoRoom):
		return reply{}, adviseOf(err, textPictureNone)
	}
	return reply{doc: doc}, err
}

// shownAs is a document with a picture.
func shownAs(name string, png []byte, blocks ...attache.Block) attache.Document {
	return attache.Document{Blocks: blocks, File: &attache.File{Name: name + ".png", Data: png, Picture: true}}
}

// quotePicture is somebody's words on a card. Below it they stand again, with a link.
func (b *Bot) quotePicture(ctx context.Context, r request, id string) (doc attache.Document, err error) {
	hyphen := strings.LastIndexByte(id, '-')
	if hyphen < 0 {
		return doc, attache.ErrNotFound
	}
	a, err := b.Store.Article(ctx, id[:hyphen])
	if err != nil {
		return doc, err
	}
	i := slices.IndexFunc(a.Quotes, func(q attache.Quote) bool { return q.ID == id && q.Showable() })
	if i < 0 {
		return doc, attache.ErrNotFound
	}
	q, _, err := b.source(ctx, a.Quotes[i], &refusal{})
	if err != nil {
		return doc, err
	}
	who := words.OneLine(q.Speaker)
	if role := roleShown(q.Role, q.lang); role != "" {
		who += ", " + role
	}
	at := q.Published.In(b.zone(r.chat))
	where := words.OneLine(cmp.Or(q.Outlet, host(q.URL))) + " · " + r.to.day(at, time.Time{})
	png, err := picture.Card{Words: words.OneLine(q.Text), Quoted: true, Who: who, Where: where, Style: picture.Light}.Draw()
	if err != nil {
		return doc, err
	}
	return shownAs("quote", png, quoteBlocks(r.to, q, r.to.day(at, time.Time{}))...), nil
}

// coursePicture is a negotiation's course over time.
func (b *Bot) coursePicture(ctx context.Context, r request, id string) (doc attache.Document, err error) {
	if b.Tracks == nil {
		return doc, attache.ErrNotFound
	}
	t, err := b.Tracks.Track(ctx, id)
	if err != nil {
		return doc, err
	}
	if len(t.Moves) < 2 {
		return doc, picture.ErrNoRoom
	}
	zone := b.zone(r.chat)
	day := func(to speaker) func(time.Time) string {
		return func(at time.Time) string { return to.day(at.In(zone), b.Now().In(zone)) }
	}
	var moves []picture.Move
	for i := range t.Moves {
		moves = append(moves, picture.Move{At: t.Moves[i].At, Warmth: t.Moves[i].Warmth()})
	}
	slices.SortStableFunc(moves, func(a, b picture.Move) int { return a.At.Compare(b.At) })
	first, last := moves[0].At, moves[len(moves)-1].At
	png, err := drawn(r.to, func(to speaker) ([]byte, error) {
		var parties []string
		for _, code := range t.Actors[:min(len(t.Actors), 3)] {
			parties = append(parties, to.actorName(code))
		}
		return picture.Course{Moves: moves, Labels: picture.Labels{
			Title: to.trackName(t), Below: to.text(textCourseBelow, strings.Join(parties, " – "), day(to)(first), day(to)(last)),
			Up: to.text(textCourseUp), Down: to.text(textCourseDown), Day: day(to),
		}}.Draw()
	})
	if err != nil {
		return doc, err
	}
	move := lastMove(t)
	caption := r.to.text(textCourseCaption, len(moves), day(r.to)(first), day(r.to)(last), cmp.Or(r.to.move(&move), "–"))
	return shownAs("course", png, para(bold(r.to.trackName(t))), para(plain(caption))), nil
}

// drawn draws in a language, or where its letters cannot be drawn in the home language.
func drawn(to speaker, draw func(speaker) ([]byte, error)) ([]byte, error) {
	png, err := draw(to)
	if errors.Is(err, picture.ErrNoGlyph) {
		return draw(speaks(homeLang))
	}
	return png, err
}

// metDays is over how many days a picture tells who met whom.
const metDays = 7

// meeting tells whether an event is that some met: talks or a visit, not a call, and
// not talks that were put off or broken off.
func meeting(e *attache.Event) bool {
	switch e.Act {
	case attache.Visit, attache.Resumption:
		return true
	case "", attache.Signing, attache.Exchange:
		return e.Type == attache.Consult
	}
	return false
}

// pairsOf are who met in a story, each pair once, in the order of their codes.
func pairsOf(e *attache.Event) [][2]string {
	var out [][2]string
	add := func(a, b string) {
		pair := [2]string{min(a, b), max(a, b)}
		if a != b && country.Known(a) && country.Known(b) && !slices.Contains(out, pair) {
			out = append(out, pair)
		}
	}
	for _, a := range e.Source {
		for _, b := range e.Target {
			add(a, b)
		}
	}
	if len(e.Target) == 0 && len(e.Source) == 2 { // "the ministers of A and B met"
		add(e.Source[0], e.Source[1])
	}
	return out
}

// met are two parties with their meetings, by day.
type met struct {
	pair [2]string
	days []int
	all  int
}

// metLately counts meetings of the last days by pairs, those who met most first.
func (b *Bot) metLately(ctx context.Context, from time.Time, zone *time.Location) (list []met, stories int, err error) {
	place := map[[2]string]int{}
	q := attache.StoryQuery{Since: from, Relevant: true, Limit: 500}
	for {
		page, next, err := b.Store.Stories(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		for i := range page {
			s := &page[i]
			day := daysBetween(from, s.First.In(zone))
			pairs := pairsOf(&s.Event)
			if !meeting(&s.Event) || day < 0 || day >= metDays || len(pairs) == 0 {
				continue
			}
			stories++
			for _, pair := range pairs {
				at, known := place[pair]
				if !known {
					at = len(list)
					place[pair] = at
					list = append(list, met{pair: pair, days: make([]int, metDays)})
				}
				list[at].days[day]++
				list[at].all++
			}
		}
		if q.After = next; next == "" || len(page) == 0 {
			break
		}
	}
	slices.SortFunc(list, func(a, b met) int {
		return cmp.Or(b.all-a.all, strings.Compare(a.pair[0], b.pair[0]), strings.Compare(a.pair[1], b.pair[1]))
	})
	return list, stories, nil
}

// metPicture is who met whom in the last seven days.
func (b *Bot) metPicture(ctx context.Context, r request) (doc attache.Document, err error) {
	zone := b.zone(r.chat)
	y, m, d := b.Now().In(zone).Date()
	from := time.Date(y, m, d-metDays+1, 0, 0, 0, 0, zone)
	list, stories, err := b.metLately(ctx, from, zone)
	if err != nil {
		return doc, err
	}
	if len(list) == 0 {
		return doc, advise(textMetNobody)
	}
	list = list[:min(len(list), picture.MostPairs)]
	names := func(to speaker, p met) string { return to.actorName(p.pair[0]) + " – " + to.actorName(p.pair[1]) }
	png, err := drawn(r.to, func(to speaker) ([]byte, error) {
		day := func(at time.Time) string { return to.day(at, b.Now().In(zone)) }
		k := picture.Meetings{Labels: picture.Labels{
			Title: to.text(textMetTitle), Up: to.text(textMetLegend),
			Below: to.text(textMetDays, day(from), day(from.AddDate(0, 0, metDays-1))),
			Day:   func(at time.Time) string { return fmt.Sprint(at.Day()) },
		}}
		for n := range metDays {
			k.Days = append(k.Days, from.AddDate(0, 0, n))
		}
		for _, p := range list {
			k.Pairs = append(k.Pairs, picture.Pair{Names: names(to, p), Days: p.days})
		}
		return k.Draw()
	})
	if err != nil {
		return doc, err
	}
	blocks := []attache.Block{para(bold(r.to.text(textMetTitle))), para(plain(r.to.text(textMetCaption, stories)))}
	for _, p := range list {
		blocks = append(blocks, tight(para(plain(r.to.text(textMetPair, names(r.to, p), p.all)))))
	}
	return shownAs("met", png, blocks...), nil
}
