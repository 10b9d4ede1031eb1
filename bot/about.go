package bot

import (
	"context"

	"attache"
)

// about says what this is and why it can be trusted.
func (b *Bot) about(ctx context.Context, _ request) (reply, error) {
	title := textName
	if b.Version != "" {
		title += " " + b.Version
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(title))}}
	doc.Blocks = append(doc.Blocks, say(textAboutWhat, textAboutTrust, textAboutKinds).Blocks...)
	if b.CountSources != nil {
		if n, err := b.CountSources(ctx); err == nil {
			doc.Blocks = append(doc.Blocks, para(fill(textAboutSources, plain(count(n, textSource, textSources)))...))
		} else {
			b.Logger.WarnContext(ctx, "the sources could not be counted", "err", err)
		}
	}
	doc.Blocks = append(doc.Blocks, note(plain(textAboutFree)))
	return reply{doc: doc}, nil
}
