package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
	"attache/bot/telegram/simulator"
	"attache/digest"
	"attache/digest/desk"
	"attache/internal/spent"
	store "attache/store/bolt"
)

// theWay is how long a request takes to Telegram, and its answer back.
const theWay = 20 * time.Millisecond

// wire is a network without a network: requests reach the simulated Telegram after a
// while, and nothing but time passes.
type wire struct {
	server http.Handler
	way    time.Duration
}

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	time.Sleep(w.way)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w.server.ServeHTTP(answer, r)
	time.Sleep(w.way)
	return answer.Result(), r.Context().Err()
}

// town is a bot with its chats, in time that passes only when everybody waits.
type town struct {
	t        *testing.T
	h        *app
	telegram *simulator.Server
	ended    sync.WaitGroup
	stop     context.CancelFunc
	asked    map[int64][]time.Time // when each chat asked
	mu       sync.Mutex
}

// needsTable leaves a test to make bench: its time is virtual, its work is not.
func needsTable(t *testing.T) {
	t.Helper()
	if os.Getenv("ATTACHE_TABLE") == "" {
		t.Skip("ATTACHE_TABLE is not set; make bench prints the table")
	}
}

// found starts a bot at a strict Telegram, whose documented rates are enforced.
func found(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, telegram: simulator.New(simulator.Options{Rates: &simulator.DocumentedRates}), asked: map[int64][]time.Time{}}
	kept, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	h := &app{config: defaultConfig(), store: kept, log: slog.New(slog.DiscardHandler), now: time.Now}
	w.h = h
	client, err := telegram.Open(t.Context(), telegram.Config{
		Token: w.telegram.Token(), APIURL: "http://telegram.example", HTTPClient: &http.Client{Transport: wire{w.telegram, theWay}},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.channels = bot.Router{telegram.Scheme: client}
	conversation, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.stop = cancel
	listener := &bot.Listener{
		Inbox: client, Notebook: h.store, Key: "bot.updates", Logger: h.log, Handle: conversation.Handle,
		Concerns: conversation.Concerns, Decline: conversation.Decline,
	}
	courier := &bot.Courier{Outbox: h.store, Chats: h.store, Channels: h.channels, Logger: h.log, Poll: time.Second}
	w.ended.Go(func() { _ = listener.Run(ctx) })
	w.ended.Go(func() { _ = courier.Run(ctx) })
	return w
}

func (w *town) end() {
	w.stop()
	w.ended.Wait()
	w.h.close()
}

// ask has somebody type a command.
func (w *town) ask(chat int64, text string) {
	if _, err := w.telegram.Say(chat, simulator.User{ID: max(chat, -chat), FirstName: "Reader"}, text); err != nil {
		w.t.Error(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[chat] = append(w.asked[chat], time.Now())
}

// waits are how long chats waited for their answers, the shortest first. A command
// without an answer waits for an hour.
func (w *town) waits(of func(chat int64) bool) []time.Duration {
	answers := map[int64][]time.Time{}
	for _, e := range w.telegram.Journal() {
		if strings.HasPrefix(e.Method, "send") {
			answers[e.Chat] = append(answers[e.Chat], e.Time)
		}
	}
	var list []time.Duration
	for chat, asked := range w.asked {
		if !of(chat) {
			continue
		}
		for i, at := range asked {
			wait := time.Hour
			if i < len(answers[chat]) {
				wait = answers[chat][i].Sub(at)
			}
			list = append(list, wait)
		}
	}
	slices.Sort(list)
	return list
}

// mostInASecond is the most that was accepted in any second, and the rate over all.
func mostInASecond(entries []simulator.Entry) (most int, rate float64) {
	var at []time.Time
	for _, e := range entries {
		if strings.HasPrefix(e.Method, "send") {
			at = append(at, e.Time)
		}
	}
	from := 0
	for i := range at {
		for at[i].Sub(at[from]) >= time.Second {
			from++
		}
		most = max(most, i-from+1)
	}
	if len(at) > 1 {
		rate = float64(len(at)-1) / at[len(at)-1].Sub(at[0]).Seconds()
	}
	return most, rate
}

// line is a line of the table; it fails the test where the figure is not held.
func line(t *testing.T, what, held, figure string, ok bool) {
	t.Helper()
	t.Logf("| %s | %s | %s |", what, held, figure)
	if !ok {
		t.Errorf("%s: %s, held to %s", what, figure, held)
	}
}

func p99(list []time.Duration) time.Duration { return list[min(len(list)-1, len(list)*99/100)] }

func TestTableOthersAreAnsweredWhileOneFloods(t *testing.T) {
	needsTable(t)
	synctest.Test(t, func(t *testing.T) {
		w := found(t)
		for i := range int64(41) {
			w.telegram.AddChat(simulator.Chat{ID: 100 + i, FirstName: "Reader"})
		}
		for tick := range 600 { // a minute
			w.ask(100, "/help")
			if tick%5 == 0 {
				w.ask(101+int64(tick/5)%40, "/help")
			}
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(10 * time.Second)
		others := w.waits(func(chat int64) bool { return chat > 100 })
		line(t, "others' answers while one chat sends 10 commands a second for a minute: longest of "+fmt.Sprint(len(others)), "1 s",
			others[len(others)-1].String(), others[len(others)-1] <= time.Second)
		w.end()
	})
}

func TestTableOthersAreAnsweredWhileGroupsAreLimited(t *testing.T) {
	needsTable(t)
	synctest.Test(t, func(t *testing.T) {
		w := found(t)
		for i := range int64(40) {
			w.telegram.AddChat(simulator.Chat{ID: -(1000 + i), Type: simulator.Group, Title: "Group"})
			w.telegram.AddChat(simulator.Chat{ID: 101 + i, FirstName: "Reader"})
		}
		for i := range int64(40) {
			for range 10 {
				w.ask(-(1000 + i), "/help")
			}
		}
		for tick := range 120 {
			w.ask(101+int64(tick)%40, "/help")
			time.Sleep(500 * time.Millisecond)
		}
		time.Sleep(10 * time.Second)
		others := w.waits(func(chat int64) bool { return chat > 0 })
		// The groups' own first answers take their turns of the 30 a second at the beginning.
		line(t, "others' answers while 40 groups with 10 commands each are limited: p99 of "+fmt.Sprint(len(others)), "1 s",
			p99(others).String()+", longest "+others[len(others)-1].String(), p99(others) <= time.Second)
		w.end()
	})
}

func TestTableInteractiveInTheMiddleOfABroadcast(t *testing.T) {
	needsTable(t)
	synctest.Test(t, func(t *testing.T) {
		w := found(t)
		const chats = 2000
		slot := time.Now().Add(-time.Second)
		e := attache.Edition{ID: "e", From: slot.Add(-time.Hour), To: slot, Sections: []attache.Section{{Items: []attache.Item{{
			StoryID: "s", Headline: "Envoys meet in the harbour", URL: "https://marrow.example/1", Last: slot,
		}}}}}
		records, deliveries := make([]attache.Record, chats), make([]attache.Delivery, chats)
		for i := range chats {
			id := int64(10_000 + i)
			w.telegram.AddChat(simulator.Chat{ID: id, FirstName: "Reader"})
			chat := attache.Chat{ID: fmt.Sprint("telegram:", id), Kind: attache.Private, State: attache.ChatActive, TimeZone: "UTC"}
			records[i].Chat = &chat
			deliveries[i] = attache.NewDigest(chat.ID, slot, slot.Add(time.Hour), e.ID)
		}
		if _, err := w.h.store.(attache.Transfer).Load(t.Context(), records...); err != nil {
			t.Fatal(err)
		}
		if _, err := w.h.store.Enqueue(t.Context(), e, deliveries...); err != nil {
			t.Fatal(err)
		}
		for i := range int64(100) {
			w.telegram.AddChat(simulator.Chat{ID: 100 + i, FirstName: "Reader"})
		}
		time.Sleep(2 * time.Second)
		for i := range int64(200) {
			w.ask(100+i%100, "/help")
			time.Sleep(250 * time.Millisecond)
		}
		time.Sleep(40 * time.Second)
		answers := w.waits(func(int64) bool { return true })
		line(t, "answers in the middle of a broadcast to 2,000: p99 of "+fmt.Sprint(len(answers)), "300 ms",
			p99(answers).String(), p99(answers) < 300*time.Millisecond)
		most, rate := mostInASecond(w.telegram.Journal())
		reached := map[int64]bool{}
		for _, e := range w.telegram.Journal() {
			reached[e.Chat] = true
		}
		line(t, "messages in any second, as the server accepts them", "30", fmt.Sprint(most), most <= 30)
		line(t, "messages a second over broadcast and answers", "29.4", fmt.Sprintf("%.2f", rate), rate >= 29.4)
		line(t, "chats that were reached", "2100", fmt.Sprint(len(reached)), len(reached) == 2100)
		w.end()
	})
}

func TestTableAPaidBroadcast(t *testing.T) {
	needsTable(t)
	synctest.Test(t, func(t *testing.T) {
		const chats, senders = 5000, paidWorkers
		server := simulator.New(simulator.Options{Rates: &simulator.Rates{PerSecond: 1000, ChatPerSecond: 1}})
		for i := range int64(chats) {
			server.AddChat(simulator.Chat{ID: 10_000 + i, FirstName: "Reader"})
		}
		client, err := telegram.Open(t.Context(), telegram.Config{
			Token: server.Token(), APIURL: "http://telegram.example", Paid: true, HTTPClient: &http.Client{Transport: wire{server, theWay / 2}},
		})
		if err != nil {
			t.Fatal(err)
		}
		next := make(chan int64)
		var busy sync.WaitGroup
		for range senders {
			busy.Go(func() {
				for id := range next {
					doc := attache.Document{Urgency: attache.Editing, Blocks: []attache.Block{{Spans: []attache.Inline{{Text: "Evening brief"}}}}}
					if _, err := client.Send(t.Context(), fmt.Sprint("telegram:", id), doc); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for i := range int64(chats) {
			next <- 10_000 + i
		}
		close(next)
		busy.Wait()
		most, rate := mostInASecond(server.Journal())
		line(t, "paid, at 20 ms there and back: messages a second", "980", fmt.Sprintf("%.0f", rate), rate >= 980)
		line(t, "paid: messages in any second, as the server accepts them", "1000", fmt.Sprint(most), most <= 1000)
		client.Close()
	})
}

func TestTableAHundredThousandChats(t *testing.T) {
	needsTable(t)
	const chats = 100_000
	kept, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	due := time.Date(2026, 3, 2, 6, 30, 0, 0, time.UTC)
	for from := 0; from < chats; from += 5000 {
		records := make([]attache.Record, 5000)
		for i := range records {
			records[i].Chat = &attache.Chat{
				ID: fmt.Sprint("telegram:", 10_000+from+i), Kind: attache.Private, State: attache.ChatActive, Schedule: "07:30",
				TimeZone: "Europe/Berlin",
				NextSlot: due,
			}
		}
		if _, err := kept.Load(t.Context(), records...); err != nil {
			t.Fatal(err)
		}
	}
	s := &desk.Scheduler{
		Store: kept, Wake: func() {}, Log: slog.New(slog.DiscardHandler), Schedule: "07:00", TimeZone: "UTC",
		Compile: func(_ context.Context, r digest.Request) (attache.Edition, error) {
			return attache.Edition{ID: r.Key(), From: r.From, To: r.To}, nil
		},
	}
	held := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before, begun := held(), spent.Processor()
	if err := s.Tick(t.Context(), due.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	cpu, grown := spent.Processor()-begun, held()-before
	counts, err := kept.CountDeliveries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	line(t, "a tick with 100,000 chats due: processor time", "10 s", cpu.Round(10*time.Millisecond).String(), cpu < 10*time.Second)
	line(t, "deliveries it enqueued", "100000", fmt.Sprint(counts[attache.Pending]), counts[attache.Pending] == chats)
	line(t, "memory held afterwards beyond before", "50 MB", bytesOf(max(grown, 0)), grown < 50_000_000)
}
