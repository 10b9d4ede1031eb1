// Package people remembers who held an office, as articles of the last weeks
// said it: a bare name in a later article is known for a person's.
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
// after a restart, who was said to hold an office, so that a later article's bare
// name is known for a person's. Which office it was is not remembered: what one
// outlet says of a person is never another's word. It may be used concurrently.
type Memory struct {
	mu   sync.RWMutex
	seen map[string]time.Time // when last, by personKey
}

// New returns a Memory that knows nobody.
func New() *Memory { return &Memory{seen: map[string]time.Time{}} }

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
		if last, ok := m.seen[key]; ok && last.After(a.When()) || !ok && len(m.seen) >= maxPeople {
			continue
		}
		m.seen[key] = a.When()
	}
}

// officeLasts is how long after it was last mentioned an office is believed.
const officeLasts = 60 * 24 * time.Hour

// Knows says whether a name was that of a person in office about a time: extract.Reader's Known.
func (m *Memory) Knows(name string, at time.Time) bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	last, ok := m.seen[personKey(name)]
	return ok && (at.IsZero() || at.Sub(last) <= officeLasts && last.Sub(at) <= officeLasts)
}
