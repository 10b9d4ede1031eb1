package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// round is a courier with chats whose deliveries are due.
type round struct {
	*Courier
	store   *shelf
	stage   *stage
	edition attache.Edition
	log     strings.Builder
}

func newRound(t testing.TB, chats int) *round { return newRoundOf(t, sampleEdition(), chats) }

// newRoundOf has an edition to deliver that is another than usual.
func newRoundOf(t testing.TB, e attache.Edition, chats int) *round {
	t.Helper()
	r := &round{store: newShelf(t), stage: &stage{}, edition: e}
	log := slog.New(slog.NewTextHandler(&r.log, nil))
	r.Courier = &Courier{
		Outbox: r.store, Chats: r.store, Channels: Router{"t": r.stage}, Workers: 4, Logger: log,
		Revised: r.store.EditionRevision,
	}
	now := time.Now()
	for i := range chats {
		r.subscribe(t, fmt.Sprintf("t:%03d", i), now)
	}
	return r
}

// subscribe adds an active chat whose digest is due.
func (r *round) subscribe(t testing.TB, id string, slot time.Time) {
	t.Helper()
	r.store.put(attache.Chat{ID: id, Kind: attache.Private, State: attache.ChatActive})
	r.enqueue(t, attache.Delivery{ChatID: id, EditionID: r.edition.ID, Slot: slot, Expires: slot.Add(24 * time.Hour)})
}

// enqueue puts a delivery into the outbox as a scheduler does.
func (r *round) enqueue(t testing.TB, d attache.Delivery) {
	t.Helper()
	d.ID, d.State = attache.DeliveryID(d.ChatID, d.Slot), attache.Pending
	if _, err := r.store.Enqueue(context.Background(), r.edition, d); err != nil {
		t.Fatal(err)
	}
}

// run starts the courier; stop ends it and returns what Run returned.
func (r *round) run(t *testing.T) (stop func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

// only is the delivery of the one chat there is.
func (r *round) only() attache.Delivery {
	all := r.store.deliveries()
	if len(all) == 0 {
		return attache.Delivery{}
	}
	return all[0]
}

func (r *round) states(t *testing.T) map[attache.DeliveryState]int {
	t.Helper()
	counts, err := r.store.CountDeliveries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// onceEach fails unless every chat got exactly one message.
func (r *round) onceEach(t *testing.T, chats int) {
	t.Helper()
	sent := r.stage.sent()
	if len(sent) != chats {
		t.Errorf("%d of %d chats got their digest", len(sent), chats)
	}
	for chat, n := range sent {
		if n != 1 {
			t.Errorf("%s got its digest %d times", chat, n)
		}
	}
}

func fault(f attache.SendFault) *attache.SendError {
	return &attache.SendError{Fault: f, Err: errors.New("the channel said no")}
}

func TestCourierSendsEachDueDeliveryOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 50)
		stop := r.run(t)
		time.Sleep(time.Minute)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		r.onceEach(t, 50)
		if got := r.states(t); got[attache.Sent] != 50 {
			t.Errorf("states %v", got)
		}
		if d := r.only(); d.MessageID == "" || d.Settled.IsZero() {
			t.Errorf("a sent delivery without its message: %+v", d)
		}
	})
}

func TestCourierDoesWhatAFaultAsksFor(t *testing.T) {
	for _, tt := range []struct {
		name     string
		fault    *attache.SendError
		state    attache.DeliveryState
		chat     attache.ChatState
		attempts int
	}{
		{"a gone chat is deactivated and its delivery dead", fault(attache.FaultGone), attache.Dead, attache.ChatGone, 0},
		{
			"a chat without the right to write is paused and its delivery waits", fault(attache.FaultPaused), attache.Pending, attache.ChatPaused,
			0,
		},
		{"a document that can never be sent is dead, the chat stays", fault(attache.FaultMalformed), attache.Dead, attache.ChatActive, 0},
		{"an unknown outcome is tried again", fault(attache.FaultRetry), attache.Pending, attache.ChatActive, 1},
		{"a limit is waited out and counts for nothing", &attache.SendError{
			Fault: attache.FaultRate, RetryAfter: time.Hour,
			Err: errors.New("429"),
		}, attache.Pending, attache.ChatActive, 0},
		{"a harmless fault is no fault", fault(attache.FaultHarmless), attache.Sent, attache.ChatActive, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRound(t, 1)
				r.stage.before = func(context.Context, string, int) error { return tt.fault }
				stop := r.run(t)
				synctest.Wait()
				if err := stop(); err != nil {
					t.Fatal(err)
				}
				d := r.only()
				if d.State != tt.state || d.Attempts != tt.attempts {
					t.Errorf("delivery %s after %d attempts, want %s after %d", d.State, d.Attempts, tt.state, tt.attempts)
				}
				if got := r.store.chat("t:000").State; got != tt.chat {
					t.Errorf("chat %s, want %s", got, tt.chat)
				}
				if d.State != attache.Sent && d.Problem == "" {
					t.Error("no problem is noted")
				}
			})
		})
	}
}

