package bot

import (
	"context"

	"attache"
)

// How what comes by itself looks in a chat.

// lengths are the lengths of digests as they are typed and chosen.
var lengths = []struct {
	typed  string
	length attache.Length
	label  key
}{
	{"headlines", attache.HeadlinesOnly, textButtonHeadlines},
	{"short", attache.ShortLength, textButtonShort},
	{"full", attache.FullLength, textButtonFull},
}

// length sets how much a chat's digests tell.
func (b *Bot) length(ctx context.Context, r request) (reply, error) {
	for _, l := range lengths {
		if folded(r.text) == l.typed {
			chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Length = l.length })
			return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
		}
	}
	return reply{}, advise(textLengthHow)
}

// keep stores what set makes of a chat, and returns it as stored. It subscribes
// nobody.
func (b *Bot) keep(ctx context.Context, r request, set func(*attache.Chat)) (attache.Chat, error) {
	return b.amend(ctx, r, func(c *attache.Chat) error {
		set(c)
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
}

// lengthLabel names the length of a chat's digests.
func lengthLabel(of attache.Length) key {
	for _, l := range lengths {
		if l.length == of {
			return l.label
		}
	}
	return textButtonFull
}

// lookRows are the choices of how a chat's digests look.
func lookRows(to speaker, chat attache.Chat) [][]attache.Button {
	var row []attache.Button
	for _, l := range lengths {
		row = append(row, to.choice(l.label, "/length "+l.typed, lengthLabel(chat.Length) == l.label))
	}
	return [][]attache.Button{row}
}
