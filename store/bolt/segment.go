package bolt

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// The index of articles is made of segments. A transaction writes what it brings
// as one small segment, and small ones become larger ones (see merge.go), so that
// an article's two hundred terms cost some pages, not two hundred. A segment is
// never changed: an article that changes gets new entries under a new number, and
// those under another number than its place has are dead, left out when they are
// met and dropped when segments become one.
//
// Within a segment, articles are numbered in the order of their refs. It has
//
//	d, n       → its articles, docBlock to a record
//	t, entry   → entries from that one on, in order, some to a record
//
// An entry is a term and some of the numbers that have it, under a key of the
// term, a zero byte and the last of the numbers.
const (
	docBlock   = 64  // articles in a record
	entryBlock = 940 // bytes of entries in a record: four of them fill a page of 4 KB
	entryList  = 256 // numbers in an entry
)

// entry is a term of an article, and what is said of it.
type entry struct {
	key   string
	value []byte
}

// doc is an article with the terms under which it is found.
type doc struct {
	ref     []byte
	number  uint64
	entries []entry
}

// compareDocs is the order of articles in a segment.
func compareDocs(a, b doc) int {
	return cmp.Or(bytes.Compare(a.ref, b.ref), cmp.Compare(a.number, b.number))
}

// hit is an article that has a term: its number in the segment, with a value.
type hit struct {
	at    uint32
	value []byte
}

// writeSegment writes docs as a segment.
func writeSegment(tx *bolt.Tx, docs []doc) error {
	slices.SortFunc(docs, compareDocs)
	terms := map[string][]hit{}
	for i := range docs {
		for _, e := range docs[i].entries {
			terms[e.key] = append(terms[e.key], hit{uint32(i), e.value})
		}
	}
	names := make([]string, 0, len(terms))
	for name := range terms {
		names = append(names, name)
	}
	slices.Sort(names)
	w, err := newSegmentWriter(tx, docs)
	if err != nil {
		return err
	}
	for _, name := range names {
		w.term(name, terms[name])
	}
	return w.finish()
}

// segmentWriter gathers a segment's records and puts them in the order of keys.
type segmentWriter struct {
	tx      *bolt.Tx
	prefix  []byte
	meta    []byte
	records []record
	block   []byte // entries that are not in a record yet
	first   []byte // the key of the first of them
	last    []byte // and of the last
}

type record struct{ key, value []byte }

// newSegmentWriter begins a segment with its articles, which are in order.
func newSegmentWriter(tx *bolt.Tx, docs []doc) (*segmentWriter, error) {
	id, err := tx.Bucket(bSegments).NextSequence()
	if err != nil {
		return nil, err
	}
	w := &segmentWriter{tx: tx, prefix: binary.BigEndian.AppendUint32(nil, uint32(id))}
	w.meta = encodeSegment(docs)
	for n := 0; n < len(docs); n += docBlock {
		key := binary.BigEndian.AppendUint32(append(bytes.Clone(w.prefix), 'd'), uint32(n/docBlock))
		w.records = append(w.records, record{key, encodeDocs(docs[n:min(n+docBlock, len(docs))])})
	}
	return w, nil
}

// term adds a term with those that have it, in order. Terms come in order.
func (w *segmentWriter) term(name string, hits []hit) {
	for part := range slices.Chunk(hits, entryList) {
		key := append([]byte(name), 0)
		key = binary.BigEndian.AppendUint32(key, part[len(part)-1].at)
		list := encodeHits(part)
		if len(w.block) > 0 && len(w.block)+len(list)+len(key) > entryBlock {
			w.cut()
		}
		same := 0
		if len(w.block) == 0 {
			w.first = key
		} else {
			same = commonPrefix(w.last, key)
		}
		w.block = binary.AppendUvarint(w.block, uint64(same))
		w.block = binary.AppendUvarint(w.block, uint64(len(key)-same))
		w.block = append(w.block, key[same:]...)
		w.block = binary.AppendUvarint(w.block, uint64(len(list)))
		w.block = append(w.block, list...)
		w.last = key
	}
}

// cut makes a record of the entries gathered.
func (w *segmentWriter) cut() {
	if len(w.block) == 0 {
		return
	}
	key := append(append(bytes.Clone(w.prefix), 't'), w.first...)
	w.records = append(w.records, record{key, w.block})
	w.block = nil
}

func (w *segmentWriter) finish() error {
	w.cut()
	b := w.tx.Bucket(bSegments)
	b.FillPercent = indexFill
	for _, r := range w.records {
		if err := b.Put(r.key, r.value); err != nil {
			return err
		}
	}
	return w.tx.Bucket(bSegmentList).Put(w.prefix, w.meta)
}

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// encodeSegment gives what is known of a segment without reading it: how many
// articles it has, and the first and the last of their refs.
func encodeSegment(docs []doc) []byte {
	b := binary.AppendUvarint(nil, uint64(len(docs)))
	first, last := docs[0].ref, docs[len(docs)-1].ref
	b = append(binary.AppendUvarint(b, uint64(len(first))), first...)
	return append(b, last...)
}

// encodeDocs gives a record of articles: of each its stamp, as the distance from
// the one before, its id and its number.
func encodeDocs(docs []doc) []byte {
	var b []byte
	before := uint64(0)
	for i := range docs {
		at := binary.BigEndian.Uint64(docs[i].ref)
		b = binary.AppendUvarint(b, at-before)
		before = at
		id := docs[i].ref[stampLen:]
		b = append(binary.AppendUvarint(b, uint64(len(id))), id...)
		b = binary.AppendUvarint(b, docs[i].number)
	}
	return b
}

// decodeDocs reads such a record; what is no article any more ends it.
func decodeDocs(b []byte) []doc {
	docs := make([]doc, 0, docBlock)
	at := uint64(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		b, at = b[n:], at+d
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			break
		}
		ref := make([]byte, 0, stampLen+size)
		ref = append(binary.BigEndian.AppendUint64(ref, at), b[n:n+int(size)]...)
		b = b[n+int(size):]
		number, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		b = b[n:]
		docs = append(docs, doc{ref: ref, number: number})
	}
	return docs
}

// encodeHits gives the numbers of an entry, each as the distance from the one
// before, and where its terms have values, the value after its length.
func encodeHits(hits []hit) []byte {
	valued := byte(0)
	if slices.ContainsFunc(hits, func(h hit) bool { return len(h.value) > 0 }) {
		valued = 1
	}
	b := []byte{valued}
	before := uint32(0)
	for _, h := range hits {
		b = binary.AppendUvarint(b, uint64(h.at-before))
		before = h.at
		if valued == 1 {
			b = append(binary.AppendUvarint(b, uint64(len(h.value))), h.value...)
		}
	}
	return b
}

// decodeHits reads what encodeHits gave, into list; values are parts of b.
func decodeHits(b []byte, list []hit) []hit {
	if len(b) == 0 {
		return list
	}
	valued := b[0] == 1
	b = b[1:]
	at := uint64(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			return list
		}
		b, at = b[n:], at+d
		h := hit{at: uint32(at)}
		if valued {
			size, n := binary.Uvarint(b)
			if n <= 0 || size > uint64(len(b)-n) {
				return list
			}
			h.value = b[n : n+int(size)]
			b = b[n+int(size):]
		}
		list = append(list, h)
	}
	return list
}

// indexOf names an index within the segments: the first byte of its terms.
const (
	ofArticles = "a"
	ofQuotes   = "q"
)

// termOf is the term within an entry's key.
func termOf(key []byte) string {
	return strings.TrimSuffix(string(key[:max(len(key)-4, 0)]), "\x00")
}
