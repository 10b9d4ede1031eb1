package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
)

// lastWords is how long an apology may take after the time for an answer is over.
const lastWords = 5 * time.Second

// Handle answers whatever happened in a chat. It returns when the answer is
// out or cannot be; it never panics. Context ends it early, and the person is
// told so.
func (b *Bot) Handle(ctx context.Context, in attache.Incoming) {
	defer func() {
		if p := recover(); p != nil {
			b.Logger.ErrorContext(ctx, "a handler panicked", "panic", fmt.Sprint(p), "chat", in.ChatID,
				"update", in.Cursor, "stack", string(debug.Stack()))
			b.apologize(ctx, in, errors.New("panic"))
		}
	}()
	if err := b.dispatch(ctx, in); err != nil {
		b.apologize(ctx, in, err)
	}
}

// dispatch sends each kind of event its way.
func (b *Bot) dispatch(ctx context.Context, in attache.Incoming) error {
	switch in.Kind {
	case attache.IncomingMessage, attache.IncomingPress, attache.IncomingAdded, attache.IncomingInline:
		if ok, err := b.admits(ctx, in); err != nil || !ok {
			return errors.Join(err, b.shutOut(ctx, in))
		}
	case attache.IncomingMoved, attache.IncomingRemoved, attache.IncomingUnmuted, attache.IncomingIgnored: // of chats, not of who asks
	}
	switch in.Kind {
	case attache.IncomingMessage, attache.IncomingPress:
		return b.converse(ctx, in)
	case attache.IncomingMoved:
		return b.moved(ctx, in)
	case attache.IncomingRemoved:
		return b.removed(ctx, in)
	case attache.IncomingAdded:
		return b.added(ctx, in)
	case attache.IncomingUnmuted:
		return b.unmuted(ctx, in)
	case attache.IncomingInline:
		return b.inline(ctx, in)
	case attache.IncomingIgnored:
	}
	return nil
}

// converse runs the command of a message or a button and sends the answer.
func (b *Bot) converse(ctx context.Context, in attache.Incoming) error {
	if in.ChatKind == attache.Channel {
		return b.inChannel(ctx, in)
	}
	asked, ok := b.callIn(in)
	if in.Old && in.ChatKind == attache.Group && asked.name != "page" { // it may be of any topic; a page is turned in place
		return b.pressDone(ctx, in, b.toPresser(ctx, in).text(textOldButton))
	}
	if !ok {
		return b.pressDone(ctx, in, "")
	}
	r, err := b.requestFor(ctx, in)
	if err != nil {
		return err
	}
	for next := &asked; next != nil; { // a deep link runs a second command after /start
		r.call = *next
		rep, err := b.run(ctx, r)
		if err != nil {
			return err
		}
		b.welcomeBack(ctx, r, &rep)
		if err := b.answer(ctx, r, rep); err != nil {
			return err
		}
		next = rep.then
	}
	return nil
}

