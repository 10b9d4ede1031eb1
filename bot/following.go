package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"attache"
)

const (
	mostUnfollow  = 9 // buttons that take off what is followed
	mostOffered   = 3 // and that add what is in the news
	countedWithin = 7 * 24 * time.Hour
	mostCounted   = 3000 // stories that a filter is tried on
)

// followReply shows what a chat's digest is narrowed to, below what was just
// changed, and how to change it.
func (b *Bot) followReply(ctx context.Context, r request, chat attache.Chat, opening []attache.Block) (reply, error) {
	doc := attache.Document{Blocks: append(opening, followed(r.to, chat.Filter)...)}
	if !filtered(chat.Filter) {
		doc.Blocks = append(doc.Blocks, r.to.say(textFollowsAll).Blocks...)
	}
	if len(opening) == 0 { // who just changed something knows how
		e, err := b.examples(ctx, r.to)
		if err != nil {
			return reply{}, err
		}
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textFollowHow, code(cmpOr(e.followExample(), "/follow Norway, NATO")))...))
	}
	if chat.State != attache.ChatActive {
		doc.Blocks = append(doc.Blocks, note(plain(r.to.text(textNotStarted))))
	}
	limits := b.Channels.Limits(chat.ID)
	offered, err := b.inTheNews(ctx, mostSuggested)
	if err != nil {
		return reply{}, err
	}
	var row []attache.Button
	for _, code := range offered {
		if !slices.Contains(chat.Filter.Actors, code) && !slices.Contains(chat.Filter.NotActors, code) && len(row) < mostOffered {
			row = append(row, button("+ "+shortLabel(r.to.side(code)), "/follow "+code))
		}
	}
	doc.Buttons = unfollowButtons(r.to, chat.Filter, limits)
	if len(row) > 0 {
		doc.Buttons = append([][]attache.Button{row}, doc.Buttons...)
	}
	return reply{doc: doc, edit: r.text == ""}, nil
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// effect says in a line what a change of a filter does: what came and went, and how
// many of the last week's stories it would have brought; and where a filter can
// hardly ever be met, why and what to do.
func (b *Bot) effect(ctx context.Context, to speaker, before, after attache.Filter) ([]attache.Block, error) {
	var parts []string
	say := func(text key, list []string) {
		if len(list) > 0 {
			parts = append(parts, to.text(text, to.listed(list)))
		}
	}
	came := func(get func(speaker, *attache.Filter) []string, from, now attache.Filter) []string {
		var list []string
		for _, s := range get(to, &now) {
			if !slices.Contains(get(to, &from), s) {
				list = append(list, s)
			}
		}
		return list
	}
	say(textNowFollowed, came(wantedBy, before, after))
	say(textNowLeftOut, came(refusedBy, before, after))
	say(textNoLonger, append(came(wantedBy, after, before), came(refusedBy, after, before)...))
	total, hits, capped, err := b.wouldBring(ctx, after)
	if err != nil {
		return nil, err
	}
	if total > 0 {
		of := to.text(textOfStories, total)
		if capped {
			of = to.text(textOfLatest, total)
		}
		parts = append(parts, to.text(textWouldBring, hits, of))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	blocks := []attache.Block{para(plain(strings.Join(parts, " ")))}
	if total > 0 && hits == 0 && len(after.Actors) > 0 && len(after.Words) > 0 {
		blocks = append(blocks, tight(para(to.fill(textNeverBoth, code("/unfollow countries"), code("/unfollow words"))...)))
	}
	return blocks, nil
}

// wantedBy and refusedBy name what a filter asks for and leaves out.
func wantedBy(to speaker, f *attache.Filter) []string {
	list := []string{}
	for _, code := range f.Actors {
		list = append(list, to.side(code))
	}
	list = append(list, f.Words...)
	for _, lang := range f.Langs {
		list = append(list, to.text(textInLang, to.langName(lang)))
	}
	if n := len(f.Tracks); n > 0 {
		list = append(list, to.text(textTracksCounted, n))
	}
	return list
}

func refusedBy(to speaker, f *attache.Filter) []string {
	list := []string{}
	for _, code := range f.NotActors {
		list = append(list, to.side(code))
	}
	return append(append(list, f.NotWords...), f.Muted...)
}

// wouldBring counts the last week's stories, and those of them that pass a filter;
// capped: only the latest were looked at.
func (b *Bot) wouldBring(ctx context.Context, f attache.Filter) (total, hits int, capped bool, err error) {
	q := attache.StoryQuery{Since: b.Now().Add(-countedWithin), Relevant: true, Limit: 500}
	for {
		page, next, err := b.Store.Stories(ctx, q)
		if err != nil {
			return 0, 0, false, err
		}
		for _, s := range page {
			total++
			if _, ok := b.Match(s, f); ok {
				hits++
			}
		}
		if next == "" || len(page) == 0 {
			return total, hits, false, nil
		}
		if total >= mostCounted {
			return total, hits, true, nil
		}
		q.After = next
	}
}

// followed says what a chat's digest is narrowed to, a line for each field of
// the filter, as the digest reads it: one hit within a field is enough, and
// every field that is set must have one; then what is left out. Nothing where all
// is followed.
func followed(to speaker, f attache.Filter) []attache.Block {
	var blocks []attache.Block
	add := func(text key, names []string) {
		if len(names) == 0 {
			return
		}
		line := para(to.fill(text, to.either(names))...)
		line.Tight = len(blocks) > 0
		blocks = append(blocks, line)
	}
	narrow := func(only, ofThese key, names []string) {
		if len(blocks) > 0 {
			only = ofThese
		}
		add(only, names)
	}
	var tracks []string
	if n := len(f.Tracks); n > 0 {
		tracks = []string{to.text(textTracksCounted, n)}
	}
	add(textFollowsActors, to.sides(f.Actors))
	narrow(textFollowsWords, textTheseWords, f.Words)
	narrow(textFollowsTracks, textTheseTracks, tracks)
	narrow(textFollowsLangs, textTheseLangs, to.langNames(f.Langs))
	add(textFollowsNotActors, to.sides(f.NotActors))
	add(textFollowsNotWords, f.NotWords)
	add(textFollowsMuted, f.Muted)
	return blocks
}

func (s speaker) sides(codes []string) []string {
	var list []string
	for _, code := range codes {
		list = append(list, s.side(code))
	}
	return list
}

// unfollowButtons take off one thing each, and the last one everything.
func unfollowButtons(to speaker, f attache.Filter, limits attache.Limits) [][]attache.Button {
	if !filtered(f) {
		return nil
	}
	var list []attache.Button
	add := func(label, command string) {
		if limits.HoldsCommand(command) && len(list) < mostUnfollow {
			list = append(list, button("✕ "+shortLabel(label), command))
		}
	}
	for _, code := range f.Actors {
		add(to.side(code), "/unfollow "+code)
	}
	for _, w := range f.Words {
		add(w, `/unfollow "`+w+`"`)
	}
	for _, code := range f.NotActors {
		add(to.text(textNot)+" "+to.side(code), "/unfollow "+code)
	}
	for _, w := range slices.Concat(f.NotWords, f.Muted) {
		add(to.text(textNot)+" "+w, `/unfollow "`+w+`"`)
	}
	for _, lang := range f.Langs {
		add(to.langName(lang), "/unfollow "+lang)
	}
	for _, id := range f.Tracks {
		add(to.text(textFollowedTrack), "/unfollow #"+id)
	}
	var rows [][]attache.Button
	for len(list) > 3 {
		rows, list = append(rows, list[:3]), list[3:]
	}
	if len(list) > 0 {
		rows = append(rows, list)
	}
	return append(rows, []attache.Button{to.button(textButtonEverything, "/unfollow all")})
}
