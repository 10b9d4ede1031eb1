package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/bot/telegram/simulator"
	"attache/cmd/attache/sample"
)

// chaosChats is how many subscribers the broadcast has.
const chaosChats = 200

// chaosInFlight is how many messages may be on their way at one moment: the
// courier's workers.
const chaosInFlight = 16

func TestChaosAKilledBroadcastReachesEveryChatAndRepeatsOnlyWhatWasInFlight(t *testing.T) {
	for _, killAt := range []int{1, 60, 150} {
		t.Run(fmt.Sprintf("killed after %d messages", killAt), func(t *testing.T) {
			t.Parallel()
			telegram := simulator.New(simulator.Options{})
			server := httptest.NewServer(telegram)
			t.Cleanup(server.Close)
			folder := t.TempDir()
			prepareBroadcast(t, folder, telegram)

			first := startAttache(t, folder, server.URL, telegram.Token())
			waitFor(t, first, func() bool { return len(telegram.Journal()) >= killAt })
			if err := first.Process.Kill(); err != nil { // SIGKILL: no time to clean up
				t.Fatal(err)
			}
			_ = first.Wait()
			sent := len(telegram.Journal())
			if sent >= chaosChats {
				t.Fatalf("the broadcast was over before the kill: %d messages", sent)
			}

			second := startAttache(t, folder, server.URL, telegram.Token())
			waitFor(t, second, func() bool { return reached(telegram) == chaosChats })
			if err := second.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if err := second.Wait(); err != nil {
				t.Errorf("attache did not end well on an interrupt: %v", err)
			}
			repeated := len(telegram.Journal()) - chaosChats
			t.Logf("killed after %d messages; %d repeated", sent, repeated)
			if repeated > chaosInFlight {
				t.Errorf("%d messages came twice, more than the %d that can be in flight", repeated, chaosInFlight)
			}
		})
	}
}

// prepareStore fills the store of a folder with news, and has more put into it.
func prepareStore(t *testing.T, folder string, more ...func(*app)) {
	t.Helper()
	c := defaultConfig()
	c.Store = "bolt:" + filepath.Join(folder, "attache.db")
	s := &session{ctx: t.Context(), env: environment{err: t.Output()}}
	h, err := s.openWith(c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	fileSample(t, h)
	for _, put := range more {
		put(h)
	}
}

// prepareBroadcast fills a store with news and with subscribers whose digest
// is due.
func prepareBroadcast(t *testing.T, folder string, telegram *simulator.Server) {
	t.Helper()
	prepareStore(t, folder, func(h *app) {
		slot := time.Now().UTC().Truncate(time.Minute)
		for i := range chaosChats {
			id := int64(5000 + i)
			telegram.AddChat(simulator.Chat{ID: id})
			subscribe(t, h, fmt.Sprintf("telegram:%d", id), slot)
		}
	})
}

// subscribe adds a chat whose next digest is due at a slot, and every day then.
func subscribe(t *testing.T, h *app, id string, slot time.Time) {
	t.Helper()
	err := h.store.UpdateChat(t.Context(), id, func(chat *attache.Chat) error {
		chat.Kind, chat.State, chat.TimeZone = attache.Private, attache.ChatActive, "UTC"
		chat.Schedule, chat.NextSlot = slot.Format("15:04"), slot
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fileSample files the sample wire as if its first days were the last ones.
func fileSample(t *testing.T, h *app) {
	t.Helper()
	records, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	var articles []attache.Article
	shift := time.Since(demoCut)
	for _, r := range records {
		if !r.Published.Before(demoCut) {
			continue
		}
		address := "https://wire.example/" + r.ID
		articles = append(articles, attache.Article{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: r.Outlet,
			OutletKind: r.Kind, Title: r.Title, Body: r.Body, Published: r.Published.Add(shift).UTC(), Reading: attache.Reading{Lang: r.Lang},
		})
	}
	pipeline, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := pipeline.file(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
}

// startAttache runs `attache run` as its own process, without any source.
func startAttache(t *testing.T, folder, api, token string) *exec.Cmd {
	t.Helper()
	config := filepath.Join(folder, "attache.yaml")
	if err := os.WriteFile(config, []byte("default_sources: false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), os.Args[0], "run", "--api-url", api)
	command.Dir = folder
	command.Env = append(os.Environ(), asMain+"=1", "ATTACHE_TOKEN="+token, "ATTACHE_CONFIG="+config)
	var log strings.Builder
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return command
}

// waitFor waits until something holds, as long as the process may still bring
// it about.
func waitFor(t *testing.T, process *exec.Cmd, done func() bool) {
	t.Helper()
	deadline := time.NewTimer(2 * time.Minute)
	look := time.NewTicker(5 * time.Millisecond)
	defer deadline.Stop()
	defer look.Stop()
	for !done() {
		select {
		case <-deadline.C:
			t.Fatalf("waited in vain for process %d", process.Process.Pid)
		case <-look.C:
		}
	}
}

// reached counts the chats that got a message.
func reached(telegram *simulator.Server) int {
	chats := map[int64]bool{}
	for _, entry := range telegram.Journal() {
		chats[entry.Chat] = true
	}
	return len(chats)
}
