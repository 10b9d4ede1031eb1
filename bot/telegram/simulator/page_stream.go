package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// events streams first everything, then every change.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream outlives the server's limit
	w.Header().Set("Content-Type", "text/event-stream")
	full, changes := p.snapshot()
	defer p.server.unwatch(changes)
	send := func(kind string, body any) bool {
		raw, err := json.Marshal(body)
		if err != nil {
			return false
		}
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, raw); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !send("state", full) {
		return
	}
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	for {
		select {
		case e, open := <-changes.events:
			if !open {
				return // it fell behind; the browser comes again
			}
			if e.private != 0 && !p.shows(e.private) {
				continue
			}
			if !send("change", e) {
				return
			}
		case <-alive.C:
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || out.Flush() != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// pageState is the whole picture a page begins with.
type pageState struct {
	Me      person     `json:"me"`
	Bot     person     `json:"bot"`
	About   string     `json:"about,omitempty"`
	Notice  string     `json:"notice"`
	Archive string     `json:"archive,omitempty"`
	Chats   []pageChat `json:"chats"`
}

type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	User string `json:"user,omitempty"`
}

type pageChat struct {
	Chat     *chatSummary   `json:"chat"`
	Messages []*pageMessage `json:"messages"`
	Commands []Command      `json:"commands"`
}

// pageHistory is how many messages of a chat a page begins with.
const pageHistory = 200

// snapshot is the picture of this moment and the changes from it on.
func (p *page) snapshot() (pageState, *watcher) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	about := s.profile.texts["description/"+p.opts.User.LanguageCode]
	full := pageState{
		Me:     person{ID: formatID(p.opts.User.ID), Name: p.opts.User.FirstName},
		Bot:    person{ID: formatID(s.bot.ID), Name: p.opts.BotName, User: s.bot.Username},
		About:  cmp.Or(about, s.profile.texts["description/"], p.opts.About),
		Notice: p.opts.Notice, Archive: p.opts.Archive,
		Chats: []pageChat{},
	}
	for _, id := range s.order {
		r := s.chats[id]
		if !p.shows(id) || r.state == migrated {
			continue
		}
		c := pageChat{Chat: s.summary(r), Messages: []*pageMessage{}, Commands: append([]Command{},
			s.commandsFor(r, p.opts.User.LanguageCode)...)}
		for _, m := range r.messages[max(0, len(r.messages)-pageHistory):] {
			c.Messages = append(c.Messages, s.pageMessage(m))
		}
		full.Chats = append(full.Chats, c)
	}
	w := &watcher{events: make(chan event, watcherRoom)}
	s.watchers[w] = struct{}{}
	return full, w
}