func TestCourierStopsWhenTheChannelRefusesTheBot(t *testing.T) {
	for _, f := range []attache.SendFault{attache.FaultAuth, attache.FaultConflict} {
		synctest.Test(t, func(t *testing.T) {
			r := newRound(t, 1)
			r.stage.before = func(context.Context, string, int) error { return fault(f) }
			err := r.Run(t.Context())
			if faultOf(err) != f || err == nil {
				t.Errorf("Run returned %v", err)
			}
			if d := r.only(); d.State != attache.Pending || d.Attempts != 0 {
				t.Errorf("the delivery is %s after %d attempts; it must wait for the next start", d.State, d.Attempts)
			}
		})
	}
}

func TestCourierWaitsLongerAfterEachFailureAndGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.MaxAttempts = 5
		var at []time.Time
		r.stage.before = func(context.Context, string, int) error {
			at = append(at, time.Now())
			return fault(attache.FaultRetry)
		}
		stop := r.run(t)
		time.Sleep(time.Hour)
		_ = stop()
		if len(at) != 5 {
			t.Fatalf("%d attempts, want 5", len(at))
		}
		for i := 1; i < len(at); i++ {
			most := r.Backoff << (i - 1)
			if gap := at[i].Sub(at[i-1]); gap < most/2 || gap > most+r.Poll {
				t.Errorf("attempt %d came %s after the one before; %s to %s is meant", i+1, gap, most/2, most)
			}
		}
		if d := r.only(); d.State != attache.Dead || d.Problem == "" {
			t.Errorf("after the last attempt it is %s (%q)", d.State, d.Problem)
		}
	})
}

func TestCourierHonoursRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		began := time.Now()
		var again time.Time
		r.stage.before = func(_ context.Context, _ string, n int) error {
			if n == 1 {
				return &attache.SendError{Fault: attache.FaultRate, RetryAfter: 37 * time.Second, Err: errors.New("429")}
			}
			again = time.Now()
			return nil
		}
		stop := r.run(t)
		time.Sleep(5 * time.Minute)
		_ = stop()
		if wait := again.Sub(began); wait < 37*time.Second || wait > 38*time.Second {
			t.Errorf("sent again after %s, told to wait 37 s", wait)
		}
		r.onceEach(t, 1)
	})
}

func TestCourierPausesClaimsWhenTheWholeChannelIsLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 40)
		began := time.Now()
		var refused atomic.Int64
		r.stage.before = func(context.Context, string, int) error {
			if time.Since(began) < 20*time.Second {
				refused.Add(1)
				return &attache.SendError{Fault: attache.FaultRate, RetryAfter: 20*time.Second - time.Since(began), Err: errors.New("429")}
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(5 * time.Minute)
		_ = stop()
		r.onceEach(t, 40)
		if n := refused.Load(); n > int64(2*r.Workers) {
			t.Errorf("%d sends ran into the limit, want a few", n)
		}
	})
}

func TestCourierLetsNoSlowChatHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 30)
		r.stage.before = func(ctx context.Context, chat string, _ int) error {
			if chat == "t:000" {
				<-ctx.Done()
				return fault(attache.FaultRetry)
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(time.Second)
		if sent := r.stage.sent(); len(sent) != 29 {
			t.Errorf("after a second %d of 29 chats have their digest", len(sent))
		}
		_ = stop()
	})
}

func TestCourierEndsASendWithinItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.Lease, r.SendTimeout = 30*time.Second, time.Hour
		began := time.Now()
		var took time.Duration
		r.stage.before = func(ctx context.Context, _ string, n int) error {
			if n > 1 {
				return nil
			}
			<-ctx.Done()
			took = time.Since(began)
			return ctx.Err()
		}
		stop := r.run(t)
		time.Sleep(5 * time.Minute)
		_ = stop()
		if took == 0 || took >= 30*time.Second {
			t.Errorf("the send went on for %s under a lease of 30 s", took)
		}
		r.onceEach(t, 1)
	})
}

func TestCourierDoesNotSendWhatIsTooOldOrForNobody(t *testing.T) {
	active := attache.ChatActive
	for _, tt := range []struct {
		name    string
		chat    attache.ChatState // "": there is none
		expires time.Duration
		lost    bool // the edition is
		state   attache.DeliveryState
	}{
		{"expired", active, 0, false, attache.Expired},
		{"stopped since", attache.ChatStopped, time.Hour, false, attache.Dead},
		{"gone since", attache.ChatGone, time.Hour, false, attache.Dead},
		{"unknown chat", "", time.Hour, false, attache.Dead},
		{"no edition", active, time.Hour, true, attache.Dead},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, now := newRound(t, 0), time.Now()
				if tt.chat != "" {
					r.store.put(attache.Chat{ID: "t:1", State: tt.chat})
				}
				r.enqueue(t, attache.Delivery{ChatID: "t:1", EditionID: "e1", Slot: now, Expires: now.Add(tt.expires)})
				if tt.lost {
					r.Outbox = lossy{r.store}
				}
				stop := r.run(t)
				synctest.Wait()
				_ = stop()
				if n := len(r.stage.all()); n != 0 {
					t.Errorf("%d messages were sent", n)
				}
				if d := r.only(); d.State != tt.state {
					t.Errorf("it is %s, want %s", d.State, tt.state)
				}
			})
		})
	}
}

// lossy is an outbox that lost its editions.
type lossy struct{ attache.Outbox }

func (lossy) Edition(context.Context, string) (attache.Edition, error) {
	return attache.Edition{}, attache.ErrNotFound
}

func TestCourierSendsNothingThatBecameTooOldOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.defaults()
		batch := r.claim(t.Context(), 1)
		batch[0].Expires = time.Now()
		if err := r.deliver(t.Context(), batch[0]); err != nil || len(r.stage.all()) != 0 {
			t.Errorf("%d messages were sent, %v", len(r.stage.all()), err)
		}
		if d := r.only(); d.State != attache.Expired {
			t.Errorf("it is %s", d.State)
		}
	})
}

func TestCourierFollowsAMovedChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.stage.before = func(_ context.Context, chat string, _ int) error {
			if chat == "t:000" {
				return &attache.SendError{Fault: attache.FaultMoved, NewChatID: "t:-100", Err: errors.New("moved")}
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(30 * time.Second)
		_ = stop()
		if sent := r.stage.sent(); sent["t:-100"] != 1 || len(sent) != 1 {
			t.Errorf("sent %v, want once to the new id", sent)
		}
		if d := r.only(); d.ChatID != "t:-100" || d.State != attache.Sent {
			t.Errorf("the delivery is %s of %s", d.State, d.ChatID)
		}
	})
}

func TestCourierTakesUpAPausedChatWhenItMayWriteAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		var told []string
		r.Notify = func(_ context.Context, text string) { told = append(told, text) }
		r.stage.before = func(_ context.Context, _ string, n int) error {
			if n <= 3 {
				return fault(attache.FaultPaused)
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(3 * time.Hour)
		_ = stop()
		r.onceEach(t, 1)
		if state := r.store.chat("t:000").State; state != attache.ChatActive {
			t.Errorf("the chat is %s", state)
		}
		if len(told) != 1 {
			t.Errorf("operators were told %d times", len(told))
		}
	})
}

