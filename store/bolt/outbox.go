package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

const (
	// keepSettled is how long a settled delivery is remembered.
	keepSettled = 30 * 24 * time.Hour
	// pruneAtOnce bounds how many are forgotten in one transaction.
	pruneAtOnce = 200
	// expireAtOnce bounds how many expire in one transaction; those left over
	// are never handed out either.
	expireAtOnce = 5000
	// leaseAtOnce is how many are looked at in a round of claiming.
	leaseAtOnce = 1000
)

// Enqueue stores the deliveries that are not there yet, as pending, and the
// edition where one of them is new; it returns how many were new. An edition
// that is there already stays as it is.
func (s *Store) Enqueue(ctx context.Context, e attache.Edition, deliveries ...attache.Delivery) (int, error) {
	for i := range deliveries {
		d := &deliveries[i]
		if err := checkDelivery(d); err != nil {
			return 0, fmt.Errorf("enqueue: %w", err)
		}
		if d.EditionID != e.ID {
			return 0, fmt.Errorf("enqueue: delivery %s is of edition %q, not of %q", d.ID, d.EditionID, e.ID)
		}
	}
	if len(deliveries) == 0 {
		return 0, ctx.Err()
	}
	fresh := 0
	err := s.update(ctx, func(tx *bolt.Tx) error {
		fresh = 0
		records := tx.Bucket(bDeliveries)
		for i, d := range deliveries {
			if i%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if records.Get([]byte(d.ID)) != nil {
				continue
			}
			d.State, d.Lease, d.Settled = attache.Pending, time.Time{}, time.Time{}
			if err := putDelivery(tx, nil, &d); err != nil {
				return err
			}
			fresh++
		}
		if fresh == 0 {
			return nil
		}
		f := filer{store: s, tx: tx}
		left, _, err := f.restOfRemoved(attache.Record{Edition: &e}) // since it was compiled, perhaps
		if err != nil {
			return err
		}
		return useEdition(tx, *left.Edition, fresh)
	})
	if err != nil {
		return 0, fmt.Errorf("enqueue: %w", err)
	}
	return fresh, nil
}

// useEdition stores an edition unless it is there, and counts its deliveries.
func useEdition(tx *bolt.Tx, e attache.Edition, deliveries int) error {
	if _, err := add(tx.Bucket(bEditionUse), e.ID, int64(deliveries)); err != nil {
		return err
	}
	if tx.Bucket(bEditions).Get([]byte(e.ID)) != nil {
		return nil
	}
	record, err := encode("edition", e.ID, e)
	if err != nil {
		return err
	}
	return tx.Bucket(bEditions).Put([]byte(e.ID), pack(record))
}

