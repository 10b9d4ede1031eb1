package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"attache/internal/proof"
	"attache/store/bolt"
)

// pagedBook gives one link at a time, and has something done after one of them.
type pagedBook struct {
	*bolt.Store
	after uint64
	do    func()
}

func (b *pagedBook) EachLink(ctx context.Context, from uint64, visit func(proof.Link) error) error {
	for {
		var link proof.Link
		err := b.Store.EachLink(ctx, from, func(l proof.Link) error {
			link = l
			return errFound
		})
		if err == nil || !errors.Is(err, errFound) {
			return err
		}
		if err := visit(link); err != nil {
			return err
		}
		if from = link.Number + 1; link.Number == b.after && b.do != nil {
			do := b.do
			b.do = nil
			do()
		}
	}
}

func TestAChainThatIsPrunedWhileItIsReadHolds(t *testing.T) {
	h := testHouse(t, defaultConfig(), new(bytes.Buffer))
	kept := h.store.(*bolt.Store)
	for i := range 9 { // a link each
		if _, err := kept.SealWith(t.Context(), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i)}, ed25519.SeedSize))); err != nil {
			t.Fatal(err)
		}
	}
	prune := func() {
		if n, err := kept.PruneProofs(t.Context(), time.Now().Add(time.Hour)); err != nil || n < 5 {
			t.Fatalf("%d links were pruned, %v", n, err)
		}
	}
	q := &inquiry{verifier: proof.Verifier{Known: map[uint64]proof.Hash{}}}
	_, sum, err := q.walk(t.Context(), kept, &pagedBook{Store: kept, after: 3, do: prune})
	if err != nil || sum.First != 9 || sum.Links != 2 {
		t.Errorf("%d links from %d on, %v", sum.Links, sum.First, err)
	}
}
