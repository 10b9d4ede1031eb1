package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"attache"
)

// An article is kept in two records: what lists need, and its text with the
// quotes, in pieces that fill pages well. Both are packed: the quotes repeat words
// of the body, and names and addresses come again and again.

// plainText begins an unpacked text: the length of the body as a uvarint, the
// body, its quotes as JSON.
const plainText = 0

// encodeArticle gives an article's records. It leaves in a what will be decoded:
// see encodeExactly. Where its quotes were published the article knows.
func encodeArticle(a *attache.Article) (head, text []byte, err error) {
	h, quotes := *a, a.Quotes
	h.Body, h.Quotes = "", nil
	b, err := encodeExactly("article", a.ID, &h)
	if err != nil {
		return nil, nil, err
	}
	text = binary.AppendUvarint([]byte{plainText}, uint64(len(a.Body)))
	text = append(text, a.Body...)
	if len(quotes) > 0 {
		slim := make([]attache.Quote, len(quotes))
		for i, q := range quotes {
			q.ID, q.ArticleID, q.StoryID, q.Outlet, q.URL, q.Published = "", "", "", "", "", time.Time{}
			slim[i] = q
		}
		said, err := encodeExactly("quotes of article", a.ID, &slim)
		if err != nil {
			return nil, nil, err
		}
		text, quotes = append(text, said...), slim
	}
	body := a.Body
	*a = h
	a.Body, a.Quotes = body, quotes
	a.Quotes = provenance(a)
	return pack(b), pack(text), nil
}

// decodeHead reads an article without its body and quotes; nothing of b is kept.
func decodeHead(id string, b []byte) (attache.Article, error) {
	a, err := decode[attache.Article]("article", id, b)
	if err != nil {
		return a, err
	}
	if a.ID != id {
		return attache.Article{}, damaged("article", id, fmt.Sprintf("it is of %q", a.ID))
	}
	return a, nil
}

// decodeText reads an article's body and quotes into it; nothing of b is kept.
func decodeText(a *attache.Article, b []byte) error {
	buffer := borrow()
	defer giveBack(buffer)
	plain, err := unpackInto(buffer, b)
	if err != nil {
		return damaged("text of article", a.ID, err.Error())
	}
	if len(plain) == 0 || plain[0] != plainText {
		return damaged("text of article", a.ID, "unknown format")
	}
	plain = plain[1:]
	n, used := binary.Uvarint(plain)
	if used <= 0 || n > uint64(len(plain)-used) {
		return damaged("text of article", a.ID, "too short")
	}
	body, said := plain[used:used+int(n)], plain[used+int(n):]
	a.Body, a.Quotes = string(body), nil
	if len(said) == 0 {
		return nil
	}
	if err := unmarshal(said, &a.Quotes); err != nil {
		return damaged("quotes of article", a.ID, err.Error())
	}
	a.Quotes = provenance(a)
	return nil
}

// replaced is what encoding/json writes for bytes that are not UTF-8.
var replaced = []byte(`\ufffd`)

// encodeExactly gives the JSON of what is indexed too. Where JSON cannot hold
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

// encode gives the JSON of everything else.
func encode(what, id string, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%s %s cannot be stored: %w", what, id, err)
	}
	return b, nil
}

// asWritten reads what encoding/json wrote, its durations and arrays too, and as leniently.
var asWritten = jsonv2.JoinOptions(jsonv1.FormatDurationAsNano(true), jsonv1.FormatByteArrayAsArray(true),
	jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// unmarshal reads JSON in half the time of encoding/json, which reads every byte
// twice; nothing of b is kept.
func unmarshal(b []byte, v any) error { return jsonv2.Unmarshal(b, v, asWritten) }

// decode reads a record, packed or not; nothing of b is kept.
func decode[T any](what, id string, b []byte) (T, error) {
	var v T
	buffer := borrow()
	defer giveBack(buffer)
	plain, err := unpackInto(buffer, b)
	if err == nil {
		err = unmarshal(plain, &v)
	}
	if err != nil {
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
