package bot

import (
	"context"
	"errors"

	"attache"
)

// added greets a group in one message. Nobody is subscribed by that: an
// administrator's /start does it. Channels are not greeted, since their
// readers would all see it, nor private chats, where /start follows anyway,
// nor subscribers.
func (b *Bot) added(ctx context.Context, in attache.Incoming) error {
	chat, err := b.Store.Chat(ctx, in.ChatID)
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return err
	}
	switch {
	case chat.State == attache.ChatPaused:
		return b.resume(ctx, in.ChatID)
	case chat.State == attache.ChatActive, in.ChatKind != attache.Group:
		return nil
	}
	return b.send(ctx, in.ChatID, say(textGreeting))
}

// unmuted takes a paused chat up again, without a word, and the paused chats
// within it.
func (b *Bot) unmuted(ctx context.Context, in attache.Incoming) error {
	var paused []string
	err := b.Store.EachChat(ctx, func(c attache.Chat) error {
		if c.State == attache.ChatPaused && (c.ID == in.ChatID || b.Channels.within(c.ID, in.ChatID)) {
			paused = append(paused, c.ID)
		}
		return nil
	})
	for _, id := range paused {
		err = errors.Join(err, b.resume(ctx, id))
	}
	return err
}

// removed deactivates a chat that blocked the bot or put it out.
func (b *Bot) removed(ctx context.Context, in attache.Incoming) error {
	_, err := setState(ctx, b.Store, in.ChatID, attache.ChatGone, "the bot was blocked or removed")
	return err
}

// moved gives a chat its new id, with all that waits for it.
func (b *Bot) moved(ctx context.Context, in attache.Incoming) error {
	if in.NewChatID == "" || in.NewChatID == in.ChatID {
		return nil
	}
	err := b.Store.MoveChat(ctx, in.ChatID, in.NewChatID)
	if errors.Is(err, attache.ErrNotFound) { // never subscribed, or moved before
		return nil
	}
	return err
}
