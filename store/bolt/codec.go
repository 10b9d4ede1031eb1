package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"attache"
)

// articleFormat is the first byte of an article's record: the length of the
// head as a uvarint, the head as JSON, the body as it is. Lists are read often
// and bodies are long, so the body is spared the quoting.
const articleFormat = 1

// encodeArticle gives the record of an article; its quotes are kept apart. It
// leaves in a what will be decoded: see encodeExactly.
func encodeArticle(a *attache.Article) ([]byte, error) {
	head := *a
	head.Body, head.Quotes = "", nil
	b, err := encodeExactly("article", a.ID, &head)
	if err != nil {
		return nil, err
	}
	body, quotes := a.Body, a.Quotes
	*a = head
	a.Body, a.Quotes = body, quotes
	record := make([]byte, 0, 1+binary.MaxVarintLen32+len(b)+len(body))
	record = append(record, articleFormat)
	record = binary.AppendUvarint(record, uint64(len(b)))
	record = append(record, b...)
	return append(record, body...), nil
}

// replaced is what encoding/json writes for bytes that are not UTF-8.
var replaced = []byte(`\ufffd`)

// encodeExactly gives the record of what is indexed too. Where JSON cannot hold
// v byte for byte, v becomes what the record holds: indexes that are made from
// v now and from the record later must be the same.
func encodeExactly[T any](what, id string, v *T) ([]byte, error) {
	b, err := encode(what, id, v)
	if err != nil || !bytes.Contains(b, replaced) {
		return b, err
	}
	if *v, err = decode[T](what, id, b); err != nil {
		return nil, err
	}
	return b, nil
}

// decodeArticle reads a record; nothing of b is kept.
func decodeArticle(id string, b []byte) (attache.Article, error) {
	var a attache.Article
	if len(b) == 0 || b[0] != articleFormat {
		return a, damaged("article", id, "unknown format")
	}
	n, used := binary.Uvarint(b[1:])
	if used <= 0 || n > uint64(len(b)-1-used) {
		return a, damaged("article", id, "too short")
	}
	rest := b[1+used:]
	if err := json.Unmarshal(rest[:n], &a); err != nil {
		return attache.Article{}, damaged("article", id, err.Error())
	}
	if a.ID != id {
		return attache.Article{}, damaged("article", id, fmt.Sprintf("it is of %q", a.ID))
	}
	a.Body = string(rest[n:])
	return a, nil
}

// encode gives the record of everything else.
func encode(what, id string, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%s %s cannot be stored: %w", what, id, err)
	}
	return b, nil
}

// decode reads such a record; nothing of b is kept.
func decode[T any](what, id string, b []byte) (T, error) {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		var none T
		return none, damaged(what, id, err.Error())
	}
	return v, nil
}

func damaged(what, id, why string) error {
	return fmt.Errorf("%s %s cannot be read (%s): %w", what, id, why, ErrDamaged)
}

// notFound is ErrNotFound with a name.
func notFound(what, id string) error {
	return fmt.Errorf("%s %s: %w", what, id, attache.ErrNotFound)
}
