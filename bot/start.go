package bot

import (
	"context"
	"strings"
	"time"

	"attache"
)

// start subscribes the chat at once. A deep link's payload may name a command
// to run as well: "latest_Iran".
func (b *Bot) start(ctx context.Context, r request) (reply, error) {
	already := r.known && r.chat.State == attache.ChatActive && r.chat.Schedule != ""
	chat, err := b.change(ctx, r, func(c *attache.Chat) error {
		if c.Schedule == "" {
			c.Schedule = b.Defaults.Schedule
		}
		c.State, c.Problem = attache.ChatActive, ""
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	if r.in.ChatKind == attache.Channel {
		return reply{doc: b.posting(r.to, chat), edit: true, hint: textSaved}, nil
	}
	doc := r.to.say(textWelcome)
	if already {
		doc = r.to.say(textAlready)
	}
	doc.Blocks = append(doc.Blocks, para(b.promise(r.to, chat)...))
	doc.Blocks = append(doc.Blocks, followed(r.to, chat.Filter)...)
	if !already {
		more, err := b.firstWords(ctx, r.to, chat)
		if err != nil {
			return reply{}, err
		}
		doc.Blocks = append(doc.Blocks, more...)
	}
	doc.Buttons = [][]attache.Button{{
		r.to.button(textButtonLatest, "/latest"), r.to.button(textButtonQuotes, "/quotes"), r.to.button(textButtonSettings, "/settings"),
	}}
	if r.in.ChatKind == attache.Private {
		waiting, err := b.waitingChannels(ctx, r)
		if err != nil {
			return reply{}, err
		}
		doc.Buttons = append(append(doc.Buttons, waiting...), b.invitations(r.to, r.chat.ID)...)
	}
	then := b.linked(r.text)
	if then == nil && r.text != "" && r.text != "settings" && r.text != "inline" && !strings.HasPrefix(r.text, invitePayload) {
		doc.Blocks = append(doc.Blocks, note(r.to.fill(textLinkUnknown, code(tame(r.text, 40)))...))
	}
	return reply{doc: doc, then: then}, nil
}

// waitingChannels lead to the channels that somebody put the bot into, who could
// not be asked then what they should get.
func (b *Bot) waitingChannels(ctx context.Context, r request) ([][]attache.Button, error) {
	mine, err := b.managed(ctx, r.in)
	var rows [][]attache.Button
	for _, c := range mine {
		if _, id, _ := strings.Cut(c.ID, ":"); c.State != attache.ChatActive && len(rows) < 3 {
			rows = append(rows, []attache.Button{button(r.to.text(textButtonSetUp, shortLabel(titleOf(c))), "/channel "+id)})
		}
	}
	return rows, err
}

// invitations let somebody put the bot into a group or a channel.
func (b *Bot) invitations(to speaker, near string) [][]attache.Button {
	group, channel := b.Channels.invite(near, attache.Group), b.Channels.invite(near, attache.Channel)
	if group == "" || channel == "" {
		return nil
	}
	return [][]attache.Button{{{Label: to.text(textButtonAddGroup), URL: group}, {Label: to.text(textButtonAddChannel), URL: channel}}}
}

// firstWords tell who just came what else there is, with examples of what is stored.
func (b *Bot) firstWords(ctx context.Context, to speaker, chat attache.Chat) ([]attache.Block, error) {
	e, err := b.examples(ctx, to)
	if err != nil {
		return nil, err
	}
	blocks := []attache.Block{
		para(to.fill(textZoneIsGuess, plain(zoneName(chat.TimeZone)))...),
		tight(para(to.fill(textStartMore, code(cmpOr(e.followExample(), "/follow NATO, EU")))...)),
	}
	asks, err := b.exampleBlocks(ctx, to)
	for _, block := range asks {
		blocks = append(blocks, tight(block))
	}
	return blocks, err
}

// posting says, to who manages a channel, that digests are posted there, and when.
func (b *Bot) posting(to speaker, chat attache.Chat) attache.Document {
	doc := attache.Document{Blocks: append([]attache.Block{para(b.promise(to, chat)...)}, followed(to, chat.Filter)...)}
	doc.Buttons = [][]attache.Button{
		{to.button(textButtonPreview, "/digest"), to.button(textButtonWhen, "/schedule"), to.button(textButtonFollow, "/follow")},
		{to.button(textButtonEnd, "/stop")},
	}
	return doc
}

// promise says when digests come, and the next one.
func (b *Bot) promise(to speaker, chat attache.Chat) []attache.Inline {
	return to.fill(textSubscribed,
		bold(b.inWords(to, chat.Schedule, chat.TimeZone)),
		bold(to.comingUp(chat.NextSlot, b.Now(), b.zone(chat))))
}

// change stores what edit makes of the chat, with the next slot that follows
// from it, and returns the chat as stored.
func (b *Bot) change(ctx context.Context, r request, edit func(*attache.Chat) error) (attache.Chat, error) {
	return b.amend(ctx, r, func(c *attache.Chat) error {
		if err := edit(c); err != nil {
			return err
		}
		return b.plan(c)
	})
}

// amend stores what edit makes of the chat, and returns it as stored.
func (b *Bot) amend(ctx context.Context, r request, edit func(*attache.Chat) error) (attache.Chat, error) {
	var stored attache.Chat
	err := b.Store.UpdateChat(ctx, r.chat.ID, func(c *attache.Chat) error {
		b.complete(c, r.in)
		if c.Joined.IsZero() {
			c.Joined = b.Now().UTC()
		}
		if err := edit(c); err != nil {
			return err
		}
		stored = *c
		return nil
	})
	return stored, err
}

// plan sets the slot that a chat's settings lead to, for a paused chat too: a
// digest that reaches it makes it active as it is.
func (b *Bot) plan(c *attache.Chat) error {
	c.NextSlot = time.Time{}
	if !c.Subscribed() || c.Schedule == "" {
		return nil
	}
	from := b.Now()
	if c.Rest.After(from) {
		from = c.Rest.Add(-time.Second) // a slot at that moment is one
	}
	next, err := b.Next(c.Schedule, c.TimeZone, from)
	if err != nil {
		return err
	}
	c.NextSlot = next.UTC()
	return nil
}
