package telegram

import (
	"fmt"
	"strconv"
	"strings"

	"attache"
)

// Scheme names this channel: every address of it begins with it and a colon.
const Scheme = "telegram"

const scheme = Scheme + ":"

// ChatID is the address of a chat, or of a topic in it where thread is not 0:
// "telegram:-1001234" or "telegram:-1001234/5". A user's address is that of
// their private chat.
func ChatID(chat int64, thread int) string {
	id := scheme + strconv.FormatInt(chat, 10)
	if thread != 0 {
		id += "/" + strconv.Itoa(thread)
	}
	return id
}

// address is a ChatID taken apart.
type address struct {
	chat   int64
	thread int
}

// parseChatID reads what ChatID made. An error is FaultMalformed: nothing can
// ever be sent there.
func parseChatID(id string) (address, error) {
	rest, ok := strings.CutPrefix(id, scheme)
	chat, thread, topic := strings.Cut(rest, "/")
	var a address
	var err error
	if a.chat, err = strconv.ParseInt(chat, 10, 64); err != nil || a.chat == 0 {
		ok = false
	}
	if topic {
		if a.thread, err = strconv.Atoi(thread); err != nil || a.thread <= 0 {
			ok = false
		}
	}
	if !ok {
		return address{}, &attache.SendError{Fault: attache.FaultMalformed, Err: fmt.Errorf("%q is no Telegram chat", clip(id, 60))}
	}
	return a, nil
}

// group tells groups and channels from private chats.
func (a address) group() bool { return a.chat < 0 }

// Outer is the chat that a topic lies in; any other chat is its own.
func (c *Client) Outer(chatID string) string {
	a, err := parseChatID(chatID)
	if err != nil {
		return chatID
	}
	return ChatID(a.chat, 0)
}
