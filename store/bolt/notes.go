package bolt

import (
	"context"

	bolt "go.etcd.io/bbolt"
)

// Note returns a fact.
func (s *Store) Note(ctx context.Context, key string) ([]byte, error) {
	var value []byte
	err := s.view(ctx, func(tx *bolt.Tx) error {
		v := tx.Bucket(bNotes).Get([]byte(key))
		if v == nil {
			return notFound("note", key)
		}
		value = append([]byte{}, v...)
		return nil
	})
	return value, err
}

// SetNote stores a fact in place of what it was.
func (s *Store) SetNote(ctx context.Context, key string, value []byte) error {
	if err := checkID("note", key); err != nil {
		return err
	}
	value = append([]byte{}, value...)
	return s.update(ctx, func(tx *bolt.Tx) error {
		return tx.Bucket(bNotes).Put([]byte(key), value)
	})
}
