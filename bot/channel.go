// Package bot is Attaché's conversation and its delivery: the table of
// commands, what each answers, and the courier that takes due deliveries from
// the outbox to a channel. Updates and deliveries come in, documents go out.
// It knows no channel by name: rendering, limits and error classes are the
// channel's.
package bot

import (
	"context"

	"attache"
)

// Channel is a way to reach chats, such as Telegram. Errors are
// *attache.SendError wherever the channel can tell what the failure means.
type Channel interface {
	// Send delivers a document and returns the message's id.
	Send(ctx context.Context, chatID string, doc attache.Document) (messageID string, err error)
	// Edit replaces a message's text and buttons.
	Edit(ctx context.Context, chatID, messageID string, doc attache.Document) error
	// Press answers a pressed button; text may be empty.
	Press(ctx context.Context, pressID, text string) error
	// IsAdmin tells whether a user administers a chat. In a private chat everybody does.
	IsAdmin(ctx context.Context, chatID, userID string) (bool, error)
	// SetMenu shows the commands in the channel's own menu.
	SetMenu(ctx context.Context, items []attache.MenuItem) error
}

// nester is a channel where chats lie within others, such as the topics of a
// group: what the bot may do in the one, it may in the other.
type nester interface {
	Within(chatID, outer string) bool
}

// Inbox is where a channel's updates come from. Asking for offset confirms
// every update below it, so it is asked for only after they were handled.
type Inbox interface {
	Updates(ctx context.Context, offset int64) ([]attache.Incoming, error)
}
