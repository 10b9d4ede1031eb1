package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"attache"
)

// What a filter may hold.
const (
	mostFollowed    = 30 // of each of its fields
	longestFollowed = 40 // code points of a word or phrase
)

// follow narrows a chat's digest to countries, bodies and words, leaves out what is
// not wanted, or shows what it is narrowed to. "#ID" follows a track.
func (b *Bot) follow(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return b.followReply(ctx, r, r.chat, nil)
	}
	if everything(r.text) {
		return b.unfollow(ctx, r)
	}
	if id, ok := strings.CutPrefix(r.text, "#"); ok && b.Tracks != nil {
		if _, err := b.Tracks.Track(ctx, id); err == nil {
			return b.refilter(ctx, r, func(f *attache.Filter) error {
				f.Tracks = appendNew(f.Tracks, id)
				return nil
			}, nil)
		} else if !errors.Is(err, attache.ErrNotFound) {
			return reply{}, err
		}
	}
	w := wishes(r.args)
	if w.empty() {
		return reply{}, advise(textFollowWhat)
	}
	questions, err := b.question(ctx, &w)
	if err != nil {
		return reply{}, err
	}
	if w.empty() {
		return b.asks(r, questions), nil
	}
	return b.refilter(ctx, r, w.narrow, questions)
}

// narrow adds to a filter what is wished. What is wanted now was not left out, and
// the other way round.
func (w *wish) narrow(f *attache.Filter) error {
	join := func(to, from *[]string, add []string) {
		for _, s := range add {
			like := func(have string) bool { return folded(have) == folded(s) }
			*from = slices.DeleteFunc(*from, like)
			if !slices.ContainsFunc(*to, like) {
				*to = append(*to, s)
			}
		}
	}
	join(&f.Actors, &f.NotActors, w.codes)
	join(&f.Words, &f.NotWords, w.words)
	join(&f.NotActors, &f.Actors, w.notCodes)
	join(&f.NotWords, &f.Words, w.notWords)
	for _, lang := range w.langs {
		f.Langs = appendNew(f.Langs, lang)
	}
	for _, field := range [][]string{f.Actors, f.Words, f.NotActors, f.NotWords, f.Langs, f.Tracks, f.Muted} {
		if len(field) > mostFollowed {
			return advise(textFollowMost)
		}
	}
	return nil
}

// question is a word that nothing has, and what it is near to.
type question struct {
	word  string
	meant []string
}

// question takes off a wish the words that nothing stored has and that are near to
// something: they are asked about first. Those between marks are meant as they are.
func (b *Bot) question(ctx context.Context, w *wish) ([]question, error) {
	var asked []question
	for _, list := range []*[]string{&w.words, &w.notWords} {
		for _, text := range slices.Clone(*list) {
			if slices.Contains(w.typed, text) {
				continue
			}
			found, err := b.finds(ctx, attache.ArticleQuery{Words: []string{text}})
			if err != nil {
				return nil, err
			}
			if found {
				continue
			}
			meant, err := b.meant(ctx, []string{text})
			if err != nil {
				return nil, err
			}
			if len(meant) > 0 {
				asked = append(asked, question{text, meant})
				*list = slices.DeleteFunc(*list, func(s string) bool { return s == text })
			}
		}
	}
	return asked, nil
}

// asks asks about words that are not known.
func (b *Bot) asks(r request, questions []question) reply {
	blocks, buttons := b.asking(r.to, r.chat, questions)
	return reply{doc: attache.Document{Blocks: blocks, Buttons: buttons}}
}

func (b *Bot) asking(to speaker, chat attache.Chat, questions []question) (blocks []attache.Block, rows [][]attache.Button) {
	limits := b.Channels.Limits(chat.ID)
	for _, q := range questions {
		blocks = append(blocks, para(to.fill(textFollowMeant, code(q.word), to.either(q.meant))...))
		var row []attache.Button
		for _, name := range append(slices.Clone(q.meant), q.word) {
			label, command := name, "/follow "+name
			if name == q.word {
				label, command = "“"+name+"”", `/follow "`+name+`"`
			}
			if limits.HoldsCommand(command) {
				row = append(row, button(shortLabel(label), command))
			}
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return blocks, rows
}

// refilter stores what edit makes of the chat's filter, says what changed and what
// that does, and shows it. The next digest stays due when it is: one that is late
// just now must still come.
func (b *Bot) refilter(ctx context.Context, r request, edit func(*attache.Filter) error, questions []question) (reply, error) {
	var before attache.Filter
	chat, err := b.amend(ctx, r, func(c *attache.Chat) error {
		before = c.Filter
		c.Filter = copied(c.Filter)
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return edit(&c.Filter)
	})
	if err != nil {
		return reply{}, err
	}
	opening, err := b.effect(ctx, r.to, before, chat.Filter)
	if err != nil {
		return reply{}, err
	}
	rep, err := b.followReply(ctx, r, chat, opening)
	if err != nil {
		return reply{}, err
	}
	blocks, rows := b.asking(r.to, chat, questions)
	rep.doc.Blocks = append(blocks, rep.doc.Blocks...)
	rep.doc.Buttons = append(rows, rep.doc.Buttons...)
	rep.edit, rep.hint = true, textSaved
	return rep, nil
}

// copied is a filter that can be changed without the other.
func copied(f attache.Filter) attache.Filter {
	for _, field := range fieldsOf(&f) {
		*field = slices.Clone(*field)
	}
	return f
}

func fieldsOf(f *attache.Filter) []*[]string {
	return []*[]string{&f.Actors, &f.Words, &f.NotActors, &f.NotWords, &f.Langs, &f.Tracks, &f.Muted}
}

// everything tells the words that mean no narrowing.
func everything(text string) bool {
	return argumentIn("", text).whole("all") != ""
}

// ReadFilter is what a text wants to follow and leave out, as after /follow:
// countries and bodies, words, and phrases between commas. The zero Filter for
// "everything".
func ReadFilter(text string) attache.Filter {
	var f attache.Filter
	if everything(text) {
		return f
	}
	w := wishes(splitWords(text))
	if w.narrow(&f) != nil { // more than a filter holds
		return attache.Filter{}
	}
	return f
}

// filtered tells whether a chat gets less than all there is.
func filtered(f attache.Filter) bool {
	return slices.ContainsFunc(fieldsOf(&f), func(field *[]string) bool { return len(*field) > 0 })
}
