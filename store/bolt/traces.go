package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

var _ attache.Traces = (*Store)(nil)

// traceCursor is the kind of cursor that Recall gives.
const traceCursor byte = 't'

// tracesForgotten is how many traces that are too old a Save takes away for
// each that it writes.
const tracesForgotten = 2

// Recall reads the articles since then, oldest first.
func (s *Store) Recall(ctx context.Context, since time.Time, after string, limit int) (page []attache.Memory, next string, err error) {
	from := stamp(since)
	if after != "" {
		at, err := position(traceCursor, after, stampLen+1)
		if err != nil {
			return nil, "", err
		}
		from = append(bytes.Clone(at), 0) // the key after it
	}
	if limit <= 0 {
		limit = pageLimit
	}
	err = s.view(ctx, func(tx *bolt.Tx) error {
		articles, traces := tx.Bucket(bArticles).Cursor(), tx.Bucket(bTraces).Cursor()
		at, trace := traces.Seek(from)
		var last []byte
		for ref, _ := articles.Seek(from); ref != nil; ref, _ = articles.Next() {
			if isPiece(ref) {
				continue
			}
			if len(page) == limit {
				next = cursor(traceCursor, last)
				return nil
			}
			last = ref
			for at != nil && bytes.Compare(at, ref) < 0 {
				at, trace = traces.Next()
			}
			if bytes.Equal(at, ref) {
				if m, ok := decodeTrace(refID(ref), trace); ok {
					page = append(page, m)
					continue
				}
			}
			a, err := articleAt(tx, bytes.Clone(ref))
			if err != nil {
				s.skip("article", refID(ref), err)
				continue
			}
			a.Quotes = nil
			page = append(page, attache.Memory{Article: a})
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return page, next, nil
}

// KeepTraces stores traces beside the articles they were made of.
func (s *Store) KeepTraces(ctx context.Context, memories ...attache.Memory) error {
	if len(memories) == 0 {
		return ctx.Err()
	}
	err := s.update(ctx, func(tx *bolt.Tx) error {
		f := filer{store: s, tx: tx}
		for _, m := range memories {
			id := m.Article.ID
			ref, _, err := placeOf(tx, id)
			if errors.Is(err, attache.ErrNotFound) {
				continue
			}
			var a attache.Article
			if err == nil {
				a, err = headAt(tx, ref)
			}
			if err != nil {
				s.skip("article", id, err)
				continue
			}
			if err := f.writeTrace(&a, m.Trace); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep traces: %w", err)
	}
	return nil
}

// putTrace follows what becomes of an article: where it is filed now, with the
// trace that was given. Without one the old trace stays as long as the text
// that it was made of does.
func (f *filer) putTrace(old, a *attache.Article, trace []byte) error {
	b := f.tx.Bucket(bTraces)
	ref := articleRef(a)
	if old.ID != "" {
		oldRef := articleRef(old)
		if trace == nil && bytes.Equal(ref, oldRef) && sameText(old, a) {
			_, trace, _ = splitTrace(b.Get(ref))
			trace = bytes.Clone(trace)
		}
		if err := b.Delete(oldRef); err != nil {
			return err
		}
	}
	if len(trace) == 0 {
		return nil
	}
	if err := f.writeTrace(a, trace); err != nil {
		return err
	}
	return f.forgetTraces()
}

// sameText says whether a trace of one article serves for the other.
func sameText(a, b *attache.Article) bool {
	return a.Title == b.Title && a.Body == b.Body && a.Summary == b.Summary && a.Lang == b.Lang && a.Relevant == b.Relevant
}

// writeTrace puts a trace beside an article that is young enough.
func (f *filer) writeTrace(a *attache.Article, trace []byte) error {
	at := a.When()
	if len(trace) == 0 || at.Before(f.store.now().Add(-attache.TraceAge)) {
		return nil
	}
	b := f.tx.Bucket(bTraces)
	b.FillPercent = indexFill
	return b.Put(refOf(at, a.ID), encodeTrace(a, trace))
}

// forgetTraces takes away some of those that are too old.
func (f *filer) forgetTraces() error {
	oldest := stamp(f.store.now().Add(-attache.TraceAge))
	b := f.tx.Bucket(bTraces)
	for range tracesForgotten {
		ref, _ := b.Cursor().First()
		if ref == nil || bytes.Compare(ref, oldest) >= 0 {
			return nil
		}
		if err := b.Delete(bytes.Clone(ref)); err != nil {
			return err
		}
	}
	return nil
}

// encodeTrace gives the record of a trace: the article's story, track and
// original, each after its length, and the trace.
func encodeTrace(a *attache.Article, trace []byte) []byte {
	var b []byte
	for _, s := range []string{a.StoryID, a.TrackID, a.CopyOf} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return append(b, trace...)
}

// splitTrace cuts a record into the article's places and the trace.
func splitTrace(record []byte) (places [3]string, trace []byte, ok bool) {
	for i := range places {
		n, used := binary.Uvarint(record)
		if used <= 0 || n > uint64(len(record)-used) {
			return places, nil, false
		}
		places[i] = string(record[used : used+int(n)])
		record = record[used+int(n):]
	}
	return places, record, len(record) > 0
}

// decodeTrace reads a record; nothing of it is kept.
func decodeTrace(id string, record []byte) (attache.Memory, bool) {
	places, trace, ok := splitTrace(record)
	if !ok {
		return attache.Memory{}, false
	}
	a := attache.Article{ID: id, StoryID: places[0], TrackID: places[1], CopyOf: places[2]}
	return attache.Memory{Article: a, Trace: bytes.Clone(trace)}, true
}
