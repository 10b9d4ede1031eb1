package bolt

import (
	"bytes"
	"context"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// Track returns one track.
func (s *Store) Track(ctx context.Context, id string) (attache.Track, error) {
	var track attache.Track
	err := s.view(ctx, func(tx *bolt.Tx) error {
		record := tx.Bucket(bTracks).Get([]byte(id))
		if record == nil {
			return notFound("track", id)
		}
		var err error
		track, err = decode[attache.Track]("track", id, record)
		return err
	})
	return track, err
}

// ListTracks returns those with a story since then, the latest first.
func (s *Store) ListTracks(ctx context.Context, since time.Time) ([]attache.Track, error) {
	var tracks []attache.Track
	err := s.view(ctx, func(tx *bolt.Tx) error {
		steps := 0
		sc := scan{lists: []list{wholeList(tx.Bucket(bTrackIndex), &steps)}, steps: &steps}
		sc.from, sc.since = window(since, time.Time{}, nil)
		records := tx.Bucket(bTracks)
		err := sc.each(ctx, func(ref []byte, _ [][]byte) (bool, error) {
			id := refID(ref)
			track, err := decode[attache.Track]("track", id, records.Get([]byte(id)))
			if err != nil {
				s.skip("track", id, err)
				return true, nil
			}
			tracks = append(tracks, track)
			return true, nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return tracks, nil
}

// putTrack stores a track in place of what was known under its id.
func putTrack(tx *bolt.Tx, track attache.Track) error {
	track.First, track.Last = track.First.UTC(), track.Last.UTC()
	records, index := tx.Bucket(bTracks), tx.Bucket(bTrackIndex)
	id := []byte(track.ID)
	if record := records.Get(id); record != nil {
		if err := deleteTrackIndex(tx, track.ID, record); err != nil {
			return err
		}
	}
	record, err := encode("track", track.ID, track)
	if err != nil {
		return err
	}
	if err := records.Put(id, pack(record)); err != nil {
		return err
	}
	if err := enlist(tx, &track); err != nil {
		return err
	}
	return index.Put(refOf(track.Last, track.ID), nil)
}

// deleteTrackIndex takes a track that is stored as record out of the indexes.
func deleteTrackIndex(tx *bolt.Tx, id string, record []byte) error {
	index := tx.Bucket(bTrackIndex)
	if old, err := decode[attache.Track]("track", id, record); err == nil {
		old.ID = id
		return errors.Join(index.Delete(refOf(old.Last, id)), unlist(tx, &old))
	}
	return errors.Join(unlistDamaged(tx, id), deleteWhere(index, nil, func(k []byte) bool {
		return len(k) == stampLen+len(id) && bytes.HasSuffix(k, []byte(id))
	}))
}
