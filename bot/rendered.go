package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"sync/atomic"

	"attache"
)

// A broadcast sends the same message to many chats. rendered keeps the last ones, laid
// out, by all that may make a difference: the edition, and of the chat what a layout is
// given of it. A message is made anew when a stored edition was changed since.
type rendered struct {
	mu    sync.Mutex
	made  map[message]*laidOut
	order []message // the oldest first
}

// mostRendered is how many messages are kept.
const mostRendered = 32

// message is what decides how a message looks.
type message struct {
	edition, scheme, lang, speaks, zone, filter string
	kind                                        attache.ChatKind
	length                                      attache.Length
	preview, hashtags                           bool
	footer                                      string
}

// laidOut is a message that was made, or is being made by the first who needs it.
type laidOut struct {
	revision uint64 // of editions, before it was read
	once     sync.Once
	doc      attache.Document
	ok       bool // it was made; otherwise everybody makes it, and meets the error
}

// documents numbers the messages that were laid out: see attache.Document.Key.
var documents atomic.Uint64

// readerOf is what of a chat a layout is given: two chats that agree in it get the same
// message.
func readerOf(chat attache.Chat) attache.Chat {
	reader := attache.Chat{
		ID: Scheme(chat.ID) + ":", Kind: chat.Kind, Lang: chat.Lang, Speaks: chat.Speaks, TimeZone: chat.TimeZone, Filter: chat.Filter,
		Length: chat.Length, Preview: chat.Preview,
	}
	if chat.Kind == attache.Channel {
		reader.Footer, reader.Hashtags = chat.Footer, chat.Hashtags
	}
	return reader
}

func messageOf(edition string, reader attache.Chat) message {
	m := message{
		edition: edition, scheme: reader.ID, lang: reader.Lang, speaks: reader.Speaks, zone: reader.TimeZone, kind: reader.Kind,
		length: reader.Length, preview: reader.Preview, hashtags: reader.Hashtags, footer: reader.Footer,
	}
	if filtered(reader.Filter) {
		filter, _ := json.Marshal(reader.Filter) // plain data
		m.filter = string(filter)
	}
	return m
}

// document is an edition as a chat gets it.
func (c *Courier) document(ctx context.Context, edition string, chat attache.Chat) (attache.Document, error) {
	reader := readerOf(chat)
	if c.Revised == nil {
		return c.layOut(ctx, edition, reader)
	}
	m := messageOf(edition, reader)
	l := c.rendered.find(m, c.Revised())
	var err error
	l.once.Do(func() {
		if l.doc, err = c.layOut(ctx, edition, reader); err == nil {
			l.doc.Key, l.ok = strconv.FormatUint(documents.Add(1), 36), true
		}
	})
	if l.ok {
		return l.doc, nil
	}
	c.rendered.drop(m, l)
	if err != nil {
		return attache.Document{}, err
	}
	return c.layOut(ctx, edition, reader)
}

// layOut reads an edition and sets it.
func (c *Courier) layOut(ctx context.Context, edition string, reader attache.Chat) (attache.Document, error) {
	e, err := c.Outbox.Edition(ctx, edition)
	if err != nil {
		return attache.Document{}, err
	}
	return c.Channels.forReaders(c.Layout(e, reader, c.Channels.Limits(reader.ID)), reader), nil
}

// drop forgets a message that could not be made.
func (r *rendered) drop(m message, l *laidOut) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.made[m] == l {
		r.made[m] = nil // its place in the order stays
	}
}

// find is a message that is kept, or a place for one that is to be made.
func (r *rendered) find(m message, revision uint64) *laidOut {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.made[m]; l != nil && l.revision == revision {
		return l
	}
	if r.made == nil {
		r.made = map[message]*laidOut{}
	}
	if _, known := r.made[m]; !known {
		if r.order = append(r.order, m); len(r.order) > mostRendered {
			delete(r.made, r.order[0])
			r.order = r.order[1:]
		}
	}
	r.made[m] = &laidOut{revision: revision}
	return r.made[m]
}
