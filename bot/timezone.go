package bot

import (
	"context"

	"attache"
)

// timezone shows whose clock the digest comes by, or sets it. A chat that was
// not subscribed is not by that.
func (b *Bot) timezone(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: attache.Document{Blocks: []attache.Block{
			para(b.zoneNow(r.to, r.chat)...), para(r.to.fill(textZoneHow)...),
		}}}, nil
	}
	zone, err := b.FindZone(tame(r.text, 80))
	if err != nil {
		return reply{}, &Advice{Text: sentence(err.Error()), Err: err, closer: true, key: textZoneUnread, values: []any{code(tame(r.text, 80))}}
	}
	chat, err := b.change(ctx, r, func(c *attache.Chat) error {
		c.TimeZone = zone
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return nil
	})
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: []attache.Block{para(b.zoneNow(r.to, chat)...)}}
	switch {
	case chat.State != attache.ChatActive:
		doc.Blocks = append(doc.Blocks, para(plain(r.to.text(textNotStarted))))
	case chat.Schedule != "":
		doc.Blocks = append(doc.Blocks, para(b.promise(r.to, chat)...))
	}
	return reply{doc: doc, edit: true, hint: textSaved}, nil
}

func (b *Bot) zoneNow(to speaker, chat attache.Chat) []attache.Inline {
	return to.fill(textZoneIs, bold(zoneName(chat.TimeZone)), b.Now().In(b.zone(chat)).Format(clockFace))
}
