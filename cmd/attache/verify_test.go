package main

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt" //nolint:depguard // the file is changed behind the store's back

	"attache/bot/telegram/simulator"
)

// told is a folder with a store in which a bot has told some chats their digest, and
// the texts that they got.
func told(t *testing.T, chats int) (folder string, texts map[int64]simulator.Entry) {
	t.Helper()
	telegram := simulator.New(simulator.Options{})
	server := httptest.NewServer(telegram)
	defer server.Close()
	folder = t.TempDir()
	prepareStore(t, folder, func(h *app) {
		slot := time.Now().UTC().Truncate(time.Minute)
		for i := range chats {
			id := int64(5000 + i)
			telegram.AddChat(simulator.Chat{ID: id})
			subscribe(t, h, fmt.Sprintf("telegram:%d", id), slot)
		}
	})
	process := startAttache(t, folder, server.URL, telegram.Token())
	waitFor(t, process, func() bool { return reached(telegram) == chats })
	waitFor(t, process, func() bool { // the last one is settled
		return strings.Count(attacheIn(t, folder, "", "deliveries", "--state", "sent").out, "telegram:") == chats
	})
	texts = map[int64]simulator.Entry{}
	for _, e := range telegram.Journal() {
		texts[e.Chat] = e
	}
	// A message is found while the bot runs, as it is read and as it was sent.
	for _, text := range []string{texts[5000].Text, texts[5000].HTML} {
		got := attacheIn(t, folder, text, "verify", "--message", "-", "telegram:5000")
		if got.status != 0 || !strings.Contains(got.out, "the message was told to telegram:5000") {
			t.Errorf("%+v", got)
		}
	}
	if err := process.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := process.Wait(); err != nil {
		t.Error(err)
	}
	return folder, texts
}

var headLine = regexp.MustCompile(`head (\d+:[0-9a-f]{64})`)

func TestVerifyFindsWhatWasToldAndWhatWasChanged(t *testing.T) {
	withoutDetector(t)
	folder, texts := told(t, 3)
	t.Chdir(folder)
	want := func(name, in string, status int, part string, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		env := environment{in: strings.NewReader(in), out: &out, err: &errs, getenv: func(string) string { return "" }}
		code := run(t.Context(), append([]string{"verify"}, args...), env)
		got := outcome{out.String(), errs.String(), code}
		if got.status != status || !strings.Contains(got.out+got.err, part) {
			t.Errorf("%s: %d, not %d, without %q:\n%s%s", name, got.status, status, part, got.out, got.err)
		}
		return got.out
	}
	whole := want("a whole chain", "", 0, "3 messages told, 0 forgotten")
	head := headLine.FindStringSubmatch(whole)[1]
	want("a message", texts[5001].Text, 0, "the message was told to", "--message", "-")
	quote := regexp.MustCompile(`“([^”]{20,})”\n— `).FindStringSubmatch(texts[5001].Text)[1]
	want("a quote", quote, 0, "a quote was told to", "--message", "-")
	want("a message that never was", "Talks failed", 1, "no link in it tells of that", "--message", "-")
	want("a chat", "", 0, "https://", "telegram:5002")
	want("a chat's slot", "", 1, "no link in it tells", "telegram:5002", "2020-01-01T07:00Z")
	want("no chat", "", 2, "no chat has the id", "telegram:9")
	want("no time", "", 2, "is no time", "telegram:5002", "noon")
	want("no file", "", 2, "nowhere", "--message", "nowhere")
	want("an empty message", " ", 2, "empty", "--message", "-")
	want("no store", "", 2, "no store", "--store", "bolt:nothing.db")
	want("what was written down", "", 0, "the chain holds", "--head", head)
	want("another history", "", 1, "written down", "--head", head[:len(head)-1]+map[bool]string{
		true:  "1",
		false: "0",
	}[head[len(head)-1] == '0'])
	want("no head", "", 2, "is no link", "--head", "x")
	want("the key", "", 0, "the chain holds", "--key", "attache.db.key")
	want("no key", "", 2, "no key", "--key", "attache.yaml")

	if got := attacheIn(t, folder, "", "backup", "copy.db"); got.status != 0 {
		t.Fatal(got)
	}
	before, err := os.ReadFile(filepath.Join(folder, "copy.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(folder, "copy.db"), 0o400); err != nil {
		t.Fatal(err)
	}
	want("a backup", "", 0, "the key was taken from the chain itself", "--store", "bolt:copy.db")
	want("a backup with the key", "", 0, head, "--store", "bolt:copy.db", "--key", "attache.db.key")
	if after, err := os.ReadFile(filepath.Join(folder, "copy.db")); err != nil || !bytes.Equal(after, before) {
		t.Errorf("looking at a backup changed it: %v", err)
	}
	for name, spoil := range map[string]struct {
		part   string
		change func(*bolt.Tx) error
	}{
		"a link changed": {"link 3:", func(tx *bolt.Tx) error {
			k := []byte{0, 0, 0, 0, 0, 0, 0, 3}
			v := bytes.Clone(tx.Bucket([]byte("proofs")).Get(k))
			return tx.Bucket([]byte("proofs")).Put(k, bytes.Replace(v, []byte("digest"), []byte("alerts"), 1))
		}},
		"a link deleted": {"link 2:", func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("proofs")).Delete([]byte{0, 0, 0, 0, 0, 0, 0, 2})
		}},
		"the end cut off": {"link 4: a delivery that was sent has it", func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("proofs")).Delete([]byte{0, 0, 0, 0, 0, 0, 0, 4})
		}},
		"all of it deleted": {"a delivery that was sent has it", func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte("proofs")) }},
		"what was told changed": {"link 2:", func(tx *bolt.Tx) error {
			k, v := tx.Bucket([]byte("proof_contents")).Cursor().First()
			return tx.Bucket([]byte("proof_contents")).Put(k, append(bytes.Clone(v[:8]), `{"edition":"x"}`...))
		}},
	} {
		spoilt := filepath.Join(folder, "spoilt.db")
		if err := os.WriteFile(spoilt, before, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := bolt.Open(spoilt, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(spoil.change); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		want(name, "", 1, spoil.part, "--store", "bolt:spoilt.db")
	}
}

func TestTheKeyThatProvesIsMadeOnceAndForItsOwnerAlone(t *testing.T) {
	var log bytes.Buffer
	h := testHouse(t, defaultConfig(), &log)
	if err := h.seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := h.config.proofKeyFile()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || !strings.HasSuffix(path, "attache.db.key") {
		t.Errorf("%s: %v, %v", path, info, err)
	}
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(path); err != nil || !bytes.Equal(was, again) {
		t.Errorf("it was made anew: %v", err)
	}
	if strings.Contains(log.String(), "another key") {
		t.Error(log.String())
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := h.seal(t.Context()); err != nil || !strings.Contains(log.String(), "chmod 600") {
		t.Errorf("%v: %s", err, log.String())
	}
	if err := os.WriteFile(path, []byte("half a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.seal(t.Context()); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("half a key is one: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := h.seal(t.Context()); err != nil || !strings.Contains(log.String(), "with another key than before") {
		t.Errorf("%v: %s", err, log.String())
	}
}
