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