func TestADigestThatItsChatRefusesIsToldOnlyWhenItComesThrough(t *testing.T) {
	for name, c := range map[string]struct {
		refusals int
		told     bool // at last, and the next digest goes on from its slot
		paused   bool // an answer or an alert was refused before it
	}{
		"sent at once":                          {0, true, false},
		"refused, then sent":                    {5, true, false},
		"refused until it is too old":           {1 << 20, false, false},
		"sent though another was refused":       {0, true, true},
		"refused after another, then sent":      {5, true, true},
		"refused after another, till it is old": {1 << 20, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slot, e := time.Now(), sampleEdition()
				e.From, e.Previous = slot.Add(-24*time.Hour), "e0"
				r, tries := newRoundOf(t, e, 1), 0
				r.stage.before = func(_ context.Context, _ string, n int) error {
					if tries = n; n <= c.refusals {
						return fault(attache.FaultPaused)
					}
					return nil
				}
				chat := r.store.chat("t:000")
				chat.LastSlot, chat.Edition = slot, e.ID // as the scheduler leaves it
				if c.paused {
					chat.State = attache.ChatPaused
				}
				r.store.put(chat)
				stop := r.run(t)
				time.Sleep(25 * time.Hour)
				_ = stop()
				chat = r.store.chat("t:000")
				want, edition, from := attache.ChatActive, e.ID, slot
				if !c.told { // the next one begins where it did, after the same one
					want, edition, from = attache.ChatPaused, "e0", e.From
				}
				if chat.State != want {
					t.Errorf("the chat is %s, want %s", chat.State, want)
				}
				if !chat.LastSlot.Equal(from) || chat.Edition != edition {
					t.Errorf("it has %q of %s, want %q of %s", chat.Edition, chat.LastSlot, edition, from)
				}
				if !c.told && (tries < 12 || tries > 24) {
					t.Errorf("a day of refusals took %d tries", tries)
				}
			})
		})
	}
}

func TestCourierFinishesWhatIsInHandWhenItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 40)
		r.stage.before = func(context.Context, string, int) error {
			time.Sleep(2 * time.Second)
			return nil
		}
		stop := r.run(t)
		time.Sleep(time.Second)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := r.states(t); got[attache.Sent] != r.Workers || got[attache.Claimed] != 0 {
			t.Errorf("after the end %v; the %d in hand should be sent and none claimed", got, r.Workers)
		}
		r.stage.before = nil
		stop = r.run(t)
		time.Sleep(time.Minute)
		_ = stop()
		r.onceEach(t, 40)
	})
}

func TestCourierLeavesClaimedWhatDoesNotFinishInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.stage.before = func(ctx context.Context, _ string, n int) error {
			if n == 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(time.Second)
		began := time.Now()
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > r.Grace+time.Second {
			t.Errorf("the end took %s, the grace is %s", took, r.Grace)
		}
		if d := r.only(); d.State != attache.Claimed {
			t.Fatalf("a send that was cut is %s", d.State)
		}
		stop = r.run(t)
		time.Sleep(5 * time.Minute)
		_ = stop()
		r.onceEach(t, 1)
	})
}

// crash makes the store refuse everything from a moment on, as a killed
// process would never have reached it, and the channel too.
func TestCourierAfterACrashSendsToEveryChatAndRepeatsOnlyWhatWasInHand(t *testing.T) {
	for _, at := range []int{1, 7, 20, 39, 40} {
		t.Run(fmt.Sprint("killed at send ", at), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const chats = 40
				r := newRound(t, chats)
				dead := errors.New("killed")
				r.stage.before = func(_ context.Context, _ string, n int) error {
					if n >= at { // accepted by the channel, never settled
						r.store.fail(dead)
					}
					return nil
				}
				stop := r.run(t)
				time.Sleep(time.Minute)
				_ = stop()
				if n := r.states(t)[attache.Claimed]; n > r.Workers {
					t.Errorf("%d were left claimed with %d workers", n, r.Workers)
				}
				r.store.fail(nil)
				r.stage.before = nil
				second := &round{store: r.store, stage: r.stage}
				second.Courier = &Courier{Outbox: r.store, Chats: r.store, Channels: Router{"t": r.stage}, Workers: 4}
				stop = second.run(t)
				time.Sleep(5 * time.Minute)
				_ = stop()
				sent, repeated := r.stage.sent(), 0
				for _, n := range sent {
					repeated += n - 1
				}
				if len(sent) != chats || repeated > 4 {
					t.Errorf("%d of %d chats, %d repeated; only the 4 in hand may be", len(sent), chats, repeated)
				}
				if got := second.states(t); got[attache.Sent] != chats {
					t.Errorf("states %v", got)
				}
			})
		})
	}
}

