package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
)

// Access says who may use the bot: everybody, or only those that are listed or were
// invited; and in any case nobody who is banned. Ids are addresses of users and of
// chats; a group's topics are the group. It is kept in one note.
type Access struct {
	Notes  attache.Notebook
	Listed bool     // only who is listed or invited may
	IDs    []string // who is listed in the configuration
	// Operators run the bot: they are let in whatever else is listed, and never shut out.
	Operators []string

	mu     sync.Mutex
	loaded bool
	book   accessBook
	told   map[string]string // by chat, the day on which it was told that it may not
}

// accessBook is what operators decided from a chat.
type accessBook struct {
	Invited map[string]time.Time `json:"invited,omitempty"` // since when
	Banned  map[string]time.Time `json:"banned,omitempty"`
	Invites map[string]invite    `json:"invites,omitempty"` // by token
}

// invite lets so many in, until it ends.
type invite struct {
	Left  int       `json:"left"`
	Until time.Time `json:"until"`
}

const (
	accessNote    = "bot.access"
	mostInvites   = 200
	mostAccess    = 20_000 // invited, and banned
	mostTold      = 10_000
	invitePayload = "invite-"
)

var errAccessFull = errors.New("more are listed than are kept; put them into access.ids of the configuration")

// load reads the note once. a.mu is held.
func (a *Access) load(ctx context.Context) error {
	if a.loaded {
		return nil
	}
	raw, err := a.Notes.Note(ctx, accessNote)
	switch {
	case errors.Is(err, attache.ErrNotFound):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(raw, &a.book); err != nil {
			return fmt.Errorf("who may use the bot cannot be read (note %s): %w", accessNote, err)
		}
	}
	a.loaded = true
	return nil
}

// change edits the book and keeps it; what cannot be kept is not changed.
func (a *Access) change(ctx context.Context, edit func(*accessBook) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.load(ctx); err != nil {
		return err
	}
	next := accessBook{Invited: maps.Clone(a.book.Invited), Banned: maps.Clone(a.book.Banned), Invites: maps.Clone(a.book.Invites)}
	for _, m := range []*map[string]time.Time{&next.Invited, &next.Banned} {
		if *m == nil {
			*m = map[string]time.Time{}
		}
	}
	if next.Invites == nil {
		next.Invites = map[string]invite{}
	}
	if err := edit(&next); err != nil {
		return err
	}
	if len(next.Invited) > mostAccess || len(next.Banned) > mostAccess {
		return errAccessFull
	}
	raw, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := a.Notes.SetNote(ctx, accessNote, raw); err != nil {
		return err
	}
	a.book = next
	return nil
}

// Admits tells whether a chat may use the bot and is sent what comes by itself: a
// channel also where who manages it may.
func (a *Access) Admits(ctx context.Context, ids ...string) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.load(ctx); err != nil {
		return false, err
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	for _, id := range ids {
		if _, banned := a.book.Banned[id]; banned && !slices.Contains(a.Operators, id) {
			return false, nil
		}
	}
	return !a.Listed || slices.ContainsFunc(ids, func(id string) bool {
		_, invited := a.book.Invited[id]
		return invited || slices.Contains(a.IDs, id) || slices.Contains(a.Operators, id)
	}), nil
}

// Set changes who is let in by the configuration, and who runs the bot.
func (a *Access) Set(listed bool, ids, operators []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.Listed, a.IDs, a.Operators = listed, ids, operators
}

// Let lets somebody or a chat in.
func (a *Access) Let(ctx context.Context, id string, now time.Time) error {
	return a.change(ctx, func(b *accessBook) error {
		b.Invited[id] = now.UTC()
		return nil
	})
}

// AdmitsChat tells whether a chat is sent what comes by itself. Places that are only
// sent to are the configuration's own.
func (a *Access) AdmitsChat(ctx context.Context, channels Router, chat attache.Chat) (bool, error) {
	if _, answers := channels.channel(chat.ID); !answers {
		return true, nil
	}
	manager := ""
	if chat.Kind == attache.Channel {
		manager = chat.Manager
	}
	return a.Admits(ctx, channels.outer(chat.ID), manager)
}

// limits tells whether there is anybody who may not use the bot.
func (a *Access) limits(ctx context.Context) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := a.load(ctx)
	return a.Listed || len(a.book.Banned) > 0, err
}

// banned tells whether somebody is shut out.
func (a *Access) banned(ctx context.Context, id string) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := a.load(ctx)
	_, banned := a.book.Banned[id]
	return banned, err
}

// listed tells whether only who is let in may use the bot.
func (a *Access) listed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.Listed
}

