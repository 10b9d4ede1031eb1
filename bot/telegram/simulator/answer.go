package simulator

import (
	"unicode/utf8"
)

const maxAnswer = 200 // code points of the answer to a pressed button

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	if utf8.RuneCountInString(c.text("text")) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.text("callback_query_id")
	q, waits := s.queries[id]
	if !waits || s.now().Unix()-q.asked > queryLife {
		return nil, errOldQuery
	}
	delete(s.queries, id)
	s.publish(event{Kind: "answer", Query: id, Text: c.text("text"), Alert: c.flag("show_alert")})
	s.journal.add(Entry{
		Method: c.method, Chat: q.chatID, MessageID: q.Message.ID, Query: id, Text: c.text("text"),
		Time: s.now().UTC(), Ignored: c.ignored,
	})
	return true, nil
}
