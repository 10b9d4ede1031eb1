package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrNoChat is returned where a chat, message or button is not there.
var ErrNoChat = errors.New("simulator: no such chat, message or button")

// room is a chat with what was said in it. The server's mutex guards it.
type room struct {
	Chat
	state    ChatState
	moved    int64 // where it went, when stateMigrated
	messages []*Message
	lastID   int64 // of supergroups and channels, which count by themselves
	members  map[int64]Member
	topics   map[int64]bool // topic id: open
}

// ChatState is how a chat stands towards the bot.
type ChatState int

// The states of chats, and what the bot is told when it writes to one.
const (
	Open        ChatState = iota
	Blocked               // 403 bot was blocked by the user
	Deactivated           // 403 user is deactivated
	NotStarted            // 403 bot can't initiate conversation with a user
	Kicked                // 403 bot was kicked from the … chat
	NotMember             // 403 bot is not a member of the … chat
	Deleted               // 403 the group chat was deleted
	ReadOnly              // 400 not enough rights to send text messages to the chat
	NoAccess              // 400 have no write access to the chat
	migrated
)

// refusal is what a state says to the bot that writes; nil when it may.
func (r *room) refusal() error {
	kind := r.Type
	if kind == Private {
		kind = Group
	}
	switch r.state {
	case Blocked:
		return forbidden("bot was blocked by the user")
	case Deactivated:
		return forbidden("user is deactivated")
	case NotStarted:
		return forbidden("bot can't initiate conversation with a user")
	case Kicked:
		return forbidden("bot was kicked from the " + kind + " chat")
	case NotMember:
		return forbidden("bot is not a member of the " + kind + " chat")
	case Deleted:
		return forbidden("the group chat was deleted")
	case ReadOnly:
		return badRequest("not enough rights to send text messages to the chat")
	case NoAccess:
		return badRequest("have no write access to the chat")
	case migrated:
		return &apiError{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: r.moved}
	case Open:
	}
	return nil
}

// AddChat makes a chat, or renames it. In a private chat the other side is a
// user with the chat's id; in others the bot is a member and, in a channel, an
// administrator.
func (s *Server) AddChat(chat Chat) {
	chat.Type = cmp.Or(chat.Type, Private)
	if chat.Type == Private && chat.FirstName == "" {
		chat.FirstName = "User " + strconv.FormatInt(chat.ID, 10)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, exists := s.chats[chat.ID]; exists {
		r.Chat = chat
		s.publish(event{Kind: "chat", Chat: s.summary(r)})
		return
	}
	r := &room{Chat: chat, members: map[int64]Member{}, topics: map[int64]bool{}}
	status := "member"
	if chat.Type == Channel {
		status = "administrator"
	}
	r.members[s.bot.ID] = Member{Status: status, User: s.bot}
	if chat.Type == Private {
		u := User{ID: chat.ID, FirstName: chat.FirstName, LastName: chat.LastName, Username: chat.Username}
		r.members[u.ID] = Member{Status: "member", User: u}
	}
	s.chats[chat.ID] = r
	s.order = append(s.order, chat.ID)
	s.publish(event{Kind: "chat", Chat: s.summary(r)})
}

// AddTopic opens a topic of a forum; closing it makes sends to it fail.
func (s *Server) AddTopic(chatID, threadID int64, open bool) error {
	return s.in(chatID, func(r *room) error {
		r.topics[threadID] = open
		return nil
	})
}

// SetMember gives someone a place in a chat: creator, administrator, member,
// restricted, left or kicked.
func (s *Server) SetMember(chatID int64, user User, status string) error {
	return s.in(chatID, func(r *room) error {
		r.members[user.ID] = Member{Status: status, User: user}
		return nil
	})
}

// SetState changes how a chat stands towards the bot. Blocking, unblocking,
// kicking and adding are told to the bot as my_chat_member.
func (s *Server) SetState(chatID int64, state ChatState) error {
	return s.in(chatID, func(r *room) error {
		old, now := s.botStatus(r), ""
		r.state = state
		switch state {
		case Blocked, Kicked:
			now = "kicked"
		case NotMember:
			now = "left"
		case Open:
			now = cmp.Or(map[string]string{Channel: "administrator"}[r.Type], "member")
		case ReadOnly:
			now = "restricted"
		case Deactivated, NotStarted, Deleted, NoAccess, migrated:
			return nil
		}
		if old == now {
			return nil
		}
		s.moveBot(r, old, now, s.someone(r))
		return nil
	})
}

func (s *Server) botStatus(r *room) string { return r.members[s.bot.ID].Status }

// moveBot changes the bot's place and tells it.
func (s *Server) moveBot(r *room, old, now string, by User) {
	r.members[s.bot.ID] = Member{Status: now, User: s.bot}
	s.enqueue(Update{MyChatMember: &MemberUpdate{
		Chat: r.Chat, From: by, Date: s.now().Unix(),
		Old: Member{Status: old, User: s.bot}, New: Member{Status: now, User: s.bot},
	}})
}

// someone is a person of the chat, for updates that need one.
func (s *Server) someone(r *room) User {
	for _, m := range r.members {
		if !m.User.IsBot {
			return m.User
		}
	}
	return User{ID: 777000, FirstName: "Telegram"}
}

// Migrate turns a group into a supergroup with a new id: both chats are told
// by a service message, and sends to the old one fail with the new id.
func (s *Server) Migrate(oldID, newID int64) error {
	s.mu.Lock()
	r, ok := s.chats[oldID]
	var chat Chat
	if ok {
		chat = r.Chat
	}
	s.mu.Unlock()
	if !ok {
		return fmt.Errorf("%w: chat %d", ErrNoChat, oldID)
	}
	s.AddChat(Chat{ID: newID, Type: Supergroup, Title: chat.Title})
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := s.chats[newID]
	maps.Copy(fresh.members, r.members)
	by := s.someone(r)
	r.state, r.moved = migrated, newID
	out := s.newMessage(r, &by)
	out.MigrateTo = newID
	s.keep(r, out)
	s.enqueue(Update{Message: out.copy()})
	in := s.newMessage(fresh, &by)
	in.MigrateFrom = oldID
	s.keep(fresh, in)
	s.enqueue(Update{Message: in.copy()})
	return nil
}

// Chats lists the chats in the order they were made.
func (s *Server) Chats() []Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Chat, 0, len(s.order))
	for _, id := range s.order {
		list = append(list, s.chats[id].Chat)
	}
	return list
}

