// Package sample is a fictional news wire and a server that publishes it as
// feeds, so that the demo and the tests have news without a network. Records
// go in as JSON Lines (embedded), RSS feeds and readable pages come out over
// HTTP, the later records one by one as time passes.
package sample

import (
	"bufio"
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
)

//go:embed a1.jsonl
var first []byte

//go:embed a2.jsonl
var second []byte

// Record is an article of the wire, with its labels where they matter here.
type Record struct {
	ID        string             `json:"id"`
	Outlet    string             `json:"outlet"`
	Kind      attache.SourceKind `json:"outlet_kind"`
	Published time.Time          `json:"published"`
	Lang      string             `json:"lang"`
	Title     string             `json:"title"`
	Body      string             `json:"body"`
}

// Load gives the whole wire, oldest first.
func Load() ([]Record, error) {
	var out []Record
	for _, file := range [][]byte{first, second} {
		lines := bufio.NewScanner(bytes.NewReader(file))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var r Record
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				return nil, fmt.Errorf("sample wire: %w", err)
			}
			out = append(out, r)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("sample wire: %w", err)
		}
	}
	slices.SortStableFunc(out, func(a, b Record) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// Wire publishes records: those up to a moment of the wire's own calendar are
// out at the start, the others follow at a steady pace.
type Wire struct {
	base string // address of the server, without a slash at the end
	pace time.Duration
	now  func() time.Time

	mu      sync.Mutex
	out     []Record // published, oldest first
	waiting []Record
	due     time.Time // when the next one comes out
}

// New shifts the wire so that the last record before cut appeared just now,
// and lets one more out every pace. base is the address that links point to.
func New(records []Record, cut time.Time, pace time.Duration, base string, now func() time.Time) *Wire {
	w := &Wire{base: strings.TrimSuffix(base, "/"), pace: pace, now: now, due: now().Add(pace)}
	var last time.Time
	for _, r := range records {
		if r.Published.Before(cut) {
			last = r.Published
		}
	}
	shift := now().Add(-time.Minute).Sub(last)
	for _, r := range records {
		early := r.Published.Before(cut)
		r.Published = r.Published.Add(shift).UTC().Truncate(time.Second)
		if early {
			w.out = append(w.out, r)
		} else {
			w.waiting = append(w.waiting, r)
		}
	}
	return w
}

// published gives what is out by now, oldest first.
func (w *Wire) published() []Record {
	w.mu.Lock()
	defer w.mu.Unlock()
	for now := w.now(); len(w.waiting) > 0 && w.pace > 0 && !now.Before(w.due); w.due = w.due.Add(w.pace) {
		r := w.waiting[0]
		r.Published = w.due.UTC().Truncate(time.Second)
		w.out, w.waiting = append(w.out, r), w.waiting[1:]
	}
	return slices.Clone(w.out)
}

// Sources are the wire's outlets, one feed each, in order of their names.
func (w *Wire) Sources() []attache.Source {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := map[string]bool{}
	var out []attache.Source
	for _, r := range slices.Concat(w.out, w.waiting) {
		if seen[r.Outlet] {
			continue
		}
		seen[r.Outlet] = true
		address := w.base + "/feeds/" + slug(r.Outlet) + ".xml"
		out = append(out, attache.Source{
			ID: attache.SourceID(address), URL: address, Name: r.Outlet, Kind: r.Kind, Lang: r.Lang,
			FullText: attache.FullTextNever,
		})
	}
	slices.SortFunc(out, func(a, b attache.Source) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// slug names an outlet's feed by the name's hash: names come in five scripts.
func slug(outlet string) string { return strings.TrimPrefix(attache.SourceID(outlet), "s") }
