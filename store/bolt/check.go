package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// Check reads the whole store and returns what does not fit together, nil if
// all does: every article has its record, quotes, identities and postings and
// no posting or trace is without its article; likewise stories, chats and deliveries.
// It is for tests and for doubt: it holds the keys of all postings in memory.
func (s *Store) Check(ctx context.Context) error {
	return s.view(ctx, func(tx *bolt.Tx) error {
		var problems []error
		for _, check := range []func(context.Context, *bolt.Tx) []error{
			checkArticles, checkTraces, checkStories, checkTracks, checkChats, checkDeliveries, checkProofs,
		} {
			if err := ctx.Err(); err != nil {
				return err
			}
			problems = append(problems, check(ctx, tx)...)
		}
		return errors.Join(problems...)
	})
}

// ledger compares the entries of an index with what they should be.
type ledger struct {
	name     []byte
	want     map[string][]byte
	problems []error
}

func newLedger(name []byte) *ledger { return &ledger{name: name, want: map[string][]byte{}} }

func (l *ledger) expect(list ...entry) {
	for _, e := range list {
		l.want[e.key] = e.value
	}
}

func (l *ledger) key(k []byte) {
	if k != nil {
		l.want[string(k)] = nil
	}
}

// settle reads the index.
func (l *ledger) settle(tx *bolt.Tx) []error {
	_ = inOrder(tx.Bucket(l.name), func(k, v []byte) error {
		l.meet(string(k), v)
		return nil
	})
	return l.missing()
}

// meet takes an entry that the index has.
func (l *ledger) meet(k string, v []byte) {
	switch want, known := l.want[k]; {
	case !known:
		l.problems = append(l.problems, fmt.Errorf("%s: %q belongs to nothing", l.name, k))
	case !bytes.Equal(want, v):
		l.problems = append(l.problems, fmt.Errorf("%s: %q holds %x, not %x", l.name, k, v, want))
	}
	delete(l.want, k)
}

// missing gives the problems, with the entries that were not met.
func (l *ledger) missing() []error {
	for k := range l.want {
		l.problems = append(l.problems, fmt.Errorf("%s: %q is missing", l.name, k))
	}
	return l.problems
}

func checkArticles(ctx context.Context, tx *bolt.Tx) []error {
	var problems []error
	ids, pieces, belongs := newLedger(bIDs), 0, 0
	index := &ledger{name: bSegments, want: map[string][]byte{}}
	_ = inOrder(tx.Bucket(bArticles), func(ref, _ []byte) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if isPiece(ref) {
			pieces++
			return nil
		}
		a, err := articleAt(tx, bytes.Clone(ref))
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		if !bytes.Equal(ref, articleRef(&a)) {
			problems = append(problems, fmt.Errorf("article %s stands at the wrong time", a.ID))
		}
		at, number, err := placeOf(tx, a.ID)
		if err != nil || !bytes.Equal(at, ref) || number == 0 {
			problems = append(problems, fmt.Errorf("article %s: its place is %x, number %d, not %x: %w", a.ID, at, number, ref, err))
		}
		ids.expect(entry{a.ID, bytes.Clone(tx.Bucket(bIDs).Get([]byte(a.ID)))})
		for _, e := range entriesOf(&a) {
			index.expect(entry{e.key + "\x00" + string(ref), e.value})
		}
		for n := 0; tx.Bucket(bArticles).Get(pieceKey(ref, n)) != nil; n++ {
			belongs++
		}
		for _, key := range a.Keys {
			if owner := tx.Bucket(bIdentities).Get(identity(key)); string(owner) != a.ID {
				problems = append(problems, fmt.Errorf("article %s: its key %q is of %q", a.ID, key, owner))
			}
		}
		return nil
	})
	if pieces != belongs {
		problems = append(problems, fmt.Errorf("articles: %d pieces of texts, %d belong to articles", pieces, belongs))
	}
	problems = append(problems, ids.settle(tx)...)
	return append(problems, checkIndex(tx, index)...)
}

