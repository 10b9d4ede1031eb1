package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is something the server accepted from the bot.
type Entry struct {
	Seq         int64           `json:"seq"` // from 1, without gaps
	Method      string          `json:"method"`
	Chat        int64           `json:"chat,omitempty"`
	Thread      int64           `json:"thread,omitempty"`
	MessageID   int64           `json:"message_id,omitempty"`
	Query       string          `json:"query,omitempty"` // of an answered press
	Text        string          `json:"text,omitempty"`  // after parsing
	Entities    []Entity        `json:"entities,omitempty"`
	HTML        string          `json:"html,omitempty"` // as it was sent
	ReplyMarkup json.RawMessage `json:"reply_markup,omitempty"`
	LinkPreview *LinkPreview    `json:"link_preview_options,omitempty"`
	Silent      bool            `json:"silent,omitempty"`
	Ignored     []string        `json:"ignored,omitempty"` // parameters Telegram does not know: a typo?
	Time        time.Time       `json:"time"`
}

// ring keeps the newest entries. The server's mutex guards it.
type ring struct {
	limit   int
	entries []Entry
	first   int // where the oldest is, once it is full
	seq     int64
}

func (r *ring) add(e Entry) {
	r.seq++
	e.Seq = r.seq
	if len(r.entries) < r.limit {
		r.entries = append(r.entries, e)
		return
	}
	r.entries[r.first] = e
	r.first = (r.first + 1) % len(r.entries)
}

// after lists the kept entries with a higher number, oldest first.
func (r *ring) after(seq int64) []Entry {
	list := make([]Entry, 0, min(int64(len(r.entries)), max(0, r.seq-seq)))
	for i := range r.entries {
		if e := r.entries[(r.first+i)%len(r.entries)]; e.Seq > seq {
			list = append(list, e)
		}
	}
	return list
}

// Journal lists what was accepted, oldest first: sends, edits, deletions and
// answers to presses.
func (s *Server) Journal() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal.after(0)
}

// Sent lists the messages a chat was sent, oldest first, without edits.
func (s *Server) Sent(chatID int64) []Entry {
	var list []Entry
	for _, e := range s.Journal() {
		if e.Chat == chatID && strings.HasPrefix(e.Method, "send") {
			list = append(list, e)
		}
	}
	return list
}

// record notes an accepted message.
func (s *Server) record(c *call, m *Message, markup json.RawMessage) {
	e := Entry{
		Method: c.method, Chat: m.Chat.ID, Thread: m.ThreadID, MessageID: m.ID, Text: m.Text + m.Caption,
		Entities: slices.Concat(m.Entities, m.CaptionEntities), ReplyMarkup: markup, LinkPreview: m.LinkPreview,
		Silent: c.flag("disable_notification"), Ignored: c.ignored, Time: s.now().UTC(),
	}
	if c.text("parse_mode") != "" {
		e.HTML = c.text("text") + c.text("caption")
	}
	s.journal.add(e)
}

// note notes what happened to a message that has no text any more.
func (s *Server) note(c *call, r *room, messageID int64) {
	s.journal.add(Entry{Method: c.method, Chat: r.ID, MessageID: messageID, Time: s.now().UTC(), Ignored: c.ignored})
}

// serveJournal writes the journal as JSON Lines; ?chat= and ?after= (a seq)
// narrow it.
func (s *Server) serveJournal(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		http.Error(w, "GET /journal", http.StatusMethodNotAllowed)
		return
	}
	chat := r.URL.Query().Get("chat")
	s.mu.Lock()
	entries := s.journal.after(atoi(r.URL.Query().Get("after")))
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, e := range entries {
		if chat != "" && strconv.FormatInt(e.Chat, 10) != chat {
			continue
		}
		if out.Encode(e) != nil {
			return
		}
	}
}
