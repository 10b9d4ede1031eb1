package bolt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
	"attache/internal/proof"
)

// What was told is proven in the transaction that settles a delivery as sent: there
// is no delivery without its link, and no link without its delivery. See
// internal/proof for what a link is. The buckets are made when they are first
// needed; a store without them has proven nothing.
var (
	bProofs        = []byte("proofs")         // number → link, with its body unless that was forgotten
	bProofContents = []byte("proof_contents") // hash → how many bodies refer to it, the content
	bProofChats    = []byte("proof_chats")    // chat → the salts of its commitments
	bProofIndex    = []byte("proof_index")    // commitment, number → nothing
	bProofMeta     = []byte("proof_meta")
)

// The keys of bProofMeta.
var (
	proofFirst   = []byte("first")   // the key in force at the first link, once links were pruned
	proofKey     = []byte("key")     // the public key that signs now
	proofPending = []byte("pending") // links that were forgotten while there was no key, as JSON
)

var _ proof.Book = (*Store)(nil)

// sealer signs what is told.
type sealer struct {
	key ed25519.PrivateKey

	mu    sync.Mutex
	ready map[contentKey][]byte // contents that were made: many chats are told the same
}

type contentKey struct {
	edition string
	seen    proof.Hash
}

// mostReady bounds the contents that are kept.
const mostReady = 256

// SealWith has what is told proven from now on, with this key. Where another key
// signed before, a link says that this one does now. It is called before the store
// is used.
func (s *Store) SealWith(ctx context.Context, key ed25519.PrivateKey) (changed bool, err error) {
	public := key.Public().(ed25519.PublicKey)
	s.seal = &sealer{key: key, ready: map[contentKey][]byte{}}
	err = s.update(ctx, func(tx *bolt.Tx) error {
		changed = false
		for _, name := range [][]byte{bProofs, bProofContents, bProofChats, bProofIndex, bProofMeta} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(bProofMeta)
		if was := meta.Get(proofKey); !bytes.Equal(was, public) {
			changed = was != nil
			if _, err := s.addLink(tx, proof.Body{Kind: proof.Keyed, Key: public}, s.now()); err != nil {
				return err
			}
			if err := meta.Put(proofKey, public); err != nil {
				return err
			}
		}
		return s.tellForgotten(tx)
	})
	if err != nil {
		s.seal = nil
		return false, fmt.Errorf("the chain of proofs cannot be gone on with: %w", err)
	}
	return changed, nil
}

// addLink adds a link to the chain.
func (s *Store) addLink(tx *bolt.Tx, body proof.Body, at time.Time) (uint64, error) {
	b := tx.Bucket(bProofs)
	b.FillPercent = indexFill
	var last proof.Link
	if k, v := b.Cursor().Last(); k != nil {
		var err error
		if last, err = decodeLink(k, v); err != nil {
			return 0, err
		}
	}
	l, err := proof.Next(&last, body, at, s.seal.key)
	if err != nil {
		return 0, err
	}
	return l.Number, b.Put(linkKey(l.Number), l.Encode())
}

func linkKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

func decodeLink(k, v []byte) (proof.Link, error) {
	if len(k) != 8 {
		return proof.Link{}, damaged("proof", fmt.Sprintf("%x", k), "its number")
	}
	n := binary.BigEndian.Uint64(k)
	l, err := proof.Decode(n, v)
	if err != nil {
		return l, damaged("proof", fmt.Sprint(n), err.Error())
	}
	return l, nil
}

// contentFor makes what a delivery told, before the transaction that needs it; nil
// where nothing is proven.
func (s *Store) contentFor(ctx context.Context, d *attache.Delivery) ([]byte, error) {
	if s.seal == nil || d.State != attache.Sent {
		return nil, nil
	}
	key := contentKey{d.EditionID, proof.Of([]byte(d.Seen.Payload + "\x00" + d.Seen.Text))}
	s.seal.mu.Lock()
	b, known := s.seal.ready[key]
	s.seal.mu.Unlock()
	if known {
		return b, nil
	}
	e, err := s.Edition(ctx, d.EditionID)
	if err != nil && !errors.Is(err, attache.ErrNotFound) && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	e.ID = d.EditionID // of one that is gone, its id alone is known
	content := proof.ContentOf(&e, d.Seen)
	if b, err = content.Encode(); err != nil {
		return nil, err
	}
	s.seal.mu.Lock()
	defer s.seal.mu.Unlock()
	if len(s.seal.ready) >= mostReady {
		clear(s.seal.ready)
	}
	s.seal.ready[key] = b
	return b, nil
}

// prove adds the link of a delivery that was sent, and notes in it which one.
func (s *Store) prove(tx *bolt.Tx, d *attache.Delivery, content []byte) error {
	if s.seal == nil || content == nil {
		return nil
	}
	salt, err := saltOf(tx, d.ChatID)
	if err != nil {
		return err
	}
	hash := proof.Of(content)
	if err := useContent(tx, hash, content); err != nil {
		return err
	}
	what := "digest"
	if d.Kind != attache.DigestDelivery {
		what = string(d.Kind)
	}
	chat := proof.Commit(salt, d.ChatID)
	d.Proof, err = s.addLink(tx, proof.Body{
		Kind: proof.Told, Chat: chat, What: what, Slot: d.Slot.UTC(), Message: d.MessageID, Content: hash,
	}, d.Settled)
	if err != nil {
		return err
	}
	return tx.Bucket(bProofIndex).Put(append(chat[:], linkKey(d.Proof)...), nil)
}

// opening is a salt, and the chat's id when it was made: a chat may get another.
type opening struct {
	Chat string     `json:"chat"`
	Salt proof.Salt `json:"salt"`
}

