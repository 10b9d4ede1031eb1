package bolt

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"

	bolt "go.etcd.io/bbolt"
)

// segment is a segment as it is read. What is damaged in it counts as missing.
type segment struct {
	bucket      *bolt.Bucket
	prefix      []byte
	docs        int
	first, last []byte // refs

	block  int // of cached
	cached []doc
}

// segments lists all that there are, oldest first.
func segments(tx *bolt.Tx) []*segment {
	var list []*segment
	b := tx.Bucket(bSegments)
	var last []byte
	_ = tx.Bucket(bSegmentList).ForEach(func(k, v []byte) error {
		if bytes.Compare(last, k) >= 0 {
			return ErrDamaged // and no end
		}
		last = k
		s := &segment{bucket: b, prefix: k, block: -1}
		n, used := binary.Uvarint(v)
		if used <= 0 || n == 0 || n > 1<<31 {
			return nil
		}
		v = v[used:]
		size, used := binary.Uvarint(v)
		if used <= 0 || size > uint64(len(v)-used) {
			return nil
		}
		s.docs, s.first, s.last = int(n), v[used:used+int(size)], v[used+int(size):]
		if len(s.first) > stampLen && len(s.last) > stampLen {
			list = append(list, s)
		}
		return nil
	})
	return list
}

// doc gives an article of the segment; a zero doc where it is missing.
func (s *segment) doc(at int) doc {
	if n := at / docBlock; n != s.block {
		key := binary.BigEndian.AppendUint32(append(bytes.Clone(s.prefix), 'd'), uint32(n))
		s.block, s.cached = n, decodeDocs(s.bucket.Get(key))
	}
	if i := at % docBlock; i < len(s.cached) {
		return s.cached[i]
	}
	return doc{}
}

// floor is the number of the last article whose ref is at most ref, -1 where all
// are newer.
func (s *segment) floor(ref []byte) int {
	if bytes.Compare(s.last, ref) <= 0 {
		return s.docs - 1
	}
	blocks := (s.docs + docBlock - 1) / docBlock
	n := sort.Search(blocks, func(i int) bool { return bytes.Compare(s.doc(i*docBlock).ref, ref) > 0 }) - 1
	if n < 0 {
		return -1
	}
	first := n * docBlock
	in := min(docBlock, s.docs-first)
	return first + sort.Search(in, func(i int) bool { return bytes.Compare(s.doc(first+i).ref, ref) > 0 }) - 1
}

// entryCursor walks the entries of a segment.
type entryCursor struct {
	cursor *bolt.Cursor
	prefix []byte // of the segment, with its t
	block  []blockEntry
	at     int
	keys   []byte // in which those of block stand
	reuse  bool   // nobody keeps an entry longer than its block
}

type blockEntry struct{ key, list []byte }

func (s *segment) entries() *entryCursor {
	return &entryCursor{cursor: s.bucket.Cursor(), prefix: append(bytes.Clone(s.prefix), 't')}
}

// load takes a record as the block; false where it is of something else.
func (c *entryCursor) load(k, v []byte) bool {
	c.block = c.block[:0]
	if !bytes.HasPrefix(k, c.prefix) {
		return false
	}
	if !c.reuse {
		c.keys = nil
	}
	c.block, c.keys = decodeEntries(v, c.block, c.keys[:0])
	return len(c.block) > 0
}

// decodeEntries reads a record of entries; what cannot be read ends it. The keys are
// written one after the other into keys, and into more memory where that is too short.
func decodeEntries(b []byte, list []blockEntry, keys []byte) ([]blockEntry, []byte) {
	var last []byte
	keys = slices.Grow(keys, 2*len(b))
	number := func() (int, bool) {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b))+uint64(len(last)) {
			return 0, false
		}
		b = b[used:]
		return int(n), true
	}
	for len(b) > 0 {
		same, ok := number()
		if !ok || same > len(last) {
			return list, keys
		}
		rest, ok := number()
		if !ok || rest > len(b) {
			return list, keys
		}
		from := len(keys)
		keys = append(append(keys, last[:same]...), b[:rest]...)
		key := keys[from:len(keys):len(keys)]
		b = b[rest:]
		size, ok := number()
		if !ok || size > len(b) {
			return list, keys
		}
		list = append(list, blockEntry{key, b[:size]})
		b, last = b[size:], key
	}
	return list, keys
}

