package bolt

import (
	"bytes"
	"context"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// errEnough ends a walk.
var errEnough = errors.New("enough")

// EachDelivery calls visit with deliveries: those that are open, then those that
// are settled, the latest first. Of one chat they are in the order of their slots.
func (s *Store) EachDelivery(ctx context.Context, q attache.DeliveryQuery, visit func(attache.Delivery) error) error {
	n := 0
	var refused error
	pass := func(d attache.Delivery) error {
		if q.ChatID != "" && d.ChatID != q.ChatID || len(q.States) > 0 && !slices.Contains(q.States, d.State) {
			return ctx.Err()
		}
		if refused = visit(d); refused != nil {
			return refused
		}
		if n++; q.Limit > 0 && n >= q.Limit {
			return errEnough
		}
		return ctx.Err()
	}
	err := s.view(ctx, func(tx *bolt.Tx) error {
		if q.ChatID != "" {
			return s.eachOf(tx, q.ChatID, pass)
		}
		for _, index := range [][]byte{bReady, bWaiting, bSettled} {
			if err := s.eachIn(tx, index, pass); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	if refused != nil {
		return refused
	}
	return err
}

// eachIn visits what an index names, from its end.
func (s *Store) eachIn(tx *bolt.Tx, index []byte, visit func(attache.Delivery) error) error {
	c := tx.Bucket(index).Cursor()
	for k, _ := c.Last(); k != nil; k, _ = c.Prev() {
		d, err := deliveryByID(tx, refID(k))
		if errors.Is(err, ErrDamaged) || errors.Is(err, attache.ErrNotFound) {
			s.skip("delivery", refID(k), err)
			continue
		}
		if err == nil {
			err = visit(d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// eachOf visits those of one chat, whose ids begin with its own.
func (s *Store) eachOf(tx *bolt.Tx, chat string, visit func(attache.Delivery) error) error {
	var list []attache.Delivery
	c := tx.Bucket(bDeliveries).Cursor()
	for k, v := c.Seek([]byte(chat)); bytes.HasPrefix(k, []byte(chat)); k, v = c.Next() {
		d, err := decodeDelivery(string(k), v)
		switch {
		case err != nil:
			s.skip("delivery", string(k), err)
		case d.ChatID == chat:
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b attache.Delivery) int { return b.Slot.Compare(a.Slot) })
	for _, d := range list {
		if err := visit(d); err != nil {
			return err
		}
	}
	return nil
}
