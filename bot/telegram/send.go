package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// noPreview is stated with every message that asks for none: a digest of ten links
// is no place for the picture of one.
const noPreview = `{"is_disabled":true}`

// linkPreview are the link_preview_options of a document. The page is named, so that
// no word which Telegram takes for an address comes before it.
func linkPreview(doc attache.Document) string {
	u, err := url.Parse(doc.Preview)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return noPreview
	}
	options, err := json.Marshal(map[string]string{"url": doc.Preview})
	if err != nil {
		return noPreview
	}
	return string(options)
}

// Send delivers a document to a chat or a topic and returns the message's
// number. It waits for its turn under the rate limits first; where ctx would
// end before, FaultRate comes back at once. After FaultRetry the message may
// have arrived.
func (c *Client) Send(ctx context.Context, chatID string, doc attache.Document) (messageID string, err error) {
	messageID, _, err = c.SendSeen(ctx, chatID, doc)
	return messageID, err
}

// SendSeen is Send that also returns the text that was accepted: as it is read, and
// as it was sent.
func (c *Client) SendSeen(ctx context.Context, chatID string, doc attache.Document) (messageID string, seen attache.Seen, err error) {
	to, err := parseChatID(chatID)
	if err != nil {
		return "", seen, err
	}
	params := tgbotapi.Params{"chat_id": strconv.FormatInt(to.chat, 10)}
	params.AddNonZero("message_thread_id", to.thread)
	params.AddBool("disable_notification", doc.Silent)
	params.AddBool("allow_paid_broadcast", c.paid && doc.Urgency != attache.Answering)
	params.AddNonEmpty("reply_markup", c.replyMarkup(chatID, doc.Buttons, false))
	if n, err := strconv.Atoi(doc.ReplyTo); err == nil && n > 0 {
		params["reply_parameters"] = fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":true}`, n)
	}
	if doc.File != nil {
		messageID, err = c.sendFile(ctx, to, params, doc)
		return messageID, seen, err
	}
	result, err := c.write(ctx, to, "sendMessage", params, doc)
	if err != nil {
		return "", seen, err
	}
	messageID = numberOf(result)
	if messageID == "" { // it was accepted: an error would have it sent once more
		c.log.Warn("telegram: sent a message but got no number for it", "chat", chatID)
	}
	return messageID, seenIn(params), nil
}

// seenIn is how a message reads that was sent with these parameters.
func seenIn(params tgbotapi.Params) attache.Seen {
	text := params["text"]
	if params["parse_mode"] == "" {
		return attache.Seen{Text: text, Payload: text}
	}
	return attache.Seen{Text: html.UnescapeString(markup.ReplaceAllString(text, "")), Payload: text}
}

// markup is a tag of our own HTML, in which every other < is escaped.
var markup = regexp.MustCompile(`<[^<>]*>`)

// numberOf reads a sent message's number, or nothing.
func numberOf(result json.RawMessage) string {
	var sent struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal(result, &sent) != nil {
		return ""
	}
	return messageID(sent.ID)
}

// Edit replaces a message's text and its buttons: those of the document stay,
// and a document without any clears them. FaultHarmless: it says so already.
// FaultMalformed: it cannot be changed any more; send a new one.
func (c *Client) Edit(ctx context.Context, chatID, messageID string, doc attache.Document) error {
	to, err := parseChatID(chatID)
	if err != nil {
		return err
	}
	if id, err := strconv.ParseInt(messageID, 10, 64); err != nil || id <= 0 {
		return &attache.SendError{Fault: attache.FaultMalformed, Err: errors.New("editMessageText: no such message number")}
	}
	params := tgbotapi.Params{
		"chat_id":      strconv.FormatInt(to.chat, 10),
		"message_id":   messageID,
		"reply_markup": c.replyMarkup(chatID, doc.Buttons, true),
	}
	_, err = c.write(ctx, to, "editMessageText", params, doc)
	return err
}

// write sends a document's text with the parameters. When Telegram refuses
// the text, which is a bug of ours, its reader gets it without markup.
func (c *Client) write(ctx context.Context, to address, method string, params tgbotapi.Params, doc attache.Document) (json.RawMessage,
	error,
) {
	params["text"] = c.texts.text(doc)
	params["parse_mode"] = tgbotapi.ModeHTML
	params["link_preview_options"] = linkPreview(doc)
	result, err := c.inTurn(ctx, to, method, params, doc.Urgency)
	var refused *attache.SendError
	if !errors.As(err, &refused) || refused.Fault != attache.FaultMalformed || noMore(refused) {
		return result, err
	}
	c.log.Error("telegram: our message was refused; sending it as plain text",
		"chat", ChatID(to.chat, to.thread), "error", err)
	params["text"] = Plain(doc)
	params["link_preview_options"] = noPreview // it may be what was refused
	delete(params, "parse_mode")
	if aboutButtons(refused) {
		delete(params, "reply_markup")
	}
	return c.inTurn(ctx, to, method, params, doc.Urgency)
}

