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
const advanceAtOnce = 64

// Scheduler compiles the digests that are due and puts them into the outbox. It
// is not for concurrent use. All fields are required.
type Scheduler struct {
	Store    Store
	Compile  func(context.Context, digest.Request) (attache.Edition, error)
	Wake     func() // tells the courier that there is something
	Log      *slog.Logger
	Schedule string // of chats whose own cannot be read, with its zone
	TimeZone string

	book   slot.Book
	looked time.Time // when Tick looked last
}

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
		s.Wake()
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
	schedule, err := s.book.Schedule(chat.Schedule, chat.TimeZone)
	if err != nil {
		s.Log.Warn("a chat's schedule cannot be read; it gets the default one", "chat", chat.ID, "err", err)
		p.broken = true
		if schedule, err = s.book.Schedule(s.Schedule, s.TimeZone); err == nil {
			p.next = schedule.Next(now)
		}
		return p
	}
	p.window, p.due, p.next = slot.Due(&schedule, &chat, now)
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
	for _, key := range order {
		if err := s.enqueueBatch(ctx, batches[key]); err != nil {
			return err
		}
	}
	return nil
}

// previous is the edition a chat had last, so that the next tells what is new
// since; zero where there is none any more.
func (s *Scheduler) previous(ctx context.Context, chat attache.Chat) (attache.Edition, error) {
	if chat.Edition == "" {
		return attache.Edition{}, nil
	}
	edition, err := s.Store.Edition(ctx, chat.Edition)
	if errors.Is(err, attache.ErrNotFound) {
		return attache.Edition{}, nil
	}
	return edition, err
}

// enqueueBatch compiles an edition and puts its deliveries into the outbox.
func (s *Scheduler) enqueueBatch(ctx context.Context, b *batch) error {
	edition, err := s.Compile(ctx, b.request)
	if err != nil {
		return err
	}
	deliveries := make([]attache.Delivery, len(b.plans))
	for i, p := range b.plans {
		p.edition = edition.ID
		deliveries[i] = attache.NewDigest(p.chat.ID, p.window.At, p.window.Expires, edition.ID)
	}
	added, err := s.Store.Enqueue(ctx, edition, deliveries...)
	if err != nil {
		return err
	}
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
