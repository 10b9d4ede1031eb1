package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// usualMemory is the soft limit where none is configured: a bot with 2,000 articles a
// day needs half of it.
const usualMemory = "192MiB"

// memoryUnits are what a limit may be written in.
var memoryUnits = []struct {
	name  string
	bytes float64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}}

// parseMemory reads "192MiB" or "200MB"; "off" is no limit.
func parseMemory(text string) (int64, error) {
	if text == "off" {
		return math.MaxInt64, nil
	}
	for _, unit := range memoryUnits {
		number, ok := strings.CutSuffix(text, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err == nil && n*unit.bytes >= leastMemory && n*unit.bytes < 1<<50 {
			return int64(n * unit.bytes), nil
		}
	}
	return 0, fmt.Errorf("%q is no limit of memory; write it like %s, at least 64MiB, or off", text, usualMemory)
}

const leastMemory = 64 << 20

// What is kept for good may take of the limit, and how often that is looked at: where
// more of it is alive, collecting garbage would be all that is done.
const (
	mostAlive   = 0.7
	memoryEvery = time.Minute
)

// limitMemory has garbage collected earlier where the process nears the configured
// limit, and raises the limit where what is alive needs more: it is no wall. GOMEMLIMIT
// in the environment goes before.
func (h *app) limitMemory(ctx context.Context) error {
	limit, err := parseMemory(h.config.Memory.Limit)
	if err != nil || limit == math.MaxInt64 || os.Getenv("GOMEMLIMIT") != "" {
		return err
	}
	before := debug.SetMemoryLimit(limit)
	defer debug.SetMemoryLimit(before) // of a process that goes on: a test
	look := time.NewTicker(memoryEvery)
	defer look.Stop()
	for {
		if raised := enoughMemory(limit, alive()); raised > limit {
			h.log.Warn("what is kept in mind nears memory.limit; it is raised until the next start",
				"limit", bytesOf(limit), "raised_to", bytesOf(raised))
			limit = raised
			debug.SetMemoryLimit(limit)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}

// enoughMemory is a limit under which so much can be alive.
func enoughMemory(limit, alive int64) int64 {
	if float64(alive) <= mostAlive*float64(limit) {
		return limit
	}
	return int64(float64(alive) / (mostAlive - 0.1))
}

// alive is what the last collection of garbage left, in bytes.
func alive() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64))
}
