package bot

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// about says what this is and why it can be trusted.
// Alone with somebody it tells them their own user id as well.
func (b *Bot) about(ctx context.Context, r request) (reply, error) {
	title := r.to.text(textName)
	if b.Version != "" {
		title += " " + b.Version
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(title))}}
	doc.Blocks = append(doc.Blocks, r.to.say(textAboutWhat, textAboutTrust, textAboutKinds).Blocks...)
	if b.CountSources != nil {
		if n, err := b.CountSources(ctx); err == nil {
			doc.Blocks = append(doc.Blocks, para(r.to.fill(textAboutSources, r.to.text(textSources, n))...))
		} else {
			b.Logger.WarnContext(ctx, "the sources could not be counted", "err", err)
		}
	}
	if rate, err := b.wrongRate(ctx, r.to); err != nil {
		b.Logger.WarnContext(ctx, "what readers say is wrong could not be counted", "err", err)
	} else if rate != "" {
		doc.Blocks = append(doc.Blocks, para(plain(rate)))
	}
	if channel, id, ok := strings.Cut(r.in.UserID, ":"); ok && r.in.ChatKind == attache.Private {
		first, size := utf8.DecodeRuneInString(channel)
		name := string(unicode.ToUpper(first)) + channel[size:]
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textAboutYou, name, code(id))...))
	}
	doc.Blocks = append(doc.Blocks, note(plain(r.to.text(textAboutFree))))
	return reply{doc: doc}, nil
}
