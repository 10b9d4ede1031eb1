package main

import (
	"bytes"
	"context"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"attache"
	"attache/bot/telegram/simulator"
)

// outcome is what came of a command.
type outcome struct {
	out, err string
	status   int
}

// attacheIn runs attache as its own process in a folder.
func attacheIn(t *testing.T, folder, in string, args ...string) outcome {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Dir = folder
	command.Env = append(os.Environ(), asMain+"=1", "ATTACHE_CONFIG="+filepath.Join(folder, "attache.yaml"))
	command.Stdin = strings.NewReader(in)
	var out, err bytes.Buffer
	command.Stdout, command.Stderr = &out, &err
	_ = command.Run()
	return outcome{out.String(), err.String(), command.ProcessState.ExitCode()}
}

// isUp tells whether a bot takes commands.
func isUp(folder string) bool {
	conn, err := new(net.Dialer).DialContext(context.Background(), "unix", filepath.Join(folder, "attache.db.sock"))
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

func TestARunningBotAnswersEveryCommandAsItsStoreDoesAlone(t *testing.T) {
	withoutDetector(t)
	telegram := simulator.New(simulator.Options{})
	server := httptest.NewServer(telegram)
	defer server.Close()
	folder := t.TempDir()
	prepareStore(t, folder, func(h *app) {
		slot := time.Now().UTC().Truncate(time.Minute)
		subscribe(t, h, "telegram:77", slot.Add(12*time.Hour))
		d := attache.NewDigest("telegram:77", slot.Add(-time.Hour), slot.Add(-time.Minute), "e")
		if _, err := h.store.Enqueue(t.Context(), attache.Edition{ID: "e"}, d); err != nil {
			t.Fatal(err)
		}
		if _, err := h.store.Claim(t.Context(), slot, slot.Add(time.Minute), 1); err != nil { // it expires
			t.Fatal(err)
		}
	})
	if err := os.WriteFile(filepath.Join(folder, "attache.yaml"), []byte("default_sources: false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := [][]string{
		{"latest"},
		{"latest", "-n", "2", "talks"},
		{"latest", "-n", "99"},
		{"quotes", "-n", "3"},
		{"track"},
		{"digest"},
		{"export"},
		{"export", "--salvage"},
		{"why", "-v"},
		{"check"},
		{"deliveries"},
		{"deliveries", "telegram:77"},
		{"deliveries", "nobody"},
		{"backup", "."},
		{"backup", "attache.db"},
		{"backup", ""},
		{"sources", "list"},
		{"sources", "remove", "https://example.org/none"},
		{"import", "none.jsonl"},
		{"import", "."},
		{"nonsense"},
	}
	var alone []outcome
	for _, args := range commands {
		alone = append(alone, attacheIn(t, folder, "", args...))
	}
	compare := func(when string) {
		t.Helper()
		for i, args := range commands {
			if got := attacheIn(t, folder, "", args...); got != alone[i] {
				t.Errorf("%s, attache %s: status %d, %.300q, %.300q\nalone: status %d, %.300q, %.300q", when, strings.Join(args, " "),
					got.status, got.out, got.err, alone[i].status, alone[i].out, alone[i].err)
			}
		}
	}
	bot := startAttache(t, folder, server.URL, telegram.Token())
	waitFor(t, bot, func() bool { return isUp(folder) })
	compare("beside a running bot")

	line := `{"id":"new","title":"Envoys meet in Oslo","body":"The foreign ministers of Norway and Chad met in ` +
		`Oslo.","url":"https://wire.example/oslo"}`
	if got := attacheIn(t, folder, line, "import", "-"); got.status != 0 || !strings.Contains(got.out, "1 new") {
		t.Errorf("import -: %+v", got)
	}
	if got := attacheIn(t, folder, "", "latest", "Oslo"); !strings.Contains(got.out, "Envoys meet in Oslo") {
		t.Errorf("what was imported into a running bot is not there: %+v", got)
	}
	export := filepath.Join(folder, "export.jsonl")
	if err := os.WriteFile(export, []byte(attacheIn(t, folder, "", "export").out), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := attacheIn(t, folder, "", "import", "export.jsonl"); got.status != 0 || !strings.Contains(got.out, " 0 new") {
		t.Errorf("a second import of everything: %+v", got)
	}

	if got := attacheIn(t, folder, "", "backup", "copy.db"); got.status != 0 || !strings.Contains(got.out, "copy.db is the store") {
		t.Errorf("backup: %+v", got)
	}
	piped := attacheIn(t, folder, "", "backup", "-")
	if got := attacheIn(t, folder, piped.out, "--store", "piped.db", "restore", "-"); got.status != 0 {
		t.Errorf("restore of a backup through a pipe: %+v", got)
	}
	if got := attacheIn(t, folder, "", "--store", "piped.db", "latest", "Oslo"); !strings.Contains(got.out, "Envoys meet in Oslo") {
		t.Errorf("the restored store: %+v", got)
	}
	if got := attacheIn(t, folder, "", "compact"); got.status != 0 || !strings.Contains(got.out, " became ") {
		t.Errorf("compact: %+v", got)
	}
	if got := attacheIn(t, folder, "", "status"); got.status != 0 || !strings.Contains(got.out, "running\tsince 20") {
		t.Errorf("status: %+v", got)
	}

	if err := bot.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = bot.Wait()
	if got := attacheIn(t, folder, "", "status"); got.status != 0 || !strings.Contains(got.out, "running\tno") {
		t.Errorf("status after the bot was killed: %+v", got)
	}
	if got := attacheIn(t, folder, "", "latest", "Oslo"); got.status != 0 || !strings.Contains(got.out, "Envoys meet in Oslo") {
		t.Errorf("after the bot was killed: %+v", got)
	}
}

func TestABotEndsThoughSomebodyIsConnected(t *testing.T) {
	telegram := simulator.New(simulator.Options{})
	server := httptest.NewServer(telegram)
	defer server.Close()
	folder := t.TempDir()
	bot := startAttache(t, folder, server.URL, telegram.Token())
	waitFor(t, bot, func() bool { return isUp(folder) })
	silent, err := new(net.Dialer).DialContext(t.Context(), "unix", filepath.Join(folder, "attache.db.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	typing := exec.CommandContext(t.Context(), os.Args[0], "import", "-") // on which nobody types
	typing.Dir = folder
	typing.Env = append(os.Environ(), asMain+"=1", "ATTACHE_CONFIG="+filepath.Join(folder, "attache.yaml"))
	in, err := typing.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := typing.Start(); err != nil {
		t.Fatal(err)
	}
	if err := bot.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := bot.Wait(); err != nil {
		t.Errorf("it did not end well: %v", err)
	}
	_ = typing.Process.Kill()
	_ = typing.Wait()
	if _, err := os.Lstat(filepath.Join(folder, "attache.db.sock")); err == nil {
		t.Error("its socket is still there")
	}
}