func openings(tx *bolt.Tx, chat string) ([]opening, error) {
	b := tx.Bucket(bProofChats)
	if b == nil {
		return nil, nil
	}
	record := b.Get([]byte(chat))
	if record == nil {
		return nil, nil
	}
	return decode[[]opening]("salts of chat", chat, record)
}

// saltOf is the salt of a chat, made at its first delivery.
func saltOf(tx *bolt.Tx, chat string) (proof.Salt, error) {
	list, err := openings(tx, chat)
	if err != nil {
		return proof.Salt{}, err
	}
	for _, o := range list {
		if o.Chat == chat {
			return o.Salt, nil
		}
	}
	fresh := opening{chat, proof.NewSalt()}
	return fresh.Salt, putOpenings(tx, chat, append(list, fresh))
}

func putOpenings(tx *bolt.Tx, chat string, list []opening) error {
	record, err := encode("salts of chat", chat, list)
	if err != nil {
		return err
	}
	return tx.Bucket(bProofChats).Put([]byte(chat), record)
}

// moveProofs gives what proves what a chat was told to the id that it has now.
func moveProofs(tx *bolt.Tx, old, id string) error {
	was, err := openings(tx, old)
	if err != nil || len(was) == 0 || old == id {
		return err
	}
	list, err := openings(tx, id)
	if err != nil {
		return err
	}
	if err := tx.Bucket(bProofChats).Delete([]byte(old)); err != nil {
		return err
	}
	return putOpenings(tx, id, append(list, was...))
}

// useContent counts a body that refers to a content, which is stored once.
func useContent(tx *bolt.Tx, hash proof.Hash, content []byte) error {
	b := tx.Bucket(bProofContents)
	record := b.Get(hash[:])
	if len(record) >= 8 {
		n := binary.BigEndian.Uint64(record)
		return b.Put(hash[:], append(binary.BigEndian.AppendUint64(nil, n+1), record[8:]...))
	}
	return b.Put(hash[:], append(binary.BigEndian.AppendUint64(nil, 1), pack(content)...))
}

// leaveContent is that a body refers to a content no more.
func leaveContent(tx *bolt.Tx, hash proof.Hash) error {
	b := tx.Bucket(bProofContents)
	record := b.Get(hash[:])
	if len(record) < 8 {
		return nil
	}
	n := binary.BigEndian.Uint64(record)
	if n <= 1 {
		return b.Delete(hash[:])
	}
	return b.Put(hash[:], append(binary.BigEndian.AppendUint64(nil, n-1), record[8:]...))
}

// forgetProofs deletes what proves what a chat was told; its links stay, without
// their bodies, and a new one says so.
func (s *Store) forgetProofs(tx *bolt.Tx, chat string) error {
	list, err := openings(tx, chat)
	if err != nil || len(list) == 0 {
		return err
	}
	var numbers []uint64
	for _, o := range list {
		numbers = append(numbers, provenTo(tx, proof.Commit(o.Salt, o.Chat))...)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		if err := forgetLink(tx, n); err != nil {
			return err
		}
	}
	if err := tx.Bucket(bProofChats).Delete([]byte(chat)); err != nil || len(numbers) == 0 {
		return err
	}
	meta := tx.Bucket(bProofMeta)
	pending, err := pendingLinks(meta)
	if err != nil {
		return err
	}
	record, err := json.Marshal(append(pending, numbers...))
	if err != nil {
		return err
	}
	if err := meta.Put(proofPending, record); err != nil || s.seal == nil {
		return err
	}
	return s.tellForgotten(tx)
}

func pendingLinks(meta *bolt.Bucket) (numbers []uint64, err error) {
	if record := meta.Get(proofPending); record != nil {
		numbers, err = decode[[]uint64]("proofs", "pending", record)
	}
	return numbers, err
}

// tellForgotten adds the link that says whose bodies were deleted.
func (s *Store) tellForgotten(tx *bolt.Tx) error {
	meta := tx.Bucket(bProofMeta)
	numbers, err := pendingLinks(meta)
	if err != nil || len(numbers) == 0 {
		return err
	}
	if _, err := s.addLink(tx, proof.Body{Kind: proof.Forgot, Links: numbers}, s.now()); err != nil {
		return err
	}
	return meta.Delete(proofPending)
}

// provenTo are the links of a commitment.
func provenTo(tx *bolt.Tx, chat proof.Hash) (numbers []uint64) {
	c := tx.Bucket(bProofIndex).Cursor()
	for k, _ := c.Seek(chat[:]); bytes.HasPrefix(k, chat[:]) && len(k) == len(chat)+8; k, _ = c.Next() {
		numbers = append(numbers, binary.BigEndian.Uint64(k[len(chat):]))
	}
	return numbers
}

// forgetLink deletes the body of a link, and what is found by it.
func forgetLink(tx *bolt.Tx, number uint64) error {
	b := tx.Bucket(bProofs)
	record := b.Get(linkKey(number))
	if record == nil {
		return nil
	}
	l, err := decodeLink(linkKey(number), record)
	if err != nil {
		return err
	}
	if err := unproven(tx, &l); err != nil {
		return err
	}
	l.Text = nil
	return b.Put(linkKey(number), l.Encode())
}

// unproven takes out what a link's body refers to.
func unproven(tx *bolt.Tx, l *proof.Link) error {
	if l.Text == nil {
		return nil
	}
	body, err := proof.ReadBody(l)
	if err != nil || body.Kind != proof.Told {
		return nil //nolint:nilerr // one that cannot be read refers to nothing
	}
	return errors.Join(tx.Bucket(bProofIndex).Delete(append(body.Chat[:], linkKey(l.Number)...)), leaveContent(tx, body.Content))
}
