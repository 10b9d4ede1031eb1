// Package people remembers who held which office, as articles of the last weeks
// said it: a person that a later article names without a role is known by it.
package people

import (
	"strings"
	"sync"
	"time"

	"attache"
	"attache/internal/fold"
)

// maxPeople bounds how many persons are remembered.
const maxPeople = 50_000

// Memory learns from the articles that come, and from those that were stored
// after a restart. It may be used concurrently.
type Memory struct {
	mu    sync.RWMutex
	known map[string]held
}

// held is the office a person was last said to hold.
type held struct {
	actor attache.Actor
	at    time.Time
}

// New returns a Memory that knows nobody.
func New() *Memory { return &Memory{known: map[string]held{}} }

// personKey folds a full name; "" for a single word, which many may share.
func personKey(name string) string {
	fields := strings.Fields(fold.String(name))
	if len(fields) < 2 {
		return ""
	}
	return strings.Join(fields, " ")
}

// Learn remembers the persons of an article that it gives an office and a
// country or body.
func (m *Memory) Learn(a attache.Article) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, actor := range a.Actors {
		key := personKey(actor.Name)
		if actor.Kind != attache.Person || actor.Role == "" || actor.Code == "" || key == "" {
			continue
		}
		if old, ok := m.known[key]; ok && old.at.After(a.When()) || !ok && len(m.known) >= maxPeople {
			continue
		}
		actor.Mentions = nil
		m.known[key] = held{actor, a.When()}
	}
}

// officeLasts is how long after it was last mentioned an office is believed.
const officeLasts = 60 * 24 * time.Hour

// Find gives a person by name as known at a time: extract.Reader's Known.
func (m *Memory) Find(name string, at time.Time) (attache.Actor, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	h, ok := m.known[personKey(name)]
	if !ok || !at.IsZero() && (at.Sub(h.at) > officeLasts || h.at.Sub(at) > officeLasts) {
		return attache.Actor{}, false
	}
	return h.actor, true
}
