package proof

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// BrokenError is where a chain does not hold, and why.
type BrokenError struct {
	Link uint64
	Why  string
}

func (e *BrokenError) Error() string { return fmt.Sprintf("link %d: %s", e.Link, e.Why) }

// broken makes a BrokenError.
func broken(link uint64, format string, args ...any) error {
	return &BrokenError{Link: link, Why: fmt.Sprintf(format, args...)}
}

// Verifier checks a chain link by link.
type Verifier struct {
	// Trust are the keys that may sign; none: those that the chain names itself.
	Trust []ed25519.PublicKey
	// First is the key in force at the first link where the links before it were
	// pruned, as the store has it: a later link must confirm it.
	First ed25519.PublicKey
	// Content gives the bytes of a content by their hash, or an error where there are none.
	Content func(Hash) ([]byte, error)
	// Known are links that must be in the chain, as they were written down: their hashes
	// by their numbers.
	Known map[uint64]Hash

	last      Link
	key       ed25519.PublicKey
	opened    *Link           // the first link, where it is not number 1
	confirmed bool            // that the links before it were pruned
	missing   map[uint64]bool // bodies that are not there, and not known to be forgotten yet
	contents  map[Hash]bool   // found good
	sum       Summary
}

// Summary is what a chain has.
type Summary struct {
	Links, Told, Forgotten int
	First, Last            uint64 // numbers
	From, To               time.Time
	Head                   Hash // of the last link
	Keys                   []Signer
}

// Signer is a key, and from which link on it signed.
type Signer struct {
	Key  ed25519.PublicKey
	From uint64
}

// Take checks the next link. The first that does not hold is a *BrokenError.
func (v *Verifier) Take(l Link) error {
	if v.missing == nil {
		v.missing, v.contents = map[uint64]bool{}, map[Hash]bool{}
	}
	if err := v.follows(&l); err != nil {
		return err
	}
	var body Body
	if l.Text != nil {
		if Of(l.Text) != l.Body {
			return broken(l.Number, "what it tells was changed: its hash is not the one that was signed")
		}
		var err error
		if body, err = ReadBody(&l); err != nil {
			return broken(l.Number, "what it tells cannot be read: %v", err)
		}
	}
	if err := v.signed(&l, &body); err != nil {
		return err
	}
	if l.Text == nil {
		v.missing[l.Number] = true
	}
	if err := v.means(&l, &body); err != nil {
		return err
	}
	if want, ok := v.Known[l.Number]; ok && want != l.Hash() {
		return broken(l.Number, "its hash is %s, not the %s that was written down: the history was rewritten", l.Hash(), want)
	}
	v.last = l
	v.sum.Links++
	v.sum.Last, v.sum.To, v.sum.Head = l.Number, l.At, l.Hash()
	return nil
}

// follows checks a link's place.
func (v *Verifier) follows(l *Link) error {
	switch {
	case v.sum.Links > 0 && l.Number != v.last.Number+1:
		return broken(v.last.Number+1, "it is missing; the next that is there is %d", l.Number)
	case v.sum.Links > 0 && l.Prev != v.last.Hash():
		return broken(l.Number, "it does not follow link %d: the hash that it has of it is another", v.last.Number)
	case v.sum.Links > 0:
		return nil
	case l.Number == 1 && l.Prev != (Hash{}):
		return broken(1, "it is the first and follows another")
	case l.Number != 1 && len(v.First) != ed25519.PublicKeySize:
		return broken(1, "it is missing; the next that is there is %d", l.Number)
	}
	if l.Number != 1 {
		v.opened = l
		v.turn(v.First, l.Number)
	}
	v.sum.First, v.sum.From = l.Number, l.At
	return nil
}

