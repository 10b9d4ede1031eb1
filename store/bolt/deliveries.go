package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// A delivery that is unsettled stands in ready (due; by slot) or in waiting
// (by the time it becomes due), and in expiring when it expires; one that is
// settled stands in settled alone. Claiming therefore never passes the settled
// ones. Those of a chat are found by their ids, which begin with its id.

// settled tells whether nothing more will happen to a delivery.
func settled(state attache.DeliveryState) bool {
	return state == attache.Sent || state == attache.Dead || state == attache.Expired
}

// wakes is when a delivery may be claimed; zero: at once.
func wakes(d *attache.Delivery) time.Time {
	if d.State == attache.Claimed {
		return d.Lease
	}
	return d.NotBefore
}

// readyRef is a delivery's place among the ready: alerts stand before digests,
// each by their slots.
func readyRef(d *attache.Delivery) []byte {
	if d.Kind == attache.AlertDelivery {
		return refOf(time.Unix(0, 0).Add(time.Duration(d.Slot.Unix())), d.ID)
	}
	return refOf(d.Slot, d.ID)
}

func deliveryByID(tx *bolt.Tx, id string) (attache.Delivery, error) {
	record := tx.Bucket(bDeliveries).Get([]byte(id))
	if record == nil {
		return attache.Delivery{}, notFound("delivery", id)
	}
	return decodeDelivery(id, record)
}

// decodeDelivery reads a delivery's record; one from before kinds gets its own.
func decodeDelivery(id string, record []byte) (attache.Delivery, error) {
	d, err := decode[attache.Delivery]("delivery", id, record)
	return d.Classed(), err
}

// putDelivery stores d in place of old, which is nil where it is new.
func putDelivery(tx *bolt.Tx, old, d *attache.Delivery) error {
	d.Slot, d.NotBefore, d.Expires = d.Slot.UTC(), d.NotBefore.UTC(), d.Expires.UTC()
	d.Lease, d.Settled = d.Lease.UTC(), d.Settled.UTC()
	record, err := encode("delivery", d.ID, d)
	if err != nil {
		return err
	}
	if old != nil {
		if err := unlink(tx, old); err != nil {
			return err
		}
	}
	if err := link(tx, d); err != nil {
		return err
	}
	return tx.Bucket(bDeliveries).Put([]byte(d.ID), record)
}

// link puts a delivery into the indexes of its state.
func link(tx *bolt.Tx, d *attache.Delivery) error {
	if err := count(tx, d.State, 1); err != nil {
		return err
	}
	if settled(d.State) {
		return tx.Bucket(bSettled).Put(refOf(d.Settled, d.ID), nil)
	}
	if !d.Expires.IsZero() {
		if err := tx.Bucket(bExpiring).Put(refOf(d.Expires, d.ID), nil); err != nil {
			return err
		}
	}
	if at := wakes(d); !at.IsZero() {
		return tx.Bucket(bWaiting).Put(refOf(at, d.ID), nil)
	}
	return tx.Bucket(bReady).Put(readyRef(d), nil)
}

// unlink takes a delivery out of all indexes.
func unlink(tx *bolt.Tx, d *attache.Delivery) error {
	if err := count(tx, d.State, -1); err != nil {
		return err
	}
	if settled(d.State) {
		return tx.Bucket(bSettled).Delete(refOf(d.Settled, d.ID))
	}
	for _, entry := range []struct {
		bucket []byte
		key    []byte
	}{
		{bExpiring, refOf(d.Expires, d.ID)},
		{bWaiting, refOf(wakes(d), d.ID)},
		{bReady, readyRef(d)},
		{bReady, refOf(d.Slot, d.ID)}, // where an alert stood before they went first
	} {
		if err := tx.Bucket(entry.bucket).Delete(entry.key); err != nil {
			return err
		}
	}
	return nil
}

// dropDelivery forgets a delivery, and its edition where it was the last.
func dropDelivery(tx *bolt.Tx, d *attache.Delivery) error {
	if err := unlink(tx, d); err != nil {
		return err
	}
	if err := tx.Bucket(bDeliveries).Delete([]byte(d.ID)); err != nil {
		return err
	}
	left, err := add(tx.Bucket(bEditionUse), d.EditionID, -1)
	if err != nil || left > 0 || d.EditionID == "" {
		return err
	}
	if err := tx.Bucket(bEditionUse).Delete([]byte(d.EditionID)); err != nil {
		return err
	}
	return tx.Bucket(bEditions).Delete([]byte(d.EditionID))
}

// count keeps how many deliveries are in a state.
func count(tx *bolt.Tx, state attache.DeliveryState, n int64) error {
	_, err := add(tx.Bucket(bCounts), string(state), n)
	return err
}

// add changes a number and returns it.
func add(b *bolt.Bucket, key string, n int64) (int64, error) {
	if key == "" {
		return 0, nil
	}
	if v := b.Get([]byte(key)); len(v) == 8 {
		n += int64(binary.BigEndian.Uint64(v))
	}
	return n, b.Put([]byte(key), binary.BigEndian.AppendUint64(nil, uint64(n)))
}

// moveDeliveries gives the deliveries of a chat to another one. The settled ones
// go too: by their ids nothing is enqueued twice.
func (s *Store) moveDeliveries(tx *bolt.Tx, old, id string) error {
	return s.visitOf(tx, old, func(d *attache.Delivery) error { return moveDelivery(tx, d, id) })
}

// forgetDeliveries takes out the deliveries of a chat.
func (s *Store) forgetDeliveries(tx *bolt.Tx, chat string) error {
	return s.visitOf(tx, chat, func(d *attache.Delivery) error { return dropDelivery(tx, d) })
}

// visitOf visits the deliveries of a chat; visit may change them.
func (s *Store) visitOf(tx *bolt.Tx, chat string, visit func(*attache.Delivery) error) error {
	var ids []string
	prefix := []byte(chat)
	c := tx.Bucket(bDeliveries).Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		ids = append(ids, string(k))
	}
	for _, name := range ids {
		d, err := deliveryByID(tx, name)
		if errors.Is(err, ErrDamaged) {
			s.skip("delivery", name, err)
			continue
		}
		if err != nil {
			return err
		}
		if d.ChatID != chat { // whose id begins with the same letters
			continue
		}
		if err := visit(&d); err != nil {
			return err
		}
	}
	return nil
}

// moveDelivery moves one; where the new chat has it already, that one stays.
func moveDelivery(tx *bolt.Tx, d *attache.Delivery, id string) error {
	moved := d.MovedTo(id)
	if err := checkID("delivery", moved.ID); err != nil {
		return err
	}
	if tx.Bucket(bDeliveries).Get([]byte(moved.ID)) != nil {
		return dropDelivery(tx, d)
	}
	if err := tx.Bucket(bDeliveries).Delete([]byte(d.ID)); err != nil {
		return err
	}
	return putDelivery(tx, d, &moved)
}

// checkDelivery refuses what cannot be enqueued.
func checkDelivery(d *attache.Delivery) error {
	if err := d.Check(); err != nil {
		return err
	}
	for what, id := range map[string]string{"delivery": d.ID, "chat": d.ChatID, "edition": d.EditionID} {
		if err := checkID(what, id); err != nil {
			return fmt.Errorf("delivery %.80s: %w", d.ID, err)
		}
	}
	return nil
}
