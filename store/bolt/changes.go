package bolt

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// indexFill is how full the pages of an index are left: what is newer than all
// before it goes to the end of its term.
const indexFill = 0.9

// changes gathers what a transaction does to an index, to be applied in the
// order of keys: bbolt keeps the keys of a page in one slice until commit, so
// that keys which come in any order cost the square of their number.
type changes struct{ list []change }

type change struct {
	entry
	gone bool
	turn int    // of two changes to a key the later counts
	head uint64 // the key's first bytes: most comparisons need no more
}

// exchange notes what fresh has and old has not, and what is gone.
func (c *changes) exchange(old, fresh []entry) {
	if len(old) == 0 {
		for _, e := range fresh {
			c.note(e, false)
		}
		return
	}
	was := make(map[string][]byte, len(old))
	for _, e := range old {
		was[e.key] = e.value
	}
	for _, e := range fresh {
		if v, known := was[e.key]; !known || !bytes.Equal(v, e.value) {
			c.note(e, false)
		}
		delete(was, e.key)
	}
	for k := range was {
		c.note(entry{key: k}, true)
	}
}

func (c *changes) note(e entry, gone bool) {
	var head [8]byte
	copy(head[:], e.key)
	c.list = append(c.list, change{entry: e, gone: gone, turn: len(c.list), head: binary.BigEndian.Uint64(head[:])})
}

// sort puts the changes in the order of keys.
func (c *changes) sort() {
	slices.SortFunc(c.list, func(x, y change) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		if o := strings.Compare(x.key, y.key); o != 0 {
			return o
		}
		return x.turn - y.turn
	})
}

// apply makes the sorted changes, of each key the last.
func (c *changes) apply(b *bolt.Bucket) error {
	b.FillPercent = indexFill
	for i, ch := range c.list {
		if i+1 < len(c.list) && c.list[i+1].key == ch.key {
			continue
		}
		var err error
		if ch.gone {
			err = b.Delete([]byte(ch.key))
		} else {
			err = b.Put([]byte(ch.key), ch.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// filer is one transaction of Save.
type filer struct {
	store   *Store
	tx      *bolt.Tx
	docs    map[string]doc // what the index is to have of articles that were put, by ID
	stories changes
	gone    []attache.Removal // what was removed, once it was read; nil: not yet
	touched map[string]bool   // stories whose record, or whose articles, change
}

// touch notes that a story changes, or an article of it.
func (f *filer) touch(story string) {
	if f.touched == nil {
		f.touched = map[string]bool{}
	}
	f.touched[story] = true // "" as well: an article without a story
}

// index has an article's entries written under a number of their own.
func (f *filer) index(a *attache.Article, ref []byte) error {
	number, err := f.tx.Bucket(bIDs).NextSequence()
	if err != nil {
		return err
	}
	if f.docs == nil {
		f.docs = map[string]doc{}
	}
	f.docs[a.ID] = doc{ref: ref, number: number, entries: entriesOf(a)}
	return putPlace(f.tx, a.ID, ref, number)
}

// finish writes the indexes.
func (f *filer) finish() error {
	f.stories.sort()
	if err := f.stories.apply(f.tx.Bucket(bStoryIndex)); err != nil || len(f.docs) == 0 {
		return err
	}
	if err := writeSegment(f.tx, slices.Collect(maps.Values(f.docs))); err != nil {
		return err
	}
	return tidy(f.tx)
}
