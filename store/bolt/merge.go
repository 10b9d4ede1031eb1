package bolt

import (
	"bytes"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Small segments become larger ones: those of one size, when there are so many of
// them. Each article's entries are therefore written once for each size, which are
// few, and a query looks into some dozens of segments however they came.
const (
	sameSize    = 16   // segments of a size, or so many times as large
	largestSize = 4096 // articles from which a segment stays as it is
)

// sizeOf is the size class of a segment: 1 to 15 articles, to 255, to 4095, more.
func sizeOf(docs int) int {
	size := 0
	for least := sameSize; docs >= least && least <= largestSize; least *= sameSize {
		size++
	}
	return size
}

// tidy makes segments of one size into one, as long as there are too many.
func tidy(tx *bolt.Tx) error {
	for {
		bySize := map[int][]*segment{}
		for _, s := range segments(tx) {
			if s.docs < largestSize {
				bySize[sizeOf(s.docs)] = append(bySize[sizeOf(s.docs)], s)
			}
		}
		merged := false
		for size := range 3 {
			list := bySize[size]
			if len(list) < sameSize {
				continue
			}
			docs, n := 0, 0
			for n < len(list) && docs < largestSize {
				docs += list[n].docs
				n++
			}
			if err := merge(tx, list[:n]); err != nil {
				return err
			}
			merged = true
			break
		}
		if !merged {
			return nil
		}
	}
}

// merge makes segments into one, without the articles that are dead.
func merge(tx *bolt.Tx, parts []*segment) error {
	docs, places := aliveIn(tx, parts)
	var fresh []record
	var list record
	if len(docs) > 0 {
		w, err := newSegmentWriter(tx, docs)
		if err != nil {
			return err
		}
		w.mergeTerms(parts, places)
		w.cut()
		fresh, list = w.records, record{w.prefix, w.meta}
	}
	for _, p := range parts { // nothing of them is read any more
		if err := dropSegment(tx, p.prefix); err != nil {
			return err
		}
	}
	b := tx.Bucket(bSegments)
	b.FillPercent = indexFill
	for _, r := range fresh {
		if err := b.Put(r.key, r.value); err != nil {
			return err
		}
	}
	if list.key == nil {
		return nil
	}
	return tx.Bucket(bSegmentList).Put(list.key, list.value)
}

// aliveIn gives the living articles of segments in order, and for each article of
// each segment its number among them, -1 for the dead.
func aliveIn(tx *bolt.Tx, parts []*segment) (docs []doc, places [][]int) {
	type origin struct{ part, at int }
	var from []origin
	places = make([][]int, len(parts))
	for i, p := range parts {
		places[i] = make([]int, p.docs)
		for at := range p.docs {
			places[i][at] = -1
			if d := p.doc(at); d.ref != nil && alive(tx, &d) {
				docs, from = append(docs, d), append(from, origin{i, at})
			}
		}
	}
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareDocs(docs[a], docs[b]) })
	sorted := make([]doc, len(docs))
	for n, i := range order {
		sorted[n] = docs[i]
		places[from[i].part][from[i].at] = n
	}
	return sorted, places
}

// alive says whether an article's entries are its latest.
func alive(tx *bolt.Tx, d *doc) bool {
	ref, number, err := placeOf(tx, refID(d.ref))
	return err == nil && number == d.number && bytes.Equal(ref, d.ref)
}

// source is a segment whose entries are merged with others'.
type source struct {
	entries *entryCursor
	entry   blockEntry
	term    string // of entry
	ok      bool
	places  []int // the numbers its articles have in the new segment
}

func (s *source) take(e blockEntry, ok bool) {
	if s.entry, s.ok = e, ok; ok {
		s.term = termOf(e.key)
	}
}

// gather adds all that the source has of its term to hits, and goes on to the next.
func (s *source) gather(hits []hit) []hit {
	for term := s.term; s.ok && s.term == term; s.take(s.entries.next()) {
		for _, h := range decodeHits(s.entry.list, nil) {
			if int(h.at) < len(s.places) && s.places[h.at] >= 0 {
				hits = append(hits, hit{uint32(s.places[h.at]), h.value})
			}
		}
	}
	return hits
}

// mergeTerms adds the terms of segments, each with the numbers it has in the new one.
func (w *segmentWriter) mergeTerms(parts []*segment, places [][]int) {
	sources := make([]*source, len(parts))
	for i, p := range parts {
		sources[i] = &source{entries: p.entries(), places: places[i]}
		sources[i].take(sources[i].entries.seek(nil))
	}
	for {
		sources = slices.DeleteFunc(sources, func(s *source) bool { return !s.ok })
		if len(sources) == 0 {
			return
		}
		term := slices.MinFunc(sources, func(a, b *source) int { return strings.Compare(a.term, b.term) }).term
		var hits []hit
		for _, s := range sources {
			if s.term == term {
				hits = s.gather(hits)
			}
		}
		slices.SortFunc(hits, func(a, b hit) int { return int(a.at) - int(b.at) })
		if len(hits) > 0 {
			w.term(term, hits)
		}
	}
}

// dropSegment deletes a segment.
func dropSegment(tx *bolt.Tx, prefix []byte) error {
	prefix = bytes.Clone(prefix)
	if err := deleteWhere(tx.Bucket(bSegments), prefix, func([]byte) bool { return true }); err != nil {
		return err
	}
	return tx.Bucket(bSegmentList).Delete(prefix)
}

// purge writes the segment that holds an article's entries anew without it, so
// that nothing of a removed article stays in the index.
func purge(tx *bolt.Tx, ref []byte) error {
	for _, s := range segments(tx) {
		if bytes.Compare(ref, s.first) < 0 || bytes.Compare(ref, s.last) > 0 {
			continue
		}
		if at := s.floor(ref); at < 0 || !bytes.Equal(s.doc(at).ref, ref) {
			continue
		}
		if err := merge(tx, []*segment{s}); err != nil {
			return err
		}
	}
	return nil
}
