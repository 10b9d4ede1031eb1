package telegram

import (
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// incoming converts a message or a channel post. Only text is for us, and a
// caption that is a command or names the bot: not photos, not what other bots
// say, not a channel's post that Telegram repeats in its discussion group.
func (m *message) incoming(username string) attache.Incoming {
	in := m.ignored()
	if in.ChatID == "" {
		return in
	}
	if m.MigrateToChatID != 0 {
		in.Kind = attache.IncomingMoved
		in.ChatID = ChatID(m.Chat.ID, 0)
		in.NewChatID = ChatID(m.MigrateToChatID, 0)
		return in
	}
	written := m.Text
	if written == "" && (strings.HasPrefix(m.Caption, "/") || named(m.Caption, username) >= 0) {
		written = m.Caption
	}
	if written == "" || m.IsAutomaticForward || m.byBot() {
		return in
	}
	if text, ours := command(written, username); ours {
		in.Kind = attache.IncomingMessage
		in.Text = text
	}
	in.Forwarded = len(m.ForwardOrigin) > 0 || m.ForwardDate != 0
	in.Addressed = m.answers(username)
	for at := named(in.Text, username); at >= 0 && in.Kind == attache.IncomingMessage; at = named(in.Text, username) {
		in.Addressed = true
		in.Text = strings.TrimLeft(in.Text[:at]+strings.TrimLeft(in.Text[at+1+len(username):], " ,:"), " ")
		in.Text = strings.TrimRight(in.Text, " ")
	}
	return in
}

// editedWithin is how long after it was sent an edited message is taken for what
// somebody wants now.
const editedWithin = time.Hour

// edited converts a message that was changed.
func (m *message) edited(username string) attache.Incoming {
	if m.EditDate-m.Date > int(editedWithin/time.Second) {
		return m.ignored()
	}
	in := m.incoming(username)
	if in.Kind != attache.IncomingMessage {
		return m.ignored()
	}
	in.Edited = true
	return in
}

// answers tells whether a message answers one of the bot's. The first message of
// a topic stands as answered in all that say nothing else.
func (m *message) answers(username string) bool {
	to := m.ReplyToMessage
	return to != nil && to.From != nil && to.From.IsBot && strings.EqualFold(to.From.UserName, username) && to.MessageID != m.Thread
}

// named is where a text names the bot with its @; -1 where it does not.
func named(text, username string) int {
	for from := 0; username != ""; {
		i := strings.IndexByte(text[from:], '@')
		if i < 0 {
			break
		}
		at := from + i
		if n := nameLength(text[at+1:]); strings.EqualFold(text[at+1:at+1+n], username) {
			return at
		}
		from = at + 1
	}
	return -1
}

// ignored gives what is known of a message that is nothing for us.
func (m *message) ignored() attache.Incoming {
	in := attache.Incoming{Kind: attache.IncomingIgnored}
	if m.Chat == nil || m.Chat.ID == 0 {
		return in
	}
	in.ChatID = m.address()
	in.ChatKind = kindOf(m.Chat)
	in.ChatTitle = titleOf(m.Chat)
	in.UserID = m.sender()
	if m.SenderChat == nil && m.From != nil {
		in.UserLang = lang(m.From)
	}
	in.MessageID = messageID(m.MessageID)
	in.Time = at(m.Date)
	return in
}

// address is that of the message's chat, or of its topic.
func (m *message) address() string {
	if m.InTopic && m.Thread > 0 && !m.Chat.IsPrivate() { // whose threads are one subscriber's
		return ChatID(m.Chat.ID, m.Thread)
	}
	return ChatID(m.Chat.ID, 0)
}

// sender is who speaks. An anonymous administrator speaks as the group, and
// who posts in a channel speaks as the channel: then it is the chat's own
// address, which IsAdmin knows.
func (m *message) sender() string {
	switch {
	case m.SenderChat != nil && m.SenderChat.ID != 0:
		return ChatID(m.SenderChat.ID, 0)
	case m.From != nil && m.From.ID != 0:
		return ChatID(m.From.ID, 0)
	case m.Chat.IsChannel():
		return ChatID(m.Chat.ID, 0)
	default:
		return ""
	}
}

// byBot tells whether another bot wrote this. What is sent in the name of a
// chat comes from a bot of Telegram's own, and is not.
func (m *message) byBot() bool {
	return m.SenderChat == nil && m.From != nil && m.From.IsBot
}

// incoming converts a pressed button. Without a chat (under an inline answer) or without
// data (a game) nothing of ours was pressed; it is answered nevertheless, as one that
// says nothing, for it looks stuck until then.
func (q *callback) incoming() attache.Incoming {
	in := attache.Incoming{Kind: attache.IncomingIgnored}
	if q.ID == "" {
		return in
	}
	if q.Message != nil {
		in = q.Message.ignored()
	}
	if in.ChatID == "" {
		if q.From == nil || q.From.ID == 0 {
			return in
		}
		q.Data, q.Message = "", &message{}
		in.ChatID, in.ChatKind = ChatID(q.From.ID, 0), attache.Private
	}
	in.Kind = attache.IncomingPress
	in.PressID = q.ID
	in.Text = q.Data
	in.Old = q.Message.Date == 0
	in.Time = time.Time{} // the message's is not the press's
	in.UserID, in.UserLang = "", ""
	if q.From != nil && q.From.ID != 0 {
		in.UserID = ChatID(q.From.ID, 0)
		in.UserLang = lang(q.From)
	}
	return in
}

// membership tells whether the bot came into a chat or out of it, or may write
// there again. That it may not any more is found out by writing: rights that
// end by the clock come back without an update, so only what waits to be sent
// finds them.
func membership(m *tgbotapi.ChatMemberUpdated) attache.Incoming {
	in := attache.Incoming{Kind: attache.IncomingIgnored}
	if m.Chat.ID == 0 {
		return in
	}
	in.ChatID = ChatID(m.Chat.ID, 0)
	in.ChatKind = kindOf(&m.Chat)
	in.ChatTitle = titleOf(&m.Chat)
	if m.From.ID != 0 {
		in.UserID = ChatID(m.From.ID, 0)
	}
	in.UserLang = lang(&m.From)
	in.Time = at(m.Date)
	was, is := inside(m.OldChatMember), inside(m.NewChatMember)
	switch {
	case is && !was:
		in.Kind = attache.IncomingAdded
	case !is && m.NewChatMember.Status != "":
		in.Kind = attache.IncomingRemoved
	case is && unmuted(m):
		in.Kind = attache.IncomingUnmuted
	}
	return in
}

// unmuted tells whether a change of rights lets the bot write. An ordinary
// member may be held back by rights of the whole chat, which stand in no
// update; an administrator is not.
func unmuted(m *tgbotapi.ChatMemberUpdated) bool {
	now := m.NewChatMember
	return mayWrite(now, &m.Chat) && (now.Status != "member" || !mayWrite(m.OldChatMember, &m.Chat))
}

// mayWrite tells whether a member's own rights let it write.
func mayWrite(m tgbotapi.ChatMember, chat *tgbotapi.Chat) bool {
	switch m.Status {
	case "creator":
		return true
	case "administrator":
		return !chat.IsChannel() || m.CanPostMessages
	case "member":
		return !chat.IsChannel()
	case "restricted":
		return m.IsMember && m.CanSendMessages
	default: // left, kicked
		return false
	}
}

// inside tells whether a member is in the chat.
func inside(m tgbotapi.ChatMember) bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsMember
	default: // left, kicked
		return false
	}
}

