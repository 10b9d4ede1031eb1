package main

import (
	"context"
	"errors"
	"math"
	"runtime/debug"
	"testing"
	"testing/synctest"
)

func TestALimitOfMemoryIsReadOrRefusedWithWhatToWrite(t *testing.T) {
	for text, want := range map[string]int64{
		"192MiB": 192 << 20, "200MB": 200e6, "1.5GiB": 3 << 29, "64 MiB": 64 << 20, "70000kB": 70e6, "off": math.MaxInt64,
		"": 0, "192": 0, "10MiB": 0, "-1GiB": 0, "NaNMiB": 0, "1e30GiB": 0, "lots": 0, "OFF": 0,
	} {
		got, err := parseMemory(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}

func TestALimitIsNoWallForWhatIsAlive(t *testing.T) {
	for _, c := range []struct{ limit, alive, want int64 }{
		{100, 70, 100},
		{100, 0, 100},
		{100, 71, 118},
		{100, 600, 1000},
	} {
		if got := enoughMemory(c.limit, c.alive); got != c.want {
			t.Errorf("%d alive of %d: %d, want %d", c.alive, c.limit, got, c.want)
		}
	}
	if alive() <= 0 {
		t.Error("what is alive cannot be told")
	}
}

func TestTheLimitHoldsWhileTheBotRuns(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	h := houseOf(t)
	h.config.Memory.Limit = "3GiB"
	before := debug.SetMemoryLimit(-1)
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- h.limitMemory(ctx) }()
		synctest.Wait()
		if got := debug.SetMemoryLimit(-1); got != 3<<30 {
			t.Errorf("the limit is %d", got)
		}
		end()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	if got := debug.SetMemoryLimit(-1); got != before {
		t.Errorf("the limit afterwards is %d, was %d", got, before)
	}
}
