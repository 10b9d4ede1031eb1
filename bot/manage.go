package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"attache"
)

// A channel's readers see all that is posted there, so nothing is set up in it:
// whoever put the bot into the channel, or administers it, does so alone with the
// bot. "/channel ID command" gives a command for the channel with that ID, which
// is what the buttons say; where somebody has one channel, or names it, the ID may
// be left out or be its title.

// manage asks who put the bot into a channel what it should get.
func (b *Bot) manage(ctx context.Context, in attache.Incoming) error {
	chat, err := b.keepChannel(ctx, in)
	if err != nil || in.UserID == "" || in.UserID == in.ChatID {
		return err
	}
	doc, err := b.setUp(ctx, b.toWhom(ctx, attache.Incoming{ChatID: in.UserID, UserLang: in.UserLang}), chat)
	if err != nil {
		return err
	}
	if err := b.send(ctx, in.UserID, doc); err != nil { // who never wrote to the bot cannot be written to
		b.Logger.InfoContext(ctx, "who put the bot into a channel could not be asked what it should get", "chat", chat.ID, "err", err)
	}
	return nil
}

// keepChannel stores a channel that the bot was put into, and by whom.
func (b *Bot) keepChannel(ctx context.Context, in attache.Incoming) (attache.Chat, error) {
	var stored attache.Chat
	err := b.Store.UpdateChat(ctx, in.ChatID, func(c *attache.Chat) error {
		b.complete(c, in)
		c.Kind = attache.Channel
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		if in.UserID != "" && in.UserID != in.ChatID {
			c.Manager = in.UserID
		}
		stored = *c
		return nil
	})
	return stored, err
}

// inChannel answers what happens within a channel: never there. A press gets a
// word that only who pressed sees; of a command those hear who administer the
// channel, alone. /stop does what it says.
func (b *Bot) inChannel(ctx context.Context, in attache.Incoming) error {
	if in.Kind == attache.IncomingPress {
		return b.pressDone(ctx, in, b.toPresser(ctx, in).text(textPressInChannel))
	}
	asked, ok := b.parse(in.Text)
	if !ok || asked.row == nil || in.Forwarded || in.Edited {
		return nil
	}
	if asked.row.name == "stop" {
		if _, err := setState(ctx, b.Store, in.ChatID, attache.ChatStopped, ""); err != nil {
			return err
		}
	}
	chat, err := b.keepChannel(ctx, in)
	if err != nil {
		return err
	}
	for _, who := range b.managersOf(ctx, chat) {
		doc, err := b.setUp(ctx, b.toWhom(ctx, attache.Incoming{ChatID: who, UserLang: in.UserLang}), chat)
		if err != nil {
			return err
		}
		if err := b.send(ctx, who, doc); err != nil {
			b.Logger.InfoContext(ctx, "who administers a channel could not be told how to set it up", "chat", chat.ID, "err", err)
		}
	}
	return nil
}

// mostManagers is how many administrators of a channel are written to.
const mostManagers = 5

// managersOf are who is written to about a channel: who put the bot there, else
// those of its administrators that have talked to the bot.
func (b *Bot) managersOf(ctx context.Context, chat attache.Chat) []string {
	if chat.Manager != "" {
		return []string{chat.Manager}
	}
	of, ok := b.Channels[Scheme(chat.ID)].(administered)
	if !ok {
		return nil
	}
	all, err := of.Admins(ctx, chat.ID)
	if err != nil {
		b.Logger.InfoContext(ctx, "who administers a channel is not known", "chat", chat.ID, "err", err)
	}
	var known []string
	for _, who := range all {
		if _, err := b.Store.Chat(ctx, who); err == nil && len(known) < mostManagers {
			known = append(known, who)
		}
	}
	return known
}