// inTurn asks for a method that sends or edits, under the rate limits.
func (c *Client) inTurn(ctx context.Context, to address, method string, params tgbotapi.Params, urgency attache.Urgency) (json.RawMessage,
	error,
) {
	answered, err := c.limits.wait(ctx, to, urgency)
	if err != nil {
		return nil, err
	}
	defer answered()
	result, err := c.call(ctx, callTime, method, params)
	return result, c.heed(err, to.chat)
}

// asked asks for a method that concerns a chat and counts for no rate, unless
// the chat or everyone is held.
func (c *Client) asked(ctx context.Context, chat int64, method string, params tgbotapi.Params) (json.RawMessage, error) {
	if err := c.limits.holds.wait(ctx, chat, attache.Answering); err != nil {
		return nil, err
	}
	result, err := c.call(ctx, callTime, method, params)
	return result, c.heed(err, chat)
}

// heed holds a chat whose request met a 429.
func (c *Client) heed(err error, chat int64) error {
	if refused, ok := errors.AsType[*attache.SendError](err); ok && refused.Fault == attache.FaultRate {
		now := time.Now()
		c.limits.holds.refused(now, chat, refused.RetryAfter)
		if c.onHold != nil && refused.RetryAfter > 0 {
			c.onHold(c.limits.holds.list(now))
		}
	}
	return err
}

// noMore tells whether the message to be changed cannot be changed any more.
func noMore(refused *attache.SendError) bool {
	text := strings.ToLower(refused.Error())
	return strings.Contains(text, "message to edit not found") || strings.Contains(text, "message can't be edited") ||
		strings.Contains(text, "message_id_invalid")
}

