package bot

import (
	"slices"
	"sync"
	"time"

	"attache"
)

// hand is what a courier has in hand. A clock that is set ahead ends every lease at
// once: what is claimed again while it is still being sent stays with its sender, who
// settles it under the new lease, and is not sent twice.
type hand struct {
	mu     sync.Mutex
	leases map[string]time.Time // by delivery
}

// take keeps what is claimed, and gives what is not in hand already. Nobody asks for
// a lease meanwhile.
func (h *hand) take(claim func() ([]attache.Delivery, error)) ([]attache.Delivery, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.leases == nil {
		h.leases = map[string]time.Time{}
	}
	claimed, err := claim()
	return slices.DeleteFunc(claimed, func(d attache.Delivery) bool {
		_, held := h.leases[d.ID]
		h.leases[d.ID] = d.Lease
		return held
	}), err
}

// drop is that a delivery is out of hand.
func (h *hand) drop(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.leases, id)
}

// lease is the one a delivery is held by now.
func (h *hand) lease(d *attache.Delivery) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if lease, held := h.leases[d.ID]; held {
		return lease
	}
	return d.Lease
}
