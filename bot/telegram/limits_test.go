package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// most is the largest number of times within any window.
func most(times []time.Time, window time.Duration) int {
	most := 0
	for i := range times {
		n := 0
		for _, t := range times[i:] {
			if t.Sub(times[i]) < window {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// wait waits for a turn whose answer comes at once.
func wait(ctx context.Context, l *limits, a address) error {
	answered, err := l.wait(ctx, a, attache.Answering)
	if err == nil {
		answered()
	}
	return err
}

// pass lets n messages through for each chat at once and notes when each went.
func pass(t *testing.T, l *limits, n int, chats ...int64) []time.Time {
	t.Helper()
	var (
		mu    sync.Mutex
		times []time.Time
		wg    sync.WaitGroup
	)
	for _, chat := range chats {
		for range n {
			wg.Go(func() {
				if err := wait(t.Context(), l, address{chat: chat}); err != nil {
					t.Error(err)
				}
				mu.Lock()
				times = append(times, time.Now())
				mu.Unlock()
			})
		}
	}
	wg.Wait()
	return times
}

func TestNoWindowHoldsMoreMessagesThanTelegramAllows(t *testing.T) {
	t.Run("30 a second over all", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var chats []int64
			for i := range int64(200) {
				chats = append(chats, 1+i)
			}
			start := time.Now()
			times := pass(t, newLimits(0), 1, chats...)
			if n := most(times, time.Second); n > 30 || n < 30 {
				t.Errorf("%d in a second", n)
			}
			if took := time.Since(start); took > 8*time.Second {
				t.Errorf("200 chats took %s", took)
			}
		})
	})
	t.Run("one a second to a chat", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			times := pass(t, newLimits(0), 20, 5)
			if n := most(times, time.Second); n != 1 {
				t.Errorf("%d in a second", n)
			}
			if n := most(times, 20*time.Second); n < 18 {
				t.Errorf("only %d in twenty seconds", n)
			}
		})
	})
}

func TestNoWindowHoldsMoreMessagesThanAGroupMayGet(t *testing.T) {
	t.Run("20 a minute to a group, and one a second", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := newLimits(0)
			times := pass(t, l, 60, -5)
			time.Sleep(17 * time.Second) // some turns come back
			times = append(times, pass(t, l, 20, -5)...)
			if n := most(times, time.Minute); n > 20 || n < 15 {
				t.Errorf("%d in a minute", n)
			}
			if n := most(times, time.Second); n != 1 {
				t.Errorf("%d in a second", n)
			}
		})
	})
	t.Run("topics of one group share it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := newLimits(0)
			var times []time.Time
			for i := range 40 {
				if err := wait(t.Context(), l, address{chat: -5, thread: 1 + i%4}); err != nil {
					t.Fatal(err)
				}
				times = append(times, time.Now())
			}
			if n := most(times, time.Minute); n > 20 {
				t.Errorf("%d in a minute", n)
			}
		})
	})
}

func TestACrowdDoesNotBunchAChatsMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		for i := range int64(150) {
			go func() { _ = wait(t.Context(), l, address{chat: 100 + i}) }()
		}
		synctest.Wait()
		times := pass(t, l, 10, 5)
		if n := most(times, time.Second); n != 1 {
			t.Errorf("%d in a second to one chat", n)
		}
	})
}

func TestAWaitingChatHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		for range 40 { // end with the test's context
			go func() { _ = wait(t.Context(), l, address{chat: -5}) }()
		}
		synctest.Wait()
		start := time.Now()
		pass(t, l, 1, 6, 7, 8)
		if took := time.Since(start); took > time.Second {
			t.Errorf("three other chats took %s", took)
		}
	})
}

func TestTheOverallRateIsConfigured(t *testing.T) {
	for rate, want := range map[float64]time.Duration{10: 10 * time.Second, 1000: 100 * time.Millisecond, -1: 0} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimits(rate)
			start := time.Now()
			for i := range int64(101) {
				if err := wait(t.Context(), l, address{chat: 1 + i}); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(start); took < want-shortestStep || took > want+want/10 {
				t.Errorf("100 at %g a second took %s", rate, took)
			}
		})
	}
}

