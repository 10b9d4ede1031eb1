package simulator

import "strconv"

// event is something a page that shows the chats must know of.
type event struct {
	Kind    string       `json:"kind"` // chat, message, edit, delete, action, answer, commands
	Chat    *chatSummary `json:"chat,omitempty"`
	Message *pageMessage `json:"message,omitempty"`
	Deleted int64        `json:"deleted,omitempty"`
	Action  string       `json:"action,omitempty"`
	Query   string       `json:"query,omitempty"`
	Text    string       `json:"text,omitempty"`
	Alert   bool         `json:"alert,omitempty"`

	private int64 // whose private chat it is about
}

// watcher is a page that listens. One that falls behind is dropped and comes
// again for the whole picture.
type watcher struct{ events chan event }

const watcherRoom = 512

func (s *Server) unwatch(w *watcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.watchers, w)
}

// publish tells the watchers; the mutex is held.
func (s *Server) publish(e event) {
	if len(s.watchers) == 0 {
		return
	}
	if e.Chat != nil && e.Chat.Type == Private {
		e.private = atoi(e.Chat.ID)
	}
	for w := range s.watchers {
		select {
		case w.events <- e:
		default:
			delete(s.watchers, w)
			close(w.events)
		}
	}
}

// chatSummary is a chat as the page's list shows it.
type chatSummary struct {
	ID   string `json:"id"` // text: JavaScript's numbers end before chat ids do
	Type string `json:"type"`
	Name string `json:"name"`
	User string `json:"user,omitempty"`
}

// pageMessage is a message as the page shows it.
type pageMessage struct {
	ID       int64      `json:"id"`
	FromID   string     `json:"from_id"`
	From     string     `json:"from,omitempty"`
	Bot      bool       `json:"bot,omitempty"`
	Date     int64      `json:"date"`
	Edited   int64      `json:"edited,omitempty"`
	Text     string     `json:"text"`
	Entities []Entity   `json:"entities,omitempty"`
	Rows     [][]Button `json:"rows,omitempty"`
	Service  string     `json:"service,omitempty"`
	File     *pageFile  `json:"file,omitempty"`
}

// pageFile is a picture or a document. The page shows the latest pictures, of others
// their names.
type pageFile struct {
	Kind string `json:"kind"` // photo, document
	Name string `json:"name"`
	ID   string `json:"id,omitempty"` // of a picture: see the page's /picture
}

func (s *Server) summary(r *room) *chatSummary {
	return &chatSummary{ID: formatID(r.ID), Type: r.Type, Name: r.Name(), User: r.Username}
}

func (s *Server) pageMessage(m *Message) *pageMessage {
	p := &pageMessage{ID: m.ID, Date: m.Date, Edited: m.EditDate, Text: m.Text + m.Caption, Entities: m.Entities}
	switch {
	case m.Photo != nil:
		p.Entities, p.File = m.CaptionEntities, &pageFile{Kind: "photo", Name: "Photo", ID: m.Photo[0].UniqueID}
	case m.Document != nil:
		p.Entities, p.File = m.CaptionEntities, &pageFile{Kind: "document", Name: m.Document.Name}
	}
	if m.ReplyMarkup != nil {
		p.Rows = m.ReplyMarkup.Rows
	}
	if m.From == nil {
		p.FromID, p.From, p.Bot = formatID(m.Chat.ID), m.Chat.Name(), true
	} else {
		p.FromID, p.From, p.Bot = formatID(m.From.ID), m.From.FirstName, m.From.ID == s.bot.ID
	}
	if m.MigrateTo != 0 || m.MigrateFrom != 0 {
		p.Service = "This group became a supergroup"
	}
	return p
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
