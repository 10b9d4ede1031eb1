package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"attache"
	"attache/store"
)

func TestABackupThatIsTakenUnderLoadAnswersAsTheStoreDid(t *testing.T) {
	h := testHouse(t, defaultConfig(), new(bytes.Buffer))
	fileSample(t, h)
	want := answersOf(t, h)
	u, err := h.upkeep()
	if err != nil {
		t.Fatal(err)
	}
	stop, busy := make(chan bool), sync.WaitGroup{}
	for i := range 3 {
		busy.Go(func() { // chats come, change and get digests meanwhile
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				subscribe(t, h, fmt.Sprintf("telegram:%d", 1000*i+n%500), time.Now().Add(time.Hour))
			}
		})
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	out, err := ownFiles{}.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.Backup(t.Context(), out)
	close(stop)
	busy.Wait()
	if err != nil || out.Commit() != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	path := filepath.Join(t.TempDir(), "elsewhere.db")
	if _, err := restore(t.Context(), in, path); err != nil {
		t.Fatal(err)
	}
	c := defaultConfig()
	c.Store = path
	again, err := (&session{ctx: t.Context(), env: environment{err: t.Output()}}).openWith(c)
	if err != nil {
		t.Fatal(err)
	}
	defer again.close()
	if got := answersOf(t, again); got != want {
		t.Errorf("restored, it answers\n%s\nnot\n%s", got, want)
	}
}

// answersOf are what a store answers to some questions, and its articles.
func answersOf(t *testing.T, h *app) string {
	t.Helper()
	b, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, question := range []string{"/latest 20", "/quotes 20", "/track"} {
		doc, err := b.Answer(t.Context(), attache.Chat{Kind: attache.Private}, question)
		if err != nil {
			t.Fatal(err)
		}
		if err := newTerminal(&out).print(doc); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestBackupsComeAtTheirSlotsAndTheOldestGo(t *testing.T) {
	c := defaultConfig()
	folder := filepath.Join(t.TempDir(), "backups")
	c.Backup = backupConfig{Folder: folder, Schedule: "03:30", Keep: 2}
	h := testHouse(t, c, new(bytes.Buffer))
	h.live = &live{app: h}
	h.live.config.Store(&h.config)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	look := func(now time.Time, want ...string) {
		t.Helper()
		if err := h.backUp(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		var got []string
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			got = append(got, f.Name())
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("at %s there are %v, not %v", now, got, want)
		}
	}
	look(at, "attache-2026-03-01T120000Z.db")
	look(at.Add(time.Hour), "attache-2026-03-01T120000Z.db")
	other := filepath.Join(folder, "attache-mine.db") // somebody else's
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	look(at.Add(16*time.Hour), "attache-2026-03-01T120000Z.db", "attache-2026-03-02T040000Z.db", "attache-mine.db")
	look(at.Add(72*time.Hour), "attache-2026-03-02T040000Z.db", "attache-2026-03-04T120000Z.db", "attache-mine.db")
	// A clock that was ahead: the note lies in the future.
	if err := h.store.SetNote(t.Context(), backupNote, []byte("2030-01-01T00:00:00Z")); err != nil {
		t.Fatal(err)
	}
	look(at.Add(73*time.Hour), "attache-2026-03-04T120000Z.db", "attache-2026-03-04T130000Z.db", "attache-mine.db")
	for _, name := range []string{"attache-2026-03-04T120000Z.db", "attache-2026-03-04T130000Z.db"} {
		kept, err := store.Open(t.Context(), filepath.Join(folder, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestABackupThatCannotBeMadeIsToldOnceAndSoIsThatItWorksAgain(t *testing.T) {
	c := defaultConfig()
	place := filepath.Join(t.TempDir(), "place")
	c.Backup = backupConfig{Folder: filepath.Join(place, "backups")}
	var log bytes.Buffer
	h := testHouse(t, c, &log)
	h.live = &live{app: h}
	h.live.config.Store(&h.config)
	if err := os.WriteFile(place, nil, 0o600); err != nil { // a file where a folder should be
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i := range 3 {
		if err := h.backUp(t.Context(), at.Add(time.Duration(i)*time.Minute)); err == nil {
			t.Error("it was backed up")
		}
	}
	if n := strings.Count(log.String(), "could not be backed up"); n != 1 || len(h.live.troubles.list()) != 1 {
		t.Errorf("told %d times, %v: %s", n, h.live.troubles.list(), &log)
	}
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if err := h.backUp(t.Context(), at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "backed up again") || len(h.live.troubles.list()) != 0 {
		t.Errorf("%v: %s", h.live.troubles.list(), &log)
	}
}
