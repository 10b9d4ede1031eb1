package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache/bot/telegram/simulator"
)

// storm stands before the simulated Telegram and has requests go wrong as the real one
// does. What a request meets depends on the seed, its chat, and how many there were to
// that chat: the same seed gives the same storm, however the bot's senders run.
type storm struct {
	telegram *simulator.Server
	seed     uint64

	mu       sync.Mutex
	requests map[int64]int     // of each chat
	life     int               // which start of the program runs; each has a server of its own
	accepted map[int64][]taken // what each chat got, in order
	gone     map[int64]int     // chats that were refused for good, and in which life
	held     map[int64]hold    // what 429s ask for
	count    int               // messages accepted
	outage   bool              // everything is refused
	unknown  int               // accepted, with an answer that was lost
	flying   int               // what a kill took with it: see autopsy
	met      map[string]int    // what requests met
	early    int               // requests before a 429 was over
	afterEnd int               // requests to chats that are gone
	moved    map[int64]int64   // migrated groups
}

// taken is a message that was accepted.
type taken struct {
	name   string
	life   int
	sure   bool // its answer went out
	flying bool // the program was killed before it had noted that it was sent
}

// hold is a 429 that was answered.
type hold struct {
	life int
	till time.Time
}

func newStorm(telegram *simulator.Server, seed uint64) *storm {
	return &storm{
		telegram: telegram, seed: seed, requests: map[int64]int{}, accepted: map[int64][]taken{}, gone: map[int64]int{},
		held: map[int64]hold{}, met: map[string]int{}, moved: map[int64]int64{},
	}
}

// dice gives a number below 10,000 for what is rolled for.
func (s *storm) dice(what string, chat int64, n int) int {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %d %d", s.seed, what, chat, n)
	x := h.Sum64() // whose low bits FNV mixes badly for short texts
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return int(x % 10_000)
}

// fate is what a request meets; "" nothing. Of a chat that is refused for good it is
// the first request that finds out.
func (s *storm) fate(chat int64, n int) string {
	switch roll := s.dice("chat", chat, 0); {
	case roll < 60 && n > s.dice("when", chat, 0)%8:
		return []string{"blocked", "deactivated", "not found"}[roll%3]
	case chat < 0 && chat > -1_000_000 && roll < 2000 && n > 1: // and so does every later request
		return "migrate"
	}
	switch roll := s.dice("request", chat, n); {
	case roll < 20:
		return "429 small"
	case roll < 24:
		return "429 large"
	case roll < 120:
		return "500"
	case roll < 180:
		return "502 html"
	case roll < 210:
		return "truncated"
	case roll < 270:
		return "reset before"
	case roll < 300:
		return "reset after"
	case roll < 340:
		return "slow"
	}
	return ""
}

func (s *storm) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(strings.ToLower(r.URL.Path), "/sendmessage") {
		s.mu.Lock()
		outage := s.outage
		s.mu.Unlock()
		if outage {
			badGate(w)
			return
		}
		s.telegram.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	chat, _ := strconv.ParseInt(form.Get("chat_id"), 10, 64)
	s.play(w, r, chat, form.Get("text"), s.arrive(chat))
}

// arrive counts a request and says what it meets.
func (s *storm) arrive(chat int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.outage {
		s.met["outage"]++
		return "502 html"
	}
	if _, gone := s.gone[chat]; gone {
		s.afterEnd++
	}
	if time.Now().Before(s.held[chat].till) {
		s.early++
	}
	s.requests[chat]++
	fate := s.fate(chat, s.requests[chat])
	if fate != "" {
		s.met[fate]++
	}
	return fate
}

