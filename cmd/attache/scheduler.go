package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/sync/errgroup"

	"attache"
	"attache/digest"
)

// tickEvery is how late a digest may be looked for after its minute came.
const tickEvery = 5 * time.Second

// dueBatch is how many chats one look takes on.
const dueBatch = 500

// advanceAtOnce is how many chats are moved on side by side: the store writes
// what comes together in one go.
const advanceAtOnce = 64

// scheduler compiles the digests that are due and puts them into the outbox.
type scheduler struct {
	store    digestStore
	fallback digestConfig // for chats whose schedule cannot be read
	compile  func(context.Context, digest.Request) (attache.Edition, error)
	wake     func() // tells the courier that there is something
	now      func() time.Time
	log      *slog.Logger
}

// digestStore is what the scheduler reads and writes.
type digestStore interface {
	attache.Chats
	attache.Outbox
}

// run looks for due chats until the context ends. A look that takes longer
// than the tick delays the next; it never runs beside itself.
func (s *scheduler) run(ctx context.Context) error {
	look := cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(func() {
		if err := s.tick(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("digests that are due could not be compiled; trying again", "err", err, "in", tickEvery.String())
		}
	}))
	look.Run() // what fell due while nothing ran
	clock := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger))
	clock.Schedule(cron.Every(tickEvery), look)
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	return ctx.Err()
}

// tick enqueues every digest that is due now. Chats with the same window and
// filter share one edition.
func (s *scheduler) tick(ctx context.Context) error {
	for {
		chats, err := s.store.DueChats(ctx, s.now(), dueBatch)
		if err != nil || len(chats) == 0 {
			return err
		}
		if err := s.enqueue(ctx, chats); err != nil {
			return err
		}
		s.wake()
	}
}

// batch is an edition with the chats that get it.
type batch struct {
	request    digest.Request
	deliveries []attache.Delivery
}

func (s *scheduler) enqueue(ctx context.Context, chats []attache.Chat) error {
	batches := map[string]*batch{}
	var order []string // of first appearance: the earliest slots first
	now := s.now()
	for _, chat := range chats {
		slot, due, _, err := digest.Due(chat, now)
		if err != nil {
			s.log.Warn("a chat's schedule cannot be read; it gets the default one", "chat", chat.ID, "err", err)
			continue
		}
		if !due {
			continue
		}
		request := requestFor(chat, slot.From, slot.At)
		if request.Previous, err = s.previous(ctx, chat); err != nil {
			return err
		}
		key := request.Key()
		if batches[key] == nil {
			batches[key] = &batch{request: request}
			order = append(order, key)
		}
		batches[key].deliveries = append(batches[key].deliveries, attache.Delivery{
			ID: attache.DeliveryID(chat.ID, slot.At), ChatID: chat.ID, Slot: slot.At,
			State: attache.Pending, NotBefore: slot.At, Expires: slot.Expires,
		})
	}
	editions := map[string]string{} // by chat
	for _, key := range order {
		if err := s.enqueueBatch(ctx, batches[key], editions); err != nil {
			return err
		}
	}
	return s.advance(ctx, chats, editions, now)
}

// previous is the edition a chat had last, so that the next tells what is new
// since; zero where there is none any more.
func (s *scheduler) previous(ctx context.Context, chat attache.Chat) (attache.Edition, error) {
	if chat.Edition == "" {
		return attache.Edition{}, nil
	}
	edition, err := s.store.Edition(ctx, chat.Edition)
	if errors.Is(err, attache.ErrNotFound) {
		return attache.Edition{}, nil
	}
	return edition, err
}

// enqueueBatch compiles an edition and puts its deliveries into the outbox.
func (s *scheduler) enqueueBatch(ctx context.Context, b *batch, editions map[string]string) error {
	edition, err := s.compile(ctx, b.request)
	if err != nil {
		return err
	}
	for i := range b.deliveries {
		b.deliveries[i].EditionID = edition.ID
		editions[b.deliveries[i].ChatID] = edition.ID
	}
	added, err := s.store.Enqueue(ctx, edition, b.deliveries...)
	if err != nil {
		return err
	}
	s.log.Info("a digest is on its way", "slot", b.request.To, "chats", len(b.deliveries), "new", added, "stories", edition.Stories())
	return nil
}

// advance moves chats to their next slot. A crash before it leaves them due;
// the outbox then knows their deliveries already.
func (s *scheduler) advance(ctx context.Context, chats []attache.Chat, editions map[string]string, now time.Time) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(advanceAtOnce)
	for _, c := range chats {
		group.Go(func() error {
			return s.store.UpdateChat(ctx, c.ID, func(chat *attache.Chat) error {
				slot, due, next, err := digest.Due(*chat, now)
				if err != nil {
					return s.repair(chat, now)
				}
				// A paused chat has it only once it is sent: see bot.Courier.
				if id, enqueued := editions[chat.ID]; due && enqueued && chat.State == attache.ChatActive {
					chat.LastSlot, chat.Edition = slot.At, id
				}
				chat.NextSlot = next
				return nil
			})
		})
	}
	return group.Wait()
}

// repair gives a chat whose schedule cannot be read the default one.
func (s *scheduler) repair(chat *attache.Chat, now time.Time) error {
	chat.Schedule, chat.TimeZone = s.fallback.Schedule, s.fallback.TimeZone
	next, err := digest.Plan(*chat, now)
	chat.NextSlot = next
	return err
}
