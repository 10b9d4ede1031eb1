package bot

import (
	"context"

	"attache"
)

// help shows the table of commands.
func (b *Bot) help(_ context.Context, r request) (reply, error) {
	doc := attache.Document{Blocks: []attache.Block{heading(plain(textHelpIntro))}}
	for i, c := range b.visible() {
		line := para(plain("/"+c.name+" "), italic(c.usage), plain(" — "+c.help))
		if c.usage == "" {
			line = para(plain("/" + c.name + " — " + c.help))
		}
		line.Tight = i > 0
		doc.Blocks = append(doc.Blocks, line)
	}
	doc.Blocks = append(doc.Blocks, para(marked(textHelpFilter)...), tight(para(marked(textHelpQuoted)...)))
	switch r.chat.Kind {
	case attache.Private:
		doc.Blocks = append(doc.Blocks, tight(para(marked(textHelpExtras)...)))
	case attache.Group:
		doc.Blocks = append(doc.Blocks, note(plain(textHelpAdmins)))
	case attache.Channel: // its readers cannot write
	}
	return reply{doc: doc}, nil
}

// visible is the table without what only buttons use.
func (b *Bot) visible() []command {
	var list []command
	for _, c := range b.table {
		if !c.hidden {
			list = append(list, c)
		}
	}
	return list
}
