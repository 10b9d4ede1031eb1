package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// fetchFrom gives the status and the body of an address of the operations.
func fetchFrom(t *testing.T, l *live, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	l.operations().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(body)
}

func TestABotIsReadyOnceItsChannelsAreConnectedAndItsStoriesAreRead(t *testing.T) {
	h := testHouse(t, defaultConfig(), new(bytes.Buffer))
	h.live = newLive(h)
	if code, body := fetchFrom(t, h.live, "/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "channels") {
		t.Errorf("before: %d %s", code, body)
	}
	close(h.live.connected)
	h.live.figures = newFigures()
	if code, body := fetchFrom(t, h.live, "/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "articles") {
		t.Errorf("connected: %d %s", code, body)
	}
	if err := h.live.pipeline.restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/readyz", "/healthz"} {
		h.live.figures = newFigures()
		if code, body := fetchFrom(t, h.live, path); code != http.StatusOK || body != "ok\n" {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	h.live.troubles.begin(diskTrouble, diskWords)
	h.live.figures = newFigures()
	if code, _ := fetchFrom(t, h.live, "/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("with a full disk: %d", code)
	}
	h.live.figures = newFigures()
	if code, _ := fetchFrom(t, h.live, "/healthz"); code != http.StatusOK { // a restart would not help
		t.Errorf("alive with a full disk: %d", code)
	}
}

func TestALoopThatDoesNotComeRoundMakesTheBotUnwell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pulse
		p.beat("digests", time.Now())
		time.Sleep(stuckAfter)
		p.beat("alerts", time.Now())
		if got := p.stuck(); len(got) != 0 {
			t.Errorf("stuck: %q", got)
		}
		time.Sleep(time.Second)
		if got := p.stuck(); len(got) != 1 || got[0] != "digests" {
			t.Errorf("stuck: %q", got)
		}
	})
}

func TestTheFiguresTellWhatIsInTheStoreAndWhatWasDone(t *testing.T) {
	h := testHouse(t, defaultConfig(), new(bytes.Buffer))
	fileSample(t, h)
	h.live = newLive(h)
	slot := time.Now().UTC().Truncate(time.Minute)
	subscribe(t, h, "telegram:1", slot.Add(time.Hour))
	subscribe(t, h, "telegram:2", slot.Add(time.Hour))
	d := attache.NewDigest("telegram:1", slot, slot.Add(time.Hour), "e")
	if _, err := h.store.Enqueue(t.Context(), attache.Edition{ID: "e"}, d); err != nil {
		t.Fatal(err)
	}
	claimed, err := h.store.Claim(t.Context(), slot, slot.Add(time.Minute), 1)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	claimed[0].State, claimed[0].Settled = attache.Sent, slot.Add(20*time.Second)
	if err := (countedOutbox{h.store, h.live.figures}).Settle(t.Context(), claimed[0]); err != nil {
		t.Fatal(err)
	}
	told := h.observed()
	told("sendMessage", time.Second, nil)
	told("sendMessage", time.Second, &attache.SendError{Fault: attache.FaultRate, Err: errors.New("429")})
	h.live.figures.handled("telegram", func(context.Context, attache.Incoming) {})(t.Context(), attache.Incoming{})
	_, body := fetchFrom(t, h.live, "/metrics")
	for _, want := range []string{
		`attache_build_info{version="` + version + `"} 1`,
		`attache_chats{state="active"} 2`,
		`attache_deliveries{state="sent"} 1`,
		`attache_digest_lateness_seconds_bucket{le="10"} 0`,
		`attache_digest_lateness_seconds_bucket{le="30"} 1`,
		`attache_requests_total{method="sendMessage",outcome="limited"} 1`,
		`attache_requests_total{method="sendMessage",outcome="ok"} 1`,
		`attache_updates_total{channel="telegram"} 1`,
		`attache_store_up 1`,
		`attache_troubles 0`,
	} {
		if !strings.Contains(body, want+"\n") {
			t.Errorf("there is no %s", want)
		}
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "attache_") &&
			!strings.HasPrefix(line, "go_") && !strings.HasPrefix(line, "process_") {
			t.Errorf("a figure without its prefix: %s", line)
		}
	}
}

