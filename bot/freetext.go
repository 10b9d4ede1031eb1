package bot

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"attache"
)

// longestSearch is how many words a message may have to be taken for a search.
const longestSearch = 8

// commandIn is the command that an incoming message or press stands for. In
// groups only commands to this bot count; in a private chat any short text is
// a search. False: nothing is to be answered.
func (b *Bot) commandIn(in attache.Incoming) (string, bool) {
	name, bot, rest := parseCommand(in.Text)
	if name != "" {
		if bot != "" && b.Name != "" && !strings.EqualFold(bot, b.Name) {
			return "", false
		}
		if _, known := b.find(name); !known && in.ChatKind != attache.Private {
			return "", false
		}
		return strings.TrimSpace("/" + name + " " + rest), true
	}
	if in.ChatKind != attache.Private || in.Kind == attache.IncomingPress || rest == "" || strings.HasPrefix(in.Text, "/") {
		return "", false
	}
	return b.slashed(rest), true
}

// slashed is the command that plain words stand for: the one they begin with,
// if somebody left out the slash, else a search.
func (b *Bot) slashed(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	c, ok := b.find(strings.ToLower(first))
	if ok && !c.hidden && (rest == "" || c.who == everybody && c.usage != "") {
		return strings.TrimSpace("/" + c.name + " " + rest)
	}
	return "/search " + text
}

// search answers plain words: with the newest stories about them.
func (b *Bot) search(ctx context.Context, r request) (reply, error) {
	if rep, ok := b.offerTime(r.chat, r.text); ok {
		return rep, nil
	}
	if !strings.ContainsFunc(r.text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }) {
		return b.help(ctx, r)
	}
	if len(texts(r.args)) > longestSearch {
		return reply{}, advise(textLonger)
	}
	r.args = keepNumber(r.args)
	return b.latest(ctx, r)
}

// unknown answers a command that is none.
func (b *Bot) unknown(name string) reply {
	spans := fill(textUnknown, code("/"+tame(name, 32)))
	if meant := b.nearest(name); meant != "" {
		spans = append(append(spans, plain(" ")), fill(textMeant, plain("/"+meant))...)
	}
	return reply{doc: attache.Document{Blocks: []attache.Block{para(spans...), tight(para(plain(textSeeHelp)))}}}
}

// offerTime answers a bare time of day, which somebody types who wants the
// digest then: with a button, so that nothing changes by mistake.
func (b *Bot) offerTime(chat attache.Chat, text string) (reply, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 4 || len(text) > 5 || strings.Trim(text, "0123456789:") != "" || strings.Count(text, ":") != 1 {
		return reply{}, false
	}
	if _, err := b.Next(text, chat.TimeZone, b.Now()); err != nil {
		return reply{}, false
	}
	doc := attache.Document{
		Blocks:  []attache.Block{para(fill(textSetTime, bold(b.DescribeSchedule(text, chat.TimeZone)))...)},
		Buttons: [][]attache.Button{{button(fmt.Sprintf(textButtonSet, text), "/schedule "+text)}},
	}
	return reply{doc: doc}, true
}