// aboutButtons tells whether it is the keyboard that was refused.
func aboutButtons(refused *attache.SendError) bool {
	text := strings.ToLower(refused.Error())
	for _, word := range []string{"button", "keyboard", "reply markup", "url"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// Press answers a pressed button, so that the client stops waiting. text is
// shown for a moment, at most 200 characters of it. FaultHarmless: too late.
func (c *Client) Press(ctx context.Context, chatID, pressID, text string) error {
	in, err := parseChatID(chatID)
	if err != nil {
		return err
	}
	params := tgbotapi.Params{"callback_query_id": pressID}
	params.AddNonEmpty("text", clip(strings.TrimSpace(text), maxHint))
	_, err = c.asked(ctx, in.chat, "answerCallbackQuery", params)
	return err
}

// IsAdmin tells whether a user administers a chat; everybody does where they
// are alone with the bot, and so does who speaks in the chat's own name. The
// user is an Incoming's UserID; its number alone will do.
func (c *Client) IsAdmin(ctx context.Context, chatID, userID string) (bool, error) {
	chat, err := parseChatID(chatID)
	if err != nil {
		return false, err
	}
	if !strings.HasPrefix(userID, scheme) {
		userID = scheme + userID
	}
	user, err := parseChatID(userID)
	switch {
	case !chat.group():
		return true, nil
	case err != nil:
		return false, nil //nolint:nilerr // nobody we know of is no administrator
	case user.chat == chat.chat:
		return true, nil
	case user.group(): // another chat speaking here
		return false, nil
	}
	params := tgbotapi.Params{"chat_id": strconv.FormatInt(chat.chat, 10), "user_id": strconv.FormatInt(user.chat, 10)}
	result, err := c.asked(ctx, chat.chat, "getChatMember", params)
	if err == nil {
		var member tgbotapi.ChatMember
		err = json.Unmarshal(result, &member)
		return err == nil && (member.IsAdministrator() || member.IsCreator()), nil
	}
	refused, ok := errors.AsType[*attache.SendError](err)
	if !ok || refused.Fault != attache.FaultMalformed && refused.Fault != attache.FaultPaused { // such as CHAT_ADMIN_REQUIRED
		return false, err
	}
	// Where a group hides its members, its administrators are still shown.
	return c.amongAdmins(ctx, params, chat.chat, user.chat)
}

func (c *Client) amongAdmins(ctx context.Context, params tgbotapi.Params, chat, user int64) (bool, error) {
	delete(params, "user_id")
	members, err := c.admins(ctx, params, chat)
	return slices.Contains(members, user), err
}

// admins are the users that administer a chat, without bots.
func (c *Client) admins(ctx context.Context, params tgbotapi.Params, chat int64) ([]int64, error) {
	result, err := c.asked(ctx, chat, "getChatAdministrators", params)
	if err != nil {
		return nil, err
	}
	var members []tgbotapi.ChatMember
	if err := json.Unmarshal(result, &members); err != nil {
		return nil, c.fail("getChatAdministrators", errors.New("the result is not a list"))
	}
	var users []int64
	for _, member := range members {
		if member.User != nil && !member.User.IsBot {
			users = append(users, member.User.ID)
		}
	}
	return users, nil
}

// Admins gives the private chats of those who administer a chat.
func (c *Client) Admins(ctx context.Context, chatID string) ([]string, error) {
	a, err := parseChatID(chatID)
	if err != nil {
		return nil, err
	}
	users, err := c.admins(ctx, tgbotapi.Params{"chat_id": strconv.FormatInt(a.chat, 10)}, a.chat)
	chats := make([]string, 0, len(users))
	for _, user := range users {
		chats = append(chats, ChatID(user, 0))
	}
	return chats, err
}

// longestPayload is how much a link may have the bot told, of A-Z, a-z, 0-9, _ and -.
const longestPayload = 64

// Link is an address that opens the private chat with the bot and has it told a
// payload with /start; without one where it cannot be told.
func (c *Client) Link(payload string) string {
	address := "https://t.me/" + c.api.Self.UserName
	plain := func(r rune) bool { return r == '-' || r < 0x80 && nameLength(string(r)) == 1 }
	if payload == "" || len(payload) > longestPayload || strings.ContainsFunc(payload, func(r rune) bool { return !plain(r) }) {
		return address
	}
	return address + "?start=" + payload
}

// Invite is an address that lets somebody put the bot into a group or a channel
// of theirs.
func (c *Client) Invite(kind attache.ChatKind) string {
	address := "https://t.me/" + c.api.Self.UserName
	if kind == attache.Channel {
		return address + "?startchannel&admin=post_messages"
	}
	return address + "?startgroup=settings"
}

// SetMenu shows the commands in Telegram's menus, by the scopes of who sees them, and
// sets the bot's profile.
func (c *Client) SetMenu(ctx context.Context, menu attache.Menu) error {
	var failed error
	for _, m := range []struct {
		scope string
		items []attache.MenuItem
	}{
		{"default", menu.Private},
		{"all_private_chats", menu.Private},
		{"all_group_chats", menu.Group},
		{"all_chat_administrators", menu.Admins},
	} {
		if err := c.setCommands(ctx, tgbotapi.BotCommandScope{Type: m.scope}, menu.Lang, m.items); err != nil {
			return err // a rate that is met is met by the others too
		}
	}
	for method, params := range map[string]tgbotapi.Params{
		"setMyShortDescription": {"short_description": clip(menu.About, 120)},
		"setMyDescription":      {"description": clip(menu.Description, 512)},
	} {
		params.AddNonEmpty("language_code", menu.Lang)
		_, err := c.call(ctx, callTime, method, params)
		failed = errors.Join(failed, err)
	}
	return failed
}

// SetChatMenu shows the commands in one chat's menus, in place of those that all chats
// have; an empty menu brings these back.
func (c *Client) SetChatMenu(ctx context.Context, chatID string, menu attache.Menu) error {
	a, err := parseChatID(chatID)
	if err != nil {
		return err
	}
	scopes := map[string][]attache.MenuItem{"chat": menu.Private}
	if a.chat < 0 {
		scopes = map[string][]attache.MenuItem{"chat": menu.Group, "chat_administrators": menu.Admins}
	}
	for kind, items := range scopes {
		scope := tgbotapi.BotCommandScope{Type: kind, ChatID: a.chat}
		if len(items) > 0 {
			err = errors.Join(err, c.setCommands(ctx, scope, "", items))
			continue
		}
		_, failed := c.call(ctx, callTime, "deleteMyCommands", tgbotapi.Params{"scope": scopeText(scope)})
		err = errors.Join(err, failed)
	}
	return err
}

func scopeText(scope tgbotapi.BotCommandScope) string {
	text, _ := json.Marshal(scope) // of a string and numbers
	return string(text)
}

// setCommands shows commands in one scope to those whose client speaks a language: at
// most 100, those that Telegram would refuse left out with a log.
func (c *Client) setCommands(ctx context.Context, scope tgbotapi.BotCommandScope, lang string, items []attache.MenuItem) error {
	commands := []tgbotapi.BotCommand{}
	for _, item := range items {
		name := strings.TrimPrefix(item.Name, "/")
		description := clip(strings.TrimSpace(item.Description), 256)
		if len(commands) == 100 || name == "" || len(name) > 32 || nameLength(name) != len(name) ||
			strings.ToLower(name) != name || !visible(description) {
			c.log.Warn("telegram: left a command out of the menu", "command", item.Name)
			continue
		}
		commands = append(commands, tgbotapi.BotCommand{Command: name, Description: description})
	}
	text, err := json.Marshal(commands)
	if err != nil {
		return c.fail("setMyCommands", err)
	}
	params := tgbotapi.Params{"commands": string(text), "scope": scopeText(scope)}
	params.AddNonEmpty("language_code", lang)
	_, err = c.call(ctx, callTime, "setMyCommands", params)
	return err
}
