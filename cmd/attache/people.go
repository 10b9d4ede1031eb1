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

// people remembers who held which office, as articles of the last weeks said
// it: a person that a later article names without a role is known by it. It
// is taken up again from the stored articles after a restart.
type people struct {
	mu    sync.RWMutex
	known map[string]held
}

// held is the office a person was last said to hold.
type held struct {
	actor attache.Actor
	at    time.Time
}

func newPeople() *people { return &people{known: map[string]held{}} }

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
		if old, ok := p.known[key]; ok && old.at.After(a.Published) || !ok && len(p.known) >= maxPeople {
			continue
		}
		actor.Mentions = nil
		p.known[key] = held{actor, a.Published}
	}
}

// officeLasts is how long after it was last mentioned an office is believed.
const officeLasts = 60 * 24 * time.Hour

// find is extract.Reader's Known.
func (p *people) find(name string, at time.Time) (attache.Actor, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	h, ok := p.known[personKey(name)]
	if !ok || !at.IsZero() && (at.Sub(h.at) > officeLasts || h.at.Sub(at) > officeLasts) {
		return attache.Actor{}, false
	}
	return h.actor, true
}