// run checks who may give a command and lets it answer.
func (b *Bot) run(ctx context.Context, r request) (reply, error) {
	if r.row != nil && r.row.house && !b.operates(r.in) {
		r.row = nil
	}
	if r.row == nil {
		return b.unknown(r.to, r.name), nil
	}
	if r.row.chat && r.chat.ID == "" {
		return reply{}, advise(textNeedsChat, r.row.name)
	}
	if err := b.allow(ctx, r); err != nil {
		return reply{}, err
	}
	select {
	case b.slots <- struct{}{}:
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
	defer func() { <-b.slots }()
	ctx, cancel := context.WithTimeout(ctx, b.Timeout)
	defer cancel()
	return b.perform(ctx, r)
}

// perform lets a command of the table answer.
func (b *Bot) perform(ctx context.Context, r request) (reply, error) {
	if r.row.run == nil {
		return b.firstPage(ctx, r)
	}
	return r.row.run(ctx, r)
}

// Concerns tells whether a message is one that is answered: in groups plain
// talk is not.
func (b *Bot) Concerns(in attache.Incoming) bool {
	_, ok := b.callIn(in)
	return ok
}

// Decline answers what was not taken in hand, because its sender sent too much
// at once or, where it is superseded, pressed again.
func (b *Bot) Decline(ctx context.Context, in attache.Incoming, superseded bool) {
	if in.Kind == attache.IncomingInline {
		return // a later one is answered
	}
	if superseded {
		_ = b.pressDone(ctx, in, "")
		return
	}
	if in.ChatKind != attache.Private && in.PressID == "" {
		return // the others would read it
	}
	b.apologize(ctx, in, advise(textSlowDown))
}

// allow returns ErrNotPermitted unless who asks may do what the command does
// with these words.
func (b *Bot) allow(ctx context.Context, r request) error {
	if r.row.who == admins || r.row.who == adminsToSet && r.text != "" {
		return b.permit(ctx, r.in)
	}
	return nil
}

// permit returns ErrNotPermitted unless who wrote may change the chat's
// settings. In a channel only administrators can write at all.
func (b *Bot) permit(ctx context.Context, in attache.Incoming) error {
	if in.ChatKind == attache.Private || in.ChatKind == attache.Channel && in.UserID == "" {
		return nil
	}
	channel, answers := b.Channels.channel(in.ChatID)
	if !answers || in.UserID == "" {
		return attache.ErrNotPermitted
	}
	ok, err := channel.IsAdmin(ctx, in.ChatID, in.UserID)
	if err != nil {
		return fmt.Errorf("who administers the chat: %w", err)
	}
	if !ok {
		return attache.ErrNotPermitted
	}
	return nil
}

// answer puts a reply into the chat: in place of the pressed button's message
// where the reply edits, as a new message otherwise.
func (b *Bot) answer(ctx context.Context, r request, rep reply) error {
	if len(rep.doc.Blocks) > 0 {
		sent := false
		if rep.edit && r.pressed() && r.in.MessageID != "" {
			sent = b.edit(ctx, r.in, rep.doc)
		}
		if !sent {
			if r.in.ChatKind == attache.Group {
				rep.doc.ReplyTo = r.in.MessageID
			}
			if err := b.send(ctx, r.in.ChatID, rep.doc); err != nil {
				return &notSent{err}
			}
		}
	}
	b.Shown.Add(rep.doc.Quotes)
	b.reachable(ctx, r)
	hint := ""
	if rep.hint != "" {
		hint = b.toPresser(ctx, r.in).text(rep.hint)
	}
	return b.pressDone(ctx, r.in, hint)
}

// edit tries to change a message in place; where that cannot be, the answer
// is sent as a new one.
func (b *Bot) edit(ctx context.Context, in attache.Incoming, doc attache.Document) bool {
	channel, ok := b.Channels.channel(in.ChatID)
	if !ok {
		return false
	}
	err := again(ctx, func() error { return channel.Edit(ctx, in.ChatID, in.MessageID, doc) }) // twice changed is as once
	if err == nil || faultOf(err) == attache.FaultHarmless {
		return true
	}
	b.Logger.WarnContext(ctx, "a message could not be changed", "chat", in.ChatID, "err", err)
	return false
}

// pressDone answers a pressed button, so that it does not look stuck.
func (b *Bot) pressDone(ctx context.Context, in attache.Incoming, hint string) error {
	if in.PressID == "" {
		return nil
	}
	channel, ok := b.Channels.channel(in.ChatID)
	if !ok {
		return nil
	}
	if most := channel.Limits().Hint; most > 0 {
		hint = tame(hint, most)
	}
	err := again(ctx, func() error { return channel.Press(ctx, in.ChatID, in.PressID, hint) })
	if err != nil && faultOf(err) != attache.FaultHarmless {
		b.Logger.WarnContext(ctx, "a pressed button could not be answered", "chat", in.ChatID, "err", err)
	}
	return nil
}

// notSent is an answer that did not reach its chat; an apology would not either.
type notSent struct{ cause error }

func (n *notSent) Error() string { return "the answer was not sent: " + n.cause.Error() }
func (n *notSent) Unwrap() error { return n.cause }

// apologize tells a person what went wrong and what to do, and the log why.
func (b *Bot) apologize(ctx context.Context, in attache.Incoming, err error) {
	defer func() { // a channel that panics must not bring down the rest
		if p := recover(); p != nil {
			b.Logger.ErrorContext(ctx, "an apology panicked", "panic", fmt.Sprint(p), "chat", in.ChatID)
		}
	}()
	timedOut := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	explain := b.explain(ctx, in, err, timedOut)
	if in.Kind == attache.IncomingInline || len(b.Channels) == 0 || in.ChatID == "" {
		return
	}
	if explain == nil {
		_ = b.pressDone(ctx, in, "")
		return
	}
	if in.PressID != "" {
		if text := spanned(explain(b.toPresser(ctx, in))); b.Channels.Limits(in.ChatID).HoldsHint(utf8.RuneCountInString(text)) {
			_ = b.pressDone(ctx, in, text)
			return
		}
		_ = b.pressDone(ctx, in, "")
	}
	if in.ChatKind != attache.Private && (errors.Is(err, attache.ErrNotPermitted) || in.ChatKind == attache.Channel) {
		return // what one is refused is not the others' to read
	}
	doc := attache.Document{Blocks: []attache.Block{para(explain(b.toWhom(ctx, in))...)}}
	if in.ChatKind == attache.Group {
		doc.ReplyTo = in.MessageID
	}
	if err := b.send(ctx, in.ChatID, doc); err != nil {
		b.Logger.WarnContext(ctx, "an apology was not sent", "chat", in.ChatID, "err", err)
	}
}

// toWhom is the speaker for whom something is answered; where the store does not tell,
// in the language of their client.
func (b *Bot) toWhom(ctx context.Context, in attache.Incoming) speaker {
	if r, err := b.requestFor(ctx, in); err == nil {
		return r.to
	}
	return speaks(in.UserLang)
}

// toPresser is the speaker for whom a pop-up is, that nobody else of a group or a channel
// sees: in the language that who pressed chose in their own chat with the bot, else in
// that of their client where it is one of ours, else in the chat's.
func (b *Bot) toPresser(ctx context.Context, in attache.Incoming) speaker {
	if in.ChatKind == attache.Private || in.UserID == "" {
		return b.toWhom(ctx, in)
	}
	if own, err := b.Store.Chat(ctx, in.UserID); err == nil && own.Speaks != "" {
		return speaks(own.Speaks)
	}
	if lang, _, _ := strings.Cut(in.UserLang, "-"); tongues().Has(lang) {
		return speaks(lang)
	}
	return b.toWhom(ctx, in)
}

// explain notes an error, and gives what a person is told of it, in the language of a
// speaker; nil for nothing.
func (b *Bot) explain(ctx context.Context, in attache.Incoming, err error, timedOut bool) func(speaker) []attache.Inline {
	saying := func(k key) func(speaker) []attache.Inline {
		return func(to speaker) []attache.Inline { return to.fill(k) }
	}
	var advice *Advice
	var unsent *notSent
	switch {
	case errors.As(err, &advice):
		return advice.in
	case errors.Is(err, attache.ErrNotPermitted):
		return saying(textNotPermitted)
	case errors.As(err, &unsent) && faultOf(err) != attache.FaultMalformed:
		b.Logger.WarnContext(ctx, "an answer was not sent", "chat", in.ChatID, "update", in.Cursor, "err", err)
		return nil
	case timedOut || errors.Is(err, context.DeadlineExceeded):
		b.Logger.WarnContext(ctx, "an answer took too long", "chat", in.ChatID, "update", in.Cursor, "err", err)
		return saying(textTooSlow)
	}
	b.Logger.ErrorContext(ctx, "an answer failed", "chat", in.ChatID, "update", in.Cursor, "err", err)
	if in.Kind != attache.IncomingMessage && in.Kind != attache.IncomingPress {
		return nil
	}
	return saying(textTrouble)
}
