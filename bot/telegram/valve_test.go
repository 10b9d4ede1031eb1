package telegram

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAPersonWhoAsksOnceStandsBehindNoCrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		var crowd sync.WaitGroup
		for group := range int64(80) {
			for range 4 {
				crowd.Go(func() { _ = wait(t.Context(), l, address{chat: -1 - group}) })
			}
		}
		synctest.Wait()
		for person := range int64(10) {
			asked := time.Now()
			if err := wait(t.Context(), l, address{chat: 1 + person}); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(asked); waited > 100*time.Millisecond {
				t.Errorf("person %d waited for %s", person, waited)
			}
			time.Sleep(300 * time.Millisecond)
		}
		crowd.Wait()
	})
}

func TestACrowdIsNotStarvedByPeopleWhoAskOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(0)
		var people sync.WaitGroup
		for person := range int64(300) {
			people.Go(func() { _ = wait(t.Context(), l, address{chat: 1 + person}) })
		}
		synctest.Wait()
		start := time.Now()
		for group := range int64(10) {
			if err := wait(t.Context(), l, address{chat: -1 - group}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took > 2*time.Second { // one in four of 30 a second
			t.Errorf("ten groups were answered after %s", took)
		}
		people.Wait()
	})
}
