package bolt

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

// search reads the articles that have all of some terms, from the newest, out of
// all segments side by side.
type search struct {
	tx     *bolt.Tx
	terms  [][]string // of each one must be there
	from   []byte     // the newest ref that is wanted
	since  []byte     // a stamp; older ones end the search
	budget int        // steps after which the search stops, 0 for none
}

// reader is a segment on its way. Before it is opened, and where it did not get to
// a match within the budget, place is the newest that may still come.
type reader struct {
	segment *segment
	lists   []numbers
	values  [][]byte
	opened  bool
	matched bool
	at      int // the article where it stands
	place   doc // and which that is
}

// each calls visit from the newest article on, until it returns false. The values
// are those of the terms, in their order. It returns the ref at which it stopped
// for want of budget, nil otherwise.
func (s *search) each(ctx context.Context, visit func(ref []byte, values [][]byte) (bool, error)) ([]byte, error) {
	readings, steps := s.begin(), 0
	var last []byte
	for len(readings) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := newestOf(readings)
		r := readings[n]
		if bytes.Compare(r.place.ref[:stampLen], s.since) < 0 {
			return nil, nil
		}
		if r.matched && alive(s.tx, &r.place) {
			last = r.place.ref
			if more, err := visit(last, r.values); err != nil || !more {
				return nil, err
			}
		}
		if r.opened && !r.matched && s.budget > 0 && steps > s.budget && !bytes.Equal(r.place.ref, last) {
			return bytes.Clone(r.place.ref), nil
		}
		if !s.advance(r, &steps) {
			readings[n] = readings[len(readings)-1]
			readings = readings[:len(readings)-1]
		}
	}
	return nil, nil
}

// begin gives the segments that have articles of the window, none opened.
func (s *search) begin() []*reader {
	var list []*reader
	for _, seg := range segments(s.tx) {
		if bytes.Compare(seg.first, s.from) > 0 || bytes.Compare(seg.last[:stampLen], s.since) < 0 {
			continue
		}
		list = append(list, &reader{segment: seg, place: doc{ref: seg.last}})
	}
	return list
}

// newestOf is the reading that stands at the newest article. Of two at the same the
// one without a match comes first: a search that stops there must not have passed it.
func newestOf(list []*reader) int {
	n := 0
	for i, r := range list {
		if c := bytes.Compare(r.place.ref, list[n].place.ref); c > 0 || c == 0 && !r.matched {
			n = i
		}
	}
	return n
}

// advance goes to the next match in a segment, or as far as the budget lets it, but
// at least a step; false at its end.
func (s *search) advance(r *reader, steps *int) bool {
	switch {
	case !r.opened:
		r.open(s, steps)
	case r.matched:
		r.at--
	}
	r.matched = false
	for r.at >= 0 {
		*steps++
		found, all := r.meet(r.at)
		if found < 0 {
			return false
		}
		r.at, r.place = found, r.segment.doc(found)
		switch {
		case r.place.ref == nil || all && bytes.Compare(r.place.ref, s.from) > 0: // of damage
			r.at--
		case all:
			r.matched = true
			return true
		case s.budget > 0 && *steps > s.budget:
			return true
		}
	}
	return false
}

func (r *reader) open(s *search, steps *int) {
	r.opened, r.at = true, r.segment.floor(s.from)
	r.values = make([][]byte, len(s.terms))
	for _, forms := range s.terms {
		union := r.segment.term(forms[0], steps)
		for _, term := range forms[1:] {
			union = eitherNumbers{union, r.segment.term(term, steps)}
		}
		r.lists = append(r.lists, union)
	}
}

// meet asks every list for its number at most at. It tells whether all have the
// same; otherwise it gives the least of them, where to go on.
func (r *reader) meet(at int) (int, bool) {
	same := true
	for i, l := range r.lists {
		n, value := l.atMost(at)
		if n < 0 {
			return -1, false
		}
		if i > 0 && n != at {
			same = false
		}
		at, r.values[i] = n, value
	}
	return at, same
}
