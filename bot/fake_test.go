package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache"
)

// memory is the part of a store that the bot needs, kept in maps. What the
// real stores do is held by their own suite; this one only has to be right
// about the interfaces' words.
type memory struct {
	mu         sync.Mutex
	articles   map[string]attache.Article
	stories    map[string]attache.Story
	chats      map[string]attache.Chat
	deliveries map[string]attache.Delivery
	editions   map[string]attache.Edition
	notes      map[string][]byte
	tracks     []attache.Track // the latest first
	states     map[string]attache.StateOfPlay
	fail       error // what every call returns, when set
	settles    int
}

var (
	_ Store          = (*memory)(nil)
	_ attache.Outbox = (*memory)(nil)
	_ attache.Tracks = (*memory)(nil)
)

func newMemory() *memory {
	return &memory{
		articles: map[string]attache.Article{}, stories: map[string]attache.Story{}, chats: map[string]attache.Chat{},
		deliveries: map[string]attache.Delivery{}, editions: map[string]attache.Edition{}, notes: map[string][]byte{},
		states: map[string]attache.StateOfPlay{},
	}
}

// with runs f under the lock unless the context or the store fails.
func (m *memory) with(ctx context.Context, f func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	return f()
}

func lookup[V any](m map[string]V, key string) (V, error) {
	v, ok := m[key]
	if !ok {
		return v, fmt.Errorf("%s: %w", key, attache.ErrNotFound)
	}
	return v, nil
}

func (m *memory) Article(ctx context.Context, id string) (a attache.Article, err error) {
	err = m.with(ctx, func() error { a, err = lookup(m.articles, id); return err })
	return a, err
}

func (m *memory) Story(ctx context.Context, id string) (s attache.Story, err error) {
	err = m.with(ctx, func() error { s, err = lookup(m.stories, id); return err })
	return s, err
}

// newestFirst is every article in the order of Archive.
func (m *memory) newestFirst() []attache.Article {
	return slices.SortedFunc(maps.Values(m.articles), func(a, b attache.Article) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID))
	})
}

// paged cuts a page out of what there is; a cursor is a count.
func paged[T any](all []T, after string, limit int) ([]T, string) {
	from, _ := strconv.Atoi(after)
	if limit == 0 {
		limit = 20
	}
	to := min(from+limit, len(all))
	if to == len(all) {
		return all[from:to], ""
	}
	return all[from:to], strconv.Itoa(to)
}