func TestAWaitBeyondItsDeadlineIsRefusedAtOnceAndCostsNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		pass(t, l, groupBurst, -5)
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 9 {
			err := wait(ctx, l, address{chat: -5})
			var failed *attache.SendError
			if !errors.As(err, &failed) || failed.Fault != attache.FaultRate || failed.RetryAfter <= time.Second ||
				failed.RetryAfter > 4*time.Second {
				t.Fatalf("got %v", err)
			}
		}
		if time.Since(start) > 0 {
			t.Error("it waited")
		}
		pass(t, l, 1, -5)
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("the next came after %s", took)
		}
	})
}

func TestAMessageGoesOnlyWithTimeLeftForItsAnswer(t *testing.T) {
	for deadline, goes := range map[time.Duration]bool{
		2 * time.Second: false, 6 * time.Second: false, 7 * time.Second: false, 10 * time.Second: true, time.Minute: true,
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimits(0)
			pass(t, l, 12, -5) // the next turn comes in four seconds
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()
			err := wait(ctx, l, address{chat: -5})
			if (err == nil) != goes {
				t.Errorf("with %s: %v", deadline, err)
			}
			if end, _ := ctx.Deadline(); goes && time.Until(end) < 5*time.Second {
				t.Errorf("with %s: %s left", deadline, time.Until(end))
			}
		})
	}
}

func TestACancelledWaitEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		pass(t, l, groupBurst, -5)
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() { failed <- wait(ctx, l, address{chat: -5}) }()
		synctest.Wait()
		start := time.Now()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) || time.Since(start) > 0 {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

func TestLimitersAreForgottenOnceFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(1e6)
		for i := range int64(50_000) {
			if err := wait(t.Context(), l, address{chat: 1 + i}); err != nil {
				t.Fatal(err)
			}
			if i%100 == 0 {
				time.Sleep(time.Second)
			}
		}
		if n := len(l.chats); n > 2000 {
			t.Errorf("%d limiters kept", n)
		}
		// A group still short of turns is not forgotten.
		times := pass(t, l, 8, -5)
		for range 30 {
			time.Sleep(2 * time.Second)
			times = append(times, pass(t, l, 1, -5)...)
			pass(t, l, 1, 7)
		}
		if n := most(times, time.Minute); n > 20 {
			t.Errorf("%d in a minute", n)
		}
	})
}

// silent answers getMe and then never again.
type silent struct{ asked bool }

func (s *silent) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.asked {
		s.asked = true
		return answerOf(usual("getMe")), nil
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestNoAnswerInTimeIsARetryWhoseOutcomeIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := Open(t.Context(), Config{Token: testToken, HTTPClient: &http.Client{Transport: &silent{}, Timeout: time.Second}})
		if err != nil {
			t.Fatal(err)
		}
		for name, ask := range map[string]func() error{
			"30s":  func() error { _, err := c.Send(t.Context(), "telegram:5", text("Good morning")); return err },
			"1m5s": func() error { _, err := c.Updates(t.Context(), ""); return err },
		} {
			start := time.Now()
			err := ask()
			var failed *attache.SendError
			if !errors.As(err, &failed) || failed.Fault != attache.FaultRetry || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			if took := fmt.Sprint(time.Since(start)); took != name {
				t.Errorf("gave up after %s, not %s", took, name)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Send(ctx, "telegram:5", text("Good morning")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the caller's own deadline: %v", err)
		}
	})
}

func TestAPanicOfTheLibraryIsAnError(t *testing.T) {
	f := newFake(t)
	c, _ := f.open(t)
	c.http = nil // as if anything below were broken
	_, err := c.call(t.Context(), time.Second, "getMe", tgbotapi.Params{})
	var failed *attache.SendError
	if !errors.As(err, &failed) || failed.Fault != attache.FaultRetry {
		t.Errorf("got %v", err)
	}
}
