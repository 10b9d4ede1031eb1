package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/telegram/simulator"
)

func testHouse(t *testing.T, c config, log *bytes.Buffer) *app {
	t.Helper()
	c.Store = "bolt:" + filepath.Join(t.TempDir(), "attache.db")
	s := &session{ctx: t.Context(), env: environment{err: log}}
	h, err := s.openWith(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	return h
}

func TestATokenTelegramDoesNotKnowEndsTheRunAndIsNotShown(t *testing.T) {
	server := httptest.NewServer(simulator.New(simulator.Options{}))
	defer server.Close()
	c := defaultConfig()
	c.APIURL, c.token = server.URL, "1000000001:another-token-than-the-simulators-own"
	var log bytes.Buffer
	err := testHouse(t, c, &log).run(t.Context())
	if _, ok := errors.AsType[*usageError](err); !ok {
		t.Fatalf("got %v, want a usage error", err)
	}
	if strings.Contains(err.Error()+log.String(), "another-token") {
		t.Errorf("the token is shown: %v\n%s", err, &log)
	}
}

func TestANetworkThatIsNotThereYetIsWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*connectAgain+time.Second)
		defer cancel()
		c := defaultConfig()
		c.APIURL, c.token = "http://"+closedPort(t), "1000000001:a-token-that-nobody-will-ever-look-at"
		var log bytes.Buffer
		h := &app{config: c, log: newLogger(&log, false), now: time.Now}
		if _, err := h.connect(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v, want it to go on until the end", err)
		}
		if got := strings.Count(log.String(), "trying again"); got != 3 {
			t.Errorf("tried %d times in %v, want 3:\n%s", got, 2*connectAgain, &log)
		}
	})
}

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestAnInterruptedCommandDoesNotClaimSuccess(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := writeFile(t, "articles.jsonl", `{"id":"a","title":"Talks","body":"Envoys met."}`+"\n")
	var out, log bytes.Buffer
	status := run(ctx, []string{"--store", filepath.Join(t.TempDir(), "a.db"), "import", file}, environment{
		in: strings.NewReader(""), out: &out, err: &log, getenv: noEnvironment,
	})
	if status != exitInterrupted || !strings.Contains(log.String(), "interrupted") {
		t.Errorf("exit status %d, %q", status, &log)
	}
}
