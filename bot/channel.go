// Package bot is Attaché's conversation and its delivery: the table of
// commands, what each answers, and the courier that takes due deliveries from
// the outbox to a channel. Updates and deliveries come in, documents go out.
// It knows no channel by name: rendering, limits and error classes are the
// channel's, and a Router finds it by an address's scheme.
package bot

import (
	"context"

	"attache"
)

// Sender is a place that documents are sent to, such as a page or a mailing
// list. Addresses begin with its scheme and a colon: "telegram:-1001234",
// "mail:desk@example.org". Errors are *attache.SendError wherever it can tell
// what the failure means.
type Sender interface {
	// Send delivers a document and returns the message's id.
	Send(ctx context.Context, address string, doc attache.Document) (messageID string, err error)
	// Limits are what one of its messages holds.
	Limits() attache.Limits
}

// Channel is a Sender whose chats answer, such as Telegram.
type Channel interface {
	Sender
	// Edit replaces a message's text and buttons.
	Edit(ctx context.Context, chatID, messageID string, doc attache.Document) error
	// Press answers a button pressed in a chat; text may be empty.
	Press(ctx context.Context, chatID, pressID, text string) error
	// IsAdmin tells whether a user administers a chat. In a private chat everybody does.
	IsAdmin(ctx context.Context, chatID, userID string) (bool, error)
	// SetMenu shows the commands in the channel's own menus, by who sees them, and what
	// strangers read of the bot.
	SetMenu(ctx context.Context, menu attache.Menu) error
}

// witness is a Sender that gives back what was accepted.
type witness interface {
	// SendSeen is Send that also returns the message as its reader has it.
	SendSeen(ctx context.Context, address string, doc attache.Document) (messageID string, seen attache.Seen, err error)
}

// nester is a channel where chats lie within others, such as the topics of a
// group: what the bot may do in the one, it may in the other.
type nester interface {
	// Outer is the chat that a chat lies in, which may be itself; the address begins with
	// that of its outer one.
	Outer(chatID string) string
}

// linker is a channel with addresses that open a chat with the bot.
type linker interface {
	// Link opens the reader's own chat with the bot, with a payload of at most 64
	// letters, digits, _ and - for /start; without it where it cannot be told.
	Link(payload string) string
	// Invite lets somebody put the bot into a group or a channel of theirs.
	Invite(kind attache.ChatKind) string
}

// administered is a channel that knows who administers a chat.
type administered interface {
	// Admins gives the private chats of those who do.
	Admins(ctx context.Context, chatID string) ([]string, error)
}

// ordered is an inbox that can tell which of two cursors stands before the
// other, and so whether it began to count anew.
type ordered interface {
	Before(a, b string) bool
}

// Inbox is where a channel's updates come from.
type Inbox interface {
	// Updates returns what came after a cursor, oldest first; "" asks for all
	// that there is. It may wait a while and return none. Asking with an
	// update's Cursor confirms that update and all before it, so it is asked
	// with one only after those were handled.
	Updates(ctx context.Context, after string) ([]attache.Incoming, error)
}
