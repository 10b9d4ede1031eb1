package bot

import (
	"context"
	"time"

	"attache"
)

// digest compiles a digest of the last day on demand.
func (b *Bot) digest(ctx context.Context, r request) (reply, error) {
	to := b.Now().UTC()
	e, err := b.Compile(ctx, r.chat, to.Add(-24*time.Hour), to)
	if err != nil {
		return reply{}, err
	}
	if e.To.IsZero() {
		e.From, e.To = to.Add(-24*time.Hour), to
	}
	e.ID = "" // it is not stored: the button asks for the last day's reasons anew
	return reply{doc: layoutNamed(e, r.chat, textLastDay, b.Channels.Limits(r.chat.ID), b.Pages)}, nil
}

// digestButtons lead from a digest to the rest.
func digestButtons() [][]attache.Button {
	return [][]attache.Button{{
		button(textButtonLatest, "/latest"), button(textButtonQuotes, "/quotes"), button(textButtonSettings, "/schedule"),
	}}
}