// setUp asks what a channel should get, with what is in the news to choose from.
func (b *Bot) setUp(ctx context.Context, to speaker, chat attache.Chat) (attache.Document, error) {
	doc := attache.Document{Blocks: []attache.Block{para(to.fill(textSetUp, bold(titleOf(chat)))...)}}
	if chat.State == attache.ChatActive {
		doc.Blocks = append(doc.Blocks, para(b.promise(to, chat)...))
	}
	doc.Blocks = append(doc.Blocks, followed(to, chat.Filter)...)
	codes, err := b.inTheNews(ctx, mostSuggested)
	if err != nil {
		return doc, err
	}
	example := []string{"NATO", "EU"}
	for i, code := range codes[:min(len(codes), len(example))] {
		example[i] = to.actorName(code)
	}
	doc.Blocks = append(doc.Blocks, para(to.fill(textSetUpHow, code("/channel follow "+strings.Join(example, ", ")))...))
	begin := to.button(textButtonPost, "/start")
	if chat.State == attache.ChatActive {
		begin = to.button(textButtonEnd, "/stop")
	}
	rows := [][]attache.Button{}
	var row []attache.Button
	for _, code := range codes {
		if !slices.Contains(chat.Filter.Actors, code) {
			row = append(row, button("+ "+to.side(code), "/follow "+code))
		}
	}
	for len(row) > 0 {
		n := min(3, len(row))
		rows, row = append(rows, row[:n]), row[n:]
	}
	rows = append(rows, []attache.Button{
		to.button(textButtonPreview, "/digest"), to.button(textButtonWhen, "/schedule"),
		to.button(textButtonSettings, "/settings"),
	},
		[]attache.Button{begin})
	doc.Buttons = b.remote(chat, rows)
	return doc, nil
}

// titleOf is what people call a chat.
func titleOf(chat attache.Chat) string {
	if chat.Title == "" {
		return chat.ID
	}
	return chat.Title
}

// remote makes buttons give their commands for another chat.
func (b *Bot) remote(chat attache.Chat, rows [][]attache.Button) [][]attache.Button {
	limits := b.Channels.Limits(chat.ID)
	_, id, _ := strings.Cut(chat.ID, ":")
	var out [][]attache.Button
	for _, row := range rows {
		var line []attache.Button
		for _, button := range row {
			if name, rest := parseCommand(button.Command); button.URL == "" && name != "channel" {
				button.Command = strings.TrimSpace("/channel " + id + " " + name + " " + rest)
			}
			if limits.HoldsCommand(button.Command) {
				line = append(line, button)
			}
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// channel sets up a channel from its administrator's private chat.
func (b *Bot) channel(ctx context.Context, r request) (reply, error) {
	if r.chat.Kind != attache.Private || r.in.UserID == "" {
		return reply{}, advise(textChannelAlone)
	}
	mine, err := b.managed(ctx, r.in)
	if err != nil {
		return reply{}, err
	}
	target, rest, err := b.pick(ctx, mine, r)
	switch {
	case err != nil:
		return reply{}, err
	case target == nil:
		return b.channels(r, mine), nil
	case b.permit(ctx, attache.Incoming{ChatID: target.ID, ChatKind: attache.Channel, UserID: r.in.UserID}) != nil:
		return reply{}, advise(textNotYourChannel, titleOf(*target))
	case rest == "":
		doc, err := b.setUp(ctx, r.to, *target)
		return reply{doc: doc, edit: true}, err
	}
	return b.forChannel(ctx, r, *target, rest)
}

// managed are the channels that somebody put the bot into.
func (b *Bot) managed(ctx context.Context, in attache.Incoming) ([]attache.Chat, error) {
	var mine []attache.Chat
	err := b.Store.EachChat(ctx, func(c attache.Chat) error {
		if c.Kind == attache.Channel && c.Manager == in.UserID && c.State != attache.ChatGone {
			mine = append(mine, c)
		}
		return nil
	})
	return mine, err
}

// pick finds the channel that somebody means, and what is to be done with it;
// nil where that is not clear.
func (b *Bot) pick(ctx context.Context, mine []attache.Chat, r request) (*attache.Chat, string, error) {
	first, rest, _ := strings.Cut(r.text, " ")
	rest = strings.TrimSpace(rest)
	if id := Scheme(r.chat.ID) + ":" + first; strings.Trim(first, "-0123456789") == "" && len(first) > 4 {
		chat, err := b.Store.Chat(ctx, id)
		if errors.Is(err, attache.ErrNotFound) {
			chat, err = attache.Chat{ID: id, Kind: attache.Channel, Manager: r.in.UserID}, nil
		}
		return &chat, rest, err
	}
	for i, c := range mine {
		title := folded(c.Title)
		for words := strings.Fields(r.text); len(words) > 0 && title != ""; words = words[:len(words)-1] {
			if folded(strings.TrimPrefix(strings.Join(words, " "), "@")) == title {
				return &mine[i], strings.Join(strings.Fields(r.text)[len(words):], " "), nil
			}
		}
	}
	if len(mine) == 1 {
		return &mine[0], r.text, nil
	}
	return nil, "", nil
}

// channels lists the channels somebody manages, and says how one is set up.
func (b *Bot) channels(r request, mine []attache.Chat) reply {
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textChannels))), para(r.to.fill(textChannelHow)...)}}
	for i, c := range mine {
		if i < 12 {
			_, id, _ := strings.Cut(c.ID, ":")
			doc.Buttons = append(doc.Buttons, []attache.Button{button(tame(titleOf(c), 40), "/channel "+id)})
		}
	}
	if address := b.Channels.invite(r.chat.ID, attache.Channel); address != "" {
		doc.Buttons = append(doc.Buttons, []attache.Button{{Label: r.to.text(textButtonAddChannel), URL: address}})
	}
	return reply{doc: doc}
}

