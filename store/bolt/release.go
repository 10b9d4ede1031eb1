package bolt

import (
	"math"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// farFuture is after every time that a delivery may wait for.
var farFuture = time.Unix(0, math.MaxInt64)

// release takes back the claims of a courier that is no more. Only one process
// can have the file open, so a claim that is found at the start has lost its
// holder; its delivery need not wait for the lease to end.
func (s *Store) release() error {
	var held []attache.Delivery
	err := s.db.View(func(tx *bolt.Tx) error {
		for _, ref := range dueIn(tx.Bucket(bWaiting), farFuture, math.MaxInt) {
			if d, err := deliveryByID(tx, refID(ref)); err == nil && d.State == attache.Claimed {
				held = append(held, d)
			}
		}
		return nil
	})
	if err != nil || len(held) == 0 {
		return err
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, old := range held {
			d := old
			d.State, d.Lease = attache.Pending, time.Time{}
			if err := putDelivery(tx, &old, &d); err != nil {
				return err
			}
		}
		return nil
	})
}