func TestCourierKeepsAnOutcomeThatTheStoreRefusesForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.stage.before = func(context.Context, string, int) error {
			r.store.fail(errors.New("disk full"))
			time.AfterFunc(5*time.Second, func() {
				r.store.fail(nil)
			})
			return nil
		}
		stop := r.run(t)
		time.Sleep(10 * time.Minute)
		_ = stop()
		r.onceEach(t, 1)
		if d := r.only(); d.State != attache.Sent {
			t.Errorf("it is %s", d.State)
		}
	})
}

func TestCourierSettlesNothingThatAnotherHasClaimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 1)
		r.Workers = 1 // or it would claim it again itself
		r.stage.before = func(context.Context, string, int) error {
			time.Sleep(r.Lease + time.Second) // it runs out, and another courier comes
			now := time.Now()
			if batch, err := r.store.Claim(context.Background(), now, now.Add(24*time.Hour), 10); err != nil || len(batch) != 1 {
				t.Errorf("the other courier got %v, %v", batch, err)
			}
			return nil
		}
		stop := r.run(t)
		time.Sleep(3 * time.Minute)
		_ = stop()
		if d := r.only(); d.State != attache.Claimed {
			t.Errorf("it is %s; it belongs to the other courier", d.State)
		}
	})
}

func TestCourierWakesAtOnceForNewDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 0)
		wake := make(chan struct{}, 1)
		r.Wake, r.Poll = wake, time.Hour
		stop := r.run(t)
		time.Sleep(time.Minute)
		now := time.Now()
		r.store.put(attache.Chat{ID: "t:9", State: attache.ChatActive})
		r.enqueue(t, attache.Delivery{ChatID: "t:9", EditionID: "e1", Slot: now, Expires: now.Add(time.Hour)})
		wake <- struct{}{}
		synctest.Wait()
		if sent := r.stage.sent(); sent["t:9"] != 1 || time.Since(now) != 0 {
			t.Errorf("sent %v after %s", sent, time.Since(now))
		}
		_ = stop()
	})
}

func TestCourierSurvivesAnEditionThatCannotBeLaidOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 3)
		var once sync.Once
		r.Layout = func(e attache.Edition, c attache.Chat, limits attache.Limits) attache.Document {
			once.Do(func() { panic("no such layout") })
			return Layout(e, c, limits)
		}
		stop := r.run(t)
		time.Sleep(5 * time.Minute)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		r.onceEach(t, 3)
		if !strings.Contains(r.log.String(), "panicked") {
			t.Error("the log does not know")
		}
	})
}

func TestCourierIsIdleWithoutWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 0)
		counting := &countingOutbox{Outbox: r.store}
		r.Outbox = counting
		stop := r.run(t)
		time.Sleep(10 * time.Minute)
		_ = stop()
		if most := int(10*time.Minute/r.Poll) + 2; counting.claims > most {
			t.Errorf("%d claims in ten idle minutes, want at most %d", counting.claims, most)
		}
	})
}

type countingOutbox struct {
	attache.Outbox
	claims int
}

func (c *countingOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]attache.Delivery, error) {
	c.claims++
	return c.Outbox.Claim(ctx, now, lease, limit)
}

func TestCourierClaimsNoMoreThanItHasWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 30)
		r.stage.before = func(context.Context, string, int) error { time.Sleep(time.Second); return nil }
		var most []int
		stop := r.run(t)
		for range 5 {
			time.Sleep(700 * time.Millisecond)
			most = append(most, r.states(t)[attache.Claimed])
		}
		_ = stop()
		if slices.Max(most) > r.Workers {
			t.Errorf("claimed at a time: %v, workers: %d", most, r.Workers)
		}
	})
}
