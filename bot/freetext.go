package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"attache"
)

// longestSearch is how many words a message may have to be taken for a search.
const longestSearch = 8

// search answers plain words: with the newest stories about them.
func (b *Bot) search(ctx context.Context, r request) (reply, error) {
	if rep, ok := b.offerTime(r); ok {
		return rep, nil
	}
	if rep, ok, err := b.courtesy(ctx, r); ok || err != nil {
		return rep, err
	}
	if !strings.ContainsFunc(r.text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }) && !flagged(r.args) {
		return b.help(ctx, r)
	}
	if newsAsked[folded(strings.Trim(r.text, " ?!.？"))] {
		r.args = nil
	}
	return b.firstPage(ctx, r)
}

// flagged tells whether words have a flag among them.
func flagged(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool { codes, _ := flagsIn(w.text); return len(codes) > 0 })
}

// Terms are the words that are looked for when somebody types a text.
func (b *Bot) Terms(text string) []string {
	a, err := b.read(speaks(homeLang), splitWords(text), usualStories, time.UTC)
	if err != nil {
		return nil
	}
	return strings.Fields(a.typed)
}

// unknown answers a command that is none.
func (b *Bot) unknown(to speaker, name string) reply {
	spans := to.fill(textUnknown, code("/"+tame(name, 32)))
	if meant := b.nearest(name); meant != "" {
		spans = append(append(spans, plain(" ")), to.fill(textMeant, "/"+meant)...)
	}
	return reply{doc: attache.Document{Blocks: []attache.Block{para(spans...), tight(para(to.fill(textSeeHelp)...))}}}
}

// offerTime answers a bare time of day, which somebody types who wants the
// digest then: with a button, so that nothing changes by mistake.
func (b *Bot) offerTime(r request) (reply, bool) {
	text, to := strings.TrimSpace(r.text), r.to
	if len(text) < 4 || len(text) > 5 || strings.Trim(text, "0123456789:") != "" || strings.Count(text, ":") != 1 {
		return reply{}, false
	}
	if _, err := b.Next(text, r.chat.TimeZone, b.Now()); err != nil {
		return reply{}, false
	}
	doc := attache.Document{
		Blocks:  []attache.Block{para(to.fill(textSetTime, bold(b.inWords(to, text, r.chat.TimeZone)))...)},
		Buttons: [][]attache.Button{{button(to.text(textButtonSet, text), "/schedule "+text)}},
	}
	return reply{doc: doc}, true
}