// forChannel gives a command for a channel, and answers here.
func (b *Bot) forChannel(ctx context.Context, r request, target attache.Chat, text string) (reply, error) {
	inner := request{to: r.to, chat: target, known: target.State != "", in: r.in}
	inner.in.ChatID, inner.in.ChatKind, inner.in.ChatTitle, inner.in.UserLang = target.ID, attache.Channel, target.Title, target.Lang
	b.complete(&inner.chat, inner.in)
	asked, ok := b.parse("/" + strings.TrimPrefix(text, "/"))
	if !ok || asked.row == nil || !asked.row.remote && !asked.row.everywhere() {
		return reply{}, advise(textChannelWhat)
	}
	inner.call = asked
	rep, err := b.perform(ctx, inner)
	if err != nil {
		return rep, err
	}
	after, err := b.Store.Chat(ctx, target.ID)
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return rep, err
	}
	if asked.row.chat && after.State != "" && after.Manager == "" {
		in := r.in
		in.ChatID, in.ChatKind, in.ChatTitle = target.ID, attache.Channel, target.Title
		if after, err = b.keepChannel(ctx, in); err != nil {
			return rep, err
		}
	}
	rep.doc.Blocks = append([]attache.Block{note(r.to.fill(textForChannel, bold(titleOf(target)))...)},
		typedForChannel(r.to, rep.doc.Blocks)...)
	last := []attache.Button{r.to.button(textButtonChannel, "/channel "+strings.TrimPrefix(target.ID, Scheme(target.ID)+":"))}
	if asked.row.chat && after.State != attache.ChatActive {
		last = append(last, r.to.button(textButtonPost, "/start"))
	}
	rep.doc.Buttons = b.remote(target, append(slices.Clone(rep.doc.Buttons), last))
	rep.then = nil
	return rep, nil
}

// typedForChannel makes what is shown as typed work for a channel.
func typedForChannel(to speaker, blocks []attache.Block) []attache.Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		spans := slices.Clone(blocks[i].Spans)
		for j, s := range spans {
			switch {
			case s.Style == attache.Code && strings.HasPrefix(s.Text, "/"):
				spans[j].Text = "/channel " + s.Text[1:]
			case s.Text == to.text(textNotStarted) || s.Text == to.text(textNoAlertsYet):
				spans[j].Text = to.text(textNotPosting)
			}
		}
		blocks[i].Spans = spans
	}
	return blocks
}

// mostSuggested is how many countries in the news are offered to be followed.
const mostSuggested = 6
