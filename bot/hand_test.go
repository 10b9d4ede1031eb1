package bot

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func TestAClockThatIsSetAheadWhileMessagesAreOnTheirWayDoublesNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 3)
		var ahead atomic.Int64
		r.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		r.Poll = time.Second
		r.stage.before = func(_ context.Context, _ string, n int) error {
			if n == 3 {
				ahead.Store(int64(2 * time.Hour)) // every lease is over; a fourth worker claims
			}
			time.Sleep(10 * time.Second)
			return nil
		}
		stop := r.run(t)
		time.Sleep(10 * time.Minute)
		if err := stop(); err != nil {
			t.Error(err)
		}
		r.onceEach(t, 3)
		counts, err := r.store.CountDeliveries(t.Context())
		if err != nil || counts[attache.Sent] != 3 {
			t.Errorf("%v, %v", counts, err)
		}
	})
}

func TestALeaseThatAStepOfTheClockEndedCountsAsNoAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 3)
		var ahead atomic.Int64
		r.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		r.Poll = time.Second
		r.Layout = func(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
			ahead.CompareAndSwap(0, int64(2*time.Hour)) // after it was claimed
			return Layout(e, chat, limits)
		}
		stop := r.run(t)
		time.Sleep(5 * time.Second) // shorter than the shortest backoff
		if err := stop(); err != nil {
			t.Error(err)
		}
		r.onceEach(t, 3)
		if err := r.store.EachDelivery(t.Context(), attache.DeliveryQuery{}, func(d attache.Delivery) error {
			if d.Attempts > 0 {
				t.Errorf("%s took %d attempts", d.ID, d.Attempts)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}
