package bolt

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// putFirst stores an article as programs up to schema 6 did, without its words,
// which are indexed anew.
func putFirst(tx *bolt.Tx, a attache.Article) error {
	ref := articleRef(&a)
	quotes, body := provenance(&a), a.Body
	a.Quotes, a.Body = nil, ""
	head, err := json.Marshal(&a)
	record := binary.AppendUvarint([]byte{firstArticleFormat}, uint64(len(head)))
	record = append(append(record, head...), body...)
	errs := []error{err, tx.Bucket(bArticles).Put(ref, record), tx.Bucket(bIDs).Put([]byte(a.ID), ref[:stampLen])}
	for i := range quotes {
		said, err := json.Marshal(&quotes[i])
		key := binary.BigEndian.AppendUint16(append(articleRef(&a), 0), uint16(i))
		errs = append(errs, err, tx.Bucket(firstQuotes).Put(key, said))
	}
	for _, key := range a.Keys {
		errs = append(errs, tx.Bucket(bIdentities).Put(firstIdentity(key), []byte(a.ID)))
	}
	return errors.Join(errs...)
}

// firstIdentity is where a key was kept.
func firstIdentity(key string) []byte {
	key = strings.ToValidUTF8(key, "\ufffd")
	if len(key) <= maxID {
		return []byte("=" + key)
	}
	sum := sha256.Sum256([]byte(key))
	return append([]byte("#"), sum[:]...)
}