// reloaded writes a configuration and has a running house take it over.
func reloaded(t *testing.T, h *app, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	h.reload(t.Context(), func() {})
}

func TestAHangupTakesOverWhatChangedAndKeepsTheOldWhereTheFileIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "attache.yaml")
	var log bytes.Buffer
	h := testHouse(t, defaultConfig(), &log)
	h.live = newLive(h)
	flags := Globals{Config: file}
	h.reread = func() (config, error) { return loadConfig(flags, noEnvironment) }
	sources := func() (names []string) {
		list, err := h.store.ListSources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			names = append(names, s.Name)
		}
		return names
	}
	reloaded(t, h, file, "admins: [7]\ndigest: {schedule: '08:15'}\nsources: [{url: 'https://example.org/a', name: A}]\nweb: {rate: 3}\n")
	if got := fmt.Sprint(sources()); got != "[A]" {
		t.Errorf("the sources are %s", got)
	}
	if c := h.settings(); len(c.Admins) != 1 || c.Admins[0] != "telegram:7" || c.Digest.Schedule != "08:15" || c.Web.Rate == 3 {
		t.Errorf("the configuration is %+v", c)
	}
	if h.live.talk.Load().Defaults.Schedule != "08:15" || h.live.digests.Load().Schedule != "08:15" {
		t.Error("new chats do not get the new schedule")
	}
	if !strings.Contains(log.String(), `, web"`) {
		t.Errorf("that web needs a restart is not told: %s", &log)
	}
	log.Reset()
	reloaded(t, h, file, "admins: [8]\nsources: [{url: 'https://example.org/b', name: B, kind: rumour}]\n")
	if got := fmt.Sprint(sources(), h.settings().Admins); got != "[A] [telegram:7]" {
		t.Errorf("after a wrong file: %s", got)
	}
	if !strings.Contains(log.String(), "sources[0].kind") || !strings.Contains(log.String(), "attache.yaml:2:") {
		t.Errorf("what is wrong is not told: %s", &log)
	}
	reloaded(t, h, file, "admins: [8]\nsources: [{url: 'https://example.org/b', name: B}]\n")
	if got := fmt.Sprint(sources(), h.settings().Admins); got != "[B] [telegram:8]" {
		t.Errorf("after a right one: %s", got)
	}
}

// watchedStore is a store whose writes end as the test says.
type watchedStore struct {
	attache.Store
	told func(error)
}

func (s *watchedStore) OnWrite(told func(error)) { s.told = told }

func TestAFullDiskIsToldOnceAndSoIsThatThereIsRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		kept := &watchedStore{}
		h := &app{config: defaultConfig(), store: kept, log: newLogger(&log, false), now: time.Now}
		h.live = newLive(h)
		h.watchDisk(t.Context())
		for range 5 { // a small write fits where a large one does not
			kept.told(fmt.Errorf("save: %w", &os.PathError{Op: "write", Path: "attache.db", Err: syscall.ENOSPC}))
			synctest.Wait()
			kept.told(nil)
			synctest.Wait()
		}
		if n := strings.Count(log.String(), "cannot be written to"); n != 1 || strings.Contains(log.String(), "again.\"") {
			t.Errorf("told %d times: %s", n, &log)
		}
		time.Sleep(diskCalm + time.Second)
		for range 3 {
			kept.told(nil)
			synctest.Wait()
		}
		if n := strings.Count(log.String(), diskAgain); n != 1 || len(h.live.troubles.list()) != 0 {
			t.Errorf("that there is room was told %d times: %s", n, &log)
		}
		kept.told(errors.New("a fault of ours"))
		synctest.Wait()
		if len(h.live.troubles.list()) != 0 {
			t.Error("another fault was taken for a full disk")
		}
	})
}
