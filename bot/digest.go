package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/stem"
)

// usualHours is how far back /digest looks, and mostDigested how far it can.
const (
	usualHours   = 24
	mostDigested = 31 * 24
)

// digest compiles a digest on demand: of the last day, of another time ("48",
// "week", "since monday"), of what somebody names instead of what the chat follows.
func (b *Bot) digest(ctx context.Context, r request) (reply, error) {
	when, a, refused, err := b.digested(r)
	if err != nil {
		return reply{}, err
	}
	chat, to := r.chat, b.Now().UTC()
	if !when.until.IsZero() {
		to = when.until.UTC()
	}
	if len(a.codes)+len(a.words) > 0 {
		chat.Filter = attache.Filter{Actors: a.codes, Words: stems(a.words)}
	}
	if chat.Filter, err = without(chat.Filter, refused); err != nil {
		return reply{}, err
	}
	e, err := b.Compile(ctx, chat, when.since.UTC(), to)
	if err != nil {
		return reply{}, err
	}
	if e.To.IsZero() {
		e.From, e.To = when.since.UTC(), to
	}
	name, about := capital(when.name), a.typed
	if len(refused) > 0 {
		about = strings.TrimSpace(about + " " + r.to.text(textNot) + " " + strings.Join(shownWords(refused), " "))
	}
	if about != "" {
		name = about + " · " + when.name
	}
	if about != "" && e.Stories() == 0 {
		doc := attache.Document{Blocks: []attache.Block{para(r.to.fill(textNothingThen, code(about), plain(when.name))...)}}
		if a.typed != "" {
			doc.Buttons = choices("/latest ", []string{a.typed}, b.Channels.Limits(r.chat.ID))
		}
		return reply{doc: doc}, nil
	}
	e.ID = "" // it is not stored: the button asks for the last day's reasons anew
	return reply{doc: layoutNamed(e, chat, name, b.Channels.Limits(r.chat.ID), b.Pages)}, nil
}

// without is a filter that also leaves out what words name, as /follow reads them.
func without(f attache.Filter, refused []word) (attache.Filter, error) {
	if len(refused) == 0 {
		return f, nil
	}
	var w wish
	w.add(refused, false, true)
	w.notWords = stems(w.notWords)
	for _, list := range []*[]string{&f.Actors, &f.Words, &f.NotActors, &f.NotWords} { // the chat's own stay as they are
		*list = slices.Clone(*list)
	}
	err := w.narrow(&f)
	return f, err
}

// digested reads what stands behind /digest: a number alone is one of hours, and
// refused is what was typed to be left out.
func (b *Bot) digested(r request) (when span, a asked, refused []word, err error) {
	now := b.Now().In(b.zone(r.chat))
	if argumentIn(r.to.Lang(), r.text).whole("tomorrow") != "" {
		return span{}, asked{}, nil, advise(textDigestHours)
	}
	when, rest := takeTime(r.to, r.args, now)
	if when.name == "" {
		when = lately(r.to, now, usualHours)
		for i, w := range rest {
			n, ok := wanted(w.text)
			if !ok || w.quoted || i > 0 && numbered[folded(rest[i-1].text)] {
				continue
			}
			if n < 1 {
				return span{}, asked{}, nil, advise(textDigestHours)
			}
			when, rest = lately(r.to, now, n), slices.Delete(slices.Clone(rest), i, i+1)
			break
		}
	}
	if now.Sub(when.since) > mostDigested*time.Hour {
		return span{}, asked{}, nil, advise(textDigestMost, mostDigested/24)
	}
	rest, refused = apart(rest)
	a, err = b.read(r.to, rest, usualStories, b.zone(r.chat))
	return when, a, refused, err
}

// stems are words as they begin in any of their forms, for what is looked for
// within headlines.
func stems(words []string) []string {
	var list []string
	for _, w := range words {
		f := folded(w)
		best := f
		for _, lang := range stem.Langs(f) {
			if s := stem.Of(f, lang); strings.HasPrefix(f, s) && utf8.RuneCountInString(s) > 3 && len(s) < len(best) {
				best = s
			}
		}
		list = append(list, best)
	}
	return list
}

// capital makes a text begin with a capital.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// digestButtons lead from a digest to the rest.
func digestButtons(to speaker) [][]attache.Button {
	return [][]attache.Button{{
		to.button(textButtonLatest, "/latest"), to.button(textButtonQuotes, "/quotes"), to.button(textButtonSettings, "/settings"),
	}}
}