// accept has the simulator take the message.
func (s *storm) accept(w http.ResponseWriter, r *http.Request, chat int64, text string, known bool) {
	answer := &recorded{header: http.Header{}}
	s.telegram.ServeHTTP(answer, r)
	s.mu.Lock()
	if answer.status == http.StatusOK {
		s.accepted[chat] = append(s.accepted[chat], taken{name: firstLine(text), life: s.life, sure: known})
		s.count++
		if !known {
			s.unknown++
		}
	} else {
		s.met[fmt.Sprintf("simulator %d", answer.status)]++
	}
	s.mu.Unlock()
	if !known || answer.status == 0 { // who asked is gone
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(answer.status)
	_, _ = w.Write(answer.body.Bytes())
}

// recorded is an answer that is not sent yet.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorded) Header() http.Header         { return r.header }
func (r *recorded) WriteHeader(status int)      { r.status = status }
func (r *recorded) Write(b []byte) (int, error) { return r.body.Write(b) }

// play has a request meet its fate.
func (s *storm) play(w http.ResponseWriter, r *http.Request, chat int64, text, fate string) {
	switch fate {
	case "429 small", "429 large":
		after := 1
		if fate == "429 large" {
			after = 4
		}
		s.refuse(w, http.StatusTooManyRequests, fmt.Sprint("Too Many Requests: retry after ", after), map[string]any{"retry_after": after})
		s.mu.Lock()
		s.held[chat] = hold{s.life, time.Now().Add(time.Duration(after) * time.Second)}
		s.mu.Unlock()
	case "500":
		s.refuse(w, http.StatusInternalServerError, "Internal Server Error", nil)
	case "502 html":
		badGate(w)
	case "blocked", "deactivated", "not found":
		s.mu.Lock()
		s.gone[chat] = s.life
		s.mu.Unlock()
		code, words := http.StatusForbidden, "Forbidden: bot was blocked by the user"
		switch fate {
		case "deactivated":
			words = "Forbidden: user is deactivated"
		case "not found":
			code, words = http.StatusBadRequest, "Bad Request: chat not found"
		}
		s.refuse(w, code, words, nil)
	case "migrate":
		to := chat - 1_000_000_000_000
		s.mu.Lock()
		if s.moved[chat] == 0 {
			s.moved[chat] = to
			s.accepted[to] = s.accepted[chat]
			delete(s.accepted, chat)
		}
		s.mu.Unlock()
		s.telegram.AddChat(simulator.Chat{ID: to, Type: simulator.Supergroup, Title: "Moved"})
		s.refuse(w, http.StatusBadRequest, "Bad Request: group chat was upgraded to a supergroup chat", map[string]any{"migrate_to_chat_id": to})
	case "reset before":
		hangUp(w)
	case "reset after":
		s.accept(w, r, chat, text, false)
		hangUp(w)
	case "truncated":
		s.accept(w, r, chat, text, false)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"ok":true,"result":{"message_id":`))
	case "slow":
		timer := time.NewTimer(300 * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
		s.accept(w, r, chat, text, true)
	default:
		s.accept(w, r, chat, text, true)
	}
}

func (s *storm) refuse(w http.ResponseWriter, code int, words string, parameters map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error_code": code, "description": words, "parameters": parameters})
}

func badGate(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte("<html><h1>502 Bad Gateway</h1></html>"))
}

func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// firstLine is a message's first line without markup: its edition's headline stands
// below, so the numbers are looked for in all of it.
func firstLine(text string) string {
	if at := strings.Index(text, "Broadcast "); at >= 0 {
		end := strings.IndexFunc(text[at+10:], func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(text) - at - 10
		}
		return text[at : at+10+end]
	}
	return "?"
}

// autopsy tells apart what a killed program had noted and what was in flight: what it
// had noted it must heed, also in its next life; of the rest nobody can know, so that a
// message that was taken may come again, and who was refused may be asked again. It
// returns how much was in flight, at most one thing a sender.
//
// open, gone and held are what the store says: chats whose delivery is not settled,
// chats that are gone, chats that a 429 holds. Nothing that life asked is under way.
func (s *storm) autopsy(open, gone, held map[int64]bool) (flying int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := map[int64]int64{}
	for old, to := range s.moved {
		before[to] = old
	}
	for chat, list := range s.accepted {
		for i := range list {
			if one := &list[i]; one.life == s.life && one.sure && (open[chat] || open[before[chat]]) {
				one.flying = true
				flying++
			}
		}
	}
	for chat, life := range s.gone {
		if life == s.life && !gone[chat] {
			delete(s.gone, chat)
			flying++
		}
	}
	for chat, hold := range s.held {
		if hold.life == s.life && !held[chat] && time.Now().Before(hold.till) {
			delete(s.held, chat)
			flying++
		}
	}
	s.flying += flying
	s.life++
	return flying
}

func (s *storm) look(of func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of()
}
