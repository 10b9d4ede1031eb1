package simulator

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"slices"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// PageOptions configure the chat page.
type PageOptions struct {
	BotName string // the server's when empty
	About   string // what an empty private chat says the bot can do
	Archive string // where what was reported can be read; "" nowhere
	Notice  string // shown at all times, such as that all news is fictional
	User    User   // who sits at the page; user 1001, "You", when its ID is 0
	Hosts   []string
}

// Page is a chat client in the browser for one user of the server: the chats
// of the server, live, with an input for messages and buttons that work. It is
// meant for loopback: it answers only requests that name localhost, an IP
// address or one of Hosts, and takes none from pages of other sites.
//
// A server without chats gets three: a private one with the user, a group the
// user owns, and a channel. A user of another private chat is never shown.
func Page(server *Server, opts PageOptions) http.Handler {
	if opts.User.ID == 0 {
		opts.User = User{ID: 1001, FirstName: "You", LanguageCode: "en"}
	}
	opts.BotName = cmp.Or(opts.BotName, server.bot.FirstName)
	server.furnish(opts.User)
	p := &page{server: server, opts: opts}
	mux := http.NewServeMux()
	assets, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux.Handle("GET /", http.FileServerFS(assets))
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /commands", p.commands)
	mux.HandleFunc("GET /picture/{id}", p.picture)
	mux.HandleFunc("POST /say", p.say)
	mux.HandleFunc("POST /press", p.press)
	return p.guard(http.NewCrossOriginProtection().Handler(mux))
}

// picture gives one that was sent lately.
func (p *page) picture(w http.ResponseWriter, r *http.Request) {
	data := p.server.picture(r.PathValue("id"))
	if data == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(data) // a client that left is nobody's fault
}

type page struct {
	server *Server
	opts   PageOptions
}

// furnish makes the demo's chats where there are none.
func (s *Server) furnish(user User) {
	if len(s.Chats()) > 0 {
		return
	}
	s.AddChat(Chat{ID: user.ID, Type: Private, FirstName: user.FirstName})
	s.AddChat(Chat{ID: -1001000000001, Type: Supergroup, Title: "Foreign desk"})
	s.AddChat(Chat{ID: -1001000000002, Type: Channel, Title: "Morning briefing"})
	for _, id := range []int64{-1001000000001, -1001000000002} {
		_ = s.SetMember(id, user, "creator") // the chats were just made
	}
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// guard sets the headers of every answer and refuses names that are not ours:
// a foreign name that resolves to this machine is an attack on it.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !p.ourHost(r.Host) {
			http.Error(w, "This page is served on localhost only.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (p *page) ourHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	host = strings.Trim(host, "[]")
	return host == "localhost" || net.ParseIP(host) != nil || slices.Contains(p.opts.Hosts, host)
}

// say and press are what a person does; both come as JSON, which no form of
// another site can send.
func (p *page) say(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat int64  `json:"chat,string"`
		Text string `json:"text"`
	}
	if !readBodyJSON(w, r, &in) {
		return
	}
	if !p.shows(in.Chat) {
		answer(w, http.StatusNotFound, map[string]string{"error": "There is no such chat."})
		return
	}
	id, err := p.server.Say(in.Chat, p.opts.User, in.Text)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"error": "The message is empty."})
		return
	}
	answer(w, http.StatusOK, map[string]int64{"message": id})
}

func (p *page) press(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat    int64  `json:"chat,string"`
		Message int64  `json:"message"`
		Data    string `json:"data"`
	}
	if !readBodyJSON(w, r, &in) {
		return
	}
	err := ErrNoChat
	var query string
	if p.shows(in.Chat) {
		query, err = p.server.Press(in.Chat, in.Message, p.opts.User, in.Data)
	}
	if errors.Is(err, ErrNoChat) {
		answer(w, http.StatusNotFound, map[string]string{"error": "That button is no longer there."})
		return
	}
	answer(w, http.StatusOK, map[string]string{"query": query})
}

func readBodyJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		answer(w, http.StatusUnsupportedMediaType, map[string]string{"error": "Send JSON."})
		return false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(into); err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"error": "That is not the JSON this page sends."})
		return false
	}
	return true
}

func answer(w http.ResponseWriter, status int, body any) { writeJSON(w, status, body) }

// shows says whether the user at the page may see a chat: no other person's
// private one.
func (p *page) shows(chatID int64) bool { return chatID < 0 || chatID == p.opts.User.ID }

func (p *page) commands(w http.ResponseWriter, _ *http.Request) {
	s := p.server
	s.mu.Lock()
	lists := map[string][]Command{}
	for id, r := range s.chats {
		if p.shows(id) {
			lists[formatID(id)] = append([]Command{}, s.commandsFor(r, p.opts.User.LanguageCode)...)
		}
	}
	s.mu.Unlock()
	answer(w, http.StatusOK, lists)
}
