// Package simulator is a Telegram Bot API server of our own, for tests and for
// the demo: an http.Handler that speaks /bot<token>/<method> as strictly as
// the real one, and the chats behind it, which tests and the demo's page play.
//
// Bot requests and what people do (Say, Press, Block…) come in; updates,
// answers and a journal of accepted messages go out. What it refuses, it
// refuses in Telegram's words. Faults can be injected: refusals, rate limits,
// delays, lost connections, broken answers. It keeps nothing on disk, and
// memory is bounded by Options. Of media there are photos and documents, whose
// bytes are not kept; payments, games, stickers and the like are not simulated
// and their methods are answered with 404. Of parse modes it reads HTML only.
package simulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is accepted where Options names none.
const DefaultToken = "1000000001:simulator-token-of-no-real-bot-at-all"

// Options configure a Server; the zero value works.
type Options struct {
	Token        string           // DefaultToken when empty
	Now          func() time.Time // time.Now when nil
	Name         string           // the bot's name, "Attaché" when empty
	Username     string           // the bot's user name, "attache_demo_bot" when empty
	Rates        *Rates           // enforced when set: see DocumentedRates
	JournalLimit int              // entries kept, the newest; 100,000 when 0
	HistoryLimit int              // messages kept per chat, the newest; 1,000 when 0
	ReadAll      bool             // the bot sees all that is said in groups: privacy mode off
}

// Server is the simulated Telegram. Make one with New; it is safe for use by
// many goroutines.
type Server struct {
	opts Options
	bot  User

	mu        sync.Mutex
	chats     map[int64]*room
	order     []int64 // chats in the order they were made
	lastShort int64   // the last message id of private chats and groups
	updates   updateQueue
	queries   map[string]*waitingQuery
	inline    map[string]bool // inline queries that wait
	files     fileBook
	queryID   int64
	profile   profile
	journal   ring
	faults    []*Fault
	rates     rateBook
	watchers  map[*watcher]struct{}
}

// New makes a Server without chats.
func New(opts Options) *Server {
	opts.Token = cmp.Or(opts.Token, DefaultToken)
	opts.Name = cmp.Or(opts.Name, "Attaché")
	opts.Username = cmp.Or(opts.Username, "attache_demo_bot")
	opts.JournalLimit = cmp.Or(opts.JournalLimit, 100_000)
	opts.HistoryLimit = cmp.Or(opts.HistoryLimit, 1000)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	id, _, _ := strings.Cut(opts.Token, ":")
	number, _ := strconv.ParseInt(id, 10, 64)
	return &Server{
		opts:     opts,
		bot:      User{ID: cmp.Or(number, 1), IsBot: true, FirstName: opts.Name, Username: opts.Username},
		chats:    map[int64]*room{},
		queries:  map[string]*waitingQuery{},
		inline:   map[string]bool{},
		files:    fileBook{byID: map[string]FileSize{}},
		updates:  newUpdateQueue(),
		journal:  ring{limit: opts.JournalLimit},
		watchers: map[*watcher]struct{}{},
		rates:    rateBook{chats: map[int64][]time.Time{}},
		profile:  newProfile(opts.Name),
	}
}

// Token is what bots reach this server with.
func (s *Server) Token() string { return s.opts.Token }

// Bot is the bot as chats see it.
func (s *Server) Bot() User { return s.bot }

var wellFormedToken = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{20,80}$`)

// ServeHTTP answers /bot<token>/<method>, and GET /journal with the accepted
// messages as JSON Lines.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/journal" {
		s.serveJournal(w, r)
		return
	}
	path, isBot := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, hasMethod := strings.Cut(path, "/")
	switch {
	case !isBot || !hasMethod:
		refuse(w, errNotFound)
		return
	case token != s.opts.Token && !wellFormedToken.MatchString(token):
		refuse(w, errNotFound)
		return
	case token != s.opts.Token:
		refuse(w, errUnauthorized)
		return
	}
	m, known := methods[strings.ToLower(name)]
	if !known {
		refuse(w, errNoMethod)
		return
	}
	p, err := readParams(r)
	if err != nil {
		refuse(w, asAPIError(err))
		return
	}
	s.serveMethod(w, r, m, p)
}

// call is one request of a method.
type call struct {
	params
	method  string
	ignored []string
	request *http.Request
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, m method, p params) {
	c := &call{params: p, method: m.name, ignored: p.ignored(m.params), request: r}
	fault := s.takeFault(m, p)
	if fault.before(w, r) {
		return
	}
	result, err := m.run(s, c)
	if r.Context().Err() != nil {
		return // nobody listens any more
	}
	if fault.after(w, err) {
		return
	}
	if err != nil {
		refuse(w, asAPIError(err))
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
}

func asAPIError(err error) *apiError {
	if api, ok := errors.AsType[*apiError](err); ok {
		return api
	}
	return &apiError{code: http.StatusInternalServerError, text: "Internal Server Error: " + err.Error()}
}

func refuse(w http.ResponseWriter, e *apiError) {
	body := map[string]any{"ok": false, "error_code": e.code, "description": e.text}
	more := map[string]any{}
	if e.retryAfter > 0 {
		more["retry_after"] = e.retryAfter
		w.Header().Set("Retry-After", strconv.Itoa(e.retryAfter))
	}
	if e.migrateTo != 0 {
		more["migrate_to_chat_id"] = e.migrateTo
	}
	if len(more) > 0 {
		body["parameters"] = more
	}
	writeJSON(w, e.code, body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "can't encode the answer", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // a client that has gone is no concern of ours
}
