// Package proof is how deliveries are proven: what a chat was told becomes a link
// of a chain, each with the hash of the one before, each signed with the key of the
// installation (Ed25519). Whoever has the links and the public key can check them
// without the program that made them.
//
// A link holds the hash of its body, never the body itself: the body of a chat that
// wants to be forgotten is deleted, and the chain still fits. Bodies begin with
// random bytes, so that a hash whose body is gone tells nothing.
//
// The package is pure: bytes in, verdicts out. What it proves, and what not, says
// docs/proof.md.
package proof

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// Of is the hash of bytes.
func Of(b []byte) Hash { return sha256.Sum256(b) }

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText gives 64 hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads them.
func (h *Hash) UnmarshalText(b []byte) error {
	raw, err := hex.DecodeString(string(b))
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("%.70q is no SHA-256 of 64 hexadecimal digits", b)
	}
	copy(h[:], raw)
	return nil
}

// Link is one link of the chain.
type Link struct {
	Number uint64 // from 1, without gaps
	Prev   Hash   // of the link before; zero in the first
	At     time.Time
	Body   Hash   // of Text
	Sig    []byte // of all of the above, by the key in force
	Text   []byte // the body; nil where it was forgotten
}

// signed is what the signature is of, version first.
func (l *Link) signed() []byte {
	b := append([]byte("attache proof 1\n"), make([]byte, 0, 88)...)
	b = binary.BigEndian.AppendUint64(b, l.Number)
	b = append(b, l.Prev[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(l.At.UnixNano()))
	return append(b, l.Body[:]...)
}

// Hash is what the next link holds of this one: of what is signed, and the signature.
func (l *Link) Hash() Hash { return Of(append(l.signed(), l.Sig...)) }

// Next makes the link after another; after the zero Link, the first.
func Next(last *Link, body Body, at time.Time, key ed25519.PrivateKey) (Link, error) {
	body.Nonce = make([]byte, nonceSize)
	_, _ = rand.Read(body.Nonce) // never fails
	text, err := json.Marshal(body)
	if err != nil {
		return Link{}, fmt.Errorf("a proof's body cannot be written: %w", err)
	}
	l := Link{Number: last.Number + 1, At: time.Unix(0, at.UnixNano()).UTC(), Body: Of(text), Text: text}
	if last.Number > 0 {
		l.Prev = last.Hash()
	}
	l.Sig = ed25519.Sign(key, l.signed())
	return l, nil
}

const (
	nonceSize = 16
	headSize  = 2*sha256.Size + 8 + ed25519.SignatureSize
)

// Encode gives a link as it is kept, without its number, which is its place:
// previous hash, time (nanoseconds since 1970, big-endian), hash of the body,
// signature, body.
func (l *Link) Encode() []byte {
	b := append(make([]byte, 0, headSize+len(l.Text)), l.Prev[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(l.At.UnixNano()))
	b = append(b, l.Body[:]...)
	b = append(b, l.Sig...)
	return append(b, l.Text...)
}

// ErrShort says that bytes are too few to be a link.
var ErrShort = errors.New("it is no link of a chain: too few bytes")

// Decode reads a link; nothing of b is kept.
func Decode(number uint64, b []byte) (Link, error) {
	if len(b) < headSize {
		return Link{}, ErrShort
	}
	l := Link{Number: number}
	b = b[copy(l.Prev[:], b):]
	l.At = time.Unix(0, int64(binary.BigEndian.Uint64(b))).UTC()
	b = b[8:]
	b = b[copy(l.Body[:], b):]
	l.Sig = append([]byte{}, b[:ed25519.SignatureSize]...)
	if b = b[ed25519.SignatureSize:]; len(b) > 0 {
		l.Text = append([]byte{}, b...)
	}
	return l, nil
}

// Kind is what a link tells of.
type Kind string

// The kinds of links.
const (
	Keyed  Kind = "key"    // from here on this key signs, beginning with this link
	Told   Kind = "told"   // a chat was told something
	Forgot Kind = "forgot" // the bodies of these links were deleted, because their chat wants to be forgotten
	Pruned Kind = "pruned" // the links up to this one were deleted, because they are old
)

// Body is what a link tells. Which fields are set goes by the kind.
type Body struct {
	Kind  Kind   `json:"kind"`
	Nonce []byte `json:"nonce"` // random

	Chat    Hash      `json:"chat,omitzero"` // Told: see Commit
	What    string    `json:"what,omitempty"`
	Slot    time.Time `json:"slot,omitzero"`
	Message string    `json:"message,omitempty"` // as the channel numbers it
	Content Hash      `json:"content,omitzero"`  // of a Content

	Key     []byte   `json:"key,omitempty"`     // Keyed, and Pruned: the one in force there
	Links   []uint64 `json:"links,omitempty"`   // Forgot
	Through uint64   `json:"through,omitempty"` // Pruned
	Last    Hash     `json:"last,omitzero"`     // Pruned: the hash of that link
}

// ReadBody reads the body of a link that has one.
func ReadBody(l *Link) (Body, error) {
	var b Body
	err := json.Unmarshal(l.Text, &b)
	return b, err
}

// Salt is what hides a chat behind its commitment, until the chat is forgotten.
type Salt [16]byte

// MarshalText gives 32 hexadecimal digits.
func (s Salt) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

// UnmarshalText reads them.
func (s *Salt) UnmarshalText(b []byte) error {
	raw, err := hex.DecodeString(string(b))
	if err != nil || len(raw) != len(s) {
		return fmt.Errorf("%.40q is no salt of 32 hexadecimal digits", b)
	}
	copy(s[:], raw)
	return nil
}

// NewSalt makes one.
func NewSalt() Salt {
	var s Salt
	_, _ = rand.Read(s[:]) // never fails
	return s
}

// Commit stands for a chat in the chain. Who has the salt can show which chat it is,
// and no other; without it nobody can find out, by trying all ids either.
func Commit(s Salt, chat string) Hash { return Of(append(s[:], chat...)) }

// Fingerprint names a public key.
func Fingerprint(key ed25519.PublicKey) string {
	sum := Of(key)
	return hex.EncodeToString(sum[:16])
}
