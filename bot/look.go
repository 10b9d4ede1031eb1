package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

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
		if folded(r.text) == l.typed || slices.ContainsFunc(languageOrder, func(lang string) bool { // or as a button has it
			return folded(r.text) == folded(speaks(lang).text(l.label))
		}) {
			chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Length = l.length })
			return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
		}
	}
	return reply{}, advise(textLengthHow)
}

// preview sets whether digests and alerts show a preview of the first story's page.
func (b *Bot) preview(ctx context.Context, r request) (reply, error) {
	on, ok := r.to.onOrOff(r.text)
	if !ok {
		return reply{}, advise(textPreviewHow)
	}
	chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Preview = on })
	return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
}

// footer sets the line below a channel's posts.
func (b *Bot) footer(ctx context.Context, r request) (reply, error) {
	line := strings.Join(strings.Fields(tame(r.text, maxText)), " ")
	if r.chat.Kind != attache.Channel || line == "" || utf8.RuneCountInString(line) > mostFooter {
		return reply{}, advise(textFooterHow, code("/channel footer"), mostFooter, code("/channel footer off"))
	}
	if on, ok := r.to.onOrOff(line); ok && !on {
		line = ""
	}
	chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Footer = line })
	return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
}

// hashtags sets whether a channel's posts have their countries as hashtags.
func (b *Bot) hashtags(ctx context.Context, r request) (reply, error) {
	on, ok := r.to.onOrOff(r.text)
	if !ok || r.chat.Kind != attache.Channel {
		return reply{}, advise(textHashtagsHow, code("/channel hashtags on"), code("/channel hashtags off"))
	}
	chat, err := b.keep(ctx, r, func(c *attache.Chat) { c.Hashtags = on })
	return reply{doc: b.settingsOf(r.to, chat), edit: true, hint: textSaved}, err
}

// signedLines say what stands below a channel's posts, and how that is set.
func signedLines(to speaker, chat attache.Chat) []attache.Block {
	if chat.Kind != attache.Channel {
		return nil
	}
	line := cmpOr(chat.Footer, to.text(textNone))
	return []attache.Block{
		tight(para(to.fill(textHashtagsLine, bold(to.switched(chat.Hashtags)))...)),
		tight(para(to.fill(textFooterLine, bold(line))...)),
		para(to.fill(textFooterHow, code("/footer"), mostFooter, code("/footer off"))...),
	}
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
	switches := []attache.Button{to.switching(textButtonLinkPreview, "/preview", chat.Preview)}
	if chat.Kind == attache.Channel {
		switches = append(switches, to.switching(textButtonHashtags, "/hashtags", chat.Hashtags))
	}
	return [][]attache.Button{row, switches}
}

// switched says whether something is on.
func (s speaker) switched(on bool) string {
	if on {
		return s.text(textOn)
	}
	return s.text(textOff)
}