// Move gives a chat's place in the lists to its new id.
func (a *Access) Move(ctx context.Context, old, id string) error {
	err := a.change(ctx, func(b *accessBook) error {
		moved := false
		for _, m := range []map[string]time.Time{b.Invited, b.Banned} {
			if at, ok := m[old]; ok {
				m[id], moved = at, true
				delete(m, old)
			}
		}
		if !moved {
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// Invite makes a link's payload that lets so many in until then: nobody can guess it.
func (a *Access) Invite(ctx context.Context, uses int, now, until time.Time) (payload string, err error) {
	token := strings.ToLower(rand.Text())
	err = a.change(ctx, func(b *accessBook) error {
		maps.DeleteFunc(b.Invites, func(_ string, i invite) bool { return i.Left < 1 || !now.Before(i.Until) })
		if len(b.Invites) >= mostInvites {
			return fmt.Errorf("there are %d invitations that were not used yet; wait until some end", mostInvites)
		}
		b.Invites[token] = invite{Left: uses, Until: until.UTC()}
		return nil
	})
	return invitePayload + token, err
}

// Redeem lets somebody in by an invitation's payload; false where it is none, is used up
// or over. Who is in already does not use it up; who is banned is not let in.
func (a *Access) Redeem(ctx context.Context, payload, id string, now time.Time) (bool, error) {
	token, ok := strings.CutPrefix(payload, invitePayload)
	if !ok || token == "" || id == "" {
		return false, nil
	}
	let := false
	err := a.change(ctx, func(b *accessBook) error {
		_, in := b.Invited[id]
		_, banned := b.Banned[id]
		i, known := b.Invites[token]
		if banned || !known || i.Left < 1 || !now.Before(i.Until) {
			return errUnchanged
		}
		let = true
		if in {
			return errUnchanged
		}
		b.Invited[id] = now.UTC()
		if i.Left--; i.Left == 0 {
			delete(b.Invites, token)
		} else {
			b.Invites[token] = i
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		err = nil
	}
	return let && err == nil, err
}

var errUnchanged = errors.New("nothing changes")

// Ban shuts somebody or a chat out, or, unban, lets them in again as before.
func (a *Access) Ban(ctx context.Context, id string, banned bool, now time.Time) error {
	return a.change(ctx, func(b *accessBook) error {
		if delete(b.Banned, id); banned {
			b.Banned[id] = now.UTC()
		}
		return nil
	})
}

// Counts says how many were invited, are banned, and how many invitations are open.
func (a *Access) Counts(ctx context.Context) (invited, banned, open int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err = a.load(ctx)
	return len(a.book.Invited), len(a.book.Banned), len(a.book.Invites), err
}

// tellOnce tells whether a chat is to be told today that it may not use the bot.
func (a *Access) tellOnce(chat string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	today := now.UTC().Format(time.DateOnly)
	if a.told[chat] == today {
		return false
	}
	if a.told == nil || len(a.told) >= mostTold {
		maps.DeleteFunc(a.told, func(_, day string) bool { return day != today })
		if len(a.told) >= mostTold {
			return false
		}
		if a.told == nil {
			a.told = map[string]string{}
		}
	}
	a.told[chat] = today
	return true
}

// admits tells whether what comes in may be answered, and lets in who brings an
// invitation.
func (b *Bot) admits(ctx context.Context, in attache.Incoming) (bool, error) {
	outer := b.Channels.outer(in.ChatID)
	if b.operator(in.UserID) {
		return true, b.brings(ctx, in, outer)
	}
	ids := []string{in.UserID, outer}
	if in.ChatKind == attache.Group && b.Access.listed() { // a group is let in as such; of its members only the banned matter
		ok, err := b.Access.Admits(ctx, outer)
		if err != nil || !ok {
			return b.redeems(ctx, in, outer, err)
		}
	}
	if in.ChatKind == attache.Channel {
		chat, err := b.Store.Chat(ctx, in.ChatID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return false, err
		}
		ids = append(ids, chat.Manager)
	}
	ok, err := b.Access.Admits(ctx, ids...)
	if err != nil || ok {
		return ok, err
	}
	return b.redeems(ctx, in, outer, nil)
}

// brings lets in a group that who runs the bot subscribes: its digests would stay away.
func (b *Bot) brings(ctx context.Context, in attache.Incoming, group string) error {
	if in.Kind != attache.IncomingMessage && in.Kind != attache.IncomingPress || in.ChatKind != attache.Group || !b.Access.listed() {
		return nil
	}
	if c, ok := b.callIn(in); !ok || c.row == nil || c.row.name != "start" {
		return nil
	}
	if already, err := b.Access.Admits(ctx, group); err != nil || already {
		return err
	}
	return b.Access.Let(ctx, group, b.Now())
}

// redeems lets in who comes with an invitation: "/start invite-…".
func (b *Bot) redeems(ctx context.Context, in attache.Incoming, id string, err error) (bool, error) {
	if err != nil || in.Kind != attache.IncomingMessage || in.Forwarded || in.Edited || in.ChatKind == attache.Channel {
		return false, err
	}
	name, payload := parseCommand(in.Text)
	if name != "start" || !strings.HasPrefix(payload, invitePayload) {
		return false, nil
	}
	if in.UserID != id { // somebody who is banned brings a group in no more than themselves
		if banned, err := b.Access.banned(ctx, in.UserID); err != nil || banned {
			return false, err
		}
	}
	return b.Access.Redeem(ctx, payload, id, b.Now())
}

// shutOut tells who may not use the bot so, quietly and at most once a day.
func (b *Bot) shutOut(ctx context.Context, in attache.Incoming) error {
	to := b.toWhom(ctx, in)
	switch {
	case in.Kind == attache.IncomingPress:
		return b.pressDone(ctx, in, b.toPresser(ctx, in).text(textShutOut))
	case in.Kind != attache.IncomingMessage || in.ChatKind == attache.Channel:
		return nil
	}
	if _, asked := b.callIn(in); !asked || !b.Access.tellOnce(b.Channels.outer(in.ChatID), b.Now()) {
		return nil
	}
	doc := to.say(textShutOut)
	doc.Silent = true
	if in.ChatKind == attache.Group {
		doc.ReplyTo = in.MessageID
	}
	return b.send(ctx, in.ChatID, doc)
}
