package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// What stores up to schema 6 held otherwise, read to be rewritten.

// firstArticleFormat began an article's record: the length of the head as a
// uvarint, the head as JSON, the body as it is. The quotes stood apart, by ref, a
// zero byte and two bytes of their number.
const firstArticleFormat = 1

var (
	firstPostings = []byte("postings") // term, ref → nothing
	firstQuotes   = []byte("quotes")   // ref 0 ordinal → quote
	firstSaid     = []byte("said")     // term, ref → ordinals of quotes, none: all
	firstOpen     = []byte("open")
)

// decodeFirstArticle reads a record; nothing of b is kept.
func decodeFirstArticle(id string, b []byte) (attache.Article, error) {
	var a attache.Article
	if len(b) == 0 || b[0] != firstArticleFormat {
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

// firstArticleAt reads an article of such a store, with its quotes.
func firstArticleAt(tx *bolt.Tx, ref, record []byte) (attache.Article, error) {
	a, err := decodeFirstArticle(refID(ref), record)
	if err != nil {
		return a, err
	}
	prefix := append(bytes.Clone(ref), 0)
	c := tx.Bucket(firstQuotes).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && len(k) == len(prefix)+2; k, v = c.Next() {
		q, err := decode[attache.Quote]("quote of article", a.ID, v)
		if err != nil {
			return attache.Article{}, err
		}
		a.Quotes = append(a.Quotes, q)
	}
	return a, nil
}
