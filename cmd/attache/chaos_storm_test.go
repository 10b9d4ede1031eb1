package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"attache"
	"attache/bot/telegram/simulator"
)

// A chaos of so many broadcasts to so many chats, each with so many kills:
// ATTACHE_CHAOS=20x5000x5. ATTACHE_CHAOS_SEED repeats one.
const smallChaos = "1x200x2"

// chaosPlan is what a run does.
type chaosPlan struct {
	broadcasts, chats, kills int
	seed                     uint64
}

func planOf(t *testing.T) chaosPlan {
	t.Helper()
	var p chaosPlan
	if _, err := fmt.Sscanf(cmp.Or(os.Getenv("ATTACHE_CHAOS"), smallChaos), "%dx%dx%d", &p.broadcasts, &p.chats, &p.kills); err != nil {
		t.Fatalf("ATTACHE_CHAOS: %v; write BROADCASTSxCHATSxKILLS", err)
	}
	p.seed = rand.Uint64()
	if s := os.Getenv("ATTACHE_CHAOS_SEED"); s != "" {
		var err error
		if p.seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// chaos is a run under way.
type chaos struct {
	t       *testing.T
	plan    chaosPlan
	dice    *rand.Rand
	storm   *storm
	folder  string
	server  *httptest.Server // of the program's life
	process *exec.Cmd
	log     strings.Builder
	offset  time.Duration // of the program's clock
	sent    int           // what the store says was sent, in all
	kills   int
}

func TestChaosOfEveryFaultLosesNothingAndRepeatsOnlyWhatWasInFlight(t *testing.T) {
	withoutDetector(t)
	plan := planOf(t)
	t.Logf("%d broadcasts to %d chats, %d kills each: ATTACHE_CHAOS_SEED=%d repeats it", plan.broadcasts, plan.chats, plan.kills, plan.seed)
	telegram := simulator.New(simulator.Options{JournalLimit: 100})
	c := &chaos{t: t, plan: plan, dice: rand.New(rand.NewPCG(plan.seed, 1)), storm: newStorm(telegram, plan.seed), folder: t.TempDir()}
	c.subscribe(telegram)
	t.Log("broadcast | chats | accepted | kills | in flight at a kill | answers lost | repeats | of them without such a cause | " +
		"before a 429 was over | to the gone | faults met")
	for b := range plan.broadcasts {
		c.broadcast(b + 1)
		if t.Failed() {
			name := filepath.Join(os.TempDir(), fmt.Sprintf("attache-chaos-%d.log", plan.seed))
			t.Log("the program's log: ", name, os.WriteFile(name, []byte(c.log.String()), 0o600))
			return
		}
	}
	got := attacheIn(t, c.folder, "", "verify")
	if want := fmt.Sprintf("%d messages told", c.sent); got.status != 0 || !strings.Contains(got.out, want) {
		t.Errorf("%d were sent; %+v", c.sent, got)
	}
	if got := attacheIn(t, c.folder, "", "check"); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

func (c *chaos) subscribe(telegram *simulator.Server) {
	c.t.Helper()
	config := "default_sources: false\ndelivery:\n  paid_broadcast: true\n"
	if err := os.WriteFile(filepath.Join(c.folder, "attache.yaml"), []byte(config), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.inStore(func(h *app) {
		records := make([]attache.Record, c.plan.chats)
		for i := range records {
			id, kind := int64(5000+i), simulator.Private
			chat := attache.Chat{Kind: attache.Private, State: attache.ChatActive, TimeZone: "UTC", Schedule: "07:00"}
			if i%20 == 0 {
				id, kind, chat.Kind = -id, simulator.Group, attache.Group
			}
			telegram.AddChat(simulator.Chat{ID: id, Type: kind, Title: "Chat"})
			chat.ID = fmt.Sprintf("telegram:%d", id)
			records[i].Chat = &chat
		}
		if _, err := h.store.(attache.Transfer).Load(c.t.Context(), records...); err != nil {
			c.t.Fatal(err)
		}
	})
}

// inStore works on the store while no program runs.
func (c *chaos) inStore(do func(*app)) {
	c.t.Helper()
	conf := defaultConfig()
	conf.Store = "bolt:" + filepath.Join(c.folder, "attache.db")
	h, err := (&session{ctx: c.t.Context(), env: environment{err: c.t.Output()}}).openWith(conf)
	if err != nil {
		c.t.Fatal(err)
	}
	defer h.close()
	do(h)
}

// enqueue puts a broadcast into the outbox, and says to whom it goes.
func (c *chaos) enqueue(b int) (chats []int64) {
	c.t.Helper()
	c.inStore(func(h *app) {
		slot := time.Now().Add(c.offset).UTC().Add(-time.Minute)
		e := attache.Edition{
			ID: fmt.Sprint("broadcast", b), From: slot.Add(-24 * time.Hour), To: slot,
			Sections: []attache.Section{{Items: []attache.Item{{
				StoryID: "s", Headline: fmt.Sprintf("Broadcast %d of the harbour talks", b), URL: "https://marrow.example/1", Last: slot,
			}}}}, Articles: 1,
		}
		var list []attache.Delivery
		err := h.store.EachChat(c.t.Context(), func(chat attache.Chat) error {
			if chat.Subscribed() {
				list = append(list, attache.NewDigest(chat.ID, slot, time.Time{}, e.ID))
				id, _ := strconv.ParseInt(strings.TrimPrefix(chat.ID, "telegram:"), 10, 64)
				chats = append(chats, id)
			}
			return nil
		})
		if err != nil {
			c.t.Fatal(err)
		}
		if n, err := h.store.Enqueue(c.t.Context(), e, list...); err != nil || n != len(list) {
			c.t.Fatal(n, err)
		}
	})
	return chats
}

func (c *chaos) start() {
	c.t.Helper()
	c.server = httptest.NewServer(c.storm)
	c.t.Cleanup(c.server.Close)
	command := exec.CommandContext(c.t.Context(), os.Args[0], "run", "--api-url", c.server.URL)
	command.Dir = c.folder
	command.Env = append(os.Environ(), asMain+"=1", "ATTACHE_TOKEN="+c.storm.telegram.Token(),
		"ATTACHE_CONFIG="+filepath.Join(c.folder, "attache.yaml"), asClock+"="+filepath.Join(c.folder, "clock"))
	command.Stderr = &c.log
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.process = command
	c.t.Cleanup(func() { _ = command.Process.Kill() })
}

// step sets the program's clock, while it runs.
func (c *chaos) step(by time.Duration) {
	c.offset += by
	name := filepath.Join(c.folder, "clock")
	err := os.WriteFile(name+".new", []byte(c.offset.String()), 0o600)
	if err == nil {
		err = os.Rename(name+".new", name)
	}
	if err != nil {
		c.t.Error(err)
	}
}

// fill lets the program's files grow no more, or again.
func (c *chaos) fill(full bool) {
	limit := syscall.Rlimit{Cur: ^uint64(0), Max: ^uint64(0)}
	if info, err := os.Stat(filepath.Join(c.folder, "attache.db")); full && err == nil {
		limit.Cur = uint64(info.Size()) / 2 // nothing can be written behind it
	}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(c.process.Process.Pid), syscall.RLIMIT_FSIZE,
		uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		c.t.Error("the disk cannot be filled: ", errno)
	}
}

// event is something that happens once so many messages were accepted.
type event struct {
	after int
	what  string
}

// events are what happens in a broadcast, in order.
func (c *chaos) events(chats int) []event {
	var list []event
	for range c.plan.kills {
		list = append(list, event{1 + c.dice.IntN(chats*95/100), "kill"})
	}
	for _, what := range []string{"ahead", "back", "full", "outage"} {
		list = append(list, event{1 + c.dice.IntN(chats*9/10), what})
	}
	slices.SortStableFunc(list, func(a, b event) int { return cmp.Compare(a.after, b.after) })
	return list
}

func (c *chaos) happen(what string) {
	c.t.Helper()
	switch what {
	case "kill":
		_ = c.process.Process.Kill() // SIGKILL
		_ = c.process.Wait()
		c.server.Close() // once every request is answered that it had asked
		c.autopsy()
		c.kills++
		c.start()
	case "ahead":
		c.step(time.Duration(1+c.dice.IntN(48)) * time.Hour)
	case "back":
		c.step(-time.Duration(1+c.dice.IntN(180)) * time.Minute)
		c.step(3 * time.Hour) // and on again, so that what waits for the old time does not wait for hours of ours
	case "full":
		c.fill(true)
		c.pause(1500 * time.Millisecond)
		c.fill(false)
	case "outage":
		c.storm.look(func() { c.storm.outage = true })
		for range 6 { // half an hour by the program's clock
			c.pause(300 * time.Millisecond)
			c.step(5 * time.Minute)
		}
		c.storm.look(func() { c.storm.outage = false })
	}
}

// autopsy looks into the store of a killed program for what it had noted.
func (c *chaos) autopsy() {
	c.t.Helper()
	open, gone, held := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	number := func(id string) int64 {
		n, _ := strconv.ParseInt(strings.TrimPrefix(id, "telegram:"), 10, 64)
		return n
	}
	c.inStore(func(h *app) {
		unsettled := attache.DeliveryQuery{States: []attache.DeliveryState{attache.Pending, attache.Claimed}}
		err := h.store.EachDelivery(c.t.Context(), unsettled, func(d attache.Delivery) error {
			open[number(d.ChatID)] = true
			return nil
		})
		err = errors.Join(err, h.store.EachChat(c.t.Context(), func(chat attache.Chat) error {
			gone[number(chat.ID)] = chat.State == attache.ChatGone
			return nil
		}))
		var noted []notedHold
		switch raw, failed := h.store.Note(c.t.Context(), holdsNote); {
		case failed == nil:
			err = errors.Join(err, json.Unmarshal(raw, &noted))
		case !errors.Is(failed, attache.ErrNotFound):
			err = errors.Join(err, failed)
		}
		for _, one := range noted {
			held[one.Chat] = true
		}
		if err != nil {
			c.t.Fatal(err)
		}
	})
	if n := c.storm.autopsy(open, gone, held); n > flying {
		c.t.Errorf("%d messages were in flight at a kill; there are %d senders", n, flying)
	}
}

func (c *chaos) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	<-timer.C
}

// stuck is how long nothing may be accepted, on a machine however busy.
const stuck = 5 * time.Minute

// flying is how many messages may be on their way at one moment.
const flying = paidWorkers

func (c *chaos) broadcast(b int) {
	c.t.Helper()
	chats := c.enqueue(b)
	events := c.events(len(chats))
	before := c.counts()
	c.start()
	moved, most := time.Now(), 0
	for last := time.Now(); ; {
		var count int
		c.storm.look(func() { count = c.storm.count - before.accepted })
		if len(events) > 0 && (count >= events[0].after || time.Since(last) > 20*time.Second) {
			c.happen(events[0].what)
			events, last = events[1:], time.Now()
		}
		if len(events) == 0 && c.reachedAll(b, chats) == 0 {
			break
		}
		if count > most {
			moved, most = time.Now(), count
		}
		if time.Since(moved) > stuck {
			c.t.Errorf("broadcast %d: %d chats are not reached", b, c.reachedAll(b, chats))
			return
		}
		c.pause(3 * time.Millisecond)
	}
	c.stop(b)
	c.judge(b, len(chats), before)
}

// chaosTally is what happened so far.
type chaosTally struct {
	accepted, kills, flying, unknown, early, afterEnd int
	met                                               map[string]int
}

func (c *chaos) counts() (n chaosTally) {
	c.storm.look(func() {
		s := c.storm
		n = chaosTally{s.count, c.kills, s.flying, s.unknown, s.early, s.afterEnd, maps.Clone(s.met)}
	})
	return n
}

// reachedAll counts the chats that neither got a broadcast nor are gone.
func (c *chaos) reachedAll(b int, chats []int64) (missing int) {
	name := fmt.Sprint("Broadcast ", b)
	c.storm.look(func() {
		for _, id := range chats {
			now := id
			if to := c.storm.moved[id]; to != 0 {
				now = to
			}
			_, gone := c.storm.gone[now]
			_, before := c.storm.gone[id]
			got := slices.ContainsFunc(c.storm.accepted[now], func(one taken) bool { return one.name == name })
			if !gone && !before && !got {
				missing++
			}
		}
	})
	return missing
}

// stop ends the program as an operator does, once everything is settled.
func (c *chaos) stop(b int) {
	c.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) {
		status := attacheIn(c.t, c.folder, "", "status").out
		if !strings.Contains(status, " pending") && !strings.Contains(status, " claimed") && strings.Contains(status, "running\tsince") {
			break
		}
		c.pause(300 * time.Millisecond)
	}
	_ = c.process.Process.Signal(os.Interrupt)
	if err := c.process.Wait(); err != nil {
		c.t.Errorf("broadcast %d: %v", b, err)
	}
	c.server.Close()
	c.storm.look(func() { c.storm.life++ })
	c.inStore(func(h *app) {
		counts, err := h.store.CountDeliveries(c.t.Context())
		if err != nil || counts[attache.Pending]+counts[attache.Claimed] > 0 {
			c.t.Errorf("broadcast %d: %v, %v", b, counts, err)
		}
		c.sent = counts[attache.Sent]
	})
}

// judge holds a broadcast to its promises. A message comes again only where nobody can
// know that it came: its answer was lost, or a kill took it before it was noted.
func (c *chaos) judge(b, chats int, before chaosTally) {
	c.t.Helper()
	now := c.counts()
	repeats, uncaused, disorder := 0, 0, 0
	c.storm.look(func() {
		for _, list := range c.storm.accepted {
			var last taken
			for _, one := range list {
				if n, m := numberIn(one.name), numberIn(last.name); n < m {
					disorder++
				} else if n == b && m == b {
					repeats++
					if last.sure && !last.flying {
						uncaused++
					}
				}
				last = one
			}
		}
	})
	var faults []string
	for _, k := range slices.Sorted(maps.Keys(now.met)) {
		if n := now.met[k] - before.met[k]; n > 0 {
			faults = append(faults, fmt.Sprintf("%s %d", k, n))
		}
	}
	early, ended := now.early-before.early, now.afterEnd-before.afterEnd
	c.t.Logf("%d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s", b, chats, now.accepted-before.accepted, now.kills-before.kills,
		now.flying-before.flying, now.unknown-before.unknown, repeats, uncaused, early, ended, strings.Join(faults, ", "))
	if uncaused+disorder+early+ended > 0 {
		c.t.Errorf("broadcast %d: %d repeats without a cause, %d out of order, %d before a 429 was over, %d to chats that are gone",
			b, uncaused, disorder, early, ended)
	}
}

// numberIn is which broadcast a message was.
func numberIn(name string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(name, "Broadcast "))
	return n
}
