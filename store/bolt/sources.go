package bolt

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// ListSources returns all sources in order of ID.
func (s *Store) ListSources(ctx context.Context) ([]attache.Source, error) {
	var sources []attache.Source
	err := s.view(ctx, func(tx *bolt.Tx) error {
		return tx.Bucket(bSources).ForEach(func(k, v []byte) error {
			source, err := decode[attache.Source]("source", string(k), v)
			if err != nil {
				s.skip("source", string(k), err)
				return ctx.Err()
			}
			sources = append(sources, source)
			return ctx.Err()
		})
	})
	if err != nil {
		return nil, err
	}
	return sources, nil
}

// PutSources adds sources or replaces those with the same ID.
func (s *Store) PutSources(ctx context.Context, sources ...attache.Source) error {
	records := make([][]byte, len(sources))
	for i, source := range sources {
		if err := checkID("source", source.ID); err != nil {
			return err
		}
		var err error
		if records[i], err = encode("source", source.ID, source); err != nil {
			return err
		}
	}
	return s.update(ctx, func(tx *bolt.Tx) error {
		for i, source := range sources {
			if err := tx.Bucket(bSources).Put([]byte(source.ID), records[i]); err != nil {
				return fmt.Errorf("source %s: %w", source.ID, err)
			}
		}
		return nil
	})
}

// RemoveSource removes a source; its articles stay.
func (s *Store) RemoveSource(ctx context.Context, id string) error {
	return s.update(ctx, func(tx *bolt.Tx) error {
		b := tx.Bucket(bSources)
		if b.Get([]byte(id)) == nil {
			return notFound("source", id)
		}
		return b.Delete([]byte(id))
	})
}
