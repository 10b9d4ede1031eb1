package bolt

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"attache"
)

// FuzzDecodeArticle: whatever the records hold, decoding ends in an article that
// is encoded and decoded to the same, or in ErrDamaged with the record's name.
func FuzzDecodeArticle(f *testing.F) {
	whole := attache.Article{ID: "a1", Title: "T", Body: "Body “x” " + strings.Repeat("and more ", 60), Published: time.Unix(1, 0).UTC()}
	whole.Quotes = []attache.Quote{{Kind: attache.Direct, Text: "x", Segments: []attache.Span{{6, 7}}}}
	head, text, err := encodeArticle(&whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(head, text)
	f.Add(head, text[:5])
	f.Add(head[:5], text)
	f.Add([]byte(`{"id":"a1"}`), []byte{})
	f.Add([]byte(`{"id":"a1"}`), []byte{plainText, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Add([]byte(`{"id":"a1"}`), []byte{plainText, 2, 'a', 'b', '[', '{', '}', ']'})
	f.Add([]byte(`{"id":"a1"}`), append([]byte{plainText, 0}, `[{"kind":"\xff"}]`...))
	f.Fuzz(func(t *testing.T, head, text []byte) {
		a, err := decodeHead("a1", head)
		if err == nil {
			err = decodeText(&a, text)
		}
		if err != nil {
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "a1") {
				t.Errorf("got %v", err)
			}
			return
		}
		head, text, err = encodeArticle(&a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := decodeHead("a1", head)
		if err := errors.Join(err, decodeText(&b, text)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, b, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

// FuzzSegment: whatever a segment's records hold, reading them ends.
func FuzzSegment(f *testing.F) {
	docs := []doc{{ref: refOf(time.Unix(1, 0), "a1"), number: 1}, {ref: refOf(time.Unix(2, 0), "a2"), number: 7}}
	f.Add(encodeDocs(docs), encodeHits([]hit{{at: 1}, {at: 300}}))
	f.Add(encodeSegment(docs), encodeHits([]hit{{at: 1, value: []byte{1}}, {at: 2}}))
	f.Add([]byte{0, 3, 'a', 'b', 0, 2, 0, 1, 2, 1, 'c', 0}, []byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		for _, record := range [][]byte{a, b} {
			for _, d := range decodeDocs(record) {
				if len(d.ref) < stampLen {
					t.Errorf("ref %x", d.ref)
				}
			}
			decodeHits(record, nil)
			entries, _ := decodeEntries(record, nil, nil)
			for _, e := range entries {
				decodeHits(e.list, nil)
				termOf(e.key)
			}
		}
	})
}

// FuzzCursor: a cursor is one that was made here, or it is refused.
func FuzzCursor(f *testing.F) {
	f.Add(cursor(articleCursor, refOf(time.Unix(1, 0), "a1")))
	f.Add(cursor(quoteCursor, []byte("x")))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		at, err := position(articleCursor, text, stampLen+1)
		if err != nil {
			if !errors.Is(err, attache.ErrBadCursor) {
				t.Error(err)
			}
			return
		}
		if again, err := position(articleCursor, cursor(articleCursor, at), stampLen+1); err != nil || !bytes.Equal(at, again) {
			t.Errorf("%x became %x, %v", at, again, err)
		}
		if below(at) == nil && len(bytes.Trim(at, "\x00")) > 0 {
			t.Errorf("nothing is below %x", at)
		}
	})
}

func TestStampsSortLikeTimes(t *testing.T) {
	times := []time.Time{
		{},
		time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Unix(0, -1), time.Unix(0, 0), time.Unix(0, 1), time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 3600)),
		time.Date(2026, 3, 2, 11, 30, 0, 0, time.UTC), time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i := 1; i < len(times); i++ {
		if bytes.Compare(stamp(times[i-1]), stamp(times[i])) >= 0 {
			t.Errorf("%s does not come before %s", times[i-1], times[i])
		}
	}
}

func TestNothingLiesBetweenARefAndWhatIsBelowIt(t *testing.T) {
	at := time.Unix(0, 0x0100) // its stamp ends in a zero byte
	refs := [][]byte{
		refOf(at.Add(-1), "a"), refOf(at.Add(-1), "zzzzzzzzzzzzzz"), refOf(at.Add(-1), "ÿ\U0010ffff"), stamp(at), refOf(at, "a"), refOf(at,
			"aa"), refOf(at, "b"),
	}
	if !slices.IsSortedFunc(refs, bytes.Compare) {
		t.Fatal("the cases are not in order")
	}
	for i, ref := range refs {
		bound := below(ref)
		for j, other := range refs {
			if len(other) == stampLen {
				continue // a bound, never a ref
			}
			if in := bytes.Compare(other, bound) <= 0; in != (j < i) {
				t.Errorf("%x at most %x, which is below %x: %v", other, bound, ref, in)
			}
		}
	}
}
