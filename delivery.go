package attache

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// DeliveryState is where a delivery stands.
type DeliveryState string

// The states of a delivery.
const (
	Pending DeliveryState = "pending"
	Claimed DeliveryState = "claimed" // by a courier, until its lease ends
	Sent    DeliveryState = "sent"
	Dead    DeliveryState = "dead"    // refused for good; Problem says why
	Expired DeliveryState = "expired" // too old to be sent
)

// DeliveryKind says what a delivery carries.
type DeliveryKind string

// The kinds of deliveries. A digest is the usual case and has no name.
const (
	DigestDelivery DeliveryKind = ""      // the edition of a slot
	AlertDelivery  DeliveryKind = "alert" // the story that Subject names, told at once

	NoticeDelivery DeliveryKind = "notice" // what whoever runs this tells all; Subject names it
)

// Delivery is an edition on its way to a chat. ID is the idempotency key:
// enqueued twice, it is one delivery. NewDigest and NewAlert make it.
type Delivery struct {
	ID        string        `json:"id"` // what Key gives
	Kind      DeliveryKind  `json:"kind,omitempty"`
	ChatID    string        `json:"chat"`
	Subject   string        `json:"subject,omitempty"` // of an alert, the story's ID
	EditionID string        `json:"edition"`
	Slot      time.Time     `json:"slot"`
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts,omitempty"`
	NotBefore time.Time     `json:"not_before,omitzero"` // next attempt
	Expires   time.Time     `json:"expires,omitzero"`    // not sent from then on
	Lease     time.Time     `json:"lease,omitzero"`      // a claim's end
	Settled   time.Time     `json:"settled,omitzero"`
	MessageID string        `json:"message,omitempty"` // as the channel names it
	Problem   string        `json:"problem,omitempty"`
	Proof     uint64        `json:"proof,omitempty"` // its link in the chain of proofs; 0: none. The store sets it
	Seen      Seen          `json:"-"`               // what was sent, on its way to the proof
}

// Seen is a message that was accepted. A channel that cannot tell leaves it empty.
type Seen struct {
	Text    string // as it is read, without markup
	Payload string // as it was sent, byte for byte
}

// NewDigest is the delivery of a chat's edition for a slot, due from then on.
func NewDigest(chat string, slot, expires time.Time, edition string) Delivery {
	return Delivery{
		ID: DeliveryID(chat, slot), ChatID: chat, EditionID: edition, Slot: slot, State: Pending, NotBefore: slot, Expires: expires,
	}
}

// NewAlert is the delivery of a story that a chat is told at once.
func NewAlert(chat, story string, at, expires time.Time, edition string) Delivery {
	d := Delivery{
		Kind: AlertDelivery, ChatID: chat, Subject: story, EditionID: edition, Slot: at, State: Pending, NotBefore: at, Expires: expires,
	}
	d.ID = d.Key()
	return d
}

// DeliveryID is the id of a chat's digest for a slot.
func DeliveryID(chat string, slot time.Time) string {
	return chat + "@" + slot.UTC().Format(time.RFC3339)
}

// alertMark stands between the chat and the story in an alert's id.
const alertMark = "!"

// noticeMark stands between the chat and the notice in a notice's id.
const noticeMark = "&"

// NewNotice is the delivery of what whoever runs this tells a chat, not before a time.
func NewNotice(chat, notice string, at, notBefore, expires time.Time, edition string) Delivery {
	d := Delivery{
		Kind: NoticeDelivery, ChatID: chat, Subject: notice, EditionID: edition, Slot: at, State: Pending, NotBefore: notBefore, Expires: expires,
	}
	d.ID = d.Key()
	return d
}

// Key is the id that a delivery has by its chat, its kind and its subject. It
// begins with the chat's id.
func (d *Delivery) Key() string {
	switch d.Kind {
	case AlertDelivery:
		return d.ChatID + alertMark + d.Subject
	case NoticeDelivery:
		return d.ChatID + noticeMark + d.Subject
	case DigestDelivery:
	}
	return DeliveryID(d.ChatID, d.Slot)
}

// MovedTo is the delivery as it is when its chat has a new id: of the same kind,
// about the same, in the same state.
func (d Delivery) MovedTo(chat string) Delivery {
	d.ChatID = chat
	d.ID = d.Key()
	return d
}

// Classed gives a delivery that was written before they had kinds its kind: an
// alert was told by its id alone.
func (d Delivery) Classed() Delivery {
	story, isAlert := strings.CutPrefix(d.ID, d.ChatID+alertMark)
	if d.Kind == DigestDelivery && isAlert && story != "" {
		d.Kind, d.Subject = AlertDelivery, story
	}
	return d
}

// Check says what is wrong with a delivery that is to be enqueued; nil: nothing.
func (d *Delivery) Check() error {
	switch {
	case d.ChatID == "":
		return fmt.Errorf("delivery %.80q: it is to no chat", d.ID)
	case d.Kind != DigestDelivery && d.Kind != AlertDelivery && d.Kind != NoticeDelivery:
		return fmt.Errorf("delivery %.80q: its kind %.40q is not known", d.ID, d.Kind)
	case (d.Kind != DigestDelivery) != (d.Subject != ""):
		return fmt.Errorf("delivery %.80q: an alert and a notice have a subject, and a digest has none", d.ID)
	case d.ID != d.Key():
		return fmt.Errorf("delivery %.80q: by its chat, kind and subject it is %.80q", d.ID, d.Key())
	}
	return nil
}

// Outbox keeps deliveries until they are settled.
type Outbox interface {
	// Enqueue stores the deliveries that are not there yet, and the edition if one
	// of them is new, in one transaction; it returns how many were new.
	Enqueue(ctx context.Context, e Edition, deliveries ...Delivery) (int, error)
	// Claim hands out deliveries that are due (pending with NotBefore reached,
	// or claimed with the lease run out), alerts first, then oldest slot first,
	// leased until then.
	// Those whose Expires has come become Expired instead. Attempts is the courier's.
	// Where now is earlier than before, those are due again that became Expired at a time
	// that has not come, or wait for one that is too far ahead to be tried again at.
	Claim(ctx context.Context, now, lease time.Time, limit int) ([]Delivery, error)
	// Settle stores what became of a claimed delivery: Sent, Dead, Expired, or
	// Pending again from NotBefore on. Lease must be the one it was claimed with.
	// ErrLeaseLost: it was claimed by another, settled or moved since.
	Settle(ctx context.Context, d Delivery) error
	// Edition returns one edition, or ErrNotFound.
	Edition(ctx context.Context, id string) (Edition, error)
	// CountDeliveries counts deliveries by state.
	CountDeliveries(ctx context.Context) (map[DeliveryState]int, error)
}

// DeliveryQuery asks for deliveries. Empty fields do not narrow.
type DeliveryQuery struct {
	ChatID string
	States []DeliveryState
	Limit  int // 0: all
}

// DeliveryLog tells what became of deliveries, as long as they are kept.
type DeliveryLog interface {
	// EachDelivery calls visit with deliveries until it fails: those that are open,
	// then those that are settled, the latest first; of one chat by their slots, the
	// latest first. visit may call the store; what is settled meanwhile may come twice,
	// or not at all.
	EachDelivery(ctx context.Context, q DeliveryQuery, visit func(Delivery) error) error
}
