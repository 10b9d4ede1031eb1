package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"attache"
)

// Router finds the place that an address belongs to by the address's scheme,
// which is its key here: what stands before the first colon.
type Router map[string]Sender

// Scheme is what an address begins with, without the colon; "" where it has none.
func Scheme(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if !found {
		return ""
	}
	return scheme
}

// errNoChannel is a message to a place that this program was not started with.
var errNoChannel = errors.New("no channel of this kind is set up")

// Send delivers a document through the address's place. Where there is none
// the fault is FaultPaused: it may be set up again.
func (r Router) Send(ctx context.Context, address string, doc attache.Document) (messageID string, err error) {
	s, ok := r[Scheme(address)]
	if !ok {
		return "", noChannel(address)
	}
	return s.Send(ctx, address, doc)
}

// sendSeen is Send that also returns what was accepted, where the place tells.
func (r Router) sendSeen(ctx context.Context, address string, doc attache.Document) (messageID string, seen attache.Seen, err error) {
	if w, ok := r[Scheme(address)].(witness); ok {
		return w.SendSeen(ctx, address, doc)
	}
	messageID, err = r.Send(ctx, address, doc)
	return messageID, attache.Seen{}, err
}

// Limits are those of the address's place; none where there is no such place.
func (r Router) Limits(address string) attache.Limits {
	if s, ok := r[Scheme(address)]; ok {
		return s.Limits()
	}
	return attache.Limits{}
}

// channel is the address's place if chats can answer there.
func (r Router) channel(address string) (Channel, bool) {
	c, ok := r[Scheme(address)].(Channel)
	return c, ok
}

// outer is the chat that a chat lies in: of a topic its group, else itself.
func (r Router) outer(chatID string) string {
	if nest, ok := r[Scheme(chatID)].(nester); ok {
		return nest.Outer(chatID)
	}
	return chatID
}

// kin tells whether two chats are the same, or lie in the same one.
func (r Router) kin(a, b string) bool {
	return Scheme(a) == Scheme(b) && r.outer(a) == r.outer(b)
}

// link opens a reader's own chat with the bot; "" where there is no such address.
func (r Router) link(near, payload string) string {
	if l, ok := r[Scheme(near)].(linker); ok {
		return l.Link(payload)
	}
	return ""
}

// invite lets somebody put the bot into a group or a channel; "" where nobody can.
func (r Router) invite(near string, kind attache.ChatKind) string {
	if l, ok := r[Scheme(near)].(linker); ok {
		return l.Invite(kind)
	}
	return ""
}

// setMenu shows the commands in the menu of every channel.
func (r Router) setMenu(ctx context.Context, menu attache.Menu) error {
	var failed error
	for scheme, s := range r {
		if c, ok := s.(Channel); ok {
			if err := c.SetMenu(ctx, menu); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", scheme, err))
			}
		}
	}
	return failed
}

func noChannel(address string) error {
	return &attache.SendError{Fault: attache.FaultPaused, Err: fmt.Errorf("%q: %w", tame(address, 60), errNoChannel)}
}