// seek goes to the first entry whose key is at least key.
func (c *entryCursor) seek(key []byte) (blockEntry, bool) {
	target := append(append(make([]byte, 0, len(c.prefix)+len(key)), c.prefix...), key...)
	k, v := c.cursor.Seek(target)
	if !bytes.Equal(k, target) { // it may stand in the record before
		if k == nil {
			k, v = c.cursor.Last()
		} else {
			k, v = c.cursor.Prev()
		}
		if !bytes.HasPrefix(k, c.prefix) {
			k, v = c.cursor.Seek(target)
		}
	}
	if !c.load(k, v) {
		return blockEntry{}, false
	}
	c.at = sort.Search(len(c.block), func(i int) bool { return bytes.Compare(c.block[i].key, key) >= 0 })
	if c.at == len(c.block) {
		return c.nextBlock()
	}
	return c.block[c.at], true
}

func (c *entryCursor) nextBlock() (blockEntry, bool) {
	if c.at = 0; !c.load(c.cursor.Next()) {
		return blockEntry{}, false
	}
	return c.block[0], true
}

// next goes one entry on. Entries that are not in order are of a damaged page, and
// end the segment.
func (c *entryCursor) next() (blockEntry, bool) {
	var last []byte
	if c.at < len(c.block) {
		last = c.block[c.at].key
	}
	var e blockEntry
	ok := true
	if c.at++; c.at < len(c.block) {
		e = c.block[c.at]
	} else {
		e, ok = c.nextBlock()
	}
	return e, ok && bytes.Compare(last, e.key) < 0
}

// prev goes one entry back.
func (c *entryCursor) prev() (blockEntry, bool) {
	if c.at--; c.at >= 0 && c.at < len(c.block) {
		return c.block[c.at], true
	}
	if !c.load(c.cursor.Prev()) {
		return blockEntry{}, false
	}
	c.at = len(c.block) - 1
	return c.block[c.at], true
}

// numbers is a list of a segment's articles, read from the newest.
type numbers interface {
	// atMost gives the last that is at most at, -1 at the end. Calls come with
	// numbers that never grow.
	atMost(at int) (found int, value []byte)
}

// termNumbers are the articles of a segment that have a term.
type termNumbers struct {
	segment *segment
	entries *entryCursor
	term    []byte // and the zero byte
	hits    []hit
	ended   bool
	steps   *int
}

func (s *segment) term(name string, steps *int) numbers {
	entries := s.entries()
	entries.reuse = true
	return &termNumbers{segment: s, entries: entries, term: append([]byte(name), 0), steps: steps}
}

func (t *termNumbers) atMost(at int) (int, []byte) {
	for !t.ended {
		if len(t.hits) > 0 && int(t.hits[0].at) > at {
			t.hits = t.hits[:0]
		}
		for n := len(t.hits); n > 0; n-- {
			h := t.hits[n-1]
			if int(h.at) <= at {
				return int(h.at), h.value
			}
			t.hits = t.hits[:n-1]
			*t.steps++
		}
		*t.steps++
		t.fill(at)
	}
	return -1, nil
}

// fill reads the entry that has the last number that is at most at.
func (t *termNumbers) fill(at int) {
	c := t.entries
	e, ok := c.seek(binary.BigEndian.AppendUint32(slices.Clone(t.term), uint32(at)))
	if ok && t.is(e.key) {
		t.hits = decodeHits(e.list, t.hits[:0])
		if len(t.hits) > 0 && int(t.hits[0].at) <= at {
			return
		}
	}
	if ok {
		e, ok = c.prev()
	} else {
		e, ok = t.segment.lastEntry()
	}
	t.hits = t.hits[:0]
	if ok && t.is(e.key) {
		t.hits = decodeHits(e.list, t.hits)
	}
	t.ended = len(t.hits) == 0 || int(t.hits[0].at) > at
}

// is tells whether an entry is one of the term.
func (t *termNumbers) is(key []byte) bool {
	return len(key) == len(t.term)+4 && bytes.HasPrefix(key, t.term)
}

// lastEntry is the last of a segment.
func (s *segment) lastEntry() (blockEntry, bool) {
	c := s.entries()
	after := bytes.Clone(c.prefix)
	after[len(after)-1]++
	move := c.cursor.Last
	if k, _ := c.cursor.Seek(after); k != nil {
		move = c.cursor.Prev
	}
	if !c.load(move()) {
		return blockEntry{}, false
	}
	return c.block[len(c.block)-1], true
}

// eitherNumbers is the union of two lists. Where both have an article, the values
// are joined; an empty one is all.
type eitherNumbers struct{ a, b numbers }

func (e eitherNumbers) atMost(at int) (int, []byte) {
	na, va := e.a.atMost(at)
	nb, vb := e.b.atMost(at)
	switch {
	case na > nb:
		return na, va
	case na < nb:
		return nb, vb
	}
	if na < 0 || len(va) == 0 || len(vb) == 0 { // the end, or one of them is about all that the article has
		return na, nil
	}
	return na, slices.Concat(va, vb)
}