func containsAll(text string, words []string) bool {
	text = strings.ToLower(text)
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func (m *memory) Articles(ctx context.Context, q attache.ArticleQuery) (page []attache.Article, next string, err error) {
	err = m.with(ctx, func() error {
		var all []attache.Article
		for _, a := range m.newestFirst() {
			text := a.Title + " " + a.Outlet
			for _, actor := range a.Actors {
				text += " " + actor.Name
			}
			if (a.Relevant || q.All) && containsAll(text, q.Words) && (q.Until.IsZero() || a.Published.Before(q.Until)) {
				all = append(all, a)
			}
		}
		page, next = paged(all, q.After, q.Limit)
		return nil
	})
	return page, next, err
}

func (m *memory) Quotes(ctx context.Context, q attache.QuoteQuery) (page []attache.Quote, next string, err error) {
	err = m.with(ctx, func() error {
		var all []attache.Quote
		for _, a := range m.newestFirst() {
			if !q.Until.IsZero() && !a.Published.Before(q.Until) {
				continue
			}
			for _, quote := range a.Quotes {
				quote.ArticleID, quote.Outlet, quote.URL, quote.Published = a.ID, a.Outlet, a.URL, a.Published
				if (q.Polarity == "" || quote.Polarity == q.Polarity) && containsAll(quote.Speaker, strings.Fields(q.Speaker)) && containsAll(quote.Text+" "+a.Title, strings.Fields(q.About)) {
					all = append(all, quote)
				}
			}
		}
		page, next = paged(all, q.After, q.Limit)
		return nil
	})
	return page, next, err
}

func (m *memory) Stories(context.Context, attache.StoryQuery) ([]attache.Story, string, error) {
	return nil, "", errors.New("not needed here")
}

func (m *memory) Track(ctx context.Context, id string) (t attache.Track, err error) {
	err = m.with(ctx, func() error {
		i := slices.IndexFunc(m.tracks, func(t attache.Track) bool { return t.ID == id })
		if i < 0 {
			return fmt.Errorf("track %s: %w", id, attache.ErrNotFound)
		}
		t = m.tracks[i]
		return nil
	})
	return t, err
}

func (m *memory) ListTracks(ctx context.Context, since time.Time) (list []attache.Track, err error) {
	err = m.with(ctx, func() error {
		for _, t := range m.tracks {
			if !t.Last.Before(since) {
				list = append(list, t)
			}
		}
		return nil
	})
	return list, err
}

func (m *memory) stateOfPlay(ctx context.Context, id string) (s attache.StateOfPlay, err error) {
	err = m.with(ctx, func() error { s, err = lookup(m.states, id); return err })
	return s, err
}

func (m *memory) Chat(ctx context.Context, id string) (c attache.Chat, err error) {
	err = m.with(ctx, func() error { c, err = lookup(m.chats, id); return err })
	return c, err
}

func (m *memory) UpdateChat(ctx context.Context, id string, change func(*attache.Chat) error) error {
	return m.with(ctx, func() error {
		c := m.chats[id]
		c.ID = id
		if err := change(&c); err != nil {
			return err
		}
		m.chats[id] = c
		return nil
	})
}

func (m *memory) DueChats(context.Context, time.Time, int) ([]attache.Chat, error) {
	return nil, errors.New("not needed here")
}

func (m *memory) EachChat(ctx context.Context, visit func(attache.Chat) error) error {
	return m.with(ctx, func() error {
		for _, id := range slices.Sorted(maps.Keys(m.chats)) {
			if err := visit(m.chats[id]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *memory) MoveChat(ctx context.Context, old, id string) error {
	return m.with(ctx, func() error {
		c, known := m.chats[old]
		_, there := m.chats[id]
		if !known && !there {
			return fmt.Errorf("%s: %w", old, attache.ErrNotFound)
		}
		if delete(m.chats, old); known && !there {
			c.ID = id
			m.chats[id] = c
		}
		for key, d := range m.deliveries {
			if d.ChatID == old && (d.State == attache.Pending || d.State == attache.Claimed) {
				delete(m.deliveries, key)
				d.ChatID, d.ID = id, id+strings.TrimPrefix(d.ID, old)
				if _, there := m.deliveries[d.ID]; !there {
					m.deliveries[d.ID] = d
				}
			}
		}
		return nil
	})
}

func (m *memory) Enqueue(ctx context.Context, e attache.Edition, deliveries ...attache.Delivery) (n int, err error) {
	err = m.with(ctx, func() error {
		m.editions[e.ID] = e
		for _, d := range deliveries {
			if _, there := m.deliveries[d.ID]; !there {
				d.State = attache.Pending
				m.deliveries[d.ID] = d
				n++
			}
		}
		return nil
	})
	return n, err
}

func (m *memory) Claim(ctx context.Context, now, lease time.Time, limit int) (list []attache.Delivery, err error) {
	err = m.with(ctx, func() error {
		all := slices.SortedFunc(maps.Values(m.deliveries), func(a, b attache.Delivery) int {
			return cmp.Or(a.Slot.Compare(b.Slot), cmp.Compare(a.ID, b.ID))
		})
		for _, d := range all {
			due := d.State == attache.Pending && !d.NotBefore.After(now) || d.State == attache.Claimed && !d.Lease.After(now)
			if due && len(list) < limit {
				d.State, d.Lease = attache.Claimed, lease
				m.deliveries[d.ID] = d
				list = append(list, d)
			}
		}
		return nil
	})
	return list, err
}

func (m *memory) Settle(ctx context.Context, d attache.Delivery) error {
	return m.with(ctx, func() error {
		old, there := m.deliveries[d.ID]
		if !there || old.State != attache.Claimed || !old.Lease.Equal(d.Lease) {
			return attache.ErrLeaseLost
		}
		m.settles++
		d.Lease = time.Time{}
		m.deliveries[d.ID] = d
		return nil
	})
}

func (m *memory) Edition(ctx context.Context, id string) (e attache.Edition, err error) {
	err = m.with(ctx, func() error { e, err = lookup(m.editions, id); return err })
	return e, err
}

func (m *memory) CountDeliveries(context.Context) (map[attache.DeliveryState]int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	counts := map[attache.DeliveryState]int{}
	for _, d := range m.deliveries {
		counts[d.State]++
	}
	return counts, nil
}

func (m *memory) Note(ctx context.Context, key string) (v []byte, err error) {
	err = m.with(ctx, func() error { v, err = lookup(m.notes, key); return err })
	return v, err
}

func (m *memory) SetNote(ctx context.Context, key string, value []byte) error {
	return m.with(ctx, func() error { m.notes[key] = slices.Clone(value); return nil })
}

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
	menu   []attache.MenuItem
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

func (s *stage) Limits() attache.Limits { return atTelegram }

func (s *stage) Press(_ context.Context, _, _, text string) error {
	s.keep(event{what: "press", text: text})
	return nil
}

func (s *stage) IsAdmin(_ context.Context, _, user string) (bool, error) {
	return s.admins[user], nil
}

func (s *stage) SetMenu(_ context.Context, items []attache.MenuItem) error {
	s.menu = items
	return nil
}

// Within tells the topics of a chat by a slash, as "t:-5/9".
func (s *stage) Within(chat, outer string) bool { return strings.HasPrefix(chat, outer+"/") }

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
	return strings.TrimRight(b.String(), " ")
}
