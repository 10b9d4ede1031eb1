package bolt

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
)

// stampLen is the length of a time within a key.
const stampLen = 8

// maxID is the longest id in bytes: ids are parts of keys and of cursors.
const maxID = 256

// stamp encodes a time so that the order of bytes is the order of times:
// nanoseconds since 1970, big-endian, the sign turned. The zero time comes
// first; times out of range count as the nearest that can be told.
func stamp(t time.Time) []byte {
	var n int64
	switch year := t.Year(); {
	case t.IsZero():
		n = math.MinInt64
	case year < 1679:
		n = math.MinInt64 + 1
	case year > 2261:
		n = math.MaxInt64
	default:
		n = t.UnixNano()
	}
	return binary.BigEndian.AppendUint64(nil, uint64(n)^1<<63)
}

// refOf names a record by time and id: the order of lists.
func refOf(t time.Time, id string) []byte { return append(stamp(t), id...) }

// refID is the id within a ref.
func refID(ref []byte) string { return string(ref[stampLen:]) }

// articleRef names an article in the order of lists.
func articleRef(a *attache.Article) []byte { return refOf(a.When(), a.ID) }

// checkID refuses what cannot be part of a key.
func checkID(what, id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%s without an id", what)
	case len(id) > maxID:
		return fmt.Errorf("%s %.40q…: its id has %d bytes, %d are allowed", what, id, len(id), maxID)
	case !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl):
		return fmt.Errorf("%s %q: its id has control characters or is not UTF-8", what, id)
	}
	return nil
}

// The kinds of cursors.
const (
	articleCursor byte = 'a'
	quoteCursor   byte = 'q'
	storyCursor   byte = 's'
)

// cursor makes the opaque text that continues a list after a position.
func cursor(kind byte, position []byte) string {
	b := append([]byte{kind}, position...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// position reads a cursor of that kind; anything else is ErrBadCursor.
func position(kind byte, text string, least int) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < 1+least+4 || b[0] != kind {
		return nil, fmt.Errorf("cursor %.40q: %w", text, attache.ErrBadCursor)
	}
	body, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return nil, fmt.Errorf("cursor %.40q: %w", text, attache.ErrBadCursor)
	}
	return body[1:], nil
}
