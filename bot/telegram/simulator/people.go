package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Say writes a message as a person, in a channel as the channel itself, and
// returns its id. In a group the bot learns of it when it is a command, a
// mention or an answer to the bot, or when Options.ReadAll is set. Writing to
// a bot that was blocked or never started opens the chat.
func (s *Server) Say(chatID int64, from User, text string) (int64, error) {
	return s.SayIn(chatID, 0, from, text)
}

// SayIn is Say in a topic of a forum.
func (s *Server) SayIn(chatID, threadID int64, from User, text string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[chatID]
	if !ok {
		return 0, fmt.Errorf("%w: chat %d", ErrNoChat, chatID)
	}
	clean, _ := cleanText(text, nil)
	switch {
	case allBlank(clean):
		return 0, errBlankText
	case utf8.RuneCountInString(clean) > maxText:
		return 0, errTooLong // a real client would cut it into several
	}
	s.arrive(r, from)
	m := s.newMessage(r, &from)
	m.Text, m.Entities = clean, findEntities(clean, nil)
	if threadID != 0 {
		m.ThreadID, m.IsTopic = threadID, true
	}
	s.keep(r, m)
	switch {
	case r.Type == Channel:
		s.enqueue(Update{ChannelPost: m.copy()})
	case r.Type == Private || s.opts.ReadAll || s.addressed(m):
		s.enqueue(Update{Message: m.copy()})
	}
	return m.ID, nil
}

// Correct edits what a person wrote; the bot learns of it as edited_message.
func (s *Server) Correct(chatID, messageID int64, text string) error {
	return s.in(chatID, func(r *room) error {
		m := r.find(messageID)
		if m == nil || m.From == nil || m.From.ID == s.bot.ID {
			return fmt.Errorf("%w: message %d of a person", ErrNoChat, messageID)
		}
		clean, _ := cleanText(text, nil)
		m.Text, m.Entities, m.EditDate = clean, findEntities(clean, nil), s.now().Unix()
		s.publish(event{Kind: "edit", Chat: s.summary(r), Message: s.pageMessage(m)})
		if r.Type == Private || s.opts.ReadAll || s.addressed(m) {
			s.enqueue(Update{EditedMessage: m.copy()})
		}
		return nil
	})
}

// arrive makes the writer a member and a private chat open.
func (s *Server) arrive(r *room, from User) {
	if _, known := r.members[from.ID]; !known && r.Type != Channel {
		r.members[from.ID] = Member{Status: "member", User: from}
	}
	if r.Type == Private && (r.state == Blocked || r.state == NotStarted) {
		if old := s.botStatus(r); old != "member" {
			s.moveBot(r, old, "member", from)
		}
		r.state = Open
	}
}

// addressed says whether privacy mode lets the bot see a group's message.
func (s *Server) addressed(m *Message) bool {
	if m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == s.bot.ID {
		return true
	}
	mine := "@" + strings.ToLower(s.bot.Username)
	for _, e := range m.Entities {
		word := strings.ToLower(sliceUnits(m.Text, e.Offset, e.end()))
		switch e.Type {
		case "bot_command":
			if _, other, named := strings.Cut(word, "@"); !named || "@"+other == mine {
				return true
			}
		case "mention":
			if word == mine {
				return true
			}
		}
	}
	return false
}

// waitingQuery is a pressed button the bot has not answered yet.
type waitingQuery struct {
	Query
	chatID int64
	asked  int64 // Unix seconds
}

// maxQueries bounds the presses that wait for an answer.
const maxQueries = 10_000

// queryLife is how long a press can be answered, in seconds.
const queryLife = 15 * 60

// Press presses the button with this callback data below a message and
// returns the query's id, which the bot is to answer. Pressing a button that
// is not there is ErrNoChat.
func (s *Server) Press(chatID, messageID int64, from User, data string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[chatID]
	if !ok {
		return "", fmt.Errorf("%w: chat %d", ErrNoChat, chatID)
	}
	m := r.find(messageID)
	if m == nil || !m.hasButton(data) {
		return "", fmt.Errorf("%w: button %q of message %d", ErrNoChat, data, messageID)
	}
	s.forgetQueries()
	s.queryID++
	id := strconv.FormatInt(s.bot.ID<<20+s.queryID, 10)
	q := Query{ID: id, From: from, Message: m.copy(), ChatInstance: strconv.FormatInt(-r.ID*7919, 10), Data: data}
	s.queries[id] = &waitingQuery{Query: q, chatID: chatID, asked: s.now().Unix()}
	s.enqueue(Update{CallbackQuery: &q})
	return id, nil
}

// Unanswered counts the presses the bot has not answered yet: the client of
// whoever pressed still spins.
func (s *Server) Unanswered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queries)
}

// forgetQueries drops the presses that are too old to answer.
func (s *Server) forgetQueries() {
	now := s.now().Unix()
	if len(s.queries) < maxQueries {
		return
	}
	for id, q := range s.queries {
		if now-q.asked > queryLife || len(s.queries) > maxQueries {
			delete(s.queries, id)
		}
	}
}

func (m *Message) hasButton(data string) bool {
	if m.ReplyMarkup == nil {
		return false
	}
	for _, row := range m.ReplyMarkup.Rows {
		for _, b := range row {
			if b.CallbackData != "" && b.CallbackData == data {
				return true
			}
		}
	}
	return false
}

// AddBot is the bot being put into a group: it is told as my_chat_member.
func (s *Server) AddBot(chatID int64, by User) error {
	return s.in(chatID, func(r *room) error {
		r.state = Open
		s.moveBot(r, "left", "member", by)
		return nil
	})
}

// AskInline types after the bot's name in some chat.
func (s *Server) AskInline(from User, query string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queryID++
	id := strconv.FormatInt(s.bot.ID<<20+s.queryID, 10)
	if len(s.inline) >= maxQueries {
		clear(s.inline)
	}
	s.inline[id] = true
	s.enqueue(Update{InlineQuery: &InlineQuery{ID: id, From: from, Query: query, ChatType: "sender"}})
	return id
}
