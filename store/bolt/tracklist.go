package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
	"attache/internal/fold"
)

// A list of tracks shows little of each, and a track may be large: what lists show
// stands in a bucket of its own, in the order in which they show it, unpacked, so that
// looking for words is going through bytes. How many tracks had their last story on a
// day is counted beside it.

// listedMoves is how many of a track's moves a list knows.
const listedMoves = 2

// listKey is a track's key in the list: how many moves it has, at most listedMoves, its
// last move's time, its last story's, its id.
func listKey(t *attache.Track) []byte {
	moves, at := byte(min(len(t.Moves), listedMoves)), t.Last
	if n := len(t.Moves); n > 0 {
		at = t.Moves[n-1].At
	}
	return append(append(append([]byte{moves}, stamp(at)...), stamp(t.Last)...), t.ID...)
}

// listKeyLast is the stamp of a track's last story in its key.
func listKeyLast(k []byte) []byte { return k[1+stampLen : 1+2*stampLen] }

// listed gives what the list holds of a track: its name, folded and without dots, after
// its length, and the track without its stories and its first moves, as JSON.
func listed(t attache.Track) ([]byte, error) {
	t.Stories, t.Moves = nil, t.Moves[max(0, len(t.Moves)-listedMoves):]
	record, err := encode("track", t.ID, t)
	if err != nil {
		return nil, err
	}
	name := strings.ReplaceAll(fold.String(t.Name), ".", "")
	return append(append(binary.AppendUvarint(nil, uint64(len(name))), name...), record...), nil
}

func readListed(v []byte) (attache.Track, error) { return listedAs[attache.Track](v) }

// foundTrack is what is read of a track that words may mean: its dates and moves, of
// which no word is looked for, are most of it.
type foundTrack struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Topic       string    `json:"topic"`
	Actors      []string  `json:"actors"`
	Mediators   []string  `json:"mediators"`
	First       time.Time `json:"first"`
	Last        time.Time `json:"last"`
	Temperature float64   `json:"temperature"`
	Terms       []string  `json:"terms"`
}

func readFound(v []byte) (attache.Track, error) {
	f, err := listedAs[foundTrack](v)
	return attache.Track{
		ID: f.ID, Name: f.Name, Topic: f.Topic, Actors: f.Actors, Mediators: f.Mediators, First: f.First, Last: f.Last,
		Temperature: f.Temperature, Terms: f.Terms,
	}, err
}

// listedAs reads as much of a track of the list as T has.
func listedAs[T any](v []byte) (t T, err error) {
	n, used := binary.Uvarint(v)
	if used <= 0 || n > uint64(len(v)-used) {
		return t, fmt.Errorf("a track in the list cannot be read: %w", ErrDamaged)
	}
	if err := unmarshal(v[used+int(n):], &t); err != nil {
		return t, fmt.Errorf("a track in the list cannot be read (%w): %w", err, ErrDamaged)
	}
	return t, nil
}

// dayKey counts the days since 1970 of a track's last story; days before count as the
// first.
func dayKey(last time.Time) []byte {
	days := max(last.Unix()/86400, 0)
	return binary.BigEndian.AppendUint32(nil, uint32(min(days, math.MaxUint32)))
}

func countDay(tx *bolt.Tx, last time.Time, by int64) error {
	_, err := add(tx.Bucket(bTrackDays), string(dayKey(last)), by)
	return err
}

// enlist puts a track into the list, and unlist takes it out as it was stored.
func enlist(tx *bolt.Tx, t *attache.Track) error {
	if tx.Bucket(bTrackList) == nil { // of an older schema: it is made when the store is opened
		return nil
	}
	v, err := listed(*t)
	if err != nil {
		return err
	}
	return errors.Join(tx.Bucket(bTrackList).Put(listKey(t), v), countDay(tx, t.Last, 1))
}

func unlist(tx *bolt.Tx, t *attache.Track) error {
	b, k := tx.Bucket(bTrackList), listKey(t)
	if b == nil || b.Get(k) == nil {
		return nil
	}
	return errors.Join(b.Delete(k), countDay(tx, t.Last, -1))
}

