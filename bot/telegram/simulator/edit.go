package simulator

import (
	"reflect"
)

// edited finds the bot's message that a call wants to change.
func (s *Server) edited(c *call) (*room, *Message, error) {
	if c.text("inline_message_id") != "" {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	r, err := s.chatOf(c)
	if err != nil {
		return nil, nil, err
	}
	if c.text("message_id") == "" {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := r.find(c.number("message_id", 0, 0, 1<<62))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case m.From != nil && m.From.ID != s.bot.ID:
		return nil, nil, badRequest("message can't be edited")
	}
	return r, m, r.refusal()
}

func (s *Server) editMessageText(c *call) (any, error) {
	b, err := c.readBody()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(true)
	if err != nil {
		return nil, err
	}
	return s.edit(c, markup, func(m *Message) error {
		if m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities, m.LinkPreview, m.ReplyMarkup = b.text, b.entities, b.preview, markup.inline
		return nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	markup, err := c.readMarkup(true)
	if err != nil {
		return nil, err
	}
	return s.edit(c, markup, func(m *Message) error {
		m.ReplyMarkup = markup.inline
		return nil
	})
}

// edit puts a changed message in the place of the old one, unless nothing
// changed.
func (s *Server) edit(c *call, markup replyMarkup, change func(*Message) error) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, old, err := s.edited(c)
	if err != nil {
		return nil, err
	}
	m := old.copy()
	if err := change(m); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(m, old) {
		return nil, errNotModified
	}
	if err := s.take(r); err != nil {
		return nil, err
	}
	m.EditDate = s.now().Unix()
	*old = *m
	s.publish(event{Kind: "edit", Chat: s.summary(r), Message: s.pageMessage(m)})
	s.record(c, m, markup.raw)
	return m.copy(), nil
}
