package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"attache"
)

func TestAChatThatMovesIsNotAlertedAgain(t *testing.T) {
	d := newAlertDesk(t, 4)
	d.chat(t, "telegram:-1", attache.Alerts{PerDay: 1}, "IRN")
	if err := d.Look(t.Context(), d.at); err != nil {
		t.Fatal(err)
	}
	due, err := d.store.Claim(t.Context(), d.at, d.at.Add(time.Minute), 10)
	if err != nil || len(due) != 1 || due[0].Kind != attache.AlertDelivery {
		t.Fatal(due, err)
	}
	sent := due[0]
	sent.State = attache.Sent
	if err := d.store.Settle(t.Context(), sent); err != nil {
		t.Fatal(err)
	}
	if err := d.store.MoveChat(t.Context(), "telegram:-1", "telegram:-1001"); err != nil {
		t.Fatal(err)
	}
	if got := d.told(t); len(got) != 0 {
		t.Errorf("the chat that moved is alerted to the same story again, beyond its one a day: %v", got)
	}
	// A crash between the outbox and the chat's memory, and a move before the next look.
	err = d.store.UpdateChat(t.Context(), "telegram:-1001", func(c *attache.Chat) error {
		c.Alerted, c.Alerts.PerDay = nil, 3
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.told(t); len(got) != 0 {
		t.Errorf("what the outbox has sent was told again: %v", got)
	}
}

func TestAChatThatMovesWhileItIsLookedAtLeavesNoGhost(t *testing.T) {
	d := newAlertDesk(t, 4)
	d.chat(t, "telegram:-1", attache.Alerts{PerDay: 1}, "IRN")
	d.Store = moving{d.store}
	if err := d.Look(t.Context(), d.at); err != nil {
		t.Fatal(err)
	}
	var ids []string
	err := d.store.EachChat(t.Context(), func(c attache.Chat) error { ids = append(ids, c.ID); return nil })
	if err != nil || !slices.Equal(ids, []string{"telegram:-1001"}) {
		t.Errorf("the chats are %v, %v", ids, err)
	}
}

// moving is a store in which a chat moves as soon as something is enqueued for it.
type moving struct{ attache.Store }

func (m moving) UpdateChat(ctx context.Context, id string, change func(*attache.Chat) error) error {
	if err := m.MoveChat(ctx, id, "telegram:-1001"); err != nil {
		return err
	}
	return m.Store.UpdateChat(ctx, id, change)
}
