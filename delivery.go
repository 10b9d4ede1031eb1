package attache

import (
	"context"
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

// Delivery is an edition on its way to a chat. ID is the idempotency key:
// enqueued twice, it is one delivery.
type Delivery struct {
	ID        string        `json:"id"` // DeliveryID(chat, slot)
	ChatID    string        `json:"chat"`
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
}

// DeliveryID is the idempotency key of a chat's digest for a slot.
func DeliveryID(chat string, slot time.Time) string {
	return chat + "@" + slot.UTC().Format(time.RFC3339)
}

// Outbox keeps deliveries until they are settled.
type Outbox interface {
	// Enqueue stores the deliveries that are not there yet, and the edition if one
	// of them is new, in one transaction; it returns how many were new.
	Enqueue(ctx context.Context, e Edition, deliveries ...Delivery) (int, error)
	// Claim hands out deliveries that are due (pending with NotBefore reached,
	// or claimed with the lease run out), oldest slot first, leased until then.
	// Those whose Expires has come become Expired instead. Attempts is the courier's.
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