// Messages are the messages of a chat that are still kept, oldest first.
func (s *Server) Messages(chatID int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[chatID]
	if !ok {
		return nil
	}
	list := make([]Message, 0, len(r.messages))
	for _, m := range r.messages {
		list = append(list, *m.copy())
	}
	return list
}

func (s *Server) now() time.Time { return s.opts.Now() }

func (s *Server) in(chatID int64, do func(*room) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.chats[chatID]
	if !ok {
		return fmt.Errorf("%w: chat %d", ErrNoChat, chatID)
	}
	return do(r)
}

// newMessage is an empty message with the chat's next id; it is not kept yet.
func (s *Server) newMessage(r *room, from *User) *Message {
	m := &Message{Date: s.now().Unix(), Chat: r.Chat}
	switch r.Type {
	case Supergroup, Channel:
		r.lastID++
		m.ID = r.lastID
	default:
		s.lastShort++
		m.ID = s.lastShort
	}
	if r.Type == Channel {
		chat := r.Chat
		m.SenderChat = &chat
	} else {
		m.From = from
	}
	return m
}

// keep adds a message to its chat and shows it to watchers. The oldest leave
// when there are too many.
func (s *Server) keep(r *room, m *Message) {
	r.messages = append(r.messages, m)
	if over := len(r.messages) - s.opts.HistoryLimit; over > s.opts.HistoryLimit/4 {
		r.messages = slices.Clone(r.messages[over:])
	}
	s.publish(event{Kind: "message", Chat: s.summary(r), Message: s.pageMessage(m)})
}

func (r *room) find(id int64) *Message {
	i, ok := slices.BinarySearchFunc(r.messages, id, func(m *Message, id int64) int { return cmp.Compare(m.ID, id) })
	if !ok {
		return nil
	}
	return r.messages[i]
}

// copy is a message that later edits do not reach. What hangs on it is never
// changed in place, only replaced.
func (m *Message) copy() *Message {
	twin := *m
	return &twin
}

// chatOf finds the chat a bot's call names, by id or @username.
func (s *Server) chatOf(c *call) (*room, error) {
	raw := strings.TrimSpace(c.text("chat_id"))
	if raw == "" {
		return nil, badRequest("chat_id is empty")
	}
	if name, ok := strings.CutPrefix(raw, "@"); ok {
		for _, r := range s.chats {
			if r.Type != Private && r.Username != "" && strings.EqualFold(r.Username, name) {
				return r, nil
			}
		}
		return nil, errNoChat
	}
	id, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return nil, errNoChat
	}
	r, ok := s.chats[id]
	if !ok {
		return nil, errNoChat
	}
	return r, nil
}
