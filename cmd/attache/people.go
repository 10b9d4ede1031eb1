package main

import (
	"strings"
	"sync"
	"time"

	"attache"
	"attache/internal/fold"
)

// maxPeople bounds how many persons are remembered.
const maxPeople = 50_000

// people remembers who was said to hold an office in the articles of the last
// weeks, so that a later article's bare name is known for a person's. Which
// office it was is not remembered: what one outlet says of a person is never
// another's word. It is taken up again from the stored articles after a restart.
type people struct {
	mu   sync.RWMutex
	seen map[string]time.Time // when last, by personKey
}

func newPeople() *people { return &people{seen: map[string]time.Time{}} }

// personKey folds a full name; "" for a single word, which many may share.
func personKey(name string) string {
	fields := strings.Fields(fold.String(name))
	if len(fields) < 2 {
		return ""
	}
	return strings.Join(fields, " ")
}

// learn remembers the persons of an article that it gives an office and a
// country or body.
func (p *people) learn(a attache.Article) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, actor := range a.Actors {
		key := personKey(actor.Name)
		if actor.Kind != attache.Person || actor.Role == "" || actor.Code == "" || key == "" {
			continue
		}
		if last, ok := p.seen[key]; ok && last.After(a.Published) || !ok && len(p.seen) >= maxPeople {
			continue
		}
		p.seen[key] = a.Published
	}
}

// officeLasts is how long after it was last mentioned an office is believed.
const officeLasts = 60 * 24 * time.Hour

// knows is extract.Reader's Known.
func (p *people) knows(name string, at time.Time) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	last, ok := p.seen[personKey(name)]
	return ok && (at.IsZero() || at.Sub(last) <= officeLasts && last.Sub(at) <= officeLasts)
}
