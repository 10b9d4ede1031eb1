package bolt

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

// list is a time-ordered list of refs, read from the newest.
type list interface {
	// atMost gives the newest entry that is not newer than ref, nil at the
	// end. Calls come with refs that never grow newer.
	atMost(ref []byte) (at, value []byte)
}

// posting is the list of one term: the keys of a bucket that are the term, a
// zero byte and a ref.
type posting struct {
	cursor  *bolt.Cursor
	prefix  []byte
	scratch []byte
	steps   *int
	started bool
	ref     []byte // where it stands; nil at the end
	value   []byte
}

// termList is the list of a term in a bucket of postings.
func termList(b *bolt.Bucket, term string, steps *int) *posting {
	return &posting{cursor: b.Cursor(), prefix: append([]byte(term), 0), steps: steps}
}

// wholeList is a bucket whose keys are refs.
func wholeList(b *bolt.Bucket, steps *int) *posting {
	return &posting{cursor: b.Cursor(), steps: steps}
}

func (p *posting) atMost(ref []byte) ([]byte, []byte) {
	if p.started && (p.ref == nil || bytes.Compare(p.ref, ref) <= 0) {
		return p.ref, p.value
	}
	if p.started { // often the next one is it
		p.stand(p.cursor.Prev())
		if p.ref == nil || bytes.Compare(p.ref, ref) <= 0 {
			return p.ref, p.value
		}
	}
	p.started = true
	p.scratch = append(append(p.scratch[:0], p.prefix...), ref...)
	k, v := p.cursor.Seek(p.scratch)
	switch {
	case k == nil:
		k, v = p.cursor.Last()
	case !bytes.Equal(k, p.scratch):
		k, v = p.cursor.Prev()
	}
	p.stand(k, v)
	return p.ref, p.value
}

// stand notes where the cursor is, as long as it is in the list.
func (p *posting) stand(k, v []byte) {
	*p.steps++
	if k == nil || !bytes.HasPrefix(k, p.prefix) {
		p.ref, p.value = nil, nil
		return
	}
	p.ref, p.value = k[len(p.prefix):], v
}

// either is the union of two lists. Where both have an entry, the values are
// joined; an empty one is all.
type either struct{ a, b list }

func (e either) atMost(ref []byte) ([]byte, []byte) {
	ra, va := e.a.atMost(ref)
	rb, vb := e.b.atMost(ref)
	switch c := bytes.Compare(ra, rb); {
	case c > 0:
		return ra, va
	case c < 0:
		return rb, vb
	}
	if ra == nil || len(va) == 0 || len(vb) == 0 { // the end, or one of them is about all that the ref has
		return ra, nil
	}
	return ra, append(append(make([]byte, 0, len(va)+len(vb)), va...), vb...)
}

// newest is a bound that no ref exceeds: stamps begin with less.
var newest = bytes.Repeat([]byte{0xff}, stampLen+1)

// below gives the greatest bound under a ref, for lists that continue after
// it: refs with its bytes are excluded, all older ones are not.
func below(ref []byte) []byte {
	b := bytes.Clone(ref)
	for i := len(b) - 1; i >= 0; i-- {
		b[i]--
		if b[i] != 0xff {
			return append(b[:i+1], newest...)
		}
	}
	return nil
}

// scan is one reading of the entries that all lists have.
type scan struct {
	lists  []list
	from   []byte // the newest ref that is wanted
	since  []byte // a stamp; older entries end the scan
	steps  *int
	budget int // steps after which the scan stops, 0 for none
}

// each calls visit from the newest entry on, until it returns false. The
// values are those of the lists, in their order. It returns the ref at which
// it stopped for want of budget, nil otherwise.
func (s *scan) each(ctx context.Context, visit func(ref []byte, values [][]byte) (bool, error)) ([]byte, error) {
	values := make([][]byte, len(s.lists))
	at := s.from
	for at != nil {
		if s.budget > 0 && *s.steps > s.budget {
			return bytes.Clone(at), nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, ok := s.meet(at, values)
		if found == nil || bytes.Compare(found[:stampLen], s.since) < 0 {
			return nil, nil
		}
		if !ok {
			at = found
			continue
		}
		if more, err := visit(found, values); err != nil || !more {
			return nil, err
		}
		at = below(found)
	}
	return nil, nil
}

// meet asks every list for its entry at most at. It tells whether all have the
// same; otherwise it gives the oldest of them, where to go on.
func (s *scan) meet(at []byte, values [][]byte) ([]byte, bool) {
	same := true
	for i, l := range s.lists {
		ref, value := l.atMost(at)
		if ref == nil {
			return nil, false
		}
		if i > 0 && !bytes.Equal(ref, at) {
			same = false
		}
		at, values[i] = ref, value
	}
	return at, same
}
