package desk

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
	"attache/digest/slot"
)

// The days on which clocks do what they do seldom: Europe's and America's gaps and
// overlaps, Australia's, and a leap day.
var oddDays = []time.Time{
	time.Date(2026, 3, 7, 22, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 28, 20, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 3, 10, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 24, 20, 0, 0, 0, time.UTC),
	time.Date(2028, 2, 28, 20, 0, 0, 0, time.UTC),
}

// zoneChat is a chat of a zone, and the slots at which it got and is to get an edition.
type zoneChat struct {
	schedule  slot.Schedule
	got, want []string
}

// In every zone, over gaps and overlaps, leap days, steps of the clock back and forth,
// and weeks of downtime: one edition a slot, and one for what was missed. Time is that
// of synctest; what a wrong clock shows is added to it.
func TestOneEditionASlotInEveryZoneWhateverTheClockDoes(t *testing.T) {
	raw, err := os.ReadFile("../slot/tznames.txt")
	if err != nil {
		t.Fatal(err)
	}
	zones := strings.Fields(string(raw))
	// Africa and Asia have many alike
	zones = slices.DeleteFunc(zones, func(zone string) bool { return len(zone)%4 == 1 && strings.HasPrefix(zone, "A") })
	if len(zones) < 400 {
		t.Fatalf("%d zones", len(zones))
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(oddDays[0]))
		dice := rand.New(rand.NewPCG(seed, 1))
		w := newClockwork(t, time.Now())
		chats := map[string]*zoneChat{}
		specs := []string{"02:30", "00:00", "01:15", "mon-fri 07:30,18:00"}
		for i, zone := range zones {
			if i%under > 0 {
				continue
			}
			id := "t:" + zone
			spec := specs[i%len(specs)]
			w.subscribe(id, spec, zone)
			s, err := slot.Parse(spec, zone)
			if err != nil {
				t.Fatal(err)
			}
			chats[id] = &zoneChat{schedule: s}
		}
		look := looking(t, w, chats)
		for _, day := range oddDays {
			time.Sleep(time.Until(day)) // weeks of downtime
			for range 48 {
				time.Sleep(30 * time.Minute)
				look(time.Now(), true)
				if dice.IntN(40) == 0 { // a look by a clock that is behind, and right again
					behind := min(time.Duration(dice.IntN(300))*time.Minute, time.Since(oddDays[0])-time.Minute) // not before they subscribed
					look(time.Now().Add(-behind), false)
				}
			}
		}
		judgeZones(t, chats)
	})
}

// looking gives what looks at the clock, which is right or is not, and notes what each chat gets and is to get.
func looking(t *testing.T, w *clockwork, chats map[string]*zoneChat) func(now time.Time, right bool) {
	t.Helper()
	newest := time.Now() // the latest that the clock showed while it was right
	return func(now time.Time, right bool) {
		for _, c := range chats {
			if last := c.schedule.Prev(now); right && last.After(newest) {
				c.want = append(c.want, last.UTC().Format(time.RFC3339))
			}
		}
		if right && now.After(newest) {
			newest = now
		}
		for _, d := range w.tickAt(now) {
			chats[d.ChatID].got = append(chats[d.ChatID].got, d.Slot.UTC().Format(time.RFC3339))
			d.State, d.Settled = attache.Sent, now
			if err := w.store.Settle(t.Context(), d); err != nil {
				t.Error(err)
			}
		}
	}
}

func judgeZones(t *testing.T, chats map[string]*zoneChat) {
	t.Helper()
	faults := 0
	for id, c := range chats {
		list := slices.Sorted(slices.Values(c.got))
		if !slices.Equal(list, c.want) {
			if faults++; faults <= 5 {
				t.Errorf("%s, %s:\n got %v\nwant %v", id, c.schedule.String(), list, c.want)
			}
		}
	}
	if faults > 0 {
		t.Errorf("%d of %d chats", faults, len(chats))
	}
}
