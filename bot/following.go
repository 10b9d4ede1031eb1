package bot

import (
	"strings"

	"attache"
)

// mostUnfollow is how many buttons take off what is followed.
const mostUnfollow = 9

// following shows what a chat's digest is narrowed to, and how to change it.
func (b *Bot) following(chat attache.Chat) attache.Document {
	doc := attache.Document{Blocks: followed(chat.Filter)}
	if len(doc.Blocks) == 0 {
		doc = say(textFollowsAll)
	}
	doc.Blocks = append(doc.Blocks, para(marked(textFollowHow)...))
	if chat.State != attache.ChatActive {
		doc.Blocks = append(doc.Blocks, note(plain(textNotStarted)))
	}
	doc.Buttons = unfollowButtons(chat.Filter, b.Channels.Limits(chat.ID))
	return doc
}

// followed says what a chat's digest is narrowed to, a line for each field of
// the filter, as the digest reads it: one hit within a field is enough, and
// every field that is set must have one. Nothing where all is followed.
func followed(f attache.Filter) []attache.Block {
	var blocks []attache.Block
	add := func(text string, names []string) {
		if len(names) == 0 {
			return
		}
		begin := textFollowsOnly
		if len(blocks) > 0 {
			begin = textFollowsOfThese
		}
		line := para(fill(begin+" "+text, either(names)...)...)
		line.Tight = len(blocks) > 0
		blocks = append(blocks, line)
	}
	var parties, tracks []string
	for _, code := range f.Actors {
		parties = append(parties, side(code))
	}
	if n := len(f.Tracks); n > 0 {
		tracks = []string{count(n, textFollowedTrack, textFollowedTracks)}
	}
	add(textFollowsActors, parties)
	add(textFollowsWords, f.Words)
	add(textFollowsTracks, tracks)
	add(textFollowsLangs, f.Langs)
	return blocks
}

// either joins names: "A, B or C".
func either(names []string) []attache.Inline {
	text := strings.Join(names, ", ")
	if n := len(names) - 1; n > 0 {
		text = strings.Join(names[:n], ", ") + " " + textOr + " " + names[n]
	}
	return []attache.Inline{plain(text)}
}

// unfollowButtons take off one thing each, and the last one everything.
func unfollowButtons(f attache.Filter, limits attache.Limits) [][]attache.Button {
	if !filtered(f) {
		return nil
	}
	var list []attache.Button
	add := func(label, command string) {
		if limits.HoldsCommand(command) && len(list) < mostUnfollow {
			list = append(list, button("✕ "+tame(label, 24), command))
		}
	}
	for _, code := range f.Actors {
		add(side(code), "/unfollow "+code)
	}
	for _, w := range f.Words {
		add(w, `/unfollow "`+w+`"`)
	}
	var rows [][]attache.Button
	for len(list) > 3 {
		rows, list = append(rows, list[:3]), list[3:]
	}
	if len(list) > 0 {
		rows = append(rows, list)
	}
	return append(rows, []attache.Button{button(textButtonEverything, "/unfollow all")})
}
