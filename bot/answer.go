package bot

import (
	"context"
	"strings"

	"attache"
)

// Answer runs a command, such as "/latest Geneva 5", for a terminal or a
// page: no channel, no permissions, the same answers. chat gives the time
// zone and the filter; its ID is "" for somebody who is no subscriber, and
// commands that change a subscription are refused then. An *Advice is for the
// person; other errors are failures.
func (b *Bot) Answer(ctx context.Context, chat attache.Chat, text string) (attache.Document, error) {
	asked := b.called(searching, text)
	if strings.HasPrefix(strings.TrimSpace(text), "/") {
		var ok bool
		if asked, ok = b.parse(text); !ok {
			return attache.Document{}, advise(textSeeHelp)
		}
	}
	in := attache.Incoming{ChatID: chat.ID, ChatKind: attache.Private, Text: text, Time: b.Now()}
	r := request{in: in, chat: chat, known: chat.State != "", call: asked}
	b.complete(&r.chat, in)
	r.to = speaksTo(r.chat)
	rep, err := b.run(ctx, r)
	return rep.doc, err
}
