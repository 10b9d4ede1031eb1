package bot

import (
	"strings"

	"attache"
	words "attache/internal/text"
)

// call is a command as somebody gave it. It is parsed once, where it comes in.
type call struct {
	row  *command // of the table; nil: there is no such command
	name string   // as typed after the slash, in lower case
	text string   // what stood after it
	args []word   // the same in words
}

// parse takes a command apart; false where the text is none.
func (b *Bot) parse(text string) (call, bool) {
	name, rest := parseCommand(text)
	if name == "" {
		return call{}, false
	}
	return b.called(name, rest), true
}

// called is a call of a command by its name.
func (b *Bot) called(name, text string) call {
	return call{row: b.find(name), name: name, text: text, args: splitWords(text)}
}

// callIn is the command that an incoming message or press stands for. In
// groups only commands of the table count; in a private chat any short text is
// a search. False: nothing is to be answered.
func (b *Bot) callIn(in attache.Incoming) (call, bool) {
	private := in.ChatKind == attache.Private
	if c, ok := b.parse(in.Text); ok {
		return c, c.row != nil || private
	}
	text := strings.TrimSpace(words.Head(in.Text, maxText))
	if !private || in.Kind == attache.IncomingPress || text == "" || strings.HasPrefix(text, "/") {
		return call{}, false
	}
	return b.spoken(text), true
}

// spoken is the command that plain words stand for: the one they begin with,
// if somebody left out the slash, else a search.
func (b *Bot) spoken(text string) call {
	first, rest, _ := strings.Cut(text, " ")
	if c := b.find(strings.ToLower(first)); c != nil && !c.hidden && (rest == "" || c.who == everybody && c.usage != "") {
		return b.called(c.name, strings.TrimSpace(rest))
	}
	return b.called("search", text)
}

// linked is the command that a deep link's payload stands for, such as
// "latest_Iran"; nil where it is none. Only commands that everybody may give
// are run so.
func (b *Bot) linked(payload string) *call {
	name, rest, _ := strings.Cut(payload, "_")
	row := b.find(strings.ToLower(name))
	if row == nil || row.who != everybody || row.hidden {
		return nil
	}
	c := b.called(row.name, strings.TrimSpace(strings.ReplaceAll(rest, "_", " ")))
	return &c
}
