package simulator

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

// FaultKind is how a request goes wrong.
type FaultKind int

// The kinds of faults.
const (
	Refuse    FaultKind = iota // answer with Code and Description, accepting nothing
	Delay                      // wait Wait, then go on as usual
	DropEarly                  // close the connection before accepting
	DropLate                   // accept, then close the connection: the outcome is unknown
	BadGate                    // answer 502 with a page of HTML, accepting nothing
	Truncate                   // accept, then answer half the JSON
)

// Fault makes the next requests that fit it go wrong.
type Fault struct {
	Kind        FaultKind
	Method      string // empty: every method that sends or edits
	Chat        int64  // 0: every chat
	Times       int    // 0: once; below 0: until Heal
	Code        int    // of Refuse; 500 when 0
	Description string // of Refuse, without the "Bad Request: " and the like
	RetryAfter  int    // seconds, of Refuse; makes Code 429
	MigrateTo   int64  // of Refuse
	Wait        time.Duration
}

// Inject queues faults; each request takes the first that fits it.
func (s *Server) Inject(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		f.Times = cmp.Or(f.Times, 1)
		s.faults = append(s.faults, &f)
	}
}

// Heal forgets the faults that are still to come.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func (s *Server) takeFault(m method, p params) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		fits := f.Method == "" && m.sends || strings.EqualFold(f.Method, m.name)
		if !fits || f.Chat != 0 && f.Chat != atoi(p.text("chat_id")) {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		twin := *f
		return &twin
	}
	return nil
}

var titles = map[int]string{
	400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
	409: "Conflict", 429: "Too Many Requests", 500: "Internal Server Error",
}

// before plays the faults that come before the method; true when it must not
// run any more.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	if f == nil {
		return false
	}
	switch f.Kind {
	case Delay:
		timer := time.NewTimer(f.Wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return true
		}
	case Refuse:
		refuse(w, f.refusal())
		return true
	case BadGate:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n"))
		return true
	case DropEarly:
		hangUp(w)
		return true
	case DropLate, Truncate:
	}
	return false
}

// after plays the faults that come after the method was carried out.
func (f *Fault) after(w http.ResponseWriter, err error) bool {
	if f == nil || err != nil {
		return false
	}
	switch f.Kind {
	case DropLate:
		hangUp(w)
		return true
	case Truncate:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"ok":true,"result":{"message_id":`))
		return true
	case Refuse, Delay, DropEarly, BadGate:
	}
	return false
}

func (f *Fault) refusal() *apiError {
	if f.RetryAfter > 0 {
		return tooMany(f.RetryAfter)
	}
	code := cmp.Or(f.Code, http.StatusInternalServerError)
	text := f.Description
	if title := titles[code]; title != "" && !strings.HasPrefix(text, title) {
		text = strings.TrimSuffix(title+": "+text, ": ")
	}
	return &apiError{code: code, text: text, migrateTo: f.MigrateTo}
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
		return
	}
	panic(http.ErrAbortHandler) // what net/http offers where there is no connection to take
}

// Rates are how fast the bot may send; zero means without limit.
type Rates struct {
	PerSecond      int // over all chats
	ChatPerSecond  int // to one chat
	GroupPerMinute int // to one group, supergroup or channel
}

// DocumentedRates are those Telegram names.
var DocumentedRates = Rates{PerSecond: 30, ChatPerSecond: 1, GroupPerMinute: 20}

// rateBook remembers when messages were accepted, as far back as a minute.
type rateBook struct {
	all   []time.Time
	chats map[int64][]time.Time
}

// take counts a message against the rates, or says how long to wait.
func (s *Server) take(r *room) error {
	if s.opts.Rates == nil {
		return nil
	}
	now, rates := s.now(), *s.opts.Rates
	chat := recent(s.rates.chats[r.ID], now, time.Minute)
	s.rates.all = recent(s.rates.all, now, time.Second)
	wait := max(
		waitFor(s.rates.all, now, rates.PerSecond, time.Second),
		waitFor(chat, now, rates.ChatPerSecond, time.Second),
	)
	if r.Type != Private {
		wait = max(wait, waitFor(chat, now, rates.GroupPerMinute, time.Minute))
	}
	if wait > 0 {
		s.rates.chats[r.ID] = chat
		return tooMany(int((wait + time.Second - 1) / time.Second))
	}
	s.rates.all = append(s.rates.all, now)
	s.rates.chats[r.ID] = append(chat, now)
	return nil
}

// recent drops the times that lie a window or more back.
func recent(times []time.Time, now time.Time, window time.Duration) []time.Time {
	i := 0
	for i < len(times) && now.Sub(times[i]) >= window {
		i++
	}
	return append(times[:0:0], times[i:]...)
}

// waitFor is how long until one more fits into the window.
func waitFor(times []time.Time, now time.Time, most int, window time.Duration) time.Duration {
	if most <= 0 || len(times) < most {
		return 0
	}
	return max(0, window-now.Sub(times[len(times)-most]))
}
