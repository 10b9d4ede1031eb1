package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/cmd/attache/newsroom"
	"attache/store/bolt"
)

// ceilings are what testdata/ceilings.txt allows: a name, a number, what it counts.
func ceilings(t *testing.T) map[string]float64 {
	t.Helper()
	file, err := os.Open("testdata/ceilings.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	list := map[string]float64{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		if list[fields[0]], err = strconv.ParseFloat(fields[1], 64); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// slack is how much more than written down may be counted.
const slack = 1.05

// TestNothingCostsMoreThanItDid counts what is written down in testdata/ceilings.txt.
// A change that costs more raises its number there, and says why in its commit; one that
// costs less lowers it.
func TestNothingCostsMoreThanItDid(t *testing.T) {
	withoutDetector(t) // which allocates of its own
	counted := map[string]float64{}
	filingCosts(t, counted)
	sendingCosts(t, counted)
	allowed := ceilings(t)
	for name, n := range counted {
		switch most, known := allowed[name]; {
		case !known:
			t.Errorf("%s is %.0f; testdata/ceilings.txt does not have it", name, n)
		case n > most*slack:
			t.Errorf("%s is %.0f, more than %.0f (and %.0f %%)", name, n, most, 100*(slack-1))
		case n < most/slack/slack:
			t.Logf("%s is %.0f, which is better than %.0f: lower it in testdata/ceilings.txt", name, n, most)
		}
	}
	for name := range allowed {
		if _, known := counted[name]; !known {
			t.Errorf("testdata/ceilings.txt has %s, which nobody counts", name)
		}
	}
}

// filingCosts counts what an article costs that comes with some others.
func filingCosts(t *testing.T, counted map[string]float64) {
	t.Helper()
	h := houseOf(t)
	pipeline, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	news := newsroom.New(5, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	file := func(n int) {
		var articles []attache.Article
		for range n {
			articles = append(articles, news.Article())
		}
		if err := pipeline.file(t.Context(), articles); err != nil {
			t.Fatal(err)
		}
	}
	file(12) // words and weights are read
	store := h.store.(*bolt.Store)
	written, n := store.Written(), 0
	took := spend(func() {
		for range 4 {
			file(12)
			n += 12
		}
	})
	counted["filing.allocations"] = float64(took.allocs) / float64(n)
	counted["filing.bytes_written"] = float64(store.Written()-written) / float64(n)
}

// sendingCosts counts what a message of a broadcast costs: one that many get, and one that
// only its chat gets.
func sendingCosts(t *testing.T, counted map[string]float64) {
	t.Helper()
	newBroadcast(t, 200, 4, false).run(t) // languages are read, types looked at
	for _, way := range []struct {
		name  string
		chats int
		own   bool
	}{{"all", 400, false}, {"own", 40, true}} {
		tick, send := newBroadcast(t, 200, way.chats, way.own).run(t)
		counted[fmt.Sprintf("broadcast.%s.scheduling.allocations", way.name)] = float64(tick.allocs) / float64(way.chats)
		counted[fmt.Sprintf("broadcast.%s.sending.allocations", way.name)] = float64(send.allocs) / float64(way.chats)
	}
}
