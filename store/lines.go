package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"attache"
)

// The types of lines that Export writes and Import reads. An article's line
// holds its quotes; their own lines repeat them for those who look for quotes
// alone.
const (
	typeRemoval  = "removal" // of a report that was taken out for good
	typeSource   = "source"
	typeTrack    = "track"
	typeStory    = "story"
	typeArticle  = "article"
	typeQuote    = "quote"
	typeEdition  = "edition"
	typeChat     = "chat"
	typeDelivery = "delivery"

	typeCorrection = "correction" // what readers say is wrong of an article
	typePlain      = "plain"      // an article without a type, as others write it
)

// Count is how many lines of a type there were.
type Count struct {
	Lines int // all of them
	Added int // those that changed the store; when exporting, none
}

// Counts are the counts by type: removal, source, track, story, article, correction,
// quote, edition, chat, delivery; and plain, for articles without a type.
type Counts map[string]Count

func (c Counts) add(kind string, added bool) {
	n := c[kind]
	n.Lines++
	if added {
		n.Added++
	}
	c[kind] = n
}

// appendLine appends v as a line of that type.
func appendLine(b *bytes.Buffer, kind string, v any) error {
	start := b.Len()
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	object := bytes.Clone(b.Bytes()[start:])
	b.Truncate(start)
	fmt.Fprintf(b, `{"type":%q`, kind)
	if object[1] != '}' {
		b.WriteByte(',')
	}
	b.Write(object[1:])
	return nil
}

// line is what a line of a file is, when it is good.
type line struct {
	kind   string
	record attache.Record // empty for quotes and plain articles
	quote  attache.Quote
	plain  PlainArticle
}

// parseLine reads a line.
func parseLine(b []byte) (line, error) {
	var head struct {
		Type *string `json:"type"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return line{}, plainly(err)
	}
	if head.Type == nil {
		plain, err := ParsePlain(b)
		return line{kind: typePlain, plain: plain}, err
	}
	l := line{kind: *head.Type}
	var err error
	switch l.kind {
	case typeRemoval:
		l.record.Removal, err = strict[attache.Removal](b)
	case typeSource:
		l.record.Source, err = strict[attache.Source](b)
	case typeTrack:
		l.record.Track, err = strict[attache.Track](b)
	case typeStory:
		l.record.Story, err = strict[attache.Story](b)
	case typeArticle:
		l.record.Article, err = strict[attache.Article](b)
	case typeCorrection:
		l.record.Correction, err = strict[attache.Correction](b)
	case typeEdition:
		l.record.Edition, err = strict[attache.Edition](b)
	case typeChat:
		l.record.Chat, err = strict[attache.Chat](b)
	case typeDelivery:
		l.record.Delivery, err = strict[attache.Delivery](b)
	case typeQuote:
		var q *attache.Quote
		if q, err = strict[attache.Quote](b); err == nil {
			l.quote = *q
		}
	default:
		return line{}, fmt.Errorf("unknown type %q; known are removal, source, track, story, article, correction, quote, edition, chat and "+
			"delivery", l.kind)
	}
	if err != nil {
		return line{}, fmt.Errorf("%s: %w", l.kind, err)
	}
	return l, nil
}

// strict reads a typed line. A field that is not known is refused: dropping it
// would lose what a newer version wrote.
func strict[T any](b []byte) (*T, error) {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, plainly(err)
	}
	delete(fields, "type")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	var v T
	dec := json.NewDecoder(bytes.NewReader(rest))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return nil, plainly(err)
	}
	return &v, nil
}

// plainly says in words for people what encoding/json found wrong.
func plainly(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("not JSON: it ends too early")
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON at byte %d: %w", syntax.Offset, err)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%q holds a %s where a %s belongs", kind.Field, kind.Value, kind.Type)
	case errors.As(err, &kind):
		return fmt.Errorf("a JSON %s where an object belongs", kind.Value)
	}
	return err
}
