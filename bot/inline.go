package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"attache"
	"attache/internal/text"
)

// Somebody who types the bot's name in any chat is offered what can be sent there:
// quotes and stories, each with its source.

const (
	inlinePage  = 10 // results at a time
	mostInline  = 40
	inlineCache = time.Minute // others who type the same get the same answer
)

// inliner is a channel whose people can ask in any chat.
type inliner interface {
	// AnswerInline offers results to who asked; next asks for those that follow, ""
	// where there are none. They may be shown to others who ask the same for a while.
	AnswerInline(ctx context.Context, queryID string, results []attache.Offer, next string, cache time.Duration) error
}

// inline offers quotes and stories about what somebody types.
func (b *Bot) inline(ctx context.Context, in attache.Incoming) error {
	channel, ok := b.Channels[Scheme(in.ChatID)].(inliner)
	if !ok {
		return nil
	}
	from, _ := strconv.Atoi(in.Offset)
	from = max(0, min(from, mostInline))
	offers, err := b.offers(ctx, in, from+inlinePage+1)
	if err != nil {
		b.Logger.WarnContext(ctx, "what was asked inline could not be looked up", "err", err)
		offers = nil
	}
	next := ""
	if len(offers) > from+inlinePage && from+inlinePage < mostInline {
		next = strconv.Itoa(from + inlinePage)
	}
	offers = offers[min(from, len(offers)):min(from+inlinePage, len(offers))]
	cache := inlineCache
	if limited, err := b.Access.limits(ctx); err != nil || limited { // what one is shown is not for others who may not ask
		cache = 0
	}
	err = channel.AnswerInline(ctx, in.PressID, offers, next, cache)
	if err != nil && faultOf(err) != attache.FaultHarmless {
		b.Logger.WarnContext(ctx, "what was asked inline could not be answered", "err", err)
	}
	return nil
}

// offers are at most so many quotes, and then stories, about what is typed.
func (b *Bot) offers(ctx context.Context, in attache.Incoming, most int) ([]attache.Offer, error) {
	ctx, cancel := context.WithTimeout(ctx, b.Timeout)
	defer cancel()
	r := request{in: in, chat: attache.Chat{Kind: attache.Private, Lang: in.UserLang, TimeZone: b.Defaults.TimeZone}}
	r.to = speaksTo(r.chat)
	r.call = b.called("quotes", in.Text)
	var offers []attache.Offer
	s, err := b.quoteSearch(ctx, r, false)
	if err != nil {
		return nil, err
	}
	if s.asked.typed+s.about.typed+s.asked.out.typed != "" {
		s.asked.n = (most + 1) / 2
		said, _, err := b.utterances(ctx, s, place{})
		if err != nil {
			return nil, err
		}
		for _, q := range said {
			blocks := quoteWithin(r.to, q, r.to.day(q.Published, b.Now()), longestDetail)
			offers = append(offers, attache.Offer{
				ID: "q" + q.key(), Title: text.OneLine(q.Speaker), Description: text.Shorten(text.OneLine(q.Text), 120),
				Doc: attache.Document{Blocks: blocks},
			})
		}
	}
	a, err := b.read(r.to, splitWords(in.Text), usualStories, time.UTC)
	if err != nil {
		return offers, nil // too much was typed for stories; the quotes stand
	}
	found, err := b.seek(ctx, r.to, a)
	if err != nil || !found.found || len(found.missing) > 0 {
		return offers, err
	}
	stories, _, err := b.newest(ctx, found.query, &a.out, max(most-len(offers), 1), place{})
	for _, c := range stories {
		offers = append(offers, attache.Offer{
			ID: "s" + text.Shorten(c.id, 60), Title: text.Shorten(text.OneLine(c.head.Title), 120),
			Description: fmt.Sprint(c.head.Outlet, " · ", r.to.day(c.at, b.Now())),
			Doc:         attache.Document{Blocks: b.storyBlocks(r.to, c, r.chat)},
		})
	}
	return offers, err
}
