package extract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"attache"
)

// shared gives the folder of shared data, and skips the test where there is none.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	root := os.Getenv("ATTACHE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	p := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("no shared data at %s", p)
	}
	return p
}

// record is a line of a labelled wire.
type record struct {
	ID        string            `json:"id"`
	Lang      string            `json:"lang"`
	Title     string            `json:"title"`
	Body      string            `json:"body"`
	Published time.Time         `json:"published"`
	Diplomacy bool              `json:"diplomacy"`
	EventType attache.EventType `json:"event_type"`
	Source    []string          `json:"source"`
	Target    []string          `json:"target"`
}

func records(t testing.TB, path string) []record {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []record
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var r record
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func read(r record) attache.Reading {
	return Read(attache.Text{Title: r.Title, Body: r.Body, Lang: r.Lang, Published: r.Published})
}
