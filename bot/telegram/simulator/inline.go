package simulator

import "encoding/json"

// Telegram's limits on an inline answer.
const (
	maxResults  = 50
	maxResultID = 64 // bytes
)

// answerInlineQuery takes an answer to AskInline and keeps it in the journal.
func (s *Server) answerInlineQuery(c *call) (any, error) {
	var results []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	if _, err := c.object("results", "results", &results); err != nil {
		return nil, badRequest("can't parse results JSON object")
	}
	if len(results) > maxResults {
		return nil, badRequest("RESULTS_TOO_MUCH")
	}
	seen := map[string]bool{}
	for _, r := range results {
		if r.ID == "" || len(r.ID) > maxResultID {
			return nil, badRequest("RESULT_ID_INVALID")
		}
		if seen[r.ID] {
			return nil, badRequest("RESULT_ID_DUPLICATE")
		}
		seen[r.ID] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.text("inline_query_id")
	if !s.inline[id] {
		return nil, errOldQuery
	}
	delete(s.inline, id)
	s.journal.add(Entry{Method: c.method, Query: id, ReplyMarkup: json.RawMessage(c.text("results")), Time: s.now().UTC(), Ignored: c.ignored})
	return true, nil
}
