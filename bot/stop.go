package bot

import (
	"context"

	"attache"
)

// stop ends the digests; what was set stays for the next /start.
func (b *Bot) stop(ctx context.Context, r request) (reply, error) {
	if !r.known || r.chat.State == attache.ChatStopped {
		return reply{doc: r.to.say(textNotStarted)}, nil
	}
	_, err := b.change(ctx, r, func(c *attache.Chat) error {
		c.State, c.Problem = attache.ChatStopped, ""
		return nil
	})
	return reply{doc: r.to.say(textStopped)}, err
}
