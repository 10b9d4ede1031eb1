package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// polarities are what the words of saying tell of a quote (the values of
// Quote.Polarity), how that reads, and the words that ask for it.
var polarities = []struct {
	value attache.Polarity
	name  key
	words []string
}{
	{attache.Denied, textSaidDenied, strings.Fields("rejected rejects reject rejecting denied denies deny denying refused refuses refuse " +
		"dismissed dismisses dismiss")},
	{
		attache.Agreed, textSaidAgreed,
		strings.Fields("agreed agrees agree accepted accepts accept confirmed confirms confirm welcomed welcomes " +
			"welcome"),
	},
	{attache.Warned, textSaidWarned, strings.Fields("warned warns warn threatened threatens threaten")},
	{attache.Accused, textSaidAccused, strings.Fields("accused accuses accuse condemned condemns condemn criticized criticised criticizes " +
		"criticises")},
	{attache.Urged, textSaidUrged, strings.Fields("demanded demands demand urged urges urge requested requests")},
}

// nothingThat says that nobody was found to have said something of a polarity.
func nothingThat(to speaker, s quoteSearch) attache.Document {
	who, text := plain(to.text(textAnybody)), textNothingThat
	if s.asked.typed != "" {
		who = code(s.asked.typed)
	}
	values := []any{who, polarityName(to, s.polarity)}
	if s.about.typed != "" {
		text = textNothingAboutThat
		values = append([]any{code(s.about.typed)}, values...)
	}
	return attache.Document{Blocks: []attache.Block{para(to.fill(text, values...)...), tight(note(plain(to.text(textVerbDecides))))}}
}

// polarityOf is the polarity that a typed word asks for, or "". What stands
// between marks is never one.
func polarityOf(w word) attache.Polarity {
	for _, p := range polarities {
		if !w.quoted && slices.Contains(p.words, strings.ToLower(w.text)) {
			return p.value
		}
	}
	return ""
}

// polarityName says a polarity in words.
func polarityName(to speaker, value attache.Polarity) string {
	for _, p := range polarities {
		if p.value == value {
			return to.text(p.name)
		}
	}
	return ""
}

// takePolarity takes the word for a polarity off the words for a person: it
// stands behind the name ("Lind rejected") or before it. A word that somebody
// who was quoted bears as a name is that name; alone between marks it always
// is.
func (b *Bot) takePolarity(ctx context.Context, words []word) (polarity attache.Polarity, person []word, err error) {
	if len(words) == 0 {
		return "", words, nil
	}
	for _, i := range []int{len(words) - 1, 0} {
		polarity = polarityOf(words[i])
		if polarity == "" {
			continue
		}
		if named, err := b.someoneNamed(ctx, words, words[i].text); named || err != nil {
			return "", words, err
		}
		person = slices.Delete(slices.Clone(words), i, i+1)
		return polarity, person, nil
	}
	return "", words, nil
}

// someoneNamed tells whether all the words are those of one speaker, and one
// of them a name: "the accused" is no name, "Amadou Deny" is.
func (b *Bot) someoneNamed(ctx context.Context, words []word, name string) (bool, error) {
	page, _, err := b.Store.Quotes(ctx, attache.QuoteQuery{Speaker: strings.Join(limit(texts(words)), " "), Limit: 10})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(page, func(q attache.Quote) bool {
		return q.Showable() && slices.ContainsFunc(strings.Fields(q.Speaker), func(w string) bool {
			first, _ := utf8.DecodeRuneInString(w)
			return unicode.IsUpper(first) && folded(w) == folded(name)
		})
	}), nil
}
