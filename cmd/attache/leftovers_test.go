package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABackupWhereThereIsNoFolderNamesTheFolder(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "no", "such")
	for name, want := range map[string]string{
		filepath.Join(missing, "x.db"):          "there is no folder " + missing + "; make it first",
		filepath.Join(folder, "file", "x.db"):   filepath.Join(folder, "file") + " is no folder",
		filepath.Join("/proc/self/fdinfo", "x"): "nothing can be made in the folder /proc/self/fdinfo: ",
	} {
		if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ownFiles{}.Create(name)
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "/.x") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatARestoreLeftThatWasKilledGoesAndOneUnderWayStays(t *testing.T) {
	folder := t.TempDir()
	left, busy := filepath.Join(folder, restoring+"1"), filepath.Join(folder, restoring+"2")
	for _, name := range []string{left, busy} {
		if err := os.MkdirAll(filepath.Join(name, "attache.db"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	held, err := holdFolder(busy)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if _, err := restore(t.Context(), bytes.NewReader(nil), filepath.Join(folder, "attache.db")); err == nil {
		t.Error("nothing was restored")
	}
	names, err := filepath.Glob(filepath.Join(folder, restoring+"*"))
	if err != nil || len(names) != 1 || names[0] != busy {
		t.Errorf("left: %q, %v", names, err)
	}
}

func TestADamagedBackupIsToldInWordsForPeople(t *testing.T) {
	folder := t.TempDir()
	prepareStore(t, folder)
	raw, err := os.ReadFile(filepath.Join(folder, "attache.db"))
	if err != nil {
		t.Fatal(err)
	}
	for page := 4; page < len(raw)/4096; page++ { // the first pages say that it is a store
		copy(raw[page*4096:(page+1)*4096], bytes.Repeat([]byte{0xa5}, 4096))
	}
	if err := os.WriteFile(filepath.Join(folder, "bad.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	var out, errs bytes.Buffer
	env := environment{in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }}
	status := run(t.Context(), []string{"--store", "bolt:new.db", "restore", "bad.db"}, env)
	if text := errs.String(); status != exitFailed || !strings.Contains(text, "nothing was restored") || strings.Contains(text, "goroutine") {
		t.Errorf("%d: %s", status, text)
	}
	if _, err := os.Stat("new.db"); err == nil {
		t.Error("there is a store now")
	}
}
