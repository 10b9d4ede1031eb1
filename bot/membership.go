package bot

import (
	"context"
	"errors"
	"slices"

	"attache"
)

// added greets a group in one message. Nobody is subscribed by that: an
// administrator's /start does it; but what was subscribed when the bot was put
// out goes on, in the group and in all its topics. Of a channel, who put the bot
// into it is asked what it should get, alone; its readers see nothing. Private
// chats are not greeted: /start follows anyway.
func (b *Bot) added(ctx context.Context, in attache.Incoming) error {
	back, err := b.takeUp(ctx, in.ChatID, in.ChatKind != attache.Private)
	if err != nil {
		return err
	}
	chat, err := b.Store.Chat(ctx, in.ChatID)
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return err
	}
	switch {
	case in.ChatKind == attache.Channel:
		return b.manage(ctx, in)
	case in.ChatKind != attache.Group || chat.State == attache.ChatActive && back == 0:
		return nil
	case back > 0:
		return b.send(ctx, in.ChatID, b.toWhom(ctx, in).say(textBack))
	}
	return b.send(ctx, in.ChatID, b.toWhom(ctx, in).say(textGreeting))
}

// takeUp makes active what of a chat, and of the chats within it, was paused, and
// where lost is set what was gone; it says how many of the latter there were.
func (b *Bot) takeUp(ctx context.Context, chatID string, lost bool) (back int, err error) {
	kin, err := kinOf(ctx, b.Store, b.Channels, chatID)
	for _, c := range kin {
		gone := lost && c.State == attache.ChatGone
		if gone {
			back++
		}
		if gone || c.State == attache.ChatPaused {
			err = errors.Join(err, b.resume(ctx, c.ID, lost))
		}
	}
	return back, err
}

// unmuted takes a paused chat up again, without a word, and the paused chats
// within it.
func (b *Bot) unmuted(ctx context.Context, in attache.Incoming) error {
	_, err := b.takeUp(ctx, in.ChatID, false)
	return err
}

// removed deactivates a chat that blocked the bot or put it out, with those within it.
func (b *Bot) removed(ctx context.Context, in attache.Incoming) error {
	return lose(ctx, b.Store, b.Channels, in.ChatID, "the bot was blocked or removed")
}

// lose deactivates a chat that is gone, and all that lie in the same one; who
// said /stop before stays stopped.
func lose(ctx context.Context, chats attache.Chats, channels Router, chatID, problem string) error {
	kin, err := kinOf(ctx, chats, channels, chatID)
	for _, c := range kin {
		if c.Subscribed() {
			_, failed := setState(ctx, chats, c.ID, attache.ChatGone, problem)
			err = errors.Join(err, failed)
		}
	}
	return err
}

// kinOf are the known chats that are the same or lie in the same one.
func kinOf(ctx context.Context, chats attache.Chats, channels Router, chatID string) ([]attache.Chat, error) {
	near, err := chats.ChatsUnder(ctx, channels.outer(chatID))
	return slices.DeleteFunc(near, func(c attache.Chat) bool { return !channels.kin(c.ID, chatID) }), err
}

// moved gives a chat its new id, with all that waits for it.
func (b *Bot) moved(ctx context.Context, in attache.Incoming) error {
	if in.NewChatID == "" || in.NewChatID == in.ChatID {
		return nil
	}
	if err := b.Access.Move(ctx, b.Channels.outer(in.ChatID), b.Channels.outer(in.NewChatID)); err != nil {
		return err
	}
	err := b.Store.MoveChat(ctx, in.ChatID, in.NewChatID)
	if errors.Is(err, attache.ErrNotFound) { // never subscribed, or moved before
		return nil
	}
	return err
}
