package bolt

import (
	"bytes"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// A clock that is ahead for a while expires what waits, and gives what failed a time to
// be tried again that does not come for as long. Once it goes back both are put right.

const (
	// clockSlack is what two looks at one clock may differ by.
	clockSlack = time.Minute
	// longestRetry is further ahead than what is tried again usually waits; what waits
	// longer with a reason, such as a 429, is told so anew where it is sent.
	longestRetry = 15 * time.Minute
)

// wentBack says whether a clock is behind what it was, or was not looked at before.
func (s *Store) wentBack(now time.Time) bool {
	last := s.claimed.Load()
	return last == nil || now.Before(last.Add(-clockSlack))
}

// putRight makes due again what expired at a time that has not come, and what waits to
// be tried again at one that lies too far ahead.
func (s *Store) putRight(tx *bolt.Tx, now time.Time) error {
	expired := func(d *attache.Delivery) bool { return d.State == attache.Expired && d.Expires.After(now) }
	if err := s.revive(tx, bSettled, now.Add(clockSlack), expired); err != nil {
		return err
	}
	return s.revive(tx, bWaiting, now.Add(longestRetry), func(d *attache.Delivery) bool {
		return d.State == attache.Pending && !d.Slot.After(now) && d.NotBefore.After(d.Slot)
	})
}

// revive makes those of an index due at once that stand behind a time.
func (s *Store) revive(tx *bolt.Tx, index []byte, behind time.Time, wanted func(*attache.Delivery) bool) error {
	var refs [][]byte
	c := tx.Bucket(index).Cursor()
	for k, _ := c.Seek(stamp(behind)); k != nil; k, _ = c.Next() {
		refs = append(refs, bytes.Clone(k))
	}
	for _, ref := range refs {
		d, ok, err := s.indexed(tx, index, ref, refID(ref))
		if err != nil {
			return err
		}
		if !ok || !wanted(&d) {
			continue
		}
		old := d
		d.State, d.Settled, d.Lease, d.NotBefore = attache.Pending, time.Time{}, time.Time{}, d.Slot
		if err := putDelivery(tx, &old, &d); err != nil {
			return err
		}
	}
	return nil
}
