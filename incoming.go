package attache

import "time"

// Incoming is something that happened in a chat.
type Incoming struct {
	Cursor    string // where it stands in its channel's inbox, made and understood by the channel alone; unique there
	Kind      IncomingKind
	ChatID    string
	ChatKind  ChatKind
	ChatTitle string
	UserID    string
	UserLang  string // ISO 639-1, as the user's client says
	Text      string // the message, or the pressed button's command
	MessageID string // of the message; for a press, of the message with the button
	PressID   string // to answer a press or an inline query with
	NewChatID string // for IncomingMoved
	Offset    string // for IncomingInline: what follows this is asked for; "" the first
	Time      time.Time
	Addressed bool // in a group: the bot is named in it, or answered
	Forwarded bool // somebody's words passed on: never a command
	Edited    bool // a message that was changed after it was sent
	Old       bool // a press below a message of which nothing is known any more, not even its topic
}

// IncomingKind is what happened.
type IncomingKind int

// The kinds of incoming events.
const (
	IncomingMessage IncomingKind = iota
	IncomingPress                // a button
	IncomingMoved                // the chat has a new id
	IncomingRemoved              // the bot was blocked or put out
	IncomingAdded                // the bot was put into a chat
	IncomingIgnored              // nothing for us; confirmed like the rest
	IncomingUnmuted              // the bot may write there, perhaps again
	IncomingInline               // somebody types the bot's name in some chat: Text is what for, ChatID their own
)
