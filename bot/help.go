package bot

import (
	"context"
	"strings"

	"attache"
)

// help shows the table of commands.
func (b *Bot) help(ctx context.Context, r request) (reply, error) {
	e, err := b.examples(ctx, r.to)
	if err != nil {
		return reply{}, err
	}
	if c := b.find(strings.ToLower(strings.TrimPrefix(r.text, "/"))); c != nil && !c.hidden {
		return reply{doc: attache.Document{Blocks: []attache.Block{r.to.helpOf(c)}}}, nil
	}
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textHelpIntro)))}}
	for i, c := range b.visible() {
		line := r.to.helpOf(&c)
		line.Tight = i > 0
		doc.Blocks = append(doc.Blocks, line)
	}
	doc.Blocks = append(doc.Blocks,
		para(r.to.fill(textHelpFilter, code(cmpOr(e.followExample(), "/follow NATO, EU")))...),
		tight(para(r.to.fill(textHelpQuoted, code("/quotes "+cmpOr(e.speaker, "minister")+" 3"))...)))
	switch r.chat.Kind {
	case attache.Private:
		place := cmpOr(e.country, "NATO")
		doc.Blocks = append(doc.Blocks,
			tight(para(r.to.fill(textHelpExtras, code(place), code(strings.TrimSpace(place+" "+e.word)), code(place+" 5"))...)),
			tight(para(r.to.fill(textHelpChannels)...)))
		doc.Buttons = b.invitations(r.to, r.chat.ID)
	case attache.Group:
		doc.Blocks = append(doc.Blocks, note(plain(r.to.text(textHelpAdmins))))
	case attache.Channel: // its readers cannot write
	}
	return reply{doc: doc}, nil
}

// helpOf is a command with what may stand behind it and what it does, in a line.
func (s speaker) helpOf(c *command) attache.Block {
	var spans []attache.Inline
	if s.Leftward() { // what is typed may be Latin, and is no reason to turn the line
		spans = append(spans, plain(leftward))
	}
	spans = append(append(spans, s.apart(plain("/"+c.name))...), plain(" "))
	if c.usage != "" {
		spans = append(append(spans, s.apart(italic(s.text(c.usage)))...), plain(" "))
	}
	return para(append(spans, plain("— "+s.text(c.help)))...)
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
