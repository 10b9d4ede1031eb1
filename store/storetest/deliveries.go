package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// leaseTime is how long the tests' couriers hold a delivery.
const leaseTime = time.Minute

func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

// delivery is one to a chat for the slot n hours after noon.
func delivery(chat string, n int) attache.Delivery {
	slot := noon.Add(time.Duration(n) * time.Hour)
	return attache.Delivery{ID: attache.DeliveryID(chat, slot), ChatID: chat, Slot: slot}
}

// alert is one to a chat about a story that breaks at noon.
func alert(chat, story string) attache.Delivery {
	return attache.NewAlert(chat, story, noon, time.Time{}, "")
}

// enqueue stores deliveries of an edition and returns how many were new.
func enqueue(t *testing.T, s attache.Store, edition string, deliveries ...attache.Delivery) int {
	t.Helper()
	for i := range deliveries {
		deliveries[i].EditionID = edition
	}
	n, err := s.Enqueue(t.Context(), attache.Edition{ID: edition, Articles: 7}, deliveries...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func claim(t *testing.T, s attache.Store, at, limit int) []attache.Delivery {
	t.Helper()
	got, err := s.Claim(t.Context(), minute(at), minute(at).Add(leaseTime), limit)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// wantClaim claims all that is due and says what it must be: "chat slot", the
// slot in hours after noon, in the order of hand-out.
func wantClaim(t *testing.T, s attache.Store, at int, want ...string) []attache.Delivery {
	t.Helper()
	got := claim(t, s, at, 1000)
	names := []string{}
	for _, d := range got {
		names = append(names, fmt.Sprintf("%s %d", d.ChatID, int(d.Slot.Sub(noon).Hours())))
		if d.State != attache.Claimed || !d.Lease.Equal(minute(at).Add(leaseTime)) {
			t.Errorf("%s is %s until %s", d.ID, d.State, d.Lease)
		}
	}
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("claimed at minute %d: wanted (-), got (+):\n%s", at, diff)
	}
	return got
}

func settle(t *testing.T, s attache.Store, state attache.DeliveryState, d attache.Delivery) error {
	t.Helper()
	d.State = state
	if state != attache.Pending {
		d.Settled = d.Lease.Add(-leaseTime)
	}
	return s.Settle(t.Context(), d)
}

func settleAs(t *testing.T, s attache.Store, state attache.DeliveryState, deliveries ...attache.Delivery) {
	t.Helper()
	for _, d := range deliveries {
		if err := settle(t, s, state, d); err != nil {
			t.Fatalf("settle %s: %v", d.ID, err)
		}
	}
}

func wantCounts(t *testing.T, s attache.Store, want map[attache.DeliveryState]int) {
	t.Helper()
	got, err := s.CountDeliveries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts: wanted (-), got (+):\n%s", diff)
	}
}
