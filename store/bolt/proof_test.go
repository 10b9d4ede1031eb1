package bolt_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/proof"
	"attache/store/bolt"
)

// signing is a key that is always the same.
func signing(n byte) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	return ed25519.NewKeyFromSeed(seed)
}

// sealed opens a store that proves what it tells.
func sealed(t testing.TB, path string, key ed25519.PrivateKey) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(t.Context(), path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SealWith(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	return s
}

// verified checks a store's chain.
func verified(ctx context.Context, s *bolt.Store) (proof.Summary, error) {
	first, err := s.FirstKey(ctx)
	if err != nil {
		return proof.Summary{}, err
	}
	v := proof.Verifier{First: first, Content: func(h proof.Hash) ([]byte, error) { return s.Content(ctx, h) }}
	if err := s.EachLink(ctx, 0, v.Take); err != nil {
		return proof.Summary{}, err
	}
	return v.End()
}

// tell has a chat told something at a minute.
func tell(t *testing.T, s *bolt.Store, chat string, minutes int, words string) attache.Delivery {
	t.Helper()
	slot := benchStart.Add(time.Duration(minutes) * time.Minute)
	d := attache.NewDigest(chat, slot, time.Time{}, "e"+words)
	if _, err := s.Enqueue(t.Context(), attache.Edition{ID: d.EditionID}, d); err != nil {
		t.Fatal(err)
	}
	claimed, err := s.Claim(t.Context(), slot, slot.Add(time.Second), 1)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	d = claimed[0]
	d.State, d.Settled, d.MessageID, d.Seen = attache.Sent, slot, "7", attache.Seen{Text: words, Payload: words}
	if err := s.Settle(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

func wantChain(t *testing.T, s *bolt.Store, links, told, forgotten int) proof.Summary {
	t.Helper()
	sum, err := verified(t.Context(), s)
	if err != nil || sum.Links != links || sum.Told != told || sum.Forgotten != forgotten {
		t.Errorf("%d links, %d told, %d forgotten, %v; want %d, %d, %d", sum.Links, sum.Told, sum.Forgotten, err, links, told, forgotten)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	return sum
}

func TestEachDeliveryThatIsSentIsOneLinkAndNoOther(t *testing.T) {
	s := sealed(t, filepath.Join(t.TempDir(), "attache.db"), signing(1))
	defer s.Close()
	d := tell(t, s, "c:1", 1, "one")
	if err := s.Settle(t.Context(), d); err == nil {
		t.Error("settled twice")
	}
	slot := benchStart.Add(time.Hour)
	for i, state := range []attache.DeliveryState{attache.Pending, attache.Dead} {
		d := attache.NewDigest("c:2", slot, time.Time{}, "e")
		if _, err := s.Enqueue(t.Context(), attache.Edition{ID: "e"}, d); err != nil {
			t.Fatal(err)
		}
		claimed, err := s.Claim(t.Context(), slot, slot.Add(time.Minute), 1)
		if err != nil || len(claimed) != 1 {
			t.Fatal(i, claimed, err)
		}
		claimed[0].State, claimed[0].NotBefore = state, slot
		if err := s.Settle(t.Context(), claimed[0]); err != nil {
			t.Fatal(err)
		}
	}
	wantChain(t, s, 2, 1, 0)
}

func TestAForgottenChatLeavesHashesThatTellNothingAndAChainThatHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s := sealed(t, path, signing(1))
	defer s.Close()
	for i := range 4 {
		tell(t, s, fmt.Sprint("c:", i%2), i, "the same")
	}
	tell(t, s, "c:10", 5, "of a chat whose id begins alike")
	before, err := s.ProvenTo(t.Context(), "c:1")
	if err != nil || len(before) != 1 {
		t.Fatal(before, err)
	}
	if err := s.UpdateChat(t.Context(), "c:1", func(c *attache.Chat) error { c.State = attache.ChatActive; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetChat(t.Context(), "c:1"); err != nil {
		t.Fatal(err)
	}
	wantChain(t, s, 7, 3, 2)
	if left, err := s.ProvenTo(t.Context(), "c:1"); err != nil || len(left) != 0 {
		t.Errorf("%v is still known, %v", left, err)
	}
	err = s.EachLink(t.Context(), 0, func(l proof.Link) error {
		if strings.Contains(string(l.Text), before[0].String()) || strings.Contains(string(l.Text), "c:1") {
			t.Errorf("link %d still tells %s", l.Number, l.Text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	tell(t, s, "c:1", 9, "it came again")
	sum := wantChain(t, s, 8, 4, 2)
	if now, err := s.ProvenTo(t.Context(), "c:1"); err != nil || len(now) != 1 || now[0] == before[0] || sum.Last != 8 {
		t.Errorf("it came again as %v, %v", now, err)
	}
}

func TestAChatThatWasForgottenWithoutTheKeyIsToldOfWhenThereIsOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s := sealed(t, path, signing(1))
	tell(t, s, "c:1", 1, "one")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plain, err := bolt.Open(t.Context(), path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	_ = plain.ForgetChat(t.Context(), "c:1") // there is no record of the chat
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	s = sealed(t, path, signing(1))
	defer s.Close()
	wantChain(t, s, 3, 0, 1)
}

func TestAChatThatMovesIsFoundByItsNewIdAndForgottenByIt(t *testing.T) {
	s := sealed(t, filepath.Join(t.TempDir(), "attache.db"), signing(1))
	defer s.Close()
	if err := s.UpdateChat(t.Context(), "c:1", func(c *attache.Chat) error { c.State = attache.ChatActive; return nil }); err != nil {
		t.Fatal(err)
	}
	tell(t, s, "c:1", 1, "before")
	if err := s.MoveChat(t.Context(), "c:1", "c:-100"); err != nil {
		t.Fatal(err)
	}
	tell(t, s, "c:-100", 2, "after")
	if err := s.MoveChat(t.Context(), "c:1", "c:-100"); err != nil {
		t.Fatal(err)
	}
	list, err := s.ProvenTo(t.Context(), "c:-100")
	if err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	if err := s.ForgetChat(t.Context(), "c:-100"); err != nil {
		t.Fatal(err)
	}
	wantChain(t, s, 4, 0, 2)
}

func TestAnotherKeyIsToldInTheChain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	for i, key := range []byte{1, 1, 2} {
		s := sealed(t, path, signing(key))
		tell(t, s, "c:1", i, fmt.Sprint(i))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := sealed(t, path, signing(2))
	defer s.Close()
	if sum := wantChain(t, s, 5, 3, 0); len(sum.Keys) != 2 || sum.Keys[1].From != 4 {
		t.Errorf("keys %v", sum.Keys)
	}
}

func TestABackupHasTheChainAndADumpHasNot(t *testing.T) {
	s := sealed(t, filepath.Join(t.TempDir(), "attache.db"), signing(1))
	defer s.Close()
	tell(t, s, "c:1", 1, "one")
	copied := filepath.Join(t.TempDir(), "copy.db")
	writeFile(t, copied, func(b *bytes.Buffer) {
		if _, err := s.Backup(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	})
	again, err := bolt.OpenDamaged(copied, slog.New(slog.DiscardHandler)) // nothing is written to it
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	wantChain(t, again, 2, 1, 0)
	err = s.Dump(t.Context(), func(r attache.Record) error {
		if r.Delivery != nil && r.Delivery.Proof != 0 {
			t.Errorf("%+v", r.Delivery)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkSettleProven is what a link costs a settled delivery.
func BenchmarkSettleProven(b *testing.B) {
	for _, proven := range []bool{false, true} {
		b.Run(fmt.Sprint("proven=", proven), func(b *testing.B) {
			s, err := bolt.Open(b.Context(), filepath.Join(b.TempDir(), "attache.db"), bolt.Options{NoSync: true})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			if proven {
				if _, err := s.SealWith(b.Context(), signing(1)); err != nil {
					b.Fatal(err)
				}
			}
			deliveries := make([]attache.Delivery, b.N)
			for i := range deliveries {
				deliveries[i] = attache.NewDigest(fmt.Sprint("c:", i), benchStart, time.Time{}, "e")
			}
			if _, err := s.Enqueue(b.Context(), attache.Edition{ID: "e"}, deliveries...); err != nil {
				b.Fatal(err)
			}
			claimed, err := s.Claim(b.Context(), benchStart, benchStart.Add(time.Hour), 0)
			if err != nil {
				b.Fatal(err)
			}
			written := s.Written()
			b.ResetTimer()
			for _, d := range claimed {
				d.State, d.Settled, d.MessageID, d.Seen = attache.Sent, benchStart, "12345", attache.Seen{Text: "one", Payload: "one"}
				if err := s.Settle(b.Context(), d); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(s.Written()-written)/float64(b.N), "B-written/op")
			size, free, err := s.Size(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(size-free)/float64(b.N), "B-held/op")
		})
	}
}
