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

// preview sets whether digests and alerts show a preview of the first story's page.
func (b *Bot) preview(ctx context.Context, r request) (reply, error) {
	on, ok := onOrOff(r.text)
	if !ok {
		return reply{}, advise(textPreviewHow)
	}
	chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Preview = on })
	return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
}

// onOrOff reads a switch.
func onOrOff(text string) (on, ok bool) {
	switch folded(text) {
	case "on", "yes":
		return true, true
	case "off", "no":
		return false, true
	}
	return false, false
}

// switching is a choice that a command turns on and off, what is on marked.
func (s speaker) switching(label key, command string, on bool) attache.Button {
	if on {
		return s.choice(label, command+" off", true)
	}
	return s.choice(label, command+" on", false)
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
	return [][]attache.Button{row, {to.switching(textButtonLinkPreview, "/preview", chat.Preview)}}
}

// switched says whether something is on.
func (s speaker) switched(on bool) string {
	if on {
		return s.text(textOn)
	}
	return s.text(textOff)
}
