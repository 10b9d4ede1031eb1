package desk

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
	"attache/digest"
	"attache/digest/slot"
)

// dueBatch is how many chats one look takes on at a time.
const dueBatch = 500

// advanceAtOnce is how many chats are moved on side by side: the store writes
// what comes together in one go.
const advanceAtOnce = dueBatch

// Scheduler compiles the digests that are due and puts them into the outbox. It
// is not for concurrent use. All fields are required.
type Scheduler struct {
	Store    Store
	Compile  func(context.Context, digest.Request) (attache.Edition, error)
	Wake     func() // tells the courier that there is something; called from several goroutines at once
	Log      *slog.Logger
	Schedule string // of chats whose own cannot be read, with its zone
	TimeZone string

	book   slot.Book
	looked time.Time // when Tick looked last
	before previous
}

// previous are the editions that chats had last, the latest read of them: those of a
// slot had the same mostly.
type previous struct {
	revision uint64 // of editions, to which they are kept
	editions map[string]attache.Edition
}

// mostPrevious is how many of them are kept.
const mostPrevious = 16

// Tick enqueues every digest that is due at a time. Chats with the same window
// and filter share one edition.
func (s *Scheduler) Tick(ctx context.Context, now time.Time) error {
	if err := s.watchClock(ctx, now); err != nil {
		return err
	}
	for {
		chats, err := s.Store.DueChats(ctx, now, dueBatch)
		if err != nil || len(chats) == 0 {
			return err
		}
		plans := make([]plan, len(chats))
		for i := range chats {
			plans[i] = s.plan(chats[i], now)
		}
		if err := s.enqueue(ctx, plans); err != nil {
			return err
		}
		if err := s.advance(ctx, plans); err != nil {
			return err
		}
	}
}

// plan is what becomes of a chat whose slot has come, decided before anything is
// written: the store's one writer is not to wait for a schedule to be read.
type plan struct {
	chat    attache.Chat
	window  slot.Window
	due     bool
	next    time.Time
	broken  bool   // its schedule cannot be read
	edition string // the one that was enqueued
}

func (s *Scheduler) plan(chat attache.Chat, now time.Time) plan {
	p := plan{chat: chat}
	slots, err := s.book.Around(chat.Schedule, chat.TimeZone, now)
	if err != nil {
		s.Log.Warn("a chat's schedule cannot be read; it gets the default one", "chat", chat.ID, "err", err)
		p.broken = true
		if slots, err = s.book.Around(s.Schedule, s.TimeZone, now); err == nil {
			p.next = slots.Next()
		}
		return p
	}
	p.window, p.due, p.next = slots.Due(&chat)
	return p
}

// batch is an edition with the chats that get it.
type batch struct {
	request digest.Request
	plans   []*plan
}

// enqueue compiles the editions of the plans and puts them into the outbox.
func (s *Scheduler) enqueue(ctx context.Context, plans []plan) error {
	batches := map[string]*batch{}
	var order []string // of first appearance: the earliest slots first
	for i := range plans {
		p := &plans[i]
		if !p.due {
			continue
		}
		request := digest.RequestDue(p.chat, p.window.From, p.window.At)
		var err error
		if request.Previous, err = s.previous(ctx, p.chat); err != nil {
			return err
		}
		key := request.Key()
		if batches[key] == nil {
			batches[key] = &batch{request: request}
			order = append(order, key)
		}
		batches[key].plans = append(batches[key].plans, p)
	}
	writes, ctx := errgroup.WithContext(ctx)
	writes.SetLimit(advanceAtOnce)
	for _, key := range order {
		b := batches[key]
		edition, err := s.Compile(ctx, b.request)
		if err != nil {
			return errors.Join(err, writes.Wait())
		}
		for _, p := range b.plans {
			p.edition = edition.ID
		}
		writes.Go(func() error { return s.send(ctx, b, edition) }) // what is written meanwhile shares a transaction
	}
	return writes.Wait()
}

// previous is the edition a chat had last, so that the next tells what is new
// since; zero where there is none any more.
func (s *Scheduler) previous(ctx context.Context, chat attache.Chat) (attache.Edition, error) {
	if chat.Edition == "" {
		return attache.Edition{}, nil
	}
	b := &s.before
	if now := s.Store.EditionRevision(); b.editions == nil || b.revision != now || len(b.editions) >= mostPrevious {
		b.revision, b.editions = now, map[string]attache.Edition{}
	}
	edition, known := b.editions[chat.Edition]
	if known {
		return edition, nil
	}
	edition, err := s.Store.Edition(ctx, chat.Edition)
	if errors.Is(err, attache.ErrNotFound) {
		return attache.Edition{}, nil
	}
	if err == nil {
		b.editions[chat.Edition] = edition
	}
	return edition, err
}

// send puts an edition's deliveries into the outbox.
func (s *Scheduler) send(ctx context.Context, b *batch, edition attache.Edition) error {
	deliveries := make([]attache.Delivery, len(b.plans))
	for i, p := range b.plans {
		deliveries[i] = attache.NewDigest(p.chat.ID, p.window.At, p.window.Expires, edition.ID)
	}
	added, err := s.Store.Enqueue(ctx, edition, deliveries...)
	if err != nil {
		return err
	}
	s.Wake() // the first need not wait for the last
	s.Log.Info("a digest is on its way", "slot", b.request.To, "chats", len(deliveries), "new", added, "stories", edition.Stories())
	return nil
}

// advance moves chats to their next slot. A crash before it leaves them due;
// the outbox then knows their deliveries already.
func (s *Scheduler) advance(ctx context.Context, plans []plan) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(advanceAtOnce)
	for i := range plans {
		p := &plans[i]
		group.Go(func() error {
			return amend(ctx, s.Store, p.chat.ID, func(chat *attache.Chat) { s.apply(p, chat) })
		})
	}
	return group.Wait()
}

// apply writes a plan into the chat as it is by now. Where the person has changed
// its schedule meanwhile, the next slot is the one that was planned then.
func (s *Scheduler) apply(p *plan, chat *attache.Chat) {
	// A paused chat has it only once it is sent: see bot.Courier.
	if p.edition != "" && chat.State == attache.ChatActive && chat.LastSlot.Before(p.window.At) {
		chat.LastSlot, chat.Edition = p.window.At, p.edition
	}
	if chat.Schedule != p.chat.Schedule || chat.TimeZone != p.chat.TimeZone || !chat.NextSlot.Equal(p.chat.NextSlot) {
		return
	}
	if p.broken {
		chat.Schedule, chat.TimeZone = s.Schedule, s.TimeZone
	}
	chat.NextSlot = p.next
}