// command takes the bot's name out of "/command@Name rest". ours is false for
// a command to another bot; a text that is no command stays as it is.
func command(text, username string) (normal string, ours bool) {
	if !strings.HasPrefix(text, "/") {
		return text, true
	}
	end := 1 + nameLength(text[1:])
	if end == 1 || end == len(text) || text[end] != '@' {
		return text, true
	}
	rest := text[end+1:]
	name := rest[:nameLength(rest)]
	if name == "" {
		return text, true
	}
	return text[:end] + rest[len(name):], strings.EqualFold(name, username)
}

// nameLength counts the bytes of a command or of a bot's name.
func nameLength(s string) int {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '_' {
			return i
		}
	}
	return len(s)
}

func kindOf(chat *tgbotapi.Chat) attache.ChatKind {
	switch chat.Type {
	case "private":
		return attache.Private
	case "channel":
		return attache.Channel
	default:
		return attache.Group
	}
}

// titleOf is a chat's title, or the name of the person it is with.
func titleOf(chat *tgbotapi.Chat) string {
	if chat.Title != "" {
		return chat.Title
	}
	return strings.TrimSpace(chat.FirstName + " " + chat.LastName)
}

// lang is the two-letter language of a user's client, or nothing.
func lang(user *tgbotapi.User) string {
	code, _, _ := strings.Cut(strings.ToLower(user.LanguageCode), "-")
	if len(code) != 2 || nameLength(code) != 2 {
		return ""
	}
	return code
}

func messageID(id int) string {
	if id <= 0 {
		return ""
	}
	return strconv.Itoa(id)
}

// at is a time of Telegram's; zero where it gives none (a message too old to
// be shown to bots has date 0).
func at(unix int) time.Time {
	if unix <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(unix), 0).UTC()
}

// inline converts what somebody types behind the bot's name in any chat.
func inline(q *tgbotapi.InlineQuery) attache.Incoming {
	in := attache.Incoming{Kind: attache.IncomingIgnored}
	if q.ID == "" || q.From == nil || q.From.ID == 0 {
		return in
	}
	return attache.Incoming{
		Kind: attache.IncomingInline, ChatID: ChatID(q.From.ID, 0), ChatKind: attache.Private, UserID: ChatID(q.From.ID, 0),
		UserLang: lang(q.From), Text: q.Query, PressID: q.ID, Offset: q.Offset,
	}
}
