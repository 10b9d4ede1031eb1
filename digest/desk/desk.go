// Package desk decides what chats are told without being asked, and when: the
// digests that are due, and the stories that break. What it decides goes into the
// outbox as editions and deliveries; it never sends.
//
// It has no clock and no loop of its own: the caller asks it to look, and says
// what time it is. What is due stands in the store, so that a look that failed or
// was never made is made up for by the next.
package desk

import (
	"context"
	"errors"

	"attache"
)

// Store is what the desk reads and writes.
type Store interface {
	attache.Archive
	attache.Chats
	attache.Outbox
	attache.Revisions
}

// errMoved ends the change of a chat that is not there any more.
var errMoved = errors.New("the chat has another id by now")

// amend changes a chat that is there. One that moved since it was read has its
// deliveries under its new id: there it is looked at next time.
func amend(ctx context.Context, chats attache.Chats, id string, change func(*attache.Chat)) error {
	err := chats.UpdateChat(ctx, id, func(chat *attache.Chat) error {
		if chat.State == "" {
			return errMoved
		}
		change(chat)
		return nil
	})
	if errors.Is(err, errMoved) {
		return nil
	}
	return err
}