// Claim hands out deliveries that are due, oldest slot first, leased until
// then; a limit of 0 means all of them. What has expired becomes Expired
// instead, except where a courier still holds it. What a clock that was ahead gave
// another time is put right when it went back.
func (s *Store) Claim(ctx context.Context, now, lease time.Time, limit int) ([]attache.Delivery, error) {
	if !lease.After(now) {
		return nil, fmt.Errorf("claim: a lease until %s is over at %s", lease, now)
	}
	due, back := false, s.wentBack(now)
	err := s.view(ctx, func(tx *bolt.Tx) error {
		due = back || somethingDue(tx, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !due { // nothing to write, nothing to sync
		s.claimed.Store(&now)
		return nil, nil
	}
	var claimed []attache.Delivery
	err = s.update(ctx, func(tx *bolt.Tx) error {
		claimed = nil
		if back {
			if err := s.putRight(tx, now); err != nil {
				return err
			}
		}
		if err := s.expire(tx, now); err != nil {
			return err
		}
		if err := s.wake(tx, now); err != nil {
			return err
		}
		var err error
		if claimed, err = s.lease(tx, now, lease, limit); err != nil {
			return err
		}
		return s.prune(tx, now)
	})
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	s.claimed.Store(&now)
	return claimed, nil
}

func somethingDue(tx *bolt.Tx, now time.Time) bool {
	if k, _ := tx.Bucket(bReady).Cursor().First(); k != nil {
		return true
	}
	for _, name := range [][]byte{bWaiting, bExpiring} {
		if len(dueIn(tx.Bucket(name), now, 1)) > 0 {
			return true
		}
	}
	return false
}

// dueIn gives a bucket's refs that are not after now, up to limit.
func dueIn(b *bolt.Bucket, now time.Time, limit int) [][]byte {
	var refs [][]byte
	end := stamp(now)
	c := b.Cursor()
	for k, _ := c.First(); k != nil && bytes.Compare(k[:stampLen], end) <= 0 && len(refs) < limit; k, _ = c.Next() {
		refs = append(refs, bytes.Clone(k))
	}
	return refs
}

// indexed reads the delivery that an index names. One that cannot be read is
// logged and leaves the index, so that it does not hold up the others.
func (s *Store) indexed(tx *bolt.Tx, index, key []byte, id string) (attache.Delivery, bool, error) {
	d, err := deliveryByID(tx, id)
	if errors.Is(err, ErrDamaged) || errors.Is(err, attache.ErrNotFound) {
		s.skip("delivery", id, err)
		return d, false, tx.Bucket(index).Delete(key)
	}
	return d, err == nil, err
}

// expire settles what has expired and is not in a courier's hands.
func (s *Store) expire(tx *bolt.Tx, now time.Time) error {
	for _, ref := range dueIn(tx.Bucket(bExpiring), now, expireAtOnce) {
		d, ok, err := s.indexed(tx, bExpiring, ref, refID(ref))
		if err != nil {
			return err
		}
		if !ok || d.State == attache.Claimed && d.Lease.After(now) {
			continue
		}
		if err := expireOne(tx, d, now); err != nil {
			return err
		}
	}
	return nil
}

func expireOne(tx *bolt.Tx, d attache.Delivery, now time.Time) error {
	old := d
	d.State, d.Settled, d.Lease = attache.Expired, now, time.Time{}
	return putDelivery(tx, &old, &d)
}

// wake puts what has become due among the ready, where the oldest slot is first.
func (s *Store) wake(tx *bolt.Tx, now time.Time) error {
	waiting, ready := tx.Bucket(bWaiting), tx.Bucket(bReady)
	for _, ref := range dueIn(waiting, now, math.MaxInt) {
		d, ok, err := s.indexed(tx, bWaiting, ref, refID(ref))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := waiting.Delete(ref); err != nil {
			return err
		}
		if err := ready.Put(readyRef(&d), nil); err != nil {
			return err
		}
	}
	return nil
}

// lease takes the ready ones, oldest slot first. Those that cannot be handed
// out after all leave the ready too, so each round sees others.
func (s *Store) lease(tx *bolt.Tx, now, until time.Time, limit int) ([]attache.Delivery, error) {
	if limit <= 0 {
		limit = math.MaxInt
	}
	var claimed []attache.Delivery
	met := map[string]bool{}
	for len(claimed) < limit {
		refs := firstRefs(tx.Bucket(bReady), min(limit-len(claimed), leaseAtOnce))
		if len(refs) == 0 {
			break
		}
		for _, ref := range refs {
			if met[string(ref)] { // its page is damaged: what was taken out of it is still there
				return nil, damaged("delivery", refID(ref), "it does not leave the index of the ready")
			}
			met[string(ref)] = true
			d, ok, err := s.indexed(tx, bReady, ref, refID(ref))
			old := d
			switch {
			case err != nil || !ok:
			case wakes(&d).After(now): // the clock went back
				err = putDelivery(tx, &old, &d)
			case !d.Expires.IsZero() && !d.Expires.After(now):
				err = expireOne(tx, d, now)
			default:
				d.State, d.Lease = attache.Claimed, until
				if err = putDelivery(tx, &old, &d); err == nil {
					claimed = append(claimed, d)
				}
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return claimed, nil
}

// firstRefs gives a bucket's first refs.
func firstRefs(b *bolt.Bucket, limit int) [][]byte {
	var refs [][]byte
	c := b.Cursor()
	for k, _ := c.First(); k != nil && len(refs) < limit; k, _ = c.Next() {
		refs = append(refs, bytes.Clone(k))
	}
	return refs
}

// prune forgets some of the deliveries that were settled long ago, and the
// editions that were theirs alone.
func (s *Store) prune(tx *bolt.Tx, now time.Time) error {
	for _, ref := range dueIn(tx.Bucket(bSettled), now.Add(-keepSettled), pruneAtOnce) {
		d, ok, err := s.indexed(tx, bSettled, ref, refID(ref))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := dropDelivery(tx, &d); err != nil {
			return err
		}
	}
	return nil
}

// Settle stores what became of a claimed delivery: Sent, Dead, Expired, or
// Pending to be tried again from NotBefore on. d.Lease must be the lease it
// was claimed with; what it is, to whom and until when stays.
func (s *Store) Settle(ctx context.Context, d attache.Delivery) error {
	if d.State != attache.Pending && !settled(d.State) {
		return fmt.Errorf("settle %s: it cannot become %q", d.ID, d.State)
	}
	content, err := s.contentFor(ctx, &d)
	if err != nil {
		return fmt.Errorf("settle %s: %w", d.ID, err)
	}
	var lost error
	err = s.update(ctx, func(tx *bolt.Tx) error {
		lost = nil
		record := tx.Bucket(bDeliveries).Get([]byte(d.ID))
		if record == nil {
			lost = fmt.Errorf("settle %s: there is no such delivery: %w", d.ID, attache.ErrLeaseLost)
			return nil
		}
		old, err := decodeDelivery(d.ID, record)
		if err != nil {
			return err
		}
		if old.State != attache.Claimed || !old.Lease.Equal(d.Lease) {
			lost = fmt.Errorf("settle %s: it is %s: %w", d.ID, old.State, attache.ErrLeaseLost)
			return nil
		}
		fresh := d
		fresh.Kind, fresh.ChatID, fresh.Subject = old.Kind, old.ChatID, old.Subject
		fresh.EditionID, fresh.Slot, fresh.Expires = old.EditionID, old.Slot, old.Expires
		fresh.Lease = time.Time{}
		switch {
		case fresh.State == attache.Pending:
			fresh.Settled = time.Time{}
		case fresh.Settled.IsZero():
			fresh.Settled = s.now()
		}
		fresh.Proof, fresh.Seen = old.Proof, attache.Seen{}
		if err := s.prove(tx, &fresh, content); err != nil {
			return err
		}
		return putDelivery(tx, &old, &fresh)
	})
	if err != nil {
		return fmt.Errorf("settle %s: %w", d.ID, err)
	}
	return lost
}

// Edition returns one edition.
func (s *Store) Edition(ctx context.Context, id string) (attache.Edition, error) {
	var e attache.Edition
	err := s.view(ctx, func(tx *bolt.Tx) error {
		record := tx.Bucket(bEditions).Get([]byte(id))
		if record == nil {
			return notFound("edition", id)
		}
		var err error
		e, err = decode[attache.Edition]("edition", id, record)
		return err
	})
	return e, err
}

// CountDeliveries counts the deliveries that are kept by state.
func (s *Store) CountDeliveries(ctx context.Context) (map[attache.DeliveryState]int, error) {
	counts := map[attache.DeliveryState]int{}
	err := s.view(ctx, func(tx *bolt.Tx) error {
		return tx.Bucket(bCounts).ForEach(func(k, v []byte) error {
			if n := int(int64(binary.BigEndian.Uint64(v))); n != 0 {
				counts[attache.DeliveryState(k)] = n
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return counts, nil
}
