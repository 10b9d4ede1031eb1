package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/robfig/cron/v3"

	"attache"
	"attache/digest"
)

// alertEvery is how often stories are looked at for breaking ones.
const alertEvery = time.Minute

// alertWindow is how far back a story may have grown to be looked at, and how
// long an alert may wait to be sent.
const alertWindow = 2 * time.Hour

// alerter tells chats at once what breaks. It goes the way of every digest:
// an edition of one story, enqueued once for each chat and story.
type alerter struct {
	store alertStore
	wake  func()
	now   func() time.Time
	log   *slog.Logger
}

type alertStore interface {
	attache.Archive
	attache.Chats
	attache.Outbox
	attache.Notebook
}

// run looks until the context ends.
func (a *alerter) run(ctx context.Context) error {
	look := cron.NewChain(cron.SkipIfStillRunning(cron.DiscardLogger)).Then(cron.FuncJob(func() {
		if err := a.look(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("breaking stories could not be looked for; trying again", "err", err, "in", alertEvery.String())
		}
	}))
	clock := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(cron.DiscardLogger))
	clock.Schedule(cron.Every(alertEvery), look)
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	return ctx.Err()
}

// look enqueues every alert that is due now.
func (a *alerter) look(ctx context.Context) error {
	now := a.now()
	stories, _, err := a.store.Stories(ctx, attache.StoryQuery{Since: now.Add(-alertWindow), Until: now.Add(time.Minute), Relevant: true})
	if err != nil || len(stories) == 0 {
		return err
	}
	var wanting []attache.Chat
	err = a.store.EachChat(ctx, func(chat attache.Chat) error {
		if chat.State == attache.ChatActive && chat.Alerts.PerDay > 0 {
			wanting = append(wanting, chat)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, chat := range wanting {
		if err := a.tell(ctx, chat, stories, now); err != nil {
			return fmt.Errorf("chat %s: %w", chat.ID, err)
		}
	}
	return nil
}

// alerted is what a chat was told at once.
type alerted struct {
	Story string    `json:"story"`
	At    time.Time `json:"at"`
}

// remembered is how many alerts of a chat are kept in mind.
const remembered = 50

func alertNote(chat string) string { return "alerts/" + chat }

// tell enqueues what breaks for one chat.
func (a *alerter) tell(ctx context.Context, chat attache.Chat, stories []attache.Story, now time.Time) error {
	var told []alerted
	note, err := a.store.Note(ctx, alertNote(chat.ID))
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return err
	}
	if len(note) > 0 {
		if err := json.Unmarshal(note, &told); err != nil {
			a.log.Warn("what a chat was alerted to cannot be read; starting anew", "chat", chat.ID, "err", err)
		}
	}
	for _, story := range stories {
		var times []time.Time
		for _, t := range told {
			times = append(times, t.At)
		}
		known := slices.ContainsFunc(told, func(t alerted) bool { return t.Story == story.ID })
		if known || !digest.Breaking(story, chat, alertRules(chat), times, now) {
			continue
		}
		if err := a.enqueue(ctx, chat, story, now); err != nil {
			return err
		}
		told = append(told, alerted{story.ID, now})
		if note, err = json.Marshal(told[max(0, len(told)-remembered):]); err != nil {
			return err
		}
		if err := a.store.SetNote(ctx, alertNote(chat.ID), note); err != nil {
			return err
		}
	}
	return nil
}

// enqueue makes an edition of the one story.
func (a *alerter) enqueue(ctx context.Context, chat attache.Chat, story attache.Story, now time.Time) error {
	edition, err := digest.Compile(ctx, oneStory{a.store, story}, digest.Request{
		From: story.First, To: now.Add(time.Second), TimeZone: chat.TimeZone, Max: 1,
	})
	if err != nil || edition.Stories() == 0 {
		return err
	}
	edition.Alert, edition.ID = true, edition.ID+"!"
	added, err := a.store.Enqueue(ctx, edition, attache.Delivery{
		ID: chat.ID + "!" + story.ID, ChatID: chat.ID, EditionID: edition.ID, Slot: now, State: attache.Pending,
		NotBefore: now, Expires: now.Add(alertWindow),
	})
	if err != nil || added == 0 {
		return err
	}
	a.log.Info("a breaking story is on its way", "story", story.ID, "headline", story.Headline, "chat", chat.ID)
	a.wake()
	return nil
}

// oneStory is an archive whose only story is this one.
type oneStory struct {
	attache.Archive
	story attache.Story
}

// Stories gives the one.
func (o oneStory) Stories(context.Context, attache.StoryQuery) ([]attache.Story, string, error) {
	return []attache.Story{o.story}, "", nil
}

// alertRules are a chat's own rules as the digest room takes them.
func alertRules(chat attache.Chat) digest.AlertRules {
	return digest.AlertRules{
		PerDay: chat.Alerts.PerDay, QuietFrom: sinceMidnight(chat.Alerts.QuietFrom), QuietUntil: sinceMidnight(chat.Alerts.QuietUntil),
	}
}

// sinceMidnight reads HH:MM; what is not one is midnight.
func sinceMidnight(clock string) time.Duration {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}
