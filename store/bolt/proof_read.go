package bolt

import (
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"attache/internal/proof"
)

// linkPage is how many links are read in one transaction.
const linkPage = 1000

// EachLink visits the links from a number on until visit fails. No transaction is
// open meanwhile: visit may call the store.
func (s *Store) EachLink(ctx context.Context, from uint64, visit func(proof.Link) error) error {
	for {
		var page []proof.Link
		err := s.view(ctx, func(tx *bolt.Tx) error {
			b := tx.Bucket(bProofs)
			if b == nil {
				return nil
			}
			c := b.Cursor()
			for k, v := c.Seek(linkKey(from)); k != nil && len(page) < linkPage; k, v = c.Next() {
				l, err := decodeLink(k, v)
				if err != nil {
					return err
				}
				page = append(page, l)
			}
			return nil
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, l := range page {
			if err := visit(l); err != nil {
				return err
			}
		}
		from = page[len(page)-1].Number + 1
	}
}

// Content gives the bytes of what was told, by their hash; proof.ErrNoContent where
// there are none.
func (s *Store) Content(ctx context.Context, hash proof.Hash) (content []byte, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		b := tx.Bucket(bProofContents)
		if b == nil {
			return proof.ErrNoContent
		}
		record := b.Get(hash[:])
		if len(record) < 8 {
			return proof.ErrNoContent
		}
		plain, err := unpack(record[8:])
		if err != nil {
			return damaged("content of proof", hash.String(), err.Error())
		}
		content = append([]byte{}, plain...)
		return nil
	})
	return content, err
}

// ProvenTo gives the commitments under which a chat stands in the chain; none where it
// was told nothing, or is forgotten.
func (s *Store) ProvenTo(ctx context.Context, chat string) (commitments []proof.Hash, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		list, err := openings(tx, chat)
		for _, o := range list {
			commitments = append(commitments, proof.Commit(o.Salt, o.Chat))
		}
		return err
	})
	return commitments, err
}

// LinksTo gives the links of a commitment.
func (s *Store) LinksTo(ctx context.Context, commitment proof.Hash) (numbers []uint64, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		if tx.Bucket(bProofIndex) != nil {
			numbers = provenTo(tx, commitment)
		}
		return nil
	})
	return numbers, err
}

// FirstKey is the key in force at the first link, where links before it were pruned;
// nil otherwise.
func (s *Store) FirstKey(ctx context.Context) (key ed25519.PublicKey, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		if meta := tx.Bucket(bProofMeta); meta != nil {
			key = append(key, meta.Get(proofFirst)...)
		}
		return nil
	})
	return key, err
}

// pruneProofs deletes the oldest links, up to a number and no more than so many, and
// says so in a link. The last link stays.
func (s *Store) pruneProofs(tx *bolt.Tx, old func(*proof.Link) bool, most int) (int, error) {
	b := tx.Bucket(bProofs)
	if b == nil || s.seal == nil {
		return 0, nil
	}
	meta := tx.Bucket(bProofMeta)
	key := append([]byte{}, meta.Get(proofFirst)...)
	last, _ := b.Cursor().Last()
	var gone []proof.Link
	c := b.Cursor()
	for k, v := c.First(); k != nil && len(gone) < most && string(k) != string(last); k, v = c.Next() {
		l, err := decodeLink(k, v)
		if err != nil {
			return 0, err
		}
		if !old(&l) {
			break
		}
		if body, err := proof.ReadBody(&l); l.Text != nil && err == nil && body.Kind == proof.Keyed {
			key = body.Key
		}
		gone = append(gone, l)
	}
	if len(gone) == 0 {
		return 0, nil
	}
	for i := range gone {
		if err := unproven(tx, &gone[i]); err != nil {
			return 0, err
		}
		if err := b.Delete(linkKey(gone[i].Number)); err != nil {
			return 0, err
		}
	}
	if err := meta.Put(proofFirst, key); err != nil {
		return 0, err
	}
	end := &gone[len(gone)-1]
	_, err := s.addLink(tx, proof.Body{Kind: proof.Pruned, Through: end.Number, Last: end.Hash(), Key: key}, s.now())
	return len(gone), err
}

// checkProofs: the links follow each other, what refers to what is there, and nothing
// is left over. Signatures are `attache verify`'s.
func checkProofs(ctx context.Context, tx *bolt.Tx) []error {
	b := tx.Bucket(bProofs)
	if b == nil {
		return nil
	}
	var problems []error
	index, uses, next := newLedger(bProofIndex), map[string]uint64{}, uint64(0)
	_ = inOrder(b, func(k, v []byte) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		l, err := decodeLink(k, v)
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		if next != 0 && l.Number != next {
			problems = append(problems, fmt.Errorf("proofs: link %d is missing", next))
		}
		next = l.Number + 1
		if body, err := proof.ReadBody(&l); l.Text != nil && err == nil && body.Kind == proof.Told {
			index.key(append(body.Chat[:], k...))
			uses[string(body.Content[:])]++
		}
		return nil
	})
	problems = append(problems, index.settle(tx)...)
	_ = inOrder(tx.Bucket(bProofContents), func(k, v []byte) error {
		if len(v) < 8 || uses[string(k)] != binary.BigEndian.Uint64(v) {
			problems = append(problems, fmt.Errorf("proof_contents: %x is used %d times, not as often as it says", k, uses[string(k)]))
		}
		delete(uses, string(k))
		return nil
	})
	for k := range uses {
		problems = append(problems, fmt.Errorf("proof_contents: %x is missing", k))
	}
	return problems
}
