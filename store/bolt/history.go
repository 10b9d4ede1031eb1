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

// deliveryPage is how many deliveries are read in one transaction.
const deliveryPage = 500

// EachDelivery calls visit with deliveries: those that are open, then those that
// are settled, the latest first. Of one chat they are in the order of their slots.
// No transaction is open meanwhile: visit may call the store, and take its time.
func (s *Store) EachDelivery(ctx context.Context, q attache.DeliveryQuery, visit func(attache.Delivery) error) error {
	n := 0
	pass := func(page []attache.Delivery) error {
		for _, d := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			if len(q.States) > 0 && !slices.Contains(q.States, d.State) {
				continue
			}
			if err := visit(d); err != nil {
				return err
			}
			if n++; q.Limit > 0 && n >= q.Limit {
				return errEnough
			}
		}
		return nil
	}
	err := s.eachPage(ctx, q.ChatID, pass)
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// eachPage visits deliveries, of one chat or of all, page by page.
func (s *Store) eachPage(ctx context.Context, chat string, visit func([]attache.Delivery) error) error {
	if chat != "" {
		page, err := s.deliveriesOf(ctx, chat)
		if err != nil {
			return err
		}
		return visit(page)
	}
	for _, index := range [][]byte{bReady, bWaiting, bSettled} {
		for before := []byte(nil); ; {
			page, next, err := s.deliveriesBefore(ctx, index, before)
			if err == nil {
				err = visit(page)
			}
			if err != nil {
				return err
			}
			if before = next; next == nil {
				break
			}
		}
	}
	return nil
}

// deliveriesBefore reads a page of what an index names, from before a key, or from its
// end, to its beginning; next is where the page ended, nil where it is the last.
func (s *Store) deliveriesBefore(ctx context.Context, index, before []byte) (page []attache.Delivery, next []byte, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket(index).Cursor()
		k, _ := c.Last()
		if before != nil {
			if k, _ = c.Seek(before); k == nil {
				k, _ = c.Last()
			}
			for k != nil && bytes.Compare(k, before) >= 0 {
				k, _ = c.Prev()
			}
		}
		for ; k != nil; k, _ = c.Prev() {
			d, err := deliveryByID(tx, refID(k))
			if errors.Is(err, ErrDamaged) || errors.Is(err, attache.ErrNotFound) {
				s.skip("delivery", refID(k), err)
				continue
			}
			if err != nil {
				return err
			}
			if page = append(page, d); len(page) == deliveryPage {
				next = bytes.Clone(k)
				return nil
			}
		}
		return nil
	})
	return page, next, err
}

// deliveriesOf reads those of one chat, whose ids begin with its own.
func (s *Store) deliveriesOf(ctx context.Context, chat string) (list []attache.Delivery, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
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
		return nil
	})
	slices.SortStableFunc(list, func(a, b attache.Delivery) int { return b.Slot.Compare(a.Slot) })
	return list, err
}
