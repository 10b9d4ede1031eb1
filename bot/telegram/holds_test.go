package telegram

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func TestOneRefusalHoldsItsChatAndTwoHoldEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		start := time.Now()
		l.holds.refused(start, 5, 7*time.Second)
		if err := wait(t.Context(), l, address{chat: 6}); err != nil || time.Since(start) > time.Second {
			t.Errorf("another chat waited %s: %v", time.Since(start), err)
		}
		if err := wait(t.Context(), l, address{chat: 5}); err != nil || time.Since(start) < 7*time.Second {
			t.Errorf("the chat's next went after %s: %v", time.Since(start), err)
		}
		again := time.Now()
		l.holds.refused(again, 5, 3*time.Second)
		l.holds.refused(again, 6, 20*time.Second)
		if err := wait(t.Context(), l, address{chat: 7}); err != nil || time.Since(again) < 20*time.Second {
			t.Errorf("once two chats were hit a third went after %s: %v", time.Since(again), err)
		}
	})
}

func TestWhatWaitsForItsTurnWhenARefusalComesWaitsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		var mu sync.Mutex
		var early int
		start := time.Now()
		for i := range int64(60) {
			go func() {
				if wait(t.Context(), l, address{chat: 100 + i}) == nil &&
					time.Since(start) > 600*time.Millisecond && time.Since(start) < 10*time.Second {
					mu.Lock()
					early++
					mu.Unlock()
				}
			}()
		}
		time.Sleep(500 * time.Millisecond)
		l.holds.refused(time.Now(), 1, 10*time.Second)
		l.holds.refused(time.Now(), 2, 10*time.Second)
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		if early > 0 {
			t.Errorf("%d went before the time was over", early)
		}
	})
}

func TestAnEditionDoesNotHoldItsSenderForAChatThatIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		l.holds.refused(time.Now(), 5, time.Minute)
		start := time.Now()
		_, err := l.wait(t.Context(), address{chat: 5}, attache.Editing)
		if err == nil || time.Since(start) > 0 {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

func TestAnswersGoBeforeAlertsBeforeEditions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		var mu sync.Mutex
		var order []attache.Urgency
		for i, urgency := range []attache.Urgency{
			attache.Editing, attache.Editing, attache.Alerting, attache.Answering, attache.Editing, attache.Answering,
		} {
			go func() {
				answered, err := l.wait(t.Context(), address{chat: int64(i + 1)}, urgency)
				if err != nil {
					return
				}
				answered()
				mu.Lock()
				order = append(order, urgency)
				mu.Unlock()
			}()
			synctest.Wait()
		}
		time.Sleep(time.Second)
		mu.Lock()
		defer mu.Unlock()
		for i := 2; i < len(order); i++ { // the first had nobody to wait for
			if order[i] < order[i-1] {
				t.Fatalf("they went in the order %v", order)
			}
		}
		if len(order) != 6 {
			t.Errorf("%d went", len(order))
		}
	})
}

// flight is a server so far away, with spread: when each request was accepted.
func flight(ctx context.Context, t *testing.T, l *limits, n int, way func(i int) time.Duration) (accepted []time.Time) {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			answered, err := l.wait(ctx, address{chat: int64(i + 1)}, attache.Editing)
			if err != nil {
				t.Error(err)
				return
			}
			time.Sleep(way(i))
			mu.Lock()
			accepted = append(accepted, time.Now())
			mu.Unlock()
			time.Sleep(10 * time.Millisecond)
			answered()
		})
	}
	wg.Wait()
	return accepted
}

func TestTheRateIsReachedAndNeverPassedAtAnyDistance(t *testing.T) {
	for name, way := range map[string]func(i int) time.Duration{
		"near":    func(int) time.Duration { return time.Millisecond },
		"far":     func(int) time.Duration { return 80 * time.Millisecond },
		"bunched": func(i int) time.Duration { return time.Duration(10+(i*7919)%60) * time.Millisecond },
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			accepted := flight(t.Context(), t, newLimits(0), 900, way)
			if n := most(accepted, time.Second); n > 30 {
				t.Errorf("%s: %d in a second", name, n)
			}
			if rate := 900 / time.Since(start).Seconds(); name != "bunched" && rate < 29.4 {
				t.Errorf("%s: %.2f a second", name, rate)
			}
		})
	}
}

func TestAPaidBroadcastReachesItsRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		accepted := flight(t.Context(), t, newLimits(rateOf(Config{Paid: true})), 5000, func(int) time.Duration { return 10 * time.Millisecond })
		if n := most(accepted, time.Second); n > 1000 {
			t.Errorf("%d in a second", n)
		}
		if rate := 5000 / time.Since(start).Seconds(); rate < 980 {
			t.Errorf("%.0f a second", rate)
		}
	})
}
