package bot

import (
	"context"
	"strings"

	"attache"
)

// help shows the table of commands.
func (b *Bot) help(ctx context.Context, r request) (reply, error) {
	e, err := b.examples(ctx)
	if err != nil {
		return reply{}, err
	}
	if c := b.find(strings.ToLower(strings.TrimPrefix(r.text, "/"))); c != nil && !c.hidden {
		return reply{doc: attache.Document{Blocks: []attache.Block{para(plain("/"+c.name+" "), italic(c.usage), plain(" — "+c.help))}}}, nil
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(textHelpIntro))}}
	for i, c := range b.visible() {
		line := para(plain("/"+c.name+" "), italic(c.usage), plain(" — "+c.help))
		if c.usage == "" {
			line = para(plain("/" + c.name + " — " + c.help))
		}
		line.Tight = i > 0
		doc.Blocks = append(doc.Blocks, line)
	}
	doc.Blocks = append(doc.Blocks,
		para(fill(textHelpFilter, code(cmpOr(e.followExample(), "/follow NATO, EU")))...),
		tight(para(fill(textHelpQuoted, code("/quotes "+cmpOr(e.speaker, "minister")+" 3"))...)))
	switch r.chat.Kind {
	case attache.Private:
		place := cmpOr(e.country, "NATO")
		doc.Blocks = append(doc.Blocks,
			tight(para(fill(textHelpExtras, code(place), code(strings.TrimSpace(place+" "+e.word)), code(place+" 5"))...)),
			tight(para(marked(textHelpChannels)...)))
		doc.Buttons = b.invitations(r.chat.ID)
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