// unlistDamaged takes a track out that cannot be read any more.
func unlistDamaged(tx *bolt.Tx, id string) error {
	var keys [][]byte
	b := tx.Bucket(bTrackList)
	if b == nil {
		return nil
	}
	err := inOrder(b, func(k, _ []byte) error {
		if len(k) == 1+2*stampLen+len(id) && bytes.HasSuffix(k, []byte(id)) {
			keys = append(keys, bytes.Clone(k))
		}
		return nil
	})
	for _, k := range keys {
		last := time.Unix(0, int64(binary.BigEndian.Uint64(listKeyLast(k))^1<<63))
		err = errors.Join(err, b.Delete(k), countDay(tx, last, -1))
	}
	return err
}

// LatestTracks gives the tracks with a story since then: those of several moves first,
// the latest move first; and how many there are.
func (s *Store) LatestTracks(ctx context.Context, since time.Time, limit int) (tracks []attache.Track, all int, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		if all, err = tracksSince(tx, since); err != nil {
			return err
		}
		for moves := listedMoves; moves >= 0 && len(tracks) < min(limit, all); moves-- {
			if err := s.eachListed(ctx, tx, byte(moves), stamp(since), func(k, v []byte) bool {
				t, err := readListed(v)
				if err != nil {
					s.skip("track", string(k[1+2*stampLen:]), err)
					return true
				}
				tracks = append(tracks, t)
				return len(tracks) < limit
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	return tracks, all, nil
}

// longMove is longer than between a move's story's first report and its last: where
// moves lie further back, no track has a story of the time that is asked for.
const longMove = 90 * 24 * time.Hour

// eachListed visits the tracks of the list with so many moves, the latest move first,
// that have a story since a stamp, until visit returns false.
func (s *Store) eachListed(ctx context.Context, tx *bolt.Tx, moves byte, since []byte, visit func(k, v []byte) bool) error {
	c := tx.Bucket(bTrackList).Cursor()
	oldest := uint64(0)
	if at := binary.BigEndian.Uint64(since); at > uint64(longMove) {
		oldest = at - uint64(longMove)
	}
	step := c.Prev
	if k, _ := c.Seek([]byte{moves + 1}); k == nil {
		step = c.Last
	}
	k, v := step()
	for n := 0; k != nil && k[0] == moves && len(k) > 1+2*stampLen && binary.BigEndian.Uint64(k[1:]) >= oldest; k, v = c.Prev() {
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if bytes.Compare(listKeyLast(k), since) >= 0 && !visit(k, v) {
			return nil
		}
	}
	return nil
}

// tracksSince counts the tracks with a story since then: by days, and the first day's
// one by one.
func tracksSince(tx *bolt.Tx, since time.Time) (int, error) {
	n := 0
	first := dayKey(since)
	c := tx.Bucket(bTrackDays).Cursor()
	for k, v := c.Seek(first); k != nil; k, v = c.Next() {
		if len(v) != 8 {
			return 0, damaged("count of tracks", string(k), "its length")
		}
		if !bytes.Equal(k, first) {
			n += int(int64(binary.BigEndian.Uint64(v)))
		}
	}
	from := stamp(since)
	until := stamp(time.Unix((max(since.Unix(), 0)/86400+1)*86400, 0))
	refs := tx.Bucket(bTrackIndex).Cursor()
	for k, _ := refs.Seek(from); k != nil && bytes.Compare(k[:stampLen], until) < 0; k, _ = refs.Next() {
		n++
	}
	return n, nil
}

// FindTracks gives the tracks with a story since then that have each of the codes among
// their parties, and, where any are given, one of the beginnings of words in name or
// terms, folded; or no name. The latest story's comes first.
func (s *Store) FindTracks(ctx context.Context, since time.Time, codes, beginnings []string) ([]attache.Track, error) {
	type found struct {
		attache.Track
		ref []byte
	}
	var list []found
	quoted, err := quotedCodes(codes)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *bolt.Tx) error {
		for moves := range byte(listedMoves + 1) {
			if err := s.eachListed(ctx, tx, moves, stamp(since), func(k, v []byte) bool {
				if !mayBe(v, quoted, beginnings) {
					return true
				}
				t, err := readFound(v)
				if err != nil {
					s.skip("track", string(k[1+2*stampLen:]), err)
					return true
				}
				list = append(list, found{t, refOf(t.Last, t.ID)})
				return true
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b found) int { return bytes.Compare(b.ref, a.ref) })
	tracks := make([]attache.Track, len(list))
	for i := range list {
		tracks[i] = list[i].Track
	}
	return tracks, nil
}

// quotedCodes are codes as they stand in JSON.
func quotedCodes(codes []string) ([][]byte, error) {
	list := make([][]byte, len(codes))
	var err error
	for i, code := range codes {
		if list[i], err = encode("code", code, code); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// mayBe says whether a track of the list may be one that is looked for, by its bytes.
func mayBe(v []byte, codes [][]byte, beginnings []string) bool {
	for _, code := range codes {
		if !bytes.Contains(v, code) {
			return false
		}
	}
	if len(beginnings) == 0 || len(v) > 0 && v[0] == 0 { // without a name it is called by its parties
		return true
	}
	return slices.ContainsFunc(beginnings, func(word string) bool { return bytes.Contains(v, []byte(word)) })
}

// listTracks makes the list of a store that has none, or one that a program kept which
// does not know of it, some at a time: a stop in between is made up for at the next
// start.
func (s *Store) listTracks(ctx context.Context) error {
	whole, none := false, false
	err := s.db.View(func(tx *bolt.Tx) error {
		k, _ := tx.Bucket(bTracks).Cursor().First()
		whole, none = listIsWhole(tx), k == nil
		return nil
	})
	if err != nil || whole {
		return err
	}
	if !none {
		s.log.Info("store: the list of tracks is made", "path", s.path)
	}
	err = s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bTrackList, bTrackDays} {
			if tx.Bucket(name) != nil {
				if err := tx.DeleteBucket(name); err != nil {
					return err
				}
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return nil
	})
	for from := []byte{}; err == nil && from != nil; {
		if err = ctx.Err(); err != nil {
			break
		}
		err = s.db.Update(func(tx *bolt.Tx) (err error) {
			from, err = s.listSome(tx, from)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("the list of tracks: %w", err)
	}
	return nil
}

// listAtOnce is how many tracks are listed in a transaction.
const listAtOnce = 2000

// listSome lists the tracks from a key on, and gives the key of the next; nil: none.
func (s *Store) listSome(tx *bolt.Tx, from []byte) (next []byte, err error) {
	c := tx.Bucket(bTracks).Cursor()
	n := 0
	for k, v := c.Seek(from); k != nil; k, v = c.Next() {
		if n > 0 && bytes.Compare(k, from) <= 0 {
			return nil, fmt.Errorf("tracks are not in order: %w", ErrDamaged)
		}
		from = bytes.Clone(k)
		if n++; n > listAtOnce {
			return bytes.Clone(k), nil
		}
		t, err := decode[attache.Track]("track", string(k), v)
		if err != nil {
			s.skip("track", string(k), err)
			continue
		}
		if tx.Bucket(bTrackIndex).Get(refOf(t.Last, t.ID)) == nil { // Get gives no nil for an empty value
			continue
		}
		if err := enlist(tx, &t); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// listIsWhole says whether the list has the tracks of the index and no others.
func listIsWhole(tx *bolt.Tx) bool {
	list, days := tx.Bucket(bTrackList), tx.Bucket(bTrackDays)
	if list == nil || days == nil {
		return false
	}
	refs, n := map[string]bool{}, 0
	err := inOrder(list, func(k, _ []byte) error {
		if len(k) > 1+2*stampLen {
			refs[string(k[1+stampLen:])] = true
		}
		return nil
	})
	known := true
	err2 := inOrder(tx.Bucket(bTrackIndex), func(ref, _ []byte) error {
		known, n = known && refs[string(ref)], n+1
		return nil
	})
	return known && n == len(refs) && err == nil && err2 == nil
}
