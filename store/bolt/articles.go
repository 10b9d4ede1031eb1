package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// textPiece is how much of an article's text stands in one record: four of them
// fill a page of 4 KB.
const textPiece = 940

// pieceKey is the key of a piece of an article's text.
func pieceKey(ref []byte, n int) []byte {
	k := make([]byte, 0, len(ref)+3)
	k = append(append(k, ref...), 0)
	return binary.BigEndian.AppendUint16(k, uint16(n))
}

// isPiece tells a piece's key from a ref: ids hold no zero byte.
func isPiece(k []byte) bool { return len(k) > stampLen+3 && k[len(k)-3] == 0 }

// putRecords writes an article's records. It leaves in a what will be read.
func putRecords(tx *bolt.Tx, a *attache.Article, ref []byte) error {
	b := tx.Bucket(bArticles)
	b.FillPercent = indexFill
	head, text, err := encodeArticle(a)
	if err != nil {
		return err
	}
	if err := b.Put(ref, head); err != nil {
		return err
	}
	n := 0
	for piece := range slices.Chunk(text, textPiece) {
		if err := b.Put(pieceKey(ref, n), piece); err != nil {
			return err
		}
		n++
	}
	return dropPieces(b, ref, n)
}

// dropPieces deletes the pieces of a text from one on.
func dropPieces(b *bolt.Bucket, ref []byte, from int) error {
	for n := from; b.Get(pieceKey(ref, n)) != nil; n++ {
		if err := b.Delete(pieceKey(ref, n)); err != nil {
			return err
		}
	}
	return nil
}

// dropRecords deletes an article's records.
func dropRecords(tx *bolt.Tx, ref []byte) error {
	b := tx.Bucket(bArticles)
	return errors.Join(b.Delete(ref), dropPieces(b, ref, 0))
}

// placeOf is where an article stands: its ref, and the number of its latest
// entries in the index. A nil ref: there is none.
func placeOf(tx *bolt.Tx, id string) (ref []byte, number uint64, err error) {
	at := tx.Bucket(bIDs).Get([]byte(id))
	if at == nil {
		return nil, 0, gone(tx, "article", id)
	}
	if len(at) < stampLen {
		return nil, 0, damaged("article", id, "its time")
	}
	number, _ = binary.Uvarint(at[stampLen:]) // none: it has no entries
	return append(bytes.Clone(at[:stampLen]), id...), number, nil
}

// putPlace notes where an article stands.
func putPlace(tx *bolt.Tx, id string, ref []byte, number uint64) error {
	return tx.Bucket(bIDs).Put([]byte(id), binary.AppendUvarint(bytes.Clone(ref[:stampLen]), number))
}

// articleByID reads an article with its quotes.
func articleByID(tx *bolt.Tx, id string) (attache.Article, error) {
	ref, _, err := placeOf(tx, id)
	if err != nil {
		return attache.Article{}, err
	}
	return articleAt(tx, ref)
}

// headAt reads the article with that ref, without body and quotes.
func headAt(tx *bolt.Tx, ref []byte) (attache.Article, error) {
	record := tx.Bucket(bArticles).Get(ref)
	if record == nil {
		return attache.Article{}, damaged("article", refID(ref), "its record is missing")
	}
	return decodeHead(refID(ref), record)
}

// articleAt reads the article with that ref, and its quotes.
func articleAt(tx *bolt.Tx, ref []byte) (attache.Article, error) {
	c := tx.Bucket(bArticles).Cursor()
	k, head := c.Seek(ref)
	if !bytes.Equal(k, ref) {
		return attache.Article{}, damaged("article", refID(ref), "its record is missing")
	}
	a, err := decodeHead(refID(ref), head)
	if err != nil {
		return a, err
	}
	pieces := borrow()
	defer giveBack(pieces)
	text := (*pieces)[:0]
	n := 0
	for k, v := c.Next(); bytes.Equal(k, pieceKey(ref, n)); k, v = c.Next() {
		if len(v) > textPiece { // of a damaged page: no piece is longer
			return attache.Article{}, damaged("text of article", a.ID, "a piece is too long")
		}
		text = append(text, v...)
		n++
	}
	*pieces = text
	if err := decodeText(&a, text); err != nil {
		return attache.Article{}, err
	}
	return a, nil
}
