package simulator

import (
	"encoding/json"
	"slices"
	"strconv"
)

// sendMessage accepts a message into a chat.
func (s *Server) sendMessage(c *call) (any, error) {
	b, err := c.readBody()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, m, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	m.Text, m.Entities, m.LinkPreview, m.ReplyMarkup = b.text, b.entities, b.preview, markup.inline
	s.accept(c, r, m, markup)
	return m.copy(), nil
}

// prepare checks that the bot may write to the chat and makes the message.
func (s *Server) prepare(c *call) (*room, *Message, error) {
	r, err := s.chatOf(c)
	if err != nil {
		return nil, nil, err
	}
	if err := r.refusal(); err != nil {
		return nil, nil, err
	}
	thread, err := r.thread(c)
	if err != nil {
		return nil, nil, err
	}
	answered, err := r.repliedTo(c)
	if err != nil {
		return nil, nil, err
	}
	if err := s.take(r); err != nil {
		return nil, nil, err
	}
	m := s.newMessage(r, &s.bot)
	m.ThreadID, m.IsTopic = thread, thread != 0 && r.IsForum
	m.ReplyTo, m.Protected = answered, c.flag("protect_content")
	return r, m, nil
}

func (s *Server) accept(c *call, r *room, m *Message, markup replyMarkup) {
	s.keep(r, m)
	s.record(c, m, markup.raw)
}

// thread is the topic the call names. A chat without topics passes over it,
// as an ordinary thread; a forum must have it, open.
func (r *room) thread(c *call) (int64, error) {
	id := c.number("message_thread_id", 0, 0, 1<<62)
	if id == 0 || !r.IsForum {
		if id != 0 && r.Type != Supergroup {
			return 0, errNoThread
		}
		return id, nil
	}
	open, exists := r.topics[id]
	switch {
	case !exists:
		return 0, errNoThread
	case !open:
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}

func (r *room) repliedTo(c *call) (*Message, error) {
	var reply struct {
		MessageID int64 `json:"message_id"`
		Anyway    bool  `json:"allow_sending_without_reply"`
	}
	given, err := c.object("reply_parameters", "reply parameters", &reply)
	if err != nil || !given {
		return nil, err
	}
	m := r.find(reply.MessageID)
	if m == nil {
		if reply.Anyway {
			return nil, nil //nolint:nilnil // no message, and that is fine
		}
		return nil, badRequest("message to be replied not found")
	}
	twin := m.copy()
	twin.ReplyTo = nil
	return twin, nil
}

func (s *Server) deleteMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if !s.remove(r, c.number("message_id", 0, 0, 1<<62)) {
		return nil, badRequest("message to delete not found")
	}
	s.note(c, r, c.number("message_id", 0, 0, 1<<62))
	return true, nil
}

func (s *Server) deleteMessages(c *call) (any, error) {
	var ids []int64
	given, err := c.object("message_ids", "message identifiers", &ids)
	switch {
	case err != nil:
		return nil, err
	case !given || len(ids) == 0:
		return nil, badRequest("message identifiers are not specified")
	case len(ids) > 100:
		return nil, badRequest("too many message identifiers specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if s.remove(r, id) { // those that are not there are passed over
			s.note(c, r, id)
		}
	}
	return true, nil
}

func (s *Server) remove(r *room, id int64) bool {
	m := r.find(id)
	if m == nil {
		return false
	}
	r.messages = slices.DeleteFunc(r.messages, func(have *Message) bool { return have == m })
	s.publish(event{Kind: "delete", Chat: s.summary(r), Deleted: id})
	return true
}

func (s *Server) sendChatAction(c *call) (any, error) {
	action := c.text("action")
	if !slices.Contains(words("typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "+
		"find_location record_video_note upload_video_note"), action) {
		return nil, badRequest("wrong parameter action in request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.chatOf(c)
	if err != nil {
		return nil, err
	}
	if err := r.refusal(); err != nil {
		return nil, err
	}
	s.publish(event{Kind: "action", Chat: s.summary(r), Action: action})
	return true, nil
}

// replyMarkup is what reply_markup said: buttons below the message, or
// something about the keyboard, which is only kept in the journal.
type replyMarkup struct {
	inline *Keyboard
	raw    json.RawMessage
}

func atoi(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}
