package desk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"attache"
	"attache/digest"
	"attache/digest/slot"
)

// alertWindow is how far back a story may have grown to be looked at, and how
// long an alert may wait to be sent.
const alertWindow = 2 * time.Hour

// Alerter tells chats at once what breaks. It goes the way of every digest: an
// edition of one story, enqueued once for each chat and story. It is not for
// concurrent use. All fields are required.
type Alerter struct {
	Store Store
	Wake  func() // tells the courier that there is something
	Log   *slog.Logger

	book slot.Book
}

// Look enqueues every alert that is due at a time.
func (a *Alerter) Look(ctx context.Context, now time.Time) error {
	stories, _, err := a.Store.Stories(ctx, attache.StoryQuery{Since: now.Add(-alertWindow), Until: now.Add(time.Minute), Relevant: true})
	if err != nil || len(stories) == 0 {
		return err
	}
	var wanting []attache.Chat
	err = a.Store.EachChat(ctx, func(chat attache.Chat) error {
		if chat.State == attache.ChatActive && chat.Alerts.PerDay > 0 {
			wanting = append(wanting, chat)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range wanting {
		if err := a.alert(ctx, &wanting[i], stories, now); err != nil {
			return fmt.Errorf("chat %s: %w", wanting[i].ID, err)
		}
	}
	return nil
}

// alert enqueues what breaks for one chat. A crash between an alert's way into
// the outbox and into the chat's memory doubles nothing: the outbox knows it.
func (a *Alerter) alert(ctx context.Context, chat *attache.Chat, stories []attache.Story, now time.Time) error {
	loc := a.book.Zone(chat.TimeZone)
	for i := range stories {
		s := &stories[i]
		if !digest.Breaking(s, chat, loc, now) {
			continue
		}
		enqueued, err := a.enqueue(ctx, chat, s, now)
		if err != nil {
			return err
		}
		if !enqueued {
			continue // nothing is told of it, so nothing is counted
		}
		if err := amend(ctx, a.Store, chat.ID, func(c *attache.Chat) { c.NoteAlert(s.ID, now) }); err != nil {
			return err
		}
		chat.NoteAlert(s.ID, now)
	}
	return nil
}

// enqueue makes an edition of the one story, and says whether it is in the
// outbox, by now or before.
func (a *Alerter) enqueue(ctx context.Context, chat *attache.Chat, s *attache.Story, now time.Time) (bool, error) {
	edition, err := digest.CompileAlert(ctx, a.Store, s, chat.TimeZone, now)
	if err != nil || edition.Stories() == 0 {
		return false, err
	}
	added, err := a.Store.Enqueue(ctx, edition, attache.NewAlert(chat.ID, s.ID, now, now.Add(alertWindow), edition.ID))
	if err != nil {
		return false, err
	}
	if added > 0 {
		a.Log.Info("a breaking story is on its way", "story", s.ID, "headline", s.Headline, "chat", chat.ID)
		a.Wake()
	}
	return true, nil
}
