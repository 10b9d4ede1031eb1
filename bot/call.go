package bot

import (
	"slices"
	"strings"
	"unicode"

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
	name, rest := cutCommand(text)
	if name == "" {
		return call{}, false
	}
	if c := b.called(strings.ToLower(name), rest); c.row != nil {
		return c, true
	}
	if c, ok := b.glued(name, rest); ok {
		return c, true
	}
	return b.called(strings.ToLower(name), rest), true
}

// glued is a command that what belongs behind it stands at, as in /latestIran:
// where that begins with a capital, a digit or a _, or is a country.
func (b *Bot) glued(name, rest string) (call, bool) {
	var best string
	for _, c := range b.table {
		for _, known := range append([]string{c.name}, c.also...) {
			if len(known) > len(best) && len(name) > len(known) && c.usage != "" && !c.hidden && strings.EqualFold(name[:len(known)], known) {
				best = known
			}
		}
	}
	if best == "" {
		return call{}, false
	}
	tail := name[len(best):]
	first := rune(tail[0])
	text := strings.TrimSpace(strings.ReplaceAll(tail, "_", " "))
	if first != '_' && !unicode.IsUpper(first) && !unicode.IsDigit(first) && party([]string{text}) == "" {
		return call{}, false
	}
	return b.called(best, strings.TrimSpace(text+" "+rest)), true
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
	text := strings.TrimSpace(words.Head(in.Text, maxText))
	if in.Forwarded { // somebody else's words
		return b.called(searching, text), private && text != "" && !strings.HasPrefix(text, "/")
	}
	if c, ok := b.parse(in.Text); ok {
		if c.row != nil && c.row.house && !b.operates(in) {
			c.row = nil
		}
		return c, c.row != nil || private
	}
	if !private && !in.Addressed || in.Kind == attache.IncomingPress || in.Text == "" && private {
		return call{}, false
	}
	text = strings.TrimSpace(strings.TrimLeft(text, "/／ "))
	if text == "" {
		return b.called("help", ""), true
	}
	return b.spoken(text), true
}

// searching is the command that plain words stand for.
const searching = "find"

// spoken is the command that plain words stand for: the one they begin with,
// if somebody left out the slash, else a search.
func (b *Bot) spoken(text string) call {
	first, rest, _ := strings.Cut(text, " ")
	name := strings.ToLower(strings.TrimRight(first, "!.:,"))
	if c := b.find(name); c != nil && !c.hidden && (rest == "" || slices.Contains(spokenWithWords, name)) {
		return b.called(c.name, strings.TrimSpace(rest))
	}
	return b.called(searching, text)
}

// spokenWithWords are commands that plain words give with what follows them; other
// commands' names are words of the news: "pause in the fighting".
var spokenWithWords = strings.Fields("latest news search quotes quote asked track digest why follow unfollow mute unmute alerts " +
	"schedule timezone")

// linked is the command that a deep link's payload stands for, such as
// "latest_Iran"; nil where it is none. A link takes nothing away: it neither ends
// a subscription nor narrows less.
func (b *Bot) linked(payload string) *call {
	name, rest := readPayload(payload)
	row := b.find(name)
	if row == nil || row.hidden || row.name == "start" || row.who == admins || row.name == "unfollow" || takesAway(rest) {
		return nil
	}
	c := b.called(row.name, rest)
	return &c
}
