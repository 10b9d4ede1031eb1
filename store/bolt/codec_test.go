package bolt

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// FuzzDecodeArticle: whatever a record holds, decoding ends in an article that
// is encoded and decoded to the same, or in ErrDamaged with the record's name.
func FuzzDecodeArticle(f *testing.F) {
	record, err := encodeArticle(&attache.Article{ID: "a1", Title: "T", Body: "Body “x”", Published: time.Unix(1, 0).UTC()})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{
		record, record[:5],
		{},
		{1},
		{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
		{1, 2, '{', '}'},
		{2, 2, '{', '}'},
		append([]byte{1, 11}, `{"id":"a1"}\xff`...),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := decodeArticle("a1", b)
		if err != nil {
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "a1") {
				t.Errorf("got %v", err)
			}
			return
		}
		again, err := encodeArticle(&a)
		if err != nil {
			t.Fatal(err)
		}
		b2, err := decodeArticle("a1", again)
		if err != nil {
			t.Fatal(err)
		}
		a.Quotes = nil // kept apart
		if diff := cmp.Diff(a, b2); diff != "" {
			t.Error(diff)
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
