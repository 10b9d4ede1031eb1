package bot

import (
	"context"
	"errors"

	"attache"
)

// request is a command on its way to its handler.
type request struct {
	chat  attache.Chat // as stored; with the defaults where the chat is new
	known bool         // the store has the chat
	in    attache.Incoming
	to    speaker // in the language of whom is answered
	call
}

// pressed tells a button from a typed command.
func (r request) pressed() bool { return r.in.Kind == attache.IncomingPress }

// reply is what a handler answers.
type reply struct {
	doc  attache.Document
	then *call // a command to run as well, after this answer
	edit bool  // a press changes its own message instead of sending another
	hint key   // shown over the chat when a button was pressed
}

// handler answers a command.
type handler func(ctx context.Context, r request) (reply, error)

// Advice is an error for the person who wrote: what is wrong and what to do.
type Advice struct {
	Text string // in English
	Err  error  // the cause, for the log; may be nil

	key    key  // what says it in other languages; "": Text does
	closer bool // Text says more than the key's
	values []any
}

// Error is the advice itself.
func (a *Advice) Error() string { return a.Text }

// Unwrap gives the cause.
func (a *Advice) Unwrap() error { return a.Err }

// in is the advice in a language.
func (a *Advice) in(to speaker) []attache.Inline {
	if a.key == "" || a.closer && to.Lang() == homeLang {
		return []attache.Inline{plain(a.Text)}
	}
	return to.fill(a.key, a.values...)
}

// advise is advice that one of the texts gives; because is its cause.
func advise(k key, values ...any) error { return adviseOf(nil, k, values...) }

func adviseOf(because error, k key, values ...any) error {
	return &Advice{Text: speaks(homeLang).text(k, values...), Err: because, key: k, values: values}
}

// requestFor reads the chat a command came from.
func (b *Bot) requestFor(ctx context.Context, in attache.Incoming) (request, error) {
	r := request{in: in, chat: attache.Chat{ID: in.ChatID}}
	if in.ChatID != "" {
		chat, err := b.Store.Chat(ctx, in.ChatID)
		switch {
		case err == nil:
			r.chat, r.known = chat, true
		case !errors.Is(err, attache.ErrNotFound):
			return r, err
		}
	}
	b.complete(&r.chat, in)
	r.to = speaksTo(r.chat)
	return r, nil
}

// complete fills what an incoming event tells about a chat, and the defaults.
func (b *Bot) complete(chat *attache.Chat, in attache.Incoming) {
	if in.ChatKind != "" {
		chat.Kind = in.ChatKind
	}
	if in.ChatTitle != "" {
		chat.Title = tame(in.ChatTitle, 200)
	}
	if lang := tame(in.UserLang, 8); lang != "" && (chat.Lang == "" || chat.Kind == attache.Private) { // somebody's client may change
		chat.Lang = lang
	}
	if chat.TimeZone == "" {
		chat.TimeZone = b.Defaults.TimeZone
	}
}