// checkIndex compares the living entries of all segments with what they should be,
// and looks whether all of every segment can be reached.
func checkIndex(tx *bolt.Tx, index *ledger) []error {
	records := 0
	for _, s := range segments(tx) {
		records += (s.docs + docBlock - 1) / docBlock
		living := make([][]byte, s.docs)
		for at := range s.docs {
			if d := s.doc(at); d.ref == nil {
				index.problems = append(index.problems, fmt.Errorf("segment %x: article %d of %d is missing", s.prefix, at, s.docs))
			} else if alive(tx, &d) {
				living[at] = d.ref
			}
		}
		c := s.entries()
		for e, ok := c.seek(nil); ok; e, ok = c.next() {
			if c.at == 0 {
				records++
			}
			for _, h := range decodeHits(e.list, nil) {
				if int(h.at) < len(living) && living[h.at] != nil {
					index.meet(termOf(e.key)+"\x00"+string(living[h.at]), h.value)
				}
			}
		}
	}
	if n := tx.Bucket(bSegments).Stats().KeyN; n != records {
		index.problems = append(index.problems, fmt.Errorf("segments: %d records, %d belong to segments", n, records))
	}
	return index.missing()
}

// checkTraces: every trace is of an article, and knows where it is filed.
func checkTraces(ctx context.Context, tx *bolt.Tx) []error {
	var problems []error
	_ = inOrder(tx.Bucket(bTraces), func(ref, record []byte) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a, err := headAt(tx, ref)
		if err != nil {
			problems = append(problems, fmt.Errorf("traces: %w", err))
			return nil
		}
		if places, _, ok := splitTrace(record); !ok || places != [3]string{a.StoryID, a.TrackID, a.CopyOf} {
			problems = append(problems, fmt.Errorf("traces: that of article %s has it in %q, not in %q", a.ID, places, a.StoryID))
		}
		return nil
	})
	return problems
}

// checkRecords compares a bucket's records with the indexes they should be in.
func checkRecords[T any](tx *bolt.Tx, what string, bucket []byte, expect func(*T), ledgers ...*ledger) []error {
	var problems []error
	_ = inOrder(tx.Bucket(bucket), func(k, v []byte) error {
		record, err := decode[T](what, string(k), v)
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		expect(&record)
		return nil
	})
	for _, l := range ledgers {
		problems = append(problems, l.settle(tx)...)
	}
	return problems
}

func checkStories(_ context.Context, tx *bolt.Tx) []error {
	index := newLedger(bStoryIndex)
	return checkRecords(tx, "story", bStories, func(s *attache.Story) { index.expect(storyEntries(s)...) }, index)
}

func checkTracks(_ context.Context, tx *bolt.Tx) []error {
	index := newLedger(bTrackIndex)
	return checkRecords(tx, "track", bTracks, func(t *attache.Track) { index.key(refOf(t.Last, t.ID)) }, index)
}

func checkChats(_ context.Context, tx *bolt.Tx) []error {
	due := newLedger(bChatsDue)
	return checkRecords(tx, "chat", bChats, func(c *attache.Chat) { due.key(dueKey(c)) }, due)
}

func checkDeliveries(_ context.Context, tx *bolt.Tx) []error {
	done, expiring, open := newLedger(bSettled), newLedger(bExpiring), 0
	uses, states := map[string]int64{}, map[string]int64{}
	var problems []error
	problems = append(problems, checkRecords(tx, "delivery", bDeliveries, func(d *attache.Delivery) {
		uses[d.EditionID]++
		states[string(d.State)]++
		if settled(d.State) {
			done.key(refOf(d.Settled, d.ID))
			return
		}
		open++
		if !d.Expires.IsZero() {
			expiring.key(refOf(d.Expires, d.ID))
		}
		waits := tx.Bucket(bWaiting).Get(refOf(wakes(d), d.ID)) != nil
		if ready := tx.Bucket(bReady).Get(refOf(d.Slot, d.ID)) != nil; waits == ready {
			problems = append(problems, fmt.Errorf("delivery %s: waiting %v, ready %v", d.ID, waits, ready))
		}
	}, done, expiring)...)
	if n := tx.Bucket(bReady).Stats().KeyN + tx.Bucket(bWaiting).Stats().KeyN; n != open {
		problems = append(problems, fmt.Errorf("deliveries: %d are unsettled, %d ready or waiting", open, n))
	}
	problems = append(problems, checkNumbers(tx, bEditionUse, uses)...)
	return append(problems, checkNumbers(tx, bCounts, states)...)
}

func checkNumbers(tx *bolt.Tx, bucket []byte, want map[string]int64) []error {
	var problems []error
	_ = inOrder(tx.Bucket(bucket), func(k, v []byte) error {
		n := int64(binary.BigEndian.Uint64(v))
		if want[string(k)] != n {
			problems = append(problems, fmt.Errorf("%s: %q is %d, should be %d", bucket, k, n, want[string(k)]))
		}
		delete(want, string(k))
		return nil
	})
	for k, n := range want {
		problems = append(problems, fmt.Errorf("%s: %q is missing, should be %d", bucket, k, n))
	}
	return problems
}
