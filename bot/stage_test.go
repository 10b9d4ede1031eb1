package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache"
)

// event is something the fake channel was asked to do.
type event struct {
	what    string // send, edit, press
	chat    string
	message string
	doc     attache.Document
	text    string
	at      time.Time
}

// stage is a channel that keeps what it is asked to do.
type stage struct {
	mu     sync.Mutex
	events []event
	admins map[string]bool
	menu   attache.Menu
	limits attache.Limits // as Telegram's where there are none
	// before decides what becomes of a send; nil sends.
	before func(ctx context.Context, chat string, n int) error
	n      int
}

var _ Channel = (*stage)(nil)

func (s *stage) Send(ctx context.Context, chat string, doc attache.Document) (string, error) {
	s.mu.Lock()
	s.n++
	n := s.n
	s.mu.Unlock()
	if s.before != nil {
		if err := s.before(ctx, chat, n); err != nil {
			return "", err
		}
	}
	return s.keep(event{what: "send", chat: chat, doc: doc}), ctx.Err()
}

func (s *stage) keep(e event) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.at = time.Now()
	if e.what == "send" {
		e.message = "m" + strconv.Itoa(len(s.events)+1)
	}
	s.events = append(s.events, e)
	return e.message
}

func (s *stage) Edit(_ context.Context, chat, message string, doc attache.Document) error {
	s.keep(event{what: "edit", chat: chat, message: message, doc: doc})
	return nil
}

// atTelegram is what Telegram's channel says of its messages.
var atTelegram = attache.Limits{Text: 3400, Markup: 8000, Command: 64, Hint: 200}

func (s *stage) Limits() attache.Limits {
	if s.limits != (attache.Limits{}) {
		return s.limits
	}
	return atTelegram
}

func (s *stage) Press(_ context.Context, _, _, text string) error {
	s.keep(event{what: "press", text: text})
	return nil
}

func (s *stage) IsAdmin(_ context.Context, _, user string) (bool, error) {
	return s.admins[user], nil
}

func (s *stage) SetMenu(_ context.Context, menu attache.Menu) error {
	s.menu = menu
	return nil
}

// Outer tells the topics of a chat by a slash, as "t:-5/9".
func (s *stage) Outer(chat string) string {
	outer, _, _ := strings.Cut(chat, "/")
	return outer
}

func (s *stage) Link(payload string) string {
	if payload == "" || len(payload) > 64 {
		return "https://t.test/bot"
	}
	return "https://t.test/bot?start=" + payload
}

func (s *stage) Invite(kind attache.ChatKind) string {
	return "https://t.test/bot?start" + string(kind)
}

func (s *stage) AnswerInline(_ context.Context, query string, offers []attache.Offer, next string, _ time.Duration) error {
	for _, o := range offers {
		s.keep(event{what: "offer", text: o.Title + " | " + o.Description, doc: o.Doc})
	}
	s.keep(event{what: "offered", text: query + " next " + next})
	return nil
}

func (s *stage) Admins(context.Context, string) ([]string, error) { return []string{"t:1", "t:2"}, nil }

// sent counts the messages each chat got.
func (s *stage) sent() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := map[string]int{}
	for _, e := range s.events {
		if e.what == "send" {
			counts[e.chat]++
		}
	}
	return counts
}

func (s *stage) all() []event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// plainText renders a document for golden files: styles are seen, and so is
// what leaves first.
func plainText(doc attache.Document) string {
	var b strings.Builder
	for i, block := range doc.Blocks {
		if i > 0 {
			b.WriteString("\n")
			if !block.Tight {
				b.WriteString("\n")
			}
		}
		b.WriteString(map[attache.BlockKind]string{attache.Heading: "# ", attache.Verbatim: "| ", attache.Note: "~ "}[block.Kind])
		for _, s := range block.Spans {
			text := s.Text
			if s.Href != "" {
				text = "[" + text + "](" + s.Href + ")"
			}
			mark := map[attache.Style]string{attache.Bold: "*", attache.Italic: "_", attache.Code: "`"}[s.Style]
			b.WriteString(mark + text + mark)
		}
	}
	for _, row := range doc.Buttons {
		b.WriteString("\n")
		for _, button := range row {
			b.WriteString("[" + button.Label + ": " + button.Command + button.URL + "] ")
		}
	}
	if doc.File != nil {
		b.WriteString("\n{" + doc.File.Name + "}\n" + string(doc.File.Data))
	}
	return strings.TrimRight(b.String(), " ")
}