// signed checks the signature, by the key that the link names where it changes.
func (v *Verifier) signed(l *Link, body *Body) error {
	if body.Kind == Keyed {
		if len(body.Key) != ed25519.PublicKeySize {
			return broken(l.Number, "the key that it names is none")
		}
		v.turn(body.Key, l.Number)
	}
	if len(v.key) != ed25519.PublicKeySize {
		return broken(l.Number, "no key is named before it")
	}
	if len(v.Trust) > 0 && !slices.ContainsFunc(v.Trust, func(k ed25519.PublicKey) bool { return k.Equal(v.key) }) {
		return broken(l.Number, "it is signed with the key %s, which is not one of those that were given", Fingerprint(v.key))
	}
	if !ed25519.Verify(v.key, l.signed(), l.Sig) {
		return broken(l.Number, "its signature is not of the key %s: it was changed, or made by another", Fingerprint(v.key))
	}
	return nil
}

func (v *Verifier) turn(key ed25519.PublicKey, from uint64) {
	v.key = bytes.Clone(key)
	v.sum.Keys = append(v.sum.Keys, Signer{v.key, from})
}

// means checks what a link tells.
func (v *Verifier) means(l *Link, body *Body) error {
	if l.Text == nil {
		return nil
	}
	switch body.Kind {
	case Keyed:
	case Told:
		v.sum.Told++
		return v.content(l.Number, body.Content)
	case Forgot:
		for _, n := range body.Links {
			if v.missing[n] {
				delete(v.missing, n)
				v.sum.Forgotten++
			}
		}
	case Pruned:
		if v.opened != nil && body.Through+1 == v.opened.Number {
			v.confirmed = body.Last == v.opened.Prev && v.First.Equal(ed25519.PublicKey(body.Key))
		}
	default:
		return broken(l.Number, "it is of a kind %.40q that this program does not know", body.Kind)
	}
	return nil
}

// content checks that what was told is there, unchanged.
func (v *Verifier) content(link uint64, hash Hash) error {
	if v.Content == nil || v.contents[hash] {
		return nil
	}
	b, err := v.Content(hash)
	if err != nil {
		return broken(link, "what was told is missing: %v", err)
	}
	if Of(b) != hash {
		return broken(link, "what was told was changed: its hash is not the one that was signed")
	}
	v.contents[hash] = true
	return nil
}

// End says whether what was taken is a whole chain, and what is in it.
func (v *Verifier) End() (Summary, error) {
	if v.opened != nil && !v.confirmed {
		return v.sum, broken(v.opened.Number-1, "it is missing, and no later link says that the links up to it were pruned")
	}
	for _, n := range slices.Sorted(maps.Keys(v.missing)) {
		return v.sum, broken(n, "what it tells is missing, and no later link says that it was forgotten")
	}
	for _, n := range slices.Sorted(maps.Keys(v.Known)) {
		switch {
		case n > v.sum.Last:
			return v.sum, broken(v.sum.Last+1, "it is missing: the chain was written down up to link %d and ends at %d", n, v.sum.Last)
		case n < v.sum.First:
			return v.sum, broken(n, "it was pruned, and cannot be compared any more")
		}
	}
	return v.sum, nil
}

// ErrNoContent says that there is no content of a hash.
var ErrNoContent = errors.New("there is no such content")

// Book is a store that keeps a chain.
type Book interface {
	// EachLink visits the links from a number on until visit fails.
	EachLink(ctx context.Context, from uint64, visit func(Link) error) error
	// Content gives the bytes of a content; ErrNoContent where there are none.
	Content(ctx context.Context, hash Hash) ([]byte, error)
	// ProvenTo gives the commitments under which a chat stands in the chain.
	ProvenTo(ctx context.Context, chat string) ([]Hash, error)
	// LinksTo gives the numbers of a commitment's links.
	LinksTo(ctx context.Context, commitment Hash) ([]uint64, error)
	// FirstKey is the key in force at the first link, where earlier ones were pruned.
	FirstKey(ctx context.Context) (ed25519.PublicKey, error)
}
